"""How a merchant gets its goods to shoppers: methods, delivery windows, places, and the hours of each day."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from firmly_tui.sandbox.goods.parts import Name, Part, no_twice

FulfillmentKind = Literal["SHIP_TO_ADDRESS", "SCHEDULED_DELIVERY", "PICKUP_IN_STORE"]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class Method(Part):
    """A way to send, its price in minor units, and the subtotal from which it is free.

    `kinds` are the fulfillment types it goes with.
    """

    id: Name
    description: Name
    estimated_delivery: str = ""
    price: int = Field(ge=0)
    free_from: int | None = Field(default=None, ge=0)
    kinds: tuple[FulfillmentKind, ...] = ("SHIP_TO_ADDRESS",)


class Window(Part):
    """A span of days for a scheduled delivery, from `first` to `last` days after today (1 is tomorrow).

    `method` is the shipping method that carries it. In this window the shipment costs `price` minor units, in
    place of the method's own price.
    """

    window_id: Name
    name: Name
    description: str = ""
    method: Name
    price: int = Field(ge=0)
    first: int = Field(ge=1)
    last: int = Field(ge=1, le=366)

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.first > self.last:
            raise ValueError(f"the delivery window {self.window_id!r} ends before it begins")
        return self


class SlotHours(Part):
    """Hours of a day in which a merchant delivers or hands out; at most `capacity` orders at a time.

    `price` in minor units is added to what the shipment costs. By chance some are taken on some days.
    """

    start: Clock
    end: Clock
    description: str = ""
    price: int = Field(default=0, ge=0)
    capacity: int = Field(default=2, ge=0)

    @property
    def slot_id(self) -> str:
        """The name of these hours, such as "0900-1200"."""
        return f"{self.start}-{self.end}".replace(":", "")

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.start >= self.end:
            raise ValueError(f"the hours {self.slot_id} end before they begin")
        return self


class Calendar(Part):
    """The days on which a merchant delivers or a place hands out, and the hours of each.

    `first` and `last` count from today (1 is tomorrow), `weekdays` from Monday (0). Without `slots` a day is
    chosen without hours. A merchant's own calendar is for what it sends and brings; a place has its own.
    """

    first: int = Field(default=1, ge=1)
    last: int = Field(default=30, ge=1, le=366)
    weekdays: tuple[Annotated[int, Field(ge=0, le=6)], ...] = (0, 1, 2, 3, 4, 5)
    closed: tuple[date, ...] = ()
    slots: tuple[SlotHours, ...] = ()

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.first > self.last:
            raise ValueError("the calendar ends before it begins")
        no_twice("slot", [slot.slot_id for slot in self.slots])
        return self


class OpeningHours(Part):
    """When a place is open on a day of the week."""

    day: Name
    hours: Name


class PickupOption(Part):
    """How goods are handed out; `method` is the shipping method that means it, for PICKUP_IN_STORE."""

    option_id: Name
    name: Name
    description: str = ""
    instructions: str = ""
    method: Name


class Place(Part):
    """A store where goods can be picked up.

    `distance` is from a home in the same state, in the unit that the merchant uses. `options` are the pickup
    options it has, by id; none means all of the merchant's.
    """

    location_id: Name
    name: Name
    address1: Name
    city: Name
    state_or_province: str = ""
    postal_code: Name
    country: Name
    phone: str = ""
    distance: float = Field(ge=0)
    unit: Literal["miles", "km"] = "miles"
    hours: tuple[OpeningHours, ...] = ()
    options: tuple[Name, ...] = ()
    calendar: Calendar = Field(default_factory=Calendar)

    def hands_out(self, option_id: str) -> bool:
        """Tell whether the place has a pickup option."""
        return not self.options or option_id in self.options
