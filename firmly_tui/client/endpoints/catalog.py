"""Product pages and lists, as the merchant has them now (search hits may be out of date)."""

from collections.abc import AsyncGenerator
from typing import Literal

from firmly_tui.client import answers
from firmly_tui.client.calls import Call
from firmly_tui.client.transport import Transport
from firmly_tui.client.urls import path
from firmly_tui.models import CatalogEntry, Product

PageSize = Literal[100, 500, 1000, 2000]
"""How many products a page of a merchant's catalog has; the API knows no other sizes."""


class Catalog:
    """`client.catalog`."""

    def __init__(self, http: Transport) -> None:
        self._http = http

    async def by_handle(self, domain: str, handle: str, *, postal_code: str | None = None) -> Product:
        """The product of a merchant by its handle. Raises `NotFound` (firmly docs: Get Product by Handle)."""
        where = path("api", "v1", "domains-products", domain, handle)
        product = await self._http.fetch(
            Call(method="GET", path=where, query=_postal_code(postal_code)), Product
        )
        if not product.domain:
            product.domain = domain
        return product

    async def by_url(self, url: str, *, postal_code: str | None = None) -> Product:
        """The product behind the address of a merchant's product page. Raises `NotFound` for a merchant that
        this app does not sell for (firmly docs: Get Product by URL).
        """
        query = {"url": url, **_postal_code(postal_code)}
        return await self._http.fetch(Call(method="GET", path="/api/v1/domains-pdp", query=query), Product)

    async def page(
        self, domain: str, number: int = 1, *, size: PageSize = 2000, country_code: str = "us"
    ) -> list[CatalogEntry]:
        """One page, from 1 on, of all that a merchant sells; entries that cannot be read are left out.

        Older servers know no pages and answer each time with everything. Raises `NotOffered` where the
        merchant gives no list (firmly docs: Get All Products).
        """
        return answers.readable(await self._page(domain, number, size, country_code), CatalogEntry)

    async def all(
        self, domain: str, *, size: PageSize = 2000, country_code: str = "us"
    ) -> AsyncGenerator[CatalogEntry]:
        """Everything that a merchant sells, page after page, until one is not full or brings nothing new."""
        seen: set[str] = set()
        number = 0
        while True:
            number += 1
            entries = await self._page(domain, number, size, country_code)
            fresh = [
                entry
                for entry in answers.readable(entries, CatalogEntry)
                if (entry.handle or entry.loc) not in seen
            ]
            for entry in fresh:
                seen.add(entry.handle or entry.loc)
                yield entry
            if len(entries) < size or not fresh:
                return

    async def _page(self, domain: str, number: int, size: PageSize, country_code: str) -> list[object]:
        query = {"page": str(number), "size": str(size), "countryCode": country_code}
        where = path("api", "v1", "domains-products", domain)
        return answers.json_list(await self._http.send(Call(method="GET", path=where, query=query)))


def _postal_code(value: str | None) -> dict[str, str]:
    return {"postal_code": value} if value else {}
