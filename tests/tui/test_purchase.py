"""The whole way, at 80×24 and with the keyboard only: from the first letter of a search to the next start."""

from pathlib import Path

from tests.tui.conftest import StartSandbox
from tests.tui.records import Records
from tests.tui.shopper import Shopper, shopping


async def test_goods_of_two_merchants_are_bought_and_kept(
    home: Path, start_sandbox: StartSandbox, records: Records
) -> None:
    sandbox = start_sandbox(step_seconds=0.2)
    async with shopping(home, sandbox) as shopper:
        await goods_are_found_as_one_types(shopper)
        await what_cannot_be_bought_says_so(shopper)
        await two_goods_go_into_two_carts(shopper)
        await quantities_change_and_removals_come_back(shopper)
        await one_address_is_checked_and_serves_both(shopper)
        await the_cheapest_delivery_is_chosen_until_another_is(shopper)
        await the_review_holds_everything(shopper)
        await both_orders_are_placed_while_one_watches(shopper)
        await receipts_and_orders_show_the_numbers(shopper, records.order_numbers())
        await shopper.press("f2")
        await shopper.add("hex cup", "Hex Cup")
        await shopper.press("ctrl+q")
    sandbox.stop()
    async with shopping(home, start_sandbox()) as shopper:
        await carts_orders_and_address_are_there_again(shopper, records.order_numbers())
    assert len(records.order_numbers()) == 2


async def goods_are_found_as_one_types(shopper: Shopper) -> None:
    await shopper.until("50+ found · 14 merchants")
    await shopper.type("lamp")
    await shopper.until("11 found · 4 merchants")
    assert "Bücherhalle" in shopper.text()
    assert "Nordhaus" in shopper.text()
    await shopper.press("escape")
    await shopper.type("sofa")
    await shopper.until("6 found · 4 merchants")


async def what_cannot_be_bought_says_so(shopper: Shopper) -> None:
    while "Linden 3-Seat" not in shopper.line("▌"):
        await shopper.press("down")
    await shopper.press("enter")
    await shopper.until("[Navy]")
    await shopper.until("✓ available")
    await shopper.press(*["right"] * 4)
    await shopper.until("✕ Charcoal is sold out.")
    await shopper.press("enter")
    assert "! Charcoal is sold out. There is Navy, Oat, Moss, Rust." in shopper.said()
    assert "no carts" in shopper.line("firmly")


async def two_goods_go_into_two_carts(shopper: Shopper) -> None:
    await shopper.press(*["left"] * 4)
    await shopper.until("$1,299.00 was $1,499.00 ✓ available")
    await shopper.press("enter")
    await shopper.until("✓ 1 × Linden 3-Seat Sofa, Navy is in your Nordhaus cart. c shows the carts.")
    await shopper.press("escape")
    await shopper.add("treppenhaus", "Das Sofa im Treppenhaus")
    await shopper.press("f3")
    await shopper.until("Total so far €23.90 $1,299.00")
    assert "2 carts · 2 items · €23.90 · $1,299.00" in shopper.line("firmly")


async def quantities_change_and_removals_come_back(shopper: Shopper) -> None:
    await shopper.press("plus")
    await shopper.until("− 2 + Das Sofa im Treppenhaus Hardcover €47.80")
    await shopper.until("Total so far €47.80 $1,299.00")
    await shopper.press("minus")
    await shopper.until("Total so far €23.90 $1,299.00")
    await shopper.press("plus")
    await shopper.until("Total so far €47.80 $1,299.00")
    await shopper.press("delete")
    await shopper.until("removed: Das Sofa im Treppenhaus Hardcover · u puts it back")
    await shopper.until("Total so far $1,299.00")
    await shopper.press("u")
    await shopper.until("✓ Das Sofa im Treppenhaus, Hardcover is back.")
    await shopper.until("2 × Das Sofa im Treppenhaus Hardcover €47.80")


