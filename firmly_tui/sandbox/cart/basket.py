"""A cart inside the transaction that changes it, and a cart with its sums."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from firmly_tui.sandbox.cart.availability import Bookings
from firmly_tui.sandbox.cart.pricing import Quote
from firmly_tui.sandbox.documents import CartState, Visit
from firmly_tui.sandbox.errors import Problem, Refusal
from firmly_tui.sandbox.goods.catalog import Merchant, Product, Shelf, Variant


@dataclass(frozen=True, slots=True)
class Basket:
    """What a change of a cart can look at; ``new_id`` makes an id for something of a kind."""

    merchant: Merchant
    state: CartState
    shelf: Shelf
    visit: Visit
    today: date
    booked: Bookings
    new_id: Callable[[str], str]


Edit = Callable[[Basket], CartState]
"""A change of a cart: what it is afterwards. Raises Refusal for a change that is not possible."""


@dataclass(frozen=True, slots=True)
class PricedCart:
    """A cart with its merchant, its sums, what the merchant has left, and what the device is to it."""

    merchant: Merchant
    state: CartState
    quote: Quote
    shelf: Shelf
    visit: Visit
    today: date
    booked: Bookings


def full_title(product: Product, variant: Variant) -> str:
    """Return a variant's name for a sentence, such as "Linden Sofa (Navy)"."""
    return f"{product.title} ({' / '.join(variant.options)})" if variant.options else product.title


def require_open(merchant: Merchant) -> None:
    """Raise Refusal while a merchant is out of order."""
    if merchant.terms.status == "outage":
        raise Refusal(
            Problem.STORE_UNAVAILABLE, f"{merchant.name} cannot be reached for now. Try again later."
        )


def require_lines(state: CartState) -> None:
    """Raise Refusal for an empty cart."""
    if not state.lines:
        raise Refusal(Problem.NO_LINE_ITEM, "The cart is empty. Add something to it first.")
