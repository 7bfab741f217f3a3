"""Shipments of a cart: what travels together, how, and when."""

from typing import ClassVar

from pydantic import AliasChoices, Field, model_validator

from firmly_tui.models.address import Address
from firmly_tui.models.base import Document, Id, Items, Lenient, Readable, Unimportant
from firmly_tui.models.discount import Discount
from firmly_tui.models.money import Amount
from firmly_tui.models.pickup import PickupLocation, PickupOption
from firmly_tui.models.slots import Day, TimeSlot
from firmly_tui.models.text import Line, Text
from firmly_tui.models.window import DeliveryWindow


class ShippingMethod(Document):
    """A way to send a shipment (`id` in v2, `sku` in v1)."""

    text_field: ClassVar[str] = "id"

    id: Id = Field(default="", validation_alias=AliasChoices("id", "sku"))
    description: Line = ""
    price: Amount = None
    estimated_delivery: Line = ""


class FulfillmentType(Document):
    """How a shipment reaches the shopper: shipped, delivered on a day, picked up."""

    text_field: ClassVar[str] = "id"

    id: Id = ""
    name: Line = ""
    description: Line = ""


class Shipment(Document):
    """Line items that travel together, and how (firmly docs: ShipmentSchema).

    `selected_date` is `"YYYY-MM-DD"`, `""` where none was chosen; `selected_window` is shown by some servers only.
    `shipping_info` is set where the shipment has an address of its own.
    """

    shipment_id: Id = ""
    line_item_ids: Items[Id] = []
    fulfillment_type: FulfillmentType | None = None
    fulfillment_type_options: Readable[FulfillmentType] = []
    shipping_method_options: Items[ShippingMethod] = []
    shipping_method: ShippingMethod | None = None
    selected_location: Unimportant[PickupLocation] = None
    selected_date: Day = ""
    selected_time_slot: Unimportant[TimeSlot] = None
    selected_window: Unimportant[DeliveryWindow] = None
    pickup_option: Unimportant[PickupOption] = None
    discounts: Lenient[Readable[Discount]] = []
    notes: Text = ""
    shipping_info: Unimportant[Address] = None

    @model_validator(mode="after")
    def _look_up_method(self) -> "Shipment":
        """Where a server names the method only, its name and price are those of the option."""
        method = self.shipping_method
        if method is not None and method.price is None and not method.description:
            same = (option for option in self.shipping_method_options if option.id == method.id)
            self.shipping_method = next(same, method)
        return self

    @property
    def cheapest(self) -> ShippingMethod | None:
        """The method a server picks by itself."""
        priced = [method for method in self.shipping_method_options if method.price is not None]
        return min(priced, key=lambda method: method.price.number if method.price else 0, default=None)
