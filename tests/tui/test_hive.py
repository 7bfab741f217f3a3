"""The carts: quantities that are typed, emptying, changing a variant, and all in sight in a window of any size."""

from pathlib import Path

import httpx

from firmly_tui.checkout import AddonKey, AddonRules, normalize
from firmly_tui.checkout.variants import product_of
from firmly_tui.sandbox import Sandbox
from firmly_tui.tui.screens.product import ProductScreen
from firmly_tui.tui.widgets.cart_detail import CartDetail
from firmly_tui.tui.widgets.cart_list import CartList
from firmly_tui.tui.widgets.totals import TotalsTable
from tests.tui.shopper import HOME, Shopper, shopping

BOOKS, FURNITURE, PLANTS = "buecherhalle.example", "nordhaus.example", "mossgate.example"
JAPAN = "kintaro.example"
SOFA_BOOK, HEADPHONES = "BH-1019-HC", "KT-SZK-BLACK"
MORE_CURRENCIES = [("pottersrow.example", "PR-MORN-CHALK"), ("nuqta.example", "NQ-OUDA-3ML")]


def make_happen(sandbox: Sandbox, *scenarios: str) -> None:
    """Have something go wrong from now on."""
    httpx.put(f"{sandbox.url}/sandbox/scenario", json={"scenarios": [*scenarios]}).raise_for_status()


async def look_at_carts(shopper: Shopper, words: str = "Total so far") -> None:
    await shopper.press("f3")
    await shopper.until(words)


async def test_a_merchant_says_how_it_is_by_word(shopper: Shopper) -> None:
    await shopper.put(PLANTS, "MG-FERN-6IN")
    await shopper.put(BOOKS, SOFA_BOOK)
    await look_at_carts(shopper)
    await shopper.until("Mossgate Plants · ! degraded · active")
    assert "Bücherhalle · operational · active" in shopper.said()


async def test_a_typed_quantity_is_set_by_enter(shopper: Shopper) -> None:
    await shopper.put(FURNITURE, "NH-LIN2-NAVY")
    await look_at_carts(shopper)
    await shopper.press("1", "2", "backspace")
    assert "[1▏]" in shopper.line("Linden Loveseat")
    await shopper.press("backspace", "3")
    assert "Enter sets the quantity, Escape leaves it at 1." in shopper.said()
    await shopper.press("enter")
    await shopper.until("− 3 +")
    await shopper.until("3 items")


async def test_every_quantity_key_of_a_burst_counts(shopper: Shopper) -> None:
    await shopper.put(FURNITURE, "NH-LIN2-NAVY")
    await look_at_carts(shopper)
    for key in ("plus", "plus", "plus", "minus"):
        shopper.app.simulate_key(key)
    await shopper.until("3 items")
    await shopper.until(lambda: shopper.shop.hive[FURNITURE].lines[0].quantity == 3)


async def test_escape_leaves_a_typed_quantity_and_stays_here(shopper: Shopper) -> None:
    await shopper.put(FURNITURE, "NH-LIN2-NAVY")
    await look_at_carts(shopper)
    await shopper.press("7", "escape")
    await shopper.until("− 1 +")
    assert "Carts" in shopper.line("firmly")
    assert "Escape leaves" not in shopper.said()
    await shopper.press("4", "down", "enter")
    await shopper.until("[Navy]")
    assert "1 item" in shopper.line("firmly")


async def test_zero_removes_after_asking(shopper: Shopper) -> None:
    await shopper.put(FURNITURE, "NH-LIN2-NAVY")
    await look_at_carts(shopper)
    await shopper.press("0", "enter")
    assert "! Remove Linden Loveseat, Navy? Enter removes it, Escape leaves it." in shopper.said()
    await shopper.press("escape", "0", "enter")
    assert "1 item" in shopper.line("firmly")
    await shopper.press("enter")
    await shopper.until("removed: Linden Loveseat Navy · u puts it back")


async def test_a_refused_typed_quantity_is_taken_back_with_its_reason(shopper: Shopper) -> None:
    await shopper.put(BOOKS, SOFA_BOOK, 1)
    await look_at_carts(shopper)
    await shopper.press("9", "enter")
    await shopper.until("− 1 + Das Sofa im Treppenhaus Hardcover €23.90")
    assert "! The merchant does not have that many pieces." in shopper.said()


async def test_a_line_that_is_back_is_told_from_another_variant(shopper: Shopper) -> None:
    for sku in ("NH-LIN2-NAVY", "NH-LIN2-MOSS"):
        await shopper.put(FURNITURE, sku)
    await look_at_carts(shopper)
    await shopper.press("end" if "Moss" in shopper.text().split("Navy")[1] else "home", "delete")
    await shopper.until("u puts it back")
    await shopper.press("u")
    await shopper.until("✓ Linden Loveseat, Moss is back.")


