"""Shipments against the sandbox: type, place, window, day and slot, each for one shipment and kept for the others."""

import asyncio
import json
from collections.abc import Coroutine
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from firmly_tui.checkout import AddAddon, Hive, RemoveAddon
from firmly_tui.checkout.delivery_choice import ChoiceRefused, DeliveryChoice, requested
from firmly_tui.checkout.delivery_days import DeliveryDay
from firmly_tui.checkout.fulfillment import Fulfillment, fulfillment
from firmly_tui.models import Address, Shipment
from tests.checkout.goods import BOOK, BOOKS, CABLE, FURNITURE, HUSH, LOVESEAT, RUG, SOFA, SOUND
from tests.checkout.wire import Wire

BRING, PICK_UP, SHIP = "SCHEDULED_DELIVERY", "PICKUP_IN_STORE", "SHIP_TO_ADDRESS"
ASSEMBLY = "white_glove_assembly"
NO_ROUTE = {"code": 404, "error": "RouteNotFound", "description": "No such route."}


def shipments(hive: Hive, domain: str = FURNITURE) -> list[Shipment]:
    cart = hive[domain].cart
    assert cart is not None
    return cart.shipments


async def view(hive: Hive, domain: str = FURNITURE, index: int = 0) -> Fulfillment:
    shipment = shipments(hive, domain)[index]
    answer = await hive.shipments.availability(domain, shipment.shipment_id)
    return fulfillment(shipment, answer, date.today())


def day_with_slots(found: Fulfillment, *, full: bool = False) -> DeliveryDay:
    """The first open day that has slots, one of them full if that is asked for."""
    return next(
        day for day in found.days.open if day.slots and (not full or any(slot.full for slot in day.slots))
    )


async def choose(hive: Hive, choice: DeliveryChoice, domain: str = FURNITURE, index: int = 0) -> str:
    """Make a choice; the sentence of the refusal, `""` for none."""
    shipment_id = shipments(hive, domain)[index].shipment_id
    refused = await hive.shipments.choose(domain, shipment_id, lambda _: choice)
    kept = hive[domain].shipment_refusals.get(shipment_id)
    assert kept == refused
    return refused.sentence if refused else ""


@pytest.fixture
async def sofa(hive: Hive, address: Address) -> None:
    """A sofa that is brought on a day, and a rug that comes by parcel."""
    await hive.add(FURNITURE, SOFA)
    await hive.add(FURNITURE, RUG)
    await hive.set_address(address)
    assert await hive.shipments.set_type(FURNITURE, shipments(hive)[0].shipment_id, BRING) is None


async def test_slot_is_chosen_by_its_id_and_told_in_the_notes(hive: Hive, sofa: None) -> None:
    day = day_with_slots(await view(hive))
    slot = day.free[0].slot
    choice = DeliveryChoice.of(shipments(hive)[0]).on(day.date.isoformat(), slot).saying("Ring twice.")
    assert await choose(hive, choice) == ""
    chosen = shipments(hive)[0]
    assert chosen.selected_date == day.date.isoformat()
    assert chosen.selected_time_slot is not None
    assert chosen.selected_time_slot.slot_id == slot.slot_id
    assert requested(chosen.notes).endswith(f"{slot.start} – {slot.end}")
    assert chosen.notes.endswith("Ring twice.")
    assert hive[FURNITURE].takes_details is True


async def test_another_slot_replaces_the_one_in_the_notes(hive: Hive, sofa: None) -> None:
    days = [day for day in (await view(hive)).days.open if day.free]
    for day in days[:2]:
        slot = day.free[0].slot
        choice = DeliveryChoice.of(shipments(hive)[0]).on(day.date.isoformat(), slot).saying("Ring twice.")
        assert await choose(hive, choice) == ""
    notes = shipments(hive)[0].notes
    assert notes.count("Requested:") == 1
    assert f"{days[1].date.day}," in notes
    assert notes.endswith("\nRing twice.")


async def test_other_method_keeps_day_slot_and_words(hive: Hive, sofa: None) -> None:
    day = day_with_slots(await view(hive))
    choice = DeliveryChoice.of(shipments(hive)[0]).on(day.date.isoformat(), day.free[0].slot)
    await choose(hive, choice.saying("Ring."))
    assert await choose(hive, DeliveryChoice.of(shipments(hive)[0]).by("WHITE_GLOVE")) == ""
    chosen = shipments(hive)[0]
    assert chosen.shipping_method is not None
    assert (chosen.shipping_method.id, chosen.selected_date) == ("WHITE_GLOVE", day.date.isoformat())
    assert chosen.selected_time_slot is not None
    assert DeliveryChoice.of(chosen).words == "Ring."


