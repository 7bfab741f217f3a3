"""A text that is drawn for the width there is, such as one with amounts at its right edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.geometry import Size


class Fitted(Widget):
    """As tall as its text is at its width, also when the width has just changed."""

    DEFAULT_CSS = """
    Fitted { height: auto; }
    """

    def draw(self, width: int) -> Content:
        """The text for a width in cells."""
        raise NotImplementedError

    def render(self) -> Content:
        """The text."""
        return self.draw(self.content_size.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """The text's lines at this width. (Textual would measure what was drawn for the width before.)"""
        return len(self.draw(width).wrap(width)) if width else 0
