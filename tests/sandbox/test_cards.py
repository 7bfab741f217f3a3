"""Cards: the test numbers, what is checked of a card, and in which forms it is read."""

import httpx
import pytest

from firmly_tui.sandbox.payment.cards import TEST_CARDS, brand_of, passes_luhn
from tests.sandbox.conftest import CORNER
from tests.sandbox.shopper import CARD, SHOP, Shopper, encrypted

BREAKS_OFF = {"4000000000000341", "4000000000000358"}
REFUSED = {
    "4000000000000002": "ErrorPaymentDeclined",
    "4000000000009995": "CreditCardInsufficientFunds",
    "4000000000000069": "CreditCardInvalidExpiry",
    "4000000000000127": "CreditCardInvalidSecurityCode",
    "4000000000000119": "UnprocessableEntity",
}
COMPLETING = {
    "ErrorPaymentDeclined": (422, "CreditCardDeclined"),
    "UnprocessableEntity": (412, "CheckoutError"),
}


def code_for(number: str) -> str:
    return "1234" if brand_of(number) == "American Express" else "123"


@pytest.mark.parametrize("card", TEST_CARDS, ids=lambda card: card.number[-4:])
def test_every_test_card_does_what_its_meaning_says(shopper: Shopper, card: object) -> None:
    sku = shopper.skus("tessel.example")[0]
    names = [
        name
        for name, _ in shopper.stream(
            sku, "tessel.example", number=card.number, verification_value=code_for(card.number)
        )
    ]
    end = "broken-off" if card.number in BREAKS_OFF else "error" if card.number in REFUSED else "order-placed"
    assert passes_luhn(card.number)
    assert names == ["creating-cart", "item-added", "shipping-updated", end]


@pytest.mark.parametrize(("number", "error"), REFUSED.items())
def test_a_refused_card_is_named_by_the_route(shopper: Shopper, number: str, error: str) -> None:
    sku = shopper.skus(SHOP)[0]
    placed = shopper.place(sku, number=number)
    completed = shopper.complete(number=number, version=1)

    assert (placed.status_code, placed.json()["error"]) == (422, error)
    expected = COMPLETING.get(error, (422, error))
    assert (completed.status_code, completed.json()["error"]) == expected


@pytest.mark.parametrize("placed", [False, True])
def test_a_connection_breaks_off_before_or_after_the_order_exists(corner: Shopper, placed: bool) -> None:
    number = "4000000000000358" if placed else "4000000000000341"
    with pytest.raises(httpx.RemoteProtocolError):
        corner.place("CUP-BLUE", 1, CORNER, number=number)
    assert corner.cart(CORNER).status_code == (404 if placed else 200)
    assert corner.place("CUP-BLUE", 1, CORNER).status_code == (422 if placed else 200)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"number": "4111111111111112"}, "CreditCardInvalidNumber"),
        ({"number": "41111111111"}, "CreditCardInvalidNumber"),
        ({"number": "cardnumber"}, "CreditCardInvalidNumber"),
        ({"month": "01", "year": "2020"}, "CreditCardInvalidExpiry"),
        ({"month": "13"}, "CreditCardInvalidExpiry"),
        ({"month": "soon"}, "CreditCardInvalidExpiry"),
        ({"verification_value": "1234"}, "CreditCardInvalidSecurityCode"),
        ({"number": "378282246310005"}, "CreditCardInvalidSecurityCode"),
        ({"number": None}, "ErrorInvalidInputBody"),
        ({"verification_value": []}, "ErrorInvalidInputBody"),
    ],
)
def test_a_card_that_cannot_be_right_is_refused(
    shopper: Shopper, change: dict[str, object], error: str
) -> None:
    assert shopper.place(shopper.skus(SHOP)[0], **change).json()["error"] == error


@pytest.mark.parametrize(
    "payload",
    [
        {"number": "4111 1111 1111 1111", "exp_month": 8, "exp_year": 90, "verification_value": "123"},
        {"number": 4242424242424242, "month": 8, "year": 2090, "verification_value": 123},
        {**CARD, "number": "2223003122003222"},
    ],
)
def test_other_payload_forms_are_read(shopper: Shopper, payload: dict[str, object]) -> None:
    body = shopper.order_body(shopper.skus(SHOP)[0])
    body["encrypted_card"] = encrypted(payload, shopper.key())
    order = shopper.http.post(f"/api/v2/payment/domains/{SHOP}/place-order", json=body).json()
    assert order["payment_summary"]["year"] == 2090


def test_the_list_of_test_cards_is_served_without_codes(shopper: Shopper) -> None:
    cards = shopper.http.get("/sandbox/cards").json()["cards"]
    assert [set(card) for card in cards] == [{"number", "brand", "meaning"}] * len(TEST_CARDS)
