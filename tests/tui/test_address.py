"""The address form: errors that can be read whole, refusals at their field, and what a change changed."""

import httpx

from firmly_tui.sandbox import Sandbox
from firmly_tui.tui.widgets.field import FieldBase
from tests.tui.shopper import Shopper

BOOKS, FURNITURE = "buecherhalle.example", "nordhaus.example"


async def at_the_address(shopper: Shopper, *goods: tuple[str, str]) -> None:
    for domain, sku in goods:
        await shopper.put(domain, sku)
    await shopper.press("f3")
    await shopper.until("Total so far")
    await shopper.press("o")
    await shopper.until("E-mail")


async def test_every_error_of_a_field_is_readable_whole_at_80_columns(shopper: Shopper) -> None:
    await at_the_address(shopper, (FURNITURE, "NH-LIN2-NAVY"))
    await shopper.fill_address(email="ada", phone="12", postal_code="9810")
    for field in shopper.app.screen.query(FieldBase):
        if field.problem:
            field.scroll_visible(animate=False)
            await shopper.until(f"✕ {field.problem}")
    await shopper.until("✕ A ZIP code looks like 95014.")


async def test_a_phone_that_no_merchant_needs_may_stay_empty(shopper: Shopper) -> None:
    await at_the_address(shopper, (BOOKS, "BH-1007-PB"))
    await shopper.until("Phone (optional)")
    await shopper.fill_address(phone="")
    await shopper.press("ctrl+s")
    await shopper.until("(•) Book post")


async def test_a_phone_that_one_merchant_needs_is_asked_for_with_its_name(shopper: Shopper) -> None:
    await at_the_address(shopper, (BOOKS, "BH-1007-PB"), (FURNITURE, "NH-LIN2-NAVY"))
    await shopper.until("Phone (for Nordhaus)")
    await shopper.fill_address(phone="")
    await shopper.press("ctrl+s")
    await shopper.until("✕ Type a phone number.")


async def test_a_country_that_a_merchant_refuses_is_marked_at_its_field(shopper: Shopper) -> None:
    await at_the_address(shopper, (FURNITURE, "NH-LIN2-NAVY"))
    await shopper.fill_address(
        country="Germ", postal_code="20095", city="Hamburg", state="", phone="040 123456"
    )
    await shopper.press("ctrl+s")
    await shopper.until("✕ A merchant refuses it, see below.")
    assert "✕ Nordhaus: The merchant does not deliver to this country." in shopper.said()


async def test_another_address_says_what_it_changed(shopper: Shopper) -> None:
    await at_the_address(shopper, (FURNITURE, "NH-LIN2-NAVY"))
    await shopper.fill_address()
    await shopper.press("ctrl+s")
    await shopper.until("to Ada Quill")
    await shopper.press("escape")
    await shopper.until("Go on to delivery")
    await shopper.tab_to("postal_code")
    await shopper.retype("99501")
    await shopper.tab_to("state_or_province")
    await shopper.choose("Alaska")
    await shopper.press("ctrl+s")
    await shopper.until("Nordhaus: ")
    await shopper.until("→")


async def test_pressed_twice_the_address_is_given_once(shopper: Shopper, sandbox: Sandbox) -> None:
    await at_the_address(shopper, (FURNITURE, "NH-LIN2-NAVY"))
    await shopper.fill_address()
    slow = "latency,seconds=0.4,route=* */shipping-info"
    async with httpx.AsyncClient(base_url=sandbox.url) as http:
        (await http.put("/sandbox/scenario", json={"scenarios": [slow]})).raise_for_status()
    await shopper.press("ctrl+s")
    await shopper.until("Giving the address to the merchants …")
    await shopper.press("ctrl+s")
    await shopper.until("One moment: the merchants are being told.")
    await shopper.until("to Ada Quill")
    given = [entry for entry in shopper.shop.log.entries if "shipping-info" in entry.exchange.path]
    assert len(given) == 1
