"""Which merchants a shopper met while searching: the API has no list of them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from firmly_tui.checkout.filters import Filters, Kind
from firmly_tui.client.errors import FirmlyError
from firmly_tui.models import VariantOption
from firmly_tui.models.money import exponent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from firmly_tui.client import FirmlyClient
    from firmly_tui.models import Product, SearchPage


class Market:
    """Searches with filters, and remembers who sells what was found, by name and currency."""

    def __init__(self, client: FirmlyClient) -> None:
        self.filters = Filters()
        """What the shopper keeps to."""
        self._client = client
        self._names: dict[str, str] = {}
        self._currencies: dict[str, str] = {}
        self._options: list[VariantOption] = []

    async def search(self, query: str, filters: Filters, *, page_size: int) -> SearchPage:
        """One page of what fits. Raises `FirmlyError`."""
        page = await self._client.discovery.search(
            query,
            domains=filters.merchants,
            min_price=filters.least,
            max_price=filters.most,
            in_stock=filters.in_stock,
            variants=[VariantOption(option=name, values=found) for name, found in filters.values().items()],
            page_size=page_size,
        )
        self.meet(page.products)
        return page

    async def next_page(self, page: SearchPage) -> SearchPage:
        """The page after this one, with the same filters. Raises `FirmlyError`."""
        following = await self._client.discovery.next_page(page)
        self.meet(following.products)
        return following

    async def by_address(self, address: str) -> Product:
        """The product whose page has this address. Raises `NotFound` where no merchant sells it."""
        product = await self._client.catalog.by_url(address)
        if not product.merchant or product.merchant == product.domain:
            product.merchant = self.name(product.domain)
        return product

    async def options(self) -> list[VariantOption]:
        """What can be chosen about goods; asked for once. Raises `FirmlyError`."""
        if not self._options:
            self._options = await self._client.discovery.options()
        return self._options

    async def in_the_way(self, query: str, filters: Filters) -> tuple[list[Kind], bool]:
        """The filters without which alone something is found, and whether anything is without all of them."""
        tries = [*(filters.without(kind) for kind in filters.order), Filters()]
        *alone, at_all = await asyncio.gather(*(self._finds(query, tried) for tried in tries))
        return [kind for kind, finds in zip(filters.order, alone, strict=True) if finds], at_all

    async def _finds(self, query: str, filters: Filters) -> bool:
        try:
            return bool((await self.search(query, filters, page_size=1)).products)
        except FirmlyError:
            return False

    def meet(self, products: Iterable[Product]) -> None:
        """Remember who sells these."""
        for product in products:
            if product.domain and product.domain not in self._currencies and product.variants:
                self._names[product.domain] = product.merchant or product.domain
                self._currencies[product.domain] = product.variants[0].price.currency

    @property
    def domains(self) -> list[str]:
        """The merchants that were met."""
        return list(self._names)

    def name(self, domain: str) -> str:
        """What the merchant is called; the domain where nobody said."""
        return self._names.get(domain, domain)

    def currencies(self, domains: Sequence[str] = ()) -> list[str]:
        """The currencies of these merchants, or of all that were met; `""` for one that was not."""
        return list(dict.fromkeys(self._currencies.get(domain, "") for domain in domains or self._names))

    def currency(self, domains: Sequence[str] = ()) -> str:
        """The one currency of these merchants, `""` where they have several, or it is not known."""
        found = self.currencies(domains)
        return found[0] if len(found) == 1 else ""

    def decimals(self, domains: Sequence[str] = ()) -> int:
        """How many decimals the amounts have that are typed for these merchants."""
        found = {exponent(currency) for currency in self.currencies(domains) if currency}
        return found.pop() if len(found) == 1 else 2
