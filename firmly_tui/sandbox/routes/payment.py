"""Paying in one call: the key that cards are encrypted for, and place-order as JSON or as a stream."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from typing import Final, Literal

from pydantic import Field
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from firmly_tui.sandbox.documents import Address
from firmly_tui.sandbox.errors import Dialect, Problem, Refusal, error_body
from firmly_tui.sandbox.payment.orders import PlacedOrder, Purchase, Stage, Step
from firmly_tui.sandbox.rendering.carts import Json, Version, cart_json, order_json
from firmly_tui.sandbox.routes.bodies import Item
from firmly_tui.sandbox.routes.paying import (
    ADDRESS_PROBLEMS,
    ENVELOPE_PROBLEMS,
    PAYMENT_PROBLEMS,
    Billing,
    Captcha,
    Private,
    Sealed,
    card_in,
    ordered,
)
from firmly_tui.sandbox.services import Services
from firmly_tui.sandbox.store import OUT_OF_ORDER, Store
from firmly_tui.sandbox.wire import Auth, Endpoint, EventStream, Query, answer, read_body

Vocabulary = Literal["A", "B"]
_MOST_ITEMS: Final = 100
_FORMATS: Final = ("JWK", "PEM", "RSA")
_NAMES: Final[dict[Vocabulary, dict[Stage, str]]] = {
    "A": {
        Stage.CREATING_CART: "creating-cart",
        Stage.ITEM_ADDED: "item-added",
        Stage.SHIPPING_UPDATED: "shipping-updated",
        Stage.PLACED: "order-placed",
    },
    "B": {
        Stage.CREATING_CART: "order_processing",
        Stage.PAYING: "payment_processing",
        Stage.PLACED: "order_completed",
    },
}


class PlaceOrder(Private):
    """Goods, addresses and a card: everything an order needs."""

    encrypted_card: Sealed
    shipping_info: Address
    billing_info: Billing = None
    items: list[Item] = Field(min_length=1, max_length=_MOST_ITEMS)
    captcha_token: Captcha | None = None


_PROBLEMS: Final = (
    *ENVELOPE_PROBLEMS,
    *PAYMENT_PROBLEMS,
    *ADDRESS_PROBLEMS,
    Problem.PRODUCT_NOT_FOUND,
    Problem.PRODUCT_NOT_SUPPORTED,
    Problem.TOO_MANY_OF_ONE,
    Problem.CART_FULL,
    Problem.TRY_AGAIN_LATER,
    Problem.TOO_MANY_RETRIES,
)


def endpoints(services: Services) -> list[Endpoint]:
    """Return the endpoints of this group (firmly docs: Get Public Key, Place Order)."""

    async def key(request: Request) -> Response:
        pair = services.keys.payment
        form = request.query_params.get("format", "JWK").upper()
        if form == "PEM" or form == "RSA":
            response: Response = PlainTextResponse(pair.pem(form))
        else:
            response = answer(pair.jwk())
        response.headers["x-firmly-kid"] = pair.kid
        return response

    return [
        Endpoint(
            ("GET",),
            "/api/v1/payment/key",
            Dialect.V1,
            key,
            summary="Get the public key that cards are encrypted for",
            answer="Key|text",
            auth=Auth.NONE,
            query=(Query("format", "PEM (SPKI) or RSA (PKCS#1); all else is JWK.", default=_FORMATS[0]),),
        ),
        *_placing(services),
    ]


def _placing(services: Services) -> list[Endpoint]:
    if "guide-errors" in services.options.readings:
        dialects = Dialect.GUIDE_V1, Dialect.GUIDE_V2
    else:
        dialects = Dialect.PLACE_V1, Dialect.PLACE_V2
    return [_place_endpoint(services, 1, dialects[0]), _place_endpoint(services, 2, dialects[1])]


def _place_endpoint(services: Services, version: Version, dialect: Dialect) -> Endpoint:
    async def place_order(request: Request) -> Response:
        device, domain = services.device(request), request.path_params["domain"]
        services.carts.merchant(domain)
        body = await read_body(request, PlaceOrder)
        purchase = Purchase(
            device=device,
            domain=domain,
            goods=tuple(item.goods() for item in body.items),
            shipping=body.shipping_info,
            billing=body.billing_info,
            card=card_in(services, body.encrypted_card),
        )
        vocabulary = _vocabulary(request, accept_first="accept-first" in services.options.readings)
        if vocabulary is None:
            return await ordered(_last(services.orders.place(purchase)), version, "payment_summary")
        steps = services.orders.place(purchase, services.options.step_seconds)
        return EventStream(_events(services.store, steps, vocabulary, version, dialect))

    return Endpoint(
        ("POST",),
        f"/api/v{version}/payment/domains/{{domain}}/place-order",
        dialect,
        place_order,
        summary="Put goods into a new cart and order them, in one call or as a stream of events",
        body=PlaceOrder,
        answer=f"Order{version}|events",
        query=(Query("sse", "Answer with server-sent events.", kind="boolean"),),
        problems=_PROBLEMS,
    )


def _vocabulary(request: Request, *, accept_first: bool) -> Vocabulary | None:
    """Tell which words a client wants: ``sse=true`` those of the reference, ``Accept`` those of the guide.

    ``accept_first`` decides for the guide where both are given.
    """
    by_query = request.query_params.get("sse", "").lower() == "true"
    by_header = "text/event-stream" in request.headers.get("accept", "").lower()
    if by_query and not (by_header and accept_first):
        return "A"
    return "B" if by_header else None


async def _last(steps: AsyncIterator[Step]) -> PlacedOrder:
    order: PlacedOrder | None = None
    async for step in steps:
        order = step.order
    if order is None:
        raise Refusal(Problem.UNEXPECTED, "The order could not be placed.")
    return order


async def _events(
    store: Store, steps: AsyncIterator[Step], vocabulary: Vocabulary, version: Version, dialect: Dialect
) -> AsyncIterator[tuple[str, object]]:
    """Tell of each step once it is on disk, or what went wrong instead."""
    names = _NAMES[vocabulary]
    try:
        async for step in steps:
            if step.stage in names:
                await store.durable()
                yield names[step.stage], _event_data(step, version)
    except Refusal as refusal:
        yield _error_event(refusal.problem, refusal.description, dialect)
    except sqlite3.Error:
        yield _error_event(Problem.STORE_UNAVAILABLE, OUT_OF_ORDER, dialect)


def _error_event(problem: Problem, description: str, dialect: Dialect) -> tuple[str, Json]:
    return "error", {"error": {**error_body(problem, description, dialect), "message": description}}


def _event_data(step: Step, version: Version) -> Json:
    if step.order is not None:
        return {"order": order_json(step.order, version, "payment_summary")}
    return {"cart": cart_json(step.cart, version)} if step.cart is not None else {}
