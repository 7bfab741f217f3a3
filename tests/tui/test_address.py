"""The address form: errors that can be read whole, refusals at their field, and what a change changed."""

from pathlib import Path

import httpx
import pytest
from textual.events import Key

from firmly_tui.sandbox import Sandbox
from firmly_tui.tui.address_words import news
from firmly_tui.tui.widgets.field import FieldBase
from tests.tui.shopper import Shopper, shopping

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


@pytest.mark.parametrize("back", ["escape", "2"])
async def test_another_address_says_what_it_changed(shopper: Shopper, back: str) -> None:
    await at_the_address(shopper, (FURNITURE, "NH-LIN2-NAVY"))
    await shopper.fill_address()
    await shopper.press("ctrl+s")
    await shopper.until("to Ada Quill")
    await shopper.press(back)
    await shopper.until("Go on to delivery")
    await shopper.tab_to("postal_code")
    await shopper.retype("99501")
    await shopper.tab_to("state_or_province")
    await shopper.choose("Alaska")
    await shopper.press("ctrl+s")
    await shopper.until("! Nordhaus: ")
    await shopper.until("→")
    await shopper.until("to Ada Quill")
    assert "! Nordhaus: " in shopper.said()


async def test_an_address_that_another_window_kept_is_not_asked_for_again(
    shopper: Shopper, home: Path, sandbox: Sandbox
) -> None:
    await shopper.put(BOOKS, "BH-1007-PB")
    async with shopping(home, sandbox) as other:
        await other.opened()
        other.has_bought_before()
    await shopper.press("f3")
    await shopper.until("Total so far")
    await shopper.press("o")
    await shopper.until("1 Pine St")


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


async def test_a_letter_that_was_pressed_before_the_form_was_there_is_not_typed_into_it(
    shopper: Shopper,
) -> None:
    shopper.has_bought_before()
    await shopper.put(BOOKS, "BH-1007-PB")
    await shopper.press("f3")
    await shopper.until("− 1 +")
    early = Key("o", "o")
    await shopper.press("o")
    await shopper.until("1 Pine St")
    shopper.app.post_message(early)
    await shopper.pilot.pause()
    assert "ada@example.com" in shopper.text()


def test_what_an_address_changed_is_told_in_as_many_lines_as_there_are() -> None:
    sentences = ["New: Express, $19.00.", "No longer offered: White glove.", "Shipping: $19.00 → $75.00"]
    told = [(f"Merchant {number}", sentences) for number in range(6)]
    lines = news(told, 76).splitlines()
    assert lines[0] == "Merchant 0: New: Express, $19.00. · No longer offered: White glove. · 1 more"
    assert lines[3] == "3 more merchants changed something: look below."
    assert all(len(line) <= 76 for line in lines)
    assert len(news([("A", ["word " * 40])], 76)) <= 76


async def test_a_first_address_is_no_change(shopper: Shopper) -> None:
    await at_the_address(shopper, (BOOKS, "BH-1007-PB"), (FURNITURE, "NH-LIN2-NAVY"))
    await shopper.fill_address(
        country="Germ", postal_code="20095", city="Hamburg", state="", phone="040 123456"
    )
    await shopper.press("ctrl+s")
    await shopper.until("Ctrl+S again.")
    await shopper.press("ctrl+s")
    await shopper.until("(•) ")
    assert "Bücherhalle: " not in shopper.said()


async def test_of_one_dead_merchant_the_reason_stands_once(shopper: Shopper, sandbox: Sandbox) -> None:
    shopper.has_bought_before()
    await shopper.put(BOOKS, "BH-1007-PB")
    await shopper.put(FURNITURE, "NH-LIN2-NAVY")
    dead = "refuse,error=InvalidRequest,description=Gone fishing.,route=* *nordhaus*"
    async with httpx.AsyncClient(base_url=sandbox.url) as http:
        (await http.put("/sandbox/scenario", json={"scenarios": [dead]})).raise_for_status()
    await shopper.press("f3")
    await shopper.until("Total so far")
    await shopper.press("o")
    await shopper.until("could not be read")
    await shopper.press("ctrl+s")
    await shopper.until("Ctrl+S again.")
    assert shopper.said().count("Gone fishing.") == 1
    assert "✕ What Nordhaus asks you to agree to could not be read." in shopper.said()


async def test_a_form_for_one_merchant_asks_for_its_consents_only(shopper: Shopper) -> None:
    await shopper.put("quillfern.example", "QF-SOAP-BAY")
    await at_the_address(shopper, (BOOKS, "BH-1007-PB"))
    await shopper.until("Quillfern Apothecary asks")
    await shopper.press("ctrl+g", "down")
    await shopper.press("enter")
    await shopper.until("Bücherhalle only", gone="Quillfern Apothecary asks")
