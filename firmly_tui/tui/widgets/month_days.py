"""What a calendar knows about its days: which are open, why the others are not, and how far one can go."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from firmly_tui.tui.widgets.month_grid import MONTHS, MonthGrid, month_number

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from firmly_tui.models import Money


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day that somebody has something to say about.

    `price` is what the day costs at least, `note` more about it (`2 of 8 times left`), and `closed` why it cannot be
    chosen: `""` if it can.
    """

    date: date
    price: Money | None = None
    note: str = ""
    closed: str = ""


class MonthDays:
    """The days of a calendar. Those that are not given are closed.

    The months that can be seen reach from that of `first` to that of `last`; where these are not given, from
    today or the first day given to the last one given.
    """

    def __init__(
        self, days: Iterable[CalendarDay], today: date, first: date | None = None, last: date | None = None
    ) -> None:
        self._known = {day.date: day for day in days}
        self._open = sorted(day.date for day in self._known.values() if not day.closed)
        self._open_in = Counter(map(month_number, self._open))
        self.today = today
        low = month_number(first or min([today, *self._known]))
        self.months = range(low, max(low, month_number(last or max([today, *self._known]))) + 1)

    def __contains__(self, day: date) -> bool:
        return month_number(day) in self.months

    def open_day(self, day: date) -> CalendarDay | None:
        """What is known about a day that can be chosen, else `None`."""
        known = self._known.get(day)
        return None if known is None or known.closed else known

    def open_in(self, month: int) -> int:
        """How many days of a month can be chosen."""
        return self._open_in[month]

    def reason(self, day: date) -> str:
        """Why the day cannot be chosen, `""` if it can."""
        known = self._known.get(day)
        if known is not None:
            return known.closed and (known.closed.strip() or "Closed")
        if not self._open:
            return "No day is open"
        if day < self.today:
            return "Already past"
        first, last = self._open[0], self._open[-1]
        if day < first:
            return f"First open: {_short(first)}"
        return f"Last open: {_short(last)}" if day > last else "Nothing on this day"

    def start(self, chosen: date | None) -> date:
        """Where the cursor begins: on the chosen day, else the first open one, else today, within the months."""
        seen = [day for day in self._open if day in self]
        day = next((day for day in (chosen, *seen, self.today) if day is not None and day in self), None)
        return day or MonthGrid(self.months[0]).day(1)


def _short(day: date) -> str:
    return f"{MONTHS[day.month - 1][:3]} {day.day}"
