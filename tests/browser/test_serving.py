"""Who is let in by `firmly-tui serve`, and what becomes of those who leave."""

import asyncio
import os
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path

import aiohttp
import pytest

from firmly_tui.browser.server import netloc
from tests.browser.serving import COMMAND, Seen, Served, until


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    # What is set for the app itself does not lead anybody out of the sandbox here.
    with Served(tmp_path, FIRMLY_TUI_SERVER="http://127.0.0.1:1", SOME_TOKEN="hush") as running:
        yield running


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@asynccontextmanager
async def visit(
    client: aiohttp.ClientSession, served: Served
) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """What the page does when it opens."""
    address = f"{served.link}visit?width=90&height=30".replace("http", "ws", 1)
    async with client.ws_connect(address, headers={"Origin": served.origin}) as socket:
        await socket.send_json(["focus"])
        yield socket


@asynccontextmanager
async def looking(socket: aiohttp.ClientWebSocketResponse) -> AsyncIterator[Seen]:
    """Somebody who looks at a page while this goes on."""
    seen = Seen(90, 30)

    async def look() -> None:
        async for message in socket:
            seen.feed(message.data)

    task = asyncio.create_task(look())
    yield seen
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--host", "0.0.0.0"], "must not leave this machine"),  # noqa: S104
        (["--host", "example.com"], "is not an address of this machine alone"),
        (["--host", "http://127.0.0.1"], "is not an address of this machine alone"),
        (["--server", "http://[bad"], "cannot be read as an address"),
        (["--port", "70000"], "is not a port"),
        (["--tour", "no-such-tour"], "There is no tour “no-such-tour”"),
        (["--tour", "full-cart", "--server", "http://127.0.0.1:1"], "give either --tour"),
    ],
)
def test_wrong_usage(arguments: list[str], words: str) -> None:
    run = subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, check=False, timeout=60)
    assert run.returncode == 2
    assert words in run.stderr
    assert run.stdout == ""


def test_a_port_that_is_taken(served: Served) -> None:
    port = served.origin.rpartition(":")[2]
    run = subprocess.run([*COMMAND, "--port", port], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert f"Port {port} is used by another program." in run.stderr


async def test_only_the_link_opens_the_page(client: aiohttp.ClientSession, served: Served) -> None:
    async with client.get(served.link) as page:
        text = await page.text()
        headers = page.headers
    assert page.status == 200
    assert "textual.js" in text
    assert "https:" not in text
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    for path in ("/", "/visit", "/static/", "/wrong/", f"{'x' * 32}/visit", "/%ff/"):
        async with client.get(f"{served.origin}/{path.lstrip('/')}") as refused:
            assert refused.status == 404, path
            assert "This is not the link" in await refused.text()
    for name in ("static/", "..%2fserver.py", "index.html"):
        async with client.get(served.link + name) as missing:
            assert missing.status == 404, name


@pytest.mark.parametrize(
    "header", [{"Host": "firmly.example"}, {"Host": "localhost"}, {"Origin": "http://evil.example"}]
)
async def test_no_other_page_reaches_it(
    client: aiohttp.ClientSession, served: Served, header: dict[str, str]
) -> None:
    async with client.get(served.link, headers=header) as refused:
        assert refused.status == 403
        assert "answers only its own page" in await refused.text()


@pytest.mark.parametrize("target", ["*", "/", "//", "/%2f", "http://127.0.0.1/"])
async def test_what_no_browser_asks_for_is_not_found(served: Served, target: str) -> None:
    host = served.origin.removeprefix("http://")
    name, _, port = host.partition(":")
    reader, writer = await asyncio.open_connection(name, int(port))
    writer.write(f"OPTIONS {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    assert b" 404 Not Found" in answer
    assert b"This is not the link" in answer


@pytest.mark.parametrize(
    ("host", "port", "said"),
    [
        ("127.0.0.1", 80, "127.0.0.1"),
        ("127.0.0.1", 8000, "127.0.0.1:8000"),
        ("::1", 80, "[::1]"),
        ("::1", 8000, "[::1]:8000"),
    ],
)
def test_the_address_is_the_one_that_browsers_name(host: str, port: int, said: str) -> None:
    assert netloc(host, port) == said


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1", ""])
async def test_no_other_page_gets_an_app(client: aiohttp.ClientSession, served: Served, origin: str) -> None:
    address = f"{served.link}visit".replace("http", "ws", 1)
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await client.ws_connect(address, headers={"Origin": origin} if origin else {})
    assert refused.value.status == 403
    assert served.apps() == []


async def test_every_visitor_has_a_home_and_takes_it_along(
    client: aiohttp.ClientSession, served: Served
) -> None:
    async with visit(client, served) as first, visit(client, served) as second:
        async with looking(first) as seen, looking(second) as other:
            await seen.until("50+ found")
            await other.until("50+ found")
            assert "SANDBOX" in seen.said()
            await first.send_str("not what pages say")
            await first.send_json(["resize", {"width": "x"}])
            await first.send_json(["stdin", "loveseat"])
            await seen.until("1 found")
            assert "50+ found" in other.said()
        homes, apps = served.homes(), served.apps()
        assert len(homes) == len(apps) == 2
        assert {home.stat().st_mode & 0o777 for home in homes} == {0o700}
        assert all((home / "sandbox.db").exists() for home in homes)
        assert all("hush" not in environment(app) for app in apps)
        await first.close()
        await until(lambda: len(served.apps()) == 1, lambda: "the first one's app never ended")
        await until(lambda: len(served.homes()) == 1, lambda: "the first one's home never went")
    await served.until_empty()


async def test_the_page_is_told_when_the_app_ends(client: aiohttp.ClientSession, served: Served) -> None:
    async with visit(client, served) as socket, looking(socket) as seen:
        await seen.until("50+ found")
        await socket.send_json(["stdin", "\x11"])
        await until(lambda: socket.closed, lambda: "the page was never told")
    await served.until_empty()


async def test_room_for_eight_who_all_leave_with_the_server(
    client: aiohttp.ClientSession, served: Served
) -> None:
    async with AsyncExitStack() as stack:
        for _ in range(8):
            await stack.enter_async_context(visit(client, served))
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await stack.enter_async_context(visit(client, served))
        assert refused.value.status == 503
        async with client.get(served.link) as full:
            assert full.status == 503
            assert "8 visitors are here already" in await full.text()
        await until(lambda: len(served.apps()) == 8, lambda: f"only {served.apps()}")
        apps = served.apps()
        assert await asyncio.to_thread(served.interrupt) == 0
    assert served.homes() == []
    assert [app for app in apps if runs(app)] == []


async def test_no_app_outlives_a_server_that_was_killed(
    client: aiohttp.ClientSession, served: Served
) -> None:
    async with visit(client, served) as socket:
        async with looking(socket) as seen:
            await seen.until("50+ found")
        (app,) = served.apps()
        served.process.kill()
        await until(lambda: not runs(app), lambda: "the app never ended")


def environment(process: int) -> str:
    """What a process was told by the one that began it."""
    return Path(f"/proc/{process}/environ").read_text()


def runs(process: int) -> bool:
    """Whether a process is there, and not only waits to be buried."""
    try:
        os.kill(process, 0)
        return ") Z " not in Path(f"/proc/{process}/stat").read_text()
    except (ProcessLookupError, FileNotFoundError):
        return False
