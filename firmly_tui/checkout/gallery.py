"""Pictures of goods for the screens: fetched and opened beside the event loop, kept for a while, never an error."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from firmly_tui.client import FirmlyError
from firmly_tui.observable import Observable

if TYPE_CHECKING:
    from firmly_tui.checkout.pixels import Pixels
    from firmly_tui.client import FirmlyClient

_MOST_KEPT: Final = 64


class Gallery(Observable):
    """The pictures seen in this run, and whether the shopper wants to see any.

    Watchers are told when that changes.
    """

    def __init__(self, client: FirmlyClient) -> None:
        super().__init__()
        self._client = client
        self._on = True
        self._kept: OrderedDict[str, Pixels | None] = OrderedDict()

    @property
    def on(self) -> bool:
        """Whether pictures are shown; for this run."""
        return self._on

    def switch(self) -> bool:
        """Show pictures, or no more. Returns which."""
        self._on = not self._on
        self._changed()
        return self._on

    def knows(self, url: str) -> bool:
        """Whether `picture` answers at once."""
        return url in self._kept

    def known(self, url: str) -> Pixels | None:
        """The picture at an address that was asked for before."""
        return self._kept.get(url)

    async def picture(self, url: str) -> Pixels | None:
        """The picture at an address, `None` where there is none that can be shown, whatever the reason.

        A picture that did not come is asked for again the next time; a file that is none is not.
        """
        if url in self._kept:
            self._kept.move_to_end(url)
            return self._kept[url]
        try:
            data = await self._client.pictures.fetch(url)
        except FirmlyError:
            return None
        picture = self._kept[url] = await asyncio.to_thread(_opened, data)
        if len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        return picture


def _opened(data: bytes) -> Pixels | None:
    # Pillow is loaded with the first picture, and in this thread.
    from firmly_tui.checkout.pixels import opened

    return opened(data)
