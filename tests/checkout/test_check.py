"""The look at an order of which no answer came: how often, for how long, and what it may say."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest

from firmly_tui.checkout import Attempt, Check, Hive, Journal
from firmly_tui.client import FirmlyClient
from firmly_tui.sandbox import SANDBOX_APP_ID, Sandbox
from tests.checkout.counter import CUT_AFTER, CUT_BEFORE, Counter
from tests.checkout.goods import BOOK, BOOKS
from tests.checkout.wire import Wire, no_nap


def check(counter: Counter, attempt: Attempt, on_change: Callable[[], None] | None = None) -> Check:
    return Check(counter.client, counter.hive, counter.journal, attempt, on_change, counter.sleep)


@pytest.mark.usefixtures("books")
async def test_looking_waits_longer_each_time_and_ends_after_a_minute(counter: Counter) -> None:
    await counter.place(number=CUT_BEFORE)
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    counter.sleep = sleep
    found = check(counter, counter.attempt())
    await found.run()
    assert found.conclusion == "not placed"
    assert waits[:5] == [1.0, 2.0, 4.0, 8.0, 15.0]
    assert sum(waits) == 60


@pytest.mark.usefixtures("books")
async def test_cart_that_is_gone_settles_it_at_the_second_look(counter: Counter, wire: Wire) -> None:
    await counter.place(number=CUT_AFTER)
    found = check(counter, counter.attempt())
    await found.run()
    assert found.conclusion == counter.attempt().conclusion == "placed"
    assert [look.words for look in found.looks] == ["The cart is gone", "The cart is gone"]
    assert not found.place_again_allowed


@pytest.mark.usefixtures("books")
async def test_each_look_is_shown_as_it_comes_and_kept(counter: Counter) -> None:
    await counter.place(number=CUT_BEFORE)
    shown: list[int] = []
    found = check(counter, counter.attempt(), on_change=lambda: shown.append(len(found.looks)))
    await found.run()
    assert shown == [*range(1, 8), 7]
    assert counter.attempt().looks == tuple(str(look) for look in found.looks)
    assert "the cart that the order was made in, with 2 pieces" in counter.attempt().looks[0]


@pytest.mark.usefixtures("books")
@pytest.mark.parametrize(("missed", "conclusion"), [((0, 2), "probably not placed"), ((4, 6), "")])
async def test_cart_that_was_never_missed_twice_in_a_row_is_not_gone(
    counter: Counter, wire: Wire, missed: tuple[int, int], conclusion: str
) -> None:
    wire.fail("POST", "/place-order", httpx.ReadError("reset"))
    looks = iter(range(10))

    async def sleep(_seconds: float) -> None:
        if next(looks) in missed:
            wire.reply("GET", f"{BOOKS}/cart", 404, {"code": 404, "error": "ErrorCartNotFound"})

    counter.sleep = sleep
    (lane,) = await counter.place()
    assert lane.state == "unknown"
    assert counter.attempt().conclusion == conclusion


@pytest.mark.usefixtures("books")
async def test_lane_holds_its_check(counter: Counter) -> None:
    (lane,) = await counter.place(number=CUT_BEFORE)
    assert lane.check is not None
    assert lane.check.finished
    assert lane.check.place_again_allowed
    assert lane.attempt is not None
    assert (lane.attempt.state, lane.attempt.conclusion) == ("unknown", "not placed")
    assert not lane.can_try_again


@pytest.mark.usefixtures("books")
async def test_what_was_not_placed_can_be_ordered_once_it_is_cleared(counter: Counter, wire: Wire) -> None:
    (lane,) = await counter.place(number=CUT_BEFORE)
    (again,) = await counter.place()
    assert again.state == "not sent"
    assert "was not placed. Say so in the list of orders first" in again.sentence
    counter.journal.clear(lane.attempt_id)
    (again,) = await counter.place()
    assert again.state == "placed"
    assert wire.count("POST", "-order") == 2


async def left_behind(counter: Counter, wire: Wire) -> Attempt:
    """An order of which nothing is known, in a journal that is opened anew."""
    wire.lose("POST", "-order", httpx.ReadError("reset"))
    placement = counter.placement()
    held = wire.hold("GET", "carts/active")
    running = asyncio.create_task(placement.run())
    await held.arrived.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    counter.journal.close()
    counter.journal = Journal(counter.home / "orders.db")
    return counter.attempt()


@pytest.mark.usefixtures("books")
async def test_order_of_an_earlier_run_is_checked_on_the_same_device(counter: Counter, wire: Wire) -> None:
    await counter.choose_express(BOOKS)
    found = check(counter, await left_behind(counter, wire))
    await found.run()
    assert (found.conclusion, counter.attempt().conclusion) == ("placed", "placed")


@pytest.mark.usefixtures("books")
async def test_carts_of_another_device_tell_nothing_of_an_earlier_run(
    counter: Counter, wire: Wire, sandbox: Sandbox
) -> None:
    attempt = await left_behind(counter, wire)
    async with FirmlyClient(sandbox.url, app_id=SANDBOX_APP_ID, sleep=no_nap) as stranger:
        hive = Hive(stranger)
        await stranger.carts.add(BOOKS, BOOK, 2)
        found = Check(stranger, hive, counter.journal, attempt, sleep=no_nap)
        await found.run()
        await hive.aclose()
    assert found.conclusion == counter.attempt().conclusion == ""
    assert len(found.looks) == 1
    assert "another session" in found.looks[0].words
    assert not found.place_again_allowed


@pytest.mark.usefixtures("books")
async def test_goods_that_were_added_since_do_not_speak_against_an_order(
    counter: Counter, wire: Wire, hive: Hive
) -> None:
    wire.lose("POST", "-order", httpx.ReadError("reset"))
    (lane,) = await counter.place()
    assert counter.attempt().conclusion == "placed"
    await hive.add(BOOKS, BOOK, 2)
    found = check(counter, counter.attempt())
    await found.run()
    assert found.conclusion == counter.attempt().conclusion == "placed"
    assert counter.attempt().detail == lane.sentence


@pytest.mark.usefixtures("books")
async def test_same_goods_that_are_added_while_it_looks_do_not_speak_against_an_order(
    counter: Counter, wire: Wire, elsewhere: FirmlyClient
) -> None:
    wire.lose("POST", "/place-order", httpx.ReadError("reset"))
    waits = iter(range(10))

    async def sleep(_seconds: float) -> None:
        if next(waits) == 0:
            await elsewhere.carts.add(BOOKS, BOOK, 2)

    counter.sleep = sleep
    (lane,) = await counter.place()
    assert (lane.state, counter.attempt().conclusion) == ("unknown", "")
    assert lane.check is not None
    assert not lane.check.place_again_allowed


@pytest.mark.usefixtures("books")
async def test_check_that_sees_nothing_keeps_what_another_window_found(counter: Counter, wire: Wire) -> None:
    wire.lose("POST", "/place-order", httpx.ReadError("reset"))
    (lane,) = await counter.place()
    blind = replace(counter.attempt(), conclusion="", detail="", device="another")
    assert lane.attempt is not None
    found = check(counter, blind)
    await found.run()
    assert found.conclusion == counter.attempt().conclusion == "placed"
    assert found.sentence == counter.attempt().detail == lane.sentence
    assert "another session" in counter.attempt().looks[0]


@pytest.mark.usefixtures("books")
async def test_journal_that_cannot_be_written_is_told(counter: Counter) -> None:
    await counter.place(number=CUT_BEFORE)
    found = check(counter, counter.attempt())
    counter.journal.close()
    await found.run()
    assert "journal" in found.sentence
