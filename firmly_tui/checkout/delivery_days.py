"""The days and hours to choose from, as a calendar shows them: open or closed, and why."""

from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo

from firmly_tui.models import AvailableDate, DeliveryWindow, Money, TimeSlot
from firmly_tui.models.slots import SlotTime

FindZone = Callable[[str], tzinfo | None]
"""Finds a time zone by its name; None where there is none."""

MAX_MONTHS: Final = 60
"""Of more months only those with days are shown."""


@dataclass(frozen=True)
class SlotView:
    """A slot as it is shown: `time` is in `zone` (`""` where it is not told: the merchant's own), `yours` is the same
    in the shopper's zone, `""` where that does not differ. `full` says why it cannot be chosen, `""` if it can.

    `offset` is how far `zone` is from UTC when the slot begins (`UTC−7`), `your_offset` the same of the shopper's
    zone; both are `""` where `yours` is.
    """

    slot: TimeSlot
    time: str
    zone: str = ""
    yours: str = ""
    full: str = ""
    offset: str = ""
    your_offset: str = ""

    @property
    def price(self) -> Money | None:
        """What it costs more, as far as that is told."""
        return self.slot.price


@dataclass(frozen=True)
class DeliveryDay:
    """A day of a month. `closed` says why it cannot be chosen, `""` if it can; without slots it is a whole day.

    `price` is what its cheapest free slot costs more, where all of them cost something.
    """

    date: date
    closed: str = ""
    slots: tuple[SlotView, ...] = ()
    description: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it can be chosen."""
        return not self.closed

    @property
    def free(self) -> tuple[SlotView, ...]:
        """The slots that can be chosen."""
        return tuple(slot for slot in self.slots if not slot.full)

    @property
    def price(self) -> Money | None:
        """The least that is to be paid more for the day, None where it can be had for nothing more."""
        prices = [slot.price for slot in self.free if slot.price is not None and not slot.price.is_zero]
        if not prices or len(prices) < len(self.free) or len({price.currency for price in prices}) > 1:
            return None
        return min(prices)

    @property
    def note(self) -> str:
        """`2 of 4 times left`, where some slots are full and some are not."""
        free = len(self.free)
        return f"{free} of {len(self.slots)} times left" if 0 < free < len(self.slots) else ""


@dataclass(frozen=True)
class Month:
    """A whole month, from its first day to its last."""

    year: int
    month: int
    days: tuple[DeliveryDay, ...]


@dataclass(frozen=True)
class DeliveryDays:
    """The offered days, in order. `outside` says why days outside of a chosen window are closed."""

    days: tuple[DeliveryDay, ...] = ()
    outside: str = ""

    @cached_property
    def _by_date(self) -> dict[date, DeliveryDay]:
        return {day.date: day for day in self.days}

    @property
    def first(self) -> date | None:
        """The first day that is offered, full or not."""
        return self.days[0].date if self.days else None

    @property
    def last(self) -> date | None:
        """The last day that is offered, full or not."""
        return self.days[-1].date if self.days else None

    @property
    def open(self) -> list[DeliveryDay]:
        """The days that can be chosen."""
        return [day for day in self.days if day.is_open]

    def day(self, wanted: date) -> DeliveryDay:
        """Any day of the calendar, offered or not."""
        return self._by_date.get(wanted) or DeliveryDay(wanted, self._why_closed(wanted))

    def month(self, year: int, month: int) -> Month:
        """Every day of a month."""
        last = monthrange(year, month)[1]
        return Month(year, month, tuple(self.day(date(year, month, day)) for day in range(1, last + 1)))

    @property
    def months(self) -> list[tuple[int, int]]:
        """The months from the first day to the last, as year and month; of very many only those with days."""
        if self.first is None or self.last is None:
            return []
        start, end = _number(self.first), _number(self.last)
        if end - start < MAX_MONTHS:
            return [_year_and_month(number) for number in range(start, end + 1)]
        return [_year_and_month(number) for number in sorted({_number(day.date) for day in self.days})]

    def within(self, window: DeliveryWindow) -> "DeliveryDays":
        """The same days, of which those outside of the window are closed."""
        first, last = as_date(window.start_date), as_date(window.end_date)
        outside = f"Not in {window.name or 'this window'}"
        days = tuple(
            day if is_between(day.date, first, last) else replace(day, closed=outside) for day in self.days
        )
        return DeliveryDays(days, outside)

    def _why_closed(self, day: date) -> str:
        if self.first is None or self.last is None:
            return "No days are offered"
        if day < self.first:
            return "Before the first day"
        return "After the last day" if day > self.last else "No slots that day"


def delivery_days(
    offered: Iterable[AvailableDate], *, shopper_zone: tzinfo | None = None, find_zone: FindZone | None = None
) -> DeliveryDays:
    """The calendar of what a server offers, in any of its documented forms; days that are none are left out."""
    texts: dict[date, str] = {}
    slots: dict[date, list[TimeSlot]] = {}
    for entry in offered:
        day = as_date(entry.date)
        if day is not None:
            texts[day] = texts.get(day) or entry.description
            slots.setdefault(day, []).extend(entry.slots)
    find = find_zone or zone_named
    days = [_day(day, texts[day], slots[day], shopper_zone, find) for day in sorted(texts)]
    return DeliveryDays(tuple(days))


def zone_named(name: str) -> tzinfo | None:
    """The time zone of this name (`America/Los_Angeles`), None for one that is not known."""
    try:
        return ZoneInfo(name) if name else None
    # A name is made a file's name, which can fail in every way that files know.
    except (LookupError, ValueError, OSError):
        return None


def as_date(text: str) -> date | None:
    """`"YYYY-MM-DD"` as a day, None for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def is_between(day: date, first: date | None, last: date | None) -> bool:
    """Whether a day is from `first` to `last`; None has no end."""
    return (first is None or first <= day) and (last is None or day <= last)


