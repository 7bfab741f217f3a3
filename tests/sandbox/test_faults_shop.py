"""Scenarios in which something happens in the shop: tokens, keys, prices, stock, hours, and answers that get lost."""

from pathlib import Path

import httpx
import pytest

from firmly_tui.sandbox import SANDBOX_APP_ID
from tests.sandbox.conftest import CORNER, StartSandbox
from tests.sandbox.faults import OPTIONS, PLACE, SCENARIO, acted, is_sold, play
from tests.sandbox.quayside import QUAYSIDE, Customer, open_quayside, refused
from tests.sandbox.shopper import Shopper, adds_up

SLOT = "0900-1200"


def price(someone: Shopper) -> int:
    page = someone.http.get(f"/api/v1/domains-products/{CORNER}/cup").json()
    return next(variant["price"]["number"] for variant in page["variants"] if variant["sku"] == "CUP-RED")


@pytest.mark.parametrize(
    ("path", "identifier"),
    [(OPTIONS, "TokenExpired"), (f"/api/v2/domains/{CORNER}/cart", "InvalidJWTToken")],
)
def test_a_token_expires_until_the_session_is_renewed(corner: Shopper, path: str, identifier: str) -> None:
    corner.add("CUP-RED", 1, CORNER)
    play(corner, "expired-token")
    assert refused(corner.http.get(path)) == (401, identifier)
    renewed = corner.http.post(
        "/api/v1/browser-session",
        headers={"x-firmly-app-id": SANDBOX_APP_ID},
        json={"access_token": corner.token},
    ).json()
    assert renewed["device_id"] == corner.device_id
    answer = corner.http.get(path, headers={"x-firmly-authorization": renewed["access_token"]})
    assert answer.status_code == 200


def test_a_session_is_renewed_even_while_every_token_expires(corner: Shopper) -> None:
    play(corner, "expired-token,times=always")
    answer = corner.http.post("/api/v1/browser-session", headers={"x-firmly-app-id": SANDBOX_APP_ID})
    assert answer.status_code == 200
    assert corner.http.get("/api/v1/payment/key").status_code == 200
    assert [corner.cart(CORNER).status_code for _ in range(3)] == [401, 401, 401]


def test_a_card_for_the_old_key_is_refused_and_one_for_the_new_is_taken(corner: Shopper) -> None:
    old = corner.key()
    play(corner, "rotated-key")
    answer = corner.place("CUP-BLUE", domain=CORNER)
    assert refused(answer) == (409, "InvalidKey")
    assert corner.key()["kid"] != old["kid"]
    assert not is_sold(corner)
    assert corner.place("CUP-BLUE", domain=CORNER).status_code == 200


@pytest.mark.parametrize(("percent", "expected"), [(10, 1106), (-50, 503), (100, 2010)])
def test_the_goods_of_an_order_change_their_price(corner: Shopper, percent: int, expected: int) -> None:
    play(corner, f"price-change,percent={percent}")
    order = corner.place("CUP-RED", domain=CORNER).json()
    assert order["line_items"][0]["price"]["number"] == price(corner) == expected
    assert adds_up(order)
    corner.place("CUP-RED", domain=CORNER)
    assert price(corner) == expected


def test_the_goods_in_a_cart_change_their_price(corner: Shopper) -> None:
    corner.add("CUP-RED", 1, CORNER)
    corner.add("BEAD-1", 1, CORNER)
    play(corner, "price-change,percent=20,route=GET */cart")
    cart = corner.cart(CORNER).json()
    assert [line["price"]["number"] for line in cart["line_items"]] == [1206, 119]
    assert adds_up(cart)


def test_goods_that_are_named_change_their_price(corner: Shopper) -> None:
    play(corner, "price-change,sku=CUP-RED,route=*/domains/*,times=2")
    assert corner.add("BEAD-1", 1, CORNER).json()["line_items"][0]["price"]["number"] == 99
    corner.cart(CORNER)
    assert price(corner) == 1217
    play(corner, "price-change,sku=CUP-PINK,route=*/domains/*")
    corner.cart(CORNER)
    assert acted(corner) == [0]


