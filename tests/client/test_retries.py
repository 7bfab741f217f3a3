"""What is tried again, what never is, and that changes of one cart do not overlap."""

import asyncio
from collections.abc import Awaitable, Callable
from email.utils import formatdate

import pytest

from firmly_tui.client import (
    ApiError,
    ConnectionLost,
    FirmlyClient,
    NotSent,
    OrderItem,
    OutcomeUnknown,
    RateLimited,
    ServiceUnavailable,
    StoreUnavailable,
)
from firmly_tui.models import Address
from tests.client.server import Cut, LoopbackServer, Seen, error, reply

CART = "/api/v2/domains/shop/cart/"
ITEMS = "/api/v2/domains/shop/cart/line-items"
ORDER = "/api/v2/payment/domains/shop/place-order"
FOUND = reply({"cart_id": "c"})


def place(client: FirmlyClient) -> Awaitable[object]:
    return client.payment.place_order(
        "shop",
        encrypted_card="jwe",
        billing=Address(),
        shipping=Address(),
        items=[OrderItem({"variant_id": "v"}, 1)],
    )


@pytest.mark.parametrize(
    "failure",
    [
        Cut(),
        Cut(FOUND[:-4]),
        error(429, "RateLimitExceeded"),
        error(502, "Unexpected"),
        error(503, "StoreUnavailable"),
        error(500, "ErrorStoreUnavailable"),
        reply(b"<html>", 504, "text/html"),
    ],
)
async def test_a_read_is_tried_three_times(
    server: LoopbackServer, client: FirmlyClient, naps: list[float], failure: bytes | Cut
) -> None:
    server.on("GET", CART, failure, failure, FOUND)
    cart = await client.carts.get("shop")
    assert cart is not None
    assert cart.cart_id == "c"
    assert len(server.seen(CART)) == 3
    assert 0.25 <= naps[0] <= 0.5 <= naps[1] <= 1


@pytest.mark.parametrize(
    ("failure", "raised"),
    [
        (Cut(), ConnectionLost),
        (error(503, "StoreUnavailable"), StoreUnavailable),
        (reply(b"", 502), ServiceUnavailable),
    ],
)
async def test_a_read_that_keeps_failing_is_given_up(
    server: LoopbackServer, client: FirmlyClient, failure: bytes | Cut, raised: type[Exception]
) -> None:
    server.on("GET", CART, failure)
    with pytest.raises(raised):
        await client.carts.get("shop")
    assert len(server.seen(CART)) == 3


@pytest.mark.parametrize("answer", [error(500, "Unexpected"), error(409, "PleaseTryAgainLater"), reply([1])])
async def test_a_read_that_was_answered_is_not_tried_again(
    server: LoopbackServer, client: FirmlyClient, answer: bytes
) -> None:
    server.on("GET", CART, answer)
    with pytest.raises(Exception, match=r"."):
        await client.carts.get("shop")
    assert len(server.seen(CART)) == 1


@pytest.mark.parametrize("when", ["7", formatdate(1_000_007, usegmt=True)])
async def test_retry_after_is_obeyed(
    server: LoopbackServer, connect: Callable[..., FirmlyClient], naps: list[float], when: str
) -> None:
    server.on("GET", CART, error(429, "RateLimitExceeded", retry_after=when), FOUND)
    await connect(server.url, clock=lambda: 1_000_000).carts.get("shop")
    assert naps == [7]


async def test_nobody_waits_for_an_hour(
    server: LoopbackServer, client: FirmlyClient, naps: list[float]
) -> None:
    server.on("GET", CART, error(429, "RateLimitExceeded", retry_after="3600"))
    with pytest.raises(RateLimited) as caught:
        await client.carts.get("shop")
    assert caught.value.retry_after == 3600
    assert "3600 s" in caught.value.sentence
    assert naps == []


@pytest.mark.parametrize("when", ["soon", "-1", "\xb2", "Thu, 99 Foo 2020", "9" * 400])
async def test_a_senseless_retry_after_is_ignored(
    server: LoopbackServer, client: FirmlyClient, naps: list[float], when: str
) -> None:
    server.on("GET", CART, error(429, "RateLimitExceeded", retry_after=when), FOUND)
    await client.carts.get("shop")
    assert naps[0] < 1


@pytest.mark.parametrize("failure", [Cut(), error(503, "StoreUnavailable"), error(429, "TooManyRetries")])
async def test_a_change_that_was_sent_is_not_sent_again(
    server: LoopbackServer, client: FirmlyClient, failure: bytes | Cut
) -> None:
    server.on("POST", ITEMS, failure)
    with pytest.raises((ApiError, ConnectionLost)) as caught:
        await client.carts.add("shop", {"variant_id": "v"}, 1)
    assert len(server.seen(ITEMS)) == 1
    if isinstance(caught.value, ConnectionLost):
        assert "look at the cart" in caught.value.sentence


async def test_a_change_that_could_not_be_sent_is_tried_again(
    server: LoopbackServer, client: FirmlyClient, naps: list[float]
) -> None:
    server.on("GET", CART, FOUND)
    await client.carts.get("shop")
    await server.stop()
    with pytest.raises(NotSent):
        await client.carts.clear("shop")
    assert len(naps) == 2


