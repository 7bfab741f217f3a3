"""The places where goods can be picked up, the nearest first."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isfinite
from typing import TYPE_CHECKING

from textual.content import Content

from firmly_tui.tui.commands import command
from firmly_tui.tui.drawing import BOLD, DIM, WARN, joined, plain, spread
from firmly_tui.tui.harmless import harmless
from firmly_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

METERS = {"m": 1.0, "meter": 1.0, "km": 1000.0, "kilometer": 1000.0, "mi": 1609.344, "mile": 1609.344}
"""What one of each unit is in meters; of units that are not here, kilometers are assumed."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place to pick up at; `away` is the distance in `unit`, `hours` are today's.

    `options` are the ways to pick up (`Curbside`). `closed` says why the place cannot be chosen, `""` if it can.
    """

    place_id: str
    name: str
    away: float | None = None
    unit: str = ""
    address: str = ""
    phone: str = ""
    hours: str = ""
    options: tuple[str, ...] = ()
    closed: str = ""

    @property
    def meters(self) -> float:
        """How far it is; endless where nobody says."""
        if self.away is None or not isfinite(self.away):
            return inf
        unit = self.unit.strip().lower()
        return self.away * METERS.get(unit, METERS.get(unit.removesuffix("s"), METERS["km"]))

    @property
    def distance(self) -> str:
        """`0.8 mi`, `""` where nobody says."""
        if self.away is None or not isfinite(self.away):
            return ""
        return harmless(f"{self.away:.4g} {self.unit}")


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
        """Two or three lines a place."""
        if row.place is None:
            return 1
        return 3 if _details(row.place) else 2

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
        where = joined([plain(harmless(place.address), DIM), plain(harmless(place.phone), DIM)])
        return [
            spread(Content.assemble(mark, name), Content.assemble(place.distance, " "), width),
            Content.assemble("     ", where if where else plain("address not given", DIM)),
            Content.assemble("     ", _details(place)),
        ]


def _details(place: Place) -> Content:
    hours = f"today {harmless(place.hours)}" if harmless(place.hours) else ""
    closed = plain(harmless(place.closed), WARN)
    return joined([closed, plain(hours, DIM), *(plain(harmless(option), DIM) for option in place.options)])


def place_rows(
    places: Iterable[Place], *, chosen: str = "", empty: str = "No place near you has all of it."
) -> list[PlaceRow]:
    """The rows, the nearest place first; `chosen` is the id of the chosen one. `empty` stands where none is."""
    near = sorted(places, key=lambda place: place.meters)
    return [PlaceRow(place, chosen=bool(chosen) and place.place_id == chosen) for place in near] or [
        PlaceRow(text=harmless(empty))
    ]
