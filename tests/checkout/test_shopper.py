"""What is remembered between runs: the address, in a private file that a crash cannot break."""

import stat
from pathlib import Path

from firmly_tui.checkout import Shopper
from firmly_tui.models import Address

ADDRESS = Address(first_name="Ada", address1="1 Pine St", country="US", company="Quill & Co")


def test_address_is_there_after_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "home" / "address.json"
    assert Shopper(file).address is None
    Shopper(file).save(ADDRESS)
    assert Shopper(file).address == ADDRESS


def test_file_and_folder_are_private(tmp_path: Path) -> None:
    file = tmp_path / "home" / "address.json"
    Shopper(file).save(ADDRESS)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [kept.name for kept in file.parent.iterdir()] == ["address.json"]


def test_broken_file_is_put_aside(tmp_path: Path) -> None:
    file = tmp_path / "address.json"
    file.write_text('{"first_name": "Ada"')
    shopper = Shopper(file)
    assert shopper.address is None
    assert (tmp_path / "address.json.broken").read_text() == '{"first_name": "Ada"'
    shopper.save(ADDRESS)
    assert Shopper(file).address == ADDRESS


def test_folder_in_place_of_the_file_is_no_crash(tmp_path: Path) -> None:
    file = tmp_path / "address.json"
    file.mkdir()
    assert Shopper(file).address is None


def test_newer_save_replaces_the_older(tmp_path: Path) -> None:
    shopper = Shopper(tmp_path / "address.json")
    shopper.save(ADDRESS)
    shopper.save(ADDRESS.model_copy(update={"first_name": "Grace"}))
    assert Shopper(tmp_path / "address.json").address == shopper.address
