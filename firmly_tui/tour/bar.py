"""The line below the app in which a tour says what is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Sequence

KEYS = "Space goes on · . one step · b begins again · + − speed · n notes · q quits"


@dataclass(frozen=True)
class Shown:
    """What the bar shows: a sign and a caption, at its right end `aside`, and lines for the presenter."""

    sign: str = "▶"
    caption: str = ""
    aside: str = ""
    below: tuple[str, ...] = ()


class CaptionBar(Widget):
    """The caption of a tour; it takes a line of the screen, so that nothing of the app is covered."""

    DEFAULT_CSS = """
    CaptionBar {
        dock: bottom;
        height: auto;
        min-height: 1;
        max-height: 8;
        padding: 0 1;
        background: $primary;
        color: $text;
        text-style: none;
    }
    """
    shown: reactive[Shown] = reactive(Shown(), layout=True)
    """What is shown."""

    def render(self) -> Content:
        """The caption, and what the presenter wants to see below it."""
        shown = self.shown
        first = Content.assemble((f"{shown.sign} ", "bold"), (shown.caption, "bold"))
        room = self.content_size.width - first.cell_length - len(shown.aside)
        if shown.aside and room > 1:
            first = Content.assemble(first, " " * room, shown.aside)
        return Content("\n").join([first, *_plain(shown.below)])


def _plain(texts: Sequence[str]) -> list[Content]:
    return [Content(text) for text in texts]
