"""Who gets which address: the one for all merchants, or its own."""

from pathlib import Path

import pytest

from firmly_tui.checkout import Hive, Shopper
from firmly_tui.checkout.addressing import Addressing
from firmly_tui.models import Address
from tests.checkout.goods import BOOK, BOOKS, FURNITURE, SOFA


@pytest.fixture
async def addressing(hive: Hive, tmp_path: Path) -> Addressing:
    """Two merchants with something in the cart."""
    await hive.add(FURNITURE, SOFA)
    await hive.add(BOOKS, BOOK)
    return Addressing(hive, Shopper(tmp_path / "address.json"), "address")


@pytest.fixture
def friend(address: Address) -> Address:
    return address.model_copy(update={"first_name": "Grace", "address1": "5 Oak Ave"})


async def test_own_address_takes_a_merchant_out_of_those_for_all(
    addressing: Addressing, address: Address, friend: Address
) -> None:
    addressing.save(friend, FURNITURE)
    assert [entry.domain for entry in addressing.receivers("")] == [BOOKS]
    assert addressing.addresses() == {FURNITURE: friend}
    addressing.save(address, "")
    assert addressing.addresses() == {FURNITURE: friend, BOOKS: address}
    addressing.drop(FURNITURE)
    assert addressing.addresses() == {FURNITURE: address, BOOKS: address}


async def test_what_is_the_same_as_for_all_is_no_own_address(
    addressing: Addressing, address: Address, friend: Address
) -> None:
    addressing.save(address, "")
    addressing.save(friend, FURNITURE)
    addressing.save(address, FURNITURE)
    assert addressing.apart == []


async def test_where_nobody_is_left_to_ask_for_the_own_one_is_for_all(
    addressing: Addressing, hive: Hive, friend: Address
) -> None:
    addressing.save(friend, FURNITURE)
    assert addressing.common() is None
    await hive.clear(BOOKS)
    addressing.save(friend, FURNITURE)
    assert addressing.common() == friend


async def test_each_merchant_is_told_its_own(
    addressing: Addressing, hive: Hive, address: Address, friend: Address
) -> None:
    addressing.save(address, "")
    addressing.save(friend, FURNITURE)
    nowhere = address.model_copy(update={"country": "XX"})
    assert await hive.set_address(addressing.addresses()) == {}
    told = {entry.domain: entry.cart.shipping_info for entry in hive.entries if entry.cart}
    assert {domain: info.address1 for domain, info in told.items() if info} == {
        FURNITURE: "5 Oak Ave",
        BOOKS: "1 Pine St",
    }
    refused = await hive.set_address({FURNITURE: nowhere, BOOKS: address})
    assert list(refused) == list(addressing.refused()) == [FURNITURE]


async def test_draft_of_another_is_unfinished_until_it_is_given(addressing: Addressing) -> None:
    addressing.set_draft(FURNITURE, {"city": "Tacoma"})
    assert addressing.unfinished("") == FURNITURE
    assert addressing.unfinished(FURNITURE) is None
    addressing.set_draft(FURNITURE, {})
    assert addressing.unfinished("") is None
