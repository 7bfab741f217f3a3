"""PayPal's page, while the merchant takes its time to hear of the agreement."""

from textual.events import Paste

from firmly_tui.sandbox import Sandbox
from firmly_tui.tui.widgets.qr_code import QrCode
from tests.tui.shopper import Shopper
from tests.tui.test_questions import make_happen
from tests.tui.test_ways import MUG, POTTERY, to_review, to_way


async def test_agreeing_twice_or_beginning_anew_changes_nothing_while_the_merchant_is_told(
    shopper: Shopper, sandbox: Sandbox
) -> None:
    await to_review(shopper, (POTTERY, MUG))
    await to_way(shopper, "PayPal: begin")
    await shopper.press("enter")
    await shopper.until("In the sandbox any payer id will")
    make_happen(sandbox, "latency,seconds=600,route=POST *paypal*authorize*")
    await shopper.press("ctrl+o", "enter")
    await shopper.until("Telling Potter's Row that you agreed")
    await shopper.press("enter", "ctrl+r")
    await shopper.pilot.resize_terminal(120, 40)
    await shopper.until("1 Agree to pay Potter's Row")
    assert "Telling Potter's Row that you agreed" in shopper.said()


async def test_the_code_leaves_the_link_and_what_to_do_in_sight(shopper: Shopper) -> None:
    await to_review(shopper, (POTTERY, MUG))
    shopper.shop.hive[POTTERY].name = "The Quite Extraordinary Pottery of Stoke"
    await to_way(shopper, "PayPal: begin")
    await shopper.press("enter")
    await shopper.until("In the sandbox any payer id will")
    assert shopper.app.screen.query_one(QrCode).display
    assert not shopper.app.screen.query_one("#link").max_scroll_y
    for words in ("1  Agree to pay", "https://www.paypal.com", "2  Paste below", "I agreed"):
        assert words in shopper.line(words)


async def test_what_is_typed_or_pasted_anywhere_goes_into_the_field(shopper: Shopper) -> None:
    await to_review(shopper, (POTTERY, MUG))
    await to_way(shopper, "PayPal: begin")
    await shopper.press("enter")
    await shopper.until("In the sandbox any payer id will")
    await shopper.type("OyO")
    await shopper.until("OyO")
    await shopper.press("tab")
    shopper.app.post_message(Paste("PAYER77"))
    await shopper.until("OyOPAYER77")


async def test_a_payment_that_was_begun_and_left_says_which_key_goes_on(
    shopper: Shopper,
) -> None:
    await to_review(shopper, (POTTERY, MUG))
    await to_way(shopper, "PayPal: begin")
    await shopper.press("enter")
    await shopper.until("In the sandbox any payer id will")
    await shopper.press("escape", "escape")
    await shopper.until("not part of this order")
    await shopper.until("Ctrl+Y goes on with it.")
