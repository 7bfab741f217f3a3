"""Steps that end in a refusal, for `provocations`; each sends what is refused last."""

from collections.abc import Callable

import httpx

from tests.sandbox.shopper import CARD, HOMES, JSON, SEATTLE, SHOP, Shopper, encrypted

Provoke = Callable[[Shopper], httpx.Response]
GIFT, VOLTLINE = "VL-GIFT-25", "voltline.example"
HOODIE = "MH07-XS-Gray"
NOWHERE = "nowhere.example"
STAYS = {"id": "8a2d1f04-52c7-4d0e-9d37-1be2f9a0c104", "revoke": True}


def v1(
    shopper: Shopper, method: str, path: str, body: object = None, domain: str = SHOP, **more: object
) -> httpx.Response:
    return shopper.http.request(method, f"/api/v1/domains/{domain}{path}", json=body, **more)


def v2(
    shopper: Shopper, method: str, path: str, body: object = None, domain: str = SHOP, **more: object
) -> httpx.Response:
    return shopper.http.request(method, f"/api/v2/domains/{domain}{path}", json=body, **more)


def filled(shopper: Shopper, sku: str = HOODIE, domain: str = SHOP) -> JSON:
    """Put one of something into the cart."""
    answer = shopper.add(sku, 1, domain)
    assert answer.status_code == 200, answer.text
    return answer.json()


def add(sku: str, quantity: int = 1, domain: str = SHOP) -> tuple[Provoke, Provoke]:
    """Add goods, in both versions."""
    return (
        lambda s: v1(s, "POST", f"/cart/line-items/{sku}/quantity/{quantity}", domain=domain),
        lambda s: s.add(sku, quantity, domain),
    )


def address(**changes: str) -> tuple[Provoke, Provoke]:
    """Send a cart somewhere, in both versions."""

    def send(call: Callable[..., httpx.Response]) -> Provoke:
        return lambda s: filled(s) and call(s, "POST", "/cart/shipping-info", {**SEATTLE, **changes})

    return send(v1), send(v2)


def no_address_needed(call: Callable[..., httpx.Response]) -> Provoke:
    def send(s: Shopper) -> httpx.Response:
        filled(s, GIFT, VOLTLINE)
        return call(s, "POST", "/cart/shipping-info", SEATTLE, VOLTLINE)

    return send


def shipped(
    path: str, sku: str = HOODIE, domain: str = SHOP, *, known: bool = True, **body: object
) -> Provoke:
    """Change the shipment of a cart; without `known` before it has an address."""

    def send(s: Shopper) -> httpx.Response:
        cart = filled(s, sku, domain)
        if known:
            cart = s.ship_to(domain).json()
        name = cart["shipments"][0]["shipment_id"]
        return s.call("POST", path, domain, **{"shipment_id": name, **body})

    return send


def codes(*wanted: str, domain: str = SHOP, goods: dict[str, int] | None = None) -> tuple[Provoke, Provoke]:
    """Put promo codes on a cart, in both versions."""

    def send(call: Callable[..., httpx.Response]) -> Provoke:
        def apply(s: Shopper) -> httpx.Response:
            s.call("DELETE", "/line-items", domain)
            for sku, quantity in (goods or {HOODIE: 1}).items():
                assert s.add(sku, quantity, domain).status_code == 200
            return call(s, "POST", "/cart/promo-codes", {"promo_codes": list(wanted)}, domain)

        return apply

    return send(v1), send(v2)


def kept_codes(call: Callable[..., httpx.Response]) -> Provoke:
    def clear(s: Shopper) -> httpx.Response:
        domain = "pottersrow.example"
        filled(s, "PR-MORN-SEA", domain)
        assert v1(s, "POST", "/cart/promo-codes", {"promo_codes": ["SECONDS"]}, domain).status_code == 200
        return call(s, "DELETE", "/cart/promo-codes", None, domain)

    return clear


def consents(call: Callable[..., httpx.Response], consent: JSON) -> Provoke:
    def decide(s: Shopper) -> httpx.Response:
        domain = "quillfern.example"
        filled(s, "QF-SOAP-CEDAR", domain)
        return call(s, "POST", "/cart/consents", {"consents": [consent]}, domain)

    return decide


