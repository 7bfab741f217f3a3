"""The one way in which routes change a cart and answer with it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from firmly_tui.sandbox.cart.basket import Edit
from firmly_tui.sandbox.rendering.carts import Version, cart_json
from firmly_tui.sandbox.services import Services
from firmly_tui.sandbox.wire import answer


def changed(
    services: Services, request: Request, device: str, edit: Edit, version: Version, *, create: bool = False
) -> Response:
    """Change the device's cart at the merchant in the path; ``create`` makes it when there is none."""
    cart = services.carts.change(device, request.path_params["domain"], edit, create=create)
    return answer(cart_json(cart, version))
