"""Promo codes in the carts: several at once, each with its outcome, removable, and refused ones corrected."""

from textual.events import Paste

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
    await shopper.until("! LESEN10 applied. Not taken: SOMMER25 and NOPE. Each has its reason beside it.")
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


async def test_typed_codes_are_there_when_the_screen_was_left(shopper: Shopper) -> None:
    await type_codes(shopper, "LESEN1")
    await shopper.press("f2")
    await shopper.until("50+ found")
    await shopper.press("f3")
    await shopper.until("Total so far")
    await shopper.press("p")
    await shopper.until("Promo codes for Bücherhalle LESEN1")
    await shopper.press("enter")
    await shopper.until("promo LESEN1 ✕")
    await shopper.press("p")
    await shopper.until("Promo codes for Bücherhalle one or several")


async def test_a_correction_that_was_begun_is_there_again(shopper: Shopper) -> None:
    await type_codes(shopper, "LESEN1")
    await shopper.press("enter")
    await shopper.until("promo LESEN1 ✕")
    await shopper.press("down", "enter")
    await shopper.until("In place of LESEN1")
    await shopper.type("XY")
    await shopper.press("escape", "escape")
    await shopper.until("50+ found")
    await shopper.press("f3")
    await shopper.until("promo LESEN1 ✕")
    await shopper.press("down", "enter")
    await shopper.until("In place of LESEN1 at Bücherhalle LESEN1XY")


async def test_the_list_can_be_used_beside_the_line_for_codes(shopper: Shopper) -> None:
    await type_codes(shopper, "LESEN1")
    await shopper.press("tab")
    await shopper.press("plus")
    await shopper.until("− 2 +")
    assert "Promo codes for Bücherhalle" in shopper.said()
    await shopper.press("escape")
    await shopper.until("del remove", gone="Promo codes for")
    assert "Carts" in shopper.line("firmly")


async def test_codes_are_pasted_one_below_the_other(shopper: Shopper) -> None:
    await type_codes(shopper, "")
    shopper.app.post_message(Paste("LESEN10\nNOPE\n"))
    await shopper.until("LESEN10 NOPE")


async def test_the_help_of_the_carts_lists_the_codes_of_the_sandbox(shopper: Shopper) -> None:
    await shopper.pilot.resize_terminal(120, 200)
    await type_codes(shopper, "")
    await shopper.press("f1")
    await shopper.until("Promo codes of the sandbox")
    said = shopper.said()
    assert "buecherhalle.example" in said
    assert "LESEN10 10 % off" in said
    assert said.index("LESEN10") < said.index("LUMA10")
    await shopper.press("escape", "escape", "escape")
    await shopper.until("50+ found")
    await shopper.press("f1")
    await shopper.until("Test cards of the sandbox")
    assert "Promo codes of the sandbox" not in shopper.said()
