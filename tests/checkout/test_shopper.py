"""What is remembered between runs: addresses, in a private file that a crash cannot break."""

import stat
from pathlib import Path

import pytest

from firmly_tui.checkout import Shopper
from firmly_tui.checkout.address_book import MOST
from firmly_tui.models import Address

ADDRESS = Address(first_name="Ada", address1="1 Pine St", country="US", company="Quill & Co")
OFFICE = ADDRESS.model_copy(update={"address1": "7 Harbor Way"})
FRIEND = Address(first_name="Grace", address1="5 Oak Ave", country="US")
SHOP, OTHER = "nordhaus.example", "buecherhalle.example"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "home" / "address.json"


def test_address_is_there_after_a_restart(file: Path) -> None:
    assert Shopper(file).address is None
    Shopper(file).save(ADDRESS)
    assert Shopper(file).address == ADDRESS


def test_bill_and_own_addresses_are_there_after_a_restart(file: Path) -> None:
    shopper = Shopper(file)
    shopper.save(ADDRESS)
    shopper.save_billing(OFFICE)
    shopper.save(FRIEND, SHOP, "cart-1")
    again = Shopper(file)
    assert [again.address_for(SHOP), again.address_for(OTHER)] == [FRIEND, ADDRESS]
    assert again.billing_for(OTHER) == OFFICE
    assert again.used == [FRIEND, OFFICE, ADDRESS]


def test_file_and_folder_are_private(file: Path) -> None:
    Shopper(file).save(ADDRESS)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [kept.name for kept in file.parent.iterdir()] == ["address.json"]


@pytest.mark.parametrize("damaged", ['{"first_name": "Ada"', '{"used": 3}', "[]"])
def test_damaged_file_is_put_aside(tmp_path: Path, damaged: str) -> None:
    file = tmp_path / "address.json"
    file.write_text(damaged)
    shopper = Shopper(file)
    assert (shopper.address, shopper.used) == (None, [])
    assert (tmp_path / "address.json.broken").read_text() == damaged
    shopper.save(ADDRESS)
    assert Shopper(file).address == ADDRESS


def test_file_of_an_earlier_version_is_read_on(tmp_path: Path) -> None:
    file = tmp_path / "address.json"
    file.write_text(ADDRESS.model_dump_json())
    shopper = Shopper(file)
    assert (shopper.address, shopper.billing, shopper.used) == (ADDRESS, None, [ADDRESS])


def test_folder_in_place_of_the_file_is_no_crash(tmp_path: Path) -> None:
    file = tmp_path / "address.json"
    file.mkdir()
    assert Shopper(file).address is None


def test_newest_is_first_and_each_is_kept_once(file: Path) -> None:
    shopper = Shopper(file)
    for address in (ADDRESS, OFFICE, ADDRESS.model_copy(update={"first_name": "ADA", "phone": "1"})):
        shopper.save(address)
    assert [known.address1 for known in shopper.used] == ["1 Pine St", "7 Harbor Way"]
    assert shopper.used[0].phone == "1"


def test_no_more_than_some_dozens_are_kept(file: Path) -> None:
    shopper = Shopper(file)
    for number in range(MOST + 3):
        shopper.save(ADDRESS.model_copy(update={"address1": f"{number} Pine St"}))
    used = Shopper(file).used
    assert len(used) == MOST
    assert used[0].address1 == f"{MOST + 2} Pine St"


def test_forgotten_address_leaves_the_file_though_it_is_in_use(file: Path) -> None:
    shopper = Shopper(file)
    shopper.save(OFFICE)
    shopper.save(ADDRESS)
    shopper.forget(ADDRESS)
    assert shopper.address == ADDRESS
    assert "1 Pine St" not in file.read_text()
    shopper.recall(ADDRESS, 0)
    assert Shopper(file).used == [ADDRESS, OFFICE]
    assert Shopper(file).address == ADDRESS


def test_own_address_holds_for_the_cart_it_was_given_for(file: Path) -> None:
    shopper = Shopper(file)
    shopper.save(ADDRESS)
    shopper.save(FRIEND, SHOP, "cart-1")
    shopper.keep_for({SHOP: "cart-1", OTHER: "cart-9"})
    shopper.keep_for({})
    assert shopper.address_for(SHOP) == FRIEND
    shopper.keep_for({SHOP: "cart-2"})
    assert shopper.address_for(SHOP) == ADDRESS
    assert Shopper(file).address_for(SHOP) == ADDRESS


def test_present_to_somebody_else_is_billed_at_home(file: Path) -> None:
    shopper = Shopper(file)
    shopper.save(ADDRESS)
    shopper.save(FRIEND, SHOP)
    assert shopper.billing_for(SHOP) == ADDRESS
    shopper.save_billing(FRIEND, SHOP)
    assert [shopper.billing_for(SHOP), shopper.billing_for(OTHER)] == [FRIEND, ADDRESS]
    shopper.save_billing(OFFICE)
    shopper.save_billing(None, SHOP)
    assert shopper.billing_for(SHOP) == OFFICE
