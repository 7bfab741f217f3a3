"""An input that says below itself what may be filled in, until something is wrong with it."""

from __future__ import annotations

from firmly_tui.tui.widgets.field import Field


class BoundedField(Field):
    """A line of text with its bounds."""

    DEFAULT_CSS = """
    BoundedField.-hinted .problem { color: $text-muted; }
    """

    def __init__(
        self, name: str, label: str, *, limits: str, value: str = "", max_length: int = 1000
    ) -> None:
        super().__init__(name, label, value=value, max_length=max_length)
        self.hint = limits

    def on_mount(self) -> None:
        """Say the bounds."""
        self.problem = ""
