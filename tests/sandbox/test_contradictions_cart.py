"""Where firmly's documents contradict each other about carts: what the sandbox takes, and what it gives."""

import httpx
import pytest

from tests.sandbox.provoking import HOODIE, filled, v1, v2
from tests.sandbox.shopper import SEATTLE, SHOP, Shopper

FIRST_SPELLING = set(SEATTLE) | {"address2", "company"}


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("slash", ["", "/"])
def test_15_slash_of_the_cart(shopper: Shopper, version: int, slash: str) -> None:
    filled(shopper)
    answer = shopper.http.get(f"/api/v{version}/domains/{SHOP}/cart{slash}", follow_redirects=False)
    assert answer.status_code == 200
    assert len(answer.json()["line_items"]) == 1


@pytest.mark.parametrize("path", ["shipping-rates", "shipping-method"])
def test_17_list_of_methods(shopper: Shopper, path: str) -> None:
    filled(shopper)
    shopper.ship_to()
    assert [method["sku"] for method in v1(shopper, "GET", f"/cart/{path}").json()] == [
        "economy",
        "two_day",
        "overnight",
    ]


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_18_verb_of_changes(shopper: Shopper, method: str) -> None:
    cart = filled(shopper)
    assert (
        v1(shopper, method, f"/cart/line-items/{HOODIE}", {"quantity": 2}).json()["line_items"][0]["quantity"]
        == 2
    )
    line = cart["line_items"][0]["line_item_id"]
    assert shopper.call(method, f"/line-items/{line}", quantity=3).json()["line_items"][0]["quantity"] == 3
    source = {"attribution": {"utm": "a"}}
    assert v1(shopper, method, "/cart/attribution", source).json()["attribution"]["utm"] == "a"


@pytest.mark.parametrize(
    "body",
    [
        {"add_to_cart_ref": {"variant_id": HOODIE, "product_id": "MH07"}, "quantity": 2},
        {"variant_id": HOODIE, "quantity": 2, "variant_handles": []},
        {
            "sku": HOODIE,
            "quantity": 2,
            "price": {"currency": "USD", "value": 0.01, "number": 1, "symbol": "$"},
        },
    ],
    ids=["add_to_cart_ref", "variant_id", "sku and price"],
)
def test_20_body_of_a_new_item(shopper: Shopper, body: dict[str, object]) -> None:
    line = v2(shopper, "POST", "/cart/line-items", body).json()["line_items"][0]
    assert (line["sku"], line["quantity"], line["price"]["number"]) == (HOODIE, 2, 5400)


@pytest.mark.parametrize("call", [v1, v2], ids=["v1", "v2"])
def test_22_fields_of_promo_codes(shopper: Shopper, call: object) -> None:
    filled(shopper)
    cart = call(shopper, "POST", "/cart/promo-codes", {"promo_codes": ["LUMA10"]}).json()
    assert (cart["coupons"], cart["cart_discount"]["number"]) == (["LUMA10"], 540)
    assert not {"promo_codes", "discount_total"} & set(cart)


def test_23_tax(shopper: Shopper) -> None:
    filled(shopper)
    simple, full = v1(shopper, "GET", "/cart").json(), shopper.cart().json()
    assert ("tax" in simple, "tax_total" in simple) == (True, False)
    assert ("tax" in full, "tax_total" in full) == (False, True)


@pytest.mark.parametrize("call", [v1, v2], ids=["v1", "v2"])
def test_26_keys_of_an_address(shopper: Shopper, call: object) -> None:
    filled(shopper)
    cart = call(shopper, "POST", "/cart/shipping-info", SEATTLE).json()
    assert set(cart["shipping_info"]) == FIRST_SPELLING


@pytest.mark.parametrize(("country", "state"), [("US", "WA"), ("United States", "Washington"), ("us", "wa")])
def test_27_values_of_country_and_state(shopper: Shopper, country: str, state: str) -> None:
    filled(shopper)
    given = {**SEATTLE, "country": country, "state_or_province": state}
    stored = v1(shopper, "POST", "/cart/shipping-info", given).json()["shipping_info"]
    assert (stored["country"], stored["state_or_province"]) == ("US", "WA")


