"""What is too large is refused while it arrives, in memory that does not grow with it."""

import asyncio
import gzip
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

import pytest

from firmly_tui.client import FirmlyClient, NotFirmly, OutcomeUnknown, Timeouts, TooLarge
from firmly_tui.client.bodies import Body
from firmly_tui.models import Address, Order
from tests.client.server import LoopbackServer, reply

HUGE = 50_000_000
CART = "/api/v2/domains/shop/cart/"
ORDER = "/api/v2/payment/domains/shop/complete-order"
OK = b"HTTP/1.1 200 OK\r\ncontent-type: %s\r\nconnection: close\r\n\r\n"
STREAM = b"text/event-stream"
JSON = b"application/json"
Connect = Callable[..., FirmlyClient]


@contextmanager
def little_memory(most: int) -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < most
    finally:
        tracemalloc.stop()


async def place(client: FirmlyClient) -> Order:
    return await client.payment.complete_order("shop", encrypted_card="jwe", billing=Address())


@asynccontextmanager
async def raw(
    send: Callable[[asyncio.StreamWriter], Awaitable[None]], ask: bytes = b"\r\n\r\n"
) -> AsyncIterator[str]:
    """The address of a server that answers with whatever `send` writes."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(ask)
        try:
            await send(writer)
        except ConnectionError:
            pass
        finally:
            writer.transport.abort()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def flood(head: bytes, filler: bytes) -> Callable[[asyncio.StreamWriter], Awaitable[None]]:
    """The head, and 50 MB of the filler after it."""

    async def send(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        for _ in range(HUGE // len(filler)):
            writer.write(filler)
            await writer.drain()

    return send


FILLER = b"x" * 50_000


async def test_a_body_of_50_mb(connect: Connect) -> None:
    async with raw(flood(OK % JSON + b'{"public": "', FILLER)) as address:
        client = connect(address, cc_url=address)
        with little_memory(25_000_000), pytest.raises(TooLarge):
            await client.payment.key()


@pytest.mark.parametrize(
    ("begin", "filler"),
    [(b"data: ", FILLER), (b"event: ", FILLER), (b"", b"data: " + FILLER + b"\n"), (b": ", FILLER)],
    ids=["data", "name", "lines", "comment"],
)
async def test_an_event_of_50_mb(
    server: LoopbackServer, connect: Connect, begin: bytes, filler: bytes
) -> None:
    async with raw(flood(OK % STREAM + begin, filler), ask=b"}}") as address:
        client = connect(server.url, cc_url=address)
        with little_memory(8_000_000), pytest.raises(OutcomeUnknown, match="larger than"):
            await place(client)


@pytest.mark.parametrize("content_type", ["application/json", "text/event-stream"])
@pytest.mark.parametrize("compress", [gzip.compress, zlib.compress])
async def test_a_small_body_that_holds_much(
    server: LoopbackServer, client: FirmlyClient, content_type: str, compress: Callable[[bytes], bytes]
) -> None:
    encoding = "gzip" if compress is gzip.compress else "deflate"
    bomb = reply(compress(b"x" * HUGE), content_type=content_type, content_encoding=encoding)
    server.on("GET", CART, bomb)
    server.on("POST", ORDER, bomb)
    with little_memory(25_000_000):
        with pytest.raises(TooLarge):
            await client.carts.get("shop")
        with pytest.raises(OutcomeUnknown, match="larger than"):
            await place(client)


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(b'{"cart_id": "c"}')),
        ("GZIP", gzip.compress(b'{"cart_id": "c"}') + b"more"),
        ("deflate", zlib.compress(b'{"cart_id": "c"}')),
        ("identity", b'{"cart_id": "c"}'),
    ],
    ids=["gzip", "more after its end", "deflate", "identity"],
)
async def test_a_compressed_body_is_read(
    server: LoopbackServer, client: FirmlyClient, encoding: str, body: bytes
) -> None:
    server.on("GET", CART, reply(body, content_encoding=encoding))
    cart = await client.carts.get("shop")
    assert cart is not None
    assert cart.cart_id == "c"
    assert server.requests[-1].headers["accept-encoding"] == "gzip, deflate"


async def test_a_body_in_an_encoding_that_was_not_asked_for(
    server: LoopbackServer, client: FirmlyClient
) -> None:
    server.on("GET", CART, reply(b"?", content_encoding="br"))
    with pytest.raises(NotFirmly):
        await client.carts.get("shop")


@pytest.mark.parametrize("size", [1, 7, 1_000])
def test_a_body_is_opened_wherever_it_is_cut(size: int) -> None:
    whole = bytes(range(256)) * 1_000
    packed = gzip.compress(whole)
    body = Body("gzip")
    parts = [packed[start : start + size] for start in range(0, len(packed), size)]
    pieces = [piece for part in parts for piece in body.feed(part)]
    assert b"".join(pieces) == whole
    assert max(map(len, pieces)) <= 65_536


@pytest.mark.parametrize(
    ("head", "drop", "said"),
    [
        (b"", b"HTTP/1.1 102 Processing\r\n\r\n", "did not answer in time"),
        (OK % JSON, b" ", "did not answer in time"),
        (OK % STREAM, b": working\n", "longer than we wait"),
    ],
    ids=["head", "body", "stream"],
)
async def test_an_answer_to_an_order_that_never_ends(
    server: LoopbackServer, connect: Connect, head: bytes, drop: bytes, said: str
) -> None:
    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while not writer.is_closing():
            writer.write(drop)
            await writer.drain()
            await asyncio.sleep(0)

    server.on("DELETE", "/api/v2/domains/shop/cart/line-items", reply({"cart_id": "c"}))
    async with raw(drip, ask=b"}}") as address:
        client = connect(server.url, cc_url=address, timeouts=Timeouts(order_total=0.05))
        with pytest.raises(OutcomeUnknown, match=said):
            await place(client)
    assert (await client.carts.clear("shop")).cart_id == "c"
