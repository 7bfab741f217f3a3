"""The places where a shipment can be picked up: the nearest first, with today's hours."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from math import inf
from typing import Final

from firmly_tui.checkout.delivery_days import DeliveryDays, FindZone, delivery_days
from firmly_tui.models import Distance, OpeningHours, PickupLocation

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_EVERY_DAY: Final = ("", "daily", "every day", "everyday", "all days", "all week")
_SPANS: Final[Mapping[str, frozenset[int]]] = {
    **dict.fromkeys(_EVERY_DAY, frozenset(range(7))),
    **dict.fromkeys(("weekdays", "weekday"), frozenset(range(5))),
    **dict.fromkeys(("weekends", "weekend"), frozenset((5, 6))),
}
_TO: Final = re.compile(r"\s*(?:-|–|—|\bto\b|\bthrough\b)\s*")
_TIME: Final = r"\b(1[0-2]|0?[1-9])(?::([0-5]\d))?\s*([AaPp])\.?[Mm]\b\.?"
_HOURS: Final = re.compile(rf"{_TIME}\s*(?:-|–|—|to)\s*{_TIME}", re.ASCII)
_METERS: Final[Mapping[str, float]] = {
    **dict.fromkeys(("mi", "mile", "miles"), 1609.344),
    **dict.fromkeys(("km", "kilometer", "kilometers", "kilometre", "kilometres"), 1000.0),
    **dict.fromkeys(("m", "meter", "meters", "metre", "metres"), 1.0),
    **dict.fromkeys(("ft", "foot", "feet"), 0.3048),
    **dict.fromkeys(("yd", "yard", "yards"), 0.9144),
}


@dataclass(frozen=True)
class Place:
    """A place to pick up at. `today` are the hours of the day it is, `""` where they are not told; `closed` says why
    it cannot be chosen, `""` if it can.
    """

    location: PickupLocation
    days: DeliveryDays
    today: str = ""
    closed: str = ""

    @property
    def distance(self) -> str:
        """How far it is, in the server's own unit; `""` where that is not told."""
        return str(self.location.distance) if self.location.distance else ""

    @property
    def address(self) -> list[str]:
        """The lines of the address."""
        return self.location.address.lines() if self.location.address else []


def places_by_distance(
    locations: Iterable[PickupLocation],
    today: date,
    *,
    shopper_zone: tzinfo | None = None,
    find_zone: FindZone | None = None,
) -> tuple[Place, ...]:
    """All places, the nearest first; those of unknown distance last, in the server's order."""
    ordered = sorted(locations, key=lambda location: meters(location.distance))
    return tuple(
        Place(
            location,
            delivery_days(location.dates, shopper_zone=shopper_zone, find_zone=find_zone),
            today=hours_on(location.hours, today),
            closed="" if location.available else "Nothing can be picked up here now",
        )
        for location in ordered
    )


def meters(distance: Distance | None) -> float:
    """How far that is, for comparing; of units that are not known, kilometers are assumed."""
    if distance is None or distance.value is None:
        return inf
    return distance.value * _METERS.get(distance.unit.strip().rstrip(".").casefold(), 1000.0)


def hours_on(hours: Iterable[OpeningHours], day: date) -> str:
    """The hours of a day in the server's words, but by the 24-hour clock.

    What names the day itself counts before spans such as `Mon-Fri`.
    """
    spans = [(_weekdays(told.day), told.hours) for told in hours]
    found = [(len(days), text) for days, text in spans if day.weekday() in days and text]
    nearest = min((length for length, _ in found), default=0)
    return ", ".join(_by_one_clock(text) for length, text in found if length == nearest)


def _by_one_clock(text: str) -> str:
    """`9:00 AM - 8:00 PM` as `09:00 – 20:00`, as slots are told; other words stay as they are."""

    def told(hour: str, minute: str | None, half: str) -> str:
        return f"{int(hour) % 12 + (12 if half.upper() == 'P' else 0):02}:{minute or '00'}"

    def span(found: re.Match[str]) -> str:
        return f"{told(*found.group(1, 2, 3))} – {told(*found.group(4, 5, 6))}"

    return _HOURS.sub(span, text)


def _weekdays(text: str) -> frozenset[int]:
    """The days that are meant by `Monday`, `Mon-Fri`, `Sat, Sun`, `Weekdays`; none for what means no day."""
    text = text.strip().casefold()
    if text in _SPANS:
        return _SPANS[text]
    return frozenset(day for part in re.split(r"[,/&]|\band\b", text) for day in _span(part))


def _span(text: str) -> list[int]:
    ends = [_weekday(part) for part in _TO.split(text.strip(), maxsplit=1)]
    if None in ends:
        return []
    first, last = ends[0] or 0, ends[-1] or 0
    return [(first + number) % 7 for number in range((last - first) % 7 + 1)]


def _weekday(text: str) -> int | None:
    """The number of a day that is written out, in the plural, or cut: `tues.`."""
    name = text.strip().rstrip(".").removesuffix("s")
    found = [number for number, day in enumerate(_DAYS) if len(name) > 1 and day.startswith(name)]
    return found[0] if len(found) == 1 else None
