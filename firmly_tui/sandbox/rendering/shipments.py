"""The documents of shipments, of the ways to send them, and of the days and hours to choose from."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Final, Literal
from zoneinfo import ZoneInfo

from firmly_tui.sandbox.cart.availability import PICKUP, SCHEDULED, Day, Slot, days_of, diary
from firmly_tui.sandbox.cart.basket import PricedCart
from firmly_tui.sandbox.cart.pricing import OfferedMethod, PricedShipment
from firmly_tui.sandbox.cart.shipments import kinds_of
from firmly_tui.sandbox.documents import Address
from firmly_tui.sandbox.goods.catalog import Merchant
from firmly_tui.sandbox.goods.sending import PickupOption, Place, SlotHours, Window
from firmly_tui.sandbox.rendering.amounts import Json, amount

MethodKey = Literal["sku", "id"]
_KINDS: Final = {
    "SHIP_TO_ADDRESS": ("Ship to Address", "Sent to your address by a carrier"),
    SCHEDULED: ("Scheduled Delivery", "Brought to you on a day that you choose"),
    PICKUP: ("Pickup in Store", "Handed to you at a store near you"),
}


def shipments_json(cart: PricedCart) -> list[Json]:
    """Return the shipments of a full cart."""
    return [_shipment(cart, shipment) for shipment in cart.quote.shipments]


def simple_methods_json(cart: PricedCart, key: MethodKey) -> list[Json]:
    """Return the ways to send the first shipment, which is all that a simple cart can show."""
    methods = cart.quote.shipments[0].methods if cart.quote.shipments else ()
    return [_method(offer, cart.merchant.currency, key) for offer in methods]


def simple_method_json(cart: PricedCart, key: MethodKey) -> Json | None:
    """Return how the first shipment is sent."""
    method = cart.quote.shipments[0].method if cart.quote.shipments else None
    return _method(method, cart.merchant.currency, key) if method else None


def availability_json(cart: PricedCart, shipment: PricedShipment) -> Json:
    """Return what can be chosen for a shipment (firmly docs: Get Availability).

    Places are told whenever the goods can be picked up: a shopper has to name one to choose that.
    """
    kinds = kinds_of([line.product for line in shipment.lines])
    body: Json = {
        "shipment_id": shipment.state.shipment_id,
        "fulfillment_type": _kind(shipment.kind),
    }
    if shipment.kind != PICKUP:
        body["available_dates"] = _days(cart, shipment.kind)
    if shipment.kind == SCHEDULED:
        offered = {offer.method.id for offer in shipment.methods}
        windows = [found for found in cart.merchant.terms.windows if found.method in offered or not offered]
        body["delivery_windows"] = [_window(found, cart.merchant.currency, cart.today) for found in windows]
    if PICKUP in kinds:
        places = sorted(cart.merchant.terms.places, key=lambda place: place.distance)
        body["pickup_locations"] = [_place_with_days(cart, place, shipment.address) for place in places]
        body["pickup_options"] = [_option(option) for option in cart.merchant.terms.pickup_options]
    return body


def _shipment(cart: PricedCart, shipment: PricedShipment) -> Json:
    state, currency = shipment.state, cart.merchant.currency
    body: Json = {
        "shipment_id": state.shipment_id,
        "line_item_ids": list(state.line_item_ids),
        "fulfillment_type": _kind(shipment.kind),
        "fulfillment_type_options": [
            _kind(kind) for kind in kinds_of([line.product for line in shipment.lines])
        ],
        "shipping_method_options": [_method(offer, currency, "id") for offer in shipment.methods],
        "shipping_method": _method(shipment.method, currency, "id") if shipment.method else None,
        "selected_location": _place(shipment.place) if shipment.place else None,
        "selected_date": state.date,
        "selected_time_slot": _selected_slot(cart, shipment, shipment.slot) if shipment.slot else None,
        "pickup_option": _selected_option(cart, shipment),
        "notes": state.notes,
    }
    if shipment.window is not None:
        body["selected_window"] = _window(shipment.window, currency, cart.today)
    if state.shipping_info is not None:
        body["shipping_info"] = _address(state.shipping_info)
    return body


def _kind(kind: str | None) -> Json | None:
    if kind is None:
        return None
    name, description = _KINDS[kind]
    return {"id": kind, "name": name, "description": description}


def _method(offer: OfferedMethod, currency: str, key: MethodKey) -> Json:
    method = offer.method
    rendered: Json = {
        key: method.id,
        "description": method.description,
        "price": amount(offer.price, currency),
    }
    if key == "id":
        rendered["estimated_delivery"] = method.estimated_delivery
    return rendered


def _address(address: Address) -> Json:
    return address.model_dump()


def _days(cart: PricedCart, kind: str | None) -> list[Json]:
    days = diary(cart.merchant, None, cart.today, cart.booked)
    description = "Scheduled delivery" if kind == SCHEDULED else "Standard delivery"
    return [
        {
            "date": day.date.isoformat(),
            "description": description,
            "time_slots": _slots(cart.merchant, day, "delivery"),
        }
        for day in (days.days() if days else ())
    ]


def _slots(merchant: Merchant, day: Day, purpose: Literal["delivery", "pickup"]) -> list[Json]:
    return [_slot(merchant, day.date, slot, purpose) for slot in day.slots]


def _slot(merchant: Merchant, day: date, slot: Slot, purpose: Literal["delivery", "pickup"]) -> Json:
    hours = slot.hours
    rendered: Json = {
        "slot_id": hours.slot_id,
        "start_time": _time(merchant, day, hours.start),
        "end_time": _time(merchant, day, hours.end),
        "description": hours.description or f"{_part_of_day(hours)} {purpose}",
        "available": slot.is_free,
    }
    if hours.price:
        rendered["price"] = amount(hours.price, merchant.currency)
    return rendered


def _time(merchant: Merchant, day: date, told: str) -> str | Json:
    """Return a time of day in one of the two documented forms: as text, or as a moment with its zone."""
    if merchant.terms.slot_times == "text":
        return told
    zone = merchant.terms.time_zone
    local = datetime.combine(day, time.fromisoformat(told), ZoneInfo(zone))
    moment = local.astimezone(UTC)
    return {
        "utc": f"{moment:%Y-%m-%dT%H:%M:%SZ}",
        "local": f"{local:%Y-%m-%dT%H:%M:%S}",
        "local_timezone": zone,
    }


def _part_of_day(hours: SlotHours) -> str:
    if hours.start < "12:00":
        return "Morning"
    return "Afternoon" if hours.start < "17:00" else "Evening"


def _selected_slot(cart: PricedCart, shipment: PricedShipment, hours: SlotHours) -> Json:
    days = diary(cart.merchant, shipment.place, cart.today, cart.booked)
    chosen = shipment.state.date
    day = days.day(chosen) if days and chosen else None
    slot = day.slot(hours.slot_id) if day else None
    purpose = "pickup" if shipment.kind == PICKUP else "delivery"
    # A day that is not offered any more, and hours without a day, still have to be told.
    on = date.fromisoformat(chosen) if chosen else cart.today
    return _slot(cart.merchant, on, slot or Slot(hours, is_free=False), purpose)


def _window(window: Window, currency: str, today: date) -> Json:
    first, last = days_of(window, today)
    return {
        "window_id": window.window_id,
        "name": window.name,
        "description": window.description,
        "price": amount(window.price, currency),
        "date_range": {"start_date": first, "end_date": last},
    }


def _place(place: Place) -> Json:
    names = {"address1", "city", "state_or_province", "postal_code", "country"}
    return {
        "location_id": place.location_id,
        "name": place.name,
        "address": place.model_dump(include=names),
        "phone": place.phone,
        "operating_hours": [{"day": hours.day, "hours": hours.hours} for hours in place.hours],
    }


def _place_with_days(cart: PricedCart, place: Place, home: Address | None) -> Json:
    days = diary(cart.merchant, place, cart.today, cart.booked)
    # The catalog knows how far it is within the place's own state; from elsewhere nobody measured it.
    near = home is None or (home.country, home.state_or_province) == (place.country, place.state_or_province)
    return {
        **_place(place),
        **({"distance": {"value": place.distance, "unit": place.unit}} if near else {}),
        "pickup_options": [
            {
                "date": day.date.isoformat(),
                "time_slots": _slots(cart.merchant, day, "pickup"),
            }
            for day in (days.days() if days else ())
        ],
    }


def _option(option: PickupOption) -> Json:
    return {
        "option_id": option.option_id,
        "name": option.name,
        "description": option.description,
        "additional_instructions": option.instructions,
    }


def _selected_option(cart: PricedCart, shipment: PricedShipment) -> Json | None:
    wanted = shipment.state.pickup_option
    options = cart.merchant.terms.pickup_options
    return next((_option(option) for option in options if option.option_id == wanted), None)
