"""HTTP as no library writes it: broken, odd, very long, in pieces, one behind the other."""

import gc
import json
import re
import socket
import tracemalloc
from collections.abc import Iterator

import httpx
import pytest

from firmly_tui.sandbox import SANDBOX_APP_ID, Sandbox
from tests.sandbox.shopper import Shopper

END = b"Host: x\r\nConnection: close\r\n\r\n"
SESSION = b"POST /api/v1/browser-session HTTP/1.1\r\nx-firmly-app-id: " + SANDBOX_APP_ID.encode() + b"\r\n"
NO_HTTP = {
    "no http": b"\x16\x03\x01\x02\x00\x01\r\n\r\n",
    "two hosts": b"GET /sandbox/ping HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "no host": b"GET /sandbox/ping HTTP/1.1\r\n\r\n",
    "raw bytes in the path": "GET /sandbox/ü HTTP/1.1\r\n".encode() + END,
    "a header without name": b"GET /sandbox/ping HTTP/1.1\r\n: y\r\n" + END,
    "nul in a header": b"GET /sandbox/ping HTTP/1.1\r\nx: \x00\r\n" + END,
    "a length below nothing": SESSION + b"Content-Length: -5\r\n" + END,
    "two lengths": SESSION + b"Content-Length: 5\r\nContent-Length: 6\r\n" + END,
    "an unknown coding": SESSION + b"Transfer-Encoding: gzip\r\n" + END,
    "a chunk without size": SESSION + b"Transfer-Encoding: chunked\r\n" + END + b"zz\r\n",
    "200,000 headers": b"GET /sandbox/ping HTTP/1.1\r\n" + b"x: y\r\n" * 200_000 + END,
}
FINE = {
    "an old version": b"GET /sandbox/ping HTTP/1.0\r\n\r\n",
    "as to a proxy": b"GET http://x/sandbox/ping?a=b HTTP/1.1\r\n" + END,
    "500 headers": b"GET /sandbox/ping HTTP/1.1\r\n" + b"x: y\r\n" * 500 + END,
    "a wish for another protocol": b"GET /sandbox/ping HTTP/1.1\r\nUpgrade: websocket\r\n" + END,
    "a strange host": b"GET /sandbox/openapi.json HTTP/1.1\r\nHost: a b[\r\nConnection: close\r\n\r\n",
    "a length and no body read": b"GET /sandbox/ping HTTP/1.1\r\nContent-Length: 2\r\n" + END + b"{}",
    "chunks": SESSION + b"Transfer-Encoding: chunked\r\n" + END + b"1\r\n{\r\n1\r\n}\r\n0\r\n\r\n",
    "bytes that are no text in a header": SESSION + b"cookie: fsession_v2=\xff\xfe\r\n" + END,
}


def talk(sandbox: Sandbox, *pieces: bytes) -> bytes:
    """Send pieces as they are, and return all that comes back until the server hangs up."""
    address = httpx.URL(sandbox.url)
    with socket.create_connection((address.host, address.port), timeout=20) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for piece in pieces:
            connection.sendall(piece)
        received = b""
        while part := connection.recv(65_536):
            received += part
        return received


def body_of(received: bytes) -> dict[str, object]:
    return json.loads(received.rpartition(b"\r\n\r\n")[2])


@pytest.mark.parametrize("request_bytes", NO_HTTP.values(), ids=NO_HTTP)
def test_what_is_no_http_gets_an_error_in_json(sandbox: Sandbox, request_bytes: bytes) -> None:
    received = talk(sandbox, request_bytes)
    error = body_of(received)
    assert received.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert b"\r\ncf-ray: " in received.lower()
    assert b"content-type: application/json" in received.lower()
    assert (error["code"], error["error"]) == (400, "BadRequest")


@pytest.mark.parametrize("request_bytes", FINE.values(), ids=FINE)
def test_what_is_odd_but_http_is_answered(sandbox: Sandbox, request_bytes: bytes) -> None:
    assert talk(sandbox, request_bytes).startswith(b"HTTP/1.1 200 OK\r\n")


def test_a_very_long_address_leads_nowhere(sandbox: Sandbox) -> None:
    error = body_of(talk(sandbox, b"GET /" + b"a" * 50_000 + b" HTTP/1.1\r\n" + END))
    assert error["error"] == "RouteNotFound"
    assert len(error["description"]) < 300


def test_who_waits_for_leave_to_send_gets_it(sandbox: Sandbox) -> None:
    received = talk(sandbox, SESSION + b"Expect: 100-continue\r\nContent-Length: 2\r\n" + END + b"{}")
    assert received.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")


def test_requests_behind_one_another_are_answered_in_their_order(sandbox: Sandbox) -> None:
    first = b"GET /sandbox/ping HTTP/1.1\r\nHost: x\r\n\r\n"
    second = SESSION + b"Host: x\r\nContent-Length: 2\r\n\r\n{}"
    received = talk(sandbox, first + second + first + b"GET /nowhere HTTP/1.1\r\n" + END)
    statuses = re.findall(rb"HTTP/1\.1 (\d+) ", received)
    assert statuses == [b"200", b"200", b"200", b"404"]


def test_a_request_byte_by_byte_is_a_request(sandbox: Sandbox) -> None:
    whole = SESSION + b"Content-Length: 2\r\n" + END + b"{}"
    received = talk(sandbox, *(whole[place : place + 1] for place in range(len(whole))))
    assert received.startswith(b"HTTP/1.1 200 OK\r\n")


@pytest.mark.parametrize("path", ["/api/v1/discovery/search", "/sandbox/ping", "/nowhere"])
def test_50_megabytes_in_chunks_need_no_memory(shopper: Shopper, path: str) -> None:
    def chunks() -> Iterator[bytes]:
        chunk = b" " * 500_000
        for _ in range(100):
            yield chunk

    gc.collect()
    tracemalloc.start()
    try:
        answer = shopper.http.post(path, content=chunks())
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert answer.status_code == {"/sandbox/ping": 405, "/nowhere": 404}.get(path, 400)
    assert most < 8_000_000
