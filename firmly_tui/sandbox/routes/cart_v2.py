"""The full cart: the second version of the cart API."""

from __future__ import annotations

from datetime import date
from typing import Final

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from firmly_tui.sandbox.carts import PricedCart
from firmly_tui.sandbox.documents import Address
from firmly_tui.sandbox.errors import Dialect, Problem, Refusal
from firmly_tui.sandbox.rendering import cart_json
from firmly_tui.sandbox.routes.bodies import Item, Quantity
from firmly_tui.sandbox.services import Services
from firmly_tui.sandbox.wire import Endpoint, answer, read_body

CART: Final = "/api/v2/domains/{domain}/cart"


class _NewQuantity(BaseModel):
    quantity: Quantity


class _Method(BaseModel):
    shipment_id: str = Field(max_length=200)
    shipping_method_id: str = Field(max_length=200)
    notes: str | None = Field(default=None, max_length=2000)
    selected_date: date | None = None


def endpoints(services: Services) -> list[Endpoint]:
    """Return the endpoints of this group (firmly docs: Full Cart)."""
    carts = services.carts

    async def get_cart(request: Request) -> Response:
        device, domain = _who(services, request)
        cart = carts.find(device, domain)
        if cart is None:
            raise Refusal(Problem.CART_NOT_FOUND, "There is no cart in this shop yet.")
        return _answer(cart)

    async def add_item(request: Request) -> Response:
        device, domain = _who(services, request)
        item = await read_body(request, Item)
        flush = request.query_params.get("flush_cart", "").lower() == "true"
        return _answer(carts.add(device, domain, item.goods(), flush=flush))

    async def change_item(request: Request) -> Response:
        device, domain = _who(services, request)
        quantity = (await read_body(request, _NewQuantity)).quantity
        if quantity < 0:
            raise Refusal(Problem.INVALID_QUANTITY, "The quantity cannot be less than 0.")
        return _answer(carts.set_quantity(device, domain, request.path_params["line_item_id"], quantity))

    async def clear(request: Request) -> Response:
        return _answer(carts.clear(*_who(services, request)))

    async def shipping_info(request: Request) -> Response:
        device, domain = _who(services, request)
        return _answer(carts.set_addresses(device, domain, await read_body(request, Address)))

    async def choose_method(request: Request) -> Response:
        device, domain = _who(services, request)
        wish = await read_body(request, _Method)
        day = None if wish.selected_date is None else wish.selected_date.isoformat()
        cart = carts.choose_method(device, domain, wish.shipment_id, wish.shipping_method_id, wish.notes, day)
        return _answer(cart)

    return [
        Endpoint(("GET",), CART, Dialect.V2, get_cart),
        Endpoint(("POST",), f"{CART}/line-items", Dialect.V2, add_item),
        Endpoint(("DELETE",), f"{CART}/line-items", Dialect.V2, clear),
        Endpoint(("POST", "PUT"), f"{CART}/line-items/{{line_item_id}}", Dialect.V2, change_item),
        Endpoint(("POST", "PUT"), f"{CART}/shipping-info", Dialect.V2_SHIPPING, shipping_info),
        Endpoint(("POST",), f"{CART}/shipment/methods", Dialect.V2, choose_method),
        Endpoint(("POST",), f"{CART}/shipments/shipping-method", Dialect.V2, choose_method),
    ]


def _who(services: Services, request: Request) -> tuple[str, str]:
    return services.device(request), request.path_params["domain"]


def _answer(cart: PricedCart) -> Response:
    return answer(cart_json(cart, 2))
