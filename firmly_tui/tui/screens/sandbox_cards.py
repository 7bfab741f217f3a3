"""The sandbox's test cards, to choose one by what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from firmly_tui.tui.commands import command
from firmly_tui.tui.drawing import DIM, plain
from firmly_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from textual.app import ComposeResult

SampleCard = tuple[str, str]
"""A number that everybody knows, and what a payment with it shows."""

NUMBER_WIDTH = 21
MEANING_WIDTH = 48


class SampleList(RowList[SampleCard]):
    """Test cards, and what each of them is good for."""

    HEIGHT = 0
    BINDINGS = [command("enter,space", "choose", "fill in", "Fill in the card under the cursor.")]

    def draw_row(self, row: SampleCard, width: int, selected: bool) -> Sequence[Content]:  # noqa: ARG002
        """Number, brand, and what it shows."""
        from firmly_tui.checkout.card import format_number

        number = plain(format_number(row[0])).pad_right(NUMBER_WIDTH - len(format_number(row[0])))
        gap = Content(" " * NUMBER_WIDTH)
        return [
            Content.assemble(" ", gap if index else number, line)
            for index, line in enumerate(_meaning(row).wrap(MEANING_WIDTH))
        ]

    def row_height(self, row: SampleCard) -> int:
        """As many lines as the meaning takes."""
        return len(_meaning(row).wrap(MEANING_WIDTH))

    def row_key(self, row: SampleCard) -> Hashable:
        """The number."""
        return row[0]


class SandboxCardsScreen(ModalScreen[str]):
    """Hands back the number of the chosen card, or nothing."""

    CSS_PATH = "../styles/sandbox_cards.tcss"
    AUTO_FOCUS = "SampleList"
    BINDINGS = [command("escape,q", "close", "close", "Choose none.")]

    def __init__(self, cards: Sequence[SampleCard]) -> None:
        super().__init__()
        self._cards = cards

    def compose(self) -> ComposeResult:
        """The list; in its border what it is, and the keys."""
        with Vertical(id="samples"):
            yield SampleList()

    def on_mount(self) -> None:
        """Show the cards."""
        frame = self.query_one("#samples")
        frame.border_title = "Test cards of the sandbox"
        frame.border_subtitle = "Enter fills in · Escape closes"
        self.query_one(SampleList).show(self._cards)

    @on(SampleList.Chosen)
    def _chosen(self, message: SampleList.Chosen) -> None:
        self.dismiss(self._cards[message.index][0])

    def action_close(self) -> None:
        """Choose none."""
        self.dismiss()


def _meaning(card: SampleCard) -> Content:
    from firmly_tui.checkout.card import brand

    known = brand(card[0])
    return Content.assemble((f"{known.name} · " if known else "", DIM), card[1])
