"""How the merchants are: asked beside everything else, and never in its way."""

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING

from firmly_tui.checkout.keeper import CartKeeper
from firmly_tui.client.errors import FirmlyError

if TYPE_CHECKING:
    from firmly_tui.client import FirmlyClient


class Health:
    """`hive.health`. It is the entry's `health`; a merchant that cannot be asked about is `""`, not known."""

    def __init__(self, keeper: CartKeeper, client: "FirmlyClient") -> None:
        self._keeper = keeper
        self._client = client
        self._asking: set[asyncio.Task[None]] = set()

    def begin(self, domains: Iterable[str]) -> None:
        """Ask, and wait for no answer."""
        task = asyncio.create_task(self.load(tuple(domains)))
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)

    async def stop(self) -> None:
        """Ask no more."""
        asking = tuple(self._asking)
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)

    async def load(self, domains: Iterable[str]) -> None:
        """Ask how these merchants are, all at once. Raises nothing for a failure."""
        await asyncio.gather(*(self._load(domain) for domain in domains))

    async def _load(self, domain: str) -> None:
        try:
            health = (await self._client.status.merchant(domain)).status.casefold()
        except FirmlyError:
            health = ""
        entry = self._keeper.get(domain)
        if entry is not None and entry.health != health:
            entry.health = health
            self._keeper.said()
