"""Random changes of the shipments of a cart, for walks that end wherever they end."""

import random

from tests.sandbox.shopper import HOMES, JSON, Shopper


def change_a_shipment(shopper: Shopper, domain: str, cart: JSON, chance: random.Random) -> None:
    """Do something random to a shipment; what the merchant refuses is not done."""
    if not cart["shipments"]:
        return
    shipment = chance.choice(cart["shipments"])
    step = chance.choice([_kind, _time, _time, _time, _split, _merge, _address])
    path, body = step(shopper, domain, cart, shipment, chance)
    answer = shopper.call("POST", path, domain, **{"shipment_id": shipment["shipment_id"], **body})
    assert answer.status_code < 500


def _kind(
    shopper: Shopper, domain: str, cart: JSON, shipment: JSON, chance: random.Random
) -> tuple[str, JSON]:
    kind = chance.choice(shipment["fulfillment_type_options"])["id"]
    places = _offered(shopper, domain, shipment).get("pickup_locations", [])
    place = {"location_id": chance.choice(places)["location_id"]} if places else {}
    return "/shipments/fulfillment-type", {"fulfillment_type": kind, **place}


def _time(
    shopper: Shopper, domain: str, cart: JSON, shipment: JSON, chance: random.Random
) -> tuple[str, JSON]:
    methods = shipment["shipping_method_options"]
    if not methods:
        return "/shipments/get-availability", {}
    offered = _offered(shopper, domain, shipment)
    store = shipment["selected_location"] or {"location_id": None}
    days = offered.get("available_dates", []) + [
        day
        for place in offered.get("pickup_locations", [])
        for day in place["pickup_options"]
        if place["location_id"] == store["location_id"]
    ]
    body: JSON = {"shipping_method_id": chance.choice(methods)["id"]}
    windows = offered.get("delivery_windows", [])
    if windows and chance.random() < 0.5:
        window = chance.choice(windows)
        body["window_id"], span = window["window_id"], window["date_range"]
        days = [day for day in days if span["start_date"] <= day["date"] <= span["end_date"]]
    if days:
        day = chance.choice(days)
        body["selected_date"] = day["date"]
        free = [slot["slot_id"] for slot in day["time_slots"] if slot["available"]]
        if free:
            body["selected_time_slot"] = chance.choice(free)
    return "/shipment/methods", body


def _split(
    shopper: Shopper, domain: str, cart: JSON, shipment: JSON, chance: random.Random
) -> tuple[str, JSON]:
    return "/shipments/split", {"line_item_ids": [chance.choice(shipment["line_item_ids"])]}


def _merge(
    shopper: Shopper, domain: str, cart: JSON, shipment: JSON, chance: random.Random
) -> tuple[str, JSON]:
    names = [found["shipment_id"] for found in cart["shipments"]]
    return "/shipments/merge", {"shipment_ids": chance.sample(names, min(2, len(names)))}


def _address(
    shopper: Shopper, domain: str, cart: JSON, shipment: JSON, chance: random.Random
) -> tuple[str, JSON]:
    return "/shipping-info", HOMES[domain]


def _offered(shopper: Shopper, domain: str, shipment: JSON) -> JSON:
    name = shipment["shipment_id"]
    return shopper.call("POST", "/shipments/get-availability", domain, shipment_id=name).json()
