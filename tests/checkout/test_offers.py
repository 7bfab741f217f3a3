"""What can be chosen for a shipment: asked once for each state of it, and told while it is asked."""

import asyncio
import gc
import weakref
from datetime import date

import pytest

from firmly_tui.checkout import Hive
from firmly_tui.checkout.local_zone import local_zone
from firmly_tui.checkout.offers import FRESH_FOR, MOST_AT_ONCE, Offers
from firmly_tui.models import Address
from tests.checkout.goods import BOOK, BOOKS, FURNITURE, SOFA, SOUND
from tests.checkout.wire import Wire

GIFT_CARD = {"variant_id": "VL-GIFT-25"}


@pytest.fixture
def now() -> list[float]:
    return [0.0]


@pytest.fixture
async def offers(hive: Hive, address: Address, now: list[float]) -> Offers:
    await hive.add(FURNITURE, SOFA)
    await hive.set_address(address)
    return Offers(hive.shipments, date.today, local_zone, lambda: now[0])


async def ask_all(hive: Hive, offers: Offers) -> int:
    """Ask for all that is not known; how many shipments that were."""
    unknown = offers.unknown(hive.entries)
    for entry, shipment in unknown:
        await offers.ask(entry, shipment)
    return len(unknown)


async def test_a_shipment_is_asked_about_once_and_again_when_its_type_changed(
    hive: Hive, offers: Offers
) -> None:
    assert await ask_all(hive, offers) == 1
    assert await ask_all(hive, offers) == 0
    entry = hive[FURNITURE]
    shipment_id = entry.cart.shipments[0].shipment_id if entry.cart else ""
    await hive.shipments.set_type(FURNITURE, shipment_id, "SCHEDULED_DELIVERY")
    shipment = entry.shipment(shipment_id)
    assert shipment is not None
    assert not offers.of(entry, shipment).view.windows
    assert await ask_all(hive, offers) == 1
    assert len(offers.of(entry, shipment).view.windows) == 4


async def test_it_is_told_while_it_is_asked(hive: Hive, offers: Offers) -> None:
    entry = hive[FURNITURE]
    (shipment,) = entry.cart.shipments if entry.cart else []
    seen: list[bool] = []
    offers.subscribe(lambda: seen.append(offers.of(entry, shipment).asking))
    await ask_all(hive, offers)
    assert seen == [True, False]


async def test_a_failed_question_keeps_what_was_known_and_says_why_it_is_not_newer(
    hive: Hive, offers: Offers, wire: Wire
) -> None:
    entry = hive[FURNITURE]
    (before,) = entry.cart.shipments if entry.cart else []
    await hive.shipments.set_type(FURNITURE, before.shipment_id, "SCHEDULED_DELIVERY")
    (shipment,) = entry.cart.shipments if entry.cart else []
    await offers.ask(entry, shipment)
    known = offers.of(entry, shipment).view.days
    assert known.days
    for _ in range(5):  # it is asked again a few times before it counts as failed
        wire.reply("POST", "get-availability", 500, {})
    await offers.ask(entry, shipment)
    found = offers.of(entry, shipment)
    assert found.view.days is known
    assert found.error is not None
    assert offers.old([entry]) == [(entry, shipment)]


async def test_of_two_questions_about_one_shipment_the_later_one_counts(
    hive: Hive, offers: Offers, wire: Wire
) -> None:
    entry = hive[FURNITURE]
    (shipment,) = entry.cart.shipments if entry.cart else []
    slow = wire.hold("POST", "get-availability")
    first = asyncio.create_task(offers.ask(entry, shipment))
    await slow.arrived.wait()
    await hive.shipments.set_type(FURNITURE, shipment.shipment_id, "SCHEDULED_DELIVERY")
    (now,) = entry.cart.shipments if entry.cart else []
    await offers.ask(entry, now)
    assert len(offers.of(entry, now).view.windows) == 4
    slow.go.set()
    await first
    assert len(offers.of(entry, now).view.windows) == 4


