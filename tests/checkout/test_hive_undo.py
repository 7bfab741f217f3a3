"""Lines that were removed, and that come back: as many as were wished for, once, with their delivery and add-ons."""

import asyncio
from contextlib import suppress
from datetime import date

import httpx
import pytest

from firmly_tui.checkout import AddonKey, AddonRules, DeliveryChoice, Hive
from firmly_tui.checkout.fulfillment import fulfillment
from firmly_tui.client import FirmlyClient, FirmlyError
from firmly_tui.models import Address, Shipment
from tests.checkout.goods import BOOK, BOOKS, FURNITURE, LOVESEAT, OAT_SOFA, RUG, SOFA, SOLD_OUT
from tests.checkout.wire import Wire

BRING, WHITE_GLOVE = "SCHEDULED_DELIVERY", "WHITE_GLOVE"
FULL = "protection_full"
DOWN = {"code": 503, "error": "ErrorStoreUnavailable", "description": "Down."}


def pieces(hive: Hive, domain: str = FURNITURE) -> dict[str, int]:
    return {line.sku: line.quantity for line in hive[domain].lines}


def line_of(hive: Hive, goods: dict[str, str], domain: str = FURNITURE) -> str:
    return next(line.line_item_id for line in hive[domain].lines if line.sku == goods["variant_id"])


def shipment_of(hive: Hive, goods: dict[str, str]) -> Shipment:
    cart, line = hive[FURNITURE].cart, line_of(hive, goods)
    assert cart is not None
    return next(found for found in cart.shipments if line in found.line_item_ids)


def addons(hive: Hive) -> dict[str, tuple[str, ...]]:
    """The chosen add-ons with the goods that they are for."""
    cart = hive[FURNITURE].cart
    assert cart is not None
    skus = {line.line_item_id: line.sku for line in cart.line_items}
    chosen = AddonRules(cart).tree.chosen
    return {name: tuple(skus[line] for line in picked.lines) for name, picked in chosen.items()}


async def choose_addon(hive: Hive, addon_id: str) -> None:
    cart = hive[FURNITURE].cart
    assert cart is not None
    assert await hive.extras.make(FURNITURE, AddonRules(cart).choose(AddonKey(addon_id)).calls) is None


async def undo_all(hive: Hive) -> None:
    while hive.can_undo:
        await hive.undo()


@pytest.fixture
async def sofas(hive: Hive, address: Address) -> None:
    """A sofa and a loveseat that travel together."""
    await hive.add(FURNITURE, SOFA)
    await hive.add(FURNITURE, LOVESEAT)
    await hive.set_address(address)


async def white_glove(hive: Hive, goods: dict[str, str]) -> str:
    """Let these travel alone, by white glove and on a day, with a note; returns the day."""
    await hive.shipments.split(FURNITURE, shipment_of(hive, goods).shipment_id, [line_of(hive, goods)])
    shipment_id = shipment_of(hive, goods).shipment_id
    assert await hive.shipments.set_type(FURNITURE, shipment_id, BRING) is None
    answer = await hive.shipments.availability(FURNITURE, shipment_id)
    found = fulfillment(shipment_of(hive, goods), answer, date.today())
    day = next(iter(found.days.open)).date.isoformat()

    def edit(choice: DeliveryChoice) -> DeliveryChoice:
        return choice.by(WHITE_GLOVE).on(day).saying("Ring twice.")

    assert await hive.shipments.choose(FURNITURE, shipment_id, edit) is None
    return day


# How many, and how often


@pytest.mark.parametrize("clears", [False, True])
async def test_as_many_come_back_as_were_wished_for(hive: Hive, wire: Wire, *, clears: bool) -> None:
    await hive.add(BOOKS, BOOK)
    line = line_of(hive, BOOK, BOOKS)
    held = wire.hold("PUT", "line-items", before=True)
    wish = asyncio.ensure_future(hive.set_quantity(BOOKS, line, 3))
    await held.arrived.wait()
    going = asyncio.create_task(hive.clear(BOOKS) if clears else hive.remove(BOOKS, line))
    await asyncio.sleep(0)
    held.go.set()
    await asyncio.gather(wish, going)
    await hive.undo()
    assert pieces(hive, BOOKS) == {BOOK["variant_id"]: 3}


async def test_wish_that_was_refused_does_not_come_back(hive: Hive, wire: Wire) -> None:
    await hive.add(BOOKS, BOOK, 2)
    line = line_of(hive, BOOK, BOOKS)
    held = wire.hold("PUT", "line-items", before=True)
    wish = asyncio.ensure_future(hive.set_quantity(BOOKS, line, 1000))
    await held.arrived.wait()
    removing = asyncio.create_task(hive.remove(BOOKS, line))
    await asyncio.sleep(0)
    held.go.set()
    await asyncio.gather(wish, removing)
    await hive.undo()
    assert pieces(hive, BOOKS) == {BOOK["variant_id"]: 2}


