"""What it all costs, a column for each currency; below one another where they do not fit side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from firmly_tui.tui.drawing import DIM, MONEY_DUE, columns, nonzero, plain, price

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmly_tui.checkout import CurrencyTotals

LABEL = 12
AMOUNT = 15
GAP = 2
"""Cells between the amounts where they stand as close as they can."""

Row = tuple[str, list[str], str]
"""What it is, the amount of each currency, and how these are drawn."""


class TotalsTable(Static):
    """Goods, delivery, tax and total per currency, as the merchants give them."""

    DEFAULT_CSS = """
    TotalsTable { height: auto; padding: 0 1; text-align: right; border-top: solid $panel; }
    """

    _totals: Sequence[CurrencyTotals] = ()
    _shape = (0, 0)

    def show(self, totals: Sequence[CurrencyTotals]) -> None:
        """Show these totals."""
        self.display = bool(totals)
        self._totals = totals
        self._draw()

    def on_resize(self) -> None:
        """There may be room for more columns, or for fewer."""
        if self._shape != self._fitting():
            self._draw()

    def _fitting(self) -> tuple[int, int]:
        """How many columns of amounts fit, and how wide they are; all of them while the width is not known.

        They move together before some have to stand below the others.
        """
        number, room = max(1, len(self._totals)), self.content_size.width - LABEL
        if room < 0 or number * AMOUNT <= room:
            return number, AMOUNT
        longest = max((cell_len(cell) for _, cells, _ in _rows(self._totals) for cell in cells), default=0)
        column = min(AMOUNT, longest + GAP)
        return min(number, max(1, room // column)), column

    def _draw(self) -> None:
        self._shape = across, column = self._fitting()
        parts = [self._totals[start : start + across] for start in range(0, len(self._totals), across)]
        self.update(Content("\n\n").join([_table(part, column) for part in parts]))


def _table(totals: Sequence[CurrencyTotals], column: int) -> Content:
    return Content("\n").join(
        [
            columns([(plain(label, DIM), -LABEL), *((plain(cell, style), -column) for cell in cells)])
            for label, cells, style in _rows(totals)
        ]
    )


def _rows(totals: Sequence[CurrencyTotals]) -> list[Row]:
    """The table. Tax and delivery are `—` until an address makes them known; what some merchants said of it counts."""
    rows: list[Row] = [("Goods", [price(t.goods) for t in totals], "")]
    if any(nonzero(total.discount) for total in totals):
        rows.append(("Discount", [price(-t.discount) if nonzero(t.discount) else "" for t in totals], ""))
    rows.append(("Delivery", [_delivery(total) for total in totals], ""))
    if any(nonzero(total.addons) for total in totals):
        rows.append(("Add-ons", [price(t.addons) for t in totals], ""))
    rows.append(("Tax", [_tax(total) for total in totals], ""))
    known = all(total.shipping_known for total in totals)
    rows.append(("Total" if known else "Total so far", [price(t.total) for t in totals], MONEY_DUE))
    return rows


def _delivery(total: CurrencyTotals) -> str:
    known = total.shipping_known or nonzero(total.shipping)
    return price(total.shipping, free=True) if known else price(None)


def _tax(total: CurrencyTotals) -> str:
    if total.tax_included:
        return "included"
    return price(total.tax) if total.shipping_known or nonzero(total.tax) else price(None)
