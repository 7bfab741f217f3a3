"""When and where a shipment can reach the shopper."""

from pydantic import AliasChoices, Field, model_validator

from firmly_tui.models.base import Document, Id, Readable, Unimportant, json_object
from firmly_tui.models.pickup import PickupLocation, PickupOption
from firmly_tui.models.shipment import FulfillmentType, ShippingMethod
from firmly_tui.models.slots import Dates, dates_from
from firmly_tui.models.window import DeliveryWindow


class Availability(Document):
    """What can be chosen for a shipment, whatever its fulfillment type (firmly docs: Get Availability).

    A list is empty where the type knows no such choice.
    """

    shipment_id: Id = ""
    fulfillment_type: Unimportant[FulfillmentType] = None
    dates: Dates = []
    windows: Readable[DeliveryWindow] = Field(
        default=[], validation_alias=AliasChoices("delivery_windows", "windows")
    )
    locations: Readable[PickupLocation] = Field(
        default=[], validation_alias=AliasChoices("pickup_locations", "locations")
    )
    pickup_options: Readable[PickupOption] = []
    methods: Readable[ShippingMethod] = Field(
        default=[], validation_alias=AliasChoices("shipping_methods", "methods")
    )

    @model_validator(mode="before")
    @classmethod
    def _gather_dates(cls, data: object) -> object:
        answer = json_object(data)
        if answer is None or "dates" in answer:
            return data
        return {**answer, "dates": dates_from(answer.get("available_dates"), answer.get("time_slots"))}
