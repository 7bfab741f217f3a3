"""Reading the carts again: marks for what was changed elsewhere, and words for what cannot be read."""

from pathlib import Path

from firmly_tui.sandbox import Sandbox
from tests.tui.shopper import Shopper, shopping
from tests.tui.test_hive import BOOKS, FURNITURE, SOFA_BOOK, look_at_carts, make_happen

OUT = "paperlane.example"


def readings(shopper: Shopper) -> int:
    """How many times all carts were read."""
    return [entry.exchange.path.endswith("/carts/active") for entry in shopper.shop.log.entries].count(True)


async def test_carts_that_could_not_be_read_are_not_told_as_none(shopper: Shopper, sandbox: Sandbox) -> None:
    make_happen(sandbox, "unavailable,route=GET */carts/active")
    await look_at_carts(shopper, "Your carts could not be read.")
    assert "carts not read" in shopper.line("firmly")


async def test_what_was_changed_elsewhere_stays_marked_until_the_carts_are_read_again(
    shopper: Shopper,
) -> None:
    await shopper.put(FURNITURE, "NH-LIN2-NAVY")
    await shopper.put(FURNITURE, "NH-THRW-OAT")
    await look_at_carts(shopper)
    carts, (first, second) = shopper.shop.client.carts, shopper.shop.hive[FURNITURE].lines
    await carts.update(FURNITURE, first.line_item_id, 3)
    await carts.remove(FURNITURE, second.line_item_id)
    await shopper.press("r")
    await shopper.until("◆ − 3 + Linden Loveseat")
    assert "◆ changed elsewhere: Linden Loveseat (Navy): 3 in place of 1." in shopper.said()
    assert "is no longer in the cart." in shopper.said()
    assert "◆ marks what was changed elsewhere. r takes the marks away." in shopper.said()
    await shopper.press("down")
    await shopper.until("◆ − 3 + Linden Loveseat", gone="takes the marks away")
    await shopper.press("r")
    await shopper.until("− 3 + Linden Loveseat", gone="◆")


async def test_whoever_comes_back_finds_the_carts_as_they_are_and_marks_that_stay(shopper: Shopper) -> None:
    await shopper.put(FURNITURE, "NH-LIN2-NAVY")
    await shopper.put(BOOKS, SOFA_BOOK)
    shopper.has_bought_before()
    await look_at_carts(shopper)
    carts, hive = shopper.shop.client.carts, shopper.shop.hive
    await shopper.press("o")
    await shopper.until("1 Pine St")
    await carts.update(FURNITURE, hive[FURNITURE].lines[0].line_item_id, 3)
    await shopper.press("escape")
    await shopper.until("◆ 3 × Linden Loveseat")
    assert "◆ marks what was changed elsewhere." in shopper.said()
    await shopper.press("o")
    await shopper.until("1 Pine St")
    await carts.update(BOOKS, hive[BOOKS].lines[0].line_item_id, 2)
    await shopper.press("f3")
    await shopper.until("◆ − 2 + Das Sofa im Treppenhaus")
    assert "◆ changed elsewhere: Linden Loveseat (Navy): 3 in place of 1." in shopper.said()


async def test_whoever_comes_back_from_another_screen_has_left_and_from_a_dialog_has_not(
    shopper: Shopper,
) -> None:
    await shopper.put(FURNITURE, "NH-LIN2-NAVY")
    await look_at_carts(shopper)
    await shopper.press("f1")
    await shopper.until("Every merchant has a cart of its own.")
    before = readings(shopper)
    await shopper.press("escape")
    await shopper.until("− 1 + Linden Loveseat", gone="Every merchant has a cart of its own.")
    await shopper.app.workers.wait_for_complete()
    assert readings(shopper) == before
    await shopper.press("f4")
    await shopper.until("No orders yet")
    await shopper.press("escape")
    await shopper.until(lambda: readings(shopper) == before + 1)


async def test_a_cart_that_was_emptied_elsewhere_says_so(shopper: Shopper) -> None:
    await shopper.put(FURNITURE, "NH-LIN2-NAVY")
    await look_at_carts(shopper)
    await shopper.shop.client.carts.clear(FURNITURE)
    await shopper.press("r")
    await shopper.until("◆ changed elsewhere: Linden Loveseat (Navy) is no longer in the cart.")
    assert shopper.line("Nordhaus").endswith("empty")
    await shopper.press("r")
    await shopper.until("Your carts are empty.")


async def test_a_server_that_cannot_be_asked_is_no_empty_cart(home: Path, sandbox: Sandbox) -> None:
    async with shopping(home, sandbox) as shopper:
        await shopper.opened()
        sandbox.stop()
        await shopper.press("f3")
        await shopper.until("Your carts could not be read.")
        assert "Press r to try again." in shopper.said()
        assert "Your carts are empty." not in shopper.said()


async def test_one_merchant_that_fails_hides_no_other_and_is_tried_again(shopper: Shopper) -> None:
    await shopper.put(FURNITURE, "NH-LIN2-NAVY")
    await look_at_carts(shopper)
    await shopper.shop.hive.refresh(OUT)
    await shopper.shop.hive.clear(OUT)
    await shopper.until("paperlane.example")
    assert "✕" in shopper.said()
    assert "r tries again." in shopper.said()
    await shopper.press("plus")
    await shopper.until("− 2 + Linden Loveseat")
    await shopper.press("end", "p")
    assert "! A promo code needs something in the cart at paperlane.example." in shopper.said()
    await shopper.press("r")
    await shopper.until("− 2 + Linden Loveseat", gone="paperlane.example")


async def test_a_merchant_that_does_not_answer_is_told_with_what_to_do(
    shopper: Shopper, sandbox: Sandbox
) -> None:
    await shopper.put(FURNITURE, "NH-LIN2-NAVY")
    await look_at_carts(shopper, "Nordhaus · operational")
    make_happen(sandbox, "unavailable,route=* *nordhaus*")
    await shopper.press("r")
    await shopper.until("! Whether this shop can sell now is not known")
    assert "r asks again." in shopper.said()
    await shopper.shop.hive.refresh(FURNITURE)
    await shopper.until("The cart is shown as it was; r tries again.")
    assert "− 1 + Linden Loveseat" in shopper.said()
    make_happen(sandbox)
    await shopper.press("r")
    await shopper.until("Nordhaus · operational", gone="tries again")


async def test_a_refusal_goes_when_the_carts_are_read_anew(shopper: Shopper) -> None:
    await shopper.put(BOOKS, SOFA_BOOK)
    await look_at_carts(shopper)
    hive = shopper.shop.hive
    line = hive[BOOKS].lines[0].line_item_id
    await hive.set_quantity(BOOKS, line, 1000)
    await shopper.until("does not have that many pieces")
    await shopper.press("r")
    await shopper.until(lambda: not hive[BOOKS].line_errors, gone="does not have that many pieces")


async def test_carts_that_come_after_none_have_the_focus(shopper: Shopper) -> None:
    await shopper.press("f3")
    await shopper.until("Your carts are empty.")
    await shopper.put("buecherhalle.example", "BH-1007-PB")
    await shopper.until("Der Laden am Fleet")
    await shopper.press("plus")
    await shopper.until("− 2 +")
