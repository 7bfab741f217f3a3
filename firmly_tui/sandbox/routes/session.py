"""Sessions of devices, and the carts that hang on them."""

from __future__ import annotations

import uuid
from typing import Final

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from firmly_tui.sandbox.errors import Dialect, Problem, Refusal
from firmly_tui.sandbox.rendering import Version, cart_json
from firmly_tui.sandbox.services import Services
from firmly_tui.sandbox.sessions import RENEWAL_SECONDS, TOKEN_SECONDS
from firmly_tui.sandbox.wire import Endpoint, answer, parse_body, raw_body

COOKIE: Final = "fsession_v2"


class _Renewal(BaseModel):
    access_token: str | None = None


def endpoints(services: Services) -> list[Endpoint]:
    """Return the endpoints of this group (firmly docs: Browser Session, Get Active Carts)."""

    async def browser_session(request: Request) -> Response:
        app_id = _app_id(request)
        body = await raw_body(request)
        token = parse_body(body, _Renewal).access_token if body else None
        session = _session(services, app_id, token, request.cookies.get(COOKIE))
        response = answer(session)
        response.set_cookie(
            COOKIE, str(session["access_token"]), max_age=TOKEN_SECONDS + RENEWAL_SECONDS, httponly=True
        )
        return response

    def active(version: Version) -> Endpoint:
        async def active_carts(request: Request) -> Response:
            excluded = request.query_params.get("excludes", "")
            names = frozenset(name.strip().lower() for name in excluded.split(",") if name.strip())
            carts = services.carts.active(services.device(request), names)
            return answer(
                {
                    "domains": [cart.merchant.domain for cart in carts],
                    "carts": [cart_json(cart, version) for cart in carts],
                }
            )

        dialect = Dialect.V1 if version == 1 else Dialect.V2
        return Endpoint(("GET",), f"/api/v{version}/carts/active", dialect, active_carts)

    return [
        Endpoint(("POST",), "/api/v1/browser-session", Dialect.SESSION, browser_session),
        active(1),
        active(2),
    ]


def _session(services: Services, app_id: str, token: str | None, cookie: str | None) -> dict[str, object]:
    """Renew by body or by cookie; a cookie that is not good any more is no reason to refuse a new session."""
    if token:
        return services.sessions.renew(app_id, token)
    if cookie:
        try:
            return services.sessions.renew(app_id, cookie)
        except Refusal:
            return services.sessions.issue(app_id)
    return services.sessions.issue(app_id)


def _app_id(request: Request) -> str:
    value = request.headers.get("x-firmly-app-id", "").strip()
    if not value:
        raise Refusal(Problem.MISSING_APP_ID, "The x-firmly-app-id header is missing.")
    try:
        return str(uuid.UUID(value))
    except ValueError:
        raise Refusal(Problem.INVALID_APP_ID, "The application id is not a UUID.") from None
