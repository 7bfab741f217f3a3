"""Paying: the key that cards are encrypted for, place-order as JSON or as a stream, and complete-order."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Final, Literal

from pydantic import BaseModel, BeforeValidator, Field
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from firmly_tui.sandbox.cards import Card, read_card
from firmly_tui.sandbox.documents import Address
from firmly_tui.sandbox.errors import ConnectionCut, Dialect, Problem, Refusal, error_body
from firmly_tui.sandbox.keys import open_jwe
from firmly_tui.sandbox.orders import PlacedOrder, Purchase, Stage, Step
from firmly_tui.sandbox.rendering import Json, Version, cart_json, order_json
from firmly_tui.sandbox.routes.bodies import Item
from firmly_tui.sandbox.services import Services
from firmly_tui.sandbox.wire import CutAnswer, Endpoint, EventStream, answer, read_body

Vocabulary = Literal["A", "B"]
_MOST_ITEMS: Final = 100
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


def _none_if_empty(value: object) -> object:
    return None if value == {} else value


_Billing = Annotated[Address | None, BeforeValidator(_none_if_empty)]
_Token = Annotated[str, Field(min_length=1, max_length=20_000)]


class _PlaceOrder(BaseModel):
    encrypted_card: _Token
    shipping_info: Address
    billing_info: _Billing = None
    items: list[Item] = Field(min_length=1, max_length=_MOST_ITEMS)


class _CompleteOrder(BaseModel):
    encrypted_card: _Token
    billing_info: _Billing = None


def endpoints(services: Services) -> list[Endpoint]:
    """Return the endpoints of this group (firmly docs: Get Public Key, Place Order, Complete Order)."""

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
        Endpoint(("GET",), "/api/v1/payment/key", Dialect.V1, key),
        _place_endpoint(services, 1, Dialect.PLACE_V1),
        _place_endpoint(services, 2, Dialect.PLACE_V2),
        _complete_endpoint(services, 1, Dialect.COMPLETE_V1),
        _complete_endpoint(services, 2, Dialect.COMPLETE_V2),
    ]


def _place_endpoint(services: Services, version: Version, dialect: Dialect) -> Endpoint:
    async def place_order(request: Request) -> Response:
        device, domain = services.device(request), request.path_params["domain"]
        services.carts.merchant(domain)
        body = await read_body(request, _PlaceOrder)
        purchase = Purchase(
            device=device,
            domain=domain,
            goods=tuple(item.goods() for item in body.items),
            shipping=body.shipping_info,
            billing=_completed(body.billing_info, body.shipping_info),
            card=_card(services, body.encrypted_card),
        )
        vocabulary = _vocabulary(request)
        if vocabulary is None:
            return await _as_json(services.orders.place(purchase), version)
        steps = services.orders.place(purchase, services.options.step_seconds)
        return EventStream(_events(steps, vocabulary, version, dialect))

    path = f"/api/v{version}/payment/domains/{{domain}}/place-order"
    return Endpoint(("POST",), path, dialect, place_order)


def _complete_endpoint(services: Services, version: Version, dialect: Dialect) -> Endpoint:
    async def complete_order(request: Request) -> Response:
        device, domain = services.device(request), request.path_params["domain"]
        body = await read_body(request, _CompleteOrder)
        card = _card(services, body.encrypted_card)
        try:
            order = await services.orders.complete(device, domain, card, body.billing_info)
        except ConnectionCut:
            return CutAnswer()
        return answer(order_json(order, version, "payment_method" if version == 1 else "payment_summary"))

    path = f"/api/v{version}/payment/domains/{{domain}}/complete-order"
    return Endpoint(("POST",), path, dialect, complete_order)


def _card(services: Services, token: str) -> Card:
    return read_card(open_jwe(token, services.keys.payment))


def _completed(billing: Address | None, shipping: Address) -> Address | None:
    """Fill e-mail and phone of a billing address from the other one."""
    if billing is None:
        return None
    return billing.model_copy(
        update={"email": billing.email or shipping.email, "phone": billing.phone or shipping.phone}
    )


def _vocabulary(request: Request) -> Vocabulary | None:
    """Tell which words a client wants: ``sse=true`` those of the reference, ``Accept`` those of the guide."""
    if request.query_params.get("sse", "").lower() == "true":
        return "A"
    return "B" if "text/event-stream" in request.headers.get("accept", "").lower() else None


async def _as_json(steps: AsyncIterator[Step], version: Version) -> Response:
    order: PlacedOrder | None = None
    try:
        async for step in steps:
            order = step.order
    except ConnectionCut:
        return CutAnswer()
    if order is None:
        raise Refusal(Problem.UNEXPECTED, "The order could not be placed.")
    return answer(_order(order, version))


async def _events(
    steps: AsyncIterator[Step], vocabulary: Vocabulary, version: Version, dialect: Dialect
) -> AsyncIterator[tuple[str, object]]:
    names = _NAMES[vocabulary]
    try:
        async for step in steps:
            if step.stage in names:
                yield names[step.stage], _event_data(step, version)
    except Refusal as refusal:
        error = error_body(refusal.problem, refusal.description, dialect)
        yield "error", {"error": {**error, "message": refusal.description}}


def _event_data(step: Step, version: Version) -> Json:
    if step.order is not None:
        return {"order": _order(step.order, version)}
    return {"cart": cart_json(step.cart, version)} if step.cart is not None else {}


def _order(order: PlacedOrder, version: Version) -> Json:
    return order_json(order, version, "payment_summary")
