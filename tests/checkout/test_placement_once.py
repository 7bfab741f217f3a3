"""One cart, two windows on one home folder: one order."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from firmly_tui.checkout import Hive, Journal, MemorySessions
from firmly_tui.client import FirmlyClient
from firmly_tui.sandbox import SANDBOX_APP_ID, Sandbox
from tests.checkout.counter import Counter
from tests.checkout.goods import BOOKS
from tests.checkout.wire import Wire, no_nap


@pytest.fixture
async def window(
    sandbox: Sandbox, client: FirmlyClient, sessions: MemorySessions, counter: Counter, books: None
) -> AsyncIterator[Counter]:
    """Another window on the same device and home folder, with the same carts on its screen."""
    wire = Wire()
    async with FirmlyClient(
        sandbox.url, app_id=SANDBOX_APP_ID, sessions=sessions, transport=wire, sleep=no_nap
    ) as other:
        hive = Hive(other)
        await hive.load()
        made = Counter(other, hive, counter.address, counter.home)
        yield made
        made.journal.close()
        await hive.aclose()


@pytest.mark.parametrize("express", [False, True])
async def test_two_windows_place_one_order(
    counter: Counter, window: Counter, wire: Wire, express: bool
) -> None:
    if express:
        await counter.choose_express(BOOKS)
        await window.hive.refresh(BOOKS)
    first, second = counter.placement(), window.placement()
    await asyncio.gather(first.run(), second.run())
    states = sorted([first.lanes[0].state, second.lanes[0].state])
    assert states == ["not sent", "placed"]
    assert len(counter.journal.attempts()) == 1


async def test_loser_says_what_the_other_window_does(counter: Counter, window: Counter, wire: Wire) -> None:
    held = wire.hold("POST", "/place-order", before=True)
    running = asyncio.create_task(counter.place())
    await held.arrived.wait()
    late = window.placement()
    await late.run()
    (lane,) = late.lanes
    assert lane.state == "not sent"
    assert "under way since" in lane.sentence
    assert late.to_try_again == []
    assert "tried again" not in late.summary
    assert "perhaps for the same goods: look at the carts" in late.summary
    held.go.set()
    (lane,) = await running
    assert lane.state == "placed"


async def test_window_that_shows_an_ordered_cart_orders_nothing(counter: Counter, window: Counter) -> None:
    await counter.place()
    (lane,) = await window.place()
    assert lane.state == "not sent"
    assert "This cart was ordered at" in lane.sentence
    assert not window.hive[BOOKS].has_lines


async def test_merchant_of_an_open_outcome_is_not_ordered_from(
    counter: Counter, window: Counter, wire: Wire
) -> None:
    attempt = counter.journal.prepare(
        merchant=BOOKS,
        merchant_name="Bücherhalle",
        call="place-order",
        cart_id="another cart",
        items=[],
        total=None,
        digest="",
    )
    counter.journal.mark_sent(attempt.id)
    counter.journal.finish(attempt.id, "unknown")
    (lane,) = await window.place()
    assert lane.state == "not sent"
    assert "It is not known whether" in lane.sentence
    with Journal(counter.home / "orders.db") as journal:
        journal.settle(attempt.id, "placed")
    (lane,) = await window.place()
    assert lane.state == "placed"
