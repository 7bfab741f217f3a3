"""Every order that was placed, or tried, newest first."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content

from firmly_tui.tui.drawing import BOLD, DIM, amount_cell, joined, plain, shortened, spread
from firmly_tui.tui.widgets.lanes import attempt_words
from firmly_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from firmly_tui.checkout import Attempt


class OrderList(RowList["Attempt"]):
    """Two lines an attempt."""

    HEIGHT = 2

    def row_key(self, row: Attempt) -> Hashable:
        """An attempt is the same one by its id."""
        return row.id

    def draw_row(self, row: Attempt, width: int, selected: bool) -> Sequence[Content]:  # noqa: ARG002
        """Merchant, order number and total; below, when, and what was ordered."""
        sign, style, became = attempt_words(row)
        number = f"order {row.order_number}" if row.order_number else became
        title = joined([plain(shortened(row.merchant_name), BOLD), plain(number, style), _more(row)])
        goods = joined([plain(local_time(row.created_at), DIM), plain(", ".join(row.items), DIM)])
        return [
            spread(
                Content.assemble((f" {sign} ", style), title),
                Content.assemble(amount_cell(row.total, style=""), " "),
                width,
            ),
            Content.assemble("   ", goods),
        ]


def _more(attempt: Attempt) -> Content | str:
    """What the cart shows where the shopper says something else, and why nothing was ordered."""
    if attempt.told and attempt.conclusion not in ("", attempt.told):
        return f"the cart shows: {attempt.conclusion}"
    if attempt.state in ("refused", "not sent"):
        return plain(attempt.detail.partition(". ")[0].rstrip("."), DIM)
    return ""


def local_time(stamp: str) -> str:
    """`2026-11-21 14:03` on this machine's clock, for an ISO time in UTC."""
    try:
        return datetime.fromisoformat(stamp).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return stamp
