"""The journal comes first: it knows an outcome before anyone is told, and nobody who is told can spoil it."""

import asyncio

import pytest

from firmly_tui.checkout import Placement
from tests.checkout.counter import Counter


@pytest.mark.usefixtures("two_carts")
async def test_listener_that_fails_changes_no_outcome(counter: Counter) -> None:
    complaints: list[object] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: complaints.append(context["exception"]))
    placement = counter.placement()

    def fails() -> None:
        if any(lane.ended for lane in placement.lanes):
            raise LookupError("no such widget")

    counter.watch = fails
    await placement.run()
    assert [lane.state for lane in placement.lanes] == ["placed", "placed"]
    assert [attempt.state for attempt in counter.journal.attempts()] == ["placed", "placed"]
    assert placement.finished
    assert any(isinstance(error, LookupError) for error in complaints)


@pytest.mark.usefixtures("two_carts")
async def test_outcome_is_in_the_journal_before_it_is_told(counter: Counter) -> None:
    placement = counter.placement()
    told: list[bool] = []

    def compare() -> None:
        written = {attempt.id: attempt.state for attempt in counter.journal.attempts()}
        told.extend(written.get(lane.attempt_id) == lane.state for lane in placement.lanes if lane.ended)

    counter.watch = compare
    await placement.run()
    assert told
    assert all(told)


@pytest.mark.usefixtures("books")
async def test_end_is_told_when_everything_is_through(counter: Counter) -> None:
    placement = counter.placement()
    seen: list[bool] = []
    counter.watch = lambda: seen.append(placement.finished)
    await placement.run()
    assert seen[-1]
    assert not any(seen[:-1])


def close_when(counter: Counter, placement: Placement, step: str) -> None:
    """Take the journal away as soon as a lane has come to this step."""

    def watch() -> None:
        if any(known.text == step for lane in placement.lanes for known in lane.steps):
            counter.journal.close()

    counter.watch = watch


@pytest.mark.usefixtures("two_carts")
async def test_journal_that_fails_after_an_order_is_told_and_the_order_stays_placed(counter: Counter) -> None:
    placement = counter.placement()
    close_when(counter, placement, "Order placed")
    await placement.run()
    first, second = placement.lanes
    assert (first.state, second.state) == ("placed", "not sent")
    assert first.sentence.startswith(
        f"Order {first.order.platform_order_number if first.order else ''} is placed"
    )
    assert "journal" in first.sentence


@pytest.mark.usefixtures("two_carts")
async def test_journal_that_fails_between_two_orders_spoils_neither(counter: Counter) -> None:
    placement = counter.placement()

    def watch() -> None:
        if placement.lanes[0].ended:
            counter.journal.close()

    counter.watch = watch
    await placement.run()
    assert [lane.state for lane in placement.lanes] == ["placed", "not sent"]
    assert "journal" not in placement.lanes[0].sentence
    assert "Nothing was ordered" in placement.lanes[1].sentence


@pytest.mark.usefixtures("books")
async def test_cart_of_the_order_is_in_the_journal_while_it_is_made(counter: Counter) -> None:
    placement = counter.placement()
    named: list[str] = []

    def watch() -> None:
        for attempt in counter.journal.attempts():
            if attempt.state == "sent" and attempt.new_cart_id:
                named.append(attempt.new_cart_id)

    counter.watch = watch
    await placement.run()
    (lane,) = placement.lanes
    assert lane.order is not None
    assert set(named) == {lane.order.cart_id} == {counter.attempt().new_cart_id}
