"""Changing the sandbox's world while it runs: its clock, its goods, and how its merchants are. Not firmly's."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Annotated, Final, Self

from pydantic import Field, model_validator
from starlette.requests import Request
from starlette.responses import Response

from firmly_tui.sandbox.cart.basket import full_title
from firmly_tui.sandbox.clock import MOST_AHEAD
from firmly_tui.sandbox.errors import Dialect, Problem, Refusal
from firmly_tui.sandbox.goods.catalog import Merchant, Product, Shelf, Variant
from firmly_tui.sandbox.goods.terms import Health
from firmly_tui.sandbox.rendering.amounts import Json
from firmly_tui.sandbox.routes.bodies import NO_TRUTH_VALUE
from firmly_tui.sandbox.services import Services
from firmly_tui.sandbox.wire import Auth, BodyModel, Endpoint, Query, answer, read_body

_MOST_LISTED: Final = 200
_MOST_LOOKED_AT: Final = 2_000
_MOST_STOCK: Final = 1_000_000
_MOST_PRICE: Final = 1_000_000_000
_GOODS: Final = "/sandbox/merchants/{domain}/goods"


class NewTime(BodyModel):
    """How many seconds the clock is to be ahead of the real time; 0 is the real time."""

    ahead_seconds: Annotated[int, Field(ge=0, le=MOST_AHEAD), NO_TRUTH_VALUE]


class NewHealth(BodyModel):
    """How a merchant is to be."""

    health: Health


class NewGoods(BodyModel):
    """What is left of a variant, and what it costs in minor units; what is left out stays."""

    stock: Annotated[int, Field(ge=0, le=_MOST_STOCK), NO_TRUTH_VALUE] | None = None
    price: Annotated[int, Field(ge=1, le=_MOST_PRICE), NO_TRUTH_VALUE] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.stock is None and self.price is None:
            raise ValueError("stock or price is needed")
        return self


def endpoints(services: Services) -> list[Endpoint]:
    """Return the endpoints of this group."""
    return [*_clock(services), *_merchants(services), *_goods(services)]


def _clock(services: Services) -> list[Endpoint]:
    def told() -> Response:
        moments = {"now": services.clock().isoformat(), "real": services.clock.real().isoformat()}
        return answer({**moments, "ahead_seconds": services.clock.ahead})

    async def show(_request: Request) -> Response:
        return told()

    async def move(request: Request) -> Response:
        services.clock.move((await read_body(request, NewTime)).ahead_seconds)
        return told()

    async def reset(_request: Request) -> Response:
        services.clock.move(0)
        return told()

    path, none = "/sandbox/clock", Auth.NONE
    return [
        Endpoint(("GET",), path, Dialect.V2, show, "What time it is in the sandbox", "Clock", auth=none),
        Endpoint(
            ("PUT",),
            path,
            Dialect.V2,
            move,
            "Move the clock ahead of the real time: days and hours to choose, sessions and promo codes follow",
            "Clock",
            NewTime,
            auth=none,
        ),
        Endpoint(("DELETE",), path, Dialect.V2, reset, "Go back to the real time", "Clock", auth=none),
    ]


def _merchants(services: Services) -> list[Endpoint]:
    def told(merchant: Merchant) -> Json:
        return {
            "domain": merchant.domain,
            "name": merchant.name,
            "currency": merchant.currency,
            "health": merchant.terms.status,
            "shipped_health": services.health.shipped(merchant.domain),
        }

    async def show(_request: Request) -> Response:
        return answer({"merchants": [told(merchant) for merchant in services.catalog.merchants.values()]})

    async def change(request: Request) -> Response:
        merchant = services.carts.merchant(request.path_params["domain"])
        health = (await read_body(request, NewHealth)).health
        return answer(told(services.health.set(merchant, health)))

    return [
        Endpoint(
            ("GET",),
            "/sandbox/merchants",
            Dialect.V2,
            show,
            "The merchants, and how they are",
            "SandboxMerchants",
            auth=Auth.NONE,
        ),
        Endpoint(
            ("PUT",),
            "/sandbox/merchants/{domain}",
            Dialect.V2,
            change,
            "Let a merchant be operational, degraded, or in outage",
            "SandboxMerchant",
            NewHealth,
            auth=Auth.NONE,
        ),
    ]


def _goods(services: Services) -> list[Endpoint]:
    def shelf(merchant: Merchant) -> Shelf:
        with services.store.read() as transaction:
            return transaction.shelf(merchant.domain)

    async def show(request: Request) -> Response:
        merchant = services.carts.merchant(request.path_params["domain"])
        words = request.query_params.get("query", "")
        found = list(islice(_matching(merchant, words), _MOST_LISTED + 1))
        shown = [_told(product, variant, shelf(merchant)) for product, variant in found[:_MOST_LISTED]]
        return answer({"goods": shown, "has_more": len(found) > _MOST_LISTED})

    async def change(request: Request) -> Response:
        merchant = services.carts.merchant(request.path_params["domain"])
        found = merchant.find(request.path_params["sku"])
        body = await read_body(request, NewGoods)
        if found is None:
            raise Refusal(Problem.PRODUCT_NOT_FOUND, f"{merchant.name} has no goods of this sku.")
        with services.store.change() as transaction:
            if body.stock is not None:
                transaction.set_stock(merchant.domain, found[1].sku, body.stock)
            if body.price is not None:
                transaction.set_price(merchant.domain, found[1].sku, body.price)
        return answer(_told(*found, shelf(merchant)))

    async def reset(request: Request) -> Response:
        merchant = services.carts.merchant(request.path_params["domain"])
        with services.store.change() as transaction:
            transaction.query("DELETE FROM goods WHERE domain = :domain", {"domain": merchant.domain})
        return answer({})

    none = Auth.NONE
    return [
        Endpoint(
            ("GET",),
            _GOODS,
            Dialect.V2,
            show,
            "The goods of a merchant, with stock and prices now and as its catalog says",
            "SandboxGoods",
            auth=none,
            query=(
                Query(
                    "query", "A sku, or words of the title; of very many goods the first 2,000 are looked at."
                ),
            ),
        ),
        Endpoint(
            ("PUT",),
            f"{_GOODS}/{{sku:path}}",
            Dialect.V2,
            change,
            "Set what is left of a variant, or what it costs",
            "SandboxVariant",
            NewGoods,
            auth=none,
            problems=(Problem.PRODUCT_NOT_FOUND,),
        ),
        Endpoint(
            ("DELETE",),
            _GOODS,
            Dialect.V2,
            reset,
            "Let stock and prices of a merchant be as its catalog says",
            "Empty",
            auth=none,
        ),
    ]


def _matching(merchant: Merchant, words: str) -> Iterator[tuple[Product, Variant]]:
    """Give the variants of a sku, or of titles with all the words."""
    exact = merchant.find(words.strip())
    if exact is not None:
        yield exact
        return
    wanted = words.casefold().split()
    for product in merchant.page(0, _MOST_LOOKED_AT):
        for variant in product.variants:
            text = f"{full_title(product, variant)} {variant.sku}".casefold()
            if all(word in text for word in wanted):
                yield product, variant


def _told(product: Product, variant: Variant, shelf: Shelf) -> Json:
    return {
        "sku": variant.sku,
        "title": full_title(product, variant),
        "stock": shelf.left(variant),
        "price": shelf.price(variant),
        "shipped_stock": variant.stock,
        "shipped_price": variant.price,
    }
