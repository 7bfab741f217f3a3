"""How the merchants are: asked beside everything else, and never in its way."""

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING

from firmly_tui.checkout.keeper import CartKeeper
from firmly_tui.client.errors import FirmlyError, NotFound

if TYPE_CHECKING:
    from firmly_tui.client import FirmlyClient


class Health:
    """`hive.health`. It is the entry's `health`; it is `""` while it is not known, and why is its `health_error`."""

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
        health, failure = "", None
        try:
            health = (await self._client.status.merchant(domain)).status.casefold()
        except NotFound:
            # Nobody watches over this merchant, which says nothing of it.
            pass
        except FirmlyError as error:
            failure = error
        entry = self._keeper.get(domain)
        if entry is not None:
            entry.health, entry.health_error = health, failure
            self._keeper.said()
