"""Months of days to choose from: open ones stand out, closed ones say why."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar, Final

from rich.segment import Segment
from textual.cache import LRUCache
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip
from textual.widget import Widget

from firmly_tui.tui.commands import command
from firmly_tui.tui.drawing import BOLD, DIM, FOCUS, WARN, count, joined, plain, price
from firmly_tui.tui.harmless import harmless
from firmly_tui.tui.widgets.month_days import MonthDays
from firmly_tui.tui.widgets.month_grid import DAYS, MONTHS, WEEKS, MonthGrid, month_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.style import Style
    from textual import events
    from textual.geometry import Size

    from firmly_tui.tui.widgets.month_days import CalendarDay

WIDTH: Final = 22
"""Cells of one month: seven days of two, and a column for signs before, between and behind them."""
GAP: Final = 3
"""Cells between two months."""
MOST_MONTHS: Final = 3
"""Months side by side where there is room for them."""
HEAD: Final = 2
"""Lines above the weeks: the month's name and the weekdays."""
TALL: Final = HEAD + WEEKS + 2
"""Lines of the months, how many of their days are open, and the legend."""
LEGEND: Final = " ( ) today  [ ] chosen"
"""What the signs around days mean; it fits one month."""
LONG_NAMES: Final = 34
"""From this width on, weekday and month are written out below."""
ONE_LINE: Final = 3 * WIDTH
"""From this width on, all that there is to say about a day stands in one line."""


