"""Asks which of many to keep to: some merchants, or some values of options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, Label

from firmly_tui.tui.commands import command
from firmly_tui.tui.drawing import shortened
from firmly_tui.tui.widgets.choice_list import Choice, ChoiceList
from firmly_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.events import Key

Picks = list[tuple[str, str]]
"""Group and key of each."""


class FindInput(Input):
    """A box to find something by; Space is for picking it."""

    class Space(Message):
        """Space was pressed."""

    def on_key(self, event: Key) -> None:
        """Do not type a space."""
        if event.key == "space":
            event.stop()
            event.prevent_default()
            self.post_message(self.Space())


class FacetChoiceScreen(ModalScreen[Picks | None]):
    """A list to type into. Gives what is picked, or `None` where all stays as it is."""

    CSS_PATH = "../styles/facets.tcss"
    AUTO_FOCUS = "FindInput"
    BINDINGS = [
        command("escape", "leave", "leave", "Leave everything as it is."),
        command("enter,ctrl+s", "take", "take", "Take what is picked, or else what is under the cursor."),
        command("ctrl+r", "clear", "any", "Keep to none of them."),
        command("down", "move(1)", "next", "Next one."),
        command("up", "move(-1)", "previous", "Previous one."),
        command("pagedown", "page(1)", "page", "A screenful on."),
        command("pageup", "page(-1)", "page back", "A screenful back."),
    ]

    def __init__(
        self, title: str, every: str, picked: Picks, typed: Callable[[str], Choice | None] | None = None
    ) -> None:
        """`every` names having picked none; `typed` makes a choice of words that are in no list."""
        super().__init__()
        self._title = title
        self._choices: Sequence[Choice] = ()
        self._list = ChoiceList(every, picked)
        self._every = every
        self._typed = typed
        self._is_moved = False

    def compose(self) -> ComposeResult:
        """The box, and the list below it."""
        with Vertical(id="facet"):
            yield FindInput(placeholder="Type to find one", compact=True)
            yield self._list
            yield Label("One moment …", id="hint", markup=False)

    def on_mount(self) -> None:
        """Name what is asked."""
        self.query_one("#facet").border_title = Content(self._title)
        self.query_one(FindInput).cursor_blink = False

    def offer(self, choices: Sequence[Choice]) -> None:
        """Show what there is to choose from."""
        self._choices = choices
        self._show()

    @on(Input.Changed)
    def _show(self) -> None:
        words = self.query_one(FindInput).value
        self._list.offer(self._choices, words)
        if not self._list.rows and self._typed is not None and (made := self._typed(words)):
            self._list.offer([made])
            self._list.action_edge(1)
        self._is_moved = bool(words)
        self._hint()

    def _hint(self) -> None:
        """What Enter will do."""
        row, picked = self._list.selected, len(self._list.picked)
        if self._list.is_changed:
            does = f"Enter keeps to these {picked}" if picked else f"Enter: {self._every}"
        elif row is None:
            does = "Nothing like that here"
        elif not self._is_moved:
            does = "Enter leaves it so"
        else:
            name = row.choice.label if row.choice else self._every
            does = f"Enter: {shortened(name, 14)} alone" if picked else f"Enter: {shortened(name, 20)}"
        self.query_one("#hint", Label).update(f"{does} · Space picks more · ^r any · Esc leaves")

    @on(FindInput.Space)
    def _space(self) -> None:
        self._list.action_choose()

    @on(ChoiceList.Changed)
    @on(RowList.Moved)
    def _changed(self) -> None:
        self._hint()

    def action_move(self, by: int) -> None:
        """Move through the list while typing."""
        self._is_moved = True
        self._list.action_move(by)

    def action_page(self, by: int) -> None:
        """Move through the list by a screenful."""
        self._is_moved = True
        self._list.action_page(by)

    @on(Input.Submitted)
    def action_take(self) -> None:
        """Take what was picked; where nothing was, what the cursor was moved to."""
        if self._list.is_changed:
            self.dismiss(self._list.picked)
        elif self._is_moved and self._list.selected is not None:
            self.dismiss(self._list.alone())
        elif not self._is_moved:
            self.dismiss(None)

    def action_clear(self) -> None:
        """Keep to none."""
        self.dismiss([])

    def action_leave(self) -> None:
        """Leave all as it is."""
        self.dismiss(None)
