"""Edits a request that is sent again, and asks before one places an order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea

from firmly_tui.tui.commands import command
from firmly_tui.tui.drawing import BOLD, DIM, WARN, plain
from firmly_tui.tui.harmless import harmless
from firmly_tui.tui.screens.base import FirmlyScreen
from firmly_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from textual.app import ComposeResult

    from firmly_tui.checkout import Shop
    from firmly_tui.inspector import Outgoing


@dataclass(frozen=True)
class Edited:
    """What was typed, and the request to send, if one is wanted."""

    text: str
    wanted: Outgoing | None


class ResendScreen(FirmlyScreen["Edited | None"]):
    """An editor for a request."""

    PLACE = "Edit and send"
    EXPLAINS = (
        "The first line is method, path and query; after an empty line comes the body, of any kind. The app adds the "
        "device's token and the other headers. (hidden) stands for what was not recorded: put something else in. "
        "Ctrl+S sends; Escape goes back and keeps what you typed."
    )
    CSS_PATH = "../styles/inspector.tcss"
    AUTO_FOCUS = "TextArea"
    BINDINGS = [
        command("ctrl+s,f8", "send", "send", "Send the request."),
        command("escape", "leave", "back", "Go back; what you typed is kept."),
        command("ctrl+r", "restore", "as it was", "Begin anew with what was sent."),
    ]

    def __init__(self, shop: Shop, outgoing: Outgoing, text: str) -> None:
        super().__init__(shop)
        self._outgoing = outgoing
        self._text = text

    def compose_body(self) -> ComposeResult:
        """Where it goes, and the request."""
        yield Static(plain(f"to {harmless(self._outgoing.base)}", DIM), id="where", markup=False)
        yield TextArea(harmless_lines(self._text), soft_wrap=True, show_line_numbers=True, id="request")

    def action_send(self) -> None:
        """Have it sent, if it is a request."""
        from firmly_tui.inspector import OutgoingError

        text = self.query_one(TextArea).text
        try:
            wanted = self._outgoing.edited(text)
        except OutgoingError as error:
            self.say(str(error), "warn")
            return
        if wanted.problem and not wanted.wants_card:
            self.say(wanted.problem, "warn")
            return
        self.dismiss(Edited(text, wanted))

    def action_restore(self) -> None:
        """Begin anew."""
        self.query_one(TextArea).text = harmless_lines(self._outgoing.text)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(Edited(self.query_one(TextArea).text, None))


def harmless_lines(text: str) -> str:
    """The text with its lines, and without anything that could steer the terminal."""
    from firmly_tui.models import untrusted

    return "\n".join(untrusted(line, len(line) + 1) for line in text.split("\n"))


class CardList(RowList[tuple[str, str]]):
    """The test cards."""

    def row_key(self, row: tuple[str, str]) -> Hashable:
        """By its number."""
        return row[0]

    def draw_row(self, row: tuple[str, str], width: int, selected: bool) -> Sequence[Content]:  # noqa: ARG002
        """Number and meaning."""
        return [Content.assemble(plain(row[0]).pad_right(max(1, 21 - len(row[0]))), (row[1], DIM))]


class OrderAgainScreen(ModalScreen["str | None"]):
    """Asks before a request places an order. Gives a test card's number, `""` where none is needed."""

    CSS_PATH = "../styles/inspector.tcss"
    BINDINGS = [
        command("escape", "close", "close", "Send nothing."),
        command("tab", "app.focus_next", "next", "Go on."),
    ]

    def __init__(self, outgoing: Outgoing, cards: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._word = outgoing.merchant or "order"
        self._cards = cards

    def compose(self) -> ComposeResult:
        """The question."""
        with Vertical(id="box"):
            yield Static(
                Content.assemble(
                    ("! This places an order\n", WARN),
                    ("It is not in the journal, and nothing takes it back. ", ""),
                    ("Type ", DIM),
                    (harmless(self._word), BOLD),
                    (" and press Enter to send it.", DIM),
                ),
                id="wish",
                markup=False,
            )
            yield Input(placeholder=harmless(self._word), compact=True, id="word")
            if self._cards:
                yield Static(id="hint", markup=False)
                yield CardList()
            yield Static(plain("Escape sends nothing.", DIM), id="problem", markup=False)

    def on_mount(self) -> None:
        """Begin with the word to type."""
        if self._cards:
            self.query_one(CardList).show(self._cards)
        self.query_one(Input).focus()

    @on(RowList.Moved)
    def _say_card(self, event: RowList.Moved) -> None:
        number, meaning = self._cards[event.index]
        place = f"{event.index + 1} of {len(self._cards)}"
        why = f"The card was not recorded. A test card takes its place (↑ ↓, {place}):\n"
        card = (harmless(number), BOLD), f", {harmless(meaning)}"
        self.query_one("#hint", Static).update(Content.assemble((why, DIM), "Paid with ", *card))

    def key_down(self) -> None:
        """The next card, while one types."""
        if self._cards:
            self.query_one(CardList).action_move(1)

    def key_up(self) -> None:
        """The card before."""
        if self._cards:
            self.query_one(CardList).action_move(-1)

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value.strip().casefold() != self._word.casefold():
            self.query_one("#problem", Static).update(plain(f"That is not {harmless(self._word)}.", WARN))
            return
        card = self.query_one(CardList).selected if self._cards else None
        self.dismiss(card[0] if card else "")

    def action_close(self) -> None:
        """Send nothing."""
        self.dismiss(None)
