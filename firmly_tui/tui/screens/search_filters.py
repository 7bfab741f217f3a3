"""Narrowing a search down: by merchant, price, stock and options, each by a key, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.widgets import Input

from firmly_tui.tui.commands import command
from firmly_tui.tui.screens.base import FirmlyScreen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from firmly_tui.checkout.filters import Filters, Kind
    from firmly_tui.checkout.market import Market
    from firmly_tui.models import Product
    from firmly_tui.tui.screens.facet_choice import FacetChoiceScreen, Picks
    from firmly_tui.tui.widgets.choice_list import Choice
    from firmly_tui.tui.widgets.facets import FacetLine

KEYS: Mapping[Kind, tuple[str, str]] = {
    "merchants": ("F7", "m"),
    "price": ("F8", "p"),
    "stock": ("^n", "i"),
    "options": ("^o", "o"),
}
"""The key of each filter while one types, and the letter elsewhere."""

NAMES: Mapping[Kind, str] = {"merchants": "merchant", "price": "price", "stock": "stock", "options": "option"}
"""What each filter is called in a sentence."""


class FilteredSearch(FirmlyScreen[None]):
    """A search with filters. They are `market.filters`, there as soon as the shop is open."""

    BINDINGS = [
        command("f7,m", "facet('merchants')", "merchants", "Keep to some merchants.", footer=False),
        command("f8,p", "facet('price')", "price", "Keep to some prices.", footer=False),
        command("ctrl+n,i", "facet('stock')", "in stock", "Keep to what is in stock, or not.", footer=False),
        command(
            "ctrl+o,o",
            "facet('options')",
            "options",
            "Keep to some colors, sizes and the like.",
            footer=False,
        ),
        command(
            "ctrl+l,x",
            "drop",
            "drop a filter",
            "Drop a filter: the one in the way where nothing is found, else the last one.",
            footer=False,
        ),
        command("ctrl+r,X", "drop_all", "drop filters", "Drop all filters.", footer=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.market: Market | None = None
        self._facets: FacetLine | None = None
        self._in_the_way: Kind | None = None

    def search(self) -> object:
        """Search with the filters as they are now."""
        raise NotImplementedError

    def found(self) -> Iterable[Product]:
        """What is shown now."""
        raise NotImplementedError

    def show_facets(self) -> None:
        """Show what is set. The first frame does not wait for the line."""
        if self.market is None:
            return
        from firmly_tui.tui.widgets.facets import FacetLine, in_words

        if self._facets is None:
            self._facets = FacetLine()
            query = self.query_one("#query")
            query.add_class("-with-facets")
            self.query_one("#body").mount(self._facets, after=query)
        self._facets.words = in_words(self.market.filters, self.market)
        self._tell_keys()

    def on_descendant_focus(self) -> None:
        """Letters are keys where nothing is typed."""
        self._tell_keys()

    def _tell_keys(self) -> None:
        if self._facets is None:
            return
        place = 0 if isinstance(self.focused, Input) else 1
        self._facets.keys = {kind: found[place] for kind, found in KEYS.items()}

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what is set can be dropped."""
        if action in ("drop", "drop_all"):
            return self.market is not None and self.market.filters.is_set
        return super().check_action(action, parameters)

    def action_facet(self, kind: Kind) -> None:
        """Ask what to keep to; what is in stock is on or off."""
        market = self.market
        if market is None:
            self.say("The shop is still opening. One moment.", "warn")
        elif kind == "merchants":
            self._ask_merchants(market)
        elif kind == "price":
            self._ask_price(market)
        elif kind == "stock":
            self.narrow(market.filters.stocked(not market.filters.in_stock))
        else:
            self._ask_options(market)

    def action_drop(self, kind: Kind | None = None) -> None:
        """Drop a filter; if none is named the one in the way, else the last one."""
        if self.market is not None and (filters := self.market.filters).is_set:
            self.narrow(filters.without(kind or self._in_the_way or filters.order[-1]))

    def action_drop_all(self) -> None:
        """Drop all filters."""
        if self.market is not None and (filters := self.market.filters).is_set:
            self.narrow(filters.none())

    def narrow(self, filters: Filters) -> None:
        """Search with these filters from now on."""
        if self.market is None or filters == self.market.filters:
            return
        self.market.filters = filters
        self._in_the_way = None
        self.say("")
        self.show_facets()
        self.refresh_bindings()
        self.search()

    # Asking

    def _ask_merchants(self, market: Market) -> None:
        from firmly_tui.checkout.filters import as_domain
        from firmly_tui.tui.screens.facet_choice import FacetChoiceScreen
        from firmly_tui.tui.widgets.choice_list import Choice

        def chosen(picks: Picks | None) -> None:
            if picks is not None:
                self.narrow(market.filters.at(domain for _, domain in picks))

        def typed(words: str) -> Choice | None:
            domain = as_domain(words)
            return Choice(domain, domain, note="not met yet") if domain else None

        filters = market.filters
        picked = [("", domain) for domain in filters.merchants]
        asked = FacetChoiceScreen("Merchants met so far", "any merchant", picked, typed)
        self.app.push_screen(asked, chosen)
        asked.call_after_refresh(asked.offer, merchant_choices(market))

    def _ask_price(self, market: Market) -> None:
        from firmly_tui.tui.screens.price_range import PriceRangeScreen

        def chosen(filters: Filters | None) -> None:
            if filters is None:
                return
            self.narrow(filters)
            if filters.has("price") and not market.currency(filters.merchants):
                self.say("Prices are compared as bare numbers, whatever the currency; nothing is converted.")

        self.app.push_screen(PriceRangeScreen(market.filters, market), chosen)

    def _ask_options(self, market: Market) -> None:
        from firmly_tui.tui.screens.facet_choice import FacetChoiceScreen

        def chosen(picks: Picks | None) -> None:
            if picks is not None:
                self.narrow(market.filters.made(picks))

        asked = FacetChoiceScreen("Options", "any option", list(market.filters.options))
        self.app.push_screen(asked, chosen)
        self._offer_options(market, asked)

    @work(group="options", exclusive=True)
    async def _offer_options(self, market: Market, asked: FacetChoiceScreen) -> None:
        from firmly_tui.client import FirmlyError
        from firmly_tui.tui.widgets.choice_list import Choice

        try:
            options = await market.options()
        except FirmlyError as error:
            if asked.is_current:
                asked.dismiss(None)
                self.say_error(error)
            return
        here = {option.display_name.casefold() for product in self.found() for option in product.options}
        # What the goods that are shown come in stands first.
        options = sorted(options, key=lambda option: option.option.casefold() not in here)
        if asked.is_current:
            asked.offer(
                [Choice(value, value, group=option.option) for option in options for value in option.values]
            )

    # What came of it

    async def explain_nothing(self, query: str) -> None:
        """Say which filter to drop where nothing is found, or that none is to blame."""
        what = f"Nothing found for “{query}”" if query else "Nothing found"
        if self.market is None or not self.market.filters.is_set:
            self.say(f"{what}. Try fewer or shorter words; Escape empties the box.")
            return
        self.say(f"{what} with these filters. Ctrl+R drops them all.", "warn")
        guilty, at_all = await self.market.in_the_way(query, self.market.filters)
        if guilty:
            self._in_the_way = guilty[-1]
            self.say(f"{what} with these filters. {advice(guilty)}", "warn")
        elif at_all:
            self.say(f"{what} with these filters, nor with one less. Ctrl+R drops them all.", "warn")
        else:
            self.say(f"{what}, with filters or without. Try fewer or shorter words; Escape empties the box.")


def advice(guilty: Sequence[Kind]) -> str:
    """Which filters to drop, of those without which something is found; the key drops the last one."""
    *others, last = [f"the {NAMES[kind]} filter" for kind in guilty]
    also = f", or without {' or without '.join(others)}" if others else ""
    return f"There is something without {last}{also}. Ctrl+L drops {last}, Ctrl+R drops all."


def merchant_choices(market: Market) -> list[Choice]:
    """The merchants that were met, and those that are chosen, by name."""
    from firmly_tui.tui.harmless import harmless
    from firmly_tui.tui.widgets.choice_list import Choice

    domains = dict.fromkeys([*market.domains, *market.filters.merchants])
    found = [
        Choice(
            domain,
            harmless(market.name(domain)),
            note=" · ".join(filter(None, [harmless(domain), *map(harmless, market.currencies([domain]))])),
        )
        for domain in domains
    ]
    return sorted(found, key=lambda choice: choice.label.casefold())
