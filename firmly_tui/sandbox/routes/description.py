"""The OpenAPI document of all routes, itself among them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from firmly_tui.sandbox.errors import Dialect
from firmly_tui.sandbox.payment.keys import Key
from firmly_tui.sandbox.services import Services
from firmly_tui.sandbox.wire import Auth, Endpoint, to_json

_DAYS_AHEAD: Final = 10


def description(described: Iterable[Endpoint], services: Services) -> Endpoint:
    """Return the endpoint that describes ``described``. Its samples can be paid with: they hold a sealed test card."""

    @lru_cache(maxsize=8)
    def written(url: str, key: Key, day: str, down: tuple[str, ...]) -> str:
        from firmly_tui.sandbox.openapi import document, samples, sealed_card

        return to_json(document(endpoints, url, samples(sealed_card(key), day), down))

    async def openapi(request: Request) -> Response:
        down = tuple(
            name for name, merchant in services.catalog.merchants.items() if merchant.terms.status == "outage"
        )
        day = (services.clock() + timedelta(days=_DAYS_AHEAD)).date().isoformat()
        text = written(str(request.base_url).rstrip("/"), services.keys.payment, day, down)
        return Response(text, media_type="application/json")

    endpoint = Endpoint(
        ("GET",),
        "/sandbox/openapi.json",
        Dialect.V1,
        openapi,
        summary="What this server speaks, as OpenAPI",
        answer="OpenApi",
        auth=Auth.NONE,
    )
    endpoints = (*described, endpoint)
    return endpoint
