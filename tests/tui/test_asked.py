"""Asking twice: only the very same thing confirms, and Escape answers no."""

from firmly_tui.tui.asked import AskedTwice
from tests.tui.shopper import Shopper

BOOKS, BOOK = "buecherhalle.example", "BH-1007-PB"
FURNITURE, SOFA, THROW = "nordhaus.example", "NH-LIN2-NAVY", "NH-THRW-OAT"


async def look_at_carts(shopper: Shopper) -> None:
    await shopper.press("f3")
    await shopper.until("Total so far")


def test_only_the_same_thing_confirms() -> None:
    asked = AskedTwice()
    assert not asked.confirmed("one")
    assert not asked.confirmed("two")
    assert asked.confirmed("two")
    assert not asked.is_open
    assert not asked.confirmed("two")
    assert asked.withdraw()
    assert not asked.confirmed("two")


async def test_escape_answers_no_and_stays(shopper: Shopper) -> None:
    await shopper.put(BOOKS, BOOK)
    await look_at_carts(shopper)
    await shopper.press("e")
    await shopper.until("Empty the cart at Bücherhalle?")
    await shopper.press("escape")
    await shopper.until("All stays as it is.")
    assert "Carts" in shopper.line("firmly")
    await shopper.press("e")
    await shopper.until("Empty the cart at Bücherhalle?")
    await shopper.press("home")
    await shopper.until("Total so far", gone="Empty the cart")
    await shopper.press("escape")
    await shopper.until("50+ found")
    assert shopper.shop.hive.count == 1


async def test_a_typed_quantity_is_left_by_a_click(shopper: Shopper) -> None:
    await shopper.put(FURNITURE, SOFA)
    await shopper.put(FURNITURE, THROW)
    await look_at_carts(shopper)
    await shopper.press("7")
    await shopper.until("[7▏]")
    at = next(index for index, line in enumerate(shopper.text().splitlines()) if "Oat" in line)
    await shopper.pilot.click(offset=(12, at))
    await shopper.until(lambda: "− 1 +" in shopper.line("Oat"), gone="[7▏]")
    await shopper.press("up")
    await shopper.until("− 1 + Linden Loveseat")
