"""Addresses in words: where the goods of each merchant go, and for whom an address is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from firmly_tui.tui.drawing import BOLD, DIM, one_line, plain, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from firmly_tui.checkout import Shop
    from firmly_tui.checkout.addressing import Addressing
    from firmly_tui.models import Address

MOST_TOLD = 4
"""How many lines there are to tell what an address changed."""
LEAST_TOLD = 30
"""The least columns that a line has for it."""


def in_a_line(address: Address) -> str:
    """`Ada Quill, 1 Pine St, Seattle, Washington 98101, US`."""
    return one_line(", ".join(address.lines()))


def place(address: Address) -> str:
    """`1 Pine St, Seattle`: enough to tell one's own addresses apart."""
    return one_line(", ".join(filter(None, [address.address1, address.city])))


def goes_to(shop: Shop, domain: str = "") -> str:
    """Where the goods go, in a line; where merchants differ, of the merchant of this domain, with its name."""
    entries = [entry for entry in shop.hive.entries if entry.has_lines]
    if not any(shop.shopper.own("address", entry.domain) for entry in entries):
        return f"to {in_a_line(shop.shopper.address)}" if shop.shopper.address else ""
    entry, address = shop.hive.get(domain), shop.shopper.address_for(domain)
    if entry is None or address is None:
        return "The merchants' goods go to different addresses."
    return f"{shortened(one_line(entry.name), 24)} to {in_a_line(address)}"


def for_whom(addressing: Addressing, whom: str) -> Content:
    """For which merchants the form is, and the key that changes it; `""` where there is only one."""
    merchants, apart = addressing.merchants, addressing.apart
    if whom:
        name = next((entry.name for entry in merchants if entry.domain == whom), whom)
        common = addressing.common()
        others = f" · the others: {shortened(place(common), 30)}" if common and len(merchants) > 1 else ""
        return _about(f"{shortened(one_line(name), 24)} only", others)
    if len(merchants) == 1:
        only = merchants[0]
        if addressing.use == "address" and only.ships_nothing:
            return plain(f"{shortened(one_line(only.name), 24)}: nothing needs to be sent.", DIM)
        return Content("")
    if not apart:
        return _about(f"all {len(merchants)} merchants", " · or one alone")
    but = shortened(one_line(apart[0].name), 24) if len(apart) == 1 else f"{len(apart)} with their own"
    return _about("all merchants", f" but {but}")


def _about(whom: str, rest: str) -> Content:
    return Content.assemble("For ", (whom, BOLD), (rest, DIM), ("   Ctrl+G", "$primary"))


def news(told: Sequence[tuple[str, Sequence[str]]], width: int) -> str:
    """What an address changed, of each merchant (name, sentences) in a line of its own.

    What does not fit is counted; the carts tell of all.
    """
    lines = [_fitting(shortened(one_line(name), 24), sentences, width) for name, sentences in told]
    if len(lines) > MOST_TOLD:
        more = len(lines) - MOST_TOLD + 1
        lines[MOST_TOLD - 1 :] = [f"{more} more merchants changed something: look below."]
    return "\n".join(lines)


def _fitting(name: str, sentences: Iterable[str], width: int) -> str:
    words = [one_line(sentence) for sentence in sentences]
    room = max(LEAST_TOLD, width)
    for number in range(len(words), 0, -1):
        more = [f"{len(words) - number} more"] if number < len(words) else []
        line = f"{name}: {' · '.join([*words[:number], *more])}"
        if cell_len(line) <= room:
            return line
    return shortened(f"{name}: {words[0]}", room) if len(words) == 1 else f"{name}: {len(words)} changes"