async def test_one_cart_is_emptied_when_asked_twice(shopper: Shopper) -> None:
    await shopper.put(BOOKS, SOFA_BOOK)
    await shopper.put(FURNITURE, "NH-LIN2-NAVY")
    await look_at_carts(shopper)
    await shopper.press("e")
    assert "! Empty the cart at Bücherhalle? e again empties it." in shopper.said()
    await shopper.press("down", "e")
    assert "! Empty the cart at Nordhaus? e again empties it." in shopper.said()
    await shopper.press("e")
    await shopper.until("✓ Empty. u puts the lines back, one by one.")
    assert "1 cart · 1 item" in shopper.line("firmly")
    await shopper.press("u")
    await shopper.until("Linden Loveseat, Navy is back.")


async def test_all_carts_are_emptied_when_asked_twice_in_a_row(shopper: Shopper) -> None:
    await shopper.put(BOOKS, SOFA_BOOK)
    await shopper.put(FURNITURE, "NH-LIN2-NAVY")
    await look_at_carts(shopper)
    await shopper.press("E", "down", "E")
    assert "! Empty all carts? E again empties them." in shopper.said()
    assert "2 items" in shopper.line("firmly")
    await shopper.press("E")
    await shopper.until("no carts")
    assert "removed: Das Sofa im Treppenhaus" in shopper.said()
    assert "removed: Linden Loveseat" in shopper.said()


async def test_a_line_that_went_meanwhile_is_told_when_its_variant_is_changed(shopper: Shopper) -> None:
    await shopper.put(FURNITURE, "NH-LIN2-NAVY")
    await look_at_carts(shopper)
    await shopper.press("enter")
    await shopper.until("✓ available")
    hive = shopper.shop.hive
    await hive.remove(FURNITURE, hive[FURNITURE].lines[0].line_item_id)
    await shopper.press("right", "right", "enter")
    await shopper.until("This line is not in the cart any more.")
    assert hive.is_empty


async def test_a_line_is_changed_under_the_domain_of_its_cart(shopper: Shopper) -> None:
    await shopper.put(FURNITURE, "NH-LIN2-NAVY")
    shop = shopper.shop
    line = shop.hive[FURNITURE].lines[0]
    page = await shop.client.discovery.search(line.description, domains=(FURNITURE,))
    product = product_of(line, page.products)
    assert product is not None
    # A catalog may know the merchant by another of its domains.
    product.domain = "www.nordhaus.example"
    await shopper.app.push_screen(ProductScreen(shop, product, line, FURNITURE))
    await shopper.until("[Navy]")
    await shopper.press("right", "right", "enter")
    await shopper.until("Linden Loveseat, Moss is in the cart now.")
    assert [found.variant_id for found in shop.hive[FURNITURE].lines] == ["NH-LIN2-MOSS"]


async def test_the_cursor_is_on_the_line_whose_variant_was_changed(shopper: Shopper) -> None:
    for sku in ("NH-LIN2-NAVY", "NH-THRW-OAT", "NH-LIN3-NAVY"):
        await shopper.put(FURNITURE, sku)
    await look_at_carts(shopper)
    await shopper.press("enter")
    await shopper.until("[Navy]")
    await shopper.press("right", "right", "enter")
    await shopper.until("− 1 + Linden Loveseat Moss")


async def test_what_a_line_did_not_get_back_is_told(shopper: Shopper, sandbox: Sandbox) -> None:
    await shopper.put(FURNITURE, "NH-LIN3-NAVY")
    await look_at_carts(shopper)
    hive = shopper.shop.hive
    cart = hive[FURNITURE].cart
    assert cart is not None
    await hive.extras.make(FURNITURE, AddonRules(cart).choose(AddonKey("protection_full")).calls)
    await shopper.press("delete")
    await shopper.until("u puts it back")
    make_happen(sandbox, "refuse,error=InvalidRequest,route=POST */addons")
    await shopper.press("u")
    await shopper.until("is back, without")


async def test_a_line_becomes_another_variant(shopper: Shopper) -> None:
    await shopper.put(FURNITURE, "NH-LIN2-NAVY", 2)
    await look_at_carts(shopper)
    await shopper.press("enter")
    await shopper.until("[Navy]")
    assert "− 2 +" in shopper.said()
    await shopper.until("✓ available")
    await shopper.press("enter")
    assert "This is what is in the cart." in shopper.said()
    await shopper.press("right", "right", "enter")
    await shopper.until("✓ 2 × Linden Loveseat, Moss is in the cart now.")
    assert "− 2 + Linden Loveseat Moss" in shopper.said()
    assert [(line.variant_id, line.quantity) for line in shopper.shop.hive[FURNITURE].lines] == [
        ("NH-LIN2-MOSS", 2)
    ]


async def test_a_cart_that_cannot_be_sent_says_why_at_its_line(shopper: Shopper) -> None:
    await shopper.put(PLANTS, "MG-FIDL-2FT")
    await shopper.put(BOOKS, SOFA_BOOK)
    hawaii = HOME.model_copy(update={"state_or_province": "HI", "city": "Honolulu", "postal_code": "96813"})
    await shopper.shop.hive.set_address(normalize(hawaii), domain=PLANTS)
    await look_at_carts(shopper, "! item not shippable")
    assert (
        "! Fiddle-Leaf Fig (2 ft) cannot be sent to Hawaii. Remove it, or change the address."
        in shopper.said()
    )
    assert shopper.said().count("cannot be sent to Hawaii") == 1


