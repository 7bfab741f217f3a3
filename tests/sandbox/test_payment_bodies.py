"""What is sent to the payment routes may be anything at all: each answers in the words of its page."""

import json

import httpx
import pytest
from pydantic import BaseModel

from firmly_tui.sandbox.routes.completing import CompleteByHandle, CompleteWithToken
from firmly_tui.sandbox.routes.payment import PlaceOrder
from firmly_tui.sandbox.routes.wallets import UnlockComplete, WalletOrder
from tests.sandbox.conftest import CORNER
from tests.sandbox.sealing import field, jwe
from tests.sandbox.shopper import CARD, SEATTLE, Shopper

BAD_V1 = (422, "InvalidInputBody")
BAD_V2 = (400, "ErrorInvalidInputBody")
BAD_REQUEST = (400, "BadRequest")
ROUTES = {
    f"/api/v1/payment/domains/{CORNER}/place-order": BAD_V2,
    f"/api/v2/payment/domains/{CORNER}/place-order": BAD_V2,
    f"/api/v1/payment/domains/{CORNER}/complete-order": BAD_V1,
    f"/api/v2/payment/domains/{CORNER}/complete-order": BAD_V2,
    "/api/v3/payment/complete-order": BAD_V1,
    "/api/v2/payment/complete-order": BAD_V1,
    "/api/v1/payment/tokenize": BAD_V1,
    f"/api/v1/domains/{CORNER}/cart/complete-order": BAD_V1,
    f"/api/v1/domains/{CORNER}/cart/complete-order-with-saved-payment": BAD_V1,
    f"/api/v1/payment/domains/{CORNER}/wallet-complete-order": BAD_V1,
    "/api/v1/wallets/visa/unlock-start": BAD_REQUEST,
    "/api/v1/wallets/visa/unlock-complete": BAD_REQUEST,
    f"/api/v1/domains/{CORNER}/express/paypal/authorize": BAD_REQUEST,
}
NAMES = (
    "encrypted_card",
    "shipping_info",
    "items",
    "handle",
    "credit_card",
    "data",
    "metadata",
    "payment_token",
    "payment_id",
    "wallet",
    "credit_card_id",
    "email",
    "otp",
    "access_token",
    "attributes",
)
BODIES = {
    "no body": b"",
    "broken": b'{"handle": "',
    "not UTF-8": b'{"email": "\xff\xfe"}',
    "a list": b"[]",
    "null": b"null",
    "nothing in it": b"{}",
    "unknown fields": b'{"unknown": 1}',
    "numbers": json.dumps(dict.fromkeys(NAMES, 7)).encode(),
    "lists": json.dumps({name: [] for name in NAMES}).encode(),
    "nested": json.dumps({name: {"a": {"b": []}} for name in NAMES}).encode(),
    "nulls": json.dumps(dict.fromkeys(NAMES)).encode(),
    "empty texts": json.dumps(dict.fromkeys(NAMES, "")).encode(),
    "long texts": json.dumps(dict.fromkeys(NAMES, "x" * 50_000)).encode(),
    "deep": b'{"encrypted_card":' + b"[" * 5000 + b"]" * 5000 + b"}",
    "large": b" " * 1_100_000,
}


def error(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]


@pytest.mark.parametrize("path", ROUTES)
def test_a_body_that_is_no_good_is_refused_as_the_page_says(corner: Shopper, path: str) -> None:
    for name, body in BODIES.items():
        answer = corner.http.post(path, content=body, headers={"content-type": "application/json"})
        assert (name, *error(answer)) == (name, *ROUTES[path])


@pytest.mark.parametrize("path", [path for path in ROUTES if "tokenize" not in path])
def test_without_a_token_nothing_is_paid(corner: Shopper, path: str) -> None:
    del corner.http.headers["x-firmly-authorization"]
    status, name = error(corner.http.post(path, json={}))
    assert (status, name) == (401 if "/v2/payment/domains" in path else 400, "MissingAuthHeader")


@pytest.mark.parametrize("version", [1, 2])
def test_a_merchant_that_is_none_is_named_before_the_card(corner: Shopper, version: int) -> None:
    for step in ("place-order", "complete-order"):
        url = f"/api/v{version}/payment/domains/nowhere.example/{step}"
        expected = "PartnerNotFound" if (version, step) == (1, "complete-order") else "ErrorPartnerNotFound"
        assert error(corner.http.post(url, json={})) == (404, expected)


@pytest.mark.parametrize(
    "content", [b"[]", b"7", b"{}", b'{"number": {}}', b'{"number": "4111111111111111"}']
)
def test_what_is_sealed_may_be_no_card(corner: Shopper, content: bytes) -> None:
    corner.add("CUP-RED", 1, CORNER)
    handle = corner.ship_to(CORNER).json()["payment_handle"]
    body = {"encrypted_card": jwe(content, corner.key()), "billing_info": SEATTLE, "handle": handle}
    assert error(corner.http.post("/api/v3/payment/complete-order", json=body)) == BAD_V1


def test_a_field_in_the_clear_is_refused(corner: Shopper) -> None:
    corner.add("CUP-RED", 1, CORNER)
    handle = corner.ship_to(CORNER).json()["payment_handle"]
    sealed = {name: field(value, corner.key()) for name, value in CARD.items()}
    body = {"credit_card": {**sealed, "month": "08"}, "billing_info": SEATTLE, "handle": handle}
    assert error(corner.http.post("/api/v2/payment/complete-order", json=body)) == (409, "InvalidKey")


@pytest.mark.parametrize(
    "body",
    [
        PlaceOrder.model_construct(encrypted_card="secret"),
        CompleteByHandle.model_construct(encrypted_card="secret"),
        CompleteWithToken.model_validate({"payment_token": {"id": "secret"}}),
        UnlockComplete(otp="secret", access_token="secret"),
        WalletOrder(wallet="visa", credit_card_id="1", access_token="secret", verification_value="secret"),
    ],
)
def test_a_body_never_shows_what_it_holds(body: BaseModel) -> None:
    assert "secret" not in f"{body!r} {body}"
