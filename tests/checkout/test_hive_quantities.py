"""Quantities: shown at once, sent one after the other, rolled back with the reason, never out of date."""

import asyncio
from contextlib import suppress

import pytest

from firmly_tui.checkout import Hive
from firmly_tui.models import LineItem
from tests.checkout.goods import BOOK, BOOKS
from tests.checkout.wire import Wire


def line(hive: Hive) -> LineItem:
    (found,) = hive[BOOKS].lines
    return found


async def test_wish_shows_before_the_answer(hive: Hive, wire: Wire) -> None:
    await hive.add(BOOKS, BOOK)
    held = wire.hold("PUT", "line-items")
    change = asyncio.ensure_future(hive.set_quantity(BOOKS, line(hive).line_item_id, 4))
    await held.arrived.wait()
    assert hive[BOOKS].quantity(line(hive)) == hive.count == 4
    assert line(hive).quantity == 1
    assert hive[BOOKS].busy
    held.go.set()
    await change
    assert line(hive).quantity == 4
    assert not hive[BOOKS].quantities
    assert not hive[BOOKS].busy


async def test_wishes_made_at_once_are_sent_as_one(hive: Hive, wire: Wire) -> None:
    await hive.add(BOOKS, BOOK)
    await asyncio.gather(*(hive.set_quantity(BOOKS, line(hive).line_item_id, n) for n in (2, 3, 4, 5)))
    assert line(hive).quantity == 5
    assert wire.count("PUT", "line-items") == 1


async def test_wish_made_while_one_is_under_way_follows_it(hive: Hive, wire: Wire) -> None:
    await hive.add(BOOKS, BOOK)
    held = wire.hold("PUT", "line-items")
    first = asyncio.ensure_future(hive.set_quantity(BOOKS, line(hive).line_item_id, 2))
    await held.arrived.wait()
    later = [asyncio.ensure_future(hive.set_quantity(BOOKS, line(hive).line_item_id, n)) for n in (3, 4, 5)]
    await asyncio.sleep(0)
    held.go.set()
    await asyncio.gather(first, *later)
    assert line(hive).quantity == 5
    assert wire.count("PUT", "line-items") == 2


@pytest.mark.parametrize("steps", range(1, 6))
async def test_newest_wish_wins_however_close_the_keys_are_pressed(hive: Hive, steps: int) -> None:
    await hive.add(BOOKS, BOOK)
    first = asyncio.ensure_future(hive.set_quantity(BOOKS, line(hive).line_item_id, 2))
    for _ in range(steps):
        await asyncio.sleep(0)
    await hive.set_quantity(BOOKS, line(hive).line_item_id, 3)
    await first
    assert line(hive).quantity == 3


async def test_newer_wish_is_sent_when_the_older_is_refused(hive: Hive, wire: Wire) -> None:
    await hive.add(BOOKS, BOOK)
    held = wire.hold("PUT", "line-items")
    first = asyncio.ensure_future(hive.set_quantity(BOOKS, line(hive).line_item_id, 1000))
    await held.arrived.wait()
    second = asyncio.ensure_future(hive.set_quantity(BOOKS, line(hive).line_item_id, 3))
    await asyncio.sleep(0)
    held.go.set()
    await asyncio.gather(first, second)
    assert line(hive).quantity == 3
    assert hive[BOOKS].line_errors == {}


async def test_refused_quantity_is_rolled_back_with_the_reason(hive: Hive) -> None:
    await hive.add(BOOKS, BOOK)
    await hive.set_quantity(BOOKS, line(hive).line_item_id, 1000)
    assert hive[BOOKS].quantity(line(hive)) == 1
    assert hive[BOOKS].line_errors[line(hive).line_item_id]
    await hive.set_quantity(BOOKS, line(hive).line_item_id, 2)
    assert hive[BOOKS].line_errors == {}


async def test_quantity_that_the_merchant_lowers_is_told(hive: Hive, wire: Wire) -> None:
    cart = await hive.add(BOOKS, BOOK)
    lowered = cart.model_dump(mode="json")
    lowered["line_items"][0]["quantity"] = 2
    wire.reply("PUT", "line-items", 200, lowered)
    await hive.set_quantity(BOOKS, line(hive).line_item_id, 5)
    assert hive[BOOKS].quantity(line(hive)) == 2
    assert hive[BOOKS].line_errors == {line(hive).line_item_id: "The merchant set this to 2."}


async def test_quantity_of_nothing_removes(hive: Hive) -> None:
    await hive.add(BOOKS, BOOK)
    await hive.set_quantity(BOOKS, line(hive).line_item_id, 0)
    assert hive.is_empty
    assert hive.can_undo


async def test_answer_from_before_a_change_is_dropped(hive: Hive, wire: Wire) -> None:
    await hive.add(BOOKS, BOOK)
    held = wire.hold("GET", BOOKS)
    old = asyncio.create_task(hive.refresh(BOOKS))
    await held.arrived.wait()
    await hive.set_quantity(BOOKS, line(hive).line_item_id, 3)
    held.go.set()
    await old
    assert line(hive).quantity == 3


async def test_read_that_began_during_a_change_does_not_undo_it(hive: Hive, wire: Wire) -> None:
    await hive.add(BOOKS, BOOK)
    change_held = wire.hold("PUT", "line-items")
    change = asyncio.ensure_future(hive.set_quantity(BOOKS, line(hive).line_item_id, 3))
    await change_held.arrived.wait()
    read_held = wire.hold("GET", "/carts/active")
    read = asyncio.create_task(hive.load())
    await read_held.arrived.wait()
    change_held.go.set()
    await change
    read_held.go.set()
    await read
    assert line(hive).quantity == 3


async def test_change_goes_on_when_the_screen_that_asked_goes_away(hive: Hive, wire: Wire) -> None:
    await hive.add(BOOKS, BOOK)
    held = wire.hold("PUT", "line-items")
    asked = asyncio.create_task(hive.remove(BOOKS, line(hive).line_item_id))
    await held.arrived.wait()
    asked.cancel()
    with suppress(asyncio.CancelledError):
        await asked
    empty = asyncio.Event()
    hive.subscribe(lambda: empty.set() if hive.can_undo else None)
    held.go.set()
    await empty.wait()
    assert hive.is_empty


@pytest.mark.parametrize("steps", range(4))
async def test_wish_that_comes_when_the_one_before_was_just_answered_is_sent(hive: Hive, steps: int) -> None:
    await hive.add(BOOKS, BOOK)
    number, wishes = line(hive).line_item_id, list[asyncio.Task[None]]()

    async def wish_again() -> None:
        for _ in range(steps):
            await asyncio.sleep(0)
        await hive.set_quantity(BOOKS, number, 7)

    def watch() -> None:
        if line(hive).quantity == 2 and not hive[BOOKS].busy and not wishes:
            wishes.append(asyncio.create_task(wish_again()))

    hive.subscribe(watch)
    await hive.set_quantity(BOOKS, number, 2)
    await asyncio.gather(*wishes)
    assert wishes
    assert line(hive).quantity == 7
    assert not hive[BOOKS].quantities
