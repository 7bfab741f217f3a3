"""Where and how goods are picked up."""

from typing import Annotated, ClassVar

from pydantic import AliasChoices, BeforeValidator, Field, model_validator

from firmly_tui.models.address import Address
from firmly_tui.models.base import Document, Flag, Id, Lenient, Readable, Unimportant, json_object
from firmly_tui.models.slots import Dates, dates_from
from firmly_tui.models.text import Line, Text, as_line


class OpeningHours(Document):
    """When a store is open on a day: `hours` is free text, `"9:00 AM - 9:00 PM"`."""

    text_field: ClassVar[str] = "hours"

    day: Line = ""
    hours: Line = ""


def _week(value: object) -> object:
    days = json_object(value)
    if days is not None:
        return [{"day": day, "hours": _span(hours)} for day, hours in days.items()]
    return [value] if isinstance(value, str) else value


def _span(hours: object) -> str:
    times = json_object(hours)
    if times is None:
        return as_line(hours)
    return " - ".join(filter(None, (as_line(times.get("open")), as_line(times.get("close")))))


class Distance(Document):
    """How far a store is from the shopper; `str()` writes it out."""

    text_field: ClassVar[str] = "unit"

    value: Unimportant[Annotated[float, Field(ge=0, le=100_000)]] = None
    unit: Line = ""

    def __str__(self) -> str:
        return self.unit if self.value is None else f"{self.value:g} {self.unit}".strip()


class PickupOption(Document):
    """A way to pick up: at the curb, in the store (firmly docs: Get Availability)."""

    text_field: ClassVar[str] = "option_id"

    option_id: Id = Field(default="", validation_alias=AliasChoices("option_id", "id"))
    name: Line = ""
    description: Text = ""
    instructions: Text = Field(
        default="", validation_alias=AliasChoices("additional_instructions", "instructions")
    )


class PickupLocation(Document):
    """A store to pick up at (firmly docs: PickupLocationSchema)."""

    text_field: ClassVar[str] = "location_id"

    location_id: Id = Field(default="", validation_alias=AliasChoices("location_id", "id"))
    name: Line = ""
    address: Unimportant[Address] = None
    phone: Line = ""
    hours: Lenient[Annotated[Readable[OpeningHours], BeforeValidator(_week)]] = Field(
        default=[], validation_alias=AliasChoices("operating_hours", "hours")
    )
    distance: Unimportant[Distance] = None
    dates: Dates = []
    available: Flag = True

    @model_validator(mode="before")
    @classmethod
    def _gather_dates(cls, data: object) -> object:
        place = json_object(data)
        if place is None or "dates" in place:
            return data
        listed = place.get("available_dates") or place.get("pickup_options")
        return {**place, "dates": dates_from(listed, place.get("time_slots"))}
