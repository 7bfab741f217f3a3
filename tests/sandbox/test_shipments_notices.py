"""The states of a cart: what blocks it, what changed about it, and that a blocked cart cannot be ordered."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from firmly_tui.sandbox import Sandbox
from firmly_tui.sandbox.store import Store
from tests.sandbox.conftest import StartSandbox
from tests.sandbox.quayside import PICK_UP, QUAYSIDE, Customer, open_quayside, refused
from tests.sandbox.shopper import JSON, adds_up

HAWAII = {"city": "Hilo", "state_or_province": "HI", "postal_code": "96720"}
CANADA = {"city": "Ottawa", "state_or_province": "ON", "postal_code": "K1A 0B1", "country": "CA"}


@pytest.fixture
def quayside(start: StartSandbox, tmp_path: Path) -> Sandbox:
    return open_quayside(start, tmp_path)


@pytest.fixture
def customer(quayside: Sandbox) -> Iterator[Customer]:
    someone = Customer(quayside)
    with someone:
        yield someone


def codes(cart: JSON) -> list[str]:
    return [notice["code"] for notice in cart["notices"]]


@pytest.mark.parametrize(("place", "name"), [(HAWAII, "Hawaii"), (CANADA, "Canada")])
def test_goods_that_are_not_sent_to_a_place_block_the_cart_until_they_go(
    customer: Customer, place: dict[str, object], name: str
) -> None:
    customer.fill("MUG", "VASE")
    cart = customer.ship_to(QUAYSIDE, **place).json()
    simple = customer.http.get(f"/api/v1/domains/{QUAYSIDE}/cart").json()
    refusal = customer.complete(QUAYSIDE)
    vase = cart["line_items"][1]["line_item_id"]
    after = customer.call("PUT", f"/line-items/{vase}", QUAYSIDE, quantity=0).json()

    assert cart["cart_status"] == simple["cart_status"] == "item_not_shippable"
    assert cart["notices"] == [
        {
            "code": "ITEM_NOT_SHIPPABLE",
            "message": f"Vase cannot be sent to {name}. Remove it, or change the address.",
            "line_item_id": vase,
            "shipment_id": cart["shipments"][0]["shipment_id"],
        }
    ]
    assert simple["notice"] == [cart["notices"][0]["message"]]
    assert refused(refusal) == (412, "CheckoutError")
    assert refusal.json()["description"] == cart["notices"][0]["message"]
    assert (after["cart_status"], after["notices"]) == ("active", [])


def test_what_cannot_be_sent_can_be_picked_up(customer: Customer) -> None:
    customer.fill("VASE")
    customer.ship_to(QUAYSIDE, **HAWAII)
    cart = customer.fulfill(PICK_UP, location_id="center").json()
    assert cart["cart_status"] == "active"


def test_an_address_of_its_own_decides_where_a_shipment_can_go(customer: Customer) -> None:
    first = customer.fill("MUG", "VASE")
    vase = first["shipments"][0]["line_item_ids"][1]
    name = first["shipments"][0]["shipment_id"]
    parted = customer.call(
        "POST", "/shipments/split", QUAYSIDE, shipment_id=name, line_item_ids=[vase]
    ).json()
    near, far = (
        customer.ship_to(QUAYSIDE, **HAWAII, shipment_id=shipment["shipment_id"]).json()
        for shipment in parted["shipments"]
    )
    assert codes(near) == []
    assert codes(far) == ["ITEM_NOT_SHIPPABLE"]


def test_a_new_price_is_told_but_blocks_nothing(
    quayside: Sandbox, customer: Customer, tmp_path: Path
) -> None:
    customer.fill("MUG", "VASE")
    store = Store(tmp_path / "sandbox.db")
    with store.change() as transaction:
        transaction.set_price(QUAYSIDE, "MUG", 2150)
        transaction.set_price(QUAYSIDE, "VASE", 1900)
    store.close()
    cart = customer.now()
    simple = customer.http.get(f"/api/v1/domains/{QUAYSIDE}/cart").json()
    mug = cart["line_items"][0]["line_item_id"]
    seen = customer.call("PUT", f"/line-items/{mug}", QUAYSIDE, quantity=1).json()

    assert cart["cart_status"] == "active"
    assert codes(cart) == ["PRICE_INCREASED", "PRICE_DECREASED"]
    assert cart["notices"][0]["message"] == "Mug costs $21.50 now. It was $20.00."
    assert simple["notice"] == [notice["message"] for notice in cart["notices"]]
    assert codes(seen) == ["PRICE_DECREASED"]
    assert adds_up(cart)
    assert customer.complete(QUAYSIDE).json()["total"] == seen["total"]


def test_two_lines_of_one_sku_share_what_is_left(
    quayside: Sandbox, customer: Customer, tmp_path: Path
) -> None:
    customer.fill("MUG")
    customer.call("POST", "/line-items", QUAYSIDE, variant_id="MUG", quantity=2, variant_handles=["engraved"])
    store = Store(tmp_path / "sandbox.db")
    with store.change() as transaction:
        transaction.set_stock(QUAYSIDE, "MUG", 2)
    store.close()
    cart = customer.now()

    assert cart["cart_status"] == "checkout_blocked"
    assert codes(cart) == ["ITEM_OUT_OF_STOCK"] * 2
    assert cart["notices"][0]["message"] == "Only 2 of Mug left."
    assert customer.complete(QUAYSIDE).status_code == 412


def test_an_order_placed_at_once_is_refused_for_goods_that_cannot_go_there(customer: Customer) -> None:
    body = customer.order_body("VASE", 1, QUAYSIDE)
    body["shipping_info"] = {**body["shipping_info"], **HAWAII}
    answers = [
        customer.http.post(f"/api/v{version}/payment/domains/{QUAYSIDE}/place-order", json=body)
        for version in (1, 2)
    ]
    assert [refused(answer) for answer in answers] == [(422, "UnprocessableEntity")] * 2
    assert customer.now()["cart_status"] == "item_not_shippable"
