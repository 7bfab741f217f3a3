"""The simple cart: the first version of the cart API, on the same cart as the second."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from firmly_tui.sandbox.cart.carts import attributed, sent_to
from firmly_tui.sandbox.cart.delivery import sent_everywhere_by
from firmly_tui.sandbox.cart.lines import Goods, added, emptied, with_quantity_of
from firmly_tui.sandbox.documents import Address, Attribution
from firmly_tui.sandbox.errors import Dialect, Problem, Refusal
from firmly_tui.sandbox.rendering.carts import cart_json
from firmly_tui.sandbox.routes.bodies import (
    ADDRESS_PROBLEMS,
    FLUSH,
    LINE_PROBLEMS,
    Handles,
    Id,
    QuantityLeft,
    wants_flush,
)
from firmly_tui.sandbox.routes.changing import changed
from firmly_tui.sandbox.services import Services
from firmly_tui.sandbox.wire import BodyModel, Endpoint, answer, parse_body, raw_body, read_body

CART: Final = "/api/v1/domains/{domain}/cart"


class NewLine(BodyModel):
    """What the path of a new line cannot say."""

    variant_handles: Handles | None = None


class ChangedLine(BodyModel):
    """How many there are to be of a sku; 0 removes it. A line is known by its sku and its handles."""

    quantity: QuantityLeft
    variant_handles: Handles | None = None


class Source(BodyModel):
    """Where the shopper came from."""

    utm: Annotated[str, Field(max_length=4000)] | None = None
    referrer_url: Annotated[str, Field(max_length=4000)] | None = None
    referral_code: Annotated[str, Field(max_length=200)] | None = None


class NewAttribution(Source):
    """An attribution in either documented form: wrapped in `attribution`, or bare."""

    attribution: Source | None = None

    def source(self) -> Attribution:
        """Return what is to be kept."""
        given = self.attribution or self
        return Attribution(utm=given.utm, referrer_url=given.referrer_url, referral_code=given.referral_code)


class ChosenMethod(BodyModel):
    """The sku of a shipping method."""

    shipping_method: Id


def endpoints(services: Services) -> list[Endpoint]:
    """Return the endpoints of this group (firmly docs: Simple Cart)."""
    return [
        *_whole(services),
        _adding(services),
        _changing(services),
        _address(services),
        *_methods(services),
    ]


def _whole(services: Services) -> list[Endpoint]:
    needs_one = "no-cart" in services.options.readings

    async def get_cart(request: Request) -> Response:
        device, domain = services.device(request), request.path_params["domain"]
        cart = services.carts.find(device, domain)
        if cart is None and needs_one:
            raise Refusal(Problem.CART_NOT_FOUND, "There is no cart in this shop yet.")
        return answer(cart_json(cart or services.carts.empty(device, domain), 1))

    async def attribute(request: Request) -> Response:
        device = services.device(request)
        body = await read_body(request, NewAttribution)
        return changed(services, request, device, attributed(body.source()), 1, create=True)

    async def clear(request: Request) -> Response:
        return changed(services, request, services.device(request), emptied, 1)

    return [
        Endpoint(
            ("GET",),
            CART,
            Dialect.V1,
            get_cart,
            summary="Read the cart" if needs_one else "Read the cart; an empty one if there is none",
            answer="Cart1",
            problems=(Problem.CART_NOT_FOUND,) if needs_one else (),
        ),
        Endpoint(
            ("PUT", "POST"),
            f"{CART}/attribution",
            Dialect.V1,
            attribute,
            summary="Say where the shopper came from, as long as the merchant does not know it",
            answer="Cart1",
            body=NewAttribution,
            problems=(Problem.STORE_UNAVAILABLE,),
        ),
        Endpoint(
            ("DELETE",),
            f"{CART}/line-items",
            Dialect.V1,
            clear,
            summary="Take everything out of the cart",
            answer="Cart1",
            problems=(Problem.CART_NOT_FOUND, Problem.STORE_UNAVAILABLE),
        ),
    ]


def _adding(services: Services) -> Endpoint:
    async def add(request: Request) -> Response:
        device = services.device(request)
        body = parse_body(await raw_body(request) or b"{}", NewLine)
        goods = Goods(
            request.path_params["sku"],
            _count(request.path_params["quantity"]),
            tuple(body.variant_handles or ()),
        )
        edit = added(goods, flush=wants_flush(request))
        return changed(services, request, device, edit, 1, create=True)

    return Endpoint(
        ("POST",),
        f"{CART}/line-items/{{sku:path}}/quantity/{{quantity}}",
        Dialect.V1,
        add,
        summary="Add goods to the cart",
        answer="Cart1",
        body=NewLine,
        body_optional=True,
        query=(FLUSH,),
        problems=(*LINE_PROBLEMS, Problem.BAD_REQUEST, Problem.PRODUCT_NOT_SUPPORTED, Problem.CART_FULL),
    )


def _changing(services: Services) -> Endpoint:
    async def change(request: Request) -> Response:
        device = services.device(request)
        body = await read_body(request, ChangedLine)
        if body.quantity < 0:
            raise Refusal(Problem.INVALID_BODY, "The quantity cannot be less than 0.")
        handles = None if body.variant_handles is None else tuple(body.variant_handles)
        edit = with_quantity_of(request.path_params["sku"], handles, body.quantity)
        # without a cart there is an empty one (firmly docs: Get Cart), which does not hold the item
        return changed(services, request, device, edit, 1, create=True)

    return Endpoint(
        ("PUT", "POST"),
        f"{CART}/line-items/{{sku:path}}",
        Dialect.V1,
        change,
        summary="Change how many there are of an item; 0 removes it",
        answer="Cart1",
        body=ChangedLine,
        problems=LINE_PROBLEMS,
    )


def _address(services: Services) -> Endpoint:
    async def shipping_info(request: Request) -> Response:
        device = services.device(request)
        return changed(services, request, device, sent_to(await read_body(request, Address)), 1)

    return Endpoint(
        ("POST",),
        f"{CART}/shipping-info",
        Dialect.V1,
        shipping_info,
        summary="Say where the goods go; the cheapest way to send them is chosen",
        answer="Cart1",
        body=Address,
        problems=(*ADDRESS_PROBLEMS, Problem.NO_LINE_ITEM, Problem.SHIPPING_NOT_NEEDED),
    )


def _methods(services: Services) -> list[Endpoint]:
    async def rates(request: Request) -> Response:
        device, domain = services.device(request), request.path_params["domain"]
        cart = services.carts.find(device, domain) or services.carts.empty(device, domain)
        options = cart_json(cart, 1).get("shipping_method_options")
        if options is None:
            raise Refusal(Problem.MISSING_SHIPPING_INFO, "Enter the delivery address first.")
        return answer(options)

    async def choose(request: Request) -> Response:
        device = services.device(request)
        body = await read_body(request, ChosenMethod)
        return changed(services, request, device, sent_everywhere_by(body.shipping_method), 1)

    def listing(path: str) -> Endpoint:
        return Endpoint(
            ("GET",),
            path,
            Dialect.V1,
            rates,
            summary="List the ways in which the goods can be sent",
            answer="Methods",
            problems=(Problem.MISSING_SHIPPING_INFO,),
        )

    return [
        listing(f"{CART}/shipping-rates"),
        listing(f"{CART}/shipping-method"),
        Endpoint(
            ("POST",),
            f"{CART}/shipping-method",
            Dialect.V1,
            choose,
            summary="Choose how the goods are sent",
            answer="Cart1",
            body=ChosenMethod,
            problems=(
                Problem.CART_NOT_FOUND,
                Problem.NO_LINE_ITEM,
                Problem.MISSING_SHIPPING_INFO,
                Problem.INVALID_SHIPPING_METHOD,
                Problem.STORE_UNAVAILABLE,
            ),
        ),
    ]


def _count(text: str) -> int:
    """Read the number in a path."""
    if not (text.isascii() and text.isdigit() and len(text) <= 7 and int(text) > 0):
        raise Refusal(Problem.BAD_REQUEST, "The quantity in the address must be a number from 1 on.")
    return int(text)
