"""When goods can be brought or handed out: the days and hours of a merchant and of its places, and who took them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b
from typing import Final

from firmly_tui.sandbox.documents import ShipmentState, SlotKey
from firmly_tui.sandbox.goods.catalog import Merchant
from firmly_tui.sandbox.goods.sending import Calendar, Place, SlotHours, Window

PICKUP: Final = "PICKUP_IN_STORE"
SCHEDULED: Final = "SCHEDULED_DELIVERY"
_WHOLE_DAYS: Final = 6
"""One day in so many has no hours: it is chosen as a whole."""
_TAKEN: Final = 5
"""One slot in so many is taken by orders of others."""

Bookings = Mapping[SlotKey, int]
"""How many orders took each slot."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Hours of one day, and whether they can be had."""

    hours: SlotHours
    is_free: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A day with its hours; one without hours can be chosen as a whole."""

    date: date
    slots: tuple[Slot, ...]

    @property
    def is_free(self) -> bool:
        """Whether the day can be had."""
        return not self.slots or any(slot.is_free for slot in self.slots)

    def slot(self, slot_id: str) -> Slot | None:
        """Return the slot of an id, or None."""
        return next((slot for slot in self.slots if slot.hours.slot_id == slot_id), None)


@dataclass(frozen=True, slots=True)
class Diary:
    """The days of a merchant (``location_id`` "") or of one of its places, as seen ``today``."""

    domain: str
    location_id: str
    calendar: Calendar
    today: date
    booked: Bookings

    def days(self) -> tuple[Day, ...]:
        """Return every day that is offered, full ones too."""
        return tuple(self._day(day) for day in self._dates())

    def day(self, wanted: str) -> Day | None:
        """Return a day given as YYYY-MM-DD, or None when it is not offered."""
        return next((self._day(day) for day in self._dates() if day.isoformat() == wanted), None)

    def _dates(self) -> list[date]:
        span = range(self.calendar.first, self.calendar.last + 1)
        dates = (self.today + timedelta(days=number) for number in span)
        closed, weekdays = self.calendar.closed, self.calendar.weekdays
        return [day for day in dates if day.weekday() in weekdays and day not in closed]

    def _day(self, day: date) -> Day:
        name = day.isoformat()
        if self._chance(name) % _WHOLE_DAYS == 0:
            return Day(day, ())
        return Day(day, tuple(Slot(hours, self._is_free(name, hours)) for hours in self.calendar.slots))

    def _is_free(self, day: str, hours: SlotHours) -> bool:
        if self._chance(day, hours.slot_id) % _TAKEN == 0:
            return False
        return self.booked.get(SlotKey(self.location_id, day, hours.slot_id), 0) < hours.capacity

    def _chance(self, *names: str) -> int:
        """Return a number that follows from the names alone, so that every run has the same full days."""
        text = "/".join((self.domain, self.location_id, *names))
        return int.from_bytes(blake2b(text.encode(), digest_size=8).digest())


def diary(merchant: Merchant, place: Place | None, today: date, booked: Bookings) -> Diary | None:
    """Return the days of a place, or those of the merchant's deliveries; None for a merchant without any."""
    calendar = place.calendar if place else merchant.terms.calendar
    if calendar is None:
        return None
    return Diary(merchant.domain, place.location_id if place else "", calendar, today, booked)


def place_of(merchant: Merchant, location_id: str | None) -> Place | None:
    """Return the place of an id, or None."""
    return next((place for place in merchant.terms.places if place.location_id == location_id), None)


def slot_hours(merchant: Merchant, place: Place | None, slot_id: str | None) -> SlotHours | None:
    """Return the hours of a slot of a place or of the merchant's deliveries, or None."""
    calendar = place.calendar if place else merchant.terms.calendar
    slots = calendar.slots if calendar else ()
    return next((hours for hours in slots if hours.slot_id == slot_id), None)


def window_of(merchant: Merchant, window_id: str | None) -> Window | None:
    """Return the delivery window of an id, or None."""
    return next((window for window in merchant.terms.windows if window.window_id == window_id), None)


def days_of(window: Window, today: date) -> tuple[str, str]:
    """Return the first and the last day of a window, as YYYY-MM-DD."""
    first, last = today + timedelta(days=window.first), today + timedelta(days=window.last)
    return first.isoformat(), last.isoformat()


def obstacle(
    merchant: Merchant, place: Place | None, chosen: ShipmentState, today: date, booked: Bookings
) -> str | None:
    """Say why the window, the day or the hours of a shipment cannot be had, or None when they can."""
    window = window_of(merchant, chosen.window_id)
    if window is None and chosen.window_id is not None:
        return f"{merchant.name} has no such delivery window. Choose another one."
    if chosen.date is None:
        return None if chosen.slot_id is None else "Choose a day, and then its hours."
    spoken = _spoken(chosen.date)
    if window is not None:
        first, last = days_of(window, today)
        if not first <= chosen.date <= last:
            return f"{window.name} runs from {_spoken(first)} to {_spoken(last)}. Choose a day in it."
    calendar = diary(merchant, place, today, booked)
    day = calendar.day(chosen.date) if calendar else None
    if day is None:
        return f"{place.name if place else merchant.name} does not offer {spoken}. Choose another day."
    if chosen.slot_id is not None:
        return _slot_obstacle(day, chosen.slot_id, spoken)
    return None if day.is_free else f"{spoken} is full. Choose another day."


def _slot_obstacle(day: Day, slot_id: str, spoken: str) -> str | None:
    slot = day.slot(slot_id)
    if slot is not None and slot.is_free:
        return None
    if not day.slots:
        return f"On {spoken} no hours can be chosen, only the whole day."
    if slot is None:
        return f"There are no such hours on {spoken}. Choose others."
    return f"{slot.hours.start} to {slot.hours.end} on {spoken} is taken. Choose other hours."


def _spoken(day: str) -> str:
    """Return a day as a shopper says it, such as "Saturday, May 2"."""
    value = date.fromisoformat(day)
    return f"{value:%A, %B} {value.day}"
