"""What is asked while an order is placed: nothing is sent that the shopper did not confirm as it is."""

import re
from pathlib import Path

import httpx
import pytest

from firmly_tui.sandbox import Sandbox
from firmly_tui.tui.screens.review import ReviewScreen
from tests.tui.records import Records
from tests.tui.shopper import Shopper, shopping

BOOKS, FURNITURE = "buecherhalle.example", "nordhaus.example"


def make_happen(sandbox: Sandbox, *scenarios: str) -> None:
    """Have something go wrong from now on."""
    httpx.put(f"{sandbox.url}/sandbox/scenario", json={"scenarios": [*scenarios]}).raise_for_status()


async def at_the_payment(shopper: Shopper, *goods: tuple[str, str]) -> None:
    """Have goods in the carts, and the card typed in."""
    for domain, sku in goods:
        await shopper.put(domain, sku)
    await shopper.go_to_payment()
    await shopper.fill_card("4111111111111111")


async def reply(shopper: Shopper, key: str) -> None:
    """Answer as soon as answers are taken."""
    await shopper.until(lambda: re.search("y (orders|sends) it", shopper.said()))
    await shopper.press(key)


@pytest.mark.parametrize(("key", "orders"), [("y", 1), ("n", 0)])
async def test_a_cart_that_changed_is_shown_and_asked_about(
    shopper: Shopper, sandbox: Sandbox, records: Records, key: str, orders: int
) -> None:
    await at_the_payment(shopper, (BOOKS, "BH-1007-PB"))
    make_happen(sandbox, "price-change,percent=50,route=GET */cart")
    await shopper.press("ctrl+s")
    await shopper.until("! Bücherhalle changed since you confirmed it. Order it as it is now?")
    assert "€14.00 → €21.00" in shopper.said()
    await shopper.press("enter")
    assert records.order_numbers() == []
    await reply(shopper, key)
    await shopper.until("✓ 1 order placed." if orders else "1 order not sent.")
    assert len(records.order_numbers()) == orders


async def test_a_key_that_is_held_answers_no_question_unread(
    shopper: Shopper, sandbox: Sandbox, records: Records
) -> None:
    await at_the_payment(shopper, (BOOKS, "BH-1007-PB"))
    make_happen(sandbox, "price-change,percent=50,route=GET */cart")
    await shopper.press("ctrl+s")
    await shopper.until("Order it as it is now?")
    await shopper.press("y", "y")
    assert "Read it first." in shopper.said()
    make_happen(sandbox, "price-change,percent=900,route=GET */cart")
    await reply(shopper, "y")
    for _ in range(30):
        shopper.app.simulate_key("y")
    await shopper.until("€21.00 → €210.00")
    await shopper.press("y", "y", "y")
    assert "Read it first." in shopper.said()
    assert records.order_numbers() == []
    await reply(shopper, "n")
    await shopper.until("1 order not sent.")


async def test_a_question_is_told_of_elsewhere_and_waits(
    shopper: Shopper, sandbox: Sandbox, records: Records
) -> None:
    await at_the_payment(shopper, (BOOKS, "BH-1007-PB"))
    make_happen(sandbox, "price-change,percent=50,route=GET */cart")
    await shopper.press("ctrl+s")
    await shopper.press("f2")
    await shopper.until("! F5 asks you")
    await shopper.press("f5")
    await shopper.until("€14.00 → €21.00")
    await reply(shopper, "y")
    await shopper.until("✓ 1 order placed.")
    assert len(records.order_numbers()) == 1


async def test_a_key_that_was_replaced_is_asked_about_before_anything_is_sent_again(
    shopper: Shopper, sandbox: Sandbox, records: Records
) -> None:
    await at_the_payment(shopper, (BOOKS, "BH-1007-PB"))
    make_happen(sandbox, "rotated-key")
    await shopper.press("ctrl+s")
    await shopper.until("! Send the order to Bücherhalle again, with a new key?")
    assert records.order_numbers() == []
    await reply(shopper, "y")
    await shopper.until("✓ 1 order placed.")
    assert len(records.order_numbers()) == 1


