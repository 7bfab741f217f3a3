"""Where firmly's documents contradict each other, the client takes both sides: what it sends, and refusals.

Beside this, `test_contradictions_answers.py` has single answers, and `test_contradictions_documents.py` the
spellings inside of them. 44 (the key's content type) is in `test_paying.py`, 61 and 62 (how a card is encrypted)
are in the tests of the vault; 64 and 65 say nothing to a client.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from pydantic import SecretStr

from firmly_tui.client import (
    AddressRefused,
    ApiError,
    FirmlyClient,
    InvalidOtp,
    OrderItem,
    OutOfStock,
    PromoRefused,
)
from firmly_tui.models import Address
from tests.client.server import LoopbackServer, Seen, error, reply, session

V1 = "/api/v1/domains/shop"
V2 = "/api/v2/domains/shop"
CART = V2 + "/cart/"
SESSION = "/api/v1/browser-session"
PLACE = "/api/v2/payment/domains/shop/place-order"
HOME = Address(first_name="Ada", city="Oslo", state_or_province="WA", postal_code="1", country="US")
FOUND = reply({"cart_id": "c"})
DONE = {"platform_order_number": "1", "cart_status": "submitted"}

Call = Callable[[FirmlyClient], Awaitable[Any]]


def get(client: FirmlyClient) -> Awaitable[Any]:
    return client.carts.get("shop")


def place(client: FirmlyClient) -> Awaitable[Any]:
    item = OrderItem({"variant_id": "v", "opaque": 1}, 1)
    return client.payment.place_order("shop", encrypted_card="jwe", billing=HOME, shipping=HOME, items=[item])


# Topic; the call; where it goes; what the request must show.
SENT: dict[str, tuple[Call, str, Callable[[Seen], object], object]] = {
    "1 auth header name": (
        get,
        "GET " + CART,
        lambda r: [name for name in r.headers if "auth" in name],
        ["x-firmly-authorization"],
    ),
    "2 token form": (get, "GET " + CART, lambda r: r.token, "token-1"),
    "15 slash of the cart": (get, "GET " + CART, lambda r: r.path[-1], "/"),
    "16 method path v2": (
        lambda c: c.carts.set_shipping_method("shop", "s", "air"),
        f"POST {V2}/cart/shipment/methods",
        lambda r: r.json,
        {"shipment_id": "s", "shipping_method_id": "air"},
    ),
    "18 verb of an update": (
        lambda c: c.simple_carts.update("shop", "sku", 2),
        f"PUT {V1}/cart/line-items/sku",
        lambda r: r.json,
        {"quantity": 2},
    ),
    "20 add-item body v2": (
        lambda c: c.carts.add("shop", {"variant_id": "v"}, 1),
        f"POST {V2}/cart/line-items",
        lambda r: r.json,
        {"add_to_cart_ref": {"variant_id": "v"}, "quantity": 1},
    ),
    "26 address keys": (
        lambda c: c.carts.set_shipping_info("shop", HOME),
        f"POST {V2}/cart/shipping-info",
        lambda r: {"address1", "city", "state_or_province", "postal_code", "country"} <= r.json.keys(),
        True,
    ),
    "27 country value": (
        lambda c: c.carts.set_shipping_info("shop", HOME),
        f"POST {V2}/cart/shipping-info",
        lambda r: (r.json["country"], r.json["state_or_province"]),
        ("US", "WA"),
    ),
    "29 billing in place-order": (
        place,
        "POST " + PLACE,
        lambda r: r.json["billing_info"] == r.json["shipping_info"] == HOME.to_api(),
        True,
    ),
    "34 add-on selections per call": (
        lambda c: c.carts.add_addon("shop", "care", line_item_ids=["l1"]),
        f"POST {V2}/cart/addons",
        lambda r: len(r.json["selections"]),
        1,
    ),
    "42 complete-order path": (
        lambda c: c.payment.complete_order("shop", encrypted_card="jwe", billing=HOME),
        "POST /api/v2/payment/domains/shop/complete-order",
        lambda r: sorted(r.json),
        ["billing_info", "encrypted_card"],
    ),
    "54 browser-session header": (get, "POST " + SESSION, lambda r: r.headers["x-firmly-app-id"], "app"),
    "57 unlock-complete body": (
        lambda c: c.wallets.unlock_complete("visa", "1", SecretStr("t")),
        "POST /api/v1/wallets/visa/unlock-complete",
        lambda r: sorted(r.json),
        ["access_token", "otp"],
    ),
    "58 attribution body": (
        lambda c: c.simple_carts.set_attribution("shop", utm="u"),
        f"PUT {V1}/cart/attribution",
        lambda r: r.json,
        {"attribution": {"utm": "u"}},
    ),
    "59 cookies are a list": (
        lambda c: c.session.transfer("shop", "", cookies="a=1"),
        f"POST {V2}/session/transfer",
        lambda r: r.json["cookies"],
        ["a=1"],
    ),
    "66 URL encoding in domains-pdp": (
        lambda c: c.catalog.by_url("https://x/a?b=ö"),
        "GET /api/v1/domains-pdp",
        lambda r: r.target.partition("?")[2],
        "url=https%3A%2F%2Fx%2Fa%3Fb%3D%C3%B6",
    ),
}


@pytest.mark.parametrize(("call", "where", "show", "expected"), SENT.values(), ids=SENT)
async def test_what_is_sent(
    server: LoopbackServer,
    client: FirmlyClient,
    call: Call,
    where: str,
    show: Callable[[Seen], object],
    expected: object,
) -> None:
    method, path = where.split()
    for other in (method, "GET"):
        server.on(other, CART, FOUND)
    server.on(
        method,
        path,
        session("token-1") if path == SESSION else reply({**DONE, "access_token": "a", "title": "T"}),
    )
    await call(client)
    assert show(server.seen(path)[0]) == expected


def promo(client: FirmlyClient) -> Awaitable[Any]:
    return client.carts.apply_promo_codes("shop", ["A"])


def v1_promo(client: FirmlyClient) -> Awaitable[Any]:
    return client.simple_carts.apply_promo_codes("shop", ["A"])


# Topic; the class; the word that every sentence has; the answers that mean the same.
REFUSED: dict[str, tuple[type[ApiError], str, list[bytes]]] = {
    "5 code prefix": (
        ApiError,
        "cart is empty",
        [
            error(409, name)
            for name in ("NoLineItemError", "ErrorNoLineItem", "NoLineItem", "ERRORNOLINEITEM")
        ],
    ),
    "6 not enough stock": (
        OutOfStock,
        "smaller quantity",
        [
            error(409, "NotEnoughStockError"),
            error(422, "ErrorNotEnoughStock"),
            error(400, "ErrorNotEnoughStock"),
            error(400, "InsufficientStock"),
        ],
    ),
    "7 country not supported": (
        AddressRefused,
        "does not deliver to this country",
        [error(412, "CountryNotSupported"), error(400, "ErrorCountryNotSupported")],
    ),
    "8 bad promo": (
        PromoRefused,
        "promo code",
        [
            error(409, "InvalidPromoCode"),
            error(400, "ErrorInvalidPromoCode"),
            error(422, "ErrorInvalidPromoCode"),
        ],
    ),
    "9 bad body": (
        ApiError,
        "Check every field",
        [
            error(422, "InvalidInputBody"),
            error(400, "ErrorInvalidInputBody"),
            error(400, "InvalidRequest"),
            error(400, "ValidationError"),
        ],
    ),
    "10 transfer fails": (
        ApiError,
        "could not be taken over",
        [error(409, "CannotTransferSession"), error(422, "ErrorCannotTransferSession")],
    ),
    "11 empty cart": (
        ApiError,
        "cart is empty",
        [error(412, "NoLineItemError"), error(422, "ErrorNoLineItem"), error(400, "ErrorNoLineItem")],
    ),
    "12 OTP id": (InvalidOtp, "code is wrong", [error(401, "InvalidOTP"), error(401, "InvalidOtp")]),
    "13 PartnerNotFound text": (
        ApiError,
        "Partner could not be found",
        [error(404, "PartnerNotFound", "Partner could not be found")],
    ),
    "41 errors of place-order: stock": (
        OutOfStock,
        "pieces",
        [error(422, "ErrorNotEnoughStock"), error(422, "InsufficientStock")],
    ),
    "41 errors of place-order: payment": (
        ApiError,
        "nothing was bought",
        [error(422, "ErrorPaymentDeclined"), error(422, "PaymentFailed")],
    ),
    "41 errors of place-order: product": (
        ApiError,
        "Search for it again",
        [error(404, "ErrorProductNotFound"), error(400, "InvalidVariant")],
    ),
    "55 app-id errors": (
        ApiError,
        "app id",
        [
            error(400, f"{prefix}{name}")
            for prefix in ("", "Error")
            for name in ("InvalidAppId", "MissingAppId")
        ],
    ),
}


@pytest.mark.parametrize(("raised", "says", "answers"), REFUSED.values(), ids=REFUSED)
async def test_refusals_that_mean_the_same(
    server: LoopbackServer, client: FirmlyClient, raised: type[ApiError], says: str, answers: list[bytes]
) -> None:
    for answer in answers:
        server.on("POST", V2 + "/cart/promo-codes", answer)
        server.on("POST", V1 + "/cart/promo-codes", answer)
        server.on("POST", PLACE, answer)
        for call in (promo, v1_promo, place):
            with pytest.raises(raised) as caught:
                await call(client)
            assert says in caught.value.sentence
