"""What a server, or its absence, may do wrong ends in a sentence, and nothing typed is lost."""

import asyncio
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring

from firmly_tui.sandbox import Sandbox
from tests.client.server import Cut, LoopbackServer, error, reply
from tests.tui.shopper import Shopper, shopping

HTML = reply(b"<html><body><h1>Bad gateway</h1>[/]</body></html>", 502, content_type="text/html")
SESSION = "/api/v1/browser-session"
SEARCH = "/api/v1/discovery/search"


@pytest.fixture(autouse=True)
def _no_keyring() -> None:
    """What these servers hand out is not put into the keyring of whoever runs the tests."""
    keyring.set_keyring(NoKeyring())


@pytest.fixture
async def server() -> AsyncIterator[LoopbackServer]:
    """A server that says what a test tells it to."""
    running = LoopbackServer()
    await running.start()
    yield running
    await running.stop()


async def visit(home: Path, server: str, sentence: str) -> None:
    """Open the app on a server, type a search, and meet the sentence; what was typed stays."""
    async with shopping(home, server=server) as shopper:
        await shopper.until(sentence)
        await shopper.type("sofa")
        await shopper.until("no answer")
        await shopper.until(sentence)
        assert "F6 searches again" in shopper.said()
        assert "/ sofa" in shopper.said()


async def test_a_host_that_nobody_knows(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    await visit(
        home,
        "https://shop.invalid",
        "No host named shop.invalid was found. Check --server and the network.",
    )


async def test_a_connection_that_is_refused(home: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    await visit(
        home,
        f"http://127.0.0.1:{port}",
        f"Nothing answers at 127.0.0.1:{port}. Check the address, or start the sandbox with `firmly-tui sandbox`.",
    )


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("http://shop.example", "its address must begin with https://."),
        ("shop.example", "Use one such as https://api.firmly.work."),
        ("https://ada:secret@shop.example", "no user, query or fragment."),
    ],
)
async def test_an_address_that_cannot_be_used(home: Path, address: str, sentence: str) -> None:
    async with shopping(home, server=address) as shopper:
        await shopper.until("The shop could not be opened:")
        assert sentence in shopper.said()
        assert "secret" not in shopper.text()
        await shopper.press("f3")
        await shopper.until("The shop is closed. F6 tries to open it again.")
        await shopper.press("f6")
        await shopper.until(sentence)


@pytest.fixture
def in_the_way(home: Path) -> Path:
    """A file where the app's folder should be."""
    home.write_text("")
    return home


async def test_a_shop_that_opens_at_the_second_try(in_the_way: Path, home: Path, sandbox: Sandbox) -> None:
    async with shopping(home, sandbox) as shopper:
        await shopper.until("The shop could not be opened:")
        await shopper.type("sofa")
        await asyncio.to_thread(in_the_way.unlink)
        await shopper.press("f6")
        await shopper.until("6 found")
        assert "/ sofa" in shopper.said()


async def test_a_server_that_is_not_firmly(home: Path, server: LoopbackServer) -> None:
    server.on("POST", SESSION, reply({"hello": "world"}))
    await visit(home, server.url, "answered, but not like firmly")


async def test_an_error_page(home: Path, server: LoopbackServer) -> None:
    server.on("POST", SESSION, HTML)
    await visit(home, server.url, "The server failed (status 502). Try again in a moment.")


async def test_a_page_that_is_no_error(home: Path, server: LoopbackServer) -> None:
    server.on("POST", SESSION, reply(b"<html>[/]</html>", content_type="text/html"))
    await visit(home, server.url, "answered, but not like firmly (an HTML page). Check the address.")


async def test_a_401_that_stays(home: Path, server: LoopbackServer) -> None:
    server.on("POST", SEARCH, error(401, "InvalidToken", "jwt malformed"))
    sentence = "The server does not accept this app's session. Try again; if it stays so, check the app id"
    await visit(home, server.url, sentence)


async def test_a_server_that_breaks_off(home: Path, server: LoopbackServer) -> None:
    server.on("POST", SEARCH, Cut(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"))
    await visit(home, server.url, "broke before the answer came. Try again.")


async def test_a_server_comes_back_with_f6(home: Path, server: LoopbackServer) -> None:
    server.on("POST", SEARCH, HTML, HTML, HTML, reply({"products": []}))
    async with shopping(home, server=server.url) as shopper:
        await shopper.until("no answer")
        await shopper.type("sofa")
        await shopper.until("no answer")
        await shopper.press("f6")
        await shopper.until("Nothing found for “sofa”.")


async def test_the_sandbox_goes_away_while_one_shops(shopper: Shopper, sandbox: Sandbox) -> None:
    await shopper.type("treppenhaus")
    await shopper.until("1 found")
    await shopper.press("enter")
    await shopper.until("✓ available")
    sandbox.stop()
    await shopper.press("enter")
    await shopper.until("Nothing answers at")
    assert "no carts" in shopper.line("firmly")
    assert "[Hardcover]" in shopper.text()
    await shopper.press("escape")
    assert "/ treppenhaus" in shopper.said()
