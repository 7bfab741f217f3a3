"""Search over the goods of all merchants, with pages and filters."""

from __future__ import annotations

import time
from typing import Annotated, Final
from urllib.parse import urlencode

from pydantic import AliasChoices, BaseModel, Field, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from firmly_tui.sandbox.errors import Dialect, Problem, Refusal
from firmly_tui.sandbox.keys import from_base64url, to_base64url
from firmly_tui.sandbox.rendering import product_json
from firmly_tui.sandbox.search import Wish
from firmly_tui.sandbox.services import Services
from firmly_tui.sandbox.wire import Endpoint, answer, read_body

PATH: Final = "/api/v1/discovery/search"
_DEFAULT_PAGE, _LARGEST_PAGE = 20, 100
_Price = Annotated[int, Field(ge=0, le=10**12)]


class _Allowed(BaseModel):
    option: str = Field(validation_alias=AliasChoices("option", "name"), max_length=200)
    values: list[str] = Field(validation_alias=AliasChoices("values", "value"), max_length=200)


class _Filters(BaseModel):
    domains: list[str] | None = Field(default=None, max_length=200)
    min_price: _Price | None = None
    max_price: _Price | None = None
    in_stock: bool | None = None
    variants: list[_Allowed] | None = Field(default=None, max_length=50)


class _Search(BaseModel):
    query: str = Field(max_length=500)
    filters: _Filters | None = None
    page_size: int = Field(default=_DEFAULT_PAGE, ge=1, le=_LARGEST_PAGE)
    cursor: str | None = Field(default=None, max_length=20_000)


class _Cursor(BaseModel):
    query: str
    filters: _Filters | None
    offset: int = Field(ge=0, le=10**9)


def endpoints(services: Services) -> list[Endpoint]:
    """Return the endpoints of this group (firmly docs: Discovery)."""

    async def search_by_body(request: Request) -> Response:
        services.device(request)
        return _page(services, request, await read_body(request, _Search))

    async def search_by_url(request: Request) -> Response:
        services.device(request)
        names = ("query", "page_size", "cursor")
        given = {name: request.query_params[name] for name in names if request.query_params.get(name)}
        try:
            search = _Search.model_validate({"query": "", **given})
        except ValidationError:
            raise Refusal(Problem.INVALID_BODY, f"page_size is a number from 1 to {_LARGEST_PAGE}.") from None
        return _page(services, request, search)

    async def options(request: Request) -> Response:
        services.device(request)
        return answer({"options": {"variant_options": _options(services)}})

    return [
        Endpoint(("POST",), PATH, Dialect.DISCOVERY, search_by_body),
        Endpoint(("GET",), PATH, Dialect.DISCOVERY, search_by_url),
        Endpoint(("GET",), "/api/v1/discovery/options", Dialect.DISCOVERY, options),
    ]


def _page(services: Services, request: Request, search: _Search) -> Response:
    started = time.perf_counter()
    place = _opened(search.cursor) if search.cursor else None
    query, filters = (place.query, place.filters) if place else (search.query, search.filters)
    first = place.offset if place else 0
    with services.store.read() as transaction:
        gone = transaction.sold_out()
    hits = services.index.find(query, _wish(filters or _Filters()), gone)
    last = first + search.page_size
    more = _next_page(request, query, filters, search.page_size, last) if last < len(hits) else None
    return answer(
        {
            "products": [product_json(hit.merchant, hit.product, gone) for hit in hits[first:last]],
            "page_size": search.page_size,
            "time_taken_ms": round((time.perf_counter() - started) * 1000),
            "next_page": more,
        }
    )


def _wish(filters: _Filters) -> Wish:
    domains = None if filters.domains is None else frozenset(name.strip().lower() for name in filters.domains)
    return Wish(
        domains=domains,
        min_price=filters.min_price,
        max_price=filters.max_price,
        in_stock=bool(filters.in_stock),
        variants=tuple((wanted.option, frozenset(wanted.values)) for wanted in filters.variants or ()),
    )


def _next_page(request: Request, query: str, filters: _Filters | None, size: int, offset: int) -> str:
    cursor = _Cursor(query=query, filters=filters, offset=offset).model_dump_json()
    values = {"query": query, "page_size": size, "cursor": to_base64url(cursor.encode())}
    return f"{str(request.base_url).rstrip('/')}{PATH}?{urlencode(values)}"


def _opened(cursor: str) -> _Cursor:
    try:
        return _Cursor.model_validate_json(from_base64url(cursor))
    except ValueError:
        raise Refusal(Problem.INVALID_BODY, "The cursor is not one of this server. Search again.") from None


def _options(services: Services) -> list[dict[str, object]]:
    found: dict[str, set[str]] = {}
    for merchant in services.catalog.merchants.values():
        for product in merchant.products:
            for option in product.options:
                found.setdefault(option.name.lower(), set()).update(option.values)
    return [{"option": name, "values": sorted(found[name])} for name in sorted(found)]
