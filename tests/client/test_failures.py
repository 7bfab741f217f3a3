"""Servers that are absent, not firmly, or too much: each ends in a sentence that says what to do."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from firmly_tui.client import (
    FirmlyClient,
    FirmlyError,
    NotFirmly,
    NotFound,
    NotSent,
    ServiceUnavailable,
    TimedOut,
    Timeouts,
    TooLarge,
)
from tests.client.server import Cut, LoopbackServer, reply

CART = "/api/v2/domains/shop/cart/"
Connect = Callable[..., FirmlyClient]


async def failure(client: FirmlyClient) -> FirmlyError:
    with pytest.raises(FirmlyError) as caught:
        await client.carts.get("shop")
    return caught.value


async def test_nobody_listens(server: LoopbackServer, client: FirmlyClient) -> None:
    await server.stop()
    error = await failure(client)
    host = server.url.removeprefix("http://")
    assert isinstance(error, NotSent)
    assert error.sentence == (
        f"Nothing answers at {host}. Check the address, or start the sandbox with `firmly-tui sandbox`."
    )


async def test_an_unknown_host(connect: Connect) -> None:
    def resolve(request: httpx.Request) -> httpx.Response:
        try:
            raise socket.gaierror(-2, "Name or service not known")
        except socket.gaierror as error:
            raise httpx.ConnectError("no") from error

    client = connect("https://nowhere.example", transport=httpx.MockTransport(resolve))
    error = await failure(client)
    assert isinstance(error, NotSent)
    assert error.sentence == "No host named nowhere.example was found. Check --server and the network."


@pytest.mark.parametrize("url", ["http://firmly.example", "http://192.168.0.7:8899", "http://[2001:db8::1]/"])
def test_plain_http_leaves_this_machine_never(connect: Connect, url: str) -> None:
    with pytest.raises(NotSent, match="https://"):
        connect(url)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1", "http://127.8.9.1", "http://[::1]:1", "http://LOCALHOST:1/x/"]
)
def test_plain_http_to_this_machine_is_fine(connect: Connect, url: str) -> None:
    connect(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "firmly.example",
        "ftp://127.0.0.1",
        "http://",
        "http://127.0.0.1:99999",
        "http://127.0.0.1:x",
        "http://[::1",
        "http://user:secret@127.0.0.1",
        "http://127.0.0.1/?a=b",
        "http://127.0.0.1/#a",
        "http://127.0.0.1 /",
    ],
)
def test_what_is_no_address_of_a_server(connect: Connect, url: str) -> None:
    with pytest.raises(NotSent) as caught:
        connect(url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        (reply(b"<!doctype html><title>Hi</title>", 200, "text/html; charset=utf-8"), "an HTML page"),
        (reply(b" <html>", 404, "text/plain"), "an HTML page"),
        (reply(b"Not Found", 404, "text/plain"), "an answer that is not JSON"),
        (reply({"detail": "Not Found"}, 404), "a JSON document of another kind"),
        (reply({"message": "Forbidden"}, 403), "a JSON document of another kind"),
        (reply([1, 2]), "a JSON document of another kind"),
        (reply({"line_items": "many"}), "a JSON document of another kind"),
        (reply(b'{"cart_id": "c"', 200), "an answer that is not JSON"),
        (reply(b"[" * 100_000, 200), "an answer that is not JSON"),
        (reply(b'{"cart_id": "\xff"}', 200), "an answer that is not JSON"),
        (reply(b"", 204), "an empty answer of status 204"),
        (reply(b"no gzip at all", 200, content_encoding="gzip"), "an answer that is not proper HTTP"),
        (Cut(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"), "an answer that is not proper HTTP"),
    ],
)
async def test_a_server_that_is_not_firmly(
    server: LoopbackServer, client: FirmlyClient, answer: bytes | Cut, what: str
) -> None:
    server.on("GET", CART, answer)
    error = await failure(client)
    host = server.url.removeprefix("http://")
    assert isinstance(error, NotFirmly)
    assert (
        error.sentence == f"The server at {host} answered, but not like firmly ({what}). Check the address."
    )


async def test_an_html_page_of_a_failing_gateway(server: LoopbackServer, client: FirmlyClient) -> None:
    server.on("GET", CART, reply(b"<html>Bad gateway</html>", 502, "text/html", cf_ray="881d0d50-SEA"))
    error = await failure(client)
    assert isinstance(error, ServiceUnavailable)
    assert error.sentence == "The server failed (status 502). Try again in a moment."
    assert (error.status, error.ray_id, error.method, error.path) == (502, "881d0d50-SEA", "GET", CART)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed(server: LoopbackServer, client: FirmlyClient, status: int) -> None:
    server.on("GET", CART, reply(b"", status, location=server.url + "/elsewhere"))
    error = await failure(client)
    assert isinstance(error, NotFirmly)
    assert error.status == status
    assert server.seen("/elsewhere") == []


async def test_an_answer_that_says_it_is_too_large_is_not_read(
    server: LoopbackServer, client: FirmlyClient
) -> None:
    server.on("GET", CART, b"HTTP/1.1 200 OK\r\ncontent-length: 99999999\r\n\r\n{")
    assert isinstance(await failure(client), TooLarge)


async def test_an_answer_without_end_is_cut_off(server: LoopbackServer, client: FirmlyClient) -> None:
    chunk = b"100000\r\n" + b" " * 0x100000 + b"\r\n"
    server.on("GET", CART, b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" + chunk * 11)
    error = await failure(client)
    assert isinstance(error, TooLarge)
    assert "10 MB" in error.sentence


@pytest.mark.parametrize("limits", [Timeouts(read=0.02), Timeouts(total=0.02)])
async def test_a_server_that_never_answers(
    server: LoopbackServer, connect: Connect, limits: Timeouts
) -> None:
    server.on("GET", CART, b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{")
    client = connect(server.url, timeouts=limits)
    error = await failure(client)
    assert isinstance(error, TimedOut)
    assert "did not answer in time. Try again." in error.sentence


async def test_https_to_a_server_without_it(connect: Connect) -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as plain:
        error = await failure(connect(f"https://127.0.0.1:{plain.sockets[0].getsockname()[1]}"))
    assert isinstance(error, NotSent)
    assert "does not speak TLS" in error.sentence


@pytest.fixture
async def self_signed(tmp_path: Path) -> AsyncIterator[str]:
    """A TLS server whose certificate nobody vouches for."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    today = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, today, today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (tmp_path / "pem").write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "pem")

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    running = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    yield f"https://localhost:{running.sockets[0].getsockname()[1]}"
    running.close()


