"""Addresses for all merchants, for one and for one shipment, the bill's address, and what an address changed."""

import pytest

from firmly_tui.checkout import Hive
from firmly_tui.models import Address, Cart
from tests.checkout.goods import BOOK, BOOKS, FURNITURE, RUG, SOFA


@pytest.fixture
def honolulu(address: Address) -> Address:
    """Where no rug is sent to."""
    return address.model_copy(
        update={"city": "Honolulu", "state_or_province": "HI", "state_name": "Hawaii", "postal_code": "96813"}
    )


@pytest.fixture
def berlin(address: Address) -> Address:
    return address.model_copy(
        update={"country": "DE", "city": "Berlin", "postal_code": "10115", "state_or_province": ""}
    )


def cart(hive: Hive, domain: str = FURNITURE) -> Cart:
    found = hive[domain].cart
    assert found is not None
    return found


async def test_address_says_what_it_changed(hive: Hive, address: Address, honolulu: Address) -> None:
    added = await hive.add(FURNITURE, RUG)
    line = added.line_items[0].line_item_id
    await hive.set_address(address)
    first = hive[FURNITURE].address_changes
    assert first is not None
    assert first.methods[0].gained
    assert [change.name for change in first.amounts] == ["shipping_total", "tax_total", "total"]
    assert await hive.set_address(honolulu) == {}
    changes = hive[FURNITURE].address_changes
    assert changes is not None
    (change,) = changes.of_line(line)
    assert change.what == "no longer ships"
    assert "cannot be sent to Hawaii" in change.words
    assert changes.amount("total") is not None
    await hive.set_address(address)
    back = hive[FURNITURE].address_changes
    assert back is not None
    assert [change.what for change in back.lines] == ["ships again"]


async def test_same_address_again_changes_nothing(hive: Hive, address: Address) -> None:
    await hive.add(FURNITURE, RUG)
    await hive.set_address(address)
    await hive.set_address(address)
    assert hive[FURNITURE].address_changes is None


async def test_what_an_address_changed_is_said_until_the_carts_are_read_anew_and_not_only_quietly(
    hive: Hive, address: Address
) -> None:
    await hive.add(FURNITURE, RUG)
    await hive.set_address(address)
    changes = hive[FURNITURE].address_changes
    assert changes is not None
    await hive.load(quietly=True)
    assert hive[FURNITURE].address_changes == changes
    await hive.load()
    assert hive[FURNITURE].address_changes is None


async def test_address_for_one_merchant_leaves_the_others(
    hive: Hive, address: Address, berlin: Address
) -> None:
    await hive.add(FURNITURE, SOFA)
    await hive.add(BOOKS, BOOK)
    await hive.set_address(address)
    assert await hive.set_address(berlin, domain=BOOKS) == {}
    assert [cart(hive, domain).shipping_info.city for domain in (BOOKS, FURNITURE)] == ["Berlin", "Seattle"]  # pyright: ignore[reportOptionalMemberAccess]


async def test_address_for_one_shipment_leaves_the_others(
    hive: Hive, address: Address, honolulu: Address
) -> None:
    await hive.add(FURNITURE, SOFA)
    await hive.add(FURNITURE, RUG)
    await hive.set_address(address)
    sofa, rug = cart(hive).shipments
    assert await hive.set_address(honolulu, domain=FURNITURE, shipment_id=sofa.shipment_id) == {}
    first, second = cart(hive).shipments
    assert first.shipping_info is not None
    assert first.shipping_info.city == "Honolulu"
    assert second == rug


async def test_refused_address_of_a_shipment_is_told_there_and_leaves_the_cart_ready(
    hive: Hive, address: Address, berlin: Address
) -> None:
    await hive.add(FURNITURE, SOFA)
    await hive.set_address(address)
    (shipment,) = cart(hive).shipments
    refused = await hive.set_address(berlin, domain=FURNITURE, shipment_id=shipment.shipment_id)
    assert list(refused) == [FURNITURE]
    assert hive[FURNITURE].shipment_refusals[shipment.shipment_id].sentence == refused[FURNITURE].sentence
    assert hive[FURNITURE].address_error is None
    assert hive[FURNITURE].ready


async def test_bill_goes_to_all_merchants_or_one_and_each_answers_for_itself(
    hive: Hive, address: Address, berlin: Address
) -> None:
    await hive.add(FURNITURE, SOFA)
    await hive.add(BOOKS, BOOK)
    assert await hive.set_billing(berlin) == {}
    assert await hive.set_billing(address, domain=FURNITURE) == {}
    billed = [cart(hive, domain).billing_info for domain in (BOOKS, FURNITURE)]
    assert [info.city for info in billed if info is not None] == ["Berlin", "Seattle"]
    nowhere = address.model_copy(update={"country": "XX"})
    refused = await hive.set_billing(nowhere, domain=BOOKS)
    assert hive[BOOKS].billing_error is refused[BOOKS]
    assert hive[FURNITURE].billing_error is None
    assert await hive.set_billing(address) == {}
    assert hive[BOOKS].billing_error is None
