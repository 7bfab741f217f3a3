"""Whatever is typed, pasted, pressed twice or left in the middle: said in a sentence, and nothing is lost."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual import events

from firmly_tui.checkout import Shop
from firmly_tui.sandbox import Sandbox
from firmly_tui.settings import Settings
from firmly_tui.tui.app import FirmlyApp
from firmly_tui.wiring import open_shop
from tests.tui.shopper import SMALL, Shopper

BOOKS, FURNITURE, CLOTHES = "buecherhalle.example", "nordhaus.example", "staging.luma.gift"


GERMAN = {"country": "Germ", "postal_code": "20095", "city": "Hamburg", "state": "", "phone": "040 123456"}


def paste(shopper: Shopper, text: str) -> None:
    shopper.app.post_message(events.Paste(text))


async def test_a_search_that_finds_nothing(shopper: Shopper) -> None:
    await shopper.type("unobtainium [/]")
    await shopper.until(
        "Nothing found for “unobtainium [/]”. Try fewer or shorter words; Escape empties the box."
    )
    assert "/ unobtainium [/]" in shopper.said()
    await shopper.press("enter")
    await shopper.until("There is nothing to open yet. Type what you are looking for.")
    await shopper.press("escape")
    await shopper.until("50+ found")


async def test_a_full_cart(shopper: Shopper) -> None:
    skus = [f"MH07-{size}-Gray" for size in ("XS", "S", "M", "L", "XL")]
    skus += [f"MH07-{size}-Black" for size in ("XS", "S", "L")] + ["WS12-S-Orange", "WS12-M-Blue"]
    for sku in skus:
        for handle in range(10):
            await shopper.shop.hive.add(CLOTHES, {"variant_id": sku, "variant_handles": [str(handle)]}, 1)
    await shopper.type("lookout")
    await shopper.until("1 found")
    await shopper.press("enter")
    await shopper.until("✓ available")
    await shopper.press("enter")
    await shopper.until("Look at the cart, and try again.")
    assert "The cart at LUMA is full: it holds 100 different items. Remove one" in shopper.said()
    assert "1 cart · 100 items" in shopper.said()
    assert "[Navy]" in shopper.text()


async def test_more_of_one_thing_than_there_is(shopper: Shopper) -> None:
    await shopper.put(BOOKS, "BH-1019-HC", 2)
    await shopper.press("f3")
    await shopper.until("− 2 +")
    await shopper.press("plus")
    await shopper.until("! The merchant does not have that many pieces.")
    said = " ".join(shopper.text().replace("▌", "").split())
    assert "Choose a smaller quantity or another variant." in said
    assert "“Only 2 of Das Sofa im Treppenhaus (Hardcover) are left.”" in said
    await shopper.until("− 2 + Das Sofa im Treppenhaus Hardcover €47.80")


async def test_an_address_that_one_merchant_refuses(shopper: Shopper) -> None:
    await shopper.put(BOOKS, "BH-1007-PB")
    await shopper.put(FURNITURE, "NH-LIN2-NAVY")
    await shopper.press("f3")
    await shopper.until("Total so far")
    await shopper.press("o")
    await shopper.until("E-mail")
    await shopper.fill_address(**GERMAN)
    await shopper.press("ctrl+s")
    await shopper.until("Or go on with the merchants that took it: Ctrl+S again.")
    assert "! Change the address, or give that merchant one of its own: Ctrl+G." in shopper.said()
    assert (
        "✕ Nordhaus: The merchant does not deliver to this country. Enter another address." in shopper.said()
    )
    assert "20095" in shopper.text()
    await shopper.press("ctrl+s")
    await shopper.until("(•) Book post")
    assert "✕ The merchant does not deliver to this country." in shopper.said()
    await shopper.pass_the_addons()
    await shopper.until("Nordhaus not part of this order")
    assert "Place 1 order" in shopper.said()


async def test_an_address_that_nobody_takes(shopper: Shopper) -> None:
    await shopper.put(FURNITURE, "NH-LIN2-NAVY")
    await shopper.press("f3")
    await shopper.until("Total so far")
    await shopper.press("o")
    await shopper.until("E-mail")
    await shopper.fill_address(**GERMAN)
    await shopper.press("ctrl+s")
    await shopper.until("✕ No merchant took this address. Nothing is lost: change it and try again.")
    await shopper.press("escape", "o")
    await shopper.until("Germany")
    for words in ("ada@example.com", "1 Pine St", "20095", "Hamburg"):
        assert words in shopper.text()


async def test_enter_twice_adds_once(shopper: Shopper) -> None:
    await shopper.type("treppenhaus")
    await shopper.until("1 found")
    await shopper.press("enter")
    await shopper.until("✓ available")
    for _ in range(3):
        shopper.app.simulate_key("enter")
    await shopper.until("is in your Bücherhalle cart.")
    assert "1 cart · 1 item" in shopper.said()


async def test_a_pasted_card_number(shopper: Shopper) -> None:
    await shopper.put(BOOKS, "BH-1007-PB")
    await shopper.go_to_payment()
    paste(shopper, " 4111-1111 1111 1111\n")
    await shopper.until("4111 1111 1111 1111")
    assert "Card number Visa" in shopper.said()


async def test_keys_while_the_shop_opens(home: Path, sandbox: Sandbox) -> None:
    go_on = asyncio.Event()

    @asynccontextmanager
    async def slowly() -> AsyncIterator[Shop]:
        await go_on.wait()
        async with open_shop(Settings(home=home), sandbox) as shop:
            yield shop

    app = FirmlyApp(slowly)
    async with app.run_test(size=SMALL, notifications=True, tooltips=True) as pilot:
        shopper = Shopper(app, pilot)
        await shopper.type("sofa")
        for key in ("f3", "f4", "f5", "f6", "down", "pageup", "f1", "escape", "tab", "c", "plus", "ctrl+t"):
            await shopper.press(key)
        assert "The shop is still opening. One moment." in shopper.said()
        go_on.set()
        await shopper.until("6 found · 4 merchants")
        assert "/ sofa" in shopper.said()


async def test_enter_before_the_answer_opens_what_was_searched_for(shopper: Shopper) -> None:
    for letter in ("t", "r", "e", "p", "p", "e", "n", "h", "a", "u", "s", "enter"):
        shopper.app.simulate_key(letter)
    await shopper.until("Hardcover · BH-1019-HC")
