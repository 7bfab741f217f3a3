"""Consents stand where the merchant wants them, and an order waits for the required ones."""

import httpx
import pytest

from firmly_tui.models import Consent
from firmly_tui.sandbox import Sandbox
from firmly_tui.tui.widgets.consent_list import ConsentBox
from tests.tui.records import Records
from tests.tui.shopper import Shopper

SOAPS, SOAP = "quillfern.example", "QF-SOAP-BAY"


def signed(shopper: Shopper) -> set[str]:
    return {consent.id[-3:] for consent in shopper.shop.hive[SOAPS].consents or [] if consent.signed}


async def go_to_box(shopper: Shopper, ending: str) -> None:
    """Put the cursor on the consent whose id ends so."""
    box = next(box for box in shopper.app.screen.query(ConsentBox) if box.consent.id.endswith(ending))
    box.focus()
    await shopper.pilot.pause()


async def at_the_address(shopper: Shopper) -> None:
    await shopper.put(SOAPS, SOAP)
    shopper.has_bought_before()
    await shopper.press("f3")
    await shopper.until("Total so far")
    await shopper.press("o")
    await shopper.until("Quillfern Apothecary asks")


async def test_a_consent_below_the_email_is_given_and_taken_back(shopper: Shopper) -> None:
    await at_the_address(shopper)
    await shopper.press("tab", "tab")
    await shopper.press("space")
    await shopper.until("[✓] Send me a letter with news")
    assert signed(shopper) == {"101"}
    await shopper.press("space")
    await shopper.until("[ ] Send me a letter with news")
    assert signed(shopper) == set()


async def test_keys_that_come_at_once_act_on_the_box_where_they_were_pressed(shopper: Shopper) -> None:
    await at_the_address(shopper)
    await go_to_box(shopper, "101")
    for key in ("space", "tab", "space"):
        shopper.app.simulate_key(key)
    await shopper.until(lambda: signed(shopper) == {"101", "102"})


async def test_what_cannot_be_taken_back_says_so_and_stays(shopper: Shopper) -> None:
    await at_the_address(shopper)
    await go_to_box(shopper, "104")
    await shopper.press("space")
    await shopper.until(lambda: signed(shopper) == {"104"})
    await shopper.press("space")
    await shopper.until("The merchant does not let you take this back.")
    assert signed(shopper) == {"104"}


async def test_a_link_is_read_and_opened(shopper: Shopper, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(shopper.app, "open_url", opened.append)
    await at_the_address(shopper)
    await shopper.until("Privacy Policy [1].")
    await shopper.until("[1] https://quillfern.example/privacy")
    await go_to_box(shopper, "102")
    await shopper.press("l")
    await shopper.until("Opened in the browser: https://quillfern.example/privacy")
    assert opened == ["https://quillfern.example/privacy"]


async def test_an_order_waits_for_the_required_consents(shopper: Shopper, records: Records) -> None:
    await at_the_address(shopper)
    await shopper.press("ctrl+s", "ctrl+s")
    await shopper.until("(•)")
    await shopper.pass_the_addons()
    await shopper.press("f7")
    await shopper.press("ctrl+s")
    await shopper.until("! Quillfern Apothecary takes no order without your consent: 3 consents to go.")
    assert records.order_numbers() == []
    for left in (2, 1):
        await shopper.press("space")
        await shopper.until(lambda left=left: len(signed(shopper)) == 3 - left)
        await shopper.until(lambda: not shopper.shop.hive[SOAPS].in_turn)
        await shopper.press("ctrl+s")
        await shopper.until(f"without your consent: {left} consent")
    await shopper.press("space")
    await shopper.until(lambda: len(signed(shopper)) == 3 and not shopper.shop.hive[SOAPS].in_turn)
    await shopper.press("ctrl+s")
    await shopper.until("1 order placed")
    assert len(records.order_numbers()) == 1


async def test_while_they_are_asked_for_it_says_so(shopper: Shopper) -> None:
    await shopper.put(SOAPS, SOAP)
    await shopper.press("f3")
    await shopper.until("Total so far")
    async with shopper.shop.hive[SOAPS].turn:
        await shopper.press("o")
        await shopper.until("Asking Quillfern Apothecary what there is to agree to …")
    await shopper.until("Send me a letter with news", gone="Asking")


async def test_what_could_not_be_read_is_told_and_asked_again(shopper: Shopper, sandbox: Sandbox) -> None:
    refusal = "refuse,error=InvalidRequest,route=GET */consents,times=1"
    async with httpx.AsyncClient(base_url=sandbox.url) as http:
        (await http.put("/sandbox/scenario", json={"scenarios": [refusal]})).raise_for_status()
    await shopper.put(SOAPS, SOAP)
    await shopper.press("f3")
    await shopper.until("Total so far")
    await shopper.press("o")
    await shopper.until("✕ What Quillfern Apothecary asks you to agree to could not be read.")
    assert "Quillfern Apothecary asks [ ]" not in shopper.said()
    await shopper.press("ctrl+r")
    await shopper.until("Send me a letter with news", gone="could not be read")


async def test_a_box_keeps_its_focus_when_another_merchant_answers(shopper: Shopper) -> None:
    await shopper.put("buecherhalle.example", "BH-1007-PB")
    await at_the_address(shopper)
    await go_to_box(shopper, "101")
    box = shopper.app.focused
    other = shopper.shop.hive["buecherhalle.example"]
    other.consents = [
        Consent.model_validate({"id": "x", "ui_slot": "UNDER_EMAIL_INPUT", "text": "Parcels by bicycle"})
    ]
    shopper.shop.hive.said()
    await shopper.until("Parcels by bicycle Quillfern Apothecary asks")
    assert shopper.app.focused is box
    other.consents = []
    shopper.shop.hive.said()
    await shopper.until("Quillfern Apothecary asks", gone="Parcels")
    assert shopper.app.focused is box


async def test_the_address_says_once_that_a_consent_is_required(shopper: Shopper) -> None:
    await at_the_address(shopper)
    await shopper.until("(required) Keep my e-mail address")
    await shopper.press("ctrl+s")
    await shopper.until("! No order without what is marked (required).")
    assert isinstance(shopper.app.focused, ConsentBox)
    await shopper.press("space")
    await shopper.until("✓ Agreed.", gone="No order without")
    await shopper.press("ctrl+s")
    await shopper.until("(•)")


async def test_letters_and_digits_beside_a_field_are_no_commands(shopper: Shopper) -> None:
    await at_the_address(shopper)
    await go_to_box(shopper, "101")
    await shopper.press("1", "s", "c", "question_mark", "q")
    await shopper.pilot.pause()
    assert "Address" in shopper.line("firmly")
    assert "[ ] Send me a letter" in shopper.said()
    assert "f1 help" in shopper.said()
    await shopper.press("space")
    await shopper.until("[✓] Send me a letter")
