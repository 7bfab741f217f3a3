"""Add-ons: what a choice comes to is said before, the server's answer is shown after, and nothing goes unasked."""

from collections.abc import AsyncIterator
from pathlib import Path
from unittest.mock import Mock

import httpx
import pytest

from firmly_tui.checkout import AddonKey
from firmly_tui.sandbox import Sandbox
from firmly_tui.tui.widgets.bars import Stepper
from firmly_tui.tui.widgets.offer_list import OfferList, OfferRows
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
    await chooser.until(
        "Choosing Shipping protection: +$4.99 before tax add-ons then $4.99 · for the whole order"
    )
    assert "no add-ons yet" in chooser.line("Nordhaus")
    await chooser.press("space")
    await chooser.until("[x] Shipping protection")
    assert chooser.line("Nordhaus").endswith("add-ons  $4.99")
    assert "Removing Shipping protection: −$4.99 before tax" in chooser.said()
    await chooser.press("enter")
    await chooser.until("[ ] Shipping protection")
    assert chosen(chooser) == {}


async def test_offers_that_exclude_one_another_say_what_they_replace(chooser: Shopper) -> None:
    assert "( ) Full coverage" in chooser.said()
    await choose(chooser, "Full coverage", "(•) Full coverage")
    await go_to(chooser, "Fabric only")
    await chooser.until("Choosing Fabric only replaces Full coverage: −$100.00 before tax")
    await chooser.press("enter")
    await chooser.until("(•) Fabric only", gone="(•) Full coverage")
    assert set(chosen(chooser)) == {"protection_fabric"}


async def test_what_an_offer_needs_stands_in_its_row_and_enter_adds_both(chooser: Shopper) -> None:
    needs = "needs White glove assembly — Enter adds both for $287.00"
    assert needs in chooser.said()
    await go_to(chooser, "Old furniture removal")
    await chooser.until("Choosing Old furniture removal adds White glove assembly too: +$287.00 before tax")
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


async def test_variants_of_the_same_goods_are_told_apart(shopper: Shopper) -> None:
    await shopper.pilot.resize_terminal(120, 40)
    await shopper.put(NORDHAUS, "NH-LIN3-OAT")
    await look_at_addons(shopper)
    await choose(shopper, "Full coverage", "for Linden 3-Seat Sofa (Oat), Linden 3-Seat Sofa (Navy) and")
    assert "✓ Linden 3-Seat Sofa (Oat)" in shopper.said()
    await go_to(shopper, "for [x] Linden 3-Seat Sofa  Oat")
    await shopper.until("Leaving out Linden 3-Seat Sofa (Oat)")


async def test_items_can_be_picked_before_an_offer_is_chosen(chooser: Shopper) -> None:
    await go_to(chooser, "Full coverage")
    assert "for [ ]" not in chooser.said()
    await chooser.until("→ items")
    await chooser.press("right")
    await chooser.until("for [ ] Linden 3-Seat Sofa")
    await chooser.until("← close")
    await go_to(chooser, "for [ ] Linden 3-Seat Sofa")
    await chooser.until("Choosing Full coverage for Linden 3-Seat Sofa only: +$199.00 before tax")
    await chooser.press("left")
    await chooser.until("Choosing Full coverage: +$199.00 before tax", gone="for [ ]")
    await chooser.press("right", "down", "enter")
    await chooser.until("for [x] Linden 3-Seat Sofa")
    assert chosen(chooser) == {"protection_full": (1, set())}


async def test_a_group_is_all_or_nothing(chooser: Shopper) -> None:
    await go_to(chooser, "White glove assembly · both together")
    assert "→ items" not in chooser.said()
    await chooser.press("enter")
    await chooser.until("[x] White glove assembly · both together")
    assert chosen(chooser) == {"white_glove_assembly": (2, set())}


async def test_what_goes_with_a_prerequisite_is_asked_about_once(chooser: Shopper) -> None:
    await choose(chooser, "Packaging taken away", "[x] Packaging taken away")
    await choose(chooser, "Old furniture removal", "[x] Old furniture removal")
    before = chosen(chooser)
    await go_to(chooser, "White glove assembly")
    asked = (
        "Removing White glove assembly also removes Packaging taken away and Old furniture removal: "
        "−$306.00 before tax."
    )
    await chooser.press("enter")
    await chooser.until(f"! {asked} Enter again does it, Escape leaves all as it is.")
    await chooser.press("escape")
    await chooser.until("All stays as it is.")
    await chooser.press("enter", "down")
    await chooser.until("Removing Packaging taken away: −$19.00 before tax", gone="Enter again does it")
    assert chosen(chooser) == before
    await chooser.press("up", "enter", "enter")
    await chooser.until("no add-ons yet")
    assert chosen(chooser) == {}


