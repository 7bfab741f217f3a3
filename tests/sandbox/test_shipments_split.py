"""Splitting and merging shipments: the sandbox's own extension."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.sandbox.conftest import StartSandbox
from tests.sandbox.quayside import BRING, PICK_UP, QUAYSIDE, SHIP, Customer, open_quayside, refused
from tests.sandbox.shopper import JSON, adds_up


@pytest.fixture
def customer(start: StartSandbox, tmp_path: Path) -> Iterator[Customer]:
    someone = Customer(open_quayside(start, tmp_path))
    with someone:
        yield someone


def split(customer: Customer, shipment: JSON, ids: list[str]) -> httpx.Response:
    body = {"shipment_id": shipment["shipment_id"], "line_item_ids": ids}
    return customer.call("POST", "/shipments/split", QUAYSIDE, **body)


def merge(customer: Customer, *shipments: JSON) -> httpx.Response:
    names = [shipment["shipment_id"] for shipment in shipments]
    return customer.call("POST", "/shipments/merge", QUAYSIDE, shipment_ids=names)


def test_a_split_shipment_goes_two_ways_and_costs_twice(customer: Customer) -> None:
    customer.fill("MUG", "VASE")
    customer.send("air")
    first = customer.shipment()
    mug, vase = first["line_item_ids"]
    cart = split(customer, first, [vase]).json()
    chosen = customer.fulfill(PICK_UP, 1, location_id="center").json()

    assert [shipment["line_item_ids"] for shipment in cart["shipments"]] == [[mug], [vase]]
    assert [shipment["shipping_method"]["id"] for shipment in cart["shipments"]] == ["air", "air"]
    assert cart["shipping_total"]["number"] == 3000
    assert [found["fulfillment_type"]["id"] for found in chosen["shipments"]] == [SHIP, PICK_UP]
    assert adds_up(cart)
    assert adds_up(chosen)


def test_merging_undoes_a_split(customer: Customer) -> None:
    before = customer.fill("MUG", "VASE")
    shipments = split(customer, before["shipments"][0], before["shipments"][0]["line_item_ids"][1:]).json()
    after = merge(customer, *shipments["shipments"]).json()

    assert [found["line_item_ids"] for found in after["shipments"]] == [
        before["shipments"][0]["line_item_ids"]
    ]
    assert after["total"] == before["total"]


def test_goods_of_different_kinds_merge_where_one_way_fits_all(customer: Customer) -> None:
    cart = customer.fill("CHAIR", "SOFA")
    customer.send("air")
    together = merge(customer, *cart["shipments"]).json()["shipments"]

    assert len(together) == 1
    assert together[0]["fulfillment_type"]["id"] == BRING
    assert [kind["id"] for kind in together[0]["fulfillment_type_options"]] == [BRING]
    assert together[0]["shipping_method"]["id"] == "STANDARD"


def test_what_cannot_be_split_or_merged_is_refused_and_nothing_changes(customer: Customer) -> None:
    before = customer.fill("MUG", "SOFA")
    mug, sofa = before["shipments"]
    nowhere = {"shipment_id": "ship_0"}

    assert refused(merge(customer, mug, sofa)) == (400, "ErrorInvalidInputBody")
    assert refused(merge(customer, mug, mug)) == (400, "ErrorInvalidInputBody")
    assert refused(merge(customer, mug, nowhere)) == (404, "ErrorShipmentNotFound")
    assert refused(split(customer, mug, mug["line_item_ids"])) == (400, "ErrorInvalidInputBody")
    assert refused(split(customer, mug, sofa["line_item_ids"])) == (400, "ErrorInvalidInputBody")
    assert refused(split(customer, mug, [])) == (400, "ErrorInvalidInputBody")
    assert refused(split(customer, nowhere, mug["line_item_ids"])) == (404, "ErrorShipmentNotFound")
    assert customer.now() == before


def test_lines_stay_in_their_shipments_when_others_change(customer: Customer) -> None:
    first = customer.fill("MUG", "VASE")["shipments"][0]
    mug, vase = first["line_item_ids"]
    split(customer, first, [vase])
    more = customer.call("PUT", f"/line-items/{vase}", QUAYSIDE, quantity=2).json()
    less = customer.call("PUT", f"/line-items/{mug}", QUAYSIDE, quantity=0).json()

    assert [shipment["line_item_ids"] for shipment in more["shipments"]] == [[mug], [vase]]
    assert [shipment["line_item_ids"] for shipment in less["shipments"]] == [[vase]]
