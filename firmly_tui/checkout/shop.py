"""Everything that a shopper's screens are given."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import date
from time import monotonic
from typing import TYPE_CHECKING

from firmly_tui.checkout.gallery import Gallery
from firmly_tui.checkout.local_zone import local_zone

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import tzinfo

    from firmly_tui.checkout.hive import Hive
    from firmly_tui.checkout.journal import Journal
    from firmly_tui.checkout.shopper import Shopper
    from firmly_tui.client import FirmlyClient


@dataclass(slots=True)
class Shop:
    """An open shop: the client, the carts, and what is kept between runs."""

    client: FirmlyClient
    hive: Hive
    journal: Journal
    shopper: Shopper
    environment: str
    """`SANDBOX` or `LIVE`."""
    host: str
    """Where the API is, for people."""
    notice: str = ""
    """Something to tell as soon as possible, `""` if there is nothing."""
    placing: bool = False
    """Whether an order is being placed right now."""
    clock: Callable[[], float] = monotonic
    """Seconds, for measuring how long things take."""
    today: Callable[[], date] = date.today
    """The day it is, for cards that expire and for days to choose."""
    zone: Callable[[], tzinfo | None] = local_zone
    """The time zone that the shopper is in."""
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    """Waits some seconds, between two looks at what became of an order."""
    test_cards: list[tuple[str, str]] = field(default_factory=list)
    """Numbers that a sandbox knows, and what each shows."""
    address_draft: dict[str, str] = field(default_factory=dict)
    """What was typed into the address form and not yet accepted."""
    gallery: Gallery = field(init=False)
    """The pictures of the goods."""

    def __post_init__(self) -> None:
        self.gallery = Gallery(self.client)
