"""A request can be sent again, as it was or edited, and orders are known for what they are."""

import json

import pytest

from firmly_tui.client import ApiError, FirmlyClient, Kind
from firmly_tui.inspector import Log, Outgoing, OutgoingError, refusal, send_again
from tests.inspector.conftest import BOOK, BOOKS, DECLINED, encrypted, fill, order
from tests.inspector.test_log import exchange


async def test_a_change_is_sent_again_and_logged(client: FirmlyClient, log: Log) -> None:
    await client.carts.add(BOOKS, BOOK, 1)
    await send_again(client, Outgoing.of(log.entries[-1].exchange))
    assert [entry.exchange.path for entry in log.entries[-2:]] == [log.entries[-1].exchange.path] * 2
    assert json.loads(log.entries[-1].exchange.response_body)["line_items"][0]["quantity"] == 2


async def test_an_edited_one_is_what_was_typed(client: FirmlyClient, log: Log) -> None:
    await client.carts.add(BOOKS, BOOK, 1)
    outgoing = Outgoing.of(log.entries[-1].exchange)
    edited = outgoing.edited(outgoing.text.replace('"quantity": 1', '"quantity": 4'))
    await send_again(client, edited)
    assert json.loads(log.entries[-1].exchange.response_body)["line_items"][0]["quantity"] == 5
    await send_again(client, outgoing.edited(f"GET /api/v2/domains/{BOOKS}/cart/?a=b%20c"))
    assert log.entries[-1].exchange.query == (("a", "b c"),)


async def test_an_order_is_sent_again_with_a_card_made_anew(client: FirmlyClient, log: Log) -> None:
    await fill(client)
    await order(client, DECLINED)
    outgoing = Outgoing.of(log.entries[-1].exchange)
    assert (outgoing.is_order, outgoing.wants_card, outgoing.problem) == (True, True, "")
    assert refusal(client, outgoing, is_live=False) == ""
    assert "LIVE" in refusal(client, outgoing, is_live=True)
    await send_again(client, outgoing, await encrypted(client, DECLINED))
    again = log.entries[-1]
    assert again.identifier == "ErrorPaymentDeclined"
    assert [event.name for event in again.exchange.events][-1] == "error"
    assert "(hidden)" in again.exchange.request_body


async def test_what_was_hidden_is_not_sent(client: FirmlyClient) -> None:
    made = exchange(1, method="POST", base=client.card_server.base, request_body='{"otp": "(hidden)"}')
    assert "secret" in refusal(client, Outgoing.of(made), is_live=False)
    stranger = exchange(2, base="https://pictures.example")
    assert "not the API's" in refusal(client, Outgoing.of(stranger), is_live=False)


@pytest.mark.parametrize(
    "target",
    [
        "/api/v2/payment/domains/x/place-order",
        "/api/v2/payment/domains/x/complete%2Dorder?sse=true",
        "/api/v1/domains/x/express/paypal/complete-order",
        "/api/v1/payment/domains/x/wallet-complete-order",
        "/api/v1/domains/x/cart/complete-order-with-saved-payment",
        "/api/v1/domains/x/cart/complete-order/.",
        "/api/v1/domains/x/cart/complete-order//",
        "/api/v1/domains/x/cart/complete-order;a",
        "/api/v1/domains/x/cart/y/../Complete-Order",
    ],
)
def test_an_edited_order_is_an_order(target: str) -> None:
    assert Outgoing.of(exchange(1)).edited(f"POST {target}\n\n{{}}").kind is Kind.ORDER


def test_what_was_an_order_stays_one_when_it_is_edited() -> None:
    sent = Outgoing.of(exchange(1, method="POST", path="/api/v9/buy", request_body="{}", kind=Kind.ORDER))
    assert sent.edited(sent.text).is_order
    assert sent.edited("POST /api/v9/buy-it\n\n{}").is_order
    assert not sent.edited("GET /api/v2/carts/active").is_order


async def test_half_a_character_is_sent_as_json_writes_it(client: FirmlyClient, log: Log) -> None:
    await client.carts.add(BOOKS, BOOK, 1)
    outgoing = Outgoing.of(log.entries[-1].exchange)
    with pytest.raises(ApiError):
        await send_again(client, outgoing.edited(outgoing.text.replace("{", '{"said": "\ud83d",', 1)))
    assert json.loads(log.entries[-1].exchange.request_body)["said"] == "\ud83d"


@pytest.mark.parametrize(
    "text", ["", "FETCH /x", "GET x", "GET /a b", "GET /x#y", "GET http://evil/", "GET /?a=1&a=2"]
)
def test_what_is_no_request_is_said_in_a_sentence(text: str) -> None:
    with pytest.raises(OutgoingError, match=r"\.$"):
        Outgoing.of(exchange(1)).edited(text)