async def test_one_can_stop_between_two_merchants(
    shopper: Shopper, sandbox: Sandbox, records: Records
) -> None:
    await at_the_payment(shopper, (BOOKS, "BH-1007-PB"), (FURNITURE, "NH-LIN2-OAT"))
    make_happen(sandbox, "price-change,percent=50,route=GET *buecherhalle*/cart")
    await shopper.press("ctrl+s")
    await shopper.until("Order it as it is now?")
    await shopper.press("x")
    await shopper.until("not sent")
    await reply(shopper, "n")
    await shopper.until("2 orders not sent.")
    assert records.order_numbers() == []
    await shopper.press("t")
    await shopper.until("Card number")


async def test_no_second_purchase_begins_while_one_is_being_placed(
    shopper: Shopper, sandbox: Sandbox, records: Records
) -> None:
    await at_the_payment(shopper, (BOOKS, "BH-1007-PB"))
    make_happen(sandbox, "price-change,percent=50,route=GET */cart")
    await shopper.press("ctrl+s")
    await shopper.until("Order it as it is now?")
    await shopper.app.push_screen(ReviewScreen(shopper.shop))
    await shopper.until("Card number")
    review = shopper.app.screen
    assert isinstance(review, ReviewScreen)
    await shopper.fill_card("4111111111111111")
    await shopper.press("ctrl+s")
    await shopper.until("! Another order is still being placed: F5 shows it.")
    review.post_message(ReviewScreen.Confirmed([], None))
    await shopper.until("! Another order is still being placed, so nothing of this one was sent.")
    await shopper.press("f5")
    await reply(shopper, "n")
    await shopper.until("1 order not sent.")
    assert records.order_numbers() == []


async def test_ctrl_c_says_how_to_leave_where_nothing_is_placed(shopper: Shopper) -> None:
    await shopper.press("escape", "ctrl+c")
    await shopper.until("Ctrl+Q leaves firmly-tui.")
    assert not shopper.app._notifications
    await shopper.press("ctrl+q")
    await shopper.until(lambda: not shopper.app.is_running)


async def test_ctrl_c_while_one_is_asked_says_that_nothing_was_bought(
    home: Path, sandbox: Sandbox, records: Records
) -> None:
    async with shopping(home, sandbox) as shopper:
        await shopper.opened()
        await at_the_payment(shopper, (BOOKS, "BH-1007-PB"))
        make_happen(sandbox, "price-change,percent=50,route=GET */cart")
        await shopper.press("ctrl+s")
        await shopper.until("Order it as it is now?")
        await shopper.press("ctrl+c")
        await shopper.until("nothing was bought yet at Bücherhalle. n stops it")
        assert "unknown" not in shopper.said()
        await shopper.press("ctrl+c")
        await shopper.until(lambda: not shopper.app.is_running)
        assert [lane.state for lane in shopper.app.placement.lanes] == ["not sent"]
    assert records.order_numbers() == []


async def test_ctrl_c_explains_first_and_leaves_then(home: Path, sandbox: Sandbox, records: Records) -> None:
    async with shopping(home, sandbox) as shopper:
        await shopper.opened()
        await at_the_payment(shopper, (BOOKS, "BH-1007-PB"))
        make_happen(sandbox, "stream-stall")
        await shopper.press("ctrl+s")
        await shopper.until("Cart made for the order")
        await shopper.press("ctrl+c")
        await shopper.until("! An order is being placed and cannot be stopped.")
        await shopper.press("ctrl+c")
        await shopper.until(lambda: not shopper.app.is_running)
    make_happen(sandbox)
    async with shopping(home, sandbox) as shopper:
        await shopper.until("? Bücherhalle · no answer came")
