"""The cart: adding, changing, limits, stock, and two API versions on one cart."""

import httpx
import pytest

from tests.sandbox.conftest import CORNER, StartSandbox
from tests.sandbox.shopper import Shopper


def refused(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]


def test_without_a_cart_v2_says_not_found_and_v1_shows_an_empty_one(corner: Shopper) -> None:
    assert refused(corner.cart(CORNER)) == (404, "ErrorCartNotFound")
    empty = corner.http.get(f"/api/v1/domains/{CORNER}/cart/").json()
    assert empty["line_items"] == []
    assert empty["total"]["number"] == 0


@pytest.mark.parametrize(
    "body",
    [
        {"add_to_cart_ref": {"variant_id": "CUP-RED", "product_id": None}, "quantity": 2},
        {"variant_id": "CUP-RED", "quantity": "2"},
        {"sku": "CUP-RED", "quantity": 2, "price": {"number": 1}},
    ],
)
def test_goods_are_added_in_every_documented_form(corner: Shopper, body: dict[str, object]) -> None:
    cart = corner.call("POST", "/line-items", CORNER, **body).json()
    assert [(line["sku"], line["quantity"]) for line in cart["line_items"]] == [("CUP-RED", 2)]
    assert cart["sub_total"]["number"] == 2010
    assert cart["shipments"][0]["line_item_ids"] == [cart["line_items"][0]["line_item_id"]]
    assert cart["shipments"][0]["shipping_method"] is None


def test_the_same_goods_join_one_line_and_flush_starts_over(corner: Shopper) -> None:
    corner.add("BEAD-1", 2, CORNER)
    joined = corner.add("BEAD-1", 3, CORNER).json()
    url = f"/api/v2/domains/{CORNER}/cart/line-items?flush_cart=true"
    flushed = corner.http.post(url, json={"variant_id": "BEAD-2", "quantity": 1}).json()

    assert [line["quantity"] for line in joined["line_items"]] == [5]
    assert [line["sku"] for line in flushed["line_items"]] == ["BEAD-2"]
    assert flushed["cart_id"] == joined["cart_id"]


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_quantity_is_changed_and_zero_removes(corner: Shopper, method: str) -> None:
    item = corner.add("BEAD-1", 1, CORNER).json()["line_items"][0]["line_item_id"]
    more = corner.call(method, f"/line-items/{item}", CORNER, quantity=4).json()
    negative = corner.call(method, f"/line-items/{item}", CORNER, quantity=-1)
    none = corner.call(method, f"/line-items/{item}", CORNER, quantity=0).json()
    gone = corner.call(method, f"/line-items/{item}", CORNER, quantity=1)

    assert more["line_items"][0]["quantity"] == 4
    assert refused(negative) == (400, "ErrorInvalidQuantity")
    assert none["line_items"] == []
    assert refused(gone) == (404, "ErrorLineItemNotFound")


def test_clearing_keeps_the_cart_and_its_address(corner: Shopper) -> None:
    corner.add("BEAD-1", 1, CORNER)
    before = corner.ship_to(CORNER).json()
    after = corner.call("DELETE", "/line-items", CORNER).json()

    assert after["cart_id"] == before["cart_id"]
    assert after["shipping_info"] == before["shipping_info"]
    assert (after["line_items"], after["shipments"], after["total"]["number"]) == ([], [], 0)


def test_more_than_the_stock_is_refused_with_what_is_left(corner: Shopper) -> None:
    corner.add("CUP-RED", 2, CORNER)
    too_many = corner.add("CUP-RED", 2, CORNER)
    single = corner.add("CUP-BLUE", 2, CORNER)
    none = corner.add("CUP-GREEN", 1, CORNER)

    assert refused(too_many) == refused(single) == refused(none) == (422, "ErrorNotEnoughStock")
    assert too_many.json()["description"] == "Only 3 of Cup (Red) are left."
    assert single.json()["description"] == "Only 1 of Cup (Blue) is left."
    assert none.json()["description"] == "Cup (Green) is sold out."
    assert corner.cart(CORNER).json()["line_items"][0]["quantity"] == 2


def test_a_cart_has_limits_and_says_what_to_do(corner: Shopper) -> None:
    ten = corner.add("BEAD-0", 10, CORNER)
    eleven = corner.add("BEAD-0", 1, CORNER)
    for number in range(1, 100):
        assert corner.add(f"BEAD-{number}", 1, CORNER).status_code == 200
    full = corner.add("BEAD-100", 1, CORNER)

    assert ten.status_code == 200
    assert refused(eleven) == (400, "ErrorExceedMaxQtyCart")
    assert refused(full) == (422, "ErrorCannotCreateCart")
    assert "Remove one" in full.json()["description"]
    assert len(corner.cart(CORNER).json()["line_items"]) == 100


