"""What proves that an order was placed or refused, and what proves nothing."""

import json
import ssl
from collections.abc import Callable

import httpx
import pytest

from firmly_tui.client import ApiError, FirmlyClient, OutcomeUnknown, PaymentRefused
from firmly_tui.client.errors import error_class, proves_refusal
from firmly_tui.models import Address, Order
from tests.client.server import LoopbackServer, error, reply, session

ORDER = "/api/v2/payment/domains/shop/complete-order"
USD = {"currency": "USD", "number": 4200}
STREAM = {"content_type": "text/event-stream"}


async def place(client: FirmlyClient) -> Order:
    return await client.payment.complete_order("shop", encrypted_card="jwe", billing=Address())


def event(name: str, data: object, **headers: str) -> bytes:
    return reply(f"event: {name}\ndata: {json.dumps(data)}\n\n".encode(), **STREAM, **headers)


@pytest.mark.parametrize(
    "odd",
    [
        {"payment_summary": {"month": ""}},
        {"payment_summary": "card"},
        {"is_tax_included_in_price": None},
        {"is_tax_included_in_price": "perhaps"},
        {"line_items": [{"line_item_id": 7, "quantity": 1}]},
        {"line_items": 7},
        {"shipments": [{"shipping_method": {"id": 3}}]},
        {"shipments": 7},
        {"shipping_method_options": [7], "line_items": [{}]},
        {"sub_total": {"value": "1"}, "urls": 7, "shipping_info": [1], "notices": [7]},
        {"platform_order_number": 1784},
    ],
)
async def test_a_placed_order_is_not_lost_over_an_odd_field(
    server: LoopbackServer, client: FirmlyClient, odd: dict[str, object]
) -> None:
    sure = {"platform_order_number": "1784", "cart_id": "c", "display_name": "Shop", "total": USD}
    server.on("POST", ORDER, reply({**sure, **odd}), event("order-placed", {"order": {**sure, **odd}}))
    for _ in range(2):
        order = await place(client)
        assert (order.platform_order_number, order.cart_id, order.name) == ("1784", "c", "Shop")
        assert order.total is not None
        assert order.total.number == 4200


async def test_an_order_whose_total_cannot_be_read_is_placed(
    server: LoopbackServer, client: FirmlyClient
) -> None:
    server.on("POST", ORDER, reply({"platform_order_number": "1784", "total": {"value": "1"}}))
    order = await place(client)
    assert (order.platform_order_number, order.total) == ("1784", None)


async def test_a_submitted_cart_without_a_number_is_an_order(
    server: LoopbackServer, client: FirmlyClient
) -> None:
    server.on("POST", ORDER, event("order-placed", {"order": {"cart_status": "submitted"}}))
    assert (await place(client)).platform_order_number == ""


async def test_an_order_with_a_number_is_placed_though_a_code_is_wanted(
    server: LoopbackServer, client: FirmlyClient
) -> None:
    where = "/api/v1/payment/domains/shop/wallet-complete-order"
    server.on("POST", where, reply({"cvv_required": True, "platform_order_number": "1784"}))
    order = await client.payment.complete_order_with_wallet("shop", "visa", "1")
    assert isinstance(order, Order)
    assert order.platform_order_number == "1784"


async def test_an_order_whose_encryption_breaks_is_unknown(connect: Callable[..., FirmlyClient]) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == ORDER:
            raise ssl.SSLError("decryption failed or bad record mac")
        return httpx.Response(200, json={"access_token": "t", "expires": 4_000_000_000})

    with pytest.raises(OutcomeUnknown, match="broke before the answer came"):
        await place(connect("https://firmly.example", transport=httpx.MockTransport(answer)))


SERVER_FAILED = """ErrorUnexpected Unexpected ErrorNotMapped NotMapped ErrorNotExpectedForRoute
    NotImplemented ServiceUnavailable ErrorServiceUnavailable StoreUnavailable"""


