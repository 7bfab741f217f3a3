"""Promo codes of both versions of the cart."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from firmly_tui.sandbox.cart.notices import Notice
from firmly_tui.sandbox.cart.promotions import MOST_CODES, applied, cleared, left_out
from firmly_tui.sandbox.errors import Dialect, Problem
from firmly_tui.sandbox.rendering.carts import Version, cart_json
from firmly_tui.sandbox.routes.changing import changed
from firmly_tui.sandbox.services import Services
from firmly_tui.sandbox.wire import BodyModel, Endpoint, answer, read_body

_Code = Annotated[str, Field(min_length=1, max_length=100)]


class PromoCodes(BodyModel):
    """Codes to put on a cart; their letters may be written in either case."""

    promo_codes: list[_Code] = Field(min_length=1, max_length=MOST_CODES)


def endpoints(services: Services) -> list[Endpoint]:
    """Return the endpoints of this group (firmly docs: Apply Coupons, Add Promo Codes V2)."""
    return [*_of_version(services, 1), *_of_version(services, 2)]


def _of_version(services: Services, version: Version) -> list[Endpoint]:
    async def apply(request: Request) -> Response:
        device = services.device(request)
        codes = (await read_body(request, PromoCodes)).promo_codes
        domain = request.path_params["domain"]
        before = services.carts.find(device, domain)
        cart = services.carts.change(device, domain, applied(codes, strict=version == 2))
        offered = [*(before.state.coupons if before else ()), *codes]
        news = [Notice(*told) for told in left_out(cart.merchant, offered, cart.state.coupons)]
        return answer(cart_json(cart, version, news))

    async def clear(request: Request) -> Response:
        return changed(services, request, services.device(request), cleared, version)

    path = f"/api/v{version}/domains/{{domain}}/cart/promo-codes"
    dialect = Dialect.V1 if version == 1 else Dialect.V2
    common = (Problem.CART_NOT_FOUND, Problem.STORE_UNAVAILABLE)
    return [
        Endpoint(
            ("POST",) if version == 1 else ("POST", "PUT"),
            path,
            dialect,
            apply,
            summary="Put promo codes on the cart; the combination that saves the most is applied.",
            answer=f"Cart{version}",
            body=PromoCodes,
            problems=(*common, Problem.INVALID_PROMO, Problem.PROMO_NOT_AVAILABLE, Problem.ONE_PROMO_ONLY),
        ),
        Endpoint(
            ("DELETE",),
            path,
            dialect,
            clear,
            summary="Take all promo codes off the cart.",
            answer=f"Cart{version}",
            problems=(*common, Problem.PROMOS_STAY),
        ),
    ]
