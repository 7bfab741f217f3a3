"""When no answer comes: never sent again, said to be unknown, and the carts are looked at."""

import asyncio

import httpx
import pytest

from firmly_tui.checkout import Hive
from firmly_tui.checkout.attempts import CRASHED_AFTER
from firmly_tui.client import FirmlyClient
from tests.checkout.counter import CUT_AFTER, CUT_BEFORE, Counter
from tests.checkout.goods import BOOKS
from tests.checkout.wire import Wire


@pytest.mark.usefixtures("books")
@pytest.mark.parametrize("express", [False, True])
@pytest.mark.parametrize(
    ("number", "says", "pieces"),
    [(CUT_BEFORE, "so the order was not placed", 2), (CUT_AFTER, "it was placed, but its number", 0)],
)
async def test_dropped_connection_is_unknown_and_the_cart_is_looked_at(
    counter: Counter, hive: Hive, wire: Wire, express: bool, number: str, says: str, pieces: int
) -> None:
    if express:
        await counter.choose_express(BOOKS)
    (lane,) = await counter.place(number=number)
    assert lane.call == ("complete-order" if express else "place-order")
    assert lane.state == counter.attempt().state == "unknown"
    assert says in lane.sentence
    assert counter.attempt().detail == lane.sentence
    assert hive.count == pieces
    assert wire.count("POST", "-order") == 1
    assert counter.card.wiped


@pytest.mark.usefixtures("books")
async def test_stream_names_the_cart_that_is_looked_for(counter: Counter, hive: Hive) -> None:
    await counter.place(number=CUT_BEFORE)
    assert hive[BOOKS].cart is not None
    assert counter.attempt().new_cart_id == hive[BOOKS].cart.cart_id != counter.attempt().cart_id


@pytest.mark.usefixtures("two_carts")
async def test_unknown_outcome_does_not_stop_the_next(counter: Counter, wire: Wire) -> None:
    wire.lose("POST", f"{BOOKS}/place-order", httpx.ReadError("reset"))
    placement = counter.placement()
    await placement.run()
    assert [lane.state for lane in placement.lanes] == ["unknown", "placed"]
    assert (placement.unknown, placement.placed, placement.refused) == (1, 1, 0)


@pytest.mark.usefixtures("books")
@pytest.mark.parametrize("status", [500, 502, 503])
async def test_server_error_while_placing_is_unknown(counter: Counter, wire: Wire, status: int) -> None:
    wire.reply("POST", "/place-order", status, {"code": status, "error": "ErrorStoreUnavailable"})
    (lane,) = await counter.place()
    assert lane.state == counter.attempt().state == "unknown"
    assert "probably not placed" in lane.sentence
    assert wire.count("POST", "/place-order") == 1


@pytest.mark.usefixtures("books")
async def test_cart_that_cannot_be_read_leaves_it_open(counter: Counter, wire: Wire) -> None:
    held = wire.lose("POST", "/place-order", httpx.ReadError("reset"))
    held.go.clear()
    placement = counter.placement()
    running = asyncio.create_task(placement.run())
    await held.arrived.wait()
    for _ in range(30):
        wire.fail("GET", BOOKS, httpx.ConnectError("refused"))
    held.go.set()
    await running
    (lane,) = placement.lanes
    assert lane.state == "unknown"
    assert "cannot be read now" in lane.sentence


@pytest.mark.usefixtures("books")
async def test_app_that_is_left_while_placing_writes_unknown(counter: Counter, wire: Wire) -> None:
    placement = counter.placement()
    held = wire.hold("POST", "/place-order")
    running = asyncio.create_task(placement.run())
    await held.arrived.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert placement.finished
    assert placement.lanes[0].state == counter.attempt().state == "unknown"
    assert counter.attempt().detail == CRASHED_AFTER
    assert counter.card.wiped


@pytest.mark.usefixtures("books")
async def test_app_that_is_left_before_sending_sends_nothing(counter: Counter, wire: Wire) -> None:
    placement = counter.placement()
    held = wire.hold("GET", "/payment/key")
    running = asyncio.create_task(placement.run())
    await held.arrived.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert placement.lanes[0].state == "not sent"
    assert wire.count("POST", "/place-order") == 0
    assert counter.card.wiped


@pytest.mark.usefixtures("books")
async def test_carts_of_another_device_tell_nothing(
    counter: Counter, client: FirmlyClient, wire: Wire
) -> None:
    wire.fail("POST", "/place-order", httpx.ReadError("reset"))
    refused = {"code": 401, "error": "ErrorInvalidAuthToken", "description": "No such device."}

    async def sleep(_seconds: float) -> None:
        if not client.device_changes:
            wire.reply("GET", f"{BOOKS}/cart", 401, refused)
            wire.reply("POST", "/browser-session", 401, refused)

    counter.sleep = sleep
    (lane,) = await counter.place()
    assert client.device_changes == 1
    assert lane.state == "unknown"
    assert "new session" in lane.sentence
    assert counter.attempt().conclusion == ""
    assert [attempt.merchant for attempt in counter.journal.unresolved()] == [BOOKS]