class MonthCalendar(Widget, can_focus=True):
    """A month of days, or up to three side by side, with a cursor that goes to every day.

    Which days are open, and how far the cursor goes: see `MonthDays`. `week_start` is the weekday of the first
    column, 0 for Monday.
    """

    DEFAULT_CSS = """
    MonthCalendar {
        height: auto;
        & > .month-calendar--cursor { background: $panel; }
        &:focus > .month-calendar--cursor { background: $primary; color: $background; text-style: bold; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"month-calendar--cursor"}
    BINDINGS = [
        command("left,h", "day(-1)", "day", "One day back.", shown_as="←↑↓→"),
        command("right,l", "day(1)", "day", "One day on.", footer=False),
        command("up,k", "day(-7)", "week", "One week back.", footer=False),
        command("down,j", "day(7)", "week", "One week on.", footer=False),
        command("pageup", "month(-1)", "month", "The same day of the month before.", shown_as="PgUp PgDn"),
        command("pagedown", "month(1)", "month", "The same day of the next month.", footer=False),
        command("home,g", "edge(1)", "first", "The first day of the month.", footer=False),
        command("end,G", "edge(31)", "last", "The last day of the month.", footer=False),
        command("enter,space", "choose", "choose", "Choose the day under the cursor."),
    ]

    cursor: var[date] = var(date.min, init=False)
    """The day one is on."""
    chosen: var[date | None] = var(None, init=False)
    """The day that was chosen."""

    @dataclass
    class CalendarMessage(Message):
        """What all messages of a calendar have."""

        calendar: MonthCalendar
        date: date

        @property
        def control(self) -> MonthCalendar:
            """The calendar."""
            return self.calendar

    @dataclass
    class Highlighted(CalendarMessage):
        """The cursor went to another day, or the days are others."""

    @dataclass
    class Chosen(CalendarMessage):
        """An open day was chosen, by Enter or by a click."""

    def __init__(
        self,
        days: Iterable[CalendarDay] = (),
        *,
        today: date,
        chosen: date | None = None,
        first: date | None = None,
        last: date | None = None,
        week_start: int = 0,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._week_start = week_start % 7
        self._looks: dict[tuple[str, bool, str, bool], Style] = {}
        self._lines: LRUCache[tuple[object, ...], list[Segment]] = LRUCache(512)
        self._days = MonthDays(days, today, first, last)
        self._refused = False
        self.set_reactive(MonthCalendar.chosen, chosen)
        self._go_to_start()

    def show(
        self,
        days: Iterable[CalendarDay],
        *,
        today: date,
        chosen: date | None = None,
        first: date | None = None,
        last: date | None = None,
    ) -> None:
        """Show other days; the cursor stays on its day while that can be seen."""
        months = len(self._days.months)
        self._days = MonthDays(days, today, first, last)
        self._refused = False
        self.set_reactive(MonthCalendar.chosen, chosen)
        if self.cursor not in self._days:
            self._go_to_start()
        self._lines.clear()
        self.refresh(layout=len(self._days.months) != months)
        self.post_message(self.Highlighted(self, self.cursor))

    def _go_to_start(self) -> None:
        day = self._days.start(self.chosen)
        self.set_reactive(MonthCalendar.cursor, day)
        self._wished_day = day.day
        self._first_shown = month_number(day)

    # Moving and choosing

    def action_day(self, by: int) -> None:
        """Move by days; at the first and the last month, not at all."""
        with suppress(OverflowError):
            self.cursor += timedelta(by)

    def action_month(self, by: int) -> None:
        """Move by months; in a shorter month to its last day, and back to the wished one after it."""
        month = month_number(self.cursor) + by
        if month in self._days.months:
            wished = self._wished_day
            self.cursor = MonthGrid(month).day(wished)
            self._wished_day = wished

    def action_edge(self, day: int) -> None:
        """Move to the first (1) or the last (31) day of the month."""
        self.cursor = MonthGrid(month_number(self.cursor)).day(day)

    def action_choose(self) -> None:
        """Choose the day under the cursor; a closed one says in warning why not."""
        if self._days.open_day(self.cursor):
            self.chosen = self.cursor
            self.post_message(self.Chosen(self, self.cursor))
        else:
            self._refused = True
            self._refresh_lines(TALL, self._words_height)

    def on_click(self, event: events.Click) -> None:
        """A click on an open day chooses it, on a closed one asks why, on an arrow turns the page."""
        place = event.get_content_offset(self)
        if place is None:
            return
        index, x = divmod(place.x, WIDTH + GAP)
        months = self._shown()
        if index >= len(months) or x >= WIDTH:
            return
        here = month_number(self.cursor)
        if place.y == 0 and index == 0 and x <= 2:
            self.action_month(months[0] - 1 - here)
        elif place.y == 0 and index == len(months) - 1 and x >= WIDTH - 3:
            self.action_month(months[-1] + 1 - here)
        elif HEAD <= place.y < HEAD + WEEKS and (
            day := self._grid(months[index]).at(place.y - HEAD, min(x // 3, 6))
        ):
            self.cursor = day
            self.action_choose()

    def validate_cursor(self, day: date) -> date:
        """The cursor stays within the months that can be seen."""
        return day if day in self._days else self.cursor

    def watch_cursor(self, old: date, new: date) -> None:
        """Draw the lines that changed, and no more."""
        self._wished_day = new.day
        self._refused = False
        before = self._first_shown
        if self._shown()[0] == before:
            if month_number(old) != month_number(new):
                self._refresh_lines(0, 1)
            for day in (old, new):
                self._refresh_day(day)
            self._refresh_lines(TALL, self._words_height)
        else:
            self.refresh()
        self.post_message(self.Highlighted(self, new))

    def watch_chosen(self, old: date | None, new: date | None) -> None:
        """Move the signs of the chosen day."""
        for day in filter(None, (old, new)):
            self._refresh_day(day)
        self._refresh_lines(TALL, self._words_height)

    def watch_has_focus(self, has_focus: bool) -> None:
        """The cursor and the marker show the focus."""
        super().watch_has_focus(has_focus)
        self.refresh()

    def notify_style_update(self) -> None:
        """Forget what was drawn in other colors."""
        self._looks.clear()
        self._lines.clear()
        super().notify_style_update()

    # Drawing

    def _grid(self, month: int) -> MonthGrid:
        return MonthGrid(month, self._week_start)

    def _shown(self) -> range:
        """The months side by side, the cursor's among them; scrolled no further than it takes."""
        months = self._days.months
        room = (self.content_size.width + GAP) // (WIDTH + GAP)
        number = max(1, min(room, MOST_MONTHS, len(months)))
        here = month_number(self.cursor)
        start = min(max(self._first_shown, here - number + 1), here)
        self._first_shown = max(months[0], min(start, months[-1] - number + 1))
        return range(self._first_shown, self._first_shown + number)

    @property
    def _words_height(self) -> int:
        return 1 if self.content_size.width >= ONE_LINE else 2

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        """The width of as many months as there are."""
        number = min(MOST_MONTHS, len(self._days.months))
        return number * (WIDTH + GAP) - GAP

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """The months, and the words about a day: in two lines where it is narrow."""
        return TALL + (1 if width >= ONE_LINE else 2)

    def _refresh_lines(self, y: int, lines: int) -> None:
        self.refresh(Region(0, y, self.content_size.width, lines))

    def _refresh_day(self, day: date) -> None:
        self._refresh_lines(HEAD + self._grid(month_number(day)).row_of(day), 1)

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width = self.content_size.width
        base = self.rich_style
        if y >= TALL:
            segments = self._words_line(y - TALL, width)
        elif y == TALL - 1:
            segments = [Segment(LEGEND, self._look(DIM))]
        else:
            segments = []
            for month in self._shown():
                segments += [Segment(" " * GAP, base)] if segments else []
                segments += self._month_line(month, y)
        return Strip(segments).adjust_cell_length(width, base).simplify()

    def _month_line(self, month: int, y: int) -> list[Segment]:
        here = month_number(self.cursor) == month
        shown = self._shown()
        grid = self._grid(month)
        row = y - HEAD
        cursor = self.cursor if here and row == grid.row_of(self.cursor) else None
        key = (month, y, here and y == 0, cursor, self.chosen, self.has_focus, shown)
        if (line := self._lines.get(key)) is None:
            if y == 0:
                line = self._title(grid, here, shown)
            elif y == 1:
                names = " ".join(DAYS[(self._week_start + n) % 7][:2] for n in range(7))
                line = [Segment(f" {names} ", self._look(DIM))]
            elif row < WEEKS:
                line = self._week(grid, row)
            else:
                found = self._days.open_in(month)
                words = count(found, "open day") if found else "no open days"
                line = [Segment(f" {words}".ljust(WIDTH), self._look(DIM))]
            self._lines[key] = line
        return line

    def _title(self, grid: MonthGrid, here: bool, shown: range) -> list[Segment]:
        low, high = self._days.months[0], self._days.months[-1]
        before = "‹" if grid.month == shown[0] and grid.month > low else " "
        after = "›" if grid.month == shown[-1] and grid.month < high else " "
        return [
            Segment("▌" if here and self.has_focus else " ", self._look(FOCUS)),
            Segment(before, self._look(DIM)),
            Segment(grid.name.center(WIDTH - 4), self._look(BOLD if here else DIM)),
            Segment(f"{after} ", self._look(DIM)),
        ]

    def _week(self, grid: MonthGrid, row: int) -> list[Segment]:
        days = [grid.at(row, column) for column in range(7)]
        signs = [self._sign(left, right) for left, right in zip([None, *days], [*days, None], strict=True)]
        segments: list[Segment] = []
        lit = False
        for day, sign in zip(days, signs, strict=False):
            here = day == self.cursor
            segments.append(Segment(sign, self._look(FOCUS, here or lit)))
            segments += self._day(day)
            lit = here
        return [*segments, Segment(signs[-1], self._look(FOCUS, lit))]

    def _sign(self, left: date | None, right: date | None) -> str:
        """What stands between two days: brackets around the chosen one, parentheses around today.

        Where both are neighbors the bracket between them is the chosen one's.
        """
        if right is not None and right == self.chosen:
            return "["
        if left is not None and left == self.chosen:
            return ")" if left == self._days.today else "]"
        today = self._days.today
        return "(" if right == today else ")" if left == today else " "

    def _day(self, day: date | None) -> list[Segment]:
        if day is None:
            return [Segment("  ", self._look())]
        lit = day == self.cursor
        is_open = self._days.open_day(day) is not None
        special = lit or day in (self.chosen, self._days.today)
        text = str(day.day) if is_open or special else "·"
        style = FOCUS if day == self.chosen else BOLD if is_open else DIM
        underline = "underline" if day == self._days.today else ""
        # What stands before a single figure is not underlined with it.
        space = Segment(" " * (2 - len(text)), self._look("", lit))
        return [space, Segment(text, self._look(style, lit, underline))]

    def _look(self, style: str = "", lit: bool = False, more: str = "") -> Style:
        """A style; where the focused cursor is, in the cursor's own colors."""
        key = (style, lit, more, self.has_focus)
        if (look := self._looks.get(key)) is None:
            base = self.get_visual_style("month-calendar--cursor") if lit else self.visual_style
            parts = [more] if lit and self.has_focus else [style, more]
            for part in filter(None, parts):
                base += self.app.stylesheet.parse_style(part)
            look = self._looks[key] = base.rich_style
        return look

    def _words_line(self, index: int, width: int) -> list[Segment]:
        key = ("words", index, width, self.cursor, self.chosen, self._refused)
        if (line := self._lines.get(key)) is None:
            words = self._words()
            parse = self.app.stylesheet.parse_style
            text = (words[index] if index < len(words) else Content("")).truncate(width, ellipsis=True)
            parts = text.render(self.visual_style, "", parse)
            line = self._lines[key] = [Segment(part, look.rich_style) for part, look in parts]
        return line

    def _words(self) -> list[Content]:
        """All that there is to say about the day under the cursor, behind a sign."""
        day, width = self.cursor, self.content_size.width
        one_line = self._words_height == 1
        weekday, month = DAYS[day.weekday()], MONTHS[day.month - 1]
        name = (
            f"{weekday}, {month} {day.day}"
            if width >= LONG_NAMES
            else f"{weekday[:3]}, {month[:3]} {day.day}"
        )
        which = joined([plain(name, BOLD), "today" if day == self._days.today else ""])
        which = Content.assemble("✓ " if day == self.chosen else "  ", which)
        sign, style = ("! ", WARN) if self._refused else ("" if one_line else "  ", DIM)
        what = self._offer(day) or plain(harmless(self._days.reason(day)), style)
        what = Content.assemble((sign, style), what)
        return [joined([which, what])] if one_line else [which, what]

    def _offer(self, day: date) -> Content | None:
        """What an open day offers."""
        known = self._days.open_day(day)
        if known is None:
            return None
        cost = price(known.price, free=True) if known.price is not None else ""
        return joined([cost, harmless(known.note)]) or Content("Open")
