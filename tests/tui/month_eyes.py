"""The month calendar in an app that holds nothing else, and somebody who sees and uses it."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import date

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import Button

from firmly_tui.tui.widgets.month_calendar import GAP, HEAD, TALL, WIDTH, MonthCalendar
from firmly_tui.tui.widgets.month_days import CalendarDay

TODAY = date(2026, 6, 8)
JUNE = tuple(CalendarDay(date(2026, 6, day)) for day in (8, 10, 11, 12, 15, 16))
TWO_MONTHS = 2 * WIDTH + GAP
THREE_MONTHS = 3 * WIDTH + 2 * GAP


class Watched(MonthCalendar):
    """Remembers which of its lines were asked for."""

    asked: set[int]

    def render_line(self, y: int) -> Strip:
        self.__dict__.setdefault("asked", set()).add(y)
        return super().render_line(y)


class Host(App[None]):
    """A calendar, and what it told."""

    def __init__(self, calendar: MonthCalendar) -> None:
        super().__init__()
        self._calendar = calendar
        self.went: list[date] = []
        self.chosen: list[date] = []

    def compose(self) -> ComposeResult:
        yield self._calendar
        yield Button("elsewhere")

    def on_month_calendar_highlighted(self, message: MonthCalendar.Highlighted) -> None:
        assert message.control is self._calendar
        self.went.append(message.date)

    def on_month_calendar_chosen(self, message: MonthCalendar.Chosen) -> None:
        self.chosen.append(message.date)


class Eyes:
    """The calendar, as somebody sees and uses it."""

    def __init__(self, host: Host, pilot: Pilot[None]) -> None:
        self.host = host
        self.pilot = pilot
        self.calendar = host.query_one(Watched)

    @property
    def parts(self) -> list[list[Segment]]:
        """What is drawn, with its styles."""
        strips = self.host.screen._compositor.render_strips()[: self.calendar.size.height]
        return [list(strip) for strip in strips]

    @property
    def lines(self) -> list[str]:
        """What is drawn."""
        return ["".join(part.text for part in line).rstrip() for line in self.parts]

    @property
    def words(self) -> str:
        """What is said about the day under the cursor."""
        return " ".join(" ".join(self.lines[TALL:]).split())

    def background(self, words: str) -> str:
        """The color behind the first part with these words."""
        part = next(part for line in self.parts[HEAD:TALL] for part in line if words in part.text)
        return str(part.style and part.style.bgcolor)

    async def press(self, *keys: str) -> date:
        """Press keys; the day on which the cursor is then."""
        await self.pilot.press(*keys)
        return self.calendar.cursor

    async def click(self, x: int, y: int) -> date:
        """Click on a cell; the day on which the cursor is then."""
        await self.pilot.click(Watched, offset=(x, y))
        return self.calendar.cursor


@asynccontextmanager
async def looking_at(
    days: Iterable[CalendarDay] = JUNE,
    *,
    width: int = WIDTH,
    today: date = TODAY,
    chosen: date | None = None,
    first: date | None = None,
    last: date | None = None,
    week_start: int = 0,
) -> AsyncIterator[Eyes]:
    """Somebody before a calendar that has the focus."""
    calendar = Watched(days, today=today, chosen=chosen, first=first, last=last, week_start=week_start)
    host = Host(calendar)
    async with host.run_test(size=(width, 24)) as pilot:
        calendar.focus()
        await pilot.pause()
        yield Eyes(host, pilot)
