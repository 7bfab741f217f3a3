"""A tiny firmly with a 50 ms delay, in a process of its own: `python -m tests.bench.server CARTS [LINES [SHIPMENTS]]`.

It notes when it writes each event; monotonic time is the same in all processes of a machine.
"""

from __future__ import annotations

import asyncio
import json
import socket
import sys
import time
from typing import TYPE_CHECKING

import uvicorn
from jwcrypto import jwk
from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

DELAY = 0.05
"""Seconds before a cart is answered."""

EVENTS = 6
"""How many `item-added` a placed order tells of."""

ADDRESS = {
    "first_name": "Ada", "last_name": "Byron", "email": "ada@example.com", "phone": "+12065550142",
    "address1": "1 Analytical Way", "city": "Seattle", "state_or_province": "WA", "postal_code": "98101",
    "country": "US",
}  # fmt: skip


def dollars(cents: int) -> dict[str, object]:
    return {"currency": "USD", "value": cents / 100, "number": cents, "symbol": "$"}


def make_cart(domain: str, count: int = 5, first: int = 1, shipments: int = 1) -> dict[str, object]:
    """A cart of `count` lines, of the `first` of them as many pieces, in so many shipments."""
    quantities = [first, *[1] * (count - 1)]
    lines = [
        {"line_item_id": f"line-{number}", "sku": f"SKU-{number}", "variant_id": f"SKU-{number}",
         "description": f"Thing {number}", "variant_description": "Navy / Large", "quantity": quantity,
         "price": dollars(1000), "line_price": dollars(1000 * quantity)}
        for number, quantity in enumerate(quantities)
    ]  # fmt: skip
    goods = 1000 * sum(quantities)
    method = {"id": "ground", "description": "Ground", "price": dollars(500), "estimated_delivery": "3 days"}
    ids = [line["line_item_id"] for line in lines]
    sent = [
        {
            "shipment_id": f"shipment-{number + 1}",
            "line_item_ids": ids[number::shipments],
            "shipping_method_options": [method, {**method, "id": "air", "price": dollars(1500)}],
            "shipping_method": method,
        }
        for number in range(shipments)
    ]
    return {
        "cart_id": f"cart-{domain}", "shop_id": domain, "display_name": domain.partition(".")[0].title(),
        "cart_status": "active", "line_items": lines, "shipments": sent, "shipping_info": ADDRESS,
        "sub_total": dollars(goods), "shipping_total": dollars(500), "tax_total": dollars(0),
        "total": dollars(goods + 500),
    }  # fmt: skip


def make_app(carts: int, lines: int = 5, shipments: int = 1) -> Starlette:
    domains = [f"shop{number:02}.example" for number in range(carts)]
    key = jwk.JWK.generate(kty="RSA", size=2048, kid="bench", use="enc").export_public(as_dict=True)
    stamps: list[float] = []

    async def session(_: Request) -> Response:
        return JSONResponse({"access_token": "token", "device_id": "device", "expires": 4_000_000_000})

    async def search(_: Request) -> Response:
        return JSONResponse({"products": []})

    async def active(_: Request) -> Response:
        await asyncio.sleep(DELAY)
        return JSONResponse({"carts": [make_cart(domain, lines, shipments=shipments) for domain in domains]})

    async def cart(request: Request) -> Response:
        await asyncio.sleep(DELAY)
        return JSONResponse(make_cart(request.path_params["domain"], lines, shipments=shipments))

    async def available(_: Request) -> Response:
        days = [{"date": f"2099-06-{day:02}", "time_slots": []} for day in range(1, 31)]
        return JSONResponse({"available_dates": days})

    async def consents(_: Request) -> Response:
        return JSONResponse([])

    async def sent_to(request: Request) -> Response:
        return JSONResponse(make_cart(request.path_params["domain"], lines, shipments=shipments))

    async def change(request: Request) -> Response:
        wanted: int = (await request.json())["quantity"]
        return JSONResponse(make_cart(request.path_params["domain"], lines, wanted))

    async def payment_key(_: Request) -> Response:
        return JSONResponse(key)

    async def told(_: Request) -> Response:
        return JSONResponse(stamps)

    async def place(request: Request) -> Response:
        ordered = make_cart(request.path_params["domain"])

        async def events() -> AsyncIterator[str]:
            yield _event("creating-cart", {})
            for number in range(EVENTS):
                # Uneven, so that no clock of the app keeps step with it.
                await asyncio.sleep(0.04 + 0.037 * number % 0.06)
                text = _event("item-added", ordered)
                stamps.append(time.monotonic())
                yield text
            await asyncio.sleep(DELAY)
            yield _event("order-placed", {**ordered, "platform_order_number": "BENCH-1"})

        return StreamingResponse(events(), media_type="text/event-stream")

    at = "/api/v2/domains/{domain}/cart"
    return Starlette(
        routes=[
            Route("/api/v1/browser-session", session, methods=["POST"]),
            Route("/api/v1/discovery/search", search, methods=["POST"]),
            Route("/api/v2/carts/active", active),
            Route(at, cart),
            Route(at + "/", cart),
            Route(at + "/consents", consents),
            Route(at + "/shipments/get-availability", available, methods=["POST"]),
            Route(at + "/shipping-info", sent_to, methods=["POST"]),
            Route(at + "/line-items/{line}", change, methods=["PUT", "PATCH", "POST"]),
            Route("/api/v1/payment/key", payment_key),
            Route("/api/v2/payment/domains/{domain}/place-order", place, methods=["POST"]),
            Route("/stamps", told),
        ]
    )


def _event(name: str, data: dict[str, object]) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"


def main() -> None:
    """Serve until ended; the first line printed is the address."""
    # Named a TCP socket, or asyncio would leave Nagle's delay on.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    config = uvicorn.Config(make_app(*map(int, sys.argv[1:])), log_level="critical")
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
