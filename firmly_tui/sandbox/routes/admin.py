"""What the sandbox says about itself. These routes are its own, not firmly's."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from firmly_tui import __version__
from firmly_tui.sandbox.cards import TEST_CARDS
from firmly_tui.sandbox.errors import Dialect
from firmly_tui.sandbox.services import Services
from firmly_tui.sandbox.wire import Endpoint, answer


def endpoints(services: Services) -> list[Endpoint]:
    """Return the endpoints of this group."""

    async def health(_request: Request) -> Response:
        merchants = [
            {"domain": merchant.domain, "name": merchant.name, "currency": merchant.currency}
            for merchant in services.catalog.merchants.values()
        ]
        return answer({"status": "ok", "version": __version__, "merchants": merchants})

    async def cards(_request: Request) -> Response:
        rows = [{"number": card.number, "brand": card.brand, "meaning": card.meaning} for card in TEST_CARDS]
        return answer({"cards": rows})

    return [
        Endpoint(("GET",), "/sandbox/health", Dialect.V1, health),
        Endpoint(("GET",), "/sandbox/cards", Dialect.V1, cards),
    ]
