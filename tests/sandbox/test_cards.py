"""Cards: the test numbers, what is checked, and how they must be encrypted."""

import base64

import httpx
import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from jwcrypto import jwk

from firmly_tui.sandbox.cards import TEST_CARDS, brand_of, passes_luhn
from tests.sandbox.conftest import CORNER
from tests.sandbox.shopper import CARD, HOMES, SHOP, Shopper, encrypted

BREAKS_OFF = {"4000000000000341", "4000000000000358"}
REFUSED = {
    "4000000000000002": "ErrorPaymentDeclined",
    "4000000000009995": "CreditCardInsufficientFunds",
    "4000000000000069": "CreditCardInvalidExpiry",
    "4000000000000127": "CreditCardInvalidSecurityCode",
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
    expected = "CreditCardDeclined" if error == "ErrorPaymentDeclined" else error
    assert (completed.status_code, completed.json()["error"]) == (422, expected)


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


def refusal(shopper: Shopper, token: str) -> tuple[int, str]:
    shopper.add(shopper.skus(SHOP)[0])
    shopper.ship_to()
    body = {"encrypted_card": token, "billing_info": HOMES[SHOP]}
    answer = shopper.http.post(f"/api/v2/payment/domains/{SHOP}/complete-order", json=body)
    assert token not in answer.text
    return answer.status_code, answer.json().get("error", "accepted")


def test_both_oaep_forms_are_accepted_and_no_other_way_to_encrypt(shopper: Shopper) -> None:
    key = shopper.key()
    assert refusal(shopper, encrypted(CARD, key, alg="RSA-OAEP")) == (200, "accepted")
    for header in ({"enc": "A128GCM"}, {"enc": "A256CBC-HS512"}, {"zip": "DEF"}):
        assert refusal(shopper, encrypted(CARD, key, **header)) == (422, "UnprocessableEntity")


def test_another_key_or_a_changed_token_is_refused(shopper: Shopper) -> None:
    key = shopper.key()
    token = encrypted(CARD, key)
    other = jwk.JWK.generate(kty="RSA", size=2048).export_public(as_dict=True)
    head, wrapped, nonce, text, tag = token.split(".")
    flipped = base64.urlsafe_b64encode(bytes(16)).rstrip(b"=").decode()

    assert refusal(shopper, encrypted(CARD, {**key, "kid": "old"})) == (409, "InvalidKey")
    for broken in (
        encrypted(CARD, {**other, "kid": key["kid"]}),
        f"{head}.{wrapped}.{nonce}.{text}.{flipped}",
        f"{head}.{wrapped}.{nonce}.{text}",
        f"{head}.{wrapped}.!.{text}.{tag}",
        encrypted(["a", "list"], key),
        "a.b.c.d.e",
    ):
        assert refusal(shopper, broken) == (400, "ErrorInvalidInputBody")


def test_the_key_comes_in_three_forms(shopper: Shopper) -> None:
    key = shopper.http.get("/api/v1/payment/key")
    pem = shopper.http.get("/api/v1/payment/key", params={"format": "PEM"})
    rsa = shopper.http.get("/api/v1/payment/key", params={"format": "RSA"})

    assert set(key.json()) == {"kid", "kty", "n", "e", "use"}
    assert {answer.headers["x-firmly-kid"] for answer in (key, pem, rsa)} == {key.json()["kid"]}
    assert pem.text.startswith("-----BEGIN PUBLIC KEY-----")
    assert rsa.text.startswith("-----BEGIN RSA PUBLIC KEY-----")
    same = jwk.JWK.from_pem(pem.content).export_public(as_dict=True)
    assert same["n"] == key.json()["n"]
    assert load_pem_public_key(rsa.content).key_size == 2048
