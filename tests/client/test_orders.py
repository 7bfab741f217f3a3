"""Placing an order: every answer is read as placed, refused or unknown, never as something else."""

import asyncio
import json
from collections.abc import Callable
from contextlib import aclosing

import pytest

from firmly_tui.client import (
    ApiError,
    FirmlyClient,
    ItemAdded,
    NotSent,
    OrderEvent,
    OrderItem,
    Other,
    OutcomeUnknown,
    OutOfStock,
    Paying,
    PaymentRefused,
    Placed,
    Refused,
    ShippingUpdated,
    Started,
    Timeouts,
)
from firmly_tui.models import Address
from tests.client.server import Cut, LoopbackServer, Seen, error, reply

ORDER = "/api/v2/payment/domains/shop/place-order"
DONE = {"platform_order_number": "#1784", "cart_status": "submitted", "shop_id": "shop"}
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: Text/Event-Stream; charset=utf-8\r\n"
CART = {"cart_id": "new"}


def event(name: str, data: object) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n".encode()


def chunked(body: bytes) -> bytes:
    """A whole stream, properly ended."""
    return HEAD + b"transfer-encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)


ALL_A = [
    event("creating-cart", {}),
    event("item-added", {"cart": CART}),
    event("shipping-updated", {"cart": CART}),
    event("order-placed", {"order": DONE}),
]
ALL_B = [event("order_processing", {}), event("payment_processing", {}), event("order_completed", DONE)]


async def follow(client: FirmlyClient) -> list[OrderEvent]:
    stream = client.payment.stream_order(
        "shop",
        encrypted_card="jwe",
        billing=Address(city="Bern"),
        shipping=Address(city="Oslo"),
        items=[OrderItem({"variant_id": "v", "opaque": [1]}, 2)],
    )
    return [event async for event in stream]


async def unknown(client: FirmlyClient) -> OutcomeUnknown:
    with pytest.raises(OutcomeUnknown) as caught:
        await follow(client)
    assert "mailbox" in caught.value.sentence
    return caught.value


async def test_the_words_of_the_reference(server: LoopbackServer, client: FirmlyClient) -> None:
    server.on("POST", ORDER, chunked(b"".join(ALL_A)))
    started, item, shipping, placed = await follow(client)
    assert started == Started()
    assert isinstance(item, ItemAdded)
    assert item.cart is not None
    assert item.cart.cart_id == "new"
    assert isinstance(shipping, ShippingUpdated)
    assert isinstance(placed, Placed)
    assert placed.order.platform_order_number == "#1784"


async def test_the_words_of_the_guide(server: LoopbackServer, client: FirmlyClient) -> None:
    server.on("POST", ORDER, chunked(b"".join(ALL_B)))
    started, paying, placed = await follow(client)
    assert (started, paying) == (Started(), Paying())
    assert isinstance(placed, Placed)


async def test_what_is_asked_for(server: LoopbackServer, client: FirmlyClient) -> None:
    server.on("POST", ORDER, chunked(b"".join(ALL_A)))
    await follow(client)
    request = server.seen(ORDER)[0]
    assert request.query == {"sse": "true"}
    assert request.headers["accept"] == "text/event-stream"
    assert request.headers["accept-encoding"] == "identity"
    assert request.token == "token-1"
    assert request.json["encrypted_card"] == "jwe"
    assert request.json["items"] == [{"add_to_cart_ref": {"variant_id": "v", "opaque": [1]}, "quantity": 2}]
    assert request.json["billing_info"]["city"] == "Bern"
    assert request.json["shipping_info"]["city"] == "Oslo"


async def test_names_and_data_that_are_not_known_change_nothing(
    server: LoopbackServer, client: FirmlyClient
) -> None:
    odd = event("cart-\x1b[31mpainted", 1) + b"data: hello\n\nevent: item-added\ndata: {\n\n"
    odd += event("shipping-updated", {"cart": {"line_items": 5}})
    server.on("POST", ORDER, chunked(odd + ALL_A[-1]))
    painted, message, item, shipping, placed = await follow(client)
    assert isinstance(painted, Other)
    assert "\x1b" not in painted.name
    assert message == Other("message")
    assert item == ItemAdded(None)
    assert shipping == ShippingUpdated(None)
    assert isinstance(placed, Placed)


async def test_nothing_follows_the_outcome(server: LoopbackServer, client: FirmlyClient) -> None:
    server.on("POST", ORDER, chunked(ALL_A[-1] + ALL_A[-1] + event("error", {"error": {"message": "late"}})))
    assert len(await follow(client)) == 1


