"""The times of a day to choose from, with what they cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from firmly_tui.tui.commands import command
from firmly_tui.tui.drawing import BOLD, DIM, WARN, amount_cell, plain, shortened, spread
from firmly_tui.tui.harmless import harmless
from firmly_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from textual.strip import Strip

    from firmly_tui.models import Money

TIME_WIDTH = 16
"""Cells of `09:00 – 12:00`, and room behind it."""
YOURS_WIDTH = 18
"""Cells of `18:00 – 21:00 Sat`, and room behind it."""
MARK_WIDTH = 5
FREE = "Free"
LEAST_WORDS = 8
"""A description that would get fewer cells is left out: the times and the price say more."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A time of day, such as `09:00 – 12:00`.

    `time` is in the merchant's time zone; `yours` is the same in the shopper's, `""` where that does not
    differ. `full` says why nobody can choose it any more: `"full"`, mostly; `""` if one can.
    """

    slot_id: str
    time: str
    yours: str = ""
    description: str = ""
    price: Money | None = None
    full: str = ""


@dataclass(frozen=True, slots=True)
class SlotRow:
    """A slot, or where there is none, a text; `title` is for what stands above the slots: a sentence, or with
    `both_times` the heads of both columns.
    """

    slot: Slot | None = None
    text: str = ""
    chosen: bool = False
    both_times: bool = False
    priced: bool = False
    title: bool = False


class SlotList(RowList[SlotRow]):
    """Times of day as radio buttons. The cursor goes to those that are full as well, which cannot be chosen."""

    BINDINGS = [command("enter,space", "choose", "choose", "Choose the time under the cursor.")]

    def _draw(self, index: int, width: int, selected: bool) -> list[Strip]:
        """There is a cursor only where the keys go: beside it, the calendar has one of its own."""
        return super()._draw(index, width, selected and self.has_focus)

    def row_selectable(self, row: SlotRow) -> bool:
        """The cursor passes over titles. A text in place of slots has it, so that the focus is seen."""
        return not row.title

    def row_refusal(self, row: SlotRow) -> str:
        """A full slot cannot be chosen, unless it was before."""
        if row.slot is None:
            return row.text
        return f"{row.slot.time} is {harmless(row.slot.full)}." if row.slot.full and not row.chosen else ""

    def row_key(self, row: SlotRow) -> Hashable:
        """A slot is the same one by its id and its time."""
        return (row.slot.slot_id, row.slot.time) if row.slot else row.text

    def draw_row(self, row: SlotRow, width: int, selected: bool) -> Sequence[Content]:  # noqa: ARG002
        """The mark, both times, and the price at the right."""
        if row.title and not row.both_times:
            return [plain(f" {row.text}", DIM)]
        if row.title:
            return [self._line(" " * MARK_WIDTH, row.text, DIM, "your time", row, width)]
        slot = row.slot
        if slot is None:
            return [plain(f" {row.text}", DIM)]
        closed = bool(slot.full) and not row.chosen
        style = f"{DIM} strike" if closed else BOLD if row.chosen else ""
        mark = "  ✕  " if closed else " (•) " if row.chosen else " ( ) "
        return [self._line(mark, harmless(slot.time), style, harmless(slot.yours), row, width)]

    def _line(self, mark: str, time: str, style: str, yours: str, row: SlotRow, width: int) -> Content:
        price = Content.assemble(self._price(row), " ")
        time, gap = _fitted(time, TIME_WIDTH)
        parts: list[str | tuple[str, str]] = [mark, (time, style)]
        used = MARK_WIDTH + TIME_WIDTH
        if row.both_times:
            yours, behind = _fitted(yours, YOURS_WIDTH)
            parts += [gap, (yours, DIM)]
            used, gap = used + YOURS_WIDTH, behind
        if row.slot and row.slot.description and width - used - price.cell_length >= LEAST_WORDS:
            parts += [gap, (harmless(row.slot.description), DIM)]
        return spread(Content.assemble(*parts), price, width)

    def _price(self, row: SlotRow) -> Content:
        slot = row.slot
        if slot is None:
            return Content("")
        if slot.full and not row.chosen:
            return plain(f"{harmless(slot.full)}   ", WARN)
        style = BOLD if row.chosen else ""
        if slot.price is None:
            # Beside others with a price, one without has none to pay; where none has a price, there is nothing to say.
            return plain(f"{FREE}   " if row.priced else "", style)
        return amount_cell(slot.price, free=True, style=style)


def _fitted(text: str, width: int) -> tuple[str, str]:
    """The text for a column of so many cells, and the space behind it."""
    if cell_len(text) >= width:
        text = shortened(text, width - 1)
    return text, " " * (width - cell_len(text))


def slot_rows(
    slots: Iterable[Slot], *, chosen: str = "", zones: str = "", empty: str = "No times on this day."
) -> list[SlotRow]:
    """The rows of a day, in the order given; `chosen` is the id of the chosen slot.

    Where times in the shopper's zone are given, a title says which column is whose, and above it the sentence
    `zones` says which zones these are. `empty` stands where there is no slot.
    """
    offered = list(slots)
    if not offered:
        return [SlotRow(text=harmless(empty))]
    both = any(slot.yours for slot in offered)
    priced = any(slot.price is not None for slot in offered)
    titles = [SlotRow(text="their time", both_times=True, title=True)] if both else []
    if both and zones:
        titles.insert(0, SlotRow(text=harmless(zones), title=True))
    return titles + [
        SlotRow(slot, chosen=bool(chosen) and slot.slot_id == chosen, both_times=both, priced=priced)
        for slot in offered
    ]
