"""The simple cart: the first version of the cart API."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from firmly_tui.sandbox.errors import Dialect
from firmly_tui.sandbox.rendering import cart_json
from firmly_tui.sandbox.services import Services
from firmly_tui.sandbox.wire import Endpoint, answer


def endpoints(services: Services) -> list[Endpoint]:
    """Return the endpoints of this group (firmly docs: Simple Cart)."""

    async def get_cart(request: Request) -> Response:
        device, domain = services.device(request), request.path_params["domain"]
        cart = services.carts.find(device, domain) or services.carts.empty(device, domain)
        return answer(cart_json(cart, 1))

    return [Endpoint(("GET",), "/api/v1/domains/{domain}/cart", Dialect.V1, get_cart)]
