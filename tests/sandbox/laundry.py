"""A merchant with promo codes, add-ons and consents, and a shopper there whose clock the tests set."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from firmly_tui.sandbox import SANDBOX_APP_ID
from tests.sandbox.conftest import CORNER, StartSandbox
from tests.sandbox.shopper import JSON, Shopper

NOW = datetime(2026, 5, 1, 20, 0, tzinfo=UTC)
METHODS = [
    {"id": "slow", "description": "Slow", "price": 500},
    {"id": "fast", "description": "Fast", "price": 1500},
]
PROMOS = [
    {"code": "TEN", "description": "10% off", "kind": "percentage", "amount": 1000},
    {"code": "Five", "kind": "percentage", "amount": 500, "stacks": True},
    {"code": "OFF3", "kind": "fixed", "amount": 300, "stacks": True},
    {"code": "POST", "kind": "free_shipping", "stacks": True},
    {"code": "HOSES", "kind": "percentage", "amount": 5000, "goods": ["HOSE"], "stacks": True},
    {"code": "BIG", "kind": "fixed", "amount": 10000, "minimum": 100000},
    {"code": "MAYDAY", "kind": "percentage", "amount": 2000, "expires": "2026-05-01"},
    {"code": "WINTER", "kind": "percentage", "amount": 9000, "expires": "2026-04-30"},
]
MACHINES = ["WASHER", "DRYER"]
ADDONS = [
    {
        "addon_id": "protection",
        "name": "Protection",
        "description": "Of the whole order",
        "scope": "CART",
        "coverage": "PREDEFINED_GROUP",
        "price": 499,
    },
    {
        "addon_id": "pair",
        "name": "Pair installation",
        "scope": "GROUP",
        "coverage": "PREDEFINED_GROUP",
        "price": 14900,
        "goods": MACHINES,
        "needs_goods": [["WASHER"], ["DRYER"]],
        "exclusive_group_id": "installation",
    },
    {
        "addon_id": "single",
        "name": "Installation",
        "scope": "ITEM",
        "price": 9900,
        "prices": {"DRYER": 10900},
        "goods": MACHINES,
        "exclusive_group_id": "installation",
        "children": [{"addon_id": "gas", "name": "Gas line", "scope": "INHERIT", "price": 4900}],
    },
    {
        "addon_id": "stacking",
        "name": "Stacking",
        "scope": "GROUP",
        "coverage": "FREE_GROUPING",
        "price": 4000,
        "goods": MACHINES,
        "requires_addon_ids": ["pair"],
    },
    {
        "addon_id": "shelf",
        "name": "Shelf",
        "scope": "CART",
        "coverage": "PREDEFINED_GROUP",
        "price": 100,
        "requires_addon_ids": ["stacking"],
    },
    {
        "addon_id": "cover",
        "name": "Cover",
        "scope": "GROUP",
        "coverage": "FREE_GROUPING",
        "price": 11999,
        "children": [
            {
                "addon_id": "full",
                "name": "Full",
                "scope": "INHERIT",
                "price": 11999,
                "exclusive_group_id": "l",
            },
            {
                "addon_id": "basic",
                "name": "Basic",
                "scope": "INHERIT",
                "price": 7999,
                "exclusive_group_id": "l",
            },
            {"addon_id": "pets", "name": "Pets", "scope": "INHERIT", "price": 1000},
        ],
    },
]
CONSENTS = [
    {"id": "news", "ui_slot": "UNDER_EMAIL_INPUT", "text": "Send me news.", "type": "marketing"},
    {
        "id": "terms",
        "ui_slot": "ABOVE_PLACE_ORDER_BUTTON",
        "text": "I agree to the <a href='/terms'>terms</a>.",
        "html": True,
        "type": "terms",
        "required": True,
        "revokable": False,
    },
]
TERMS = {"methods": METHODS, "promos": PROMOS, "addons": ADDONS}


def _product(sku: str, price: int) -> JSON:
    variants = [{"sku": f"{sku}-{place}", "options": [place], "price": price, "stock": 9} for place in "AB"]
    return {
        "handle": sku.lower(),
        "base_sku": sku,
        "title": sku.title(),
        "category": {"l1": "Laundry"},
        "options": [{"name": "Finish", "values": ["A", "B"]}],
        "variants": variants,
    }


MERCHANT = {
    "domain": CORNER,
    "name": "Corner",
    "platform_id": "magento",
    "currency": "USD",
    "tax_included": False,
    "ships_to": ["US"],
    "terms": TERMS,
    "products": [_product("WASHER", 60000), _product("DRYER", 50000), _product("HOSE", 1999)],
}


class Buyer(Shopper):
    """A shopper at the merchant, with a clock that can be put forward."""

    def __init__(self, start: StartSandbox, folder: Path, **terms: object) -> None:
        catalogs = folder / "laundry"
        catalogs.mkdir()
        merchant = {**MERCHANT, "terms": {**TERMS, **terms}}
        (catalogs / f"{CORNER}.json").write_text(json.dumps(merchant))
        self._now = NOW
        super().__init__(start(catalogs=catalogs, clock=lambda: self._now))

    def wait(self, days: int) -> None:
        """Put the clock forward and renew the session."""
        self._now += timedelta(days=days)
        headers = {"x-firmly-app-id": SANDBOX_APP_ID}
        renewed = self.http.post(
            "/api/v1/browser-session", headers=headers, json={"access_token": self.token}
        ).json()
        self.http.headers["x-firmly-authorization"] = renewed["access_token"]

    def fill(self, *skus: str) -> dict[str, str]:
        """Put one of each into the cart, and return the line of each."""
        cart: JSON = {}
        for sku in skus:
            cart = self.add(sku, 1, CORNER).json()
        return {line["sku"]: line["line_item_id"] for line in cart["line_items"]}

    def now(self, version: int = 2) -> JSON:
        return self.http.get(f"/api/v{version}/domains/{CORNER}/cart").json()

    def change(self, method: str, path: str, version: int = 2, **body: object) -> httpx.Response:
        return self.http.request(method, f"/api/v{version}/domains/{CORNER}/cart{path}", json=body or None)

    def codes(self, *codes: str, version: int = 2) -> httpx.Response:
        return self.change("POST", "/promo-codes", version, promo_codes=list(codes))

    def choose(self, addon_id: str, lines: list[str] | None = None, **more: object) -> httpx.Response:
        selection = {"addon_id": addon_id, **more}
        if lines is not None:
            selection["selected_line_item_ids"] = lines
        return self.change("POST", "/addons", selections=[selection])

    def remove(self, addon_id: str, **more: object) -> httpx.Response:
        return self.change("POST", "/addons/_remove", addon_id=addon_id, **more)

    def quantity(self, line: str, quantity: int) -> JSON:
        return self.change("PUT", f"/line-items/{line}", quantity=quantity).json()


def refused(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]
