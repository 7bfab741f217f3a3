"""Orders without an answer: looked into, held back, and placed again only on evidence and by name."""

import sqlite3
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from firmly_tui.checkout import Attempt, Journal
from firmly_tui.models import Money
from firmly_tui.sandbox import Sandbox
from tests.tui.records import Records
from tests.tui.shopper import Shopper, shopping

BOOKS = "buecherhalle.example"
LOST, LOST_BUT_PLACED = "4000000000000341", "4000000000000358"
"""Cards whose stream breaks off: before the order is made, and after it."""


def make_happen(sandbox: Sandbox, *scenarios: str) -> None:
    """Have something go wrong from now on."""
    httpx.put(f"{sandbox.url}/sandbox/scenario", json={"scenarios": [*scenarios]}).raise_for_status()


async def order_unknown(shopper: Shopper, card: str) -> None:
    """Place an order of which no answer comes, and wait until the app has looked."""
    await shopper.put(BOOKS, "BH-1007-PB")
    await shopper.go_to_payment()
    await shopper.fill_card(card)
    await shopper.press("ctrl+s")
    await shopper.until("? Bücherhalle · no answer came")
    await shopper.until("x I know")


async def test_what_was_not_placed_is_placed_again_by_name_only(shopper: Shopper, records: Records) -> None:
    await order_unknown(shopper, LOST)
    assert "✕ It was not placed" in shopper.text()
    await shopper.press("p")
    await shopper.until("To place it again, type Bücherhalle:")
    await shopper.type("yes")
    await shopper.press("enter")
    await shopper.until("This is not its name.")
    await shopper.retype("bücherhalle")
    await shopper.press("ctrl+s")
    await shopper.until("✓ Bücherhalle can be ordered at again: o checks out.")
    await shopper.press("o")
    await shopper.until("1 Pine St")
    await shopper.press("ctrl+s")
    await shopper.until("(•)")
    await shopper.pass_the_addons()
    await shopper.fill_card("4111111111111111")
    await shopper.press("ctrl+s")
    await shopper.until("✓ 1 order placed.")
    assert len(records.order_numbers()) == 1


async def settle(shopper: Shopper, word: str) -> None:
    """Say what became of the order that is shown."""
    await shopper.until("x I know")
    await shopper.press("x")
    await shopper.type(word)
    await shopper.press("enter")


async def test_who_says_that_it_was_placed_cannot_have_it_placed_again(
    shopper: Shopper, records: Records
) -> None:
    await order_unknown(shopper, LOST)
    await shopper.press("x")
    await shopper.until("Type placed, or Bücherhalle if it was not: ")
    await shopper.press("enter")
    await shopper.until("! This is not it. Type placed, or Bücherhalle, or Escape.")
    await shopper.press("escape")
    assert len(shopper.shop.journal.attempts()) == 1
    assert not shopper.shop.journal.attempts()[0].told
    await settle(shopper, "Placed")
    await shopper.until("✓ Noted: it was placed. Its cart is not ordered again.")
    await shopper.at_payment()
    await shopper.until("Bücherhalle not part of this order ! You said that the order of")
    await shopper.until("! Nothing can be paid yet")
    await shopper.press("ctrl+s")
    await shopper.until("Nothing can be paid yet. Bücherhalle: You said")
    assert records.order_numbers() == []
    await shopper.press("f4")
    await shopper.until("✓ Bücherhalle · placed, as you said · the cart shows: not placed")
    await shopper.press("enter")
    await shopper.until("✓ Placed, as you said · Bücherhalle")
    await shopper.until("You said so at ")


async def test_what_was_not_placed_is_said_or_ordered_again_from_the_list_of_orders_too(
    shopper: Shopper,
) -> None:
    await order_unknown(shopper, LOST)
    await shopper.press("escape", "f4")
    await shopper.until("✕ Bücherhalle · not placed, as the cart shows")
    await shopper.until("the cart shows that it was not placed. Enter opens it, and x settles it.")
    await shopper.press("enter")
    await settle(shopper, "Bücherhalle")
    await shopper.until("✓ Bücherhalle can be ordered at again: o checks out.")


async def test_what_became_of_the_others_is_told_beside_it(shopper: Shopper, sandbox: Sandbox) -> None:
    await shopper.put("nordhaus.example", "NH-LIN2-OAT")
    make_happen(sandbox, "refuse,error=ErrorPaymentDeclined,route=POST *nordhaus*order*")
    await order_unknown(shopper, LOST)
    await shopper.until("The other orders: ✕ Nordhaus refused")
    assert shopper.said().count("mailbox") == 1


