"""Shipments: which goods go together, how they reach the shopper, and what a choice resets."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sandbox.conftest import StartSandbox
from tests.sandbox.quayside import BRING, PICK_UP, QUAYSIDE, SHIP, Customer, open_quayside, refused
from tests.sandbox.shopper import SEATTLE, adds_up


@pytest.fixture
def customer(start: StartSandbox, tmp_path: Path) -> Iterator[Customer]:
    someone = Customer(open_quayside(start, tmp_path))
    with someone:
        yield someone


def test_goods_that_can_travel_alike_share_a_shipment_and_offer_all_their_ways(customer: Customer) -> None:
    cart = customer.fill("MUG", "SOFA", "VASE", "VOUCHER", "CHAIR")
    ids = {line["sku"]: line["line_item_id"] for line in cart["line_items"]}

    assert [shipment["line_item_ids"] for shipment in cart["shipments"]] == [
        [ids["MUG"], ids["VASE"]],
        [ids["SOFA"]],
        [ids["CHAIR"]],
    ]
    offered = [[kind["id"] for kind in found["fulfillment_type_options"]] for found in cart["shipments"]]
    assert offered == [[SHIP, PICK_UP], [BRING], [SHIP, BRING]]
    assert [found["shipping_method"]["id"] for found in cart["shipments"]] == ["ground", "STANDARD", "ground"]
    assert cart["shipping_total"]["number"] == 500 + 7500 + 500
    assert adds_up(cart)


@pytest.mark.parametrize("spelling", ["PICKUP_IN_STORE", "IN_STORE_PICKUP"])
def test_a_pickup_names_its_store_and_takes_its_cheapest_method(customer: Customer, spelling: str) -> None:
    customer.fill("MUG")
    customer.send("air", notes="Ring")
    shipment = customer.fulfill(spelling, location_id="center").json()["shipments"][0]

    assert shipment["fulfillment_type"]["id"] == PICK_UP
    assert shipment["selected_location"]["location_id"] == "center"
    assert shipment["selected_location"]["operating_hours"] == [
        {"day": "monday", "hours": "9:00 AM - 5:00 PM"}
    ]
    assert shipment["shipping_method"]["id"] == "COUNTER"
    assert shipment["notes"] == "Ring"


def test_another_fulfillment_type_forgets_place_method_day_and_hours(customer: Customer) -> None:
    customer.fill("CHAIR")
    customer.fulfill(BRING)
    day = customer.free_slot("0900-1200")
    chosen = customer.send("GLOVE", selected_date=day, selected_time_slot="0900-1200").json()["shipments"][0]
    shipped = customer.fulfill(SHIP).json()["shipments"][0]

    assert (chosen["selected_date"], chosen["selected_time_slot"]["slot_id"]) == (day, "0900-1200")
    assert shipped["fulfillment_type"]["id"] == SHIP
    assert shipped["shipping_method"]["id"] == "ground"
    assert [shipped[name] for name in ("selected_location", "selected_date", "selected_time_slot")] == [
        None
    ] * 3


@pytest.mark.parametrize(
    ("sku", "kind", "more", "answer"),
    [
        ("MUG", "PIGEON", {}, (400, "ErrorInvalidFulfillmentType")),
        ("SOFA", SHIP, {}, (400, "ErrorInvalidFulfillmentType")),
        ("MUG", PICK_UP, {}, (400, "ErrorInvalidInputBody")),
        ("MUG", PICK_UP, {"location_id": "moon"}, (404, "ErrorLocationNotFound")),
        ("MUG", SHIP, {"shipment_id": "ship_0"}, (404, "ErrorShipmentNotFound")),
    ],
)
def test_a_fulfillment_type_that_is_not_offered_is_refused(
    customer: Customer, sku: str, kind: str, more: dict[str, object], answer: tuple[int, str]
) -> None:
    before = customer.fill(sku)
    assert refused(customer.fulfill(kind, **more)) == answer
    assert customer.now() == before


def test_a_pickup_needs_no_address_to_be_chosen_but_other_ways_do(customer: Customer) -> None:
    customer.add("MUG", 1, QUAYSIDE)
    early = customer.send("ground")
    customer.fulfill(PICK_UP, location_id="center")
    late = customer.send("CURB", pickup_option="curb").json()

    assert refused(early) == (422, "ErrorMissingShippingInfo")
    assert late["shipments"][0]["shipping_method"]["id"] == "CURB"
    assert late["shipments"][0]["pickup_option"]["name"] == "Curb"
    assert late["shipping_total"]["number"] == 200


def test_a_store_hands_out_only_in_the_ways_it_has(customer: Customer) -> None:
    customer.fill("MUG")
    shipment = customer.fulfill(PICK_UP, location_id="harbor").json()["shipments"][0]

    assert [method["id"] for method in shipment["shipping_method_options"]] == ["COUNTER"]
    assert refused(customer.send("CURB")) == (400, "ErrorInvalidShippingMethod")
    assert refused(customer.send("COUNTER", pickup_option="curb")) == (400, "ErrorInvalidShippingMethod")


def test_a_new_method_forgets_the_pickup_option_and_the_window_of_the_old_one(customer: Customer) -> None:
    customer.fill("MUG", "SOFA")
    customer.fulfill(PICK_UP, location_id="center")
    customer.send("CURB", pickup_option="curb")
    windowed = customer.send("STANDARD", 1, window_id="soon").json()["shipments"][1]
    customer.send("COUNTER")
    cart = customer.send("GLOVE", 1).json()

    assert windowed["selected_window"]["window_id"] == "soon"
    assert cart["shipments"][0]["pickup_option"] is None
    assert "selected_window" not in cart["shipments"][1]
    assert cart["shipping_total"]["number"] == 19999


def test_goods_for_pickup_only_wait_for_a_store(customer: Customer) -> None:
    cart = customer.fill("LENS")
    refusal = customer.complete(QUAYSIDE)
    chosen = customer.fulfill(PICK_UP, location_id="center").json()

    assert cart["cart_status"] == "checkout_blocked"
    assert cart["notices"][0]["code"] == "SHIPPING_NOT_AVAILABLE"
    assert refusal.status_code == 412
    assert chosen["cart_status"] == "active"
    assert customer.complete(QUAYSIDE).json()["shipments"][0]["selected_location"]["name"] == "Center"


def test_a_shipment_may_have_an_address_of_its_own(customer: Customer) -> None:
    customer.fill("MUG", "SOFA")
    other = {**SEATTLE, "city": "Portland", "state_or_province": "OR", "postal_code": "97201"}
    name = customer.shipment(1)["shipment_id"]
    split = customer.call("POST", "/shipping-info", QUAYSIDE, **other, shipment_id=name).json()
    unknown = customer.call("POST", "/shipping-info", QUAYSIDE, **other, shipment_id="ship_0")
    whole = customer.ship_to(QUAYSIDE).json()

    assert split["shipping_info"]["city"] == "Seattle"
    assert "shipping_info" not in split["shipments"][0]
    assert split["shipments"][1]["shipping_info"]["city"] == "Portland"
    assert "shipment_id" not in split["shipments"][1]["shipping_info"]
    assert refused(unknown) == (404, "ErrorShipmentNotFound")
    assert "shipping_info" not in whole["shipments"][1]


def test_the_first_address_is_that_of_all_shipments(customer: Customer) -> None:
    customer.add("MUG", 1, QUAYSIDE)
    customer.add("SOFA", 1, QUAYSIDE)
    name = customer.shipment(1)["shipment_id"]
    cart = customer.call("POST", "/shipping-info", QUAYSIDE, **SEATTLE, shipment_id=name).json()
    assert cart["shipping_info"]["city"] == "Seattle"
    assert all(shipment["shipping_method"] for shipment in cart["shipments"])


def test_goods_that_are_not_shipped_need_no_address_and_can_be_bought(customer: Customer) -> None:
    customer.add("VOUCHER", 1, QUAYSIDE)
    needless = customer.ship_to(QUAYSIDE)
    simple = customer.http.post(f"/api/v1/domains/{QUAYSIDE}/cart/shipping-info", json=SEATTLE)
    handle = customer.now()["payment_handle"]
    completed = customer.complete(QUAYSIDE).json()
    placed = customer.place("VOUCHER", domain=QUAYSIDE).json()

    assert refused(needless) == (400, "ErrorShippingNotNeeded")
    assert refused(simple) == (400, "ShippingNotNeeded")
    assert handle.startswith(completed["cart_id"])
    assert completed["cart_status"] == placed["cart_status"] == "submitted"
    assert completed["shipments"] == []
    assert completed["total"]["number"] == 2000
    assert adds_up(placed)


def test_a_simple_method_is_that_of_every_shipment_that_offers_it(customer: Customer) -> None:
    customer.fill("MUG", "SOFA", "CHAIR")
    path = f"/api/v1/domains/{QUAYSIDE}/cart/shipping-method"
    simple = customer.http.post(path, json={"shipping_method": "air"}).json()
    other = customer.http.post(path, json={"shipping_method": "GLOVE"}).json()
    unknown = customer.http.post(path, json={"shipping_method": "raft"})

    assert [method["sku"] for method in simple["shipping_method_options"]] == ["ground", "air"]
    assert simple["shipping_method"]["sku"] == "air"
    assert simple["shipping_total"]["number"] == 1500 + 7500 + 1500
    assert other["shipping_total"]["number"] == 1500 + 19999 + 1500
    assert refused(unknown) == (400, "InvalidShippingMethod")
