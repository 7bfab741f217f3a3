"""The address of a product's page in the search box opens that product."""

from textual import events

from tests.tui.shopper import Shopper

LOVESEAT = "https://nordhaus.example/linden-loveseat.html"


def paste(shopper: Shopper, text: str) -> None:
    shopper.app.post_message(events.Paste(text))


async def test_a_pasted_address_opens_its_product(shopper: Shopper) -> None:
    paste(shopper, f"  {LOVESEAT}\n")
    await shopper.until("[Navy]")
    assert " Product " in shopper.line("firmly")
    await shopper.press("escape")
    await shopper.until("1 found · 1 merchant")
    assert f"/ {LOVESEAT}" in shopper.said()
    await shopper.press("ctrl+n")
    await shopper.until("in stock ✕")
    assert " Shop " in shopper.line("firmly")


async def test_an_address_is_pasted_wherever_one_is_on_the_screen(shopper: Shopper) -> None:
    await shopper.press("tab")
    paste(shopper, LOVESEAT)
    await shopper.until("[Navy]")


async def test_a_typed_address_waits_for_enter(shopper: Shopper) -> None:
    await shopper.type("nordhaus.example/linden-loveseat.html")
    await shopper.until("Enter opens the product at this address.")
    assert "Der Laden am Fleet" in shopper.text()
    await shopper.press("enter")
    await shopper.until("[Navy]")


async def test_pasted_words_are_searched_for(shopper: Shopper) -> None:
    paste(shopper, "loveseat")
    await shopper.until("1 found · 1 merchant")
    assert " Shop " in shopper.line("firmly")


async def test_an_address_that_no_merchant_sells_at(shopper: Shopper) -> None:
    paste(shopper, "https://nowhere.example/linden-loveseat.html")
    await shopper.until("No merchant of this app has a product at this address. Check it.")
    assert "https://nowhere.example/linden-loveseat.html" in shopper.text()
    await shopper.retype("sofa")
    await shopper.until("6 found", gone="No merchant of this app")
