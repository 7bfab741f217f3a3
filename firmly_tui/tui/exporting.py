"""What the inspector does beyond the screen: files for others, and test cards for orders that are sent again."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from firmly_tui.checkout import Shop
    from firmly_tui.inspector import Entry

Format = Literal["curl", "har", "jsonl"]

ENDINGS: dict[Format, str] = {"curl": "sh", "har": "har", "jsonl": "jsonl"}
"""How the files of each format end."""


@dataclass(frozen=True)
class ExportWish:
    """What to write. Names and addresses of people are left out unless `with_people`; a curl command needs them."""

    kind: Format
    entries: Sequence[Entry]
    with_people: bool


async def write_export(folder: Path, wish: ExportWish) -> Path:
    """Write a file that only its owner may read, and tell where it is. Raises OSError."""
    return await asyncio.to_thread(_write, folder, wish)


def _write(folder: Path, wish: ExportWish) -> Path:
    from firmly_tui.checkout.private_files import write_atomically

    path = _free_name(folder, ENDINGS[wish.kind])
    # Half a surrogate pair, which no file can hold, is written as JSON writes it.
    text = export_text(wish).encode(errors="backslashreplace").decode()
    write_atomically(path, text)
    return path


def export_text(wish: ExportWish) -> str:
    """The text of the file."""
    from firmly_tui.inspector import curl, har, json_lines, without_person

    exchanges = [entry.exchange for entry in wish.entries]
    if wish.kind == "curl":
        return curl(exchanges)
    if not wish.with_people:
        exchanges = [without_person(exchange) for exchange in exchanges]
    return har(exchanges) if wish.kind == "har" else json_lines(exchanges)


def _free_name(folder: Path, ending: str) -> Path:
    stem = datetime.now().astimezone().strftime("firmly-%Y%m%d-%H%M%S")
    names = (folder / f"{stem}{f'-{number}' if number > 1 else ''}.{ending}" for number in range(1, 1000))
    return next(path for path in names if not path.exists())


async def test_card(shop: Shop, number: str) -> str:
    """A test card, encrypted for the key that the server gives now. Raises FirmlyError and KeyRefused."""
    from firmly_tui.checkout import Card, encrypt_card

    key = await shop.client.payment.key()
    today = shop.today()
    card = Card.of(number, "Test Card", f"12/{(today.year + 5) % 100:02}", _code(number), today=today)
    try:
        return await asyncio.to_thread(encrypt_card, card, key)
    finally:
        card.wipe()


def _code(number: str) -> str:
    # American Express has four digits.
    return "1234" if number.startswith("3") else "123"
