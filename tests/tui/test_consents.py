"""Consents stand where the merchant wants them, and an order waits for the required ones."""

import pytest

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
    await shopper.press("ctrl+s")
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
