"""What a hostile server may send beside a body: redirects, headers, trailers and events without end."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from firmly_tui.client import FirmlyClient, FirmlyError, NotSent, OutcomeUnknown
from firmly_tui.client.orders import MAX_EVENTS
from tests.client.every_call import CASES, Case
from tests.client.every_order import WAYS, Buy
from tests.client.server import LoopbackServer, reply
from tests.client.test_bounds import Connect, flood, little_memory, place, raw

HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"

FLOODS = {
    "one header": (HEAD + b"x-long: ", b"x" * 50_000),
    "many headers": (HEAD, b"x-short: y\r\n" * 5_000),
    "folded header": (HEAD + b"x-long: y\r\n", b" more\r\n" * 5_000),
    "status line": (b"HTTP/1.1 200 ", b"O" * 50_000),
    "early hints": (b"HTTP/1.1 103 Early Hints\r\n", b"link: </x>\r\n" * 5_000),
    "trailers": (CHUNKED + b"0\r\n", b"x-late: y\r\n" * 5_000),
    "chunk extension": (CHUNKED + b"1;", b"x" * 50_000),
    "chunk size": (CHUNKED, b"0" * 50_000),
}


@pytest.mark.parametrize(("head", "filler"), FLOODS.values(), ids=FLOODS)
async def test_50_mb_around_a_body(connect: Connect, head: bytes, filler: bytes) -> None:
    async with raw(flood(head, filler)) as address:
        client = connect(address, cc_url=address)
        with little_memory(12_000_000), pytest.raises(FirmlyError):
            await client.payment.key()


@pytest.mark.parametrize(("head", "filler"), FLOODS.values(), ids=FLOODS)
async def test_50_mb_around_the_answer_to_an_order(
    server: LoopbackServer, connect: Connect, head: bytes, filler: bytes
) -> None:
    async with raw(flood(head, filler), ask=b"}}") as address:
        client = connect(server.url, cc_url=address)
        with little_memory(12_000_000), pytest.raises(OutcomeUnknown):
            await place(client)


@pytest.mark.parametrize(
    ("events", "said"),
    [(b"data: 1\n\n" * 5_000, "more events"), (b"data: " + b"x" * 500_000 + b"\n\n", "larger than")],
    ids=["small", "large"],
)
async def test_events_without_end(server: LoopbackServer, connect: Connect, events: bytes, said: str) -> None:
    head = HEAD + b"content-type: text/event-stream\r\n\r\n"
    async with raw(flood(head, events), ask=b"}}") as address:
        client = connect(server.url, cc_url=address)
        with little_memory(12_000_000), pytest.raises(OutcomeUnknown, match=said):
            await place(client)


async def test_as_many_events_as_an_order_may_have(server: LoopbackServer, client: FirmlyClient) -> None:
    body = (
        b"data: 1\n\n" * (MAX_EVENTS - 1) + b'event: order-placed\ndata: {"platform_order_number": "1"}\n\n'
    )
    where = "/api/v2/payment/domains/shop/complete-order"
    server.on("POST", where, reply(body, content_type="text/event-stream"))
    assert (await place(client)).platform_order_number == "1"


# Redirects


@pytest.fixture
async def elsewhere() -> AsyncIterator[LoopbackServer]:
    running = LoopbackServer()
    await running.start()
    yield running
    await running.stop()


STATUSES = (301, 302, 303, 307, 308)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
async def test_no_call_follows_to_another_origin(
    server: LoopbackServer, client: FirmlyClient, elsewhere: LoopbackServer, case: Case
) -> None:
    for status in STATUSES:
        away = reply(b"", status, location=elsewhere.url + case.path, refresh=f"0; url={elsewhere.url}")
        server.on(case.method, case.path, away)
        server.on("GET", "/api/v1/carts/active", away)
        with pytest.raises(FirmlyError):
            await case.call(client)
    assert elsewhere.connections == 0


@pytest.mark.parametrize(("buy", "where", "_"), WAYS.values(), ids=WAYS)
async def test_no_order_follows_to_another_origin(
    server: LoopbackServer, client: FirmlyClient, elsewhere: LoopbackServer, buy: Buy, where: str, _: object
) -> None:
    for status in STATUSES:
        server.on("POST", where, reply(b"", status, location=elsewhere.url + where))
        with pytest.raises(OutcomeUnknown):
            await buy(client)
    assert elsewhere.connections == 0


async def test_no_token_follows_to_another_origin(
    server: LoopbackServer, client: FirmlyClient, elsewhere: LoopbackServer
) -> None:
    session = "/api/v1/browser-session"
    server.on("POST", session, reply(b"", 307, location=elsewhere.url + session))
    with pytest.raises(FirmlyError):
        await client.session.begin()
    assert elsewhere.connections == 0


async def test_no_picture_is_fetched_from_where_a_redirect_leads(
    server: LoopbackServer, client: FirmlyClient, elsewhere: LoopbackServer
) -> None:
    for status in STATUSES:
        server.on("GET", "/sofa.png", reply(b"", status, location=elsewhere.url + "/sofa.png"))
        with pytest.raises(FirmlyError):
            await client.pictures.fetch(server.url + "/sofa.png")
    assert elsewhere.connections == 0


# TLS


@asynccontextmanager
async def tls_server(folder: Path, name: str) -> AsyncIterator[str]:
    """A server on this machine that shows a certificate for `name`, which is in `folder`/ca.pem."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    today = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key(), 1, today, today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    encoding = serialization.Encoding.PEM
    (folder / "ca.pem").write_bytes(certificate.public_bytes(encoding))
    secret = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "ca.pem", folder / "key.pem")

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(reply({"kid": "k", "kty": "RSA", "n": "n", "e": "e", "use": "enc"}))
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context) as running:
        yield f"https://localhost:{running.sockets[0].getsockname()[1]}"


async def fetch_key(connect: Callable[..., FirmlyClient], url: str) -> str:
    return (await connect(url, cc_url=url).payment.key()).kid


async def test_a_vouched_certificate_for_the_right_host_is_fine(
    connect: Connect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with tls_server(tmp_path, "localhost") as url:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        assert await fetch_key(connect, url) == "k"


async def test_a_vouched_certificate_for_another_host_is_not(
    connect: Connect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with tls_server(tmp_path, "firmly.example") as url:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        with pytest.raises(NotSent, match="certificate"):
            await fetch_key(connect, url)
