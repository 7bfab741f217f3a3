"""The carts of all merchants, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from firmly_tui.tui.drawing import (
    BAD,
    BOLD,
    DIM,
    MONEY_DUE,
    WARN,
    amount_cell,
    joined,
    one_line,
    plain,
    shortened,
    spread,
)
from firmly_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from firmly_tui.checkout import MerchantCart
    from firmly_tui.models import LineItem, Money


@dataclass(frozen=True)
class CartRow:
    """One row: a merchant's title (no `line`, no `text`), a line item, or a remark."""

    entry: MerchantCart
    line: LineItem | None = None
    text: Content | None = None
    amount: Money | None = None


class CartList(RowList[CartRow]):
    """Merchants, their lines, what they say, and what delivery costs."""

    HEIGHT = 0

    def row_height(self, row: CartRow) -> int:
        """A blank line stands above each merchant, a reason below a line that was refused."""
        if row.line is not None:
            return 2 if row.entry.line_errors.get(row.line.line_item_id) else 1
        return 1 if row.text is not None else 2

    def row_selectable(self, row: CartRow) -> bool:
        """The cursor rests on line items."""
        return row.line is not None

    def row_key(self, row: CartRow) -> Hashable:
        """A line is the same one by its merchant and id."""
        return (row.entry.domain, row.line.line_item_id if row.line else "")

    def draw_row(self, row: CartRow, width: int, selected: bool) -> Sequence[Content]:
        """The row's lines."""
        if row.line is not None:
            return self._draw_line(row.entry, row.line, width, selected)
        if row.text is not None:
            amount = amount_cell(row.amount, free=True, style="") if row.amount is not None else Content("")
            return [spread(Content.assemble("     ", row.text), Content.assemble(amount, " "), width)]
        return [Content(""), self._draw_title(row.entry, width)]

    @staticmethod
    def _draw_title(entry: MerchantCart, width: int) -> Content:
        state = plain("saving …", DIM) if entry.busy else Content("")
        total = plain("not reachable", BAD)
        if entry.cart is not None:
            total = amount_cell(entry.cart.total, style=MONEY_DUE)
            total = plain("empty   ", DIM) if entry.cart.is_empty else total
        left = joined([plain(shortened(entry.name), BOLD), state])
        return spread(Content.assemble(" ", left), Content.assemble(total, " "), width)

    @staticmethod
    def _draw_line(entry: MerchantCart, line: LineItem, width: int, selected: bool) -> list[Content]:
        quantity = entry.quantity(line)
        pending = quantity != line.quantity
        number = f"− {quantity} +" if selected else f"{quantity} ×"
        name = joined([line.description, plain(line.variant_description, DIM)], "  ")
        left = Content.assemble(plain(f"{number:>7}  ", BOLD if selected else ""), name)
        amount = plain("…   ", DIM) if pending else amount_cell(line.total, style="")
        drawn = [spread(left, Content.assemble(amount, " "), width)]
        if error := entry.line_errors.get(line.line_item_id):
            drawn.append(Content.assemble("         ", plain(f"! {one_line(error)}", WARN)))
        return drawn


def cart_rows(entries: Sequence[MerchantCart]) -> list[CartRow]:
    """The rows of all carts."""
    return [row for entry in entries for row in _entry_rows(entry)]


def _entry_rows(entry: MerchantCart) -> Iterator[CartRow]:
    yield CartRow(entry)
    if entry.error is not None:
        yield CartRow(entry, text=plain(f"✕ {one_line(entry.error.sentence)}", BAD))
    if entry.address_error is not None:
        yield CartRow(entry, text=plain(f"✕ {one_line(entry.address_error.sentence)}", BAD))
    if entry.cart is None:
        return
    for line in entry.cart.line_items:
        yield CartRow(entry, line=line)
    for removed in entry.removed:
        words = one_line(f"{removed.line.description} {removed.line.variant_description}")
        yield CartRow(entry, text=plain(f"removed: {shortened(words)} · u puts it back", DIM))
    for notice in entry.cart.notices:
        yield CartRow(entry, text=plain(f"! {one_line(notice.text or notice.code)}", WARN))
    for shipment in entry.cart.shipments:
        method = shipment.shipping_method
        if method is not None:
            words = joined([plain(method.description), plain(method.estimated_delivery, DIM)])
            yield CartRow(entry, text=words, amount=method.price)
