"""Where days stand in a month, and what a calendar knows about them."""

from calendar import Calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmly_tui.tui.widgets.month_days import CalendarDay, MonthDays
from firmly_tui.tui.widgets.month_grid import WEEKS, MonthGrid, month_number

TODAY = date(2026, 6, 8)


@given(st.dates(), st.integers(0, 6))
def test_every_month_has_the_weeks_that_the_standard_library_gives_it(day: date, week_start: int) -> None:
    grid = MonthGrid(month_number(day), week_start)
    cells = [[grid.at(row, column) for column in range(7)] for row in range(WEEKS)]
    drawn = [[found.day if found else 0 for found in row] for row in cells]
    weeks = Calendar(week_start).monthdayscalendar(day.year, day.month)
    assert drawn == weeks + [[0] * 7] * (WEEKS - len(weeks))
    assert day in [grid.at(grid.row_of(day), column) for column in range(7)]


@given(st.dates(max_value=date.max - timedelta(31)))
def test_months_are_numbered_one_after_the_other(day: date) -> None:
    grid = MonthGrid(month_number(day))
    assert month_number(grid.day(31) + timedelta(1)) == grid.month + 1
    assert grid.day(1).day == 1


def test_a_month_has_its_name_and_a_last_day() -> None:
    grid = MonthGrid(month_number(date(2028, 2, 10)))
    assert grid.name == "February 2028"
    assert grid.day(31) == date(2028, 2, 29)
    assert MonthGrid(month_number(date(9999, 12, 1))).day(31) == date.max


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 6, 7), "Already past"),
        (date(2026, 6, 8), "First open: Jun 10"),
        (date(2026, 6, 10), ""),
        (date(2026, 6, 11), "No truck"),
        (date(2026, 6, 12), "Nothing on this day"),
        (date(2026, 6, 13), ""),
        (date(2026, 6, 14), "Last open: Jun 13"),
        (date(2026, 6, 15), "Closed"),
    ],
)
def test_a_day_that_cannot_be_chosen_has_a_reason(day: date, reason: str) -> None:
    days = MonthDays(
        [
            CalendarDay(date(2026, 6, 10)),
            CalendarDay(date(2026, 6, 13)),
            CalendarDay(date(2026, 6, 11), closed="No truck"),
            CalendarDay(date(2026, 6, 15), closed="  "),
        ],
        TODAY,
    )
    assert days.reason(day) == reason
    assert (days.open_day(day) is None) == bool(reason)
    assert days.open_in(month_number(day)) == 2


def test_months_reach_from_today_to_the_last_day_unless_bounds_are_given() -> None:
    days = [CalendarDay(date(2026, 8, 3)), CalendarDay(date(2026, 7, 3))]
    june = month_number(TODAY)
    assert MonthDays(days, TODAY).months == range(june, june + 3)
    assert MonthDays(days, date(2027, 1, 1)).months[0] == june + 1
    assert MonthDays([], TODAY).months == range(june, june + 1)
    assert MonthDays(days, TODAY, date(2026, 7, 9), date(2026, 12, 1)).months == range(june + 1, june + 7)
    assert MonthDays(days, TODAY, date(2026, 7, 9), date(2025, 1, 1)).months == range(june + 1, june + 2)


def test_the_start_is_the_chosen_day_else_the_first_open_one_else_today() -> None:
    days = [CalendarDay(TODAY, closed="full"), CalendarDay(date(2026, 7, 3)), CalendarDay(date(2026, 6, 20))]
    assert MonthDays(days, TODAY).start(date(2026, 7, 4)) == date(2026, 7, 4)
    assert MonthDays(days, TODAY).start(None) == date(2026, 6, 20)
    assert MonthDays(days, TODAY).start(date(2031, 1, 1)) == date(2026, 6, 20)
    assert MonthDays(days, TODAY, first=date(2026, 7, 1)).start(None) == date(2026, 7, 3)
    assert MonthDays([], TODAY).start(None) == TODAY
    assert MonthDays([], TODAY, date(2026, 7, 9), date(2026, 9, 1)).start(None) == date(2026, 7, 1)
