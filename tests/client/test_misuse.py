"""A client that is used in ways that cannot work, or at odd moments: it says so, and holds on to nothing."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

import pytest
from pydantic import SecretStr

from firmly_tui.client import Exchange, FirmlyClient, FirmlyError, NotSent, OrderItem, OutcomeUnknown
from firmly_tui.models import Address, DeviceSession, Order
from tests.client.server import LoopbackServer, Seen, error, reply, session

SESSION = "/api/v1/browser-session"
CART = "/api/v2/domains/shop/cart/"
LINES = "/api/v2/domains/shop/cart/line-items"
ORDER = "/api/v2/payment/domains/shop/complete-order"
FOUND = reply({"cart_id": "c"})
DONE = reply({"platform_order_number": "1"})


async def place(client: FirmlyClient) -> Order:
    return await client.payment.complete_order("shop", encrypted_card="jwe", billing=Address())


class Gate:
    """An answer that is held back until it is let through."""

    def __init__(self, answer: bytes) -> None:
        self.answer = answer
        self.asked = asyncio.Event()
        self.open = asyncio.Event()

    async def __call__(self, _: Seen) -> bytes:
        self.asked.set()
        await self.open.wait()
        return self.answer


async def test_nothing_is_sent_after_the_end(server: LoopbackServer, client: FirmlyClient) -> None:
    server.on("GET", CART, FOUND)
    await client.carts.get("shop")
    await client.aclose()
    await client.aclose()
    calls = len(server.requests)
    for call in (client.carts.get("shop"), client.carts.clear("shop"), place(client)):
        with pytest.raises(NotSent, match="closed"):
            await call
    assert len(server.requests) == calls


async def test_a_call_under_way_at_the_end_is_not_made_again(
    server: LoopbackServer, client: FirmlyClient
) -> None:
    reading, ordering = Gate(FOUND), Gate(DONE)
    server.on("GET", CART, reading)
    server.on("POST", ORDER, ordering)
    tasks = [asyncio.create_task(client.carts.get("shop")), asyncio.create_task(place(client))]
    await asyncio.gather(reading.asked.wait(), ordering.asked.wait())
    await client.aclose()
    read, ordered = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(read, FirmlyError)
    assert isinstance(ordered, OutcomeUnknown)
    assert (len(server.seen(CART)), len(server.seen(ORDER))) == (1, 1)


async def test_who_waits_for_a_session_at_the_end_is_told(
    server: LoopbackServer, client: FirmlyClient
) -> None:
    gate = Gate(session("token"))
    server.on("POST", SESSION, gate)
    waiting = asyncio.create_task(place(client))
    await gate.asked.wait()
    await client.aclose()
    with pytest.raises(NotSent, match="closed"):
        await waiting


def test_a_client_belongs_to_one_event_loop() -> None:
    async def refused() -> None:
        for call in (client.carts.get("shop"), place(client)):
            with pytest.raises(NotSent, match="another event loop"):
                await call

    with asyncio.Runner() as first, asyncio.Runner() as second:
        server = LoopbackServer()
        first.run(server.start())
        server.on("GET", CART, FOUND)
        client = FirmlyClient(server.url, app_id="app")
        first.run(client.carts.get("shop"))
        second.run(refused())
        assert first.run(client.carts.get("shop")) is not None
        first.run(client.aclose())
        first.run(server.stop())


async def test_two_hundred_calls_at_once(server: LoopbackServer, client: FirmlyClient) -> None:
    server.on("GET", CART, FOUND)
    server.on("DELETE", LINES, FOUND)
    reads = [client.carts.get("shop") for _ in range(200)]
    changes = [client.carts.clear("shop") for _ in range(50)]
    found = await asyncio.gather(*reads, *changes)
    assert {cart.cart_id for cart in found if cart is not None} == {"c"}
    assert (len(server.seen(CART)), len(server.seen(LINES)), len(server.seen(SESSION))) == (200, 50, 1)


@pytest.mark.parametrize("held", [SESSION, LINES])
async def test_a_change_that_is_cancelled_anywhere_keeps_no_turn(
    server: LoopbackServer, client: FirmlyClient, held: str
) -> None:
    server.on("DELETE", LINES, FOUND)
    gate = Gate(session("token") if held == SESSION else FOUND)
    server.on("POST" if held == SESSION else "DELETE", held, gate)
    first = asyncio.create_task(client.carts.clear("shop"))
    waiting = asyncio.create_task(client.carts.clear("shop"))
    await gate.asked.wait()
    for task in (first, waiting):
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    gate.open.set()
    assert (await client.carts.clear("shop")).cart_id == "c"


async def test_an_order_that_is_cancelled_keeps_no_turn_and_is_not_sent_again(
    server: LoopbackServer, client: FirmlyClient
) -> None:
    gate = Gate(DONE)
    server.on("POST", ORDER, gate)
    server.on("DELETE", LINES, FOUND)
    ordering = asyncio.create_task(place(client))
    await gate.asked.wait()
    ordering.cancel()
    with pytest.raises(asyncio.CancelledError):
        await ordering
    assert (await client.carts.clear("shop")).cart_id == "c"
    assert len(server.seen(ORDER)) == 1


@pytest.mark.parametrize("jump", [-86_400.0, 86_400.0])
async def test_a_clock_that_jumps_costs_a_renewal_at_most(
    server: LoopbackServer, connect: Callable[..., FirmlyClient], jump: float
) -> None:
    now = [1_000_000.0]
    server.on("POST", SESSION, session("first", expires=1_003_600), session("next", expires=4_000_000))
    server.on("GET", CART, FOUND)
    lost: list[str] = []
    client = connect(server.url, clock=lambda: now[0], on_new_device=lambda: lost.append("gone"))
    await client.carts.get("shop")
    now[0] += jump
    await client.carts.get("shop")
    await client.carts.get("shop")
    assert len(server.seen(SESSION)) == (2 if jump > 0 else 1)
    assert lost == []


async def test_a_failed_renewal_is_not_left_alone_for_longer_when_the_clock_goes_back(
    server: LoopbackServer, connect: Callable[..., FirmlyClient]
) -> None:
    now = [1_000_000.0]
    server.on("POST", SESSION, session("first", expires=1_000_100), error(503, "ServiceUnavailable"))
    server.on("GET", CART, FOUND)
    client = connect(server.url, clock=lambda: now[0])
    await client.carts.get("shop")
    await client.carts.get("shop")
    tried = len(server.seen(SESSION))
    now[0] -= 50
    await client.carts.get("shop")
    assert len(server.seen(SESSION)) > tried


@pytest.mark.parametrize("value", [object(), float("nan"), {1, 2}])
async def test_what_is_no_json_is_not_sent(
    server: LoopbackServer, client: FirmlyClient, value: object
) -> None:
    ref = {"variant_id": value}
    with pytest.raises(NotSent, match="JSON"):
        await client.carts.add("shop", ref, 1)
    with pytest.raises(NotSent, match="JSON"):
        await client.payment.place_order(
            "shop", encrypted_card="", billing=Address(), shipping=Address(), items=[OrderItem(ref, 1)]
        )
    assert {request.path for request in server.requests} == {SESSION}


async def test_an_error_of_an_observer_ends_no_call(
    server: LoopbackServer, connect: Callable[..., FirmlyClient]
) -> None:
    told: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context["exception"]))

    def observer(exchange: Exchange) -> None:
        if exchange.is_over:
            raise LookupError(exchange.path)

    server.on("POST", ORDER, DONE)
    assert (await place(connect(server.url, observer=observer))).platform_order_number == "1"
    assert [str(failure) for failure in told] == [SESSION, ORDER]


@pytest.mark.parametrize(
    ("name", "value"), [("HTTPS_PROXY", "odd://user:password@proxy"), ("SSL_CERT_FILE", "/no/such/file")]
)
async def test_settings_of_the_computer_that_cannot_work_are_said(
    monkeypatch: pytest.MonkeyPatch, connect: Callable[..., FirmlyClient], name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(NotSent, match=name) as caught:
        await place(connect("https://firmly.example"))
    assert "password" not in caught.value.sentence


class Kept:
    """A store whose token was damaged."""

    async def load(self) -> DeviceSession:
        return DeviceSession(access_token=SecretStr("two\nlines"), expires=4_000_000_000)

    async def save(self, session: DeviceSession) -> None:
        assert session.access_token.get_secret_value() == "token-1"

    async def clear(self) -> None:
        raise AssertionError


async def test_a_kept_token_that_cannot_be_sent_is_replaced(
    server: LoopbackServer, connect: Callable[..., FirmlyClient]
) -> None:
    server.on("GET", CART, FOUND)
    assert await connect(server.url, sessions=Kept()).carts.get("shop") is not None
    assert server.requests[-1].token == "token-1"
