"""Where firmly's documents contradict each other about paying: what the sandbox takes, and what it gives."""

import json

import httpx
import pytest

from tests.sandbox import sealing
from tests.sandbox.conftest import CORNER
from tests.sandbox.shopper import CARD, JSON, SEATTLE, SHOP, Shopper, encrypted

BEAD = "BEAD-0"
PLACE = f"/api/v2/payment/domains/{CORNER}/place-order"
FORMER = {"number": "4111111111111111", "exp_month": 8, "exp_year": 90, "verification_value": 123}
PAYPAL = f"/api/v1/domains/{SHOP}/express/paypal"


def ready(corner: Shopper) -> str:
    """Fill a cart, and return its payment handle."""
    corner.add(BEAD, 1, CORNER)
    return corner.ship_to(CORNER).json()["payment_handle"]


def sealed(corner: Shopper, **more: object) -> JSON:
    return {"encrypted_card": encrypted(CARD, corner.key()), "billing_info": SEATTLE, **more}


def is_ordered(answer: httpx.Response) -> bool:
    return answer.status_code == 200 and bool(answer.json()["platform_order_number"])


@pytest.mark.parametrize("version", [1, 2])
def test_23_tax_of_a_placed_order(corner: Shopper, version: int) -> None:
    order = corner.place(BEAD, domain=CORNER, version=version).json()
    assert ("tax" in order, "tax_total" in order) == (version == 1, version == 2)


@pytest.mark.parametrize("billing", ["absent", "null", "empty"])
@pytest.mark.parametrize("version", [1, 2])
def test_29_billing_may_be_left_out(corner: Shopper, billing: str, version: int) -> None:
    body = corner.order_body(BEAD, domain=CORNER, version=version)
    del body["billing_info"]
    if billing != "absent":
        body["billing_info"] = None if billing == "null" else {}
    order = corner.http.post(f"/api/v{version}/payment/domains/{CORNER}/place-order", json=body)
    assert is_ordered(order)
    assert order.json()["billing_info"] == order.json()["shipping_info"]


@pytest.mark.parametrize("version", [1, 2])
def test_38_and_39_card_part_of_a_placed_order(corner: Shopper, version: int) -> None:
    order = corner.place(BEAD, domain=CORNER, version=version).json()
    summary = order["payment_summary"]
    assert "payment_method" not in order
    assert (summary["payment_type"], summary["card_type"], summary["last_four"]) == (
        "CreditCard",
        "Visa",
        "1111",
    )
    assert (summary["month"], summary["year"]) == (8, 2090)


def test_38_and_39_card_part_of_a_completed_order(corner: Shopper) -> None:
    ready(corner)
    simple = corner.complete(CORNER, 1).json()
    ready(corner)
    full = corner.complete(CORNER, 2).json()
    method, summary = simple["payment_method"], full["payment_summary"]
    assert (method["month"], method["year"], method["card_holder_name"]) == ("08", "2090", "John Smith")
    assert (summary["month"], summary["year"]) == (8, 2090)
    assert "payment_summary" not in simple
    assert "payment_method" not in full


@pytest.mark.parametrize(
    ("query", "accept", "names"),
    [
        ("?sse=true", "*/*", ["creating-cart", "item-added", "shipping-updated", "order-placed"]),
        ("", "text/event-stream", ["order_processing", "payment_processing", "order_completed"]),
        (
            "?sse=true",
            "text/event-stream",
            ["creating-cart", "item-added", "shipping-updated", "order-placed"],
        ),
        ("?sse=false", "text/event-stream", ["order_processing", "payment_processing", "order_completed"]),
    ],
)
def test_40_words_and_trigger_of_a_stream(corner: Shopper, query: str, accept: str, names: list[str]) -> None:
    found = corner.stream(BEAD, CORNER, query, accept)
    assert [name for name, _ in found] == names
    assert found[-1][1]["order"]["cart_status"] == "submitted"


