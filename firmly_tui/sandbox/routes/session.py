"""Sessions of devices, and what hangs on a device over all merchants: its carts and its postal code."""

from __future__ import annotations

import uuid
from typing import Annotated, Final

from pydantic import ConfigDict, Field, WithJsonSchema
from starlette.requests import Request
from starlette.responses import Response

from firmly_tui.sandbox.errors import Dialect, Problem, Refusal
from firmly_tui.sandbox.rendering.carts import Version, cart_json
from firmly_tui.sandbox.services import Services
from firmly_tui.sandbox.sessions import RENEWAL_SECONDS, TOKEN_SECONDS
from firmly_tui.sandbox.wire import Auth, BodyModel, Endpoint, Query, answer, parse_body, raw_body, read_body

COOKIE: Final = "fsession_v2"
_NO_TOKENS: Final = frozenset({"", "null", "undefined"})
"""What a browser sends as the text of a token that it does not have."""

_POSTAL_CODE: Final = r"^([A-Za-z0-9][A-Za-z0-9 -]{1,9})?$"
_POSTAL_CODE_OR_NUMBER: Final[dict[str, object]] = {
    "anyOf": [
        {"type": "string", "pattern": _POSTAL_CODE},
        {"type": "integer", "minimum": 10, "maximum": 10**10 - 1},
    ]
}


class Renewal(BodyModel):
    """The old token of a device that goes on."""

    access_token: Annotated[str, Field(max_length=20_000)] | None = None


class PostalCode(BodyModel):
    """A postal code of any country; "" forgets it."""

    model_config = ConfigDict(coerce_numbers_to_str=True, str_strip_whitespace=True)

    postal_code: Annotated[str, Field(pattern=_POSTAL_CODE), WithJsonSchema(_POSTAL_CODE_OR_NUMBER)]


def endpoints(services: Services) -> list[Endpoint]:
    """Return the endpoints of this group (firmly docs: Browser Session, Session)."""
    return [_browser_session(services), _active(services, 1), _active(services, 2), *_device(services)]


def _browser_session(services: Services) -> Endpoint:
    async def browser_session(request: Request) -> Response:
        app_id = _app_id(request)
        token = parse_body(await raw_body(request) or b"{}", Renewal).access_token
        session = _session(services, app_id, _token(token), _token(request.cookies.get(COOKIE)))
        response = answer(session)
        response.set_cookie(
            COOKIE, str(session["access_token"]), max_age=TOKEN_SECONDS + RENEWAL_SECONDS, httponly=True
        )
        return response

    return Endpoint(
        ("POST",),
        "/api/v1/browser-session",
        Dialect.SESSION,
        browser_session,
        summary="Make a session for a new device, or renew one by its old token or the cookie fsession_v2",
        answer="Session",
        body=Renewal,
        body_optional=True,
        auth=Auth.APP,
        problems=(Problem.INVALID_JWT, Problem.TOKEN_EXPIRED),
    )


def _active(services: Services, version: Version) -> Endpoint:
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

    return Endpoint(
        ("GET",),
        f"/api/v{version}/carts/active",
        Dialect.V1 if version == 1 else Dialect.V2,
        active_carts,
        summary="Read every cart of the device that holds something",
        answer=f"ActiveCarts{version}",
        query=(Query("excludes", "Merchants to leave out, with commas between them."),),
    )


def _device(services: Services) -> list[Endpoint]:
    async def domains(request: Request) -> Response:
        return answer({"domains": services.carts.domains(services.device(request))})

    async def postal_code(request: Request) -> Response:
        device = services.device(request)
        with services.store.read() as transaction:
            return answer({"postal_code": transaction.postal_code(device)})

    async def set_postal_code(request: Request) -> Response:
        device = services.device(request)
        wanted = (await read_body(request, PostalCode)).postal_code
        with services.store.change() as transaction:
            transaction.set_postal_code(device, wanted)
        return answer({"postal_code": wanted})

    place = "/api/v2/carts/postal-code"
    return [
        Endpoint(
            ("GET",),
            "/api/v2/carts/active-domains",
            Dialect.V2_DOMAINS,
            domains,
            summary="List the merchants where the device has a cart that holds something",
            answer="Domains",
        ),
        Endpoint(
            ("GET",),
            place,
            Dialect.V2_POSTAL,
            postal_code,
            summary='Read the postal code of the device; "" if there is none',
            answer="PostalCode",
        ),
        Endpoint(
            ("POST",),
            place,
            Dialect.V2_POSTAL,
            set_postal_code,
            summary="Set the postal code that shipping and tax are estimated for until an address is known",
            answer="PostalCode",
            body=PostalCode,
        ),
    ]


def _token(text: str | None) -> str | None:
    return None if text is None or text.strip() in _NO_TOKENS else text


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
