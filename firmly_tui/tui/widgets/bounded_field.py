"""An input that says below itself what may be filled in, until something is wrong with it."""

from __future__ import annotations

from textual.widgets import Label

from firmly_tui.tui.widgets.field import Field


class BoundedField(Field):
    """A line of text with its bounds."""

    DEFAULT_CSS = """
    BoundedField.-bounds .problem { color: $text-muted; }
    """

    def __init__(
        self, name: str, label: str, *, limits: str, value: str = "", max_length: int = 1000
    ) -> None:
        super().__init__(name, label, value=value, max_length=max_length)
        self._limits = limits

    def on_mount(self) -> None:
        """Say the bounds."""
        self.problem = ""

    @property
    def problem(self) -> str:
        """What is wrong, `""` when nothing is: then the bounds are told."""
        return self._problem

    @problem.setter
    def problem(self, sentence: str) -> None:
        self._problem = sentence
        self.set_class(not sentence, "-bounds")
        self.query_one(".problem", Label).update(f"✕ {sentence}" if sentence else self._limits)
