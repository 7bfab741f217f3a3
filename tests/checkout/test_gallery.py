"""The gallery gives pictures or none, keeps what it saw, and remembers whether any are wanted."""

from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from PIL import Image

from firmly_tui.checkout import Gallery
from firmly_tui.client import FirmlyClient
from tests.client.server import Cut, LoopbackServer, reply


def png(red: int = 9) -> bytes:
    data = BytesIO()
    Image.new("RGB", (2, 2), (red, 0, 0)).save(data, "PNG")
    return reply(data.getvalue(), content_type="image/png")


@pytest.fixture
async def server() -> AsyncIterator[LoopbackServer]:
    running = LoopbackServer()
    await running.start()
    yield running
    await running.stop()


@pytest.fixture
async def gallery(server: LoopbackServer) -> AsyncIterator[Gallery]:
    async with FirmlyClient(server.url, app_id="app") as client:
        yield Gallery(client)


async def test_a_picture_is_fetched_once(server: LoopbackServer, gallery: Gallery) -> None:
    server.on("GET", "/a.png", png())
    url = f"{server.url}/a.png"
    assert not gallery.knows(url)
    picture = await gallery.picture(url)
    assert picture is not None
    assert picture.rgb == b"\x09\x00\x00" * 4
    assert await gallery.picture(url) is gallery.known(url) is picture
    assert len(server.seen("/a.png")) == 1


async def test_what_is_no_picture_is_asked_for_once(server: LoopbackServer, gallery: Gallery) -> None:
    server.on("GET", "/a.png", reply(b"\x89PNG\r\n\x1a\nrubbish", content_type="image/png"))
    assert [await gallery.picture(f"{server.url}/a.png") for _ in range(2)] == [None, None]
    assert len(server.seen("/a.png")) == 1


@pytest.mark.parametrize("answer", [Cut(), reply(status=503), reply(b"<p>", content_type="text/html")])
async def test_what_did_not_come_may_come_later(
    server: LoopbackServer, gallery: Gallery, answer: bytes | Cut
) -> None:
    server.on("GET", "/a.png", answer, png())
    url = f"{server.url}/a.png"
    assert await gallery.picture(url) is None
    assert not gallery.knows(url)
    assert await gallery.picture(url) is not None


async def test_an_address_that_must_not_be_called_has_no_picture(gallery: Gallery) -> None:
    assert await gallery.picture("file:///etc/passwd") is None


async def test_only_the_last_pictures_are_kept(server: LoopbackServer, gallery: Gallery) -> None:
    urls = [f"{server.url}/{number}.png" for number in range(80)]
    for url in urls:
        server.on("GET", url.removeprefix(server.url), png())
        await gallery.picture(url)
    assert gallery.knows(urls[-1])
    assert sum(map(gallery.knows, urls)) == 64


async def test_watchers_are_told_when_pictures_are_switched(gallery: Gallery) -> None:
    told: list[bool] = []
    gallery.subscribe(lambda: told.append(gallery.on))
    assert gallery.on
    assert [gallery.switch(), gallery.switch()] == told == [False, True]