@pytest.mark.parametrize(
    ("data", "kind", "says"),
    [
        (
            {"error": {"code": 422, "error": "ErrorPaymentDeclined", "message": "No"}},
            PaymentRefused,
            "declined",
        ),
        ({"error": "InsufficientStock", "code": 400}, OutOfStock, "does not have that many pieces"),
        ({"code": 422, "error": "CreditCardDeclined", "description": "Sorry"}, PaymentRefused, "“Sorry”"),
        (
            {"error": "FraudSuspected", "code": 409, "message": "Call us"},
            ApiError,
            "Call us. (FraudSuspected, status 409)",
        ),
    ],
)
async def test_an_error_event_refuses(
    server: LoopbackServer, client: FirmlyClient, data: object, kind: type[ApiError], says: str
) -> None:
    server.on("POST", ORDER, chunked(ALL_A[0] + event("error", data)))
    started, refused = await follow(client)
    assert started == Started()
    assert isinstance(refused, Refused)
    assert type(refused.error) is kind
    assert says in refused.error.sentence


@pytest.mark.parametrize(
    "last",
    [
        b"",
        event("error", {}),
        event("error", None),
        b"event: error\ndata: oh no\n\n",
        b"event: error\n\n",
        event("error", {"error": {"code": 503, "error": "ErrorStoreUnavailable"}}),
        event("error", {"error": {"code": 500, "message": "boom"}}),
        event("order-placed", {}),
        event("order-placed", {"order": {"cart_id": "c"}}),
        b"event: order-placed\ndata: {\n\n",
        b"event: order-placed\n\n",
        b"data: " + b"x" * 1_100_000 + b"\n\n",
    ],
)
async def test_an_end_that_says_nothing_clear_is_unknown(
    server: LoopbackServer, client: FirmlyClient, last: bytes
) -> None:
    server.on("POST", ORDER, chunked(ALL_A[0] + last))
    await unknown(client)


@pytest.mark.parametrize("framing", [b"transfer-encoding: chunked\r\n\r\n", b"connection: close\r\n\r\n"])
async def test_a_stream_cut_at_any_byte(server: LoopbackServer, client: FirmlyClient, framing: bytes) -> None:
    body = event("creating-cart", {}) + event("order-placed", DONE)
    size = b"%x\r\n" % len(body) if b"chunked" in framing else b""
    answer = HEAD + framing + size + body
    for length in range(0, len(answer) - 1, 3):
        server.on("POST", ORDER, Cut(answer[:length]))
        await unknown(client)
    for length in (len(answer) - 1, len(answer)):
        server.on("POST", ORDER, Cut(answer[:length]))
        if length == len(answer):
            assert isinstance((await follow(client))[-1], Placed)
        else:
            await unknown(client)


@pytest.mark.parametrize("answer", [reply({"order": DONE}), reply(DONE, content_type="text/plain")])
async def test_a_server_that_answers_json_instead(
    server: LoopbackServer, client: FirmlyClient, answer: bytes
) -> None:
    server.on("POST", ORDER, answer)
    (placed,) = await follow(client)
    assert isinstance(placed, Placed)
    assert placed.order.platform_order_number == "#1784"


async def test_an_error_before_the_stream_refuses(server: LoopbackServer, client: FirmlyClient) -> None:
    server.on("POST", ORDER, error(422, "ErrorNotEnoughStock", "Two left", cf_ray="ray-7"))
    (refused,) = await follow(client)
    assert isinstance(refused, Refused)
    assert isinstance(refused.error, OutOfStock)
    assert (refused.error.status, refused.error.ray_id, refused.error.path) == (422, "ray-7", ORDER)


@pytest.mark.parametrize(
    "answer",
    [
        reply(b"<html>", 200, "text/html"),
        reply(b"", 204),
        reply({"ok": True}),
        reply(b"", 401),
        reply({"detail": "no"}, 404),
        reply(b"<html>", 413, "text/html"),
        error(500, "Unexpected"),
        error(503, "StoreUnavailable"),
        reply(b"<html>", 502, "text/html"),
        reply(b"", 307, location="/elsewhere"),
        b"HTTP/1.1 200 OK\r\ncontent-length: 99999999\r\n\r\n",
        Cut(b"garbage\r\n\r\n"),
        Cut(),
        Cut(reply({"order": DONE})[:-5]),
    ],
)
async def test_an_answer_that_proves_nothing_is_unknown(
    server: LoopbackServer, client: FirmlyClient, answer: bytes | Cut
) -> None:
    server.on("POST", ORDER, answer)
    await unknown(client)
    assert [request.path for request in server.requests] == ["/api/v1/browser-session", ORDER]


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        HEAD + b"transfer-encoding: chunked\r\n\r\n" + b"4\r\n: a\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{",
    ],
)
async def test_a_stream_that_falls_silent_is_unknown(
    server: LoopbackServer, connect: Callable[..., FirmlyClient], answer: bytes
) -> None:
    server.on("POST", ORDER, answer)
    await unknown(connect(server.url, timeouts=Timeouts(order_idle=0.02)))


