"""Pictures come from strangers: nothing of ours goes there, and little of theirs is read."""

from collections.abc import Callable

import httpx
import pytest

from firmly_tui.client import ApiError, ConnectionLost, FirmlyClient, NotFirmly, NotSent, TooLarge
from firmly_tui.client.endpoints.pictures import MAX_BYTES
from tests.client.server import Cut, LoopbackServer, reply

Connect = Callable[..., FirmlyClient]
PNG = b"\x89PNG\r\n\x1a\n and so on"


async def test_a_picture_is_fetched_as_nobody(server: LoopbackServer, client: FirmlyClient) -> None:
    server.on("GET", "/api/v2/carts/active", reply({"domains": [], "carts": []}))
    await client.session.active_carts()
    server.on("GET", "/sofa.png", reply(PNG, content_type="image/png", set_cookie="who=you"))
    for _ in range(2):
        assert await client.pictures.fetch(f"{server.url}/sofa.png?v=1&w=a b") == PNG
    seen = server.seen("/sofa.png")
    assert seen[0].target == "/sofa.png?v=1&w=a%20b"
    assert {name for request in seen for name in request.headers} == {
        "host",
        "accept",
        "accept-encoding",
        "connection",
        "user-agent",
    }


async def test_a_foreign_picture_comes_by_https(connect: Connect) -> None:
    asked: list[httpx.URL] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url)
        return httpx.Response(200, content=PNG, headers={"content-type": "image/jpeg; charset=binary"})

    client = connect("https://api.firmly.work", transport=httpx.MockTransport(answer))
    assert await client.pictures.fetch("//cdn.example/ä%20b.jpg?width=9#part") == PNG
    assert [str(url) for url in asked] == ["https://cdn.example/%C3%A4%20b.jpg?width=9"]


@pytest.mark.parametrize(
    "url",
    [
        "http://cdn.example/a.png",
        "https://127.0.0.1/a.png",
        "http://localhost:9/a.png",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "https://me:secret@cdn.example/a.png",
        "https://[::1/a.png",
        "https://cdn.example:port/a.png",
        "undefined",
        "",
        f"https://cdn.example/{'a' * 5000}",
    ],
)
async def test_other_addresses_are_not_called(connect: Connect, url: str) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise AssertionError(f"{request.url} was called")

    client = connect("https://api.firmly.work", transport=httpx.MockTransport(fail))
    with pytest.raises(NotSent):
        await client.pictures.fetch(url)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (reply(PNG, content_type="text/html"), NotFirmly),
        (reply(PNG, content_type="image/svg+xml"), NotFirmly),
        (reply(PNG, status=302, location="https://elsewhere.example/"), NotFirmly),
        (reply(b"", status=404), NotFirmly),
        (reply({"error": "ProductNotFound", "code": 404}, status=404), ApiError),
        (Cut(reply(PNG * 9, content_type="image/png")[:-20]), ConnectionLost),
        (reply(bytes(MAX_BYTES + 1), content_type="image/png"), TooLarge),
        (Cut(b"HTTP/1.1 200 X\r\ncontent-type: image/png\r\n\r\n" + bytes(MAX_BYTES + 1)), TooLarge),
    ],
)
async def test_what_is_no_picture_is_an_error(
    server: LoopbackServer,
    client: FirmlyClient,
    naps: list[float],
    answer: bytes | Cut,
    error: type[Exception],
) -> None:
    server.on("GET", "/a.png", answer)
    with pytest.raises(error):
        await client.pictures.fetch(f"{server.url}/a.png")
    assert len(server.seen("/a.png")) == 1
    assert naps == []


async def test_the_largest_picture_is_read_whole(server: LoopbackServer, client: FirmlyClient) -> None:
    server.on("GET", "/a.png", reply(bytes(MAX_BYTES), content_type="image/png"))
    assert len(await client.pictures.fetch(f"{server.url}/a.png")) == MAX_BYTES