async def test_an_answer_is_asked_for_again_when_it_is_old_and_shown_meanwhile(
    hive: Hive, offers: Offers, now: list[float]
) -> None:
    await ask_all(hive, offers)
    entry = hive[FURNITURE]
    (shipment,) = entry.cart.shipments if entry.cart else []
    assert offers.old([entry]) == []
    now[0] += FRESH_FOR
    assert offers.old([entry]) == [(entry, shipment)]
    seen: list[bool] = []
    offers.subscribe(lambda: seen.append(offers.of(entry, shipment).asking))
    await offers.ask(entry, shipment)
    assert seen == [False, False]
    assert offers.old([entry]) == []


async def test_what_was_known_of_a_shipment_that_is_gone_is_forgotten(hive: Hive, offers: Offers) -> None:
    entry = hive[FURNITURE]
    (shipment,) = entry.cart.shipments if entry.cart else []
    await offers.ask(entry, shipment)
    known = weakref.ref(offers.of(entry, shipment).view)
    await hive.clear(FURNITURE)
    await hive.add(FURNITURE, SOFA)
    assert await ask_all(hive, offers) == 1
    gc.collect()
    assert known() is None


async def test_not_all_is_asked_at_once(hive: Hive, offers: Offers, wire: Wire) -> None:
    entry = hive[FURNITURE]
    (shipment,) = entry.cart.shipments if entry.cart else []
    held = [wire.hold("POST", "get-availability") for _ in range(MOST_AT_ONCE)]
    before = len(wire.seen)
    # Only their number matters here, and each shipment is asked about on its own.
    asked = [
        asyncio.create_task(offers.ask(entry, shipment.model_copy(update={"shipment_id": f"s{number}"})))
        for number in range(MOST_AT_ONCE + 3)
    ]
    for stop in held:
        await stop.arrived.wait()
    assert len(wire.seen) - before == MOST_AT_ONCE
    for stop in held:
        stop.go.set()
    await asyncio.gather(*asked)


async def test_a_cart_is_not_ready_before_a_day_is_chosen_that_its_type_needs(
    hive: Hive, offers: Offers
) -> None:
    entry = hive[FURNITURE]
    (shipment,) = entry.cart.shipments if entry.cart else []
    assert entry.ready
    await hive.shipments.set_type(FURNITURE, shipment.shipment_id, "SCHEDULED_DELIVERY")
    (shipment,) = entry.cart.shipments if entry.cart else []
    await ask_all(hive, offers)
    assert entry.lacks(shipment) == ("a day",)
    assert not entry.ready
    entry.any_day.add(shipment.shipment_id)
    assert entry.ready
    entry.any_day.clear()
    day = offers.of(entry, shipment).view.days.open[0].date.isoformat()
    await hive.shipments.choose(FURNITURE, shipment.shipment_id, lambda choice: choice.on(day))
    assert entry.ready


async def test_goods_that_are_not_sent_need_no_address(hive: Hive, address: Address) -> None:
    await hive.add(SOUND, GIFT_CARD)
    await hive.add(BOOKS, BOOK)
    assert hive[SOUND].needs_address
    assert await hive.set_address(address) == {}
    entry = hive[SOUND]
    assert entry.ships_nothing
    assert entry.ready
    assert entry.address_error is None
    assert all(total.shipping_known for total in hive.totals())
    assert not hive[BOOKS].ships_nothing


async def test_goods_that_are_sent_need_an_address_after_all(hive: Hive, address: Address) -> None:
    await hive.add(SOUND, GIFT_CARD)
    await hive.set_address(address)
    await hive.add(SOUND, {"variant_id": "VL-HUSH-BLACK"})
    assert not hive[SOUND].ships_nothing
    assert hive[SOUND].needs_address
    assert not hive[SOUND].ready


def test_the_zone_is_the_one_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    assert str(local_zone()) == "America/Los_Angeles"
    monkeypatch.setenv("TZ", "nowhere at all")
    assert local_zone() is not None
