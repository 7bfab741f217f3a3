"""Search hits: two lines each, prices aligned at the right edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from firmly_tui.tui.drawing import BOLD, DIM, MONEY_DUE, WARN, amount_cell, count, joined, plain, spread
from firmly_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from firmly_tui.models import Product


class ResultList(RowList["Product"]):
    """The goods that were found."""

    HEIGHT = 2

    def row_key(self, row: Product) -> Hashable:
        """A product is the same one by its merchant and handle."""
        return (row.domain, row.handle)

    def draw_row(self, row: Product, width: int, selected: bool) -> Sequence[Content]:  # noqa: ARG002
        """Title and price; below, who sells it and what there is to know."""
        prefix = "from " if row.has_price_range else ""
        price = Content.assemble((prefix, DIM), amount_cell(row.price, style=MONEY_DUE), " ")
        facts = joined([plain(row.merchant, DIM), rating(row), plain(choices_in_words(row), DIM)])
        return [
            spread(plain(row.title, BOLD), price, width),
            spread(Content.assemble("  ", facts), Content.assemble(stock(row), " "), width),
        ]


def rating(product: Product) -> Content:
    """`★ 4.6 (212)`, or nothing where nobody rated it."""
    if product.average_rating is None:
        return Content("")
    reviews = f" ({product.total_reviews})" if product.total_reviews else ""
    return plain(f"★ {product.average_rating:.1f}{reviews}", DIM)


def choices_in_words(product: Product) -> str:
    """`5 colors`, `2 formats`."""
    first = next((option for option in product.options if len(option.option_values) > 1), None)
    if first is None:
        return ""
    return count(len(first.option_values), (first.display_name or "choice").lower())


def stock(product: Product) -> Content:
    """Whether it can be bought, and what it cost before."""
    if not product.available:
        return plain("sold out", WARN)
    best = min((v for v in product.variants if v.available), key=lambda v: v.price.number)
    return Content.assemble(("was ", DIM), amount_cell(best.was, style=DIM)) if best.was else Content("")
