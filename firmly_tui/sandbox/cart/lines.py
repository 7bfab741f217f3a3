"""Changes of what is in a cart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from firmly_tui.sandbox.cart.addons import without_lost
from firmly_tui.sandbox.cart.basket import Basket, Edit, full_title
from firmly_tui.sandbox.cart.shipments import regrouped
from firmly_tui.sandbox.documents import CartState, Line
from firmly_tui.sandbox.errors import Problem, Refusal
from firmly_tui.sandbox.magic import provoke

MOST_LINES: Final = 100
MOST_OF_ONE: Final = 10


@dataclass(frozen=True, slots=True)
class Goods:
    """What to put into a cart: the reference a product gave, and how many."""

    variant_id: str
    quantity: int
    variant_handles: tuple[str, ...] = ()


def added(goods: Goods, *, flush: bool = False) -> Edit:
    """Add goods to the line of the same, or as a new line; ``flush`` empties the cart first."""

    def edit(basket: Basket) -> CartState:
        provoke("sku", goods.variant_id)
        found = basket.merchant.find(goods.variant_id)
        if found is None:
            name = basket.merchant.name
            raise Refusal(Problem.PRODUCT_NOT_FOUND, f"{name} has no {goods.variant_id[:100]}.")
        state = emptied(basket) if flush else basket.state
        same = _line_of(state, goods.variant_id, goods.variant_handles)
        line = Line(
            line_item_id=same.line_item_id if same else basket.new_id("line-item"),
            sku=goods.variant_id,
            quantity=goods.quantity + (same.quantity if same else 0),
            price=basket.shelf.price(found[1]),
            variant_handles=goods.variant_handles,
        )
        kept = [line if old is same else old for old in state.lines] if same else [*state.lines, line]
        return _with_lines(basket, state, kept, line)

    return edit


def with_quantity(line_item_id: str, quantity: int) -> Edit:
    """Set how many of a line there are; 0 removes it."""

    def edit(basket: Basket) -> CartState:
        old = basket.state.line(line_item_id)
        if old is None:
            raise Refusal(Problem.LINE_ITEM_NOT_FOUND, "This item is no longer in the cart.")
        found = basket.merchant.find(old.sku)
        price = basket.shelf.price(found[1]) if found else old.price
        new = old.model_copy(update={"quantity": quantity, "price": price})
        lines = [new if line is old else line for line in basket.state.lines if quantity or line is not old]
        return _with_lines(basket, basket.state, lines, new)

    return edit


def with_quantity_of(sku: str, handles: tuple[str, ...] | None, quantity: int) -> Edit:
    """Set how many there are of a sku with its handles, or of the only line of it when no handles are given."""

    def edit(basket: Basket) -> CartState:
        line = _line_of(basket.state, sku, handles or ())
        if line is None and handles is None:
            same = [found for found in basket.state.lines if found.sku == sku]
            line = same[0] if len(same) == 1 else None
        if line is None:
            raise Refusal(Problem.PRODUCT_NOT_FOUND, "This item is no longer in the cart.")
        return with_quantity(line.line_item_id, quantity)(basket)

    return edit


def emptied(basket: Basket) -> CartState:
    """Take everything out, the promo codes too; addresses stay (firmly docs: Clear Cart)."""
    return basket.state.model_copy(update={"lines": (), "shipments": (), "coupons": (), "addons": ()})


def _line_of(state: CartState, sku: str, handles: tuple[str, ...]) -> Line | None:
    return next((line for line in state.lines if (line.sku, line.variant_handles) == (sku, handles)), None)


def _check_stock(basket: Basket, sku: str, wanted: int) -> None:
    goods = basket.merchant.find(sku)
    if goods is None:
        raise Refusal(Problem.PRODUCT_NOT_FOUND, f"{basket.merchant.name} has no {sku[:100]} any more.")
    have, title = basket.shelf.left(goods[1]), full_title(*goods)
    if wanted <= have:
        return
    if have == 0:
        raise Refusal(Problem.NOT_ENOUGH_STOCK, f"{title} is sold out.")
    raise Refusal(Problem.NOT_ENOUGH_STOCK, f"Only {have} of {title} {'is' if have == 1 else 'are'} left.")


def _with_lines(basket: Basket, state: CartState, lines: Sequence[Line], changed: Line) -> CartState:
    name = basket.merchant.name
    if changed.quantity:
        wanted = sum(line.quantity for line in lines if line.sku == changed.sku)
        _check_stock(basket, changed.sku, wanted)
        if wanted > MOST_OF_ONE:
            raise Refusal(
                Problem.TOO_MANY_OF_ONE, f"{name} sells at most {MOST_OF_ONE} of one item. Choose fewer."
            )
    if len(lines) > MOST_LINES:
        raise Refusal(
            Problem.CART_FULL,
            f"The cart at {name} is full: it holds {MOST_LINES} different items. "
            "Remove one, or order these first.",
        )
    changed_state = without_lost(basket.merchant, state.model_copy(update={"lines": tuple(lines)}))
    return regrouped(basket.merchant, changed_state, basket.new_id)
