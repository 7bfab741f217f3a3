"""What the sandbox says about itself. These routes are its own, not firmly's."""

from __future__ import annotations

from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import Response

from firmly_tui import __version__
from firmly_tui.sandbox.errors import Dialect
from firmly_tui.sandbox.identifiers import known_identifiers
from firmly_tui.sandbox.inputs import magic_inputs
from firmly_tui.sandbox.payment.cards import TEST_CARDS
from firmly_tui.sandbox.services import Services
from firmly_tui.sandbox.wire import Auth, Endpoint, Handler, answer


def endpoints(services: Services) -> list[Endpoint]:
    """Return the endpoints of this group."""

    async def health(_request: Request) -> Response:
        merchants = [
            {"domain": merchant.domain, "name": merchant.name, "currency": merchant.currency}
            for merchant in services.catalog.merchants.values()
        ]
        return answer({"status": "ok", "version": __version__, "merchants": merchants})

    async def ping(_request: Request) -> Response:
        return answer({})

    async def cards(_request: Request) -> Response:
        rows = [{"number": card.number, "brand": card.brand, "meaning": card.meaning} for card in TEST_CARDS]
        return answer({"cards": rows})

    async def inputs(_request: Request) -> Response:
        known = [asdict(known) for known in magic_inputs(services.catalog)]
        return answer({"inputs": known, "identifiers": known_identifiers()})

    return [
        _own("/sandbox/health", health, "Whether the server runs, and its merchants", "Health"),
        _own("/sandbox/ping", ping, "An answer that costs nothing, to measure others by", "Empty"),
        _own("/sandbox/cards", cards, "The test cards, and what each does", "TestCards"),
        _own(
            "/sandbox/inputs", inputs, "What leads to each error, and all else that has a meaning", "Inputs"
        ),
    ]


def _own(path: str, handler: Handler, summary: str, answered: str) -> Endpoint:
    return Endpoint(("GET",), path, Dialect.V1, handler, summary, answered, auth=Auth.NONE)
