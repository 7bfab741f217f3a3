"""A receipt: the order's number, what was ordered, and how it was paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from firmly_tui.tui.drawing import (
    BOLD,
    DIM,
    GOOD,
    MONEY_DUE,
    WARN,
    amount_cell,
    joined,
    nonzero,
    plain,
    spread,
)
from firmly_tui.tui.widgets.fitted import Fitted
from firmly_tui.tui.widgets.lanes import SIGNS, WORDS, more_than_placed
from firmly_tui.tui.widgets.order_list import local_time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firmly_tui.checkout import Attempt
    from firmly_tui.models import Money, Order


class ReceiptView(Fitted):
    """One attempt, and the order that came of it."""

    DEFAULT_CSS = """
    ReceiptView { margin-bottom: 1; }
    """

    def __init__(self, attempt: Attempt) -> None:
        super().__init__()
        self.attempt = attempt

    def draw(self, width: int) -> Content:
        """The receipt."""
        return draw_receipt(self.attempt, width)


def draw_receipt(attempt: Attempt, width: int) -> Content:
    """The receipt's lines."""
    sign, style = SIGNS[attempt.state]
    number = f"Order {attempt.order_number}" if attempt.order_number else WORDS[attempt.state].capitalize()
    left = Content.assemble(
        (f"{sign} ", style), joined([plain(number, f"{BOLD} {style}"), plain(attempt.merchant_name, BOLD)])
    )
    lines = [
        spread(left, amount_cell(attempt.total, style=MONEY_DUE), width),
        plain(f"  {local_time(attempt.created_at)} · {attempt.merchant}", DIM),
    ]
    order = attempt.order
    lines += _order_lines(order, width) if order else [plain(f"    {item}") for item in attempt.items]
    placed = attempt.state == "placed"
    detail = more_than_placed(attempt.detail, attempt.order_number) if placed else attempt.detail
    if detail:
        style = WARN if placed else style
        lines += [Content.assemble("  ", line) for line in plain(detail, style).wrap(max(20, width - 2))]
    if attempt.ray_id:
        lines.append(plain(f"  ray {attempt.ray_id}", DIM))
    return Content("\n").join(lines)


def _order_lines(order: Order, width: int) -> list[Content]:
    lines = [
        spread(
            Content.assemble(
                f"{line.quantity:>5} × ",
                joined([line.description, plain(line.variant_description, DIM)], "  "),
            ),
            amount_cell(line.total, style=""),
            width,
        )
        for line in order.line_items
    ]
    lines += [
        spread(plain(f"        {label}", DIM), amount_cell(amount, free=free, style=style), width)
        for label, amount, free, style in _costs(order)
    ]
    if order.payment_summary:
        paid = order.payment_summary
        lines.append(plain(f"  paid with {paid.card_type} ·· {paid.last_four}".replace("  ··", " ··"), ""))
    if order.shipping_info:
        lines.append(plain(f"  to {', '.join(order.shipping_info.lines())}", DIM))
    if order.thank_you_page:
        lines.append(plain(f"  {order.thank_you_page}", DIM))
    return lines


def _costs(order: Order) -> Iterator[tuple[str, Money | None, bool, str]]:
    if nonzero(order.cart_discount):
        yield "Discount", -order.cart_discount, False, ""
    yield "Delivery", order.shipping_total, True, ""
    if nonzero(order.addon_total):
        yield "Add-ons", order.addon_total, False, ""
    if not order.tax_included:
        yield "Tax", order.tax_total, False, ""
    yield "Total", order.total, False, f"{BOLD} {GOOD}"
