"""A receipt: the order's number, what was ordered, and how it was paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from firmly_tui.tui.choice_words import (
    Chosen,
    addon_words,
    coupon_words,
    read_whole,
    shipment_choices,
    with_shipping,
)
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
from firmly_tui.tui.widgets.lanes import attempt_words, more_than_placed
from firmly_tui.tui.widgets.order_list import local_time

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from firmly_tui.checkout import Attempt
    from firmly_tui.models import Address, Order

LABEL = 10
"""The columns of a label with words behind it."""


class ReceiptView(Fitted):
    """One attempt, and the order that came of it."""

    DEFAULT_CSS = """
    ReceiptView { margin-bottom: 1; }
    """

    def __init__(self, attempt: Attempt, zone: tzinfo | None = None) -> None:
        """Hours are told in the merchant's time, and in this zone where that is another one."""
        super().__init__()
        self.attempt = attempt
        self._zone = zone

    def draw(self, width: int) -> Content:
        """The receipt."""
        return draw_receipt(self.attempt, width, self._zone)


def draw_receipt(attempt: Attempt, width: int, zone: tzinfo | None = None) -> Content:
    """The receipt's lines."""
    sign, style, became = attempt_words(attempt)
    number = f"Order {attempt.order_number}" if attempt.order_number else became.capitalize()
    left = Content.assemble(
        (f"{sign} ", style), joined([plain(number, f"{BOLD} {style}"), plain(attempt.merchant_name, BOLD)])
    )
    lines = [
        spread(left, amount_cell(attempt.total, style=MONEY_DUE), width),
        plain(f"  {local_time(attempt.created_at)} · {attempt.merchant}", DIM),
    ]
    order = attempt.order
    lines += _order_lines(order, width, zone) if order else [plain(f"    {item}") for item in attempt.items]
    placed = attempt.state == "placed"
    detail = more_than_placed(attempt.detail, attempt.order_number) if placed else attempt.detail
    if detail:
        style = WARN if placed else style
        lines += [Content.assemble("  ", line) for line in plain(detail, style).wrap(max(20, width - 2))]
    if attempt.told:
        lines.append(plain(f"  You said so at {local_time(attempt.settled_at)}."))
    ray = f"ray {attempt.ray_id}" if attempt.ray_id else ""
    # What a support person asks for, as it stood below the sentence when it happened.
    status = str(attempt.http_status or "")
    if trace := " · ".join(filter(None, [attempt.identifier, status, ray])):
        lines.append(plain(f"  {trace}", DIM))
    return Content("\n").join(lines)


def _order_lines(order: Order, width: int, zone: tzinfo | None) -> list[Content]:
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
    for label, words, amount in _choices_and_costs(order, zone):
        lead = plain(f"{'':8}{label:{LABEL}}" if words else f"{'':8}{label}", DIM)
        lines += read_whole(lead, words, amount, width)
    if paid := _paid_with(order):
        lines.append(plain(f"  paid with {paid}"))
    if order.shipping_info:
        lines.append(plain(f"  to {', '.join(order.shipping_info.lines())}", DIM))
    if order.billing_info:
        lines.append(plain(f"  bill to {_bill_to(order.billing_info, order.shipping_info)}", DIM))
    if order.thank_you_page:
        lines.append(plain(f"  {order.thank_you_page}", DIM))
    return lines


def _paid_with(order: Order) -> str:
    """`Visa ·· 4242`, or `PayPal`, which is no card; `""` where the order does not say."""
    paid = order.payment_summary
    if paid is None:
        return ""
    if paid.last_four:
        return f"{paid.card_type or 'card'} ·· {paid.last_four}"
    return paid.card_type or paid.payment_type


def _bill_to(billing: Address, shipping: Address | None) -> str:
    """Where the bill goes: as much as the shipping address does not tell already."""
    if shipping is not None and _same(billing) == _same(shipping):
        return "the same address"
    return ", ".join(billing.lines())


def _same(address: Address) -> list[str]:
    """What two spellings of one address have in common."""
    return [line.casefold() for line in address.lines()]


def _choices_and_costs(order: Order, zone: tzinfo | None) -> Iterator[Chosen]:
    """What was chosen beside the goods, and what all that costs."""
    if nonzero(order.cart_discount):
        yield Chosen("Discount", coupon_words(order), amount_cell(-order.cart_discount, style=""))
    elif order.coupons:
        yield Chosen("Codes", coupon_words(order))
    chosen = [found for shipment in order.shipments for found in shipment_choices(order, shipment, zone)]
    yield from with_shipping(order, chosen)
    if nonzero(order.addon_total) or order.addons.selections:
        yield Chosen("Add-ons", addon_words(order), amount_cell(order.addon_total, style=""))
    if not order.tax_included:
        yield Chosen("Tax", Content(""), amount_cell(order.tax_total, style=""))
    yield Chosen("Total", Content(""), amount_cell(order.total, style=f"{BOLD} {GOOD}"))