async def test_line_that_is_removed_twice_comes_back_once(hive: Hive) -> None:
    await hive.add(FURNITURE, SOFA)
    await hive.add(FURNITURE, RUG)
    await asyncio.gather(hive.remove(FURNITURE, line_of(hive, SOFA)), hive.clear(FURNITURE))
    await undo_all(hive)
    assert pieces(hive) == {SOFA["variant_id"]: 1, RUG["variant_id"]: 1}


async def test_removal_whose_answer_was_lost_can_be_undone(hive: Hive, wire: Wire) -> None:
    await hive.add(BOOKS, BOOK)
    wire.lose("PUT", "line-items", httpx.ReadError("reset"))
    await hive.remove(BOOKS, line_of(hive, BOOK, BOOKS))
    assert hive.is_empty
    assert hive[BOOKS].line_errors == {}
    await hive.undo()
    assert hive.count == 1


async def test_removal_that_never_arrived_leaves_nothing_to_undo(
    hive: Hive, wire: Wire, elsewhere: FirmlyClient
) -> None:
    await hive.add(BOOKS, BOOK)
    wire.fail("PUT", "line-items", httpx.ReadError("reset"))
    await hive.remove(BOOKS, line_of(hive, BOOK, BOOKS))
    await hive.load()
    assert hive.count == 1
    assert not hive.can_undo
    # Whoever takes it out later does it for a reason of their own.
    await elsewhere.carts.clear(BOOKS)
    await hive.load()
    assert not hive.can_undo


async def test_removal_of_which_nothing_is_known_is_found_out_by_the_next_look(
    hive: Hive, wire: Wire
) -> None:
    await hive.add(BOOKS, BOOK)
    wire.lose("PUT", "line-items", httpx.ReadError("reset"))
    for _ in range(3):
        wire.reply("GET", BOOKS, 503, DOWN)
    await hive.remove(BOOKS, line_of(hive, BOOK, BOOKS))
    assert hive[BOOKS].unread
    assert not hive.can_undo
    await hive.load()
    assert hive.is_empty
    assert hive.can_undo


async def test_what_was_removed_elsewhere_is_not_ours_to_undo(hive: Hive, elsewhere: FirmlyClient) -> None:
    await hive.add(BOOKS, BOOK)
    await elsewhere.carts.clear(BOOKS)
    await hive.load()
    assert not hive.can_undo


async def test_undo_whose_answer_was_lost_is_done(hive: Hive, wire: Wire) -> None:
    await hive.add(BOOKS, BOOK)
    await hive.remove(BOOKS, line_of(hive, BOOK, BOOKS))
    wire.lose("POST", "line-items", httpx.ReadError("reset"))
    assert await hive.undo() is not None
    assert not hive.can_undo
    assert hive.count == 1


async def test_undo_of_which_nothing_is_known_looks_before_it_tries_again(hive: Hive, wire: Wire) -> None:
    await hive.add(BOOKS, BOOK)
    await hive.remove(BOOKS, line_of(hive, BOOK, BOOKS))
    wire.lose("POST", "line-items", httpx.ReadError("reset"))
    for _ in range(6):
        wire.reply("GET", BOOKS, 503, DOWN)
    for _ in range(2):
        with pytest.raises(FirmlyError):
            await hive.undo()
        assert hive.can_undo
    await hive.undo()
    assert not hive.can_undo
    assert hive.count == 1


# What they had


async def test_line_gets_its_shipment_its_method_its_day_and_its_note_back(hive: Hive, sofas: None) -> None:
    day = await white_glove(hive, SOFA)
    await hive.remove(FURNITURE, line_of(hive, SOFA))
    back = await hive.undo()
    assert back is not None
    assert back.without == ()
    shipment = shipment_of(hive, SOFA)
    assert shipment.line_item_ids == [line_of(hive, SOFA)]
    assert shipment.shipping_method is not None
    assert (shipment.shipping_method.id, shipment.selected_date) == (WHITE_GLOVE, day)
    assert DeliveryChoice.of(shipment).words == "Ring twice."


async def test_lines_that_traveled_together_do_so_again_after_all_were_removed(
    hive: Hive, sofas: None
) -> None:
    await hive.add(FURNITURE, OAT_SOFA)
    await white_glove(hive, SOFA)
    together = {LOVESEAT["variant_id"], OAT_SOFA["variant_id"]}
    await hive.clear(FURNITURE)
    await undo_all(hive)
    assert shipment_of(hive, LOVESEAT) == shipment_of(hive, OAT_SOFA)
    assert shipment_of(hive, SOFA).line_item_ids == [line_of(hive, SOFA)]
    assert together | {SOFA["variant_id"]} == set(pieces(hive))