async def test_a_certificate_that_nobody_vouches_for(self_signed: str, connect: Connect) -> None:
    error = await failure(connect(self_signed))
    assert isinstance(error, NotSent)
    assert "certificate" in error.sentence


async def test_proxies_do_not_catch_local_calls(
    server: LoopbackServer, client: FirmlyClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    server.on("GET", CART, reply({"cart_id": "c"}))
    assert await client.carts.get("shop") is not None


async def test_server_text_in_an_error_is_harmless(server: LoopbackServer, client: FirmlyClient) -> None:
    body = {"code": 404, "error": "Odd\x1b]0;x\x07", "description": "gone \x1b[31m \u202e now"}
    server.on("GET", CART, reply(body, 404))
    error = await failure(client)
    assert isinstance(error, NotFound)
    for text in (error.sentence, str(error), error.identifier, error.description):
        assert not set(text) & set("\x1b\x07\u202e")


async def test_a_token_that_the_server_repeats_is_not_in_the_error(
    server: LoopbackServer, client: FirmlyClient
) -> None:
    token = "eyJhbGciOiJSUzI1NiJ9.eyJkZXZpY2VpZCI6IjEifQ.c2lnbmF0dXJl"
    server.on("GET", CART, reply({"code": 418, "error": "Odd", "description": f"bad {token}"}, 418))
    error = await failure(client)
    assert "eyJ" not in f"{error!r} {error.sentence}"
