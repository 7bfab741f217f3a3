"""Days and times of day that a shopper can choose from."""

import re
from typing import Annotated, ClassVar, Final, cast

from pydantic import AliasChoices, BeforeValidator, Field

from firmly_tui.models.base import Document, Flag, Id, Readable, Unimportant, json_object
from firmly_tui.models.money import Price
from firmly_tui.models.text import Line, Text, as_line

_CLOCK: Final = re.compile(r"(?:^|[T\s])(\d{1,2}):([0-5]\d)(?::\d\d(?:\.\d+)?)?\s*([AaPp]\.?[Mm])?", re.ASCII)
_DAY: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T\s]|$)", re.ASCII)


def _day(value: object) -> str:
    text = as_line(value)
    found = _DAY.match(text)
    return found[1] if found else text


Day = Annotated[str, BeforeValidator(_day)]
"""A calendar day, `"YYYY-MM-DD"`; `""` for none."""


def clock(text: str) -> str:
    """The time of day in a time or a timestamp, as `"HH:MM"`; the text itself where there is none."""
    found = _CLOCK.search(text)
    if found is None:
        return text
    hour, half = int(found[1]), (found[3] or "").lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return f"{hour:02}:{found[2]}"


class SlotTime(Document):
    """When a slot begins or ends: a time of day, or a moment in UTC, in local time and with its zone."""

    text_field: ClassVar[str] = "local"

    local: Line = ""
    utc: Line = ""
    zone: Line = Field(default="", validation_alias=AliasChoices("local_timezone", "timezone", "zone"))

    @property
    def clock(self) -> str:
        """The time of day where the goods arrive, `"HH:MM"`; in UTC only where nothing else is known."""
        return clock(self.local or self.utc)

    @property
    def date(self) -> str:
        """The day, `"YYYY-MM-DD"`, or `""` where only the time of day is known."""
        found = _DAY.match(self.local or self.utc)
        return found[1] if found else ""


class TimeSlot(Document):
    """A time of day to deliver or to pick up at (firmly docs: Get Availability, TimeSlotSchema)."""

    text_field: ClassVar[str] = "slot_id"

    slot_id: Id = Field(default="", validation_alias=AliasChoices("slot_id", "id"))
    start_time: Unimportant[SlotTime] = None
    end_time: Unimportant[SlotTime] = None
    description: Line = ""
    available: Flag = True
    price: Unimportant[Price] = None

    @property
    def start(self) -> str:
        """When it begins, `"HH:MM"` in local time; `""` if the server does not say."""
        return self.start_time.clock if self.start_time else ""

    @property
    def end(self) -> str:
        """When it ends, `"HH:MM"` in local time; `""` if the server does not say."""
        return self.end_time.clock if self.end_time else ""

    @property
    def zone(self) -> str:
        """The name of the time zone that `start` and `end` are in, `""` if the server does not say."""
        if self.start_time is None:
            return ""
        return self.start_time.zone or ("" if self.start_time.local or not self.start_time.utc else "UTC")

    @property
    def date(self) -> str:
        """The day, `"YYYY-MM-DD"`, where the slot itself says it."""
        return self.start_time.date if self.start_time else ""


class AvailableDate(Document):
    """A day to choose, with its slots."""

    text_field: ClassVar[str] = "date"

    date: Day = ""
    description: Text = ""
    slots: Readable[TimeSlot] = Field(default=[], validation_alias=AliasChoices("time_slots", "slots"))


def dates_from(dates: object, slots: object = None) -> list[object]:
    """Days with their slots as one list, from every form in which they are documented.

    `dates` is a list of days (texts or objects) or a map from the day to its slots; `slots` is a further map of
    that kind. What is none of these gives nothing.
    """
    by_day = {**(json_object(dates) or {}), **(json_object(slots) or {})}
    listed = cast("list[object]", dates) if isinstance(dates, list) else []
    found: list[object] = []
    for entry in listed:
        day = {"date": entry} if isinstance(entry, str) else json_object(entry)
        name = None if day is None else day.get("date")
        more = by_day.pop(name, None) if isinstance(name, str) else None
        found.append(entry if day is None or more is None else {"time_slots": more, **day})
    return found + [_with_slots(day, more) for day, more in by_day.items()]


def _with_slots(day: str, more: object) -> object:
    described = json_object(more)
    return {"date": day, "time_slots": more} if described is None else {"date": day, **described}


Dates = Annotated[Readable[AvailableDate], BeforeValidator(dates_from)]
"""Days to choose from, in every documented form."""
