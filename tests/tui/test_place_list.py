"""The places to pick up at, in an app that holds nothing else."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from firmly_tui.tui.widgets.place_list import Place, PlaceList, PlaceRow, place_rows
from firmly_tui.tui.widgets.row_list import RowList
from tests.hostile import EVIL, INVISIBLE, MARKUP

BALLARD = Place(
    "ballard", "Ballard", "3.4 mi", "2201 Market St, Seattle", "206 555 0199", "9 AM - 8 PM",
    ("Curbside", "In store"),
)  # fmt: skip
HILL = Place("hill", "Capitol Hill", "0.8 mi", "1523 Broadway, Seattle")
BELLEVUE = Place("bellevue", "Bellevue", "9.123 mi", "575 Square", closed="The sofa is not here.")


class Host(App[None]):
    """A list of places, and what it told."""

    def __init__(self) -> None:
        super().__init__()
        self.chosen: list[str] = []
        self.refused: list[str] = []

    def compose(self) -> ComposeResult:
        yield PlaceList()

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        row = message.row_list.selected
        assert isinstance(row, PlaceRow)
        self.chosen.append(row.place.place_id if row.place else "")

    def on_row_list_refused(self, message: RowList.Refused) -> None:
        self.refused.append(message.reason)


class Eyes:
    """The list, as somebody sees and uses it."""

    def __init__(self, host: Host, pilot: Pilot[None]) -> None:
        self.host = host
        self.pilot = pilot
        self.list = host.query_one(PlaceList)

    @property
    def lines(self) -> list[str]:
        """What is drawn."""
        strips = self.host.screen._compositor.render_strips()
        return ["".join(part.text for part in strip).rstrip() for strip in strips]

    async def show(self, rows: Sequence[PlaceRow]) -> None:
        """Show other rows."""
        self.list.show(rows)
        await self.pilot.pause()


@asynccontextmanager
async def looking_at(rows: Sequence[PlaceRow], size: tuple[int, int] = (60, 14)) -> AsyncIterator[Eyes]:
    """Somebody before a list that has the focus."""
    host = Host()
    async with host.run_test(size=size) as pilot:
        eyes = Eyes(host, pilot)
        eyes.list.focus()
        await eyes.show(rows)
        yield eyes


async def test_places_are_shown_in_their_order_with_all_that_one_needs_to_go_there() -> None:
    async with looking_at(place_rows([HILL, BALLARD, BELLEVUE], chosen="ballard")) as eyes:
        assert eyes.lines[:9] == [
            "▌ ( ) Capitol Hill                                   0.8 mi",
            "▌     1523 Broadway, Seattle",
            "  (•) Ballard                                        3.4 mi",
            "      2201 Market St, Seattle · 206 555 0199",
            "      today 9 AM - 8 PM · Curbside · In store",
            "   ✕  Bellevue                                     9.123 mi",
            "      575 Square",
            "      The sofa is not here.",
            "",
        ]


async def test_keys_and_clicks_go_from_place_to_place() -> None:
    async with looking_at(place_rows([HILL, BALLARD])) as eyes:
        await eyes.pilot.press("enter", "down", "space")
        assert eyes.host.chosen == ["hill", "ballard"]
        await eyes.pilot.click(PlaceList, offset=(8, 1))
        assert eyes.list.cursor == 0
        for line in (2, 3, 4):
            await eyes.pilot.click(PlaceList, offset=(8, line))
        assert eyes.host.chosen == ["hill", "ballard", "ballard", "ballard"]


async def test_a_closed_place_says_why_and_one_that_was_chosen_stays() -> None:
    async with looking_at(place_rows([BELLEVUE])) as eyes:
        await eyes.pilot.press("enter")
        assert eyes.host.refused == ["The sofa is not here."]
        assert eyes.host.chosen == []
        await eyes.show(place_rows([BELLEVUE], chosen="bellevue"))
        assert eyes.lines[0].startswith("▌ (•) Bellevue")
        assert "The sofa is not here." in eyes.lines[2]


async def test_no_place_says_so_and_shows_the_focus() -> None:
    async with looking_at(place_rows([])) as eyes:
        assert eyes.lines[0] == "▌ No place near you has all of it."
        await eyes.pilot.press("down", "enter")
        assert eyes.host.chosen == []
        assert eyes.host.refused == ["No place near you has all of it."]


async def test_a_place_of_which_only_the_name_is_known_has_two_lines() -> None:
    async with looking_at(place_rows([Place("t", "Tacoma")])) as eyes:
        assert eyes.lines[:3] == ["▌ ( ) Tacoma", "▌     address not given", ""]


@pytest.mark.parametrize("size", [(80, 5), (24, 9), (200, 50)])
async def test_the_cursor_stays_in_sight_in_a_window_of_another_size(size: tuple[int, int]) -> None:
    places = [Place(str(number), f"Place {number}", f"{number} km", hours="9 - 5") for number in range(20)]
    async with looking_at(place_rows(places)) as eyes:
        await eyes.pilot.press("pagedown", "pagedown")
        name = eyes.list.selected
        assert name is not None
        assert name.place is not None
        await eyes.pilot.resize_terminal(*size)
        await eyes.pilot.pause()
        shown = [line for line in eyes.lines if line.startswith("▌")]
        assert len(shown) == 3
        assert f"{name.place.name} " in shown[0]


@pytest.mark.parametrize("evil", EVIL)
async def test_words_of_a_server_are_shown_as_they_are(evil: str) -> None:
    places = [
        Place(evil, evil, evil, evil, evil, evil, (evil,), closed=evil),
        Place("b", "Second", "1 mi", evil),
    ]
    async with looking_at(place_rows(places), size=(400, 14)) as eyes:
        await eyes.pilot.press("enter", "down", "enter")
        assert not INVISIBLE & set("".join(eyes.lines))
        second = next(number for number, line in enumerate(eyes.lines) if line.startswith("▌ ( ) Second"))
        if evil in MARKUP:
            assert evil in eyes.lines[second + 1]
            assert evil in eyes.lines[0]