@pytest.mark.parametrize(
    ("scenario", "came", "status"),
    [
        ("server-error", "the answer was HTTP 500", 500),
        ("html-page", "the answer could not be read", 200),
    ],
)
async def test_an_answer_that_does_not_tell_is_not_said_to_be_none(
    shopper: Shopper, sandbox: Sandbox, scenario: str, came: str, status: int
) -> None:
    await shopper.put(BOOKS, "BH-1007-PB")
    await shopper.go_to_payment()
    await shopper.fill_card("4111111111111111")
    make_happen(sandbox, f"{scenario},route=POST *order*")
    await shopper.press("ctrl+s")
    await shopper.until(f"? Bücherhalle · {came}")
    assert "no answer came" not in shopper.said()
    (attempt,) = shopper.shop.journal.attempts()
    told = attempt.to_json()
    assert told["http_status"] == status
    assert bool(told["identifier"]) == (status == 500)


@pytest.mark.parametrize(
    ("word", "title", "sentence"),
    [
        ("placed", "✓ Bücherhalle · placed, as you said", "You said that the order of"),
        ("Bücherhalle", "✕ Bücherhalle · not placed, as you said", "It can be ordered again."),
    ],
)
async def test_the_placing_tells_what_was_said_and_asks_no_more(
    shopper: Shopper, word: str, title: str, sentence: str
) -> None:
    await order_unknown(shopper, LOST)
    await settle(shopper, word)
    await shopper.until("✓ Noted: it was placed." if word == "placed" else "can be ordered at again")
    await shopper.press("f5")
    await shopper.until(title, gone="s the cart shows")
    assert sentence in shopper.said()
    assert "k check" not in shopper.said()


async def test_until_then_nothing_is_ordered_at_that_merchant(shopper: Shopper, records: Records) -> None:
    await order_unknown(shopper, LOST)
    await shopper.press("escape")
    await shopper.until(
        "! 1 order without an answer. As the cart shows, the one at Bücherhalle was not placed"
    )
    await shopper.press("f3")
    await shopper.until("Bücherhalle · operational")
    await shopper.press("o")
    await shopper.until("1 Pine St")
    await shopper.press("ctrl+s")
    await shopper.until("(•)")
    await shopper.put("nordhaus.example", "NH-LIN2-OAT")
    await shopper.at_payment()
    await shopper.until("Bücherhalle not part of this order ! The order of")
    assert "Say so in the list of orders first" in shopper.said()
    await shopper.until("Place 1 order ")
    assert records.order_numbers() == []


async def test_what_was_placed_cannot_be_placed_again(shopper: Shopper, records: Records) -> None:
    await order_unknown(shopper, LOST_BUT_PLACED)
    assert "✓ It was placed" in shopper.text()
    await shopper.press("p")
    assert "type Bücherhalle" not in shopper.text()
    await settle(shopper, "placed")
    await shopper.until("✓ Noted: it was placed.")
    assert len(records.order_numbers()) == 1


async def test_what_the_cart_shows_to_be_placed_is_told_at_the_next_start_until_it_is_said(
    home: Path, sandbox: Sandbox
) -> None:
    async with shopping(home, sandbox) as shopper:
        await shopper.opened()
        await order_unknown(shopper, LOST_BUT_PLACED)
        assert "x, and then the word placed, settles it." in shopper.said()
        await shopper.press("escape")
        await shopper.until("✓ Bücherhalle · placed, as the cart shows")
        await shopper.until("As the cart shows, the one at Bücherhalle was placed: it is not ordered again.")
    async with shopping(home, sandbox) as shopper:
        await shopper.until(
            "! No answer came to your order at Bücherhalle, but the cart shows that it was placed."
        )
        await shopper.press("f4")
        await shopper.until("✓ Bücherhalle · placed, as the cart shows")
        await shopper.press("enter")
        await shopper.until("? Bücherhalle · no answer came")
        await settle(shopper, "placed")
        await shopper.until("✓ Bücherhalle · placed, as you said", gone="as the cart shows")
    async with shopping(home, sandbox) as shopper:
        await shopper.opened()
        assert "No answer came" not in shopper.said()


