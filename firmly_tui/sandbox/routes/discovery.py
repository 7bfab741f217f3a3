"""Search over the goods of all merchants, with pages and filters."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Annotated, Final, Self
from urllib.parse import urlencode

from pydantic import AliasChoices, Field, StrictBool, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from firmly_tui.sandbox.errors import Dialect, Problem, Refusal
from firmly_tui.sandbox.goods.catalog import Shelf
from firmly_tui.sandbox.goods.search import Hit, Wish
from firmly_tui.sandbox.payment.keys import from_base64url, to_base64url
from firmly_tui.sandbox.rendering.amounts import Json
from firmly_tui.sandbox.rendering.goods import product_json
from firmly_tui.sandbox.routes.bodies import NO_TRUTH_VALUE
from firmly_tui.sandbox.services import Services
from firmly_tui.sandbox.wire import Auth, BodyModel, Endpoint, Query, answer, read_body

PATH: Final = "/api/v1/discovery/search"
_DEFAULT_PAGE, _LARGEST_PAGE = 20, 100
_SERVER_PROBLEMS: Final = (Problem.BAD_REQUEST, Problem.INVALID_API_TOKEN)
_QUERY: Final = (
    Query("query", "What is searched for; the cursor's own where there is one.", longest=500),
    Query("page_size", "How many products a page has.", kind="integer", least=1, most=_LARGEST_PAGE),
    Query("cursor", "Where the last page ended.", longest=20_000),
)
_Price = Annotated[int, Field(ge=0, le=10**12), NO_TRUTH_VALUE]


class _Allowed(BodyModel):
    option: str = Field(validation_alias=AliasChoices("option", "name"), max_length=200)
    values: list[str] = Field(validation_alias=AliasChoices("values", "value"), max_length=200)


class _Filters(BodyModel):
    domains: list[str] | None = Field(default=None, max_length=200)
    min_price: _Price | None = None
    max_price: _Price | None = None
    in_stock: StrictBool | None = None
    variants: list[_Allowed] | None = Field(default=None, max_length=50)


class _Search(BodyModel):
    query: str = Field(max_length=500)
    filters: _Filters | None = None
    page_size: Annotated[int, Field(ge=1, le=_LARGEST_PAGE), NO_TRUTH_VALUE] = _DEFAULT_PAGE
    cursor: str | None = Field(default=None, max_length=20_000)


class _Cursor(BodyModel):
    """Where a page ended: so many hits on, or behind a generated product."""

    query: str
    filters: _Filters | None
    offset: int = Field(ge=0, le=10**9)
    after: int | None = Field(default=None, ge=0, le=10**9)

    @classmethod
    def behind(cls, hits: Sequence[Hit], query: str, filters: _Filters | None, first: int) -> Self:
        """Return the cursor for what comes after ``hits``, which began at ``first``."""
        if hits[-1].number is None:
            return cls(query=query, filters=filters, offset=first + len(hits))
        return cls(query=query, filters=filters, offset=0, after=hits[-1].number)


def endpoints(services: Services) -> list[Endpoint]:
    """Return the endpoints of this group (firmly docs: Discovery)."""

    async def search_by_body(request: Request) -> Response:
        services.searcher(request)
        return _page(services, request, await read_body(request, _Search))

    async def search_by_url(request: Request) -> Response:
        services.searcher(request)
        names = ("query", "page_size", "cursor")
        given = {name: request.query_params[name] for name in names if request.query_params.get(name)}
        try:
            search = _Search.model_validate({"query": "", **given})
        except ValidationError:
            raise Refusal(Problem.INVALID_BODY, f"page_size is a number from 1 to {_LARGEST_PAGE}.") from None
        return _page(services, request, search)

    async def options(request: Request) -> Response:
        services.searcher(request)
        return answer({"options": {"variant_options": _options(services)}})

    return [
        Endpoint(
            ("POST",),
            PATH,
            Dialect.DISCOVERY,
            search_by_body,
            summary="Search the goods of all merchants",
            answer="SearchPage",
            auth=Auth.SEARCH,
            body=_Search,
            problems=_SERVER_PROBLEMS,
        ),
        Endpoint(
            ("GET",),
            PATH,
            Dialect.DISCOVERY,
            search_by_url,
            summary="Go on with a search: the address that next_page holds",
            answer="SearchPage",
            auth=Auth.SEARCH,
            query=_QUERY,
            problems=(Problem.INVALID_BODY, *_SERVER_PROBLEMS),
        ),
        Endpoint(
            ("GET",),
            "/api/v1/discovery/options",
            Dialect.DISCOVERY,
            options,
            summary="Everything that can be chosen about goods, for filters",
            answer="Options",
            auth=Auth.SEARCH,
            problems=_SERVER_PROBLEMS,
        ),
    ]


def _page(services: Services, request: Request, search: _Search) -> Response:
    started = time.perf_counter()
    place = _opened(search.cursor) if search.cursor else None
    query, filters = (place.query, place.filters) if place else (search.query, search.filters)
    first, after = (place.offset, place.after) if place else (0, None)
    with services.store.read() as transaction:
        found = services.index.find(query, _wish(filters or _Filters()), transaction, after)
        hits = list(islice(found, first, first + search.page_size + 1))
        shelves = transaction.shelves()
    more = None
    if len(hits) > search.page_size:
        hits.pop()
        more = _next_page(request, search.page_size, _Cursor.behind(hits, query, filters, first))
    return answer(
        {
            "products": [_hit(hit, shelves) for hit in hits],
            "page_size": search.page_size,
            "time_taken_ms": round((time.perf_counter() - started) * 1000),
            "next_page": more,
        }
    )


def _hit(hit: Hit, shelves: Mapping[str, Shelf]) -> Json:
    return product_json(hit.merchant, hit.product, shelves.get(hit.merchant.domain, Shelf({}, {})))


def _wish(filters: _Filters) -> Wish:
    domains = None if filters.domains is None else frozenset(name.strip().lower() for name in filters.domains)
    return Wish(
        domains=domains,
        min_price=filters.min_price,
        max_price=filters.max_price,
        in_stock=bool(filters.in_stock),
        variants=tuple((wanted.option, frozenset(wanted.values)) for wanted in filters.variants or ()),
    )


def _next_page(request: Request, size: int, cursor: _Cursor) -> str:
    opaque = to_base64url(cursor.model_dump_json().encode())
    values = {"query": cursor.query, "page_size": size, "cursor": opaque}
    return f"{str(request.base_url).rstrip('/')}{PATH}?{urlencode(values)}"


def _opened(cursor: str) -> _Cursor:
    try:
        return _Cursor.model_validate_json(from_base64url(cursor))
    except ValueError:
        raise Refusal(Problem.INVALID_BODY, "The cursor is not one of this server. Search again.") from None


def _options(services: Services) -> list[dict[str, object]]:
    found: dict[str, set[str]] = {}
    for merchant in services.catalog.merchants.values():
        for option in merchant.options():
            found.setdefault(option.name.lower(), set()).update(option.values)
    return [{"option": name, "values": sorted(found[name])} for name in sorted(found)]
