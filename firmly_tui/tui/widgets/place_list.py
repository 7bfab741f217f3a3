"""The places where goods can be picked up, the nearest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from firmly_tui.tui.commands import command
from firmly_tui.tui.drawing import BOLD, DIM, WARN, joined, plain, spread
from firmly_tui.tui.harmless import harmless
from firmly_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

INDENT = 5
"""Cells before what stands below the name of a place."""
LEAST_WIDTH = 20


@dataclass(frozen=True, slots=True)
class Place:
    """A place to pick up at, as it is told; `hours` are today's.

    `options` are the ways to pick up (`Curbside`). `closed` says why the place cannot be chosen, `""` if it can.
    """

    place_id: str
    name: str
    distance: str = ""
    address: str = ""
    phone: str = ""
    hours: str = ""
    options: tuple[str, ...] = ()
    closed: str = ""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place, or where there is none, a text."""

    place: Place | None = None
    chosen: bool = False
    text: str = ""


class PlaceList(RowList[PlaceRow]):
    """Places as radio buttons, each with its address, and with its hours and ways to pick up where known."""

    HEIGHT = 0
    BINDINGS = [command("enter,space", "choose", "choose", "Pick up at the place under the cursor.")]

    def row_height(self, row: PlaceRow) -> int:
        """Two lines a place, or as many as its words take."""
        return 1 if row.place is None else 1 + len(_below(row.place, self._text_width))

    @property
    def _text_width(self) -> int:
        """Cells of a row, whether there is a scroll bar or not: its height must not depend on that."""
        return max(LEAST_WIDTH, self.size.width - 2)

    def row_refusal(self, row: PlaceRow) -> str:
        """A closed place says why; one that was chosen before stays."""
        if row.place is None:
            return row.text
        return "" if row.chosen else harmless(row.place.closed)

    def row_key(self, row: PlaceRow) -> Hashable:
        """A place is the same one by its id and its name."""
        return (row.place.place_id, row.place.name) if row.place else row.text

    def draw_row(self, row: PlaceRow, width: int, selected: bool) -> Sequence[Content]:  # noqa: ARG002
        """Name and distance; below, where it is, and when and how to pick up."""
        place = row.place
        if place is None:
            return [plain(f" {row.text}", DIM)]
        closed = bool(place.closed) and not row.chosen
        mark = "  ✕  " if closed else " (•) " if row.chosen else " ( ) "
        name = plain(harmless(place.name), DIM if closed else BOLD if row.chosen else "")
        first = spread(Content.assemble(mark, name), Content.assemble(harmless(place.distance), " "), width)
        return [first, *_below(place, self._text_width)]


def _below(place: Place, width: int) -> list[Content]:
    """Where it is; then its hours, the ways to pick up and the phone; parts that do not fit go on the next line."""
    hours = f"today {harmless(place.hours)}" if harmless(place.hours) else ""
    address, phone = harmless(place.address) or "address not given", harmless(place.phone)
    room = width - INDENT
    lines = [plain(address, DIM)]
    first = plain(phone, DIM)
    rest = [
        plain(harmless(place.closed), WARN),
        *(plain(part, DIM) for part in (hours, *map(harmless, place.options))),
    ]
    if first and joined([lines[0], first]).cell_length <= room:
        lines = [joined([lines[0], first])]
    else:
        rest.append(first)
    return [line.rstrip().pad_left(INDENT) for line in (*lines, *_filled(filter(None, rest), room))]


def _filled(parts: Iterable[Content], room: int) -> list[Content]:
    """As many parts on each line as fit."""
    lines: list[Content] = []
    for part in parts:
        longer = joined([lines[-1], part]) if lines else part
        if lines and longer.cell_length <= room:
            lines[-1] = longer
        else:
            lines.append(part)
    return lines


def place_rows(
    places: Iterable[Place], *, chosen: str = "", empty: str = "No place near you has all of it."
) -> list[PlaceRow]:
    """The rows, in the order given; `chosen` is the id of the chosen one. `empty` stands where none is."""
    return [PlaceRow(place, chosen=bool(chosen) and place.place_id == chosen) for place in places] or [
        PlaceRow(text=harmless(empty))
    ]
