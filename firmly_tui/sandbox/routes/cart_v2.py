"""The full cart: the second version of the cart API."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from firmly_tui.sandbox.cart.basket import PricedCart
from firmly_tui.sandbox.cart.carts import billed_to, sent_to
from firmly_tui.sandbox.cart.lines import added, emptied, with_quantity
from firmly_tui.sandbox.documents import Address
from firmly_tui.sandbox.errors import Dialect, Problem, Refusal
from firmly_tui.sandbox.rendering.carts import cart_json
from firmly_tui.sandbox.routes.bodies import (
    ADDRESS_PROBLEMS,
    FLUSH,
    LINE_PROBLEMS,
    PLACE_PROBLEMS,
    Item,
    QuantityLeft,
    ShippingInfo,
    wants_flush,
)
from firmly_tui.sandbox.routes.changing import changed
from firmly_tui.sandbox.services import Services
from firmly_tui.sandbox.wire import BodyModel, Endpoint, answer, read_body

CART: Final = "/api/v2/domains/{domain}/cart"


class NewQuantity(BodyModel):
    """How many there are to be of a line; 0 removes it."""

    quantity: QuantityLeft


def endpoints(services: Services) -> list[Endpoint]:
    """Return the endpoints of this group (firmly docs: Full Cart)."""
    return [*_whole(services), *_lines(services), *_addresses(services)]


def _whole(services: Services) -> list[Endpoint]:
    carts = services.carts
    needs_one = "no-cart" not in services.options.readings

    async def get_cart(request: Request) -> Response:
        device, domain = _who(services, request)
        if needs_one:
            return _answer(carts.existing(device, domain))
        return _answer(carts.find(device, domain) or carts.empty(device, domain))

    async def clear(request: Request) -> Response:
        return changed(services, request, services.device(request), emptied, 2)

    return [
        Endpoint(
            ("GET",),
            CART,
            Dialect.V2,
            get_cart,
            summary="Read the cart" if needs_one else "Read the cart; an empty one if there is none",
            answer="Cart2",
            problems=(Problem.CART_NOT_FOUND,) if needs_one else (),
        ),
        Endpoint(
            ("DELETE",),
            f"{CART}/line-items",
            Dialect.V2,
            clear,
            summary="Take everything out of the cart; addresses stay",
            answer="Cart2",
            problems=(Problem.CART_NOT_FOUND, Problem.STORE_UNAVAILABLE),
        ),
    ]


def _lines(services: Services) -> list[Endpoint]:
    async def add_item(request: Request) -> Response:
        device = services.device(request)
        item = await read_body(request, Item)
        flush = wants_flush(request)
        return changed(services, request, device, added(item.goods(), flush=flush), 2, create=True)

    async def change_item(request: Request) -> Response:
        device = services.device(request)
        quantity = (await read_body(request, NewQuantity)).quantity
        if quantity < 0:
            raise Refusal(Problem.INVALID_QUANTITY, "The quantity cannot be less than 0.")
        edit = with_quantity(request.path_params["line_item_id"], quantity)
        return changed(services, request, device, edit, 2)

    return [
        Endpoint(
            ("POST",),
            f"{CART}/line-items",
            Dialect.V2,
            add_item,
            summary="Add goods to the cart, which puts them into a shipment",
            answer="Cart2",
            body=Item,
            query=(FLUSH,),
            problems=(*LINE_PROBLEMS, Problem.PRODUCT_NOT_SUPPORTED, Problem.CART_FULL),
        ),
        Endpoint(
            ("POST", "PUT"),
            f"{CART}/line-items/{{line_item_id}}",
            Dialect.V2,
            change_item,
            summary="Change how many there are of a line; 0 removes it",
            answer="Cart2",
            body=NewQuantity,
            problems=(
                Problem.CART_NOT_FOUND,
                Problem.LINE_ITEM_NOT_FOUND,
                Problem.INVALID_QUANTITY,
                *LINE_PROBLEMS,
            ),
        ),
    ]


def _addresses(services: Services) -> list[Endpoint]:
    async def shipping_info(request: Request) -> Response:
        device = services.device(request)
        body = await read_body(request, ShippingInfo)
        edit = sent_to(body.address(), shipment_id=body.shipment_id)
        return changed(services, request, device, edit, 2)

    async def billing_info(request: Request) -> Response:
        device = services.device(request)
        return changed(services, request, device, billed_to(await read_body(request, Address)), 2)

    return [
        Endpoint(
            ("POST", "PUT"),
            f"{CART}/shipping-info",
            Dialect.V2_SHIPPING,
            shipping_info,
            summary="Say where the goods go; the cheapest way to send them is chosen",
            answer="Cart2",
            body=ShippingInfo,
            problems=(
                *ADDRESS_PROBLEMS,
                Problem.NO_LINE_ITEM,
                Problem.SHIPPING_NOT_NEEDED,
                Problem.SHIPMENT_NOT_FOUND,
            ),
        ),
        Endpoint(
            ("POST", "PUT"),
            f"{CART}/billing-info",
            Dialect.V2,
            billing_info,
            summary="Say who is billed, where it is not whom the goods go to",
            answer="Cart2",
            body=Address,
            problems=(
                Problem.CART_NOT_FOUND,
                Problem.INVALID_EMAIL,
                *PLACE_PROBLEMS,
                Problem.STORE_UNAVAILABLE,
            ),
        ),
    ]


def _who(services: Services, request: Request) -> tuple[str, str]:
    return services.device(request), request.path_params["domain"]


def _answer(cart: PricedCart) -> Response:
    return answer(cart_json(cart, 2))
