"""One line under the search box: what the search is narrowed down to, and the keys that change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from firmly_tui.tui.drawing import BOLD, DIM, FOCUS, plain, shortened
from firmly_tui.tui.harmless import harmless

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from firmly_tui.checkout.filters import Filters, Kind
    from firmly_tui.checkout.market import Market

KINDS: Sequence[Kind] = ("merchants", "price", "stock", "options")
UNSET: Mapping[Kind, tuple[str, str]] = {
    "merchants": ("any merchant", "merchant"),
    "price": ("any price", "price"),
    "stock": ("in stock or not", "stock"),
    "options": ("any option", "option"),
}
"""What stands for a filter that is not set, and where room is short."""

OF_ANY = " of any currency"
SHRINKING = (200, 60, 40, 30, 24, 20, 16, 12, 8)
"""How long the words of one filter may be, tried until all fit into the line."""


class FacetLine(Widget):
    """What is set stands out; a click on the cross behind it takes it away."""

    DEFAULT_CSS = """
    FacetLine { height: 1; padding: 0 1; }
    """
    words: reactive[Mapping[Kind, Sequence[str]]] = reactive({})
    """What each filter that is set asks for."""
    keys: reactive[Mapping[Kind, str]] = reactive({})
    """The key that changes each filter now."""

    def on_mount(self) -> None:
        """What can be clicked is no underlined link."""
        self.auto_links = False

    def render(self) -> Content:
        """The line, in the longest words that fit."""
        width = self.content_size.width
        line = Content("")
        for limit in SHRINKING:
            line = Content.styled(" · ", DIM).join([self._facet(kind, limit) for kind in KINDS])
            if line.cell_length <= width:
                break
        return line

    def _facet(self, kind: Kind, limit: int) -> Content:
        asked = self.words.get(kind, ())
        key = plain(f"{self.keys.get(kind, '')} ", FOCUS)
        if not asked:
            words = plain(UNSET[kind][limit < SHRINKING[2]], DIM)
        elif kind == "price":
            # Half an amount would be another one.
            words = plain(asked[0] if limit >= SHRINKING[4] else asked[0].removesuffix(OF_ANY), BOLD)
        else:
            words = plain(within(asked, limit), BOLD)
        facet = Content.assemble(key, words).stylize(f"@click=screen.facet({kind!r})")
        cross = plain(" ✕", FOCUS).stylize(f"@click=screen.drop({kind!r})") if asked else ""
        return Content.assemble(facet, cross)


def within(words: Sequence[str], limit: int) -> str:
    """`Nordhaus, Kintarō`, or where that is too long `Nordhaus +1`."""
    whole = ", ".join(words)
    if len(words) < 2 or Content(whole).cell_length <= limit:
        return shortened(whole, limit)
    more = f" +{len(words) - 1}"
    return shortened(words[0], max(4, limit - len(more))) + more


def in_words(filters: Filters, market: Market) -> dict[Kind, list[str]]:
    """What each filter that is set asks for."""
    found: dict[Kind, list[str]] = {
        "merchants": [harmless(market.name(domain)) for domain in filters.merchants],
        "price": [price_in_words(filters, market)] if filters.has("price") else [],
        "stock": ["in stock"] if filters.in_stock else [],
        "options": [
            harmless(f"{'' if place else f'{option} '}{value}")
            for option, values in filters.values().items()
            for place, value in enumerate(values)
        ],
    }
    return {kind: words for kind, words in found.items() if words}


def price_in_words(filters: Filters, market: Market) -> str:
    """`$20.00–$100.00`, `from €20.00`, and without a sign where there are several currencies."""
    currency = market.currency(filters.merchants)
    least, most = amount_in_words(filters.least, currency), amount_in_words(filters.most, currency)
    if least and most:
        words = least if least == most else f"{least}–{most}"
    else:
        words = f"from {least}" if least else f"up to {most}"
    return words if currency else words + OF_ANY


def amount_in_words(number: int | None, currency: str) -> str:
    """An amount of minor units; a bare figure, as if of two decimals, where there is no one currency."""
    if number is None:
        return ""
    if currency:
        from firmly_tui.models import Money

        return harmless(str(Money.of(number, currency)))
    return f"{number // 100:,}" + (f".{number % 100:02}" if number % 100 else "")
