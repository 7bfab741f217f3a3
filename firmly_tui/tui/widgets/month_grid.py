"""Where the days of a month stand: months as numbers, days as rows and columns. Knows no screen."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

WEEKS = 6
"""Rows that every month gets, so that nothing jumps from one month to the next."""

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def month_number(day: date) -> int:
    """The month of a day, counted from year 0: months that follow one another differ by one."""
    return day.year * 12 + day.month - 1


@dataclass(frozen=True, slots=True)
class MonthGrid:
    """The days of one month in weeks; `week_start` is the weekday of the first column, 0 for Monday."""

    month: int
    week_start: int = 0

    @property
    def name(self) -> str:
        """`June 2026`."""
        return f"{MONTHS[self.month % 12]} {self.month // 12}"

    @property
    def length(self) -> int:
        """How many days it has."""
        return monthrange(self.month // 12, self.month % 12 + 1)[1]

    def day(self, number: int) -> date:
        """A day of the month; the last one for a number that only longer months have."""
        return date(self.month // 12, self.month % 12 + 1, min(number, self.length))

    @property
    def _offset(self) -> int:
        return (self.day(1).weekday() - self.week_start) % 7

    def at(self, row: int, column: int) -> date | None:
        """The day at a place in the grid, if one is there."""
        number = row * 7 + column - self._offset + 1
        return self.day(number) if 1 <= number <= self.length else None

    def row_of(self, day: date) -> int:
        """The row in which a day of this month stands."""
        return (self._offset + day.day - 1) // 7
