"""Addresses of the sandbox's pictures, under the host and port by which its client reached it."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Final
from urllib.parse import quote

from firmly_tui.sandbox.goods.catalog import Merchant, Variant
from firmly_tui.sandbox.rendering.amounts import Json

PATH: Final = "/sandbox/pictures"

_REACHED_AT: Final[ContextVar[str]] = ContextVar("reached_at", default="")
# Every cart of every route has pictures in it; handed down, this would be one more parameter of all of them.


def reached_at() -> str:
    """Return where the present request reached the sandbox: ``http://127.0.0.1:40123``."""
    return _REACHED_AT.get()


def set_reached_at(base: str) -> None:
    """Say where the present request reached the sandbox; holds for its task alone."""
    _REACHED_AT.set(base)


def image_address(merchant: Merchant, variant: Variant) -> str:
    """Return the address of a variant's picture."""
    return f"{reached_at()}{PATH}/{merchant.domain}/{quote(variant.sku, safe='')}"


def image_json(merchant: Merchant, variant: Variant, alt: str) -> Json:
    """Return the entry of ``images`` for a variant; ``alt`` says what is to be seen (firmly docs: Search)."""
    return {"type": "default", "url": image_address(merchant, variant), "alt": alt}
