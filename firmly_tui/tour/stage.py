"""Where a tour is played: a shop on a sandbox that is the same every time, or a shop that is there already."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from firmly_tui.checkout import Shop
    from firmly_tui.models import Address
    from firmly_tui.settings import Settings

MORNING = datetime(2026, 6, 1, 17, 0, tzinfo=UTC)
"""The moment at which every tour takes place: a Monday at ten, in Seattle."""
SEED = 1
HERE = ZoneInfo("America/Los_Angeles")
SYSTEM_ZONE = "PST8PDT,M3.2.0,M11.1.0"
"""The same for the clock of the system, which may have no table of zones."""
STEP_SECONDS, SLOW_SECONDS = 0.35, 3.0
"""How long a sandbox takes for a step of an order, and with the slow card, where somebody watches."""
LONGEST_NAP = 0.5
JOURNAL_FILE = "tour.db"


class Stage:
    """Opens the shop of a tour, and knows what was in its journal before."""

    def __init__(self) -> None:
        self.shop: Shop | None = None
        self.known: frozenset[str] = frozenset()
        """The orders that were there before."""

    @asynccontextmanager
    async def opening(self) -> AsyncIterator[Shop]:
        """Open the shop, and close it at the end. Raises what `open_shop` raises."""
        raise NotImplementedError
        yield

    async def _opened(self, shop: Shop) -> None:
        attempts = await asyncio.to_thread(shop.journal.attempts)
        self.known = frozenset(attempt.id for attempt in attempts)
        self.shop = shop


class OwnStage(Stage):
    """A sandbox with a fixed seed and a fixed clock, and an empty home; no network beyond this machine.

    It takes its time where somebody watches (`lively`), and else does everything at once. With `knows_address` the
    shopper has bought before.
    """

    def __init__(self, home: Path, *, lively: bool, knows_address: bool) -> None:
        super().__init__()
        self._home = home
        self._lively = lively
        self._knows_address = knows_address

    @asynccontextmanager
    async def opening(self) -> AsyncIterator[Shop]:
        """Start the sandbox, and open the shop on it."""
        from firmly_tui.checkout import Journal, normalize
        from firmly_tui.sandbox import Sandbox, SandboxOptions
        from firmly_tui.settings import Settings
        from firmly_tui.wiring import open_shop

        options = SandboxOptions(
            seed=SEED,
            clock=lambda: MORNING,
            step_seconds=STEP_SECONDS if self._lively else 0,
            slow_seconds=SLOW_SECONDS if self._lively else 0,
        )
        sandbox = await asyncio.to_thread(Sandbox(options).start)
        try:
            async with open_shop(Settings(home=self._home), sandbox) as shop:
                shop.today = lambda: MORNING.astimezone(HERE).date()
                shop.zone = lambda: HERE
                shop.sleep = _nap if self._lively else _no_rest
                if not self._lively:
                    shop.clock = lambda: 0.0
                if self._knows_address:
                    shop.shopper.save(normalize(buyer()))
                with Journal(self._home / JOURNAL_FILE, now=lambda: MORNING) as shop.journal:
                    await self._opened(shop)
                    yield shop
        finally:
            await asyncio.to_thread(sandbox.stop)


class GivenStage(Stage):
    """The shop that the settings tell, with all that is in it."""

    def __init__(self, settings: Settings, *, knows_address: bool) -> None:
        super().__init__()
        self._settings = settings
        self._knows_address = knows_address

    @asynccontextmanager
    async def opening(self) -> AsyncIterator[Shop]:
        """Open the shop."""
        from firmly_tui.checkout import normalize
        from firmly_tui.wiring import open_shop

        async with open_shop(self._settings) as shop:
            is_sandbox = shop.control is not None
            if self._knows_address and is_sandbox and shop.shopper.address is None:
                shop.shopper.save(normalize(buyer()))
            await self._opened(shop)
            yield shop


async def _nap(seconds: float) -> None:
    """Between two looks at what became of an order nobody waits as long as with a real one."""
    await asyncio.sleep(min(seconds, LONGEST_NAP))


async def _no_rest(_seconds: float) -> None:
    await asyncio.sleep(0)


def buyer() -> Address:
    """The address of somebody who has bought before."""
    from firmly_tui.models import Address

    return Address(
        first_name="Ada",
        last_name="Quill",
        email="ada@example.com",
        phone="206 555 0142",
        address1="1 Pine St",
        address2="",
        city="Seattle",
        state_or_province="WA",
        postal_code="98101",
        country="US",
    )