def _day(
    day: date, text: str, offered: Sequence[TimeSlot], shopper_zone: tzinfo | None, find_zone: FindZone
) -> DeliveryDay:
    # A slot that is listed twice is one slot; those without an id are told apart by their time.
    distinct = {slot.slot_id or f"{slot.start} {slot.end} {slot.description}": slot for slot in offered}
    slots = tuple(slot_view(slot, day, shopper_zone, find_zone) for slot in distinct.values())
    full = bool(slots) and all(slot.full for slot in slots)
    return DeliveryDay(day, "Full" if full else "", slots, text)


def slot_view(
    slot: TimeSlot, day: date, shopper_zone: tzinfo | None = None, find_zone: FindZone = zone_named
) -> SlotView:
    """A slot of a day, with its hours in the shopper's zone where they are others there."""
    name = slot.start_time.zone if slot.start_time else ""
    zone = find_zone(name)
    start = _moment(slot.start_time, day, zone)
    end = _moment(slot.end_time, day, zone)
    if start is not None and end is not None and end < start:
        end = _later(end)
    hours = [_shown(slot.start_time, start), _shown(slot.end_time, end)]
    text = " – ".join(part for part in hours if part) or slot.description or slot.slot_id
    full = "" if slot.available else "full"
    yours = _yours(start, end, shopper_zone)
    if start is None or not yours:
        return SlotView(slot, text, slot.zone, full=full)
    return SlotView(
        slot, text, slot.zone, yours, full, utc_offset(start), utc_offset(start.astimezone(shopper_zone))
    )


def utc_offset(moment: datetime) -> str:
    """`UTC−7`, `UTC+5:30`, `UTC`: how far the zone of a moment is from UTC then; `""` where it has none."""
    offset = moment.utcoffset()
    if offset is None:
        return ""
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return "UTC" + (f"{sign}{hours}" + (f":{rest:02}" if rest else "") if minutes else "")


def _shown(time_of: SlotTime | None, moment: datetime | None) -> str:
    """The time of day in the merchant's zone; one that is told in UTC alone is worked out."""
    if time_of is None:
        return ""
    return time_of.clock if time_of.local or moment is None else f"{moment:%H:%M}"


def _moment(told: SlotTime | None, day: date, zone: tzinfo | None) -> datetime | None:
    """The moment that is meant, in the merchant's zone; None where the zone is not known."""
    if told is None or (zone is None and not told.utc):
        return None
    try:
        if told.utc:
            moment = datetime.fromisoformat(told.utc)
            aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
            return aware.astimezone(zone or UTC)
        return datetime.combine(as_date(told.date) or day, time.fromisoformat(told.clock), zone)
    # At the ends of the calendar there is no day in another zone.
    except (ValueError, OverflowError):
        return None


def _later(moment: datetime) -> datetime | None:
    try:
        return moment + timedelta(days=1)
    except OverflowError:
        return None


def _yours(start: datetime | None, end: datetime | None, zone: tzinfo | None) -> str:
    """The hours in the shopper's zone, with the day where it is another one; `""` where nothing differs."""
    if start is None or zone is None:
        return ""
    try:
        mine = [moment.astimezone(zone) for moment in (start, end) if moment is not None]
    except OverflowError:
        return ""
    if mine[0].replace(tzinfo=None) == start.replace(tzinfo=None):
        return ""
    day = f" {mine[0]:%a}" if mine[0].date() != start.date() else ""
    return " – ".join(f"{moment:%H:%M}" for moment in mine) + day


def _number(day: date) -> int:
    """The months since the year 0."""
    return day.year * 12 + day.month - 1


def _year_and_month(number: int) -> tuple[int, int]:
    return number // 12, number % 12 + 1
