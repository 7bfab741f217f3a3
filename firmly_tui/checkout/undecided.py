"""What a shipment still needs before it can be ordered: a method, a store, a day."""

from typing import Final

from firmly_tui.models import Shipment

METHOD: Final = "how it is sent"
STORE: Final = "a store"
DAY: Final = "a day"


def is_pickup(type_id: str) -> bool:
    """Whether a fulfillment type needs a place; the documents name it in two ways (`PICKUP_IN_STORE`)."""
    return "PICKUP" in type_id.upper()


def needs_day(shipment: Shipment) -> bool:
    """Whether its type is one of which a day is agreed."""
    kind = shipment.fulfillment_type.id if shipment.fulfillment_type else ""
    return is_pickup(kind) or "SCHEDULED" in kind.upper()


def still_to_choose(shipment: Shipment, *, has_days: bool = True) -> tuple[str, ...]:
    """What is not chosen yet of what the shipment needs, in words; `has_days` is false where no day is offered.

    A day can be left to the merchant, if the shopper wants that; the rest cannot.
    """
    kind = shipment.fulfillment_type.id if shipment.fulfillment_type else ""
    found: list[str] = []
    if shipment.shipping_method_options and shipment.shipping_method is None:
        found.append(METHOD)
    if is_pickup(kind) and shipment.selected_location is None:
        found.append(STORE)
    if needs_day(shipment) and has_days and not shipment.selected_date:
        found.append(DAY)
    return tuple(found)
