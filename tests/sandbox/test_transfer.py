"""Taking over the cart that a shopper has at the merchant's own site."""

import httpx
import pytest

from tests.sandbox.conftest import CORNER, OpenShop
from tests.sandbox.shopper import Shopper

ANNA = {"email": "anna@example.com"}
OPAQUE = "3a94675ca8535c44bb8c7a6190e6512a7660ad2b"


def transfer(shopper: Shopper, version: int = 2, **body: object) -> httpx.Response:
    return shopper.http.post(f"/api/v{version}/domains/{CORNER}/session/transfer", json=body)


def goods(answer: httpx.Response) -> list[tuple[str, int]]:
    return [(line["sku"], line["quantity"]) for line in answer.json()["line_items"]]


def refused(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]


@pytest.mark.parametrize("version", [1, 2])
def test_a_handle_puts_its_goods_in_the_place_of_others(corner: Shopper, version: int) -> None:
    cart_id = corner.add("BEAD-1", 1, CORNER).json()["cart_id"]
    answer = transfer(corner, version, handle="cart:CUP-RED*2, BEAD-7")

    assert goods(answer) == [("CUP-RED", 2), ("BEAD-7", 1)]
    assert answer.json()["cart_id"] == cart_id
    assert answer.json()["sub_total"]["number"] == 2109
    assert ("tax" in answer.json()) == (version == 1)


def test_a_rich_handle_is_understood(corner: Shopper) -> None:
    rich = {"handle": "cart:CUP-RED", "token": "t" * 36, "merchantData": {"a": [1]}, "version": "1.0"}
    assert goods(transfer(corner, handle=rich)) == [("CUP-RED", 1)]
    for wrong in ({**rich, "token": "t" * 35}, {**rich, "version": "2.0"}, {"token": "t" * 36}, 7, None):
        assert refused(transfer(corner, handle=wrong)) == (400, "ErrorInvalidInputBody")


@pytest.mark.parametrize("version", [1, 2])
def test_a_handle_of_a_browser_brings_the_first_goods_in_stock(corner: Shopper, version: int) -> None:
    assert goods(transfer(corner, version, handle=OPAQUE)) == [("CUP-RED", 1)]


@pytest.mark.parametrize(
    "cookies",
    [
        ["_s=1; Path=/", "cart=CUP-RED*2%2CBEAD-7; Path=/; HttpOnly"],
        ["_s=1; Path=/, cart=CUP-RED*2%2CBEAD-7; Path=/"],
        "cart=CUP-RED*2%2CBEAD-7; Path=/",
    ],
)
def test_cookies_alone_can_bring_a_cart(corner: Shopper, cookies: object) -> None:
    assert goods(transfer(corner, 1, handle="", cookies=cookies)) == [("CUP-RED", 2), ("BEAD-7", 1)]


@pytest.mark.parametrize(
    ("body", "simple", "full"),
    [
        ({}, (400, "MissingRequiredHandle"), (400, "ErrorInvalidInputBody")),
        ({"handle": ""}, (400, "MissingRequiredHandle"), (400, "ErrorInvalidInputBody")),
        ({"handle": "", "cookies": ["a=b"]}, (400, "MissingRequiredCookie"), (400, "MissingRequiredCookie")),
        ({"handle": "zzz"}, (409, "CannotTransferSession"), (422, "ErrorCannotTransferSession")),
        ({"handle": "cart:NO"}, (409, "CannotTransferSession"), (422, "ErrorCannotTransferSession")),
        ({"handle": "cart:CUP-RED*0"}, (409, "CannotTransferSession"), (422, "ErrorCannotTransferSession")),
        ({"handle": "cart:"}, (409, "CannotTransferSession"), (422, "ErrorNoLineItem")),
        ({"handle": "cart:CUP-RED*4"}, (409, "CannotTransferSession"), (422, "ErrorNotEnoughStock")),
        ({"handle": []}, (422, "InvalidInputBody"), (400, "ErrorInvalidInputBody")),
        ({"handle": OPAQUE, "cookies": 1}, (422, "InvalidInputBody"), (400, "ErrorInvalidInputBody")),
    ],
)
def test_what_cannot_come_over_is_refused_and_leaves_the_cart(
    corner: Shopper, body: dict[str, object], simple: tuple[int, str], full: tuple[int, str]
) -> None:
    corner.add("BEAD-1", 1, CORNER)
    assert refused(transfer(corner, 1, **body)) == simple
    assert refused(transfer(corner, 2, **body)) == full
    assert goods(corner.cart(CORNER)) == [("BEAD-1", 1)]


def test_a_customer_of_the_site_comes_over_as_one(shop: OpenShop) -> None:
    shopper = shop(terms={"accounts": [ANNA], "requires_login": True})
    guest = transfer(shopper, handle="cart:CUP-RED")
    stranger = transfer(shopper, handle="cart:CUP-RED", cookies=["customer=someone@example.com"])
    unlucky = transfer(shopper, handle="cart:CUP-GREEN", cookies=["customer=anna%40example.com"])
    still_guest = shopper.http.get(f"/api/v1/domains/{CORNER}/cart").json()
    customer = transfer(shopper, handle="cart:CUP-RED", cookies=["customer=anna%40example.com; Path=/"])

    assert refused(guest) == (400, "MissingRequiredCookie")
    assert refused(stranger) == (422, "ErrorCannotTransferSession")
    assert refused(unlucky) == (422, "ErrorNotEnoughStock")
    assert still_guest["session"]["is_logged_in"] is False
    assert customer.json()["session"]["is_logged_in"] is True
    assert goods(transfer(shopper, handle="cart:CUP-BLUE")) == [("CUP-BLUE", 1)]
