"""What the tests of scenarios share: asking for them, and reading answers that break off."""

import socket
from urllib.parse import urlsplit

import httpx

from firmly_tui.client.sse import Decoder, Event
from firmly_tui.sandbox import Sandbox
from tests.sandbox.conftest import CORNER
from tests.sandbox.shopper import JSON, Shopper

ACTED = "x-sandbox-scenario"
SCENARIO = "/sandbox/scenario"
PLACE = f"/api/v2/payment/domains/{CORNER}/place-order"
OPTIONS = "/api/v1/discovery/options"


def play(someone: Shopper, *scenarios: object) -> list[JSON]:
    """Put scenarios to work; returns what is active."""
    answer = someone.http.put(SCENARIO, json={"scenarios": scenarios})
    assert answer.status_code == 200, answer.text
    return answer.json()["active"]


def acted(someone: Shopper) -> list[int]:
    """Return how often each active scenario acted."""
    return [scenario["acted"] for scenario in someone.http.get(SCENARIO).json()["active"]]


def stream(
    someone: Shopper, sku: str = "CUP-RED", query: str = "?sse=true", accept: str = "*/*"
) -> tuple[bytes, bool]:
    """Place an order as a stream; returns its bytes, and whether it broke off."""
    body, data = someone.order_body(sku, domain=CORNER), b""
    try:
        with someone.http.stream("POST", PLACE + query, json=body, headers={"accept": accept}) as answer:
            for chunk in answer.iter_raw():
                data += chunk
    except httpx.RemoteProtocolError:
        return data, True
    return data, False


def decoded(data: bytes) -> list[Event]:
    """Read a stream as the standard says."""
    return Decoder().feed(data)


def names(data: bytes) -> list[str]:
    """Return the names of a stream's events."""
    return [event.name for event in decoded(data)]


def is_sold(someone: Shopper, sku: str = "CUP-BLUE") -> bool:
    """Tell whether a cup is sold out: of the blue ones there is one, so that it tells of an order."""
    page = someone.http.get(f"/api/v1/domains-products/{CORNER}/cup").json()
    return not next(variant["available"] for variant in page["variants"] if variant["sku"] == sku)


def raw(sandbox: Sandbox, request: bytes) -> socket.socket:
    """Send a request over a connection of its own."""
    url = urlsplit(sandbox.url)
    connection = socket.create_connection((url.hostname, url.port), timeout=20)
    connection.sendall(request)
    return connection


def received(connection: socket.socket) -> bytes:
    """Return all that comes until the connection ends."""
    with connection:
        data = b""
        while chunk := connection.recv(65_536):
            data += chunk
        return data
