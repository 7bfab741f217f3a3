"""A shopper for the tests: one device, speaking plain HTTP to a running sandbox."""

import json
import ssl
from typing import Self

import httpx
from jwcrypto import jwe, jwk

from firmly_tui.sandbox import SANDBOX_APP_ID, Sandbox
from tests.sandbox.conformance import Conformance

JSON = dict[str, object]

SEATTLE = {
    "first_name": "John",
    "last_name": "Smith",
    "email": "john@example.com",
    "phone": "2065551212",
    "address1": "123 Main St",
    "city": "Seattle",
    "state_or_province": "WA",
    "postal_code": "98101",
    "country": "US",
}
HAMBURG = {**SEATTLE, "city": "Hamburg", "state_or_province": "", "postal_code": "20095", "country": "DE"}
TOKYO = {
    **SEATTLE,
    "city": "Chiyoda",
    "state_or_province": "Tokyo",
    "postal_code": "100-0001",
    "country": "JP",
}
KUWAIT = {**SEATTLE, "city": "Salmiya", "state_or_province": "", "postal_code": "22001", "country": "KW"}
HOMES = {
    "corner.example": SEATTLE,
    "quayside.example": SEATTLE,
    "staging.luma.gift": SEATTLE,
    "nordhaus.example": SEATTLE,
    "halyard.example": SEATTLE,
    "tessel.example": SEATTLE,
    "maren.example": SEATTLE,
    "voltline.example": SEATTLE,
    "quillfern.example": SEATTLE,
    "guildhall.example": SEATTLE,
    "pottersrow.example": SEATTLE,
    "mossgate.example": SEATTLE,
    "paperlane.example": SEATTLE,
    "nuqta.example": KUWAIT,
    "buecherhalle.example": HAMBURG,
    "kintaro.example": TOKYO,
}
SHOP = "staging.luma.gift"
CARD = {
    "number": "4111111111111111",
    "name": "John Smith",
    "verification_value": "123",
    "month": "08",
    "year": "2090",
}


def encrypted(payload: object, key: JSON, **header: str) -> str:
    """Encrypt as a client does, with another library than the sandbox uses."""
    protected = {"alg": "RSA-OAEP-256", "enc": "A256GCM", "kid": key["kid"], **header}
    token = jwe.JWE(json.dumps(payload).encode(), json.dumps(protected))
    token.allowed_algs = [protected["alg"], protected["enc"]]
    token.add_recipient(jwk.JWK(**key))
    return token.serialize(compact=True)


def events(body: str) -> list[tuple[str, JSON]]:
    """Read the events of a stream that is known to have one data line each."""
    found = []
    for block in body.split("\n\n")[:-1]:
        name, data = block.split("\n")
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


_TLS = ssl.create_default_context()
_SPOKEN: dict[tuple[str, ...], Conformance] = {}


def conformance(http: httpx.Client, readings: tuple[str, ...]) -> Conformance:
    """What the sandboxes of these readings say that they speak, as the first one said it."""
    if readings not in _SPOKEN:
        _SPOKEN[readings] = Conformance(http.get("/sandbox/openapi.json").json())
    return _SPOKEN[readings]


class Shopper:
    """One device with its token."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.http = httpx.Client(base_url=sandbox.url, timeout=20, verify=_TLS)
        session = self.http.post(
            "/api/v1/browser-session", headers={"x-firmly-app-id": SANDBOX_APP_ID}
        ).json()
        self.token = session["access_token"]
        self.device_id = session["device_id"]
        self.http.headers["x-firmly-authorization"] = self.token
        self.http.event_hooks = {"response": [conformance(self.http, tuple(sandbox.options.readings)).check]}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.http.close()

    def search(self, query: str = "", **more: object) -> JSON:
        return self.http.post("/api/v1/discovery/search", json={"query": query, **more}).json()

    def products(self, domain: str) -> list[JSON]:
        return self.search(page_size=100, filters={"domains": [domain]})["products"]

    def skus(self, domain: str) -> list[str]:
        """Return what a merchant has in stock."""
        return [
            variant["sku"]
            for product in self.products(domain)
            for variant in product["variants"]
            if variant["available"]
        ]

    def call(self, method: str, path: str, domain: str = SHOP, **body: object) -> httpx.Response:
        return self.http.request(method, f"/api/v2/domains/{domain}/cart{path}", json=body or None)

    def add(self, sku: str, quantity: int = 1, domain: str = SHOP) -> httpx.Response:
        return self.call(
            "POST", "/line-items", domain, add_to_cart_ref={"variant_id": sku}, quantity=quantity
        )

    def cart(self, domain: str = SHOP) -> httpx.Response:
        return self.call("GET", "", domain)

    def ship_to(self, domain: str = SHOP, **changes: object) -> httpx.Response:
        return self.call("POST", "/shipping-info", domain, **{**HOMES[domain], **changes})

    def key(self) -> JSON:
        return self.http.get("/api/v1/payment/key").json()

    def order_body(
        self, sku: str, quantity: int = 1, domain: str = SHOP, version: int = 2, **card: object
    ) -> JSON:
        item = {"variant_id": sku}
        return {
            "encrypted_card": encrypted({**CARD, **card}, self.key()),
            "billing_info": HOMES[domain],
            "shipping_info": HOMES[domain],
            "items": [
                {"quantity": quantity, **({"add_to_cart_ref": item} if version == 2 else item)},
            ],
        }

    def place(
        self, sku: str, quantity: int = 1, domain: str = SHOP, version: int = 2, **card: object
    ) -> httpx.Response:
        body = self.order_body(sku, quantity, domain, version, **card)
        return self.http.post(f"/api/v{version}/payment/domains/{domain}/place-order", json=body)

    def stream(
        self, sku: str, domain: str = SHOP, query: str = "?sse=true", accept: str = "*/*", **card: object
    ) -> list[tuple[str, JSON]]:
        """Place an order as a stream; a connection that breaks off ends the list."""
        url = f"/api/v2/payment/domains/{domain}/place-order{query}"
        text = ""
        body = self.order_body(sku, domain=domain, **card)
        with self.http.stream("POST", url, json=body, headers={"accept": accept}) as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            try:
                for chunk in answer.iter_text():
                    text += chunk
            except httpx.RemoteProtocolError:
                text += "event: broken-off\ndata: {}\n\n"
        return events(text)

    def complete(self, domain: str = SHOP, version: int = 2, **card: object) -> httpx.Response:
        body = {"encrypted_card": encrypted({**CARD, **card}, self.key()), "billing_info": HOMES[domain]}
        return self.http.post(f"/api/v{version}/payment/domains/{domain}/complete-order", json=body)


def adds_up(cart: JSON) -> bool:
    """Tell whether the sums of a cart or an order agree to the minor unit."""
    parts = {name: cart.get(name, {"number": 0})["number"] for name in _PARTS}
    tax = cart.get("tax_total", cart.get("tax"))["number"]
    lines = sum(line["price"]["number"] * line["quantity"] for line in cart["line_items"])
    whole = parts["sub_total"] - parts["cart_discount"] + parts["shipping_total"] + parts["addon_total"] + tax
    return parts["sub_total"] == lines and parts["total"] == whole


_PARTS = ("sub_total", "cart_discount", "shipping_total", "addon_total", "total")