async def test_an_order_that_cannot_leave_is_not_sent(server: LoopbackServer, client: FirmlyClient) -> None:
    server.on("GET", "/api/v2/carts/active", reply({"carts": []}))
    await client.session.active_carts()
    await server.stop()
    with pytest.raises(NotSent):
        await follow(client)


@pytest.mark.parametrize("answer", [error(400, "InvalidAppId"), error(503, "ServiceUnavailable"), Cut()])
async def test_an_order_without_a_session_is_not_sent(
    server: LoopbackServer, client: FirmlyClient, answer: bytes | Cut
) -> None:
    server.on("POST", "/api/v1/browser-session", answer)
    with pytest.raises(NotSent):
        await follow(client)
    assert server.seen(ORDER) == []


async def test_an_order_never_travels_on_a_used_connection(
    server: LoopbackServer, client: FirmlyClient
) -> None:
    server.on("POST", ORDER, chunked(ALL_A[-1]))
    server.on("GET", "/api/v2/carts/active", reply({"carts": []}))
    await client.session.active_carts()
    assert server.connections == 1
    await follow(client)
    await follow(client)
    assert server.connections == 3


async def test_events_come_as_they_happen(server: LoopbackServer, client: FirmlyClient) -> None:
    seen_first = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"}")
        writer.write(HEAD + b"connection: close\r\n\r\n" + ALL_A[0])
        await seen_first.wait()
        writer.write(ALL_A[-1])
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as stalling:
        port = stalling.sockets[0].getsockname()[1]
        other = FirmlyClient(server.url, cc_url=f"http://127.0.0.1:{port}", app_id="app")
        stream = other.payment.stream_order(
            "shop", encrypted_card="", billing=Address(), shipping=Address(), items=[]
        )
        assert await anext(stream) == Started()
        seen_first.set()
        assert isinstance(await anext(stream), Placed)
        await stream.aclose()
        await other.aclose()


async def test_the_cart_can_be_changed_as_soon_as_the_outcome_is_known(
    server: LoopbackServer, client: FirmlyClient
) -> None:
    server.on("POST", ORDER, chunked(ALL_A[-1]))
    server.on("DELETE", "/api/v2/domains/shop/cart/line-items", reply({"cart_id": "c"}))
    stream = client.payment.stream_order(
        "shop", encrypted_card="", billing=Address(), shipping=Address(), items=[]
    )
    async with aclosing(stream):
        assert isinstance(await anext(stream), Placed)
        assert (await client.carts.clear("shop")).cart_id == "c"


async def test_a_stream_that_is_left_gives_the_cart_back(
    server: LoopbackServer, client: FirmlyClient
) -> None:
    server.on("POST", ORDER, HEAD + b"connection: close\r\n\r\n" + ALL_A[0])
    server.on("DELETE", "/api/v2/domains/shop/cart/line-items", reply({"cart_id": "c"}))
    stream = client.payment.stream_order(
        "shop", encrypted_card="", billing=Address(), shipping=Address(), items=[]
    )
    async with aclosing(stream):
        assert await anext(stream) == Started()
    assert (await client.carts.clear("shop")).cart_id == "c"


async def test_an_order_waits_for_the_changes_of_its_cart(
    server: LoopbackServer, client: FirmlyClient
) -> None:
    arrived, go_on = asyncio.Event(), asyncio.Event()

    async def slow(request: Seen) -> bytes:
        arrived.set()
        await go_on.wait()
        return reply(CART)

    server.on("DELETE", "/api/v2/domains/shop/cart/line-items", slow)
    server.on("POST", ORDER, chunked(ALL_A[-1]))
    change = asyncio.create_task(client.carts.clear("shop"))
    await arrived.wait()
    order = asyncio.create_task(follow(client))
    go_on.set()
    await asyncio.gather(change, order)
    assert [request.method for request in server.requests[1:]] == ["DELETE", "POST"]


async def place(client: FirmlyClient, version: int) -> object:
    return await client.payment.place_order(
        "shop",
        encrypted_card="jwe",
        billing=Address(),
        shipping=Address(),
        items=[OrderItem({"variant_id": "v", "variant_handles": ["a"]}, 2)],
        version=version,  # type: ignore[arg-type] - both versions
    )


async def test_placing_without_a_stream(server: LoopbackServer, client: FirmlyClient) -> None:
    server.on("POST", "/api/v1/payment/domains/shop/place-order", reply(DONE))
    await place(client, 1)
    request = server.requests[-1]
    assert request.query == {}
    assert request.headers["accept"] == "application/json"
    assert request.json["items"] == [{"variant_id": "v", "quantity": 2}]
