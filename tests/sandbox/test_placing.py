"""Placing orders: what an order looks like, what it leaves behind, and who gets the last piece."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.sandbox.conftest import CORNER, StartSandbox
from tests.sandbox.shopper import HAMBURG, SEATTLE, Shopper, adds_up


def test_a_placed_order_is_documented_and_its_cart_is_gone(corner: Shopper) -> None:
    order = corner.place("CUP-RED", 2, CORNER).json()

    assert order["cart_status"] == "submitted"
    assert order["platform_order_number"].startswith("#")
    assert order["submitted_at"].endswith("Z")
    assert order["shipping_info"]["phone"] == "(206) 555-1212"
    assert order["shipping_info"]["state_or_province"] == "Washington"
    assert order["payment_summary"] == {
        "payment_type": "CreditCard",
        "last_four": "1111",
        "card_type": "Visa",
        "month": 8,
        "year": 2090,
    }
    assert order["shipments"][0]["shipping_method"]["id"] == "slow"
    assert adds_up(order)
    assert corner.cart(CORNER).status_code == 404


def test_version_1_answers_in_its_own_form(corner: Shopper) -> None:
    placed = corner.place("CUP-RED", 1, CORNER, version=1).json()
    corner.add("CUP-RED", 1, CORNER)
    corner.ship_to(CORNER)
    completed = corner.complete(CORNER, version=1).json()

    assert placed["tax"]["number"] == 102
    assert placed["shipping_method"]["id"] == "slow"
    assert placed["payment_summary"]["last_four"] == "1111"
    assert "shipments" not in placed
    assert completed["payment_method"]["month"] == "08"
    first, second = (int(order["platform_order_number"][1:]) for order in (placed, completed))
    assert second == first + 1


def test_placing_replaces_the_cart_and_a_refusal_leaves_the_new_one(corner: Shopper) -> None:
    old = corner.add("BEAD-1", 3, CORNER).json()
    refused = corner.place("CUP-RED", 1, CORNER, number="4000000000000002")
    cart = corner.cart(CORNER).json()

    assert refused.json()["error"] == "ErrorPaymentDeclined"
    assert cart["cart_id"] != old["cart_id"]
    assert [line["sku"] for line in cart["line_items"]] == ["CUP-RED"]
    assert cart["shipping_info"]["city"] == "Seattle"
    assert corner.complete(CORNER).status_code == 200


def test_a_bad_body_leaves_the_old_cart_alone(corner: Shopper) -> None:
    old = corner.add("BEAD-1", 3, CORNER).json()
    body = {**corner.order_body("CUP-RED", 1, CORNER), "encrypted_card": "nonsense"}
    refused = corner.http.post(f"/api/v2/payment/domains/{CORNER}/place-order", json=body)

    assert refused.json()["error"] == "ErrorInvalidInputBody"
    assert corner.cart(CORNER).json()["cart_id"] == old["cart_id"]


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({"items": []}, 400, "ErrorInvalidInputBody"),
        ({"items": [{"variant_id": "CUP-RED", "quantity": 0}]}, 400, "ErrorInvalidInputBody"),
        ({"items": [{"variant_id": "NOTHING", "quantity": 1}]}, 404, "ErrorProductNotFound"),
        ({"items": [{"variant_id": "CUP-RED", "quantity": 9}]}, 422, "ErrorNotEnoughStock"),
        ({"shipping_info": HAMBURG}, 400, "ErrorCountryNotSupported"),
        ({"shipping_info": {}}, 400, "ErrorInvalidInputBody"),
        ({"billing_info": {**SEATTLE, "state_or_province": "ZZ"}}, 400, "ErrorInvalidState"),
    ],
)
@pytest.mark.parametrize("version", [1, 2])
def test_an_order_that_cannot_be_filled_is_refused(
    corner: Shopper, version: int, change: dict[str, object], status: int, error: str
) -> None:
    body = {**corner.order_body("CUP-RED", 1, CORNER), **change}
    answer = corner.http.post(f"/api/v{version}/payment/domains/{CORNER}/place-order", json=body)
    assert (answer.status_code, answer.json()["error"]) == (status, error)


@pytest.mark.parametrize("billing", [None, {}, {**HAMBURG, "email": "", "phone": ""}])
def test_billing_may_be_missing_or_abroad(corner: Shopper, billing: object) -> None:
    body = {**corner.order_body("CUP-RED", 1, CORNER), "billing_info": billing}
    order = corner.http.post(f"/api/v2/payment/domains/{CORNER}/place-order", json=body).json()
    assert order["billing_info"]["country"] == ("DE" if billing else "US")
    assert order["billing_info"]["email"] == "john@example.com"


def test_complete_order_pays_the_cart_as_it_stands(corner: Shopper) -> None:
    none = corner.complete(CORNER)
    corner.add("CUP-RED", 1, CORNER)
    no_address = corner.complete(CORNER)
    shipment = corner.ship_to(CORNER).json()["shipments"][0]["shipment_id"]
    choice = {"shipment_id": shipment, "shipping_method_id": "fast"}
    corner.call("POST", "/shipment/methods", CORNER, **choice)
    order = corner.complete(CORNER).json()

    assert (none.status_code, none.json()["error"]) == (404, "ErrorCartNotFound")
    assert (no_address.status_code, no_address.json()["error"]) == (412, "MissingShippingInfo")
    assert order["shipments"][0]["shipping_method"]["id"] == "fast"
    assert order["total"]["number"] == 1005 + 1500 + 102


def test_an_order_takes_from_the_stock(corner: Shopper) -> None:
    corner.place("CUP-RED", 2, CORNER)
    left = corner.add("CUP-RED", 2, CORNER)
    corner.place("CUP-BLUE", 1, CORNER)
    cup = corner.search("cup")["products"][0]

    assert left.json()["description"] == "Only 1 of Cup (Red) is left."
    assert [variant["available"] for variant in cup["variants"]] == [True, False, False]


def test_of_many_who_want_the_last_piece_one_gets_it(start: StartSandbox) -> None:
    sandbox = start()
    people = [Shopper(sandbox) for _ in range(6)]
    bodies = [person.order_body("CUP-BLUE", 1, CORNER) for person in people]

    def order(index: int) -> int:
        url = f"/api/v2/payment/domains/{CORNER}/place-order"
        return people[index].http.post(url, json=bodies[index]).status_code

    with ThreadPoolExecutor(6) as pool:
        codes = sorted(pool.map(order, range(6)))
    for person in people:
        person.http.close()

    assert codes == [200, 422, 422, 422, 422, 422]
