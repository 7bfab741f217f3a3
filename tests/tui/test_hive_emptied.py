"""Carts that were emptied or filled in another window, and what is said of them once and in reach."""

import httpx

from firmly_tui.sandbox import Sandbox
from tests.tui.shopper import Shopper

BOOKS, FURNITURE, SOUND = "buecherhalle.example", "nordhaus.example", "voltline.example"
GOODS = {
    BOOKS: ("BH-1007-PB", "BH-1012-PB", "BH-1019-PB"),
    FURNITURE: ("NH-LIN2-NAVY", "NH-LIN3-NAVY", "NH-THRW-OAT"),
    SOUND: ("VL-HUSH-BLACK", "VL-HUSH-SAND"),
}


def make_happen(sandbox: Sandbox, *scenarios: str) -> None:
    """Have something go wrong from now on."""
    httpx.put(f"{sandbox.url}/sandbox/scenario", json={"scenarios": [*scenarios]}).raise_for_status()


async def look_at_carts(shopper: Shopper) -> None:
    """Be at the carts, and let whatever is asked there be answered."""
    await shopper.press("f3")
    await shopper.until("Your carts are empty." if shopper.shop.hive.is_empty else "Total so far")
    await shopper.app.workers.wait_for_complete()


async def test_all_that_is_said_of_carts_emptied_elsewhere_can_be_scrolled_to(shopper: Shopper) -> None:
    for domain, skus in GOODS.items():
        for sku in skus:
            await shopper.put(domain, sku)
    await look_at_carts(shopper)
    for domain in GOODS:
        await shopper.shop.client.carts.clear(domain)
    await shopper.press("r")
    await shopper.until("is no longer in the cart.")
    await shopper.until(lambda: shopper.shop.hive.is_empty)
    await shopper.pilot.resize_terminal(80, 16)
    await shopper.until("Bücherhalle", gone="Voltline")
    for further, back in (("end", "home"), ("pagedown", "pageup"), ("down", "up")):
        for _ in range(20):
            await shopper.press(further)
        assert "Voltline" in shopper.said()
        for _ in range(20):
            await shopper.press(back)
        assert "Bücherhalle" in shopper.said()


async def test_goods_that_were_put_back_elsewhere_are_not_new(shopper: Shopper) -> None:
    await shopper.put(FURNITURE, "NH-LIN2-NAVY")
    await shopper.put(FURNITURE, "NH-LIN3-NAVY", 2)
    await look_at_carts(shopper)
    carts = shopper.shop.client.carts
    await carts.clear(FURNITURE)
    await shopper.press("r")
    await shopper.until("Linden Loveseat (Navy) is no longer in the cart.")
    await shopper.press("f2", "f3")
    await carts.add(FURNITURE, {"variant_id": "NH-LIN2-NAVY"}, 1)
    await carts.add(FURNITURE, {"variant_id": "NH-LIN3-NAVY"}, 3)
    await shopper.press("f2", "f3")
    await shopper.until("− 1 + Linden Loveseat")
    await shopper.until("3 in place of 2.")
    assert "is new in the cart" not in shopper.said()
    assert "no longer in the cart" not in shopper.said()


async def test_that_there_is_nothing_to_buy_is_said_until_there_is(shopper: Shopper) -> None:
    await shopper.put(BOOKS, "BH-1007-PB")
    await look_at_carts(shopper)
    await shopper.shop.client.carts.clear(BOOKS)
    await shopper.press("r")
    await shopper.until("is no longer in the cart.")
    await shopper.press("o")
    await shopper.until("! There is nothing to buy yet.")
    await shopper.shop.client.carts.add(BOOKS, {"variant_id": "BH-1007-PB"}, 1)
    await shopper.shop.hive.load(quietly=True)
    await shopper.until("− 1 + ", gone="nothing to buy yet")


async def test_a_refusal_is_said_at_its_line_and_at_a_merchant_that_cannot_be_read(
    shopper: Shopper, sandbox: Sandbox
) -> None:
    await shopper.put(FURNITURE, "NH-LIN2-NAVY")
    await look_at_carts(shopper)
    make_happen(sandbox, "unavailable,route=* *nordhaus*")
    await shopper.press("plus")
    await shopper.until("! The merchant's shop does not answer")
    await shopper.app.workers.wait_for_complete()
    assert shopper.said().count("does not answer") == 1
    await shopper.press("r")
    await shopper.until("Whether this shop can sell now is not known")
    await shopper.press("plus")
    await shopper.until(lambda: shopper.shop.hive[FURNITURE].line_errors)
    await shopper.until("− 1 +", gone="saving …")
    assert shopper.said().count("does not answer") == 2
