"""Panels beside a list: the product under the cursor, and what is in the carts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from firmly_tui.tui.drawing import BOLD, DIM, GOOD, MONEY_DUE, WARN, joined, plain, price
from firmly_tui.tui.widgets.results import rating

if TYPE_CHECKING:
    from firmly_tui.checkout import Hive
    from firmly_tui.models import Product


class ProductCard(Static):
    """A product, told in a few lines."""

    def show(self, product: Product | None) -> None:
        """Show this product, or nothing."""
        self.update(about(product) if product else Content(""), layout=False)


def about(product: Product) -> Content:
    """Title, merchant, price, text, and what can be chosen."""
    prefix = "from " if product.has_price_range else ""
    lines = [
        plain(product.title, BOLD),
        joined([plain(product.merchant, DIM), rating(product)]),
        Content(""),
        Content.assemble((prefix, DIM), (price(product.price), MONEY_DUE)),
        plain("available", GOOD) if product.available else plain("sold out", WARN),
        Content(""),
        Content(product.description),
    ]
    for option in product.options:
        values = ", ".join(value.label for value in option.option_values)
        lines += [Content(""), plain(option.display_name, DIM), Content(values)]
    return Content("\n").join(lines)


class CartsCard(Static):
    """What is in the carts."""

    def show(self, hive: Hive) -> None:
        """Show these carts."""
        lines: list[Content] = [plain("Your carts", BOLD)]
        for entry in hive.entries:
            if entry.cart is None or entry.cart.is_empty:
                continue
            lines += [Content(""), joined([plain(entry.name, DIM), plain(price(entry.cart.sub_total))])]
            lines += [
                Content(f"{entry.quantity(line)} × {line.description}") for line in entry.cart.line_items
            ]
        if len(lines) == 1:
            lines += [Content(""), plain("Nothing yet. Open a product with Enter and add it.", DIM)]
        self.update(Content("\n").join(lines))