@pytest.mark.parametrize("identifier", SERVER_FAILED.split())
@pytest.mark.parametrize("status", [0, 400, 500])
def test_a_failing_server_proves_nothing(identifier: str, status: int) -> None:
    assert not proves_refusal(error_class(status, identifier)(status, identifier))


@pytest.mark.parametrize(
    ("status", "identifier", "refused"),
    [
        (0, "CreditCardDeclined", True),
        (500, "CreditCardDeclined", True),
        (503, "ErrorPaymentDeclined", True),
        (500, "NotEnoughStockError", True),
        (0, "CheckoutError", True),
        (500, "CheckoutError", False),
        (409, "NeverHeardOf", True),
        (422, "", True),
        (0, "NeverHeardOf", False),
        (500, "NeverHeardOf", False),
        (0, "", False),
        (200, "NeverHeardOf", False),
    ],
)
def test_the_identifier_decides_and_then_the_status(status: int, identifier: str, refused: bool) -> None:
    assert proves_refusal(error_class(status, identifier)(status, identifier)) is refused


@pytest.mark.parametrize(
    "answer",
    [
        event("error", {"error": {"error": "ErrorUnexpected", "message": "boom"}}, cf_ray="ray-7"),
        event("error", {"error": {"message": "upstream timed out"}}, cf_ray="ray-7"),
        event("creating-cart", {}, cf_ray="ray-7"),
        error(500, "Unexpected", cf_ray="ray-7"),
        reply(b"<html>", 502, cf_ray="ray-7"),
    ],
)
async def test_an_unknown_outcome_names_its_ray(
    server: LoopbackServer, client: FirmlyClient, answer: bytes
) -> None:
    server.on("POST", ORDER, answer)
    with pytest.raises(OutcomeUnknown) as caught:
        await place(client)
    assert caught.value.ray_id == "ray-7"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (error(500, "ErrorUnexpected", "boom"), " (Unexpected, status 500): “boom”."),
        (reply(b"<html>", 502, "text/html"), " (status 502)."),
        (event("error", {"error": {"message": "boom"}}), ": “boom”."),
    ],
)
async def test_an_unknown_outcome_does_not_tell_the_shopper_to_try_again(
    server: LoopbackServer, client: FirmlyClient, answer: bytes, said: str
) -> None:
    server.on("POST", ORDER, answer)
    with pytest.raises(OutcomeUnknown) as caught:
        await place(client)
    assert caught.value.reason == "The server reported an error during the order" + said


async def test_a_declined_card_is_refused_whatever_the_status(
    server: LoopbackServer, client: FirmlyClient
) -> None:
    server.on("POST", ORDER, error(500, "CreditCardDeclined"))
    with pytest.raises(PaymentRefused):
        await place(client)


@pytest.mark.parametrize(
    "answer",
    [
        error(400, "InvalidToken"),
        error(401, "InvalidJWTToken"),
        event("error", {"error": {"error": "InvalidJWTToken", "code": 401}}),
    ],
)
async def test_an_order_refused_for_its_token_renews_the_session_next_time(
    server: LoopbackServer, client: FirmlyClient, answer: bytes
) -> None:
    server.on("POST", "/api/v1/browser-session", session("token-1"), session("token-2"))
    server.on("POST", ORDER, answer, reply({"platform_order_number": "1"}))
    with pytest.raises(ApiError):
        await place(client)
    await place(client)
    assert [request.token for request in server.seen(ORDER)] == ["token-1", "token-2"]


@pytest.mark.parametrize("location", ["mailto:x", "http:\\x", "http://xn--a/", "http://[x"])
async def test_an_order_that_is_sent_elsewhere_is_unknown(
    server: LoopbackServer, connect: Callable[..., FirmlyClient], location: str
) -> None:
    server.on("POST", ORDER, reply(b"", 302, location=location))
    with pytest.raises(OutcomeUnknown):
        await place(connect(server.url))
