"""Add-ons: what a choice comes to is said before, the server's answer is shown after, and nothing goes unasked."""

from collections.abc import AsyncIterator
from pathlib import Path
from unittest.mock import Mock

import pytest

from firmly_tui.sandbox import Sandbox
from firmly_tui.tui.widgets.bars import Stepper
from tests.tui.conftest import StartSandbox
from tests.tui.shopper import HOME, Shopper, shopping

NORDHAUS = "nordhaus.example"
SOFA, TABLE = "NH-LIN3-NAVY", "NH-SKAG-OAK-60IN"


@pytest.fixture
async def chooser(home: Path, sandbox: Sandbox) -> AsyncIterator[Shopper]:
    """Somebody with a sofa and a table in the cart, who looks at the add-ons."""
    async with shopping(home, sandbox, size=(80, 60)) as somebody:
        await somebody.opened()
        await look_at_addons(somebody)
        yield somebody


async def look_at_addons(shopper: Shopper) -> None:
    await shopper.put(NORDHAUS, SOFA)
    await shopper.put(NORDHAUS, TABLE)
    shopper.has_bought_before()
    await shopper.shop.hive.set_address(HOME)
    await shopper.app.action_go("addons")
    await shopper.until("add-ons then")


async def go_to(shopper: Shopper, name: str) -> None:
    """Move the cursor down to an offer or an item."""
    await shopper.press("home")
    for _ in range(40):
        if name in shopper.line("▌"):
            return
        await shopper.press("down")
        await shopper.pilot.pause()
    raise AssertionError(f"no “{name}” to go to:\n{shopper.text()}")


async def choose(shopper: Shopper, name: str, then: str) -> None:
    await go_to(shopper, name)
    await shopper.press("enter")
    await shopper.until(then)


def chosen(shopper: Shopper) -> dict[str, tuple[int, set[str]]]:
    """What the merchant has written down: by add-on, how many lines and which children."""
    cart = shopper.shop.hive[NORDHAUS].cart
    assert cart is not None
    return {
        found.addon_id: (len(found.selected_line_item_ids), set(found.selected_child_ids))
        for found in cart.addons.selections
    }


async def test_what_a_choice_costs_is_said_before_and_shown_after(chooser: Shopper) -> None:
    await go_to(chooser, "Shipping protection")
    await chooser.until("Choosing Shipping protection: +$4.99 add-ons then $4.99 · for the whole order")
    assert "no add-ons yet" in chooser.line("Nordhaus")
    await chooser.press("space")
    await chooser.until("[x] Shipping protection")
    assert chooser.line("Nordhaus").endswith("add-ons  $4.99")
    assert "Removing Shipping protection: −$4.99" in chooser.said()
    await chooser.press("enter")
    await chooser.until("[ ] Shipping protection")
    assert chosen(chooser) == {}


async def test_offers_that_exclude_one_another_say_what_they_replace(chooser: Shopper) -> None:
    assert "( ) Full coverage" in chooser.said()
    await choose(chooser, "Full coverage", "(•) Full coverage")
    await go_to(chooser, "Fabric only")
    await chooser.until("Choosing Fabric only replaces Full coverage: −$100.00")
    await chooser.press("enter")
    await chooser.until("(•) Fabric only", gone="(•) Full coverage")
    assert set(chosen(chooser)) == {"protection_fabric"}


async def test_what_an_offer_needs_stands_in_its_row_and_enter_adds_both(chooser: Shopper) -> None:
    needs = "needs White glove assembly — Enter adds both for $287.00"
    assert needs in chooser.said()
    await go_to(chooser, "Old furniture removal")
    await chooser.until("Choosing Old furniture removal adds White glove assembly too: +$287.00")
    await chooser.press("enter")
    await chooser.until("[x] White glove assembly", gone=needs)
    assert chosen(chooser) == {"white_glove_assembly": (2, set()), "old_furniture_removal": (2, set())}


