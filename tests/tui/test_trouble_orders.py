"""What may go wrong while an order is placed: said in a sentence, the cart kept, nothing sent twice."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from textual.widgets import Static

from firmly_tui.sandbox import Sandbox
from firmly_tui.tui.screens.orders import OrdersScreen
from tests.tui.conftest import StartSandbox
from tests.tui.records import Records
from tests.tui.shopper import DEADLINE, Shopper, shopping
from tests.tui.test_check import make_happen

BOOKS, FURNITURE = "buecherhalle.example", "nordhaus.example"


async def order_with(shopper: Shopper, card: str) -> None:
    """Have a book in the cart, and order it with this card."""
    await shopper.put(BOOKS, "BH-1007-PB")
    await shopper.go_to_payment()
    await shopper.fill_card(card)
    await shopper.press("ctrl+s")


@pytest.mark.parametrize(
    ("card", "sentence"),
    [
        ("4000000000009995", "The card does not cover the amount. Nothing was bought."),
        ("4000000000000069", "expiry date is not accepted. Check month and year."),
        ("4000000000000127", "security code is not accepted. Enter it again."),
    ],
)
async def test_a_refused_card_says_why(shopper: Shopper, card: str, sentence: str) -> None:
    await order_with(shopper, card)
    await shopper.until(sentence)
    await shopper.until("✕ 1 order refused. Nothing was bought at Bücherhalle")


async def test_a_refused_code_is_told_at_its_field_when_it_is_tried_again(shopper: Shopper) -> None:
    await order_with(shopper, "4000000000000127")
    await shopper.until("t goes to the payment again")
    await shopper.press("t")
    await shopper.until("✕ Not accepted last time.")
    await shopper.until("! The card's security code is not accepted. Enter it again.")
    await shopper.type("4111")
    await shopper.until("Card number Visa")
    assert "✕ Not accepted last time." in shopper.said()
    assert "on the card's back" not in shopper.said()
    await shopper.tab_to("code")
    await shopper.type("1")
    await shopper.until("Card number", gone="Not accepted last time.")


async def test_a_card_that_was_not_accepted_is_told_at_its_number(shopper: Shopper, sandbox: Sandbox) -> None:
    make_happen(sandbox, "refuse,error=InvalidCard,times=1,route=POST *order*")
    await order_with(shopper, "4111111111111111")
    await shopper.until("t goes to the payment again")
    await shopper.press("t")
    await shopper.until("! The card is not accepted. Check its number, date and code.")
    await shopper.until("✕ Not accepted last time. Expires")
    focused = shopper.app.focused
    assert focused is not None
    assert focused.id == "input-number"


async def test_a_declined_card_leaves_everything_but_the_card(shopper: Shopper, records: Records) -> None:
    await order_with(shopper, "4000000000000002")
    await shopper.until("✕ 1 order refused. Nothing was bought at Bücherhalle")
    assert "The card was declined and nothing was bought. Use another card" in shopper.said()
    assert "✕ Bücherhalle · refused" in shopper.said()
    assert records.order_numbers() == []
    await shopper.press("f3")
    await shopper.until("− 1 + Der Laden am Fleet Paperback €14.00")
    await shopper.press("o")
    await shopper.until("ada@example.com")
    assert "1 Pine St" in shopper.text()
    await shopper.press("ctrl+s")
    await shopper.until("(•)")
    await shopper.pass_the_addons()
    assert "F7: a test card" in shopper.text()
    await shopper.fill_card("4111111111111111")
    await shopper.press("ctrl+s")
    await shopper.until("✓ 1 order placed.")
    assert len(records.order_numbers()) == 1


@pytest.mark.parametrize(
    ("card", "orders", "became", "sentence"),
    [
        (
            "4000000000000341",
            0,
            "✕ Bücherhalle · not placed, as the cart shows",
            "Bücherhalle still holds the goods in an open cart, so the order was not placed.",
        ),
        (
            "4000000000000358",
            1,
            "✓ Bücherhalle · placed, as the cart shows",
            "it was placed, but its number did not arrive. Look for it in your mailbox",
        ),
    ],
)
async def test_a_stream_that_ends_early_is_unknown_and_never_sent_again(
    home: Path,
    start_sandbox: StartSandbox,
    records: Records,
    card: str,
    orders: int,
    became: str,
    sentence: str,
) -> None:
    sandbox = start_sandbox()
    async with shopping(home, sandbox) as shopper:
        await shopper.opened()
        await order_with(shopper, card)
        await shopper.until("? Bücherhalle · no answer came")
        await shopper.until(sentence)
        await shopper.press("escape")
        await shopper.until(became)
        await shopper.until("! 1 order without an answer.")
        made = records.carts_made()
        await shopper.press("enter")
        await shopper.until("laced, as the cart shows · Bücherhalle")
        await shopper.press("f4")
        await shopper.until(f"▌ {became}")
        await shopper.press("ctrl+q")
    async with shopping(home, sandbox) as shopper:
        await shopper.opened()
        await shopper.press("f4")
        await shopper.until(became)
    assert len(records.order_numbers()) == orders
    assert records.carts_made() == made


async def test_what_one_merchant_cannot_sell_does_not_stop_the_other(
    shopper: Shopper, records: Records
) -> None:
    await shopper.put(BOOKS, "BH-1007-PB")
    await shopper.put(FURNITURE, "NH-LIN2-OAT")
    await shopper.go_to_payment()
    await shopper.fill_card("4111111111111111")
    records.sell_out("buecherhalle.example", "BH-1007-PB")
    await shopper.press("ctrl+s")
    await shopper.until("! 1 order placed, 1 order not sent.")
    assert "Der Laden am Fleet (Paperback) is sold out by now. Look at the cart" in shopper.said()
    assert "✓ Nordhaus · placed" in shopper.said()
    assert len(records.order_numbers()) == 1
    await shopper.press("f3")
    await shopper.until("Der Laden am Fleet")
    assert "Nordhaus" not in shopper.text()


async def test_ctrl_s_twice_places_once(shopper: Shopper, records: Records) -> None:
    await shopper.put(BOOKS, "BH-1007-PB")
    await shopper.go_to_payment()
    await shopper.fill_card("4111111111111111")
    for key in ("ctrl+s", "ctrl+s", "enter", "enter", "f8"):
        shopper.app.simulate_key(key)
    await shopper.until("✓ 1 order placed.")
    assert len(records.order_numbers()) == 1


class SlowToGo(Static):
    """A part of a screen that takes its time to go, while the others are gone already."""

    def __init__(self) -> None:
        super().__init__()
        self.may_go = asyncio.Event()

    async def on_unmount(self) -> None:
        await self.may_go.wait()


async def test_a_screen_that_goes_while_the_journal_is_read_for_it_harms_nothing(
    shopper: Shopper, home: Path
) -> None:
    await shopper.press("f4")
    await shopper.until("No orders yet.")
    orders, slow = shopper.app.screen, SlowToGo()
    assert isinstance(orders, OrdersScreen)
    await orders.mount(slow)

    def working() -> bool:
        return any(work.node is orders for work in shopper.app.workers)

    async def until(holds: Callable[[], object]) -> None:
        """Wait without the pilot: it waits for every part of a screen."""
        while not holds():  # noqa: ASYNC110 (nobody tells when it holds)
            await asyncio.sleep(0)

    async with asyncio.timeout(DEADLINE):
        with closing(sqlite3.connect(home / "orders.db", isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            orders.something_changed()
            await until(working)
            shopper.app.simulate_key("escape")
            await until(lambda: not orders.query("#body *"))
        await until(lambda: not working())
        slow.may_go.set()
    await shopper.opened()