async def test_carts_that_were_left_follow_the_hive_no_more(shopper: Shopper) -> None:
    before = len(shopper.shop.hive._callbacks)
    await shopper.put(FURNITURE, "NH-LIN2-NAVY")
    await look_at_carts(shopper)
    assert len(shopper.shop.hive._callbacks) == before + 1
    await shopper.press("escape")
    await shopper.until(lambda: len(shopper.shop.hive._callbacks) == before)


async def test_what_is_said_at_a_line_is_whole_in_a_window_of_any_size(shopper: Shopper) -> None:
    await shopper.put(PLANTS, "MG-FIDL-2FT")
    hawaii = HOME.model_copy(update={"state_or_province": "HI", "city": "Honolulu", "postal_code": "96813"})
    await shopper.shop.hive.set_address(normalize(hawaii), domain=PLANTS)
    await look_at_carts(shopper, "! item not shippable")
    for size in ((200, 50), (120, 40), (80, 24), (200, 50)):
        await shopper.pilot.resize_terminal(*size)
        await shopper.until("cannot be sent to Hawaii.")
    await shopper.pilot.resize_terminal(80, 24)
    await shopper.until("cannot be sent to Hawaii. Remove it, or ▌ change the address.")


async def test_all_about_a_line_is_read_with_the_keyboard(shopper: Shopper) -> None:
    await shopper.put(FURNITURE, "NH-LIN2-NAVY")
    await look_at_carts(shopper)
    await shopper.press("i")
    await shopper.until("NH-LIN2-NAVY")
    await shopper.press("escape")
    await shopper.until("− 1 + Linden Loveseat", gone="NH-LIN2-NAVY")
    await shopper.pilot.resize_terminal(120, 20)
    await shopper.until("⇧↓ more")
    assert "NH-LIN2-NAVY" in shopper.said()
    await shopper.press("shift+down", "shift+down")
    await shopper.until("⇧↓ more", gone="NH-LIN2-NAVY")
    await shopper.press("shift+up", "shift+up")
    await shopper.until("NH-LIN2-NAVY")


async def test_many_currencies_fit_beside_the_list(home: Path, sandbox: Sandbox) -> None:
    async with shopping(home, sandbox, size=(120, 40)) as shopper:
        await shopper.opened()
        for domain, sku in ((BOOKS, SOFA_BOOK), (FURNITURE, "NH-LIN2-NAVY"), (JAPAN, HEADPHONES)):
            await shopper.put(domain, sku)
        await look_at_carts(shopper)
        for amount in ("€23.90", "$899.00", "¥39,800"):
            assert any(amount in line[74:] for line in shopper.text().splitlines()), amount


async def test_five_currencies_stand_side_by_side_in_eighty_columns(shopper: Shopper) -> None:
    goods = [(BOOKS, SOFA_BOOK), (FURNITURE, "NH-LIN2-NAVY"), (JAPAN, HEADPHONES), *MORE_CURRENCIES]
    for domain, sku in goods:
        await shopper.put(domain, sku)
    await look_at_carts(shopper)
    amounts = [str(found.total) for found in shopper.shop.hive.totals()]
    assert len(amounts) == len(goods)
    assert all(amount in shopper.line("Total so far") for amount in amounts)


async def test_what_is_said_takes_its_lines_from_the_list_and_none_from_the_totals(shopper: Shopper) -> None:
    for domain, sku in ((BOOKS, SOFA_BOOK), (FURNITURE, "NH-LIN2-NAVY"), *MORE_CURRENCIES):
        await shopper.put(domain, sku)
    await look_at_carts(shopper)
    await shopper.press("end")
    rows, totals = shopper.app.screen.query_one(CartList), shopper.app.screen.query_one(TotalsTable)
    before, lines = rows.size.height, totals.size.height
    shopper.app.say(" ".join(["Everything that there is to say about it."] * 6), "warn")
    await shopper.until(lambda: rows.size.height < before)
    said = shopper.text().splitlines()
    assert totals.size.height == lines
    assert before - rows.size.height == 3
    assert [line for line in said if "Total so far" in line]
    assert "− 1 +" in shopper.said()


async def test_one_column_two_and_three(home: Path, sandbox: Sandbox) -> None:
    for width, height in ((80, 24), (120, 40), (200, 50)):
        async with shopping(home, sandbox, size=(width, height)) as shopper:
            await shopper.opened()
            await shopper.put(FURNITURE, "NH-LIN2-NAVY")
            await look_at_carts(shopper)
            screen = shopper.app.screen
            rows, totals = screen.query_one(CartList).region, screen.query_one(TotalsTable).region
            detail = screen.query_one(CartDetail).region
            if width == 80:
                assert (rows.width, detail.area) == (80, 0)
                assert totals.y >= rows.bottom
            else:
                await shopper.until("Price each")
                assert detail.x >= rows.right
                assert (totals.x >= detail.right) == (width == 200)