async def test_each_window_goes_with_the_method_that_carries_it(hive: Hive, sofa: None) -> None:
    found = await view(hive)
    assert len(found.windows) == 4
    for option in found.windows:
        assert option.method is not None
        choice = DeliveryChoice.of(shipments(hive)[0]).within(option.window, option.method.id)
        assert await choose(hive, choice) == ""
        (chosen,) = [window for window in (await view(hive)).windows if window.chosen]
        assert chosen.window.window_id == option.window.window_id
        assert option.window.name in requested(shipments(hive)[0].notes)


async def test_days_outside_of_the_chosen_window_are_closed_and_refused(hive: Hive, sofa: None) -> None:
    option = (await view(hive)).windows[0]
    assert option.method is not None
    choice = DeliveryChoice.of(shipments(hive)[0]).within(option.window, option.method.id)
    await choose(hive, choice)
    found = await view(hive)
    closed = [day for day in found.days.days if day.closed == f"Not in {option.window.name}"]
    assert closed
    day = closed[0].date.isoformat()
    sentence = await choose(hive, DeliveryChoice.of(shipments(hive)[0]).on(day))
    assert "Choose a day in it" in sentence
    assert all(
        option.first <= day.date <= option.last for day in found.days.open if option.first and option.last
    )


async def test_slot_that_is_taken_is_told_and_its_day_opened_again(hive: Hive, sofa: None) -> None:
    found = await view(hive)
    day = day_with_slots(found, full=True)
    taken = next(slot.slot for slot in day.slots if slot.full)
    before = shipments(hive)
    shipment_id = before[0].shipment_id
    choice = DeliveryChoice.of(before[0]).on(day.date.isoformat(), taken)
    refused = await hive.shipments.choose(FURNITURE, shipment_id, lambda _: choice)
    assert refused is not None
    assert refused.reopen == day.date.isoformat()
    assert "is taken. Choose other hours." in refused.sentence
    assert hive[FURNITURE].shipment_refusals == {shipment_id: refused}
    assert shipments(hive) == before
    assert await choose(hive, choice.on(day.date.isoformat(), day.free[0].slot)) == ""
    assert hive[FURNITURE].shipment_refusals == {}


async def test_edits_of_two_shipments_at_once_lose_nothing(hive: Hive, sofa: None) -> None:
    first, second = shipments(hive)
    day = day_with_slots(await view(hive))
    date_and_slot = day.date.isoformat(), day.free[0].slot
    await asyncio.gather(
        hive.shipments.choose(FURNITURE, first.shipment_id, lambda choice: choice.on(*date_and_slot)),
        hive.shipments.choose(FURNITURE, second.shipment_id, lambda choice: choice.saying("Porch.")),
    )
    first, second = shipments(hive)
    assert first.selected_date == day.date.isoformat()
    assert (second.selected_date, second.notes) == ("", "Porch.")
    await hive.shipments.set_type(FURNITURE, first.shipment_id, SHIP)
    assert shipments(hive)[1] == second


async def test_quick_choices_for_one_shipment_do_not_undo_each_other(hive: Hive, sofa: None) -> None:
    shipment_id = shipments(hive)[0].shipment_id
    day = day_with_slots(await view(hive)).date.isoformat()
    await asyncio.gather(
        hive.shipments.choose(FURNITURE, shipment_id, lambda choice: choice.by("WHITE_GLOVE")),
        hive.shipments.choose(FURNITURE, shipment_id, lambda choice: choice.on(day)),
        hive.shipments.choose(FURNITURE, shipment_id, lambda choice: choice.saying("Ring.")),
    )
    choice = DeliveryChoice.of(shipments(hive)[0])
    assert (choice.method_id, choice.date, choice.words) == ("WHITE_GLOVE", day, "Ring.")


async def test_shipment_that_is_gone_is_told_so(hive: Hive, sofa: None) -> None:
    refused = await hive.shipments.choose(FURNITURE, "ship_gone", lambda choice: choice.by("WHITE_GLOVE"))
    assert refused is not None
    assert "not in the cart any more" in refused.sentence


async def test_other_type_resets_what_was_said_and_its_line_in_the_notes(hive: Hive, sofa: None) -> None:
    day = day_with_slots(await view(hive))
    slot = day.free[0].slot
    choice = DeliveryChoice.of(shipments(hive)[0]).on(day.date.isoformat(), slot).saying("Ring.")
    await choose(hive, choice)
    (other,) = [option for option in (await view(hive)).types if not option.chosen]
    assert [text.partition(":")[0] for text in other.resets] == ["the day", "the time", "the shipping method"]
    await hive.shipments.set_type(FURNITURE, shipments(hive)[0].shipment_id, other.type_id)
    changed = shipments(hive)[0]
    assert (changed.selected_date, changed.selected_time_slot) == ("", None)
    assert changed.notes == "Ring."


