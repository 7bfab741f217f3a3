"""Product pages, by handle and by the address of the page in the shop."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from starlette.requests import Request
from starlette.responses import Response

from firmly_tui.sandbox.catalog import Merchant
from firmly_tui.sandbox.errors import Dialect, Problem, Refusal
from firmly_tui.sandbox.rendering import product_page_json
from firmly_tui.sandbox.services import Services
from firmly_tui.sandbox.wire import Endpoint, answer


def endpoints(services: Services) -> list[Endpoint]:
    """Return the endpoints of this group (firmly docs: Catalog). They ask for no token and refuse none."""

    async def by_handle(request: Request) -> Response:
        merchant = services.carts.merchant(request.path_params["domain"])
        return _product(services, merchant, request.path_params["handle"])

    async def by_url(request: Request) -> Response:
        host, handle = _parts(request.query_params.get("url", ""))
        merchant = services.catalog.merchant(host)
        if merchant is None:
            raise Refusal(Problem.PRODUCT_URL_UNKNOWN, f"No merchant here has product pages at {host[:200]}.")
        return _product(services, merchant, handle)

    return [
        Endpoint(("GET",), "/api/v1/domains-products/{domain}/{handle:path}", Dialect.V1, by_handle),
        Endpoint(("GET",), "/api/v1/domains-pdp", Dialect.V1, by_url),
    ]


def _product(services: Services, merchant: Merchant, handle: str) -> Response:
    product = merchant.by_handle.get(handle.strip("/").removesuffix(".html"))
    if product is None:
        raise Refusal(Problem.PRODUCT_NOT_FOUND, f"{merchant.name} has no such product.")
    with services.store.read() as transaction:
        return answer(product_page_json(merchant, product, dict(transaction.stock(merchant.domain))))


def _parts(url: str) -> tuple[str, str]:
    """Take a page's address apart into host and handle, however often it was escaped."""
    plain = url.strip()
    while "%" in plain and "://" not in plain:
        decoded = unquote(plain)
        if decoded == plain:
            break
        plain = decoded
    try:
        parts = urlsplit(plain)
        host = parts.hostname
    except ValueError:
        host, parts = None, urlsplit("")
    if parts.scheme not in {"http", "https"} or not host:
        raise Refusal(Problem.INVALID_URL, "This is not the address of a product page.")
    return host, unquote(parts.path).strip("/")
