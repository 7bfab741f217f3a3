"""The times of a day, in an app that holds nothing else."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from firmly_tui.models import Money
from firmly_tui.tui.widgets.row_list import RowList
from firmly_tui.tui.widgets.slot_list import Slot, SlotList, SlotRow, slot_rows
from tests.hostile import EVIL, INVISIBLE, MARKUP

DAY = (
    Slot("am", "09:00 – 12:00", description="morning", price=Money.of(0, "USD")),
    Slot("pm", "13:00 – 17:00", description="afternoon", price=Money.of(500, "USD"), full="full"),
    Slot("eve", "18:00 – 21:00", description="evening", price=Money.of(1500, "USD")),
)
ABROAD = (
    Slot("am", "09:00 – 12:00", "18:00 – 21:00", "morning", Money.of(0, "USD")),
    Slot("eve", "18:00 – 21:00", "03:00 – 06:00 Sat", "evening", Money.of(1500, "USD")),
)


class Host(App[None]):
    """A list of times, and what it told."""

    def __init__(self) -> None:
        super().__init__()
        self.chosen: list[str] = []
        self.refused: list[str] = []

    def compose(self) -> ComposeResult:
        yield SlotList()

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        row = message.row_list.selected
        assert isinstance(row, SlotRow)
        self.chosen.append(row.slot.slot_id if row.slot else "")

    def on_row_list_refused(self, message: RowList.Refused) -> None:
        self.refused.append(message.reason)


class Eyes:
    """The list, as somebody sees and uses it."""

    def __init__(self, host: Host, pilot: Pilot[None]) -> None:
        self.host = host
        self.pilot = pilot
        self.list = host.query_one(SlotList)

    @property
    def lines(self) -> list[str]:
        """What is drawn."""
        strips = self.host.screen._compositor.render_strips()
        return ["".join(part.text for part in strip).rstrip() for strip in strips]

    def struck(self) -> set[str]:
        """What is struck through."""
        strips = self.host.screen._compositor.render_strips()
        return {part.text for strip in strips for part in strip if part.style and part.style.strike}

    async def show(self, rows: Sequence[SlotRow]) -> None:
        """Show other rows."""
        self.list.show(rows)
        await self.pilot.pause()


@asynccontextmanager
async def looking_at(rows: Sequence[SlotRow], width: int = 50) -> AsyncIterator[Eyes]:
    """Somebody before a list that has the focus."""
    host = Host()
    async with host.run_test(size=(width, 12)) as pilot:
        eyes = Eyes(host, pilot)
        eyes.list.focus()
        await eyes.show(rows)
        yield eyes


async def test_slots_have_a_mark_a_time_and_a_price_and_full_ones_say_so() -> None:
    async with looking_at(slot_rows(DAY, chosen="eve")) as eyes:
        assert eyes.lines[:4] == [
            "▌ ( ) 09:00 – 12:00   morning             Free",
            "   ✕  13:00 – 17:00   afternoon           full",
            "  (•) 18:00 – 21:00   evening              $15.00",
            "",
        ]
        assert eyes.struck() == {"13:00 – 17:00"}


async def test_the_shoppers_time_stands_beside_where_it_is_another() -> None:
    zones = "Times in Seattle (UTC−7); you are at UTC+2."
    async with looking_at(slot_rows(ABROAD, zones=zones), width=62) as eyes:
        assert eyes.lines[:4] == [
            "  Times in Seattle (UTC−7); you are at UTC+2.",
            "      their time      your time",
            "▌ ( ) 09:00 – 12:00   18:00 – 21:00     morning       Free",
            "  ( ) 18:00 – 21:00   03:00 – 06:00 Sat evening        $15.00",
        ]
    async with looking_at(slot_rows(DAY, zones=zones)) as eyes:
        assert "Seattle" not in eyes.lines[0]


async def test_where_it_is_narrow_both_times_and_the_price_stay() -> None:
    async with looking_at(slot_rows(ABROAD), width=49) as eyes:
        assert eyes.lines[2] == "  ( ) 18:00 – 21:00   03:00 – 06:00 Sat   $15.00"


async def test_enter_and_a_second_click_choose() -> None:
    async with looking_at(slot_rows(ABROAD)) as eyes:
        await eyes.pilot.press("enter", "down", "space")
        assert eyes.host.chosen == ["am", "eve"]
        await eyes.pilot.click(SlotList, offset=(8, 1))
        assert eyes.host.chosen == ["am", "eve"]
        await eyes.pilot.click(SlotList, offset=(8, 1))
        assert eyes.host.chosen == ["am", "eve", "am"]
        await eyes.pilot.click(SlotList, offset=(8, 0))
        assert eyes.list.cursor == 1


async def test_a_full_slot_can_be_looked_at_and_says_why_it_cannot_be_chosen() -> None:
    async with looking_at(slot_rows(DAY)) as eyes:
        await eyes.pilot.press("down", "enter")
        await eyes.pilot.click(SlotList, offset=(8, 1))
        assert eyes.lines[1].startswith("▌  ✕  13:00")
        assert eyes.host.chosen == []
        assert eyes.host.refused == ["13:00 – 17:00 is full."] * 2


async def test_a_slot_that_filled_up_after_it_was_chosen_is_still_the_chosen_one() -> None:
    async with looking_at(slot_rows(DAY, chosen="pm")) as eyes:
        assert eyes.lines[1] == "  (•) 13:00 – 17:00   afternoon             $5.00"
        await eyes.pilot.press("down", "enter")
        assert eyes.host.chosen == ["pm"]


async def test_a_slot_without_a_price_is_free_beside_others_and_says_nothing_by_itself() -> None:
    unpriced = Slot("x", "07:00 – 08:00")
    async with looking_at(slot_rows([unpriced, *DAY])) as eyes:
        assert eyes.lines[0] == "▌ ( ) 07:00 – 08:00                       Free"
        await eyes.show(slot_rows([unpriced]))
        assert eyes.lines[0] == "▌ ( ) 07:00 – 08:00"


async def test_a_day_without_slots_says_so_and_shows_the_focus() -> None:
    async with looking_at(slot_rows([], empty="Choose a day first.")) as eyes:
        assert eyes.lines[0] == "▌ Choose a day first."
        await eyes.pilot.press("down", "enter")
        assert eyes.host.chosen == []
        assert eyes.host.refused == ["Choose a day first."]


async def test_the_cursor_stays_on_its_slot_when_others_go() -> None:
    async with looking_at(slot_rows(DAY)) as eyes:
        await eyes.pilot.press("end")
        await eyes.show(slot_rows(DAY[1:]))
        assert eyes.lines[1].startswith("▌ ( ) 18:00")


async def test_slots_that_share_an_empty_id_are_not_all_chosen() -> None:
    async with looking_at(slot_rows([Slot("", "09:00"), Slot("", "10:00")])) as eyes:
        assert not any("(•)" in line for line in eyes.lines)


async def test_slots_fit_a_narrower_window() -> None:
    async with looking_at(slot_rows(ABROAD), width=60) as eyes:
        await eyes.pilot.resize_terminal(30, 12)
        await eyes.pilot.pause()
        assert eyes.lines[1].startswith("▌ ( ) 09:00 – 12:00")
        assert eyes.lines[1].endswith(" Free")
        assert max(map(len, eyes.lines)) <= 30


@pytest.mark.parametrize("evil", EVIL)
async def test_words_of_a_server_are_shown_as_they_are(evil: str) -> None:
    rows = slot_rows(
        [Slot("a", "09:00", evil, evil), Slot(evil, evil, full=evil), Slot("b", "10:00", description=evil)],
        zones=evil,
        chosen=evil,
    )
    async with looking_at(rows, width=120) as eyes:
        await eyes.pilot.press("down", "enter", "down", "enter")
        assert not INVISIBLE & set("".join(eyes.lines))
        assert eyes.lines[2].startswith("  ( ) 09:00")
        assert eyes.lines[4].startswith("▌ ( ) 10:00")
        if evil in MARKUP:
            assert evil in eyes.lines[4]
