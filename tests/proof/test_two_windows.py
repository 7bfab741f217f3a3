"""One home folder, several windows and a hasty hand: each cart is ordered once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from firmly_tui.checkout import Journal, Placement
from firmly_tui.sandbox import Sandbox, SandboxOptions
from tests.checkout.counter import APPROVED, DECLINED
from tests.checkout.wire import Wire, no_nap
from tests.proof.buyer import BOOK, BOOKS, HOME, Buyer, orders_of, stock_up
from tests.proof.cutting import CALLS
from tests.proof.window import Job, Nursery, device
from tests.tui.records import Records
from tests.tui.shopper import Shopper, shopping

AFTER = (0, 0, 4, 10, 13, 17)
"""At which step of the first window the second one begins; 0 is at the same time."""

NAMES_THE_OTHER = ("is under way since", "This cart was ordered at", "It is not known whether the order of")


@dataclass
class Window:
    """A window, and its way to the server, which can be stopped."""

    buyer: Buyer
    wire: Wire


async def race(first: Nursery, second: Nursery, job: Job, tells_at: int) -> list[dict[str, object]]:
    """Both windows order the same cart; what each said."""
    windows = (first, second)
    await first.begin(Job(**{**vars(job), "tells_at": tells_at}))
    await second.begin(job)
    for window in windows:
        assert await window.read() == {"ready": True}
    await first.write("go")
    said = await first.read() if tells_at else {}
    await second.write("go")
    ends = await asyncio.gather(*(window.rest() for window in windows))
    return [said | ends[0], ends[1]]


@pytest.mark.parametrize("call", CALLS)
async def test_two_processes_place_one_order(tmp_path: Path, call: str) -> None:
    records = tmp_path / "sandbox.db"
    options = SandboxOptions(database=records, step_seconds=0, slow_seconds=0)
    with Sandbox(options) as running:
        stock_up(records)
        session = running.issue_session()
        job = Job(str(tmp_path / "home"), str(records), running.url, running.url, session, call, waits=True)
        async with (
            Nursery() as first,
            Nursery() as second,
            device(running.url, running.url, session) as (client, hive),
        ):
            for rounds, tells_at in enumerate(AFTER, 1):
                await hive.add(BOOKS, BOOK)
                await hive.set_address(HOME)
                said = await race(first, second, job, tells_at)
                assert sorted(str(each["state"]) for each in said) == ["not sent", "placed"], said
                assert orders_of(records, client.device_id) == rounds, said
                loser = next(str(each["sentence"]) for each in said if each["state"] == "not sent")
                assert any(words in loser for words in NAMES_THE_OTHER), (tells_at, loser)
                await hive.load()


@pytest.fixture
async def windows(tmp_path: Path, sandbox: Sandbox, database: Path) -> AsyncIterator[tuple[Window, Window]]:
    """Two windows that show the same cart."""
    session = sandbox.issue_session()
    async with AsyncExitStack() as stack:
        made: list[Window] = []
        for _ in range(2):
            wire = Wire()
            opened = device(sandbox.url, sandbox.url, session, transport=wire)
            client, hive = await stack.enter_async_context(opened)
            if not made:
                await hive.add(BOOKS, BOOK)
                await hive.set_address(HOME)
            else:
                await hive.refresh(BOOKS)
            journal = stack.enter_context(Journal(tmp_path / "home" / "orders.db"))
            made.append(Window(Buyer(client, hive, journal, database), wire))
        yield made[0], made[1]


@pytest.mark.parametrize("call", CALLS)
async def test_window_that_was_looking_while_the_other_ordered_names_its_order(
    windows: tuple[Window, Window], call: str
) -> None:
    first, second = windows
    held = second.wire.hold("GET", "/cart/", before=True)
    looking = second.buyer.placement(call, sleep=no_nap)
    running = asyncio.create_task(looking.run())
    await held.arrived.wait()
    ordering = first.buyer.placement(call, sleep=no_nap)
    await ordering.run()
    held.go.set()
    await running
    assert [ordering.lanes[0].state, looking.lanes[0].state] == ["placed", "not sent"]
    assert "This cart was ordered at" in looking.lanes[0].sentence


async def test_cart_in_which_the_other_window_orders_is_not_asked_about(
    windows: tuple[Window, Window],
) -> None:
    first, second = windows
    read = second.wire.hold("GET", "/cart/", before=True)
    looking = second.buyer.placement("place-order", sleep=no_nap)
    running = asyncio.create_task(looking.run())
    await read.arrived.wait()
    # A refused order leaves the cart that it made, and the other window still waits for the answer.
    answer = first.wire.hold("POST", "/place-order")
    ordering = first.buyer.placement("place-order", number=DECLINED, sleep=no_nap)
    other = asyncio.create_task(ordering.run())
    await answer.arrived.wait()
    await settled(first.buyer)
    read.go.set()
    await asyncio.wait([running, asyncio.create_task(until_asked(looking))], return_when="FIRST_COMPLETED")
    assert looking.lanes[0].state == "not sent"
    assert "is under way since" in looking.lanes[0].sentence
    answer.go.set()
    await other


async def test_cart_that_another_order_was_made_in_is_not_ordered_again(
    windows: tuple[Window, Window],
) -> None:
    first, second = windows
    cart = second.buyer.hive[BOOKS].cart
    assert cart is not None
    journal = first.buyer.journal
    attempt = journal.prepare(
        merchant=BOOKS,
        merchant_name="Bücherhalle",
        call="place-order",
        cart_id="the cart before",
        items=[],
        total=None,
        digest="",
    )
    journal.mark_sent(attempt.id)
    journal.name_cart(attempt.id, cart.cart_id)
    journal.finish(attempt.id, "placed", order_number="BU-1")
    looking = second.buyer.placement("place-order", sleep=no_nap)
    await looking.run()
    assert looking.lanes[0].state == "not sent"
    assert "(BU-1)" in looking.lanes[0].sentence


async def test_two_apps_place_one_order(home: Path, sandbox: Sandbox, records: Records) -> None:
    both_ready = asyncio.Barrier(2)
    filled = asyncio.Event()

    async def order(*, fills: bool) -> str:
        if not fills:
            await filled.wait()
        async with shopping(home, sandbox) as somebody:
            await somebody.opened()
            if fills:
                await somebody.put(BOOKS, BOOK["variant_id"])
                await somebody.go_to_payment()
                filled.set()
            else:
                # This cart has its address already.
                await somebody.press("f3")
                await somebody.until("Total €16.90")
                await somebody.press("o")
                await somebody.until("1 Pine St")
                await somebody.press("ctrl+s")
                await somebody.until("(•)")
                await somebody.pass_the_addons()
            await somebody.fill_card(APPROVED)
            await both_ready.wait()
            somebody.app.simulate_key("ctrl+s")
            await somebody.until("Enter shows the receipts")
            return somebody.said()

    said = await asyncio.gather(order(fills=True), order(fills=False))
    assert len(records.order_numbers()) == 1
    assert sum("✓ 1 order placed." in words for words in said) == 1
    loser = next(words for words in said if "1 order not sent." in words)
    assert any(words in loser for words in ("is under way since", "This cart was ordered at"))


HELD = ["ctrl+s", "enter", "f8", "ctrl+s", "enter"] * 10
"""What a key that is held down repeats, faster than anything can be drawn."""


@pytest.mark.parametrize("key", ["ctrl+s", "f8", "enter"])
async def test_a_held_key_places_once(shopper: Shopper, records: Records, key: str) -> None:
    await pay(shopper)
    if key == "enter":
        shopper.app.screen.query_one("#place").focus()
    for _ in range(50):
        shopper.app.simulate_key(key)
    await shopper.until("✓ 1 order placed.")
    for _ in range(50):
        shopper.app.simulate_key(key)
    await shopper.pilot.pause()
    await comes_to_rest(shopper)
    assert len(records.order_numbers()) == 1
    assert len(shopper.shop.journal.attempts()) == 1


async def test_key_button_and_palette_at_once_place_once(shopper: Shopper, records: Records) -> None:
    await pay(shopper)
    await shopper.press("ctrl+p")
    await shopper.until("Search for commands")
    await shopper.type("place order")
    await shopper.until("Place the orders. This cannot be undone here.")
    review = next(screen for screen in shopper.app.screen_stack if screen.query("#place"))
    for key in ("enter", "enter", "ctrl+s", "f8"):
        shopper.app.simulate_key(key)
    review.query_one("#place").press()  # type: ignore[attr-defined] - it is the button
    for key in HELD:
        shopper.app.simulate_key(key)
    await shopper.until(lambda: records.order_numbers())
    await comes_to_rest(shopper)
    assert len(records.order_numbers()) == 1
    assert len(shopper.shop.journal.attempts()) == 1


async def settled(somebody: Buyer) -> None:
    """Wait until the server has made a cart for an order, which it then refuses."""
    old = somebody.hive[BOOKS].cart
    while True:
        cart = await somebody.client.carts.get(BOOKS)
        if cart is not None and old is not None and cart.cart_id != old.cart_id and cart.line_items:
            return


async def until_asked(placement: Placement) -> None:
    """Wait until something is asked."""
    while placement.asking is None:
        await no_nap(0)


async def pay(shopper: Shopper) -> None:
    """Come to the payment with a book, and fill in the card."""
    await shopper.put(BOOKS, BOOK["variant_id"])
    await shopper.go_to_payment()
    await shopper.fill_card(APPROVED)


async def comes_to_rest(shopper: Shopper) -> None:
    """Wait until no order is under way."""
    await shopper.until(lambda: shopper.app.placement is not None and not shopper.app.is_placing)