async def test_a_replacement_that_takes_more_away_is_asked_about_too(chooser: Shopper) -> None:
    await choose(chooser, "Pet damage", "[x] Pet damage")
    await go_to(chooser, "Fabric only")
    await chooser.press("enter")
    await chooser.until(
        "! Choosing Fabric only also removes Pet damage: −$139.00 before tax. Enter again does it"
    )
    assert chosen(chooser) == {"protection_full": (2, {"pet_damage"})}
    await chooser.press("enter")
    await chooser.until("(•) Fabric only")


async def test_a_refusal_of_the_server_stands_at_the_offer_and_the_cart_is_read_anew(
    chooser: Shopper,
) -> None:
    hive = chooser.shop.hive
    await go_to(chooser, "White glove assembly · both together")
    # Somebody else takes the sofa out meanwhile.
    sofa = hive[NORDHAUS].lines[0]
    await chooser.shop.client.carts.remove(NORDHAUS, sofa.line_item_id)
    await chooser.press("enter")
    words = "is no item of this"
    await chooser.until(lambda: chooser.said().count(words) == len(["at the offer", "above the keys"]))
    assert words in hive[NORDHAUS].addon_errors[AddonKey("white_glove_assembly")]
    assert "both together" not in chooser.said()
    assert [line.description for line in hive[NORDHAUS].lines] == ["Skagit Dining Table"]
    assert chosen(chooser) == {}


async def test_a_refused_child_says_so_below_itself(chooser: Shopper, sandbox: Sandbox) -> None:
    await choose(chooser, "Full coverage", "(•) Full coverage")
    refusal = {"scenarios": ["refuse,error=InvalidRequest,route=POST */addons"]}
    async with httpx.AsyncClient(base_url=sandbox.url) as outside:
        (await outside.put("/sandbox/scenario", json=refusal)).raise_for_status()
    await choose(chooser, "Pet damage", "✕ The merchant does not take this choice")
    lines = chooser.text().splitlines()
    at = next(number for number, line in enumerate(lines) if "[ ] Pet damage" in line)
    assert "✕ The merchant does not take this choice" in lines[at + 2]
    assert "Check every field" not in chooser.said()


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
    # The table comes on whatever day the merchant says.
    entry.any_day.update(shipment.shipment_id for shipment in entry.cart.shipments)
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


async def test_what_is_asked_is_about_what_goes_along_by_then(chooser: Shopper) -> None:
    await choose(chooser, "Packaging taken away", "[x] Packaging taken away")
    await go_to(chooser, "White glove assembly")
    await chooser.press("enter")
    await chooser.until("also removes Packaging taken away:")
    hive = chooser.shop.hive
    lines = [line.line_item_id for line in hive[NORDHAUS].lines]
    await chooser.shop.client.carts.add_addon(NORDHAUS, "old_furniture_removal", line_item_ids=lines)
    await hive.refresh(NORDHAUS)
    await chooser.until("[x] Old furniture removal", gone="Enter again does it")
    await chooser.press("enter")
    await chooser.until("also removes Packaging taken away and Old furniture removal:")
    assert "old_furniture_removal" in chosen(chooser)


async def test_n_goes_to_the_next_merchant(chooser: Shopper) -> None:
    assert "next merchant" not in chooser.said()
    await chooser.put("voltline.example", "VL-HUSH-BLACK")
    await chooser.shop.hive.set_address(HOME)
    await chooser.until("n next merchant")
    await chooser.press("n")
    offers = chooser.app.screen.query_one(OfferList)
    await chooser.until(lambda: offers.selected and offers.selected.entry.domain == "voltline.example")
    await chooser.press("N")
    await chooser.until(lambda: offers.selected and offers.selected.entry.domain == NORDHAUS)


async def test_the_rows_of_a_merchant_of_whom_nothing_is_new_stay(chooser: Shopper) -> None:
    await chooser.put("voltline.example", "VL-HUSH-BLACK")
    made, entries = OfferRows(), chooser.shop.hive.entries
    before = made.rows(entries)
    assert made.rows(entries) == before
    await chooser.shop.hive.refresh(NORDHAUS)
    after = made.rows(chooser.shop.hive.entries)
    assert {row.entry.domain for row in after if row not in before} == {NORDHAUS}
