"""Everything that a shopper's screens are given."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import date
from time import monotonic, time
from typing import TYPE_CHECKING, Literal

from firmly_tui.checkout.gallery import Gallery
from firmly_tui.checkout.local_zone import local_zone
from firmly_tui.checkout.payments import Payments
from firmly_tui.checkout.sandbox_control import SandboxControl
from firmly_tui.inspector import Log

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import tzinfo
    from pathlib import Path

    from firmly_tui.checkout.hive import Hive
    from firmly_tui.checkout.journal import Journal
    from firmly_tui.checkout.offers import Offers
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
    promo_drafts: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    """Promo codes that were typed and not given, by merchant and by the refused code that they correct, or `""`."""
    placing: Literal["", "placing", "asking", "checking"] = ""
    """Whether an order is being placed right now, waits for an answer before it is sent, or is looked into."""
    clock: Callable[[], float] = monotonic
    """Seconds, for measuring how long things take."""
    wall: Callable[[], float] = time
    """Seconds since 1970, which also pass while the machine sleeps."""
    today: Callable[[], date] = date.today
    """The day it is, for cards that expire and for days to choose."""
    zone: Callable[[], tzinfo | None] = local_zone
    """The time zone that the shopper is in."""
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    """Waits some seconds, between two looks at what became of an order."""
    rest: Callable[[float], Awaitable[None]] = asyncio.sleep
    """Waits some seconds, until a card that nobody goes on typing is cleared."""
    test_cards: list[tuple[str, str]] = field(default_factory=list)
    """Numbers that a sandbox knows, and what each shows."""
    log: Log = field(default_factory=Log)
    """What went over the wire."""
    inspecting: bool = False
    """Whether the log is shown beside every screen."""
    log_filter: str = ""
    """What to show of the log, as it was last typed."""
    exports: Path | None = None
    """The folder for what is exported of the log."""
    gallery: Gallery = field(init=False)
    """The pictures of the goods."""
    payments: Payments = field(init=False)
    """How each cart is paid."""
    control: SandboxControl | None = field(init=False)
    """What can be changed about the sandbox; `None` where this is none."""

    _offers: Offers | None = field(init=False, default=None, repr=False)

    @property
    def offers(self) -> Offers:
        """What can be chosen for the shipments, as far as it was asked for."""
        from firmly_tui.checkout.offers import Offers

        if self._offers is None:
            self._offers = Offers(self.hive.shipments, self.today, self.zone, self.clock)
        return self._offers

    def __post_init__(self) -> None:
        self.gallery = Gallery(self.client)
        self.payments = Payments(self.client, self.hive)
        is_sandbox = self.environment == "SANDBOX"
        self.control = SandboxControl(self.client, self.hive, self.environment) if is_sandbox else None
