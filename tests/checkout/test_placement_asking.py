"""What is asked before an order is sent: nothing but the shopper's own yes sends it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from firmly_tui.checkout import Lane, Placement
from firmly_tui.client import FirmlyClient, InvalidKey
from firmly_tui.models import Address
from firmly_tui.sandbox import Sandbox
from tests.checkout.counter import Counter
from tests.checkout.goods import BOOK, BOOKS
from tests.checkout.wire import Wire

OLD_KEY = {"code": 409, "error": "ErrorInvalidKey", "description": "The key is not known."}


@asynccontextmanager
async def asked(counter: Counter, placement: Placement) -> AsyncIterator[Lane]:
    """The first lane that asks; inside, it waits for its answer, and after it the placement has ended."""
    waits = asyncio.Event()
    counter.watch = lambda: waits.set() if placement.asking is not None else None
    counter.patience = 60
    running = asyncio.create_task(placement.run())
    ended = asyncio.create_task(waits.wait())
    await asyncio.wait([running, ended], return_when=asyncio.FIRST_COMPLETED)
    ended.cancel()
    assert placement.asking is not None, f"nothing was asked: {placement.lanes}"
    yield placement.asking
    await running


@pytest.fixture(autouse=True)
def patient(counter: Counter) -> None:
    counter.patience = 60


@pytest.mark.usefixtures("books")
async def test_change_is_shown_and_a_yes_orders_what_is_there_now(
    counter: Counter, elsewhere: FirmlyClient, wire: Wire
) -> None:
    placement = counter.placement()
    await elsewhere.carts.add(BOOKS, BOOK, 1)
    async with asked(counter, placement) as lane:
        assert lane.state == "asking"
        assert lane.question is not None
        assert lane.question.kind == "changed"
        assert "Der Laden am Fleet (Paperback): 3 in place of 2." in lane.question.words
        assert any(words.startswith("Total: ") for words in lane.question.words)
        assert counter.journal.attempts() == []
        assert wire.count("POST", "/place-order") == 0
        assert placement.answer(lane, True) == ""
    assert (lane.state, lane.question) == ("placed", None)
    assert lane.order is not None
    assert lane.order.count == 3
    assert lane.total == counter.attempt().total == lane.order.total


@pytest.mark.usefixtures("books")
async def test_no_sends_nothing(counter: Counter, elsewhere: FirmlyClient, wire: Wire) -> None:
    placement = counter.placement()
    await elsewhere.carts.add(BOOKS, BOOK, 1)
    async with asked(counter, placement) as lane:
        placement.answer(lane, False)
        assert placement.answer(lane, True) == "This was answered already."
    assert lane.state == "not sent"
    assert wire.count("POST", "/place-order") == 0
    assert placement.answer(lane, True) == "Nothing is asked any more."


@pytest.mark.usefixtures("books")
async def test_what_changes_while_the_question_is_read_is_asked_about_too(
    counter: Counter, elsewhere: FirmlyClient
) -> None:
    placement = counter.answering(counter.placement(), True)
    await elsewhere.carts.add(BOOKS, BOOK, 1)
    looks = counter.watch
    questions: list[tuple[str, ...]] = []
    changes: list[asyncio.Task[object]] = []

    def watch() -> None:
        lane = placement.asking
        if lane is not None and lane.question is not None and lane.question.words not in questions:
            questions.append(lane.question.words)
        if len(questions) == 1 and not changes:
            changes.append(asyncio.create_task(elsewhere.carts.add(BOOKS, BOOK, 1)))
            changes[0].add_done_callback(lambda _: looks())
        elif len(questions) == 2 and lane is not None:
            placement.answer(lane, False)

    counter.watch = watch
    await placement.run()
    assert any("4 in place of 3" in words for words in questions[1])
    assert placement.lanes[0].state == "not sent"


@pytest.mark.usefixtures("books")
async def test_key_that_is_refused_is_fetched_anew_and_asked_about(counter: Counter, wire: Wire) -> None:
    wire.reply("POST", "/place-order", 409, OLD_KEY)
    placement = counter.placement()
    async with asked(counter, placement) as lane:
        assert lane.question is not None
        assert lane.question.kind == "key"
        assert counter.attempt().state == "refused"
        assert wire.count("GET", "/payment/key") == 2
        assert wire.count("POST", "/place-order") == 1
        assert not counter.card.wiped
        placement.answer(lane, True)
    assert lane.state == "placed"
    assert [attempt.state for attempt in counter.journal.attempts()] == ["placed", "refused"]
    assert wire.count("POST", "/place-order") == 2
    assert counter.card.wiped


@pytest.mark.usefixtures("books")
async def test_key_that_the_server_replaced_takes_one_yes(counter: Counter, sandbox: Sandbox) -> None:
    async with httpx.AsyncClient(base_url=sandbox.url) as shop:
        await shop.put("/sandbox/scenario", json={"scenarios": ["rotated-key"]})
    placement = counter.answering(counter.placement(), True)
    await placement.run()
    assert placement.lanes[0].state == "placed"
    assert [attempt.state for attempt in counter.journal.attempts()] == ["placed", "refused"]


@pytest.mark.usefixtures("books")
@pytest.mark.parametrize("answers", [[False], [True, True]])
async def test_second_refusal_of_the_key_and_a_no_are_the_end(
    counter: Counter, wire: Wire, answers: list[bool]
) -> None:
    for _ in range(2):
        wire.reply("POST", "/place-order", 409, OLD_KEY)
    placement = counter.answering(counter.placement(), *answers)
    await placement.run()
    (lane,) = placement.lanes
    assert lane.state == "refused"
    assert isinstance(lane.error, InvalidKey)
    assert wire.count("POST", "/place-order") == (2 if answers[0] else 1)
    assert {attempt.state for attempt in counter.journal.attempts()} == {"refused"}


@pytest.mark.usefixtures("books")
async def test_app_that_is_left_while_it_asks_has_sent_nothing(
    counter: Counter, elsewhere: FirmlyClient, address: Address, wire: Wire
) -> None:
    placement = counter.placement()
    await elsewhere.carts.set_shipping_info(BOOKS, address.model_copy(update={"address1": "2 Oak St"}))
    waits = asyncio.Event()
    counter.watch = lambda: waits.set() if placement.asking is not None else None
    running = asyncio.create_task(placement.run())
    await waits.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert placement.lanes[0].state == "not sent"
    assert placement.asking is None
    assert counter.journal.attempts() == []
    assert wire.count("POST", "/place-order") == 0
    assert counter.card.wiped


@pytest.mark.usefixtures("books")
async def test_app_that_is_left_while_it_asks_about_a_key_was_refused(counter: Counter, wire: Wire) -> None:
    wire.reply("POST", "/place-order", 409, OLD_KEY)
    placement = counter.placement()
    waits = asyncio.Event()
    counter.watch = lambda: waits.set() if placement.asking is not None else None
    running = asyncio.create_task(placement.run())
    await waits.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    (lane,) = placement.lanes
    assert (lane.state, counter.attempt().state) == ("refused", "refused")
    assert lane.sentence == counter.attempt().detail
    assert counter.card.wiped