async def test_an_offer_can_be_for_some_of_its_items(chooser: Shopper) -> None:
    await choose(chooser, "Full coverage", "Full coverage · 2 of 2 items")
    await go_to(chooser, "for [x] Skagit Dining Table")
    await chooser.until("Leaving out Skagit Dining Table: no change of the price")
    await chooser.press("enter")
    await chooser.until("Full coverage · 1 of 2 items")
    assert "for [x] Linden 3-Seat Sofa" in chooser.said()
    assert "for [ ] Skagit Dining Table" in chooser.said()
    assert chosen(chooser) == {"protection_full": (1, set())}
    await go_to(chooser, "for [x] Linden 3-Seat Sofa")
    await chooser.press("enter")
    await chooser.until("! It is the last item. Enter on Full coverage removes that altogether.")
    assert chosen(chooser) == {"protection_full": (1, set())}


async def test_items_can_be_picked_before_an_offer_is_chosen(chooser: Shopper) -> None:
    await go_to(chooser, "Full coverage")
    assert "for [ ]" not in chooser.said()
    await chooser.press("right")
    await chooser.until("for [ ] Linden 3-Seat Sofa")
    await go_to(chooser, "for [ ] Linden 3-Seat Sofa")
    await chooser.until("Choosing Full coverage for Linden 3-Seat Sofa only: +$199.00")
    await chooser.press("left")
    await chooser.until("Choosing Full coverage: +$199.00", gone="for [ ]")
    await chooser.press("right", "down", "enter")
    await chooser.until("for [x] Linden 3-Seat Sofa")
    assert chosen(chooser) == {"protection_full": (1, set())}


async def test_a_group_is_all_or_nothing(chooser: Shopper) -> None:
    await go_to(chooser, "White glove assembly · both together")
    await chooser.press("right")
    await chooser.until("White glove assembly has no items to pick from.")
    await chooser.press("enter")
    await chooser.until("[x] White glove assembly · both together")
    assert chosen(chooser) == {"white_glove_assembly": (2, set())}


async def test_what_goes_with_a_prerequisite_is_asked_about_once(chooser: Shopper) -> None:
    await choose(chooser, "Packaging taken away", "[x] Packaging taken away")
    await choose(chooser, "Old furniture removal", "[x] Old furniture removal")
    before = chosen(chooser)
    await go_to(chooser, "White glove assembly")
    asked = (
        "Removing White glove assembly also removes Packaging taken away and Old furniture removal: −$306.00."
    )
    await chooser.press("enter")
    await chooser.until(f"! {asked} Enter again does it, Escape leaves all as it is.")
    await chooser.press("escape")
    await chooser.until("All stays as it is.")
    await chooser.press("enter", "down")
    await chooser.until("Removing Packaging taken away: −$19.00", gone="Enter again does it")
    assert chosen(chooser) == before
    await chooser.press("up", "enter", "enter")
    await chooser.until("no add-ons yet")
    assert chosen(chooser) == {}


async def test_a_replacement_that_takes_more_away_is_asked_about_too(chooser: Shopper) -> None:
    await choose(chooser, "Pet damage", "[x] Pet damage")
    await go_to(chooser, "Fabric only")
    await chooser.press("enter")
    await chooser.until("! Choosing Fabric only also removes Pet damage: −$139.00. Enter again does it")
    assert chosen(chooser) == {"protection_full": (2, {"pet_damage"})}
    await chooser.press("enter")
    await chooser.until("(•) Fabric only")


async def test_a_refusal_of_the_server_stands_at_the_offer(chooser: Shopper) -> None:
    hive = chooser.shop.hive
    await go_to(chooser, "Shipping protection")
    # Somebody else empties the cart meanwhile: the offer is still shown here, and not to be had.
    for line in list(hive[NORDHAUS].lines):
        await chooser.shop.client.carts.remove(NORDHAUS, line.line_item_id)
    await chooser.press("enter")
    words = "“Shipping protection is not offered"
    await chooser.until(lambda: chooser.said().count(words) == len(["at the offer", "above the keys"]))
    assert hive[NORDHAUS].addon_errors["shipping_protection"].count(words) == 1
    assert chosen(chooser) == {}