async def one_address_is_checked_and_serves_both(shopper: Shopper) -> None:
    await shopper.press("o")
    await shopper.until("E-mail")
    await shopper.fill_address(email="ada@example", phone="12", postal_code="9810")
    assert "✕ A ZIP code looks like 95014." in shopper.said()
    await shopper.press("ctrl+s")
    await shopper.until("! 3 fields need another look.")
    await shopper.until("✕ After the @: like example.com.")
    await shopper.until("✕ It looks like (201) 555-0123.")
    for value in ("ada@example.com", "206 555 1212"):
        await shopper.retype(value)
        await shopper.press("tab")
    await shopper.press("ctrl+s")
    await shopper.until("! 1 field needs another look.")
    await shopper.retype("98101")
    await shopper.until("98101", gone="✕")
    await shopper.press("ctrl+s")


async def the_cheapest_delivery_is_chosen_until_another_is(shopper: Shopper) -> None:
    await shopper.until("to Ada Quill, 1 Pine St, Seattle, Washington 98101, US")
    await shopper.until("(•) Book post · 4-8 business days Free")
    assert "(•) Standard delivery · 5-7 business days Free" in shopper.said()
    assert shopper.text().count("(•)") == 3  # with the sofa's type
    await shopper.press("down", "enter")
    await shopper.until("(•) Tracked parcel · 2-4 business days €5.90")
    assert "( ) Book post" in shopper.said()


async def the_review_holds_everything(shopper: Shopper) -> None:
    await shopper.pass_the_addons()
    seen = shopper.said()
    while "Tax $" not in seen:
        await shopper.press("pagedown")
        seen += shopper.said()
    for words in (
        "To Ada Quill, 1 Pine St, Seattle, Washington 98101, US",
        "ada@example.com · +1 206-555-1212",
        "Bücherhalle €53.70",
        "2 × Das Sofa im Treppenhaus Hardcover €47.80",
        "Delivery Tracked parcel · 2-4 business days €5.90",
        "Tax included",
        "Nordhaus $1,430.20",
        "1 × Linden 3-Seat Sofa Navy $1,299.00",
        "Delivery Standard delivery · 5-7 business days Free",
        "Tax $131.20",
        "Place 2 orders",
    ):
        assert words in seen


async def both_orders_are_placed_while_one_watches(shopper: Shopper) -> None:
    await shopper.fill_card("4111111111111111")
    assert "•••• •••• •••• 1111" in shopper.text()
    assert "Card number Visa" in shopper.said()
    assert "•••" in shopper.text()
    await shopper.press("ctrl+s")
    await shopper.until("✓ Bücherhalle · placed")
    await shopper.until("✓ Cart made for the order")
    assert "● Nordhaus · placing" in shopper.said()
    await shopper.until("✓ 2 orders placed. Enter shows the receipts.")
    await shopper.press("e")
    await shopper.until("shipping-updated +")


async def receipts_and_orders_show_the_numbers(shopper: Shopper, numbers: list[str]) -> None:
    assert len(numbers) == 2
    await shopper.press("enter")
    await shopper.until("paid with Visa ·· 1111")
    for number in numbers:
        assert f"✓ Order {number}" in shopper.said()
    assert "Total $1,430.20" in shopper.said()
    assert "Total €53.70" in shopper.said()
    await shopper.press("f4")
    await shopper.until("▌ ✓ Nordhaus · order")
    for number in numbers:
        assert f"order {number}" in shopper.said()


async def carts_orders_and_address_are_there_again(shopper: Shopper, numbers: list[str]) -> None:
    await shopper.until("1 cart · 1 item · $16.00")
    await shopper.press("f4")
    for number in numbers:
        await shopper.until(f"order {number}")
    await shopper.press("enter")
    await shopper.until("Nordhaus $1,430.20")
    await shopper.press("f3")
    await shopper.until("− 1 + Hex Cup 4 oz / Bone $16.00")
    await shopper.press("o")
    await shopper.until("ada@example.com")
    for words in ("+1 206-555-1212", "1 Pine St", "98101", "Seattle", "Washington"):
        assert words in shopper.said()