async def test_what_the_cart_showed_to_be_placed_can_be_said_while_the_app_looks_again(
    home: Path, sandbox: Sandbox
) -> None:
    with Journal(home / "orders.db") as journal:
        left_unknown(journal, "Bücherhalle")
        journal.conclude(journal.attempts()[0].id, "placed", "The cart is gone: it was placed.")
    async with shopping(home, sandbox) as shopper:
        await shopper.opened()
        make_happen(sandbox, "latency,seconds=600,route=GET */cart")
        await shopper.press("f4", "enter")
        await shopper.until("● looking at the carts")
        assert "✓ It was placed The cart is gone: it was placed." in shopper.said()
        await settle(shopper, "placed")
        await shopper.until("✓ Bücherhalle · placed, as you said")


async def test_what_was_probably_not_placed_is_listed_so_with_who_says_it(
    home: Path, sandbox: Sandbox
) -> None:
    with Journal(home / "orders.db") as journal:
        left_unknown(journal, "Bücherhalle")
        journal.conclude(journal.attempts()[0].id, "probably not placed", "The cart is as it was.")
    async with shopping(home, sandbox) as shopper:
        await shopper.until("? Bücherhalle · no answer came")
        await shopper.until("x I know")
        await shopper.press("f4")
        await shopper.until("✕ Bücherhalle · probably not placed, as the cart shows")


def left_unknown(journal: Journal, merchant: str) -> None:
    """Have an order of which no answer came."""
    attempt = being_sent(journal, merchant)
    journal.finish(attempt.id, "unknown", detail="It may have been placed.")


def being_sent(journal: Journal, merchant: str) -> Attempt:
    """Have an order that is under way."""
    attempt = journal.prepare(
        merchant=f"{merchant}.example",
        merchant_name=merchant,
        call="complete-order",
        cart_id=merchant,
        items=["1 × Der Laden am Fleet"],
        total=Money.of(1690, "EUR"),
        digest="",
    )
    journal.mark_sent(attempt.id)
    return attempt


async def test_the_order_that_is_settled_is_the_one_that_was_shown_when_it_was_said(
    home: Path, sandbox: Sandbox
) -> None:
    with Journal(home / "orders.db") as journal:
        for merchant in ("Bücherhalle", "Nordhaus"):
            left_unknown(journal, merchant)
    async with shopping(home, sandbox) as shopper:
        for merchant in ("Nordhaus", "Bücherhalle", "Nordhaus"):
            await shopper.until(f"? {merchant} · no answer came")
            await shopper.until("x I know")
            await shopper.press("n")
        await shopper.until("? Bücherhalle · no answer came")
        with closing(sqlite3.connect(home / "orders.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await settle(shopper, "placed")
            await shopper.press("n")
            await shopper.until("? Nordhaus · no answer came")
        await shopper.until("✓ Noted: it was placed.")
        assert "? Nordhaus · no answer came" in shopper.said()
        assert [attempt.merchant_name for attempt in shopper.shop.journal.unresolved()] == ["Nordhaus"]
        await settle(shopper, "nordhaus")
        await shopper.until("50+ found")
        assert shopper.shop.journal.unresolved() == []


async def test_an_order_that_another_window_is_sending_is_not_asked_about(
    home: Path, sandbox: Sandbox
) -> None:
    with Journal(home / "orders.db") as window:
        attempt = being_sent(window, "Bücherhalle")
        async with shopping(home, sandbox) as shopper:
            await shopper.opened()
            await shopper.press("f4")
            await shopper.until("● Bücherhalle · placing")
            assert "unknown. Look into your mailbox" not in shopper.said()
            window.finish(attempt.id, "unknown")
            await shopper.press("escape", "f4")
            await shopper.until("! 1 order is unknown.")


async def test_the_next_start_begins_with_what_is_unknown_until_it_is_settled(
    home: Path, sandbox: Sandbox, records: Records
) -> None:
    with Journal(home / "orders.db") as journal:
        for merchant in ("Bücherhalle", "Nordhaus"):
            left_unknown(journal, merchant)
    async with shopping(home, sandbox) as shopper:
        await shopper.until("? Nordhaus · no answer came")
        await shopper.until("1 more: n shows the next.")
        await settle(shopper, "placed")
        await shopper.until("? Bücherhalle · no answer came")
        await shopper.press("escape")
        await shopper.opened()
        await shopper.press("f4")
        await shopper.until("! 1 order is unknown.")
        await shopper.press("down", "enter")
        await shopper.until("? Bücherhalle · no answer came")
        await settle(shopper, "Bücherhalle")
        await shopper.until("✓ Noted: it was not placed. Other carts of Bücherhalle can be ordered.")
        await shopper.until("✕ Bücherhalle · not placed, as you said")
    async with shopping(home, sandbox) as shopper:
        await shopper.opened()
        assert "no answer came" not in shopper.said()
    assert records.order_numbers() == []