async def test_day_that_was_taken_meanwhile_is_told_and_the_rest_comes_back(
    hive: Hive, wire: Wire, sofas: None
) -> None:
    await white_glove(hive, SOFA)
    await hive.remove(FURNITURE, line_of(hive, SOFA))
    taken = {"code": 422, "error": "ErrorInvalidDate", "description": "This day is full."}
    wire.reply("POST", "shipment/methods", 422, taken)
    back = await hive.undo()
    assert back is not None
    assert len(back.without) == 1
    shipment = shipment_of(hive, SOFA)
    assert shipment.shipping_method is not None
    assert (shipment.shipping_method.id, shipment.selected_date) == (WHITE_GLOVE, "")


async def test_what_a_merchant_does_not_do_again_is_told(hive: Hive, wire: Wire, sofas: None) -> None:
    await white_glove(hive, SOFA)
    await hive.remove(FURNITURE, line_of(hive, SOFA))
    no_route = {"code": 404, "error": "RouteNotFound", "description": "No such route."}
    wire.reply("POST", "shipments/split", 404, no_route)
    back = await hive.undo()
    assert back is not None
    assert "a shipment of its own" in back.without
    assert "your note" in back.without


async def test_line_gets_its_add_ons_back(hive: Hive, sofas: None) -> None:
    await choose_addon(hive, FULL)
    before = addons(hive)
    await hive.remove(FURNITURE, line_of(hive, SOFA))
    assert addons(hive) != before
    back = await hive.undo()
    assert back is not None
    assert back.without == ()
    assert {name: set(goods) for name, goods in addons(hive).items()} == {
        name: set(goods) for name, goods in before.items()
    }


async def test_add_on_that_is_refused_is_told(hive: Hive, wire: Wire, sofas: None) -> None:
    await choose_addon(hive, FULL)
    await hive.remove(FURNITURE, line_of(hive, SOFA))
    wire.reply("POST", "/addons", 422, {"code": 422, "error": "ErrorAddon", "description": "Not now."})
    back = await hive.undo()
    assert back is not None
    assert len(back.without) == 1


async def test_undo_goes_on_when_the_screen_goes_away(hive: Hive, wire: Wire, sofas: None) -> None:
    await white_glove(hive, SOFA)
    await hive.remove(FURNITURE, line_of(hive, SOFA))
    held = wire.hold("POST", "line-items")
    asked = asyncio.create_task(hive.undo())
    await held.arrived.wait()
    asked.cancel()
    with suppress(asyncio.CancelledError):
        await asked
    rest = asyncio.Event()
    hive.subscribe(lambda: None if hive[FURNITURE].busy else rest.set())
    held.go.set()
    await rest.wait()
    assert shipment_of(hive, SOFA).line_item_ids == [line_of(hive, SOFA)]


# Another variant


async def test_other_variant_gets_what_the_line_had(hive: Hive, sofas: None) -> None:
    day = await white_glove(hive, SOFA)
    await choose_addon(hive, FULL)
    done = await hive.set_variant(FURNITURE, line_of(hive, SOFA), OAT_SOFA)
    assert (done.refused, done.without) == ("", ())
    shipment = shipment_of(hive, OAT_SOFA)
    assert shipment.line_item_ids == [line_of(hive, OAT_SOFA)]
    assert shipment.selected_date == day
    assert OAT_SOFA["variant_id"] in addons(hive)[FULL]


async def test_what_the_other_variant_could_not_get_is_told(hive: Hive, wire: Wire, sofas: None) -> None:
    await choose_addon(hive, FULL)
    wire.reply("POST", "/addons", 422, {"code": 422, "error": "ErrorAddon", "description": "Not now."})
    done = await hive.set_variant(FURNITURE, line_of(hive, SOFA), OAT_SOFA)
    assert done.refused == ""
    assert len(done.without) == 1


async def test_variant_that_cannot_be_had_is_told_with_the_reason(hive: Hive, sofas: None) -> None:
    line = line_of(hive, SOFA)
    done = await hive.set_variant(FURNITURE, line, SOLD_OUT)
    assert done.refused == hive[FURNITURE].line_errors[line]


async def test_variant_of_a_line_that_is_gone_is_told(hive: Hive, sofas: None) -> None:
    line = line_of(hive, SOFA)
    await hive.remove(FURNITURE, line)
    done = await hive.set_variant(FURNITURE, line, OAT_SOFA)
    assert "not in the cart any more" in done.refused
    assert pieces(hive) == {LOVESEAT["variant_id"]: 1}
