"""The month calendar: how keys and clicks move its cursor."""

from datetime import date

import pytest

from firmly_tui.tui.widgets.month_calendar import GAP, HEAD, TALL, WIDTH
from firmly_tui.tui.widgets.month_days import CalendarDay
from firmly_tui.tui.widgets.month_grid import WEEKS, MonthGrid, month_number
from tests.tui.month_eyes import JUNE, THREE_MONTHS, TODAY, TWO_MONTHS, looking_at


async def test_arrows_go_by_day_and_week_over_months_and_years() -> None:
    async with looking_at([], today=date(2026, 12, 31), last=date(2027, 3, 1)) as eyes:
        assert await eyes.press("right") == date(2027, 1, 1)
        assert eyes.lines[0] == "▌‹   January 2027   ›"
        assert await eyes.press("h") == date(2026, 12, 31)
        assert await eyes.press("down") == date(2027, 1, 7)
        assert await eyes.press("k", "up") == date(2026, 12, 24)
        assert await eyes.press("j", "l") == date(2027, 1, 1)
        assert eyes.host.went[-1] == date(2027, 1, 1)


@pytest.mark.parametrize(("year", "last"), [(2026, 28), (2028, 29), (2100, 28), (2000, 29)])
async def test_a_shorter_month_shows_its_last_day_and_the_next_one_the_same_as_before(
    year: int, last: int
) -> None:
    async with looking_at([], today=date(year, 1, 31), last=date(year, 12, 1)) as eyes:
        assert await eyes.press("pagedown") == date(year, 2, last)
        assert await eyes.press("pagedown") == date(year, 3, 31)
        assert await eyes.press("pageup") == date(year, 2, last)
        assert await eyes.press("right", "left", "pagedown") == date(year, 3, last)


async def test_home_and_end_are_the_first_and_the_last_day_of_the_month() -> None:
    async with looking_at() as eyes:
        assert await eyes.press("end") == date(2026, 6, 30)
        assert await eyes.press("home") == date(2026, 6, 1)
        assert await eyes.press("G") == date(2026, 6, 30)
        assert await eyes.press("g") == date(2026, 6, 1)


async def test_moves_end_with_the_first_and_the_last_month() -> None:
    async with looking_at(first=date(2026, 6, 20), last=date(2026, 7, 2)) as eyes:
        assert await eyes.press("home", "left", "up", "pageup") == date(2026, 6, 1)
        assert eyes.lines[0] == "▌     June 2026     ›"
        assert await eyes.press("pagedown", "pagedown", "end") == date(2026, 7, 31)
        assert await eyes.press("right", "down", "pagedown") == date(2026, 7, 31)
        assert eyes.lines[0] == "▌‹    July 2026"
        eyes.calendar.cursor = date(2030, 1, 1)
        assert eyes.calendar.cursor == date(2026, 7, 31)


async def test_the_first_and_the_last_day_that_there_are_can_be_reached_and_not_left() -> None:
    days = [CalendarDay(date.min), CalendarDay(date.max)]
    async with looking_at(days, chosen=date.max) as eyes:
        assert await eyes.press("right", "down", "pagedown", "end") == date.max
        assert await eyes.press("pageup") == date(9999, 11, 30)
        eyes.calendar.cursor = date.min
        assert await eyes.press("left", "up", "pageup", "home") == date.min
        assert eyes.lines[0] == "▌     January 1     ›"


@pytest.mark.parametrize("week_start", [0, 6])
async def test_a_click_on_each_cell_goes_to_its_day_and_chooses_it_if_it_is_open(week_start: int) -> None:
    grid = MonthGrid(month_number(TODAY), week_start)
    open_days = {day.date for day in JUNE}
    async with looking_at(week_start=week_start, chosen=date(2026, 6, 16)) as eyes:
        for cell in range(WEEKS * 7):
            row, column = divmod(cell, 7)
            day = grid.at(row, column)
            before, told = eyes.calendar.cursor, len(eyes.host.chosen)
            assert await eyes.click(1 + 3 * column + cell % 2, HEAD + row) == (day or before)
            assert eyes.host.chosen[told:] == [day] * (day in open_days)


async def test_clicks_beside_the_days_do_nothing() -> None:
    async with looking_at(width=THREE_MONTHS + 10, last=date(2026, 7, 1)) as eyes:
        for x, y in ((5, 1), (8, TALL - 1), (3, TALL), (WIDTH + 1, 4), (TWO_MONTHS + 4, 4), (10, 0)):
            assert await eyes.click(x, y) == TODAY
        assert await eyes.click(WIDTH - 1, HEAD + 1) == date(2026, 6, 14)


async def test_a_click_on_a_sign_is_one_on_the_day_behind_it() -> None:
    async with looking_at() as eyes:
        assert await eyes.click(3, HEAD + 1) == date(2026, 6, 9)
        assert await eyes.click(0, HEAD + 1) == TODAY


async def test_the_arrows_beside_the_name_turn_the_page() -> None:
    async with looking_at(width=TWO_MONTHS, last=date(2026, 9, 1)) as eyes:
        assert eyes.lines[0] == "▌     June 2026                July 2026     ›"
        assert await eyes.click(TWO_MONTHS - 2, 0) == date(2026, 8, 8)
        assert eyes.lines[0] == " ‹    July 2026          ▌    August 2026    ›"
        assert await eyes.click(1, 0) == TODAY
        assert await eyes.click(1, 0) == TODAY


async def test_months_scroll_no_further_than_the_cursor_takes_them() -> None:
    async with looking_at(width=TWO_MONTHS, last=date(2026, 9, 1)) as eyes:
        await eyes.press("pagedown")
        assert "June 2026" in eyes.lines[0]
        await eyes.press("pagedown")
        assert "July 2026" in eyes.lines[0]
        assert eyes.lines[0].index("▌") == WIDTH + GAP
        await eyes.press("pageup")
        assert eyes.lines[0].index("▌") == 0
        assert "August 2026" in eyes.lines[0]
        await eyes.press("pagedown", "pagedown", "pagedown")
        assert "August 2026" in eyes.lines[0]
        assert "September 2026" in eyes.lines[0]
