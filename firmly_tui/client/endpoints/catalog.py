"""Product pages, as the merchant has them now (search hits may be out of date)."""

from firmly_tui.client.calls import Call
from firmly_tui.client.transport import Transport
from firmly_tui.client.urls import path
from firmly_tui.models import Product


class Catalog:
    """`client.catalog`."""

    def __init__(self, http: Transport) -> None:
        self._http = http

    async def by_handle(self, domain: str, handle: str, postal_code: str | None = None) -> Product:
        """The product of a merchant by its handle (firmly docs: Get Product by Handle)."""
        where = path("api", "v1", "domains-products", domain, handle)
        product = await self._http.fetch(
            Call(method="GET", path=where, query=_postal_code(postal_code)), Product
        )
        if not product.domain:
            product.domain = domain
        return product

    async def by_url(self, url: str, postal_code: str | None = None) -> Product:
        """The product behind the address of a merchant's product page (firmly docs: Get Product by URL)."""
        query = {"url": url, **_postal_code(postal_code)}
        return await self._http.fetch(Call(method="GET", path="/api/v1/domains-pdp", query=query), Product)


def _postal_code(value: str | None) -> dict[str, str]:
    return {"postal_code": value} if value else {}