async def test_pickup_at_the_second_nearest_place(hive: Hive, address: Address) -> None:
    await hive.add(SOUND, HUSH)
    await hive.set_address(address)
    shipment_id = shipments(hive, SOUND)[0].shipment_id
    places = (await view(hive, SOUND)).places
    assert places[0].location.name == "Voltline Pine Street"
    assert all(place.today for place in places)
    location_id = places[1].location.location_id
    assert await hive.shipments.set_type(SOUND, shipment_id, PICK_UP, location_id) is None
    found = await view(hive, SOUND)
    assert found.place is not None
    assert found.is_pickup
    assert found.place.location.location_id == location_id
    day = day_with_slots(found)
    handover = found.handovers[-1]
    assert handover.method is not None
    choice = DeliveryChoice.of(shipments(hive, SOUND)[0]).on(day.date.isoformat(), day.free[0].slot)
    assert await choose(hive, choice.handed(handover.option, handover.method.id), SOUND) == ""
    chosen = shipments(hive, SOUND)[0]
    assert chosen.pickup_option is not None
    assert chosen.pickup_option.option_id == handover.option.option_id
    assert handover.option.name in requested(chosen.notes)
    assert hive[SOUND].ready


async def test_pickup_without_a_place_is_refused_at_the_shipment(hive: Hive, address: Address) -> None:
    await hive.add(SOUND, HUSH)
    await hive.set_address(address)
    before = shipments(hive, SOUND)
    refused = await hive.shipments.set_type(SOUND, before[0].shipment_id, PICK_UP)
    assert refused is not None
    assert "Choose a store" in refused.sentence
    assert refused.reopen == ""
    assert shipments(hive, SOUND) == before


async def test_shipment_is_split_and_merged_again(hive: Hive, address: Address) -> None:
    await hive.add(FURNITURE, SOFA)
    cart = await hive.add(FURNITURE, LOVESEAT)
    await hive.set_address(address)
    (whole,) = shipments(hive)
    loveseat = cart.line_items[-1].line_item_id
    assert await hive.shipments.split(FURNITURE, whole.shipment_id, [loveseat]) is None
    assert [shipment.line_item_ids for shipment in shipments(hive)][1] == [loveseat]
    ids = [shipment.shipment_id for shipment in shipments(hive)]
    assert await hive.shipments.merge(FURNITURE, ids) is None
    assert [shipment.shipment_id for shipment in shipments(hive)] == [whole.shipment_id]
    assert hive[FURNITURE].not_offered == set()


async def test_what_a_server_does_not_offer_is_remembered_for_its_merchant(
    hive: Hive, wire: Wire, sofa: None
) -> None:
    await hive.add(BOOKS, BOOK)
    first, second = shipments(hive)
    wire.reply("POST", "shipments/split", 404, NO_ROUTE)
    refused = await hive.shipments.split(FURNITURE, first.shipment_id, first.line_item_ids)
    assert refused == ChoiceRefused("Nordhaus does not offer splitting.")
    wire.reply("POST", "shipments/merge", 405, {"code": 405, "error": "MethodNotAllowed", "description": ""})
    refused = await hive.shipments.merge(FURNITURE, [first.shipment_id, second.shipment_id])
    assert refused == ChoiceRefused("Nordhaus does not offer merging.")
    assert hive[FURNITURE].not_offered == {"split", "merge"}
    assert hive[BOOKS].not_offered == set()
    await hive.load()
    assert hive[FURNITURE].not_offered == {"split", "merge"}


async def test_a_shipment_that_is_gone_is_no_call_that_is_missing(hive: Hive, wire: Wire, sofa: None) -> None:
    (first, *_) = shipments(hive)
    wire.reply("POST", "shipments/split", 404, {"code": 404, "error": "ShipmentNotFound", "description": ""})
    refused = await hive.shipments.split(FURNITURE, first.shipment_id, first.line_item_ids)
    assert refused is not None
    assert "not in the cart any more" in refused.sentence
    assert hive[FURNITURE].not_offered == set()


def sent_bodies(wire: Wire) -> list[dict[str, str]]:
    """What was sent to choose a method."""
    pairs = zip(wire.seen, wire.bodies, strict=True)
    return [json.loads(body) for line, body in pairs if line.endswith("shipment/methods")]