async def test_a_wait_is_seen_and_a_second_choice_waits_for_it(
    home: Path, start_sandbox: StartSandbox
) -> None:
    async with shopping(home, start_sandbox(), size=(80, 60)) as shopper:
        await shopper.opened()
        await look_at_addons(shopper)
        await go_to(shopper, "Shipping protection")
        entry = shopper.shop.hive[NORDHAUS]
        async with entry.turn:
            await shopper.press("enter")
            await shopper.until(lambda: shopper.line("Shipping protection").endswith("asking …"))
            await shopper.press("enter")
            await shopper.until("! One moment: Nordhaus is still answering.")
            await shopper.press("o")
            assert "4 Add-ons" in shopper.text()
        await shopper.until("[x] Shipping protection")


async def test_details_hold_the_long_text_and_open_links(
    chooser: Shopper, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Mock()
    monkeypatch.setattr(chooser.app, "open_url", opened)
    await go_to(chooser, "Full coverage")
    await chooser.press("i")
    await chooser.until("Covers stains, burns, tears")
    assert "instead of Fabric only" in chooser.said()
    await chooser.press("2", "1")
    opened.assert_called_once_with("https://nordhaus.example/full-coverage")
    await chooser.until("Opening link 1 in your browser …")
    await chooser.press("escape")
    await chooser.until("Choosing Full coverage")


async def test_wide_windows_show_the_details_and_huge_ones_what_it_all_costs(chooser: Shopper) -> None:
    await go_to(chooser, "Full coverage")
    await chooser.pilot.resize_terminal(120, 40)
    await chooser.until("Covers stains, burns, tears")
    assert "Goods" not in chooser.text()
    await chooser.pilot.resize_terminal(200, 50)
    await chooser.until("Goods")
    await chooser.press("enter")
    await chooser.until("Add-ons $199.00")
    await chooser.pilot.resize_terminal(80, 24)
    await chooser.until("(•) Full coverage", gone="Covers stains")


async def test_titles_and_items_come_into_sight_with_their_offer(chooser: Shopper) -> None:
    await chooser.pilot.resize_terminal(80, 16)
    await choose(chooser, "Full coverage", "for [x] Skagit Dining Table")
    assert "For the whole order" not in chooser.text()
    await go_to(chooser, "Shipping protection")
    await chooser.until("For the whole order")
    assert "add-ons  $199.00" in chooser.line("Nordhaus")


async def test_what_a_merchant_requires_is_pointed_at_once_before_one_goes_on(chooser: Shopper) -> None:
    entry = chooser.shop.hive[NORDHAUS]
    assert entry.cart is not None
    addons = entry.cart.addons
    must = [
        offer.model_copy(update={"required": offer.addon_id == "wood_care_kit"}) for offer in addons.offers
    ]
    entry.take(entry.cart.model_copy(update={"addons": addons.model_copy(update={"offers": must})}))
    chooser.shop.hive.said()
    await chooser.until("Wood care kit · required")
    await chooser.press("o")
    await chooser.until("! Nordhaus requires Wood care kit. Choose it, or o goes on without.")
    assert "Wood care kit" in chooser.line("▌")
    await chooser.press("o")
    await chooser.until("Card number")


async def test_merchants_without_offers_are_told_and_passed(shopper: Shopper) -> None:
    await shopper.app.action_go("addons")
    await shopper.until("No add-ons. Where a merchant has a warranty")
    await shopper.press("o")
    await shopper.until("! No cart can be paid yet.")


@pytest.mark.parametrize(("key", "click"), [("1", "Cart"), ("2", "Address"), ("3", "Delivery")])
async def test_a_number_or_a_click_goes_back_to_a_done_step(chooser: Shopper, key: str, click: str) -> None:
    await chooser.press(key)
    await chooser.until(f"{key} {click}")
    await chooser.press("4")
    assert f"{key} {click}" in chooser.said()
    await chooser.app.action_go("addons")
    await chooser.until("4 Add-ons")
    bar = chooser.line("4 Add-ons")
    await chooser.pilot.click(Stepper, offset=(bar.index(click), 0))
    await chooser.until(f"{key} {click}")