@pytest.mark.parametrize("query", ["", "?sse=false"])
def test_40_without_a_trigger_it_is_json(corner: Shopper, query: str) -> None:
    assert is_ordered(corner.http.post(PLACE + query, json=corner.order_body(BEAD, domain=CORNER)))


@pytest.mark.parametrize("version", [1, 2])
def test_42_complete_order_by_domain_minds_no_handle(corner: Shopper, version: int) -> None:
    ready(corner)
    path = f"/api/v{version}/payment/domains/{CORNER}/complete-order"
    assert is_ordered(corner.http.post(path, json=sealed(corner, handle="of no cart")))


def test_42_complete_order_by_handle_needs_it(corner: Shopper) -> None:
    handle, path = ready(corner), "/api/v3/payment/complete-order"
    refused = corner.http.post(path, json=sealed(corner))
    assert (refused.status_code, refused.json()["error"]) == (422, "InvalidInputBody")
    assert is_ordered(corner.http.post(path, json=sealed(corner, handle=handle)))


def test_42_complete_order_field_by_field_needs_the_handle_too(corner: Shopper) -> None:
    handle, path, key = ready(corner), "/api/v2/payment/complete-order", corner.key()
    card = {name: sealing.field(value, key) for name, value in CARD.items()}
    body = {"credit_card": card, "billing_info": SEATTLE}
    assert corner.http.post(path, json=body).status_code == 422
    assert is_ordered(corner.http.post(path, json={**body, "handle": handle}))


@pytest.mark.parametrize("form", ["PEM", "RSA"])
def test_44_type_of_the_key(shopper: Shopper, form: str) -> None:
    answer = shopper.http.get("/api/v1/payment/key", params={"format": form})
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["x-firmly-kid"] == shopper.key()["kid"]


def test_56_name_of_the_paypal_token(shopper: Shopper) -> None:
    shopper.add("MH07-XS-Gray")
    started = shopper.http.post(f"{PAYPAL}/start").json()["payment_method"]["attributes"]
    assert ("token" in started, "paypal_token" in started) == (False, True)
    body = {"attributes": {"payer_id": "PAYER", "paypal_token": started["paypal_token"]}}
    authorized = shopper.http.post(f"{PAYPAL}/authorize", json=body).json()["payment_method"]["attributes"]
    assert authorized["token"] == started["paypal_token"]
    assert "paypal_token" not in authorized


def test_57_body_of_unlock_complete(shopper: Shopper) -> None:
    email = {"email": "shopper@example.com"}
    token = shopper.http.post("/api/v1/wallets/shoppay/unlock-start", json=email).json()["access_token"]
    path = "/api/v1/wallets/shoppay/unlock-complete"
    assert shopper.http.post(path, json={**email, "hcaptcha_token": "x"}).json()["error"] == "BadRequest"
    opened = shopper.http.post(path, json={"otp": "123456", "access_token": token})
    assert opened.status_code == 200
    assert opened.json()["payment_method_options"]


@pytest.mark.parametrize("algorithm", ["RSA-OAEP-256", "RSA-OAEP"])
def test_61_algorithm_of_the_card(corner: Shopper, algorithm: str) -> None:
    ready(corner)
    card = sealing.jwe(json.dumps(CARD).encode(), corner.key(), alg=algorithm)
    path = f"/api/v1/payment/domains/{CORNER}/complete-order"
    assert is_ordered(corner.http.post(path, json={"encrypted_card": card, "billing_info": SEATTLE}))


@pytest.mark.parametrize("card", [CARD, FORMER, {name: str(value) for name, value in FORMER.items()}])
def test_62_names_in_the_card(corner: Shopper, card: JSON) -> None:
    ready(corner)
    body = {"encrypted_card": encrypted(card, corner.key()), "billing_info": SEATTLE}
    order = corner.http.post(f"/api/v2/payment/domains/{CORNER}/complete-order", json=body)
    assert is_ordered(order)
    assert (order.json()["payment_summary"]["month"], order.json()["payment_summary"]["year"]) == (8, 2090)
