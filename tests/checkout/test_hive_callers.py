"""Callers that go away, and listeners that fail: what a change brings is never lost, and nobody is hurt."""

import asyncio
import gc
from collections.abc import Awaitable
from contextlib import suppress

import httpx
import pytest

from firmly_tui.checkout import Hive
from firmly_tui.client import OutOfStock
from firmly_tui.models import Address
from tests.checkout.goods import BOOK, BOOKS
from tests.checkout.wire import Stop, Wire

GONE = {"code": 422, "error": "ErrorNotEnoughStock", "description": "Gone."}


@pytest.fixture
async def complaints() -> list[str]:
    """What asyncio complains of."""
    heard: list[str] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: heard.append(str(context["message"])))
    return heard


def refusal(wire: Wire, method: str, part: str) -> Stop:
    """A refusal that is held back until its `go` is set."""
    stop = wire.reply(method, part, 422, GONE)
    stop.go.clear()
    return stop


async def leave(call: Awaitable[object], stop: Stop, hive: Hive) -> None:
    """Call, go away while the answer is on its way, and wait until the hive is at rest."""
    asked = asyncio.ensure_future(call)
    await stop.arrived.wait()
    asked.cancel()
    with suppress(asyncio.CancelledError):
        await asked
    rest = asyncio.Event()
    hive.subscribe(lambda: None if hive[BOOKS].busy else rest.set())
    stop.go.set()
    await rest.wait()
    gc.collect()
    await asyncio.sleep(0)


async def test_refused_goods_are_told_in_the_hive_when_the_caller_is_gone(
    hive: Hive, wire: Wire, complaints: list[str]
) -> None:
    await leave(hive.add(BOOKS, BOOK), refusal(wire, "POST", "line-items"), hive)
    assert isinstance(hive[BOOKS].error, OutOfStock)
    assert [entry.domain for entry in hive.entries] == [BOOKS]
    assert complaints == []


async def test_refused_undo_is_kept_when_the_caller_is_gone(
    hive: Hive, wire: Wire, complaints: list[str]
) -> None:
    cart = await hive.add(BOOKS, BOOK)
    await hive.remove(BOOKS, cart.line_items[0].line_item_id)
    await leave(hive.undo(), refusal(wire, "POST", "line-items"), hive)
    assert hive.can_undo
    assert complaints == []


async def test_refused_removal_is_told_when_the_caller_is_gone(
    hive: Hive, wire: Wire, complaints: list[str]
) -> None:
    cart = await hive.add(BOOKS, BOOK)
    line_id = cart.line_items[0].line_item_id
    await leave(hive.remove(BOOKS, line_id), refusal(wire, "PUT", "line-items"), hive)
    assert list(hive[BOOKS].line_errors) == [line_id]
    assert complaints == []


async def test_refused_address_is_told_when_the_caller_is_gone(
    hive: Hive, wire: Wire, address: Address, complaints: list[str]
) -> None:
    await hive.add(BOOKS, BOOK)
    await leave(hive.set_address(address), refusal(wire, "POST", "shipping-info"), hive)
    assert hive[BOOKS].address_error is not None
    assert complaints == []


async def test_lost_answer_is_looked_up_when_the_caller_is_gone(hive: Hive, wire: Wire) -> None:
    cart = await hive.add(BOOKS, BOOK)
    stop = wire.lose("PUT", "line-items", httpx.ReadError("reset"))
    stop.go.clear()
    await leave(hive.set_quantity(BOOKS, cart.line_items[0].line_item_id, 3), stop, hive)
    assert hive.count == 3


async def test_cart_is_not_ready_before_its_changes_are_answered(
    hive: Hive, wire: Wire, address: Address
) -> None:
    cart = await hive.add(BOOKS, BOOK)
    await hive.set_address(address)
    held = wire.hold("PUT", "line-items")
    change = asyncio.ensure_future(hive.set_quantity(BOOKS, cart.line_items[0].line_item_id, 3))
    await held.arrived.wait()
    assert not hive[BOOKS].ready
    held.go.set()
    await change
    assert hive[BOOKS].ready


async def test_listener_that_fails_stops_nobody_and_is_told_of(hive: Hive, complaints: list[str]) -> None:
    told: list[int] = []

    def fails() -> None:
        raise LookupError("no such widget")

    hive.subscribe(fails)
    hive.subscribe(lambda: told.append(hive.count))
    await hive.add(BOOKS, BOOK)
    assert told[-1] == hive.count == 1
    assert set(complaints) == {"A listener of Hive failed"}
