"""The two lines above the keys that say what a choice comes to before it is made."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from firmly_tui.tui.drawing import DIM, MONEY, plain, shortened

LINES = 2


class Foretold(Widget):
    """A sentence and what it costs, whole; and beside it, where there is room, what else there is to know."""

    DEFAULT_CSS = """
    Foretold { height: 2; padding: 0 1; background: $surface; }
    """

    text: reactive[tuple[str, str, str]] = reactive(("", "", ""))
    """The sentence, the cost, and the rest."""

    def render(self) -> Content:
        """The two lines."""
        width = self.content_size.width
        sentence, cost, rest = self.text
        first = self._first(sentence, cost)
        if len(first.wrap(width)) > LINES:
            # The cost stays in sight, whatever the names are.
            first = self._first(shortened(sentence, max(1, LINES * width - len(cost) - 20)), cost)
        if len(first.wrap(width)) == 1 and rest:
            return plain("\n").join([first, plain(rest, DIM).truncate(width, ellipsis=True)])
        return first

    @staticmethod
    def _first(sentence: str, cost: str) -> Content:
        return Content.assemble(sentence, ": ", (cost, MONEY)) if cost else plain(sentence)
