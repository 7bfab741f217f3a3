"""Addresses that were used before: the newest first, each once, in the file that keeps a shopper's addresses."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

from firmly_tui.checkout.private_files import write_atomically
from firmly_tui.models import Address

MOST: Final = 36
"""How many addresses of before are kept."""


class OwnAddresses(BaseModel):
    """What one merchant gets in place of the addresses for all, for the cart `cart_id`."""

    model_config = ConfigDict(hide_input_in_errors=True, frozen=True)

    cart_id: str = ""
    address: Address | None = None
    billing: Address | None = None


class Kept(BaseModel):
    """What the file holds. `own` is by merchant, `used` are the addresses of before."""

    model_config = ConfigDict(hide_input_in_errors=True)

    address: Address | None = None
    billing: Address | None = None
    own: dict[str, OwnAddresses] = {}
    used: list[Address]


def read(path: Path) -> Kept:
    """What is kept; a file of earlier versions holds nothing but the address that goods went to last.

    A file that cannot be understood is put aside as `NAME.broken`, and nothing is known then.
    """
    try:
        return _understood(path.read_bytes())
    except FileNotFoundError:
        return Kept(used=[])
    except (OSError, ValueError):
        _put_aside(path)
        return Kept(used=[])


def write(path: Path, kept: Kept) -> None:
    """Replace the file. Raises OSError."""
    write_atomically(path, kept.model_dump_json(indent=2) + "\n")


def same(one: Address, other: Address) -> bool:
    """Whether somebody would take both for the same: e-mail and phone aside, and however it is spelled."""
    return _key(one) == _key(other)


def with_newest(used: Iterable[Address], newest: Address) -> list[Address]:
    """The addresses of before and this one in front, each once, and no more than `MOST`."""
    return [newest, *(known for known in used if not same(known, newest))][:MOST]


def _understood(text: bytes) -> Kept:
    try:
        return Kept.model_validate_json(text)
    except ValueError:
        # One address alone, as it was kept before; what is neither is not understood.
        address = Address.model_validate_json(text)
        if address.sent.keys() & Kept.model_fields.keys():
            raise
        return Kept(address=address, used=[address])


def _key(address: Address) -> str:
    return "\n".join(" ".join(line.split()) for line in address.lines()).casefold()


def _put_aside(path: Path) -> None:
    try:
        path.replace(path.with_name(f"{path.name}.broken"))
    except OSError:
        # Left where it is: the next save replaces it.
        return