async def test_server_that_shows_no_slot_is_sent_none_again(hive: Hive, wire: Wire, sofa: None) -> None:
    day = day_with_slots(await view(hive))
    cart = hive[FURNITURE].cart
    assert cart is not None
    choice = DeliveryChoice.of(shipments(hive)[0]).on(day.date.isoformat(), day.free[0].slot)
    ignoring = cart.sent | {"shop_id": FURNITURE}
    wire.reply("POST", "shipment/methods", 200, ignoring)
    await choose(hive, choice)
    assert hive[FURNITURE].takes_details is False
    await choose(hive, choice)
    first, second = sent_bodies(wire)
    assert first["selected_time_slot"] == day.free[0].slot.slot_id
    assert "selected_time_slot" not in second
    assert first["notes"] == second["notes"] == choice.notes
    assert shipments(hive)[0].selected_time_slot is None
    again = DeliveryChoice.of(shipments(hive)[0])
    assert again.told == requested(choice.notes)
    assert again.by("WHITE_GLOVE").notes == choice.notes


async def test_server_that_refuses_unknown_fields_is_asked_without_them(
    hive: Hive, wire: Wire, sofa: None
) -> None:
    day = day_with_slots(await view(hive))
    choice = DeliveryChoice.of(shipments(hive)[0]).on(day.date.isoformat(), day.free[0].slot)
    strict = {"code": 400, "error": "ErrorInvalidInputBody", "description": "Unknown field."}
    wire.reply("POST", "shipment/methods", 400, strict)
    assert await choose(hive, choice) == ""
    assert hive[FURNITURE].takes_details is False
    assert shipments(hive)[0].selected_date == day.date.isoformat()
    assert requested(shipments(hive)[0].notes) == choice.request


async def test_refused_method_is_told_at_its_shipment_and_changes_nothing(hive: Hive, sofa: None) -> None:
    before = shipments(hive)
    assert await choose(hive, replace(DeliveryChoice.of(before[0]), method_id="by-balloon"))
    assert hive[FURNITURE].error is None
    assert shipments(hive) == before


async def test_shipment_of_goods_that_are_fetched_at_once_needs_no_slot(hive: Hive, address: Address) -> None:
    await hive.add(SOUND, CABLE)
    await hive.set_address(address)
    shipment = shipments(hive, SOUND)[0]
    assert await choose(hive, DeliveryChoice.of(shipment).by("two_day"), SOUND) == ""
    assert hive[SOUND].takes_details is None
    assert shipments(hive, SOUND)[0].notes == ""


async def test_choice_for_a_shipment_that_is_gone_is_refused_here(hive: Hive, wire: Wire, sofa: None) -> None:
    before = len(wire.seen)
    answers = [
        await hive.shipments.choose(FURNITURE, "gone", lambda choice: choice.saying("Ring.")),
        await hive.shipments.set_type(FURNITURE, "gone", BRING),
        await hive.shipments.split(FURNITURE, "gone", ["1"]),
        await hive.shipments.merge(FURNITURE, [shipments(hive)[0].shipment_id, "gone"]),
    ]
    assert all(refused and "not in the cart any more" in refused.sentence for refused in answers)
    assert len(wire.seen) == before
    assert not hive[FURNITURE].shipment_refusals


async def test_day_without_a_method_is_refused_here(hive: Hive, wire: Wire) -> None:
    await hive.add(FURNITURE, SOFA)
    before = len(wire.seen)
    assert shipments(hive)[0].shipping_method is None
    shipment_id = shipments(hive)[0].shipment_id
    refused = await hive.shipments.choose(FURNITURE, shipment_id, lambda choice: choice.on("2026-12-01"))
    assert refused is not None
    assert "shipping method first" in refused.sentence
    assert hive[FURNITURE].shipment_refusals == {shipment_id: refused}
    assert len(wire.seen) == before


async def test_split_and_merge_wait_for_what_was_begun_before(
    hive: Hive, wire: Wire, address: Address
) -> None:
    await hive.add(FURNITURE, SOFA)
    cart = await hive.add(FURNITURE, LOVESEAT)
    await hive.set_address(address)
    sofa, loveseat = (line.line_item_id for line in cart.line_items)
    whole = shipments(hive)[0].shipment_id
    steps = [AddAddon(ASSEMBLY, (sofa, loveseat)), RemoveAddon(ASSEMBLY)]

    async def begun_meanwhile(change: Coroutine[Any, Any, object]) -> str:
        """The last call of all, where this change is begun between two that belong together."""
        held = wire.hold("POST", "/addons")
        making = asyncio.create_task(hive.extras.make(FURNITURE, steps))
        await held.arrived.wait()
        changing = asyncio.create_task(change)
        await asyncio.sleep(0)
        held.go.set()
        assert await asyncio.gather(making, changing) == [None, None]
        return wire.seen[-1].rpartition("/cart/")[2]

    assert await begun_meanwhile(hive.shipments.split(FURNITURE, whole, [loveseat])) == "shipments/split"
    apart = shipments(hive)[1].shipment_id
    assert await begun_meanwhile(hive.shipments.merge(FURNITURE, [whole, apart])) == "shipments/merge"