@pytest.mark.parametrize("version", [1, 2])
def test_others_buy_the_goods_of_an_order(corner: Shopper, version: int) -> None:
    play(corner, "stock-race")
    answer = corner.place("CUP-BLUE", domain=CORNER, version=version)
    assert refused(answer) == (422, "ErrorNotEnoughStock")
    assert is_sold(corner)


def test_others_buy_what_is_in_the_cart_that_is_paid(corner: Shopper) -> None:
    corner.add("CUP-RED", 3, CORNER)
    corner.ship_to(CORNER)
    play(corner, "stock-race,left=2")
    answer = corner.complete(CORNER)
    assert answer.json()["description"].startswith("Only 2 of Cup (Red)")
    assert corner.cart(CORNER).json()["cart_status"] != "submitted"


def test_others_buy_what_the_simple_cart_names_in_its_path(corner: Shopper) -> None:
    play(corner, "stock-race,route=POST */line-items/*")
    answer = corner.http.post(f"/api/v1/domains/{CORNER}/cart/line-items/CUP-BLUE/quantity/1")
    assert refused(answer) == (409, "NotEnoughStockError")


def test_who_has_no_token_and_names_no_goods_meets_no_race(corner: Shopper) -> None:
    play(corner, "stock-race,route=*", "price-change,route=*", "slot-taken,route=*")
    without = httpx.Client(base_url=corner.http.base_url)
    for body in (b"", b"[]", b'{"items": [1, {"add_to_cart_ref": 7}]}', b"[" * 100_000, b"x" * 2_000_000):
        answer = without.post(PLACE, content=body)
        assert answer.status_code in {400, 401}
    without.close()
    assert acted(corner) == [0, 0, 0]


def test_a_slot_is_taken_before_it_can_be_chosen(start: StartSandbox, tmp_path: Path) -> None:
    with Customer(open_quayside(start, tmp_path)) as customer:
        customer.fill("SOFA")
        day = customer.free_slot(SLOT)
        play(customer, "slot-taken")
        taken = customer.send("STANDARD", selected_date=day, selected_time_slot=SLOT)
        assert refused(taken) == (400, "ErrorInvalidDate")
        assert customer.free_slot(SLOT) > day
        other = customer.send("STANDARD", selected_date=customer.free_slot(SLOT), selected_time_slot=SLOT)
        assert other.status_code == 200


def test_a_chosen_slot_is_taken_before_it_is_paid(start: StartSandbox, tmp_path: Path) -> None:
    with Customer(open_quayside(start, tmp_path)) as customer:
        customer.fill("SOFA")
        day = customer.free_slot(SLOT)
        customer.send("STANDARD", selected_date=day, selected_time_slot={"slot_id": SLOT})
        play(customer, "slot-taken")
        answer = customer.complete(QUAYSIDE)
        assert answer.status_code >= 400
        assert "is taken" in answer.json()["description"]
        assert customer.now()["cart_status"] != "submitted"
        assert acted(customer) == [1]


def test_an_order_exists_but_its_answer_gets_lost(corner: Shopper) -> None:
    play(corner, "lost-answer")
    with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        corner.place("CUP-BLUE", domain=CORNER)
    assert is_sold(corner)
    assert corner.cart(CORNER).status_code == 404


def test_a_refused_order_is_answered_as_ever(corner: Shopper) -> None:
    play(corner, "lost-answer,times=1")
    assert refused(corner.place("CUP-GREEN", domain=CORNER)) == (422, "ErrorNotEnoughStock")
    with pytest.raises(httpx.RemoteProtocolError):
        corner.place("CUP-BLUE", domain=CORNER)
    assert corner.http.get(SCENARIO).json()["active"][0]["acted"] == 1


def test_any_answer_can_get_lost(corner: Shopper) -> None:
    play(corner, "lost-answer,route=POST */line-items")
    with pytest.raises(httpx.RemoteProtocolError):
        corner.add("CUP-RED", 1, CORNER)
    assert corner.cart(CORNER).json()["line_items"][0]["sku"] == "CUP-RED"
