"""Taking over the cart that a shopper has at a merchant's own site, from the handle and the cookies of that site.

The sandbox's merchants write a cart as ``SKU*2,SKU2``. It comes as the handle ``cart:SKU*2,SKU2`` or, with an
empty handle, as the cookie ``cart`` (percent-encoded); the cookie ``customer`` holds the e-mail address of who is
logged in there. Any other handle of 32 or more hexadecimal digits, as browsers give them, stands for a cart with
one piece of the first goods that the merchant has in stock.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import unquote

from firmly_tui.sandbox.cart.basket import Basket, Edit, require_lines
from firmly_tui.sandbox.cart.lines import MOST_LINES, Goods, added, emptied
from firmly_tui.sandbox.documents import CartState
from firmly_tui.sandbox.errors import Problem, Refusal

_PREFIX: Final = "cart:"
_OPAQUE: Final = re.compile(r"[0-9a-fA-F]{32,}")
_COOKIE: Final = re.compile(r"(?:^|[;,]\s*)(cart|customer)=([^;,]*)")
_PIECE: Final = re.compile(r"([^*]+)(?:\*([1-9]\d{0,3}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Handover:
    """What a site gives away: the goods of its cart, None for the prepared one, and who is logged in ("")."""

    goods: tuple[Goods, ...] | None
    email: str


def read_handover(handle: str, cookies: Sequence[str]) -> Handover:
    """Read a handle and set-cookie lines. Raises Refusal when they do not name a cart."""
    jar = _jar(cookies)
    email = jar.get("customer", "")
    if not handle:
        if not cookies:
            raise Refusal(
                Problem.MISSING_HANDLE, "The handle of the cart is missing. Open the shop's cart again."
            )
        if "cart" not in jar:
            raise Refusal(Problem.MISSING_COOKIE, "The cart cookie of the shop is missing.")
        return Handover(_goods(jar["cart"]), email)
    if handle.startswith(_PREFIX):
        return Handover(_goods(handle.removeprefix(_PREFIX)), email)
    if _OPAQUE.fullmatch(handle):
        return Handover(None, email)
    raise _not_transferable()


def taken_over(handover: Handover) -> Edit:
    """Put the goods of a handover in the place of what is in the cart."""

    def edit(basket: Basket) -> CartState:
        state = emptied(basket)
        for goods in _prepared(basket) if handover.goods is None else handover.goods:
            if basket.merchant.find(goods.variant_id) is None:
                raise _not_transferable()
            state = added(goods)(replace(basket, state=state))
        require_lines(state)
        return state

    return edit


def _prepared(basket: Basket) -> tuple[Goods, ...]:
    for product in basket.merchant.page(0, 100):
        for variant in product.variants:
            if basket.shelf.left(variant) > 0:
                return (Goods(variant.sku, 1),)
    return ()


def _goods(text: str) -> tuple[Goods, ...]:
    pieces = [piece.strip() for piece in text.split(",") if piece.strip()]
    found = [_PIECE.fullmatch(piece) for piece in pieces[: MOST_LINES + 1]]
    return tuple(_one(match) for match in found)


def _one(match: re.Match[str] | None) -> Goods:
    if match is None:
        raise _not_transferable()
    return Goods(match[1], int(match[2] or 1))


def _jar(cookies: Sequence[str]) -> Mapping[str, str]:
    return {name: unquote(value).strip() for line in cookies for name, value in _COOKIE.findall(line)}


def _not_transferable() -> Refusal:
    return Refusal(
        Problem.CANNOT_TRANSFER, "The cart of the shop's own site cannot be taken over. Add the items here."
    )
