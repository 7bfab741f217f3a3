"""What may go wrong while an order is placed: said in a sentence, the cart kept, nothing sent twice."""

from pathlib import Path

import pytest

from firmly_tui.checkout import Journal
from firmly_tui.models import Money
from firmly_tui.sandbox import Sandbox
from tests.tui.conftest import StartSandbox
from tests.tui.records import Records
from tests.tui.shopper import Shopper, shopping

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
    await shopper.until("✕ 1 order refused. Enter shows the receipts.")


async def test_a_declined_card_leaves_everything_but_the_card(shopper: Shopper, records: Records) -> None:
    await order_with(shopper, "4000000000000002")
    await shopper.until("✕ 1 order refused. Enter shows the receipts.")
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
    ("card", "orders", "sentence"),
    [
        (
            "4000000000000341",
            0,
            "Bücherhalle still holds the goods in an open cart, so the order was not placed.",
        ),
        ("4000000000000358", 1, "it was placed, but its number did not arrive. Look for it in your mailbox"),
    ],
)
async def test_a_stream_that_ends_early_is_unknown_and_never_sent_again(
    home: Path, start_sandbox: StartSandbox, records: Records, card: str, orders: int, sentence: str
) -> None:
    sandbox = start_sandbox()
    async with shopping(home, sandbox) as shopper:
        await shopper.opened()
        await order_with(shopper, card)
        await shopper.until("? Bücherhalle · outcome unknown")
        await shopper.until("! 1 order unknown: look into your mailbox before you order again.")
        assert sentence in shopper.said()
        made = records.carts_made()
        await shopper.press("enter")
        await shopper.until("? Outcome unknown · Bücherhalle")
        await shopper.press("f4")
        await shopper.until("? Bücherhalle · outcome unknown · the cart says: ")
        await shopper.press("ctrl+q")
    async with shopping(home, sandbox) as shopper:
        await shopper.opened()
        await shopper.press("f4")
        await shopper.until("? Bücherhalle · outcome unknown")
    assert len(records.order_numbers()) == orders
    assert records.carts_made() == made


async def test_one_is_asked_about_an_unknown_order_until_one_has_looked(home: Path, sandbox: Sandbox) -> None:
    with Journal(home / "orders.db") as journal:
        attempt = journal.prepare(
            merchant=BOOKS,
            merchant_name="Bücherhalle",
            call="place-order",
            cart_id="1",
            items=["1 × Der Laden am Fleet"],
            total=Money.of(1690, "EUR"),
            digest="",
        )
        journal.mark_sent(attempt.id)
        journal.finish(attempt.id, "unknown", detail="It may have been placed.")
    question = (
        "It is not known whether your order at Bücherhalle was placed. Look into your mailbox before you"
    )
    async with shopping(home, sandbox) as shopper:
        await shopper.until(question)
        await shopper.press("f4")
        await shopper.until("! 1 order is unknown. Look into your mailbox before you order again.")
        await shopper.press("enter")
        await shopper.until("It may have been placed.")
        await shopper.press("x")
        await shopper.until("Noted: you know what became of it. The app does not ask again.")
        await shopper.press("f4")
        await shopper.until("? Bücherhalle · outcome unknown")
        assert "1 order is unknown" not in shopper.said()
    async with shopping(home, sandbox) as shopper:
        await shopper.opened()
        assert question not in shopper.said()


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
