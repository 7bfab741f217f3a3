"""Where firmly's documents contradict each other about errors: each version refuses in its own words."""

from collections.abc import Iterator

import httpx
import pytest

from firmly_tui.sandbox import Sandbox, SandboxOptions
from tests.sandbox.faults import OPTIONS, play
from tests.sandbox.provocations import PROVOCATIONS
from tests.sandbox.provoking import HOODIE, filled, place, v1, v2
from tests.sandbox.shopper import SHOP, Shopper

TOPICS = {
    "5 code prefix, stock": ("NotEnoughStockError", "ErrorNotEnoughStock"),
    "5 code prefix, promo": ("InvalidPromoCode", "ErrorInvalidPromoCode"),
    "5 code prefix, consent": ("ConsentNotFound", "ErrorConsentNotFound"),
    "5 code prefix, state": ("InvalidState", "ErrorInvalidState"),
    "6 not enough stock": ("NotEnoughStockError", "ErrorNotEnoughStock", 409, 422),
    "7 country not supported": ("CountryNotSupported", "ErrorCountryNotSupported", 412, 400),
    "8 bad promo": ("InvalidPromoCode", "ErrorInvalidPromoCode", 409, 422),
    "8 promo for more": ("PromoNotAvailable", "ErrorPromoNotAvailable", 409, 422),
    "9 bad body": ("InvalidInputBody", "ErrorInvalidInputBody", 422, 400),
    "9 bad body elsewhere": ("InvalidRequest", "ValidationError", 400, 400),
    "10 transfer fails": ("CannotTransferSession", "ErrorCannotTransferSession", 409, 422),
    "11 empty cart": ("NoLineItemError", "ErrorNoLineItem", 412, 422),
    "60 store error": ("StoreUnavailable", "ErrorStoreUnavailable", 503, 503),
}
"""By topic: how the simple and the full API name it, and their statuses where these differ from the usual ones."""


PLACED: dict[str, tuple[str, dict[str, str], str]] = {
    "ErrorInvalidState": (HOODIE, {"state_or_province": "ZZ"}, ""),
    "ErrorProductNotFound": ("NOTHING", {}, ""),
    "ErrorNotEnoughStock": ("MH07-XL-Black", {}, ""),
    "ErrorPaymentDeclined": (HOODIE, {}, "4000000000000002"),
    "ErrorStoreUnavailable": (HOODIE, {"postal_code": "00503"}, ""),
}
"""The goods, the address and the card that provoke it."""


@pytest.fixture(scope="module")
def otherwise() -> Iterator[Shopper]:
    """A shopper at a sandbox that reads the documents in the other way."""
    options = SandboxOptions(step_seconds=0, readings=("no-cart", "accept-first", "guide-errors"))
    with Sandbox(options) as running, Shopper(running) as someone:
        yield someone


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]


@pytest.mark.parametrize("names", TOPICS.values(), ids=TOPICS)
def test_each_version_has_its_own_words(shopper: Shopper, names: tuple[str | int, ...]) -> None:
    identifiers, statuses = names[:2], names[2:]
    answers = [PROVOCATIONS[str(identifier)](shopper) for identifier in identifiers]
    assert tuple(answer.json()["error"] for answer in answers) == identifiers
    assert not statuses or tuple(answer.status_code for answer in answers) == statuses


def test_11_an_empty_cart_is_named_by_the_page_of_the_route(shopper: Shopper) -> None:
    filled(shopper)
    shopper.call("DELETE", "/line-items")
    assert refusal(shopper.ship_to()) == (400, "ErrorNoLineItem")
    assert refusal(shopper.complete(version=1)) == (412, "NoLineItemError")


def test_12_otp_identifier(shopper: Shopper) -> None:
    assert PROVOCATIONS["InvalidOtp"](shopper).json()["error"] == "InvalidOtp"
    start = shopper.http.post("/api/v1/wallets/shoppay/unlock-start", json={"email": "shopper@example.com"})
    body = {"otp": "111111", "access_token": start.json()["access_token"]}
    answer = shopper.http.post("/api/v1/wallets/shoppay/unlock-complete", json=body)
    assert refusal(answer) == (401, "InvalidOtp")


def test_13_text_of_an_unknown_partner(shopper: Shopper) -> None:
    for call in (v1, v2):
        answer = call(shopper, "GET", "/cart", domain="nowhere.example")
        assert answer.json()["description"].startswith("Partner could not be found")


def test_14_no_cart_yet(shopper: Shopper) -> None:
    assert v1(shopper, "GET", "/cart").json()["line_items"] == []
    assert refusal(v2(shopper, "GET", "/cart")) == (404, "ErrorCartNotFound")


def test_14_no_cart_yet_read_otherwise(otherwise: Shopper) -> None:
    assert refusal(v1(otherwise, "GET", "/cart")) == (404, "CartNotFound")
    empty = v2(otherwise, "GET", "/cart")
    assert empty.status_code == 200
    assert (empty.json()["line_items"], empty.json()["shipments"]) == ([], [])


@pytest.mark.parametrize(
    ("identifier", "status"),
    [
        ("ErrorInvalidState", 400),
        ("ErrorProductNotFound", 404),
        ("ErrorNotEnoughStock", 422),
        ("ErrorPaymentDeclined", 422),
        ("ErrorStoreUnavailable", 503),
    ],
)
@pytest.mark.parametrize("version", [1, 2])
def test_41_place_order_errors(shopper: Shopper, identifier: str, status: int, version: int) -> None:
    goods, shipping, number = PLACED[identifier]
    body = shopper.order_body(goods, version=version, **({"number": number} if number else {}))
    body["shipping_info"] = {**body["shipping_info"], **shipping}
    answer = shopper.http.post(f"/api/v{version}/payment/domains/{SHOP}/place-order", json=body)
    assert refusal(answer) == (status, identifier)


@pytest.mark.parametrize(
    ("identifier", "status"),
    [
        ("InvalidAddress", 400),
        ("InvalidVariant", 404),
        ("InsufficientStock", 422),
        ("InvalidCard", 422),
        ("PaymentFailed", 422),
    ],
)
def test_41_place_order_errors_read_otherwise(otherwise: Shopper, identifier: str, status: int) -> None:
    assert refusal(PROVOCATIONS[identifier](otherwise)) == (status, identifier)


def test_41_a_stream_names_them_otherwise_too(otherwise: Shopper) -> None:
    name, data = otherwise.stream(HOODIE, number="4000000000000002")[-1]
    assert (name, data["error"]["error"]) == ("error", "PaymentFailed")


def test_40_both_triggers_read_otherwise(otherwise: Shopper) -> None:
    names = [name for name, _ in otherwise.stream(HOODIE, accept="text/event-stream")]
    assert names == ["order_processing", "payment_processing", "order_completed"]
    assert otherwise.stream(HOODIE)[-1][0] == "order-placed"


def test_41_other_refusals_stay_as_they_are(otherwise: Shopper) -> None:
    assert refusal(place(shipping={"postal_code": "00503"})(otherwise)) == (503, "ErrorStoreUnavailable")


def test_60_the_store_error_of_discovery_is_500(corner: Shopper) -> None:
    play(corner, "refuse,error=ErrorStoreUnavailable")
    assert refusal(corner.http.get(OPTIONS)) == (500, "ErrorStoreUnavailable")
    assert refusal(corner.cart()) == (503, "ErrorStoreUnavailable")
