"""What a merchant sells: all of it in pages, and product pages by handle and by their address in the shop."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from starlette.requests import Request
from starlette.responses import Response

from firmly_tui.sandbox.errors import Dialect, Problem, Refusal
from firmly_tui.sandbox.geography import country_code
from firmly_tui.sandbox.goods.catalog import Merchant, Product
from firmly_tui.sandbox.rendering.amounts import Json
from firmly_tui.sandbox.rendering.goods import product_page_json
from firmly_tui.sandbox.rendering.images import image_address, reached_at
from firmly_tui.sandbox.services import Services
from firmly_tui.sandbox.wire import Auth, Endpoint, Query, answer, to_json

PATH: Final = "/api/v1/domains-products"
SIZES: Final = ("100", "500", "1000", "2000")
_MOST_KEPT: Final = 500
_POSTAL_CODE: Final = Query("postal_code", "Where the shopper is.")


def endpoints(services: Services) -> list[Endpoint]:
    """Return the endpoints of this group (firmly docs: Catalog). They ask for no token and refuse none."""
    return [_list(services), *_pages(services)]


def _list(services: Services) -> Endpoint:
    async def all_products(request: Request) -> Response:
        merchant = services.carts.merchant(request.path_params["domain"])
        if "list" not in merchant.terms.catalog_by:
            raise Refusal(
                Problem.ALL_PRODUCTS_NOT_OFFERED,
                f"{merchant.name} gives no list of its products. Search for them.",
            )
        size, number = _size(request), _page(request)
        products = merchant.page((number - 1) * size, size)
        country = country_code(request.query_params.get("countryCode", ""))
        sold = [product for product in products if country not in product.not_shipped_to]
        return answer([_entry(request, merchant, product) for product in sold])

    return Endpoint(
        ("GET",),
        f"{PATH}/{{domain}}",
        Dialect.V1,
        all_products,
        summary="List all products of a merchant, page by page",
        answer="CatalogList",
        auth=Auth.NONE,
        query=(
            Query("page", "Which page, from 1 on.", kind="integer", least=1, most=9_999_999),
            Query("size", "How many products a page has.", values=SIZES),
            Query("countryCode", "Leave out what is not sent to this country."),
        ),
        problems=(Problem.BAD_REQUEST, Problem.ALL_PRODUCTS_NOT_OFFERED),
    )


def _pages(services: Services) -> list[Endpoint]:
    pages = _ProductPages(services)

    async def by_handle(request: Request) -> Response:
        merchant = services.carts.merchant(request.path_params["domain"])
        if "handle" not in merchant.terms.catalog_by:
            raise Refusal(Problem.PRODUCT_NOT_OFFERED, f"{merchant.name} gives no product pages by handle.")
        return pages.answer(merchant, request.path_params["handle"])

    async def by_url(request: Request) -> Response:
        host, handle = _parts(request.query_params.get("url", ""))
        merchant = services.catalog.merchant(host)
        if merchant is None or "url" not in merchant.terms.catalog_by:
            raise Refusal(Problem.PRODUCT_URL_UNKNOWN, f"No merchant here has product pages at {host[:200]}.")
        return pages.answer(merchant, handle)

    return [
        Endpoint(
            ("GET",),
            f"{PATH}/{{domain}}/{{handle:path}}",
            Dialect.V1,
            by_handle,
            summary="Read a product page by its handle",
            answer="ProductPage",
            auth=Auth.NONE,
            query=(_POSTAL_CODE,),
            problems=(Problem.PRODUCT_NOT_FOUND, Problem.PRODUCT_NOT_OFFERED),
        ),
        Endpoint(
            ("GET",),
            "/api/v1/domains-pdp",
            Dialect.V1,
            by_url,
            summary="Read a product page by its address in the shop",
            answer="ProductPage",
            auth=Auth.NONE,
            query=(
                Query("url", "The address of the product page, plain or escaped.", required=True),
                _POSTAL_CODE,
            ),
            problems=(Problem.INVALID_URL, Problem.PRODUCT_URL_UNKNOWN, Problem.PRODUCT_NOT_FOUND),
        ),
    ]


def _size(request: Request) -> int:
    size = request.query_params.get("size", SIZES[-1])
    if size not in SIZES:
        raise Refusal(Problem.BAD_REQUEST, f"Size Invalid. A page has {', '.join(SIZES)} products.")
    return int(size)


def _page(request: Request) -> int:
    text = request.query_params.get("page", "1")
    if not (text.isascii() and text.isdigit() and len(text) <= 7 and int(text) > 0):
        raise Refusal(Problem.BAD_REQUEST, "Page Invalid. The pages are numbered from 1 on.")
    return int(text)


def _entry(request: Request, merchant: Merchant, product: Product) -> Json:
    base = f"{str(request.base_url).rstrip('/')}{PATH}/{merchant.domain}"
    return {
        "loc": f"{base}/{quote(product.handle)}",
        "handle": product.handle,
        "title": product.title,
        "image": {"url": image_address(merchant, product.variants[0])},
        "pdp_url": merchant.url_of(product),
    }


class _ProductPages:
    """Product pages as they are sent, each kept until its stock, a price or the server's address changes."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._kept: OrderedDict[tuple[str, str], tuple[tuple[str | int, ...], bytes]] = OrderedDict()

    def answer(self, merchant: Merchant, handle: str) -> Response:
        """Answer with a page. Raises Refusal when there is no such product."""
        product = merchant.product(handle.strip("/").removesuffix(".html"))
        if product is None:
            raise Refusal(Problem.PRODUCT_NOT_FOUND, f"{merchant.name} has no such product.")
        with self._services.store.read() as transaction:
            shelf = transaction.shelf(merchant.domain)
        prices = (part for sold in product.variants for part in (shelf.left(sold), shelf.price(sold)))
        now = (reached_at(), *prices)
        key = (merchant.domain, product.handle)
        state, page = self._kept.pop(key, ((), None))
        if page is None or state != now:
            page = to_json(product_page_json(merchant, product, shelf)).encode()
        self._kept[key] = (now, page)
        if len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        return Response(page, media_type="application/json")


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
