"""How merchants are (firmly serves this from a host of its own)."""

from __future__ import annotations

import re
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from firmly_tui.sandbox.errors import Dialect, Problem, Refusal
from firmly_tui.sandbox.services import Services
from firmly_tui.sandbox.wire import Auth, Endpoint, Query, answer

_COMPONENT: Final = re.compile(r"[A-Za-z0-9._-]{1,100}")


def endpoints(services: Services) -> list[Endpoint]:
    """Return the endpoints of this group (firmly docs: Get Merchant Health Status)."""

    async def merchant_status(request: Request) -> Response:
        merchant = services.carts.merchant(request.path_params["domain"])
        component = request.query_params.get("id")
        if component is not None and not _COMPONENT.fullmatch(component):
            raise Refusal(
                Problem.BAD_REQUEST, "The id of a component has 1 to 100 letters, digits, . - and _."
            )
        return answer({"status": merchant.terms.status})

    return [
        Endpoint(
            ("GET",),
            "/api/v1/domains/{domain}",
            Dialect.STATUS,
            merchant_status,
            summary="Tell how a merchant is, or one component of it; anyone may ask",
            answer="Status",
            auth=Auth.NONE,
            query=(Query("id", "The component to look at.", pattern=rf"^{_COMPONENT.pattern}$"),),
            problems=(Problem.BAD_REQUEST,),
        )
    ]
