"""Shows N goods in our list, in a bare list, or in an `OptionList`: `rows.py ours|bare|options N`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import OptionList

from firmly_tui.models import Product
from firmly_tui.tui.widgets.results import ResultList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.widget import Widget

WIDTH = 118

PLAIN, TITLE, DUE, FACTS = range(4)
"""The looks that a part of a row may have."""

Line = tuple[tuple[str, int], ...]


def looks(background: str, dim: str) -> tuple[Style, ...]:
    """A style for each look."""
    return (
        Style(color="#e0e0e0", bgcolor=background),
        Style(color="#e0e0e0", bgcolor=background, bold=True),
        Style(color="#fea62b", bgcolor=background, bold=True),
        Style(color=dim, bgcolor=background),
    )


def make_product(number: int) -> Product:
    variant = {
        "sku": f"SKU-{number}",
        "price": {"currency": "USD", "number": 1000 + number, "symbol": "$"},
        "msrp": {"currency": "USD", "number": 2000 + number, "symbol": "$"},
    }
    colors = {"display_name": "Color", "option_values": [{"value": "Navy"}, {"value": "Oat"}]}
    return Product.model_validate(
        {
            "title": f"Product {number:05}", "handle": f"product-{number}", "domain": "shop.example",
            "domain_name": "Shop", "average_rating": 4.5, "total_reviews": number,
            "variant_option_values": [colors], "variants": [variant, variant],
        }
    )  # fmt: skip


def lines_of(product: Product, width: int) -> tuple[Line, Line]:
    """The two lines that our list shows of a product."""
    facts = f"{product.merchant} · ★ {product.average_rating} ({product.total_reviews}) · 2 colors"
    price, was = str(product.price), f"was {product.variants[0].was} "
    return (
        ((" ", PLAIN), (product.title.ljust(width - len(price) - 2), TITLE), (price, DUE), (" ", PLAIN)),
        (("   ", PLAIN), (facts.ljust(width - len(was) - 3), FACTS), (was, FACTS)),
    )


class BareList(ScrollView, can_focus=True):
    """The least that a list can be: it draws a line when asked, and two rows when the cursor moves."""

    BINDINGS = [("down", "down", "Down")]

    def __init__(self, rows: Sequence[tuple[Line, Line]]) -> None:
        super().__init__()
        self._rows = rows
        self._cursor = 0
        self._looks = looks("#121212", "#8d8d8d")
        self._cursor_looks = looks("#242f38", "#94999c")
        self.virtual_size = Size(0, 2 * len(rows))

    def render_line(self, y: int) -> Strip:
        index, line = divmod(y + self.scroll_offset.y, 2)
        styles = self._cursor_looks if index == self._cursor else self._looks
        return Strip([Segment(text, styles[look]) for text, look in self._rows[index][line]], WIDTH)

    def action_down(self) -> None:
        self.refresh_lines(2 * self._cursor, 4)
        self._cursor += 1
        self.scroll_to_region(Region(0, 2 * self._cursor, 1, 2), animate=False, immediate=True)


def as_content(row: tuple[Line, Line]) -> Content:
    """The same for an `OptionList`, which has a frame of its own."""
    styles = ("", "bold", "bold $accent", "$text-muted")
    lines = [Content.assemble(*((text, styles[look]) for text, look in line)) for line in row]
    return Content("\n").join(line.truncate(WIDTH - 6) for line in lines)


class RowsApp(App[None]):
    def __init__(self, kind: str, products: Sequence[Product]) -> None:
        super().__init__()
        self._kind = kind
        self._products = products

    def compose(self) -> ComposeResult:
        yield self._list()

    def _list(self) -> Widget:
        if self._kind == "ours":
            return ResultList()
        rows = [lines_of(product, WIDTH) for product in self._products]
        return BareList(rows) if self._kind == "bare" else OptionList(*map(as_content, rows))

    def on_mount(self) -> None:
        if self._kind == "ours":
            self.query_one(ResultList).show(self._products)


if __name__ == "__main__":
    RowsApp(sys.argv[1], [make_product(number) for number in range(int(sys.argv[2]))]).run()
