"""The other ways to pay: what each sends, once, and what its answer means."""

from collections.abc import Callable

import pytest

from firmly_tui.client import (
    ApiError,
    FirmlyClient,
    InvalidKey,
    LoginRequired,
    NotFirmly,
    NotSent,
    OutcomeUnknown,
    PaymentRefused,
)
from firmly_tui.models import CvvRequired, Order
from tests.client.every_order import DOMAIN, WAYS, Buy
from tests.client.server import Cut, LoopbackServer, error, reply

DONE = {"platform_order_number": "#1784", "cart_status": "submitted"}

every_way = pytest.mark.parametrize(("buy", "where", "body"), WAYS.values(), ids=WAYS)


@every_way
async def test_an_order_is_sent_once_and_placed(
    server: LoopbackServer, client: FirmlyClient, buy: Buy, where: str, body: dict[str, object] | None
) -> None:
    server.on("POST", where, reply(DONE))
    order = await buy(client)
    assert isinstance(order, Order)
    assert order.platform_order_number == "#1784"
    (request,) = server.seen(where)
    assert (request.json if request.body else None) == body
    assert request.token == "token-1"
    assert request.headers["accept-encoding"] == "identity"


@every_way
@pytest.mark.parametrize(
    ("answer", "raised"),
    [
        (error(422, "CreditCardDeclined"), PaymentRefused),
        (error(409, "UserMustLogin"), LoginRequired),
        (error(409, "InvalidKey"), InvalidKey),
        (error(412, "MissingTaxSync"), ApiError),
        (error(401, "InvalidJWTToken"), ApiError),
        (error(503, "StoreUnavailable"), OutcomeUnknown),
        (error(500, "Unexpected"), OutcomeUnknown),
        (reply({"cart_status": "active"}), OutcomeUnknown),
        (reply(b"<html>", 200, "text/html"), OutcomeUnknown),
        (Cut(), OutcomeUnknown),
    ],
    ids=["declined", "login", "key", "tax", "token", "store", "failed", "active", "html", "cut"],
)
async def test_an_order_that_is_not_placed_is_sent_once_too(
    server: LoopbackServer,
    client: FirmlyClient,
    buy: Buy,
    where: str,
    body: dict[str, object] | None,
    answer: bytes | Cut,
    raised: type[Exception],
) -> None:
    server.on("POST", where, answer)
    with pytest.raises(raised):
        await buy(client)
    assert len(server.seen(where)) == 1


@every_way
async def test_an_order_that_does_not_leave_is_not_sent(
    connect: Callable[..., FirmlyClient], buy: Buy, where: str, body: dict[str, object] | None
) -> None:
    with pytest.raises(NotSent):
        await buy(connect("http://127.0.0.1:1"))


@pytest.mark.parametrize("name", ["token", "token, not kept", "saved", "PayPal", "PayPal, named"])
async def test_calls_without_card_data_stay_on_the_api_host(
    server: LoopbackServer, connect: Callable[..., FirmlyClient], name: str
) -> None:
    buy, where, _ = WAYS[name]
    server.on("POST", where, reply(DONE))
    await buy(connect(server.url, cc_url="http://127.0.0.1:1"))
    assert len(server.seen(where)) == 1


async def test_a_wallet_that_wants_the_code_bought_nothing(
    server: LoopbackServer, client: FirmlyClient
) -> None:
    server.on("POST", DOMAIN + "/wallet-complete-order", reply({"cvv_required": True}), reply(DONE))
    first = await client.payment.complete_order_with_wallet("shop", "visa", "1")
    assert isinstance(first, CvvRequired)
    second = await client.payment.complete_order_with_wallet("shop", "visa", "1", encrypted_code="jwe")
    assert isinstance(second, Order)
    assert [request.json.get("verification_value") for request in server.requests[1:]] == [None, "jwe"]


async def test_a_card_is_exchanged_for_a_token(
    server: LoopbackServer, connect: Callable[..., FirmlyClient]
) -> None:
    server.on("POST", "/api/v1/payment/tokenize", reply({"token": "uuid|secret"}))
    client = connect("http://127.0.0.1:1", cc_url=server.url)
    card = await client.payment.tokenize(data="data", metadata="kid|meta", handle="uuid|handle")
    assert card.token.get_secret_value() == "uuid|secret"
    assert "secret" not in repr(card)
    (request,) = server.requests
    assert request.json == {"data": "data", "metadata": "kid|meta", "handle": "uuid|handle"}
    assert request.token == ""


async def test_a_key_that_is_old_is_said(server: LoopbackServer, client: FirmlyClient) -> None:
    server.on("POST", "/api/v1/payment/tokenize", error(409, "InvalidKey"))
    with pytest.raises(InvalidKey):
        await client.payment.tokenize(data="data", metadata="kid|meta", handle="uuid|handle")


PEM = b"-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----"


@pytest.mark.parametrize("content_type", ["text/plain", "plain/text", "application/json"])
async def test_a_key_as_text(server: LoopbackServer, client: FirmlyClient, content_type: str) -> None:
    server.on("GET", "/api/v1/payment/key", reply(PEM, content_type=content_type, x_firmly_kid="k1"))
    key = await client.payment.key_text("RSA")
    assert (key.kid, key.pem) == ("k1", PEM.decode() + "\n")
    assert server.requests[-1].query == {"format": "RSA"}


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"kid": "k1"}', PEM + b"\xff"])
async def test_what_is_no_key_as_text(server: LoopbackServer, client: FirmlyClient, body: bytes) -> None:
    server.on("GET", "/api/v1/payment/key", reply(body))
    with pytest.raises(NotFirmly):
        await client.payment.key_text()
