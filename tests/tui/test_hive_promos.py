"""Promo codes in the carts: several at once, each with its outcome, removable, and refused ones corrected."""

from tests.tui.shopper import Shopper

BOOKS, SOFA_BOOK = "buecherhalle.example", "BH-1019-HC"


async def type_codes(shopper: Shopper, codes: str) -> None:
    await shopper.put(BOOKS, SOFA_BOOK)
    await shopper.press("f3")
    await shopper.until("Total so far")
    await shopper.press("p")
    await shopper.until("Promo codes for Bücherhalle")
    await shopper.type(codes)


async def test_several_codes_have_an_outcome_each(shopper: Shopper) -> None:
    await type_codes(shopper, "LESEN10, SOMMER25 NOPE")
    await shopper.press("enter")
    await shopper.until("! LESEN10 applied. SOMMER25, NOPE not: the reasons stand beside them.")
    assert "✓ applied" in shopper.line("LESEN10 ")
    assert "−€2.39" in shopper.line("LESEN10 ")
    assert "✕ SOMMER25 is over." in shopper.line("SOMMER25  ")
    assert "✕ Bücherhalle does not know the code NOPE. Check its spelling." in shopper.said()
    assert "Discount −€2.39" in shopper.said()


async def test_a_code_is_taken_away_by_delete(shopper: Shopper) -> None:
    await type_codes(shopper, "LESEN10 NOPE")
    await shopper.press("enter")
    await shopper.until("✕")
    await shopper.press("down", "delete")
    await shopper.until("✓ LESEN10 was taken away.")
    assert shopper.shop.hive[BOOKS].cart is not None
    assert shopper.shop.hive[BOOKS].cart.coupons == []
    assert "Discount" not in shopper.said()
    assert "promo NOPE" in shopper.said()
    await shopper.press("delete")
    await shopper.until("✓ NOPE was taken away.")
    assert "promo NOPE" not in shopper.said()
    assert "1 item" in shopper.line("firmly")


async def test_a_refused_code_is_corrected_by_enter(shopper: Shopper) -> None:
    await type_codes(shopper, "LESEN1")
    await shopper.press("enter")
    await shopper.until("promo LESEN1 ✕")
    await shopper.press("down", "enter")
    await shopper.until("In place of LESEN1 at Bücherhalle LESEN1")
    await shopper.type("0")
    await shopper.press("enter")
    await shopper.until("promo LESEN10 ✓ applied")
    assert "✕" not in shopper.said()


async def test_escape_from_typing_codes_loses_nothing(shopper: Shopper) -> None:
    await type_codes(shopper, "LESEN1")
    await shopper.press("escape")
    await shopper.until("del remove")
    assert "Promo codes for" not in shopper.said()
    assert "Carts" in shopper.line("firmly")
    await shopper.press("p")
    await shopper.until("Promo codes for Bücherhalle LESEN1")
