"""The carts: quantities that are typed, emptying, what fails, what was changed elsewhere, and changing a variant."""

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
JAPAN, OUT = "kintaro.example", "paperlane.example"
SOFA_BOOK, HEADPHONES = "BH-1019-HC", "KT-SZK-BLACK"
MORE_CURRENCIES = [("pottersrow.example", "PR-MORN-CHALK"), ("nuqta.example", "NQ-OUDA-3ML")]


def make_happen(sandbox: Sandbox, *scenarios: str) -> None:
    """Have something go wrong from now on."""
    httpx.put(f"{sandbox.url}/sandbox/scenario", json={"scenarios": [*scenarios]}).raise_for_status()


def readings(shopper: Shopper) -> int:
    """How many times all carts were read."""
    return [entry.exchange.path.endswith("/carts/active") for entry in shopper.shop.log.entries].count(True)


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


async def test_carts_that_could_not_be_read_are_not_told_as_none(shopper: Shopper, sandbox: Sandbox) -> None:
    make_happen(sandbox, "unavailable,route=GET */carts/active")
    await look_at_carts(shopper, "Your carts could not be read.")
    assert "carts not read" in shopper.line("firmly")


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
