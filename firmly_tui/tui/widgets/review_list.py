"""What is about to be bought: every line, where it goes, how, and what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from firmly_tui.tui.drawing import (
    BOLD,
    DIM,
    MONEY_DUE,
    WARN,
    amount_cell,
    joined,
    nonzero,
    one_line,
    plain,
    price,
    spread,
)
from firmly_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from firmly_tui.checkout import Hive, MerchantCart
    from firmly_tui.models import Address, Cart

ReviewRow = tuple[Content, Content]
"""What stands at the left, and the amount at the right."""


class ReviewList(RowList[ReviewRow]):
    """The review as lines one can scroll through."""

    MARKER = " "

    def row_key(self, row: ReviewRow) -> Hashable:
        """A line is the same one by its text."""
        return row[0].plain

    def draw_row(self, row: ReviewRow, width: int, selected: bool) -> Sequence[Content]:  # noqa: ARG002
        """One line."""
        left, right = row
        return [spread(left, Content.assemble(right, " "), width)]


def review_rows(hive: Hive, address: Address) -> list[ReviewRow]:
    """All that a shopper confirms, as the merchants give it."""
    where = ", ".join(address.lines())
    rows: list[ReviewRow] = [
        (Content.assemble(("To  ", DIM), where), Content("")),
        (Content.assemble("    ", joined([address.email, address.phone])), Content("")),
    ]
    for entry in hive.entries:
        if entry.cart is None or entry.cart.is_empty:
            continue
        rows.append((Content(""), Content("")))
        rows += _cart_rows(entry, entry.cart) if entry.ready else _left_out(entry)
    return rows


def _left_out(entry: MerchantCart) -> Iterator[ReviewRow]:
    error = entry.address_error or entry.error
    reason = one_line(error.sentence) if error else "It is not ready to be paid."
    yield plain(entry.name, BOLD), plain("not part of this order", WARN)
    yield plain(f"  ! {reason}", WARN), Content("")


def _cart_rows(entry: MerchantCart, cart: Cart) -> Iterator[ReviewRow]:
    from firmly_tui.checkout import choose_call

    yield plain(entry.name, BOLD), amount_cell(cart.total, style=MONEY_DUE)
    for line in cart.line_items:
        name = joined([line.description, plain(line.variant_description, DIM)], "  ")
        yield Content.assemble(f"{line.quantity:>4} × ", name), amount_cell(line.total, style="")
    if nonzero(cart.cart_discount):
        yield _cost("Discount", " ".join(cart.coupons)), amount_cell(-cart.cart_discount, style="")
    for shipment in cart.shipments:
        if method := shipment.shipping_method:
            words = f"{method.description} · {method.estimated_delivery}".rstrip(" ·")
            yield _cost("Delivery", words), amount_cell(method.price, free=True, style="")
    if nonzero(cart.addon_total):
        yield _cost("Add-ons", ""), amount_cell(cart.addon_total, style="")
    yield (
        _cost("Tax", ""),
        plain("included   ", DIM) if cart.tax_included else amount_cell(cart.tax_total, style=""),
    )
    if warning := mismatch(cart):
        yield plain(f"  ! {warning}", WARN), Content("")
    call = choose_call(cart)
    if call.kind != "place-order":
        yield plain(f"  {call.reason}", DIM), Content("")


def _cost(label: str, words: str) -> Content:
    return Content.assemble("       ", joined([plain(label, DIM), plain(words)], "  "))


def mismatch(cart: Cart) -> str:
    """A warning where the merchant's own figures do not add up to its total; `""` where they do."""
    from firmly_tui.checkout import total_off_by

    off = total_off_by(cart)
    if not off:
        return ""
    return f"The merchant's figures and its total differ by {price(off)}. The total is what it will charge."