def test_27_a_submitted_order_has_the_state_in_full(corner: Shopper) -> None:
    order = corner.place("BEAD-0", domain="corner.example").json()
    assert order["shipping_info"]["state_or_province"] == "Washington"
    assert order["billing_info"]["state_or_province"] == "Washington"


@pytest.mark.parametrize("call", [v1, v2], ids=["v1", "v2"])
def test_28_phone(shopper: Shopper, call: object) -> None:
    without = {name: value for name, value in SEATTLE.items() if name != "phone"}
    filled(shopper)
    filled(shopper, "QF-SOAP-CEDAR", "quillfern.example")
    refused = call(shopper, "POST", "/cart/shipping-info", without)
    assert refused.json()["error"] in {"InvalidInputBody", "ErrorInvalidInputBody"}
    assert "phone" in refused.json()["description"]
    taken = call(shopper, "POST", "/cart/shipping-info", without, "quillfern.example")
    assert taken.status_code == 200
    assert taken.json()["shop_properties"]["optional_fields"]["shipping_phone"] is True


@pytest.mark.parametrize("call", [v1, v2], ids=["v1", "v2"])
def test_51_what_clearing_keeps(shopper: Shopper, call: object) -> None:
    filled(shopper)
    shopper.ship_to()
    shopper.call("POST", "/billing-info", **{**SEATTLE, "first_name": "Bill"})
    v1(shopper, "POST", "/cart/promo-codes", {"promo_codes": ["LUMA10"]})
    before = shopper.cart().json()["cart_id"]
    cart = call(shopper, "DELETE", "/cart/line-items").json()
    assert cart["shipping_info"]["first_name"] == "John"
    assert cart["billing_info"]["first_name"] == "Bill"
    assert (cart["coupons"], cart["cart_id"]) == ([], before)


def test_52_answer_of_clearing(shopper: Shopper) -> None:
    filled(shopper)
    simple = v1(shopper, "DELETE", "/cart/line-items").json()
    full = v2(shopper, "DELETE", "/cart/line-items").json()
    assert (simple["line_items"], full["line_items"], full["shipments"]) == ([], [], [])
    assert "shipments" not in simple
    assert full["addons"] == {"offers": [], "selections": []}


@pytest.mark.parametrize("is_wrapped", [True, False])
def test_58_body_of_an_attribution(shopper: Shopper, is_wrapped: bool) -> None:
    source = {"utm": "utm_source=mail", "referrer_url": "https://a.example"}
    body = {"attribution": source} if is_wrapped else source
    assert v1(shopper, "PUT", "/cart/attribution", body).json()["attribution"] == source


@pytest.mark.parametrize("call", [v1, v2], ids=["v1", "v2"])
def test_59_cookies(shopper: Shopper, call: object) -> None:
    given: httpx.Response = call(
        shopper,
        "POST",
        "/session/transfer",
        {"handle": f"cart:{HOODIE}", "cookies": ["customer=anna@example.com"]},
    )
    assert given.json()["session"]["cookies"] == []
    assert given.json()["session"]["is_logged_in"] is True


@pytest.mark.parametrize("call", [v1, v2], ids=["v1", "v2"])
def test_59_one_cookie_as_text_does_as_well(shopper: Shopper, call: object) -> None:
    body = {"handle": f"cart:{HOODIE}", "cookies": "customer=anna@example.com"}
    assert call(shopper, "POST", "/session/transfer", body).json()["session"]["is_logged_in"] is True


def test_63_totals_are_numbers(shopper: Shopper) -> None:
    filled(shopper)
    for cart in (v1(shopper, "GET", "/cart").json(), shopper.cart().json()):
        amounts = [part for part in cart.values() if isinstance(part, dict) and "currency" in part]
        assert len(amounts) >= 4
        assert all(type(part["number"]) is int and type(part["value"]) in {int, float} for part in amounts)
