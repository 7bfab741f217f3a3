"""PayPal's express checkout: start it, tell who approved it, order with it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from firmly_tui.sandbox.cart.basket import require_lines
from firmly_tui.sandbox.errors import Dialect, Problem
from firmly_tui.sandbox.payment.express import PAYPAL, authorized, check_approved, started
from firmly_tui.sandbox.routes.bodies import Id
from firmly_tui.sandbox.routes.changing import changed
from firmly_tui.sandbox.routes.paying import PAYMENT_PROBLEMS, ordered
from firmly_tui.sandbox.services import Services
from firmly_tui.sandbox.wire import BodyModel, Endpoint, parse_body, raw_body, read_body

_PATH = "/api/v1/domains/{domain}/express/paypal"


class Approval(BodyModel):
    """Who approved at PayPal, and which payment."""

    payer_id: Id
    paypal_token: Id | None = None


class Authorize(BodyModel):
    """What PayPal's page gave back."""

    attributes: Approval


class CompleteExpress(BodyModel):
    """Nothing, or what PayPal's page gave back, when that was not told before."""

    attributes: Approval | None = None


def endpoints(services: Services) -> list[Endpoint]:
    """Return the endpoints of this group (firmly docs: Start, Authorize, Complete Express Checkout)."""
    return [_start(services), _authorize(services), _complete(services)]


def _start(services: Services) -> Endpoint:
    async def start(request: Request) -> Response:
        return changed(services, request, services.device(request), started, 1)

    return Endpoint(
        ("POST",),
        f"{_PATH}/start",
        Dialect.EXPRESS,
        start,
        summary="Start a PayPal checkout; the cart then holds the token for PayPal's page",
        answer="Cart1",
        problems=(
            Problem.CART_NOT_FOUND,
            Problem.NO_LINE_ITEM,
            Problem.USER_MUST_LOGIN,
            Problem.PAYMENT_NOT_AVAILABLE,
            Problem.STORE_UNAVAILABLE,
        ),
    )


def _authorize(services: Services) -> Endpoint:
    async def authorize(request: Request) -> Response:
        device, domain = services.device(request), request.path_params["domain"]
        services.carts.merchant(domain)
        given = (await read_body(request, Authorize)).attributes
        edit = authorized(given.payer_id, given.paypal_token)
        return changed(services, request, device, edit, 1)

    return Endpoint(
        ("POST",),
        f"{_PATH}/authorize",
        Dialect.EXPRESS,
        authorize,
        summary="Tell who approved the payment at PayPal",
        body=Authorize,
        answer="Cart1",
        problems=(
            Problem.CART_NOT_FOUND,
            Problem.NO_LINE_ITEM,
            Problem.BAD_REQUEST,
            Problem.STORE_UNAVAILABLE,
        ),
    )


def _complete(services: Services) -> Endpoint:
    async def complete_order(request: Request) -> Response:
        device, domain = services.device(request), request.path_params["domain"]
        data = await raw_body(request)
        given = parse_body(data, CompleteExpress).attributes if data else None
        if given is not None:
            services.carts.change(device, domain, authorized(given.payer_id, given.paypal_token))
        cart = services.carts.existing(device, domain)
        require_lines(cart.state)
        check_approved(cart.state)
        return await ordered(services.orders.complete(device, domain, PAYPAL), 1)

    return Endpoint(
        ("POST",),
        f"{_PATH}/complete-order",
        Dialect.EXPRESS,
        complete_order,
        summary="Order the cart with the payment that was approved at PayPal",
        body=CompleteExpress,
        body_optional=True,
        answer="Order1",
        problems=(*PAYMENT_PROBLEMS, Problem.BAD_REQUEST),
    )
