"""A list from which one chooses by typing."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING
from unicodedata import combining, normalize

from textual import on
from textual.binding import Binding
from textual.widgets import Select
from textual.widgets._select import (
    SelectCurrent,
    SelectOverlay,
)  # (Textual exports no names for a list's parts.)
from textual.widgets.option_list import Option
from textual.widgets.select import NoSelection

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType
    from textual.app import ComposeResult
    from textual.events import Key

FRAME_ABOVE, FRAME_BELOW = 2, 2
"""Lines of the screen that an open list leaves alone: title and steps, what is said and the keys."""
MOST_SHOWN = 12
"""Lines of an open list."""
ENOUGH = 5
"""Lines for which a list stands below its field."""


class OpenList(SelectOverlay):
    """The open list."""

    BINDINGS = [Binding("escape", "dismiss", "close the list")]


class TypingSelect(Select[str]):
    """A list that opens as soon as one types, and shows what fits what was typed, which stands above it.

    What is typed before the open list has got the focus comes here all the same.
    """

    DEFAULT_CSS = """
    TypingSelect > SelectOverlay { border: none; padding: 0 1; background: $panel; }
    """

    _everything: list[tuple[RenderableType, str | NoSelection]]
    _typed = ""

    def compose(self) -> ComposeResult:
        """As Textual does, with a list whose key is called as we call it."""
        yield SelectCurrent(self.prompt)
        yield OpenList(type_to_search=self._type_to_search).data_bind(compact=Select.compact)

    def _setup_variables_for_options(self, options: Iterable[tuple[RenderableType, str]]) -> None:
        super()._setup_variables_for_options(options)
        self._everything = list(self._options)
        self._typed = ""

    def check_consume_key(self, key: str, character: str | None = None) -> bool:  # noqa: ARG002
        """Letters are for searching here, not commands."""
        return character is not None and character.isprintable()

    def on_key(self, event: Key) -> None:
        """Open, and narrow the list down; choose what is marked."""
        if event.is_printable and event.character:
            if event.character == " " and not self.expanded:
                return
            typed = self._typed + event.character
            if self.expanded or self.screen.focused is self:
                self._narrow(typed)
            else:
                # A Tab right behind it was faster, and has gone on: the list stays closed.
                self._typed = typed
                self._take_meant(_fitting(self._everything, typed))
        elif self.expanded and event.key == "backspace":
            self._narrow(self._typed[:-1])
        elif self.expanded and event.key == "enter":
            self._take()
        else:
            return
        event.stop()
        event.prevent_default()

    def _narrow(self, typed: str) -> None:
        """Show what fits, the best first; everything where nothing is typed."""
        if not self.expanded:
            self.action_show_overlay()
        self._typed = typed
        self._options = _fitting(self._everything, typed) if typed.strip() else list(self._everything)
        self._setup_options_renderables()
        overlay = self.query_one(SelectOverlay)
        overlay.select(0 if self._options else None)
        if not self._options:
            overlay.add_option(Option("nothing is called so", disabled=True))
        self.query_one(SelectCurrent).update(f"{typed}▏")
        self._make_room()

    def _take(self) -> None:
        """Choose what is marked, and close."""
        marked = self.query_one(SelectOverlay).highlighted
        if marked is not None and marked < len(self._options):
            self.value = self._options[marked][1]
            self.expanded = False
            self.focus()

    @on(SelectOverlay.Dismiss)
    def _left(self, event: SelectOverlay.Dismiss) -> None:
        """Choose what was typed, where one goes on and that is but one. Textual closes by itself, after this."""
        if event.lost_focus:
            self._take_meant(self._options)

    def _take_meant(self, fitting: Sequence[tuple[RenderableType, str | NoSelection]]) -> None:
        meant = _meant(fitting, self._typed) if self._typed.strip() else None
        if meant is not None:
            self.value = meant

    def on_focus(self) -> None:
        """Begin anew."""
        self._typed = ""

    def _watch_expanded(self, expanded: bool) -> None:
        """In place of Textual's, which gives the open list the focus late: it would take it from the next field."""
        self.set_class(expanded, "-expanded")
        if expanded:
            overlay = self.query_one(SelectOverlay)
            self.screen.set_focus(overlay, scroll_visible=False)
            overlay.select(
                next((at for at, (_, value) in enumerate(self._options) if value == self.value), None)
            )

    def watch_expanded(self, expanded: bool) -> None:
        """Closed, it shows what is chosen, and has everything to offer again."""
        if expanded:
            self._make_room()
            return
        self._typed = ""
        self._options = list(self._everything)
        if not self.is_mounted:
            return
        self._setup_options_renderables()
        chosen = next((label for label, value in self._options if value == self.value), "")
        self.query_one(SelectCurrent).update(str(chosen) if not self.is_blank() else self.NULL)

    def _make_room(self) -> None:
        """Have the list above the keys, or above the field where there is more room."""
        overlay, top = self.query_one(SelectOverlay), self.region.y
        below = self.screen.size.height - FRAME_BELOW - top - 1
        room = max(1, below if below >= min(ENOUGH, top - FRAME_ABOVE) else top - FRAME_ABOVE)
        height = min(max(1, len(self._options)), MOST_SHOWN, room)
        overlay.styles.max_height = height
        overlay.styles.offset = (0, 0 if room == max(1, below) else -height - 1)


def _fitting(
    options: Iterable[tuple[RenderableType, str | NoSelection]], typed: str
) -> list[tuple[RenderableType, str | NoSelection]]:
    """Those with what was typed in their name, or for their code: first those that begin with it."""
    wanted = _plainly(typed.strip())
    found: list[tuple[int, tuple[RenderableType, str | NoSelection]]] = []
    for option in options:
        name, code = _plainly(str(option[0])), option[1]
        if isinstance(code, NoSelection):
            continue
        if name.startswith(wanted) or code.casefold() == wanted:
            found.append((0, option))
        elif f" {wanted}" in name:
            found.append((1, option))
        elif wanted in name:
            found.append((2, option))
    return [option for _, option in sorted(found, key=itemgetter(0))]


def _meant(options: Sequence[tuple[RenderableType, str | NoSelection]], typed: str) -> str | None:
    """The value of the one that fits, or whose name or code is what was typed; None where that is not one."""
    wanted = _plainly(typed.strip())
    whole = [found for found in options if wanted in (_plainly(str(found[0])), str(found[1]).casefold())]
    fitting = whole or options
    value = fitting[0][1] if len(fitting) == 1 else None
    return None if isinstance(value, NoSelection) else value


def _plainly(text: str) -> str:
    """The letters without their accents, all small: `Åland` is found by `al`."""
    parts = normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not combining(sign))