@pytest.mark.parametrize("failure", [Cut(), error(503, "StoreUnavailable"), reply(b"", 502)])
async def test_an_order_is_sent_once_whatever_happens(
    server: LoopbackServer, client: FirmlyClient, failure: bytes | Cut
) -> None:
    server.on("POST", ORDER, failure)
    with pytest.raises(OutcomeUnknown):
        await place(client)
    assert len(server.seen(ORDER)) == 1


async def test_an_order_is_not_repeated_after_a_401_but_the_session_is_renewed(
    server: LoopbackServer, client: FirmlyClient
) -> None:
    server.on("POST", ORDER, error(401, "InvalidJWTToken"))
    server.on("GET", CART, FOUND)
    with pytest.raises(ApiError):
        await place(client)
    await client.carts.get("shop")
    assert len(server.seen(ORDER)) == 1
    assert [request.body for request in server.seen("/api/v1/browser-session")] == [
        b"{}",
        b'{"access_token":"token-1"}',
    ]


class Counter:
    """Holds every change until told, and knows how many are under way in each cart."""

    def __init__(self) -> None:
        self.running: dict[str, int] = {}
        self.most: dict[str, int] = {}
        self.order: list[int] = []
        self.arrived = asyncio.Semaphore(0)
        self.go_on = asyncio.Semaphore(0)

    async def __call__(self, request: Seen) -> bytes:
        domain = request.path.split("/")[4]
        self.running[domain] = self.running.get(domain, 0) + 1
        self.most[domain] = max(self.most.get(domain, 0), self.running[domain])
        self.order.append(request.json["quantity"])
        self.arrived.release()
        await self.go_on.acquire()
        self.running[domain] -= 1
        return FOUND


async def test_changes_of_one_cart_wait_for_one_another_in_order(
    server: LoopbackServer, client: FirmlyClient
) -> None:
    counter = Counter()
    server.on("POST", ITEMS, counter)
    tasks = [asyncio.create_task(client.carts.add("shop", {"variant_id": "v"}, n)) for n in range(1, 6)]
    for _ in tasks:
        await counter.arrived.acquire()
        counter.go_on.release()
    await asyncio.gather(*tasks)
    assert counter.most == {"shop": 1}
    assert counter.order == [1, 2, 3, 4, 5]


async def test_changes_of_two_carts_overlap(server: LoopbackServer, client: FirmlyClient) -> None:
    counter = Counter()
    for shop in ("one", "two"):
        server.on("POST", f"/api/v2/domains/{shop}/cart/line-items", counter)
    tasks = [asyncio.create_task(client.carts.add(shop, {"variant_id": "v"}, 1)) for shop in ("one", "two")]
    await counter.arrived.acquire()
    await counter.arrived.acquire()
    assert counter.running == {"one": 1, "two": 1}
    counter.go_on.release()
    counter.go_on.release()
    await asyncio.gather(*tasks)


async def test_a_change_of_all_carts_stands_between_those_before_and_after_it(
    server: LoopbackServer, client: FirmlyClient
) -> None:
    counter, everywhere = Counter(), "/api/v2/carts/postal-code"
    for shop in ("one", "two"):
        server.on("POST", f"/api/v2/domains/{shop}/cart/line-items", counter)
    server.on("POST", everywhere, reply({"postal_code": "1"}))
    server.on("GET", CART, FOUND)
    before = asyncio.create_task(client.carts.add("one", {"variant_id": "v"}, 1))
    await counter.arrived.acquire()
    between = asyncio.create_task(client.session.set_postal_code("1"))
    given_up = asyncio.create_task(client.session.set_postal_code("2"))
    after = asyncio.create_task(client.carts.add("two", {"variant_id": "v"}, 2))
    await client.carts.get("shop")
    assert (counter.order, server.seen(everywhere)) == ([1], [])
    given_up.cancel()
    counter.go_on.release()
    counter.go_on.release()
    await asyncio.gather(before, between, after)
    posted = [request.path for request in server.requests if request.method == "POST"]
    assert [path.split("/")[3] for path in posted[1:]] == ["domains", "carts", "domains"]


async def test_reads_do_not_wait_for_changes(server: LoopbackServer, client: FirmlyClient) -> None:
    counter = Counter()
    server.on("POST", ITEMS, counter)
    server.on("GET", CART, FOUND)
    change = asyncio.create_task(client.carts.add("shop", {"variant_id": "v"}, 1))
    await counter.arrived.acquire()
    assert await client.carts.get("shop") is not None
    counter.go_on.release()
    await change


async def test_a_cancelled_change_gives_its_turn_back(server: LoopbackServer, client: FirmlyClient) -> None:
    counter = Counter()
    server.on("POST", ITEMS, counter)
    first = asyncio.create_task(client.carts.add("shop", {"variant_id": "v"}, 1))
    await counter.arrived.acquire()
    second = asyncio.create_task(client.carts.add("shop", {"variant_id": "v"}, 2))
    first.cancel()
    await counter.arrived.acquire()
    counter.go_on.release()
    counter.go_on.release()
    assert (await second).cart_id == "c"
    assert first.cancelled()
