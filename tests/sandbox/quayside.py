"""A merchant that ships, brings on a day, and hands out, and a shopper there; the tests' clock stands still."""

import json
from datetime import UTC, datetime
from pathlib import Path

import httpx

from firmly_tui.sandbox import Sandbox
from tests.sandbox.conftest import StartSandbox
from tests.sandbox.shopper import JSON, Shopper

QUAYSIDE = "quayside.example"
NOW = datetime(2026, 5, 1, 3, 0, tzinfo=UTC)
"""In Los Angeles, where the merchant is, it is still the evening of April 30."""
FIRST_DAY = "2026-05-01"
SHIP, BRING, PICK_UP = "SHIP_TO_ADDRESS", "SCHEDULED_DELIVERY", "PICKUP_IN_STORE"
_SLOTS = [
    {"start": "09:00", "end": "12:00", "capacity": 2},
    {"start": "13:00", "end": "17:00", "capacity": 1, "price": 900, "description": "Late"},
]
_CALENDAR = {"first": 1, "last": 30, "weekdays": [0, 1, 2, 3, 4, 5, 6], "slots": _SLOTS}


def _place(name: str, distance: float, options: list[str]) -> JSON:
    return {
        "location_id": name,
        "name": name.title(),
        "address1": "1 Quay",
        "city": "Seattle",
        "state_or_province": "WA",
        "postal_code": "98101",
        "country": "US",
        "phone": "+12065550100",
        "distance": distance,
        "hours": [{"day": "monday", "hours": "9:00 AM - 5:00 PM"}],
        "options": options,
        "calendar": {"first": 1, "last": 3, "slots": _SLOTS, "weekdays": [0, 1, 2, 3, 4, 5, 6]},
    }


def _product(sku: str, kinds: list[str], **more: object) -> JSON:
    return {
        "handle": sku.lower(),
        "base_sku": sku,
        "title": sku.title(),
        "category": {"l1": "Things"},
        "variants": [{"sku": sku, "options": [], "price": 2000, "stock": 5}],
        "fulfillment": kinds,
        **more,
    }


MERCHANT = {
    "domain": QUAYSIDE,
    "name": "Quayside",
    "platform_id": "magento",
    "currency": "USD",
    "tax_included": False,
    "ships_to": ["US", "CA"],
    "terms": {
        "time_zone": "America/Los_Angeles",
        "methods": [
            {"id": "ground", "description": "Ground", "price": 500},
            {"id": "air", "description": "Air", "price": 1500},
            {"id": "STANDARD", "description": "To the door", "price": 7500, "kinds": [BRING]},
            {"id": "GLOVE", "description": "To the room", "price": 19999, "kinds": [BRING]},
            {"id": "COUNTER", "description": "At the counter", "price": 0, "kinds": [PICK_UP]},
            {"id": "CURB", "description": "At the curb", "price": 200, "kinds": [PICK_UP]},
        ],
        "calendar": {**_CALENDAR, "closed": ["2026-05-04"]},
        "windows": [
            {"window_id": "soon", "name": "Soon", "method": "STANDARD", "price": 9900, "first": 1, "last": 9},
            {"window_id": "late", "name": "Late", "method": "GLOVE", "price": 15000, "first": 10, "last": 20},
        ],
        "places": [_place("harbor", 5.2, ["counter"]), _place("center", 0.8, [])],
        "pickup_options": [
            {"option_id": "counter", "name": "Counter", "method": "COUNTER", "instructions": "Ring."},
            {"option_id": "curb", "name": "Curb", "method": "CURB"},
        ],
    },
    "products": [
        _product("MUG", [SHIP, PICK_UP]),
        _product("VASE", [SHIP, PICK_UP], not_shipped_to=["US-HI", "CA"]),
        _product("SOFA", [BRING]),
        _product("CHAIR", [SHIP, BRING]),
        _product("LENS", [PICK_UP]),
        _product("VOUCHER", []),
    ],
}


def open_quayside(start: StartSandbox, folder: Path, **terms: object) -> Sandbox:
    """Run a sandbox with the one merchant, whose terms may be changed."""
    catalogs = folder / "quayside"
    catalogs.mkdir()
    merchant = {**MERCHANT, "terms": {**MERCHANT["terms"], **terms}}
    (catalogs / f"{QUAYSIDE}.json").write_text(json.dumps(merchant))
    return start(catalogs=catalogs, clock=lambda: NOW)


class Customer(Shopper):
    """A shopper at the quayside."""

    def fill(self, *skus: str) -> JSON:
        """Put one of each into the cart, and say where they go if they go anywhere."""
        for sku in skus:
            self.add(sku, 1, QUAYSIDE)
        self.ship_to(QUAYSIDE)
        return self.now()

    def now(self) -> JSON:
        return self.cart(QUAYSIDE).json()

    def shipment(self, index: int = 0) -> JSON:
        return self.now()["shipments"][index]

    def send(self, method: str, index: int = 0, **more: object) -> httpx.Response:
        """Choose a method for a shipment."""
        body = {"shipment_id": self.shipment(index)["shipment_id"], "shipping_method_id": method, **more}
        return self.call("POST", "/shipment/methods", QUAYSIDE, **body)

    def fulfill(self, kind: str, index: int = 0, **more: object) -> httpx.Response:
        body = {"shipment_id": self.shipment(index)["shipment_id"], "fulfillment_type": kind, **more}
        return self.call("POST", "/shipments/fulfillment-type", QUAYSIDE, **body)

    def availability(self, index: int = 0) -> JSON:
        name = self.shipment(index)["shipment_id"]
        return self.call("POST", "/shipments/get-availability", QUAYSIDE, shipment_id=name).json()

    def free_slot(self, slot_id: str) -> str:
        """Return the first day on which a slot of the merchant's own can be had."""
        return next(
            day["date"]
            for day in self.availability()["available_dates"]
            for slot in day["time_slots"]
            if slot["available"] and slot["slot_id"] == slot_id
        )


def refused(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]