def login(code: str, *, again: bool = False) -> Provoke:
    """Log in with a code; with `again` ask for another one afterwards."""

    def send(s: Shopper) -> httpx.Response:
        anna = {"email": "anna@example.com"}
        assert v1(s, "POST", "/session/create-otp", anna).status_code == 200
        answer = v1(s, "POST", "/session/validate-otp", {**anna, "otp": code})
        return v1(s, "POST", "/session/create-otp", anna) if again else answer

    return send


def transfer(call: Callable[..., httpx.Response], **body: object) -> Provoke:
    return lambda s: call(s, "POST", "/session/transfer", body)


def pay(sku: str = HOODIE, domain: str = SHOP, **card: str) -> Provoke:
    """Order a cart that is ready with a card."""

    def send(s: Shopper) -> httpx.Response:
        filled(s, sku, domain)
        s.ship_to(domain)
        return s.complete(domain, 1, **card)

    return send


def pay_for_another_key(s: Shopper) -> httpx.Response:
    filled(s)
    s.ship_to()
    body = {"encrypted_card": encrypted(CARD, s.key(), kid="another"), "billing_info": SEATTLE}
    return s.http.post(f"/api/v1/payment/domains/{SHOP}/complete-order", json=body)


def pay_without_email(s: Shopper) -> httpx.Response:
    filled(s, GIFT, VOLTLINE)
    body = {"encrypted_card": encrypted(CARD, s.key()), "billing_info": {**SEATTLE, "email": ""}}
    return s.http.post(f"/api/v1/payment/domains/{VOLTLINE}/complete-order", json=body)


def place(sku: str = HOODIE, shipping: JSON | None = None, **card: str) -> Provoke:
    def send(s: Shopper) -> httpx.Response:
        body = s.order_body(sku, **card)
        body["shipping_info"] = {**HOMES[SHOP], **(shipping or {})}
        return s.http.post(f"/api/v2/payment/domains/{SHOP}/place-order", json=body)

    return send


def headed(method: str, path: str, body: object = None, **headers: str | None) -> Provoke:
    """Send other headers than a shopper's own; None leaves one out."""

    def send(s: Shopper) -> httpx.Response:
        kept = {"x-firmly-authorization": s.token}
        for name, value in headers.items():
            kept.pop(key := name.replace("_", "-"), None)
            if value is not None:
                kept[key] = value
        return httpx.request(method, f"{s.sandbox.url}{path}", json=body, headers=kept)

    return send


def changed_token(s: Shopper) -> httpx.Response:
    head, claims, signature = s.token.split(".")
    other = f"{head}.{claims}.{signature[:10]}{'A' if signature[10] != 'A' else 'B'}{signature[11:]}"
    return headed("GET", f"/api/v2/domains/{SHOP}/cart", x_firmly_authorization=other)(s)


def without_hose_kit(s: Shopper) -> httpx.Response:
    cart = filled(s, "MR-WFL-WHITE", "maren.example")
    line = cart["line_items"][0]["line_item_id"]
    selection = {"addon_id": "leak_sensor", "selected_line_item_ids": [line]}
    return s.call("POST", "/addons", "maren.example", selections=[selection])


def emptied_cart(s: Shopper) -> httpx.Response:
    filled(s)
    v1(s, "DELETE", "/cart/line-items")
    return v1(s, "POST", "/cart/shipping-info", SEATTLE)


def saved_payment(s: Shopper) -> httpx.Response:
    filled(s)
    return v1(s, "POST", "/cart/complete-order-with-saved-payment", {"payment_id": "card-anna-luma-4242"})


def changed_line(s: Shopper, line: str, quantity: int) -> httpx.Response:
    cart = filled(s)
    return s.call("PUT", f"/line-items/{line or cart['line_items'][0]['line_item_id']}", quantity=quantity)


def chosen_method(s: Shopper) -> httpx.Response:
    filled(s)
    s.ship_to()
    return v1(s, "POST", "/cart/shipping-method", {"shipping_method": "by-balloon"})


def unlock(email: str, wallet: str = "shoppay") -> Provoke:
    return lambda s: s.http.post(f"/api/v1/wallets/{wallet}/unlock-start", json={"email": email})


def get(path: str, **params: str) -> Provoke:
    return lambda s: s.http.get(path, params=params)
