"""What can be chosen for a shipment: asked once for each state of it, and told while it is asked."""

from datetime import date

import pytest

from firmly_tui.checkout import Hive
from firmly_tui.checkout.local_zone import local_zone
from firmly_tui.checkout.offers import Offers
from firmly_tui.models import Address
from tests.checkout.goods import BOOK, BOOKS, FURNITURE, SOFA, SOUND

GIFT_CARD = {"variant_id": "VL-GIFT-25"}


@pytest.fixture
async def offers(hive: Hive, address: Address) -> Offers:
    await hive.add(FURNITURE, SOFA)
    await hive.set_address(address)
    return Offers(hive.shipments, date.today, local_zone)


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