def test_both_versions_show_one_cart_in_their_own_words(corner: Shopper) -> None:
    corner.add("CUP-RED", 1, CORNER)
    corner.ship_to(CORNER)
    v1 = corner.http.get(f"/api/v1/domains/{CORNER}/cart").json()
    v2 = corner.http.get(f"/api/v2/domains/{CORNER}/cart/").json()

    assert v1["cart_id"] == v2["cart_id"]
    assert v1["tax"] == v2["tax_total"]
    assert v1["shipping_method"]["sku"] == v2["shipments"][0]["shipping_method"]["id"] == "slow"
    assert "tax_total" not in v1
    assert "tax" not in v2


def test_the_cheapest_method_is_chosen_until_the_shopper_chooses(corner: Shopper) -> None:
    corner.add("CUP-RED", 1, CORNER)
    shipment = corner.ship_to(CORNER).json()["shipments"][0]
    choice = {"shipment_id": shipment["shipment_id"], "shipping_method_id": "fast"}
    chosen = corner.call("POST", "/shipment/methods", CORNER, **choice, notes="Ring")
    alias = corner.call(
        "POST", "/shipments/shipping-method", CORNER, **{**choice, "shipping_method_id": "slow"}
    )

    assert [method["id"] for method in shipment["shipping_method_options"]] == ["slow", "fast"]
    assert shipment["shipping_method"]["id"] == "slow"
    assert chosen.json()["shipments"][0]["shipping_method"]["id"] == "fast"
    assert chosen.json()["shipments"][0]["notes"] == "Ring"
    assert chosen.json()["shipping_total"]["number"] == 1500
    assert alias.json()["shipping_total"]["number"] == 500


def test_a_method_that_cannot_be_chosen_is_refused(corner: Shopper) -> None:
    shipment = corner.add("CUP-RED", 1, CORNER).json()["shipments"][0]["shipment_id"]

    def choose(shipment_id: str, method: str) -> tuple[int, str]:
        body = {"shipment_id": shipment_id, "shipping_method_id": method}
        return refused(corner.call("POST", "/shipment/methods", CORNER, **body))

    before_address = choose(shipment, "fast")
    corner.ship_to(CORNER)
    assert before_address == (422, "ErrorMissingShippingInfo")
    assert choose("another", "fast") == (404, "ErrorShipmentNotFound")
    assert choose(shipment, "drone") == (400, "ErrorInvalidShippingMethod")


def test_shipping_is_free_from_the_subtotal_on_that_the_merchant_names(corner: Shopper) -> None:
    corner.add("BEAD-1", 10, CORNER)
    paid = corner.ship_to(CORNER).json()
    for number in range(2, 11):
        free = corner.add(f"BEAD-{number}", 10, CORNER).json()

    assert paid["shipping_total"]["number"] == 500
    assert free["sub_total"]["number"] == 9900
    assert free["shipping_total"]["number"] == 0


def test_unknown_goods_and_merchants_are_refused(corner: Shopper) -> None:
    assert refused(corner.add("NOTHING", 1, CORNER)) == (404, "ErrorProductNotFound")
    assert refused(corner.add("UNSUPPORTED", 1, CORNER)) == (409, "ErrorProductNotSupported")
    assert refused(corner.add("CUP-RED", 1, "nowhere.example")) == (404, "ErrorPartnerNotFound")
    assert refused(corner.call("DELETE", "/line-items", CORNER)) == (404, "ErrorCartNotFound")


def test_a_cart_whose_goods_were_sold_to_others_is_blocked_and_says_why(start: StartSandbox) -> None:
    sandbox = start()
    first, second = Shopper(sandbox), Shopper(sandbox)
    with first, second:
        item = first.add("CUP-BLUE", 1, CORNER).json()["line_items"][0]["line_item_id"]
        second.place("CUP-BLUE", domain=CORNER)
        cart = first.cart(CORNER).json()

    assert cart["cart_status"] == "checkout_blocked"
    assert cart["notices"] == [
        {"code": "ITEM_OUT_OF_STOCK", "message": "Cup (Blue) is sold out by now.", "line_item_id": item}
    ]
