"""The pictures that were drawn, kept while they are asked for."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from firmly_tui.sandbox.goods.catalog import Merchant, Product, Variant

_MOST_KEPT: Final = 256


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, and the ETag that changes with it."""

    png: bytes
    etag: str


class Album:
    """Draws each picture when it is first asked for."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._kept: OrderedDict[tuple[str, str], Picture] = OrderedDict()

    async def picture(self, merchant: Merchant, product: Product, variant: Variant) -> Picture:
        """Return the picture of a variant, drawn beside the event loop."""
        key = (merchant.domain, variant.sku)
        picture = self._kept.get(key)
        if picture is None:
            png = await asyncio.to_thread(_drawn, product, variant, self._seed)
            picture = Picture(png, f'"{blake2b(png, digest_size=12).hexdigest()}"')
            self._kept[key] = picture
        self._kept.move_to_end(key)
        if len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        return picture


def _drawn(product: Product, variant: Variant, seed: int) -> bytes:
    # Pillow is loaded with the first picture, not with the server.
    from firmly_tui.sandbox.pictures.drawing import draw

    return draw(product, variant, seed)
