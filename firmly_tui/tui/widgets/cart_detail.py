"""What the row under the cursor is, in full: a line of a cart, a promo code, and the merchant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from firmly_tui.tui.drawing import BOLD, DIM, MONEY_DUE, nonzero, one_line, plain, price, spread
from firmly_tui.tui.widgets.cart_list import health, promo_outcome, status
from firmly_tui.tui.widgets.fitted import Fitted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firmly_tui.checkout import PromoCode
    from firmly_tui.models import Cart, LineItem, Money
    from firmly_tui.tui.widgets.cart_rows import CartRow


class CartDetail(Fitted):
    """Everything about one row of the carts."""

    def __init__(self) -> None:
        super().__init__()
        self._row: CartRow | None = None

    def show(self, row: CartRow | None) -> None:
        """Tell about this row."""
        self._row = row
        self.refresh(layout=True)

    def draw(self, width: int) -> Content:
        """The text for a width in cells."""
        row = self._row
        if row is None:
            return Content("")
        lines: list[Content] = []
        if row.line is not None:
            lines += _of_line(row, row.line, width)
        elif row.promo is not None:
            lines += _of_promo(row, row.promo, width)
        lines += _of_merchant(row, width)
        return Content("\n").join(lines)


def _of_line(row: CartRow, line: LineItem, width: int) -> Iterator[Content]:
    quantity = row.entry.quantity(line)
    yield plain(one_line(line.description), BOLD)
    if line.variant_description:
        yield plain(one_line(line.variant_description))
    if line.sku:
        yield plain(line.sku, DIM)
    yield Content("")
    was = line.msrp if nonzero(line.msrp) and line.msrp != line.price else None
    yield _amount("Price each", line.price, width)
    if was is not None:
        yield _amount("  was", was, width, style=DIM)
    for found in line.discounts:
        name = " · ".join(
            filter(None, [found.code, found.description if found.description != found.code else ""])
        )
        yield _amount(f"  {one_line(name) or 'discount'}", -found.amount if found.amount else None, width)
    total = line.total if quantity == line.quantity else None
    yield _amount(f"{quantity} × together", total, width, style=MONEY_DUE)
    yield from _remarks(row)
    yield Content("")


def _of_promo(row: CartRow, promo: PromoCode, width: int) -> Iterator[Content]:
    said, style = promo_outcome(promo)
    yield Content.assemble("Promo code ", (promo.code, BOLD))
    yield plain(said, style)
    if row.amount is not None:
        yield _amount("Takes off", row.amount, width)
    if promo.state != "sending":
        enter = "Enter corrects it, Delete" if promo.state == "refused" else "Delete"
        yield plain(f"{enter} takes it away.", DIM)
    yield Content("")


def _remarks(row: CartRow) -> Iterator[Content]:
    if row.remarks:
        yield Content("")
    yield from (plain(remark.words, remark.style) for remark in row.remarks)


def _of_merchant(row: CartRow, width: int) -> Iterator[Content]:
    entry = row.entry
    yield plain(one_line(entry.name), BOLD)
    yield plain(entry.domain, DIM)
    for label, word in (("Merchant", health(entry)), ("Cart", status(entry))):
        if word:
            yield spread(plain(label, DIM), word, width)
    if row.fails:
        yield from _remarks(row)
    cart = entry.cart
    if cart is not None and not cart.is_empty:
        yield Content("")
        yield from _sums(cart, width)
    if cart is not None:
        lines = {line.line_item_id for line in entry.lines}
        for notice in cart.notices:
            if notice.line_item_id not in lines:
                yield Content("")
                yield plain(f"! {one_line(notice.text or notice.code)}")


def _sums(cart: Cart, width: int) -> Iterator[Content]:
    """What this merchant's cart costs, as the merchant says."""
    known = cart.shipping_info is not None and cart.shipping_total is not None
    yield _amount("Goods", cart.sub_total, width)
    if nonzero(cart.cart_discount):
        yield _amount("Discount", -cart.cart_discount, width)
    yield _amount("Delivery", cart.shipping_total if known else None, width, free=True)
    if nonzero(cart.addon_total):
        yield _amount("Add-ons", cart.addon_total, width)
    if cart.tax_included:
        yield spread(plain("Tax", DIM), plain("included"), width)
    else:
        yield _amount("Tax", cart.tax_total if known else None, width)
    yield _amount("Total" if known else "Total so far", cart.total, width, style=MONEY_DUE)


def _amount(label: str, amount: Money | None, width: int, *, style: str = "", free: bool = False) -> Content:
    return spread(plain(label, DIM), plain(price(amount, free=free), style), width)
