"""Pictures of goods: where there is room, off and on by one key, and never in the way."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from rich.style import Style
from textual.app import App, ComposeResult
from textual.widgets import Static

from firmly_tui.checkout import Gallery
from firmly_tui.checkout.pixels import Pixels
from firmly_tui.client import FirmlyClient
from firmly_tui.sandbox import Sandbox
from firmly_tui.tui.widgets.picture import PictureView, State, half_blocks
from tests.client.server import Answer, LoopbackServer, Seen, reply
from tests.tui.shopper import Shopper, shopping

LARGE = (120, 40)


@pytest.fixture
async def large(home: Path, sandbox: Sandbox) -> AsyncIterator[Shopper]:
    """The app at 120×40, open."""
    async with shopping(home, sandbox, size=LARGE) as somebody:
        await somebody.opened()
        yield somebody


def view(shopper: Shopper) -> PictureView:
    return shopper.app.screen.query_one(PictureView)


async def see(shopper: Shopper) -> None:
    """Wait until there is a picture."""
    await shopper.until(lambda: view(shopper).state is State.SHOWN)


def colors(shopper: Shopper) -> set[str]:
    """The colors in the place of the picture."""
    region = view(shopper).region
    lines = shopper.app.screen._compositor.render_strips()[region.y : region.bottom]
    parts = [part for line in lines for part in line.crop(region.x, region.right)]
    return {str(part.style.bgcolor.triplet.hex) for part in parts if part.style and part.style.bgcolor}


async def test_the_picture_follows_the_cursor(large: Shopper) -> None:
    await large.type("linden")
    await large.until("found")
    await see(large)
    first = colors(large)
    assert len(first) > 8
    await large.press("down")
    await large.until(lambda: view(large).state is State.SHOWN and colors(large) != first)
    await large.press("up")
    await large.until(lambda: view(large).state is State.SHOWN and colors(large) == first)


async def test_a_variant_shows_its_own_color(large: Shopper) -> None:
    await large.type("linden 3")
    await large.until("1 found")
    await large.press("enter")
    await large.until("✓ available")
    await see(large)
    navy = colors(large)
    await large.press("right")
    await large.until("[Oat]")
    await large.until(lambda: view(large).state is State.SHOWN and colors(large) != navy)


async def test_one_key_hides_pictures_everywhere_and_shows_them_again(large: Shopper) -> None:
    await large.type("linden 3")
    await large.until("1 found")
    await see(large)
    await large.press("f9")
    await large.until("Pictures are hidden. F9 shows them again.")
    assert not view(large).display
    await large.press("enter")
    await large.until("✓ available")
    assert view(large).size.area == 0
    await large.press("f9")
    await see(large)
    await large.press("escape")
    await see(large)


async def test_there_is_no_picture_where_there_is_no_room(shopper: Shopper) -> None:
    await shopper.type("linden 3")
    await shopper.until("1 found")
    assert not shopper.app.screen.query(PictureView)
    await shopper.press("enter")
    await shopper.until("✓ available")
    assert view(shopper).size.area == 0
    assert view(shopper).state is State.NOTHING


async def test_a_terminal_that_grows_gets_pictures(shopper: Shopper) -> None:
    await shopper.type("linden 3")
    await shopper.until("1 found")
    await shopper.pilot.resize_terminal(*LARGE)
    await shopper.until(lambda: shopper.app.screen.query(PictureView))
    await see(shopper)


async def test_without_colors_there_are_no_pictures(
    home: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with shopping(home, sandbox, size=LARGE) as somebody:
        await somebody.opened()
        assert view(somebody).size.area == 0
        await somebody.press("f9")
        await somebody.until("Pictures need colors, and NO_COLOR is set.")
        assert view(somebody).size.area == 0


class Wall(App[None]):
    """One picture, and words below it."""

    CSS = "PictureView { display: block; width: 12; height: 6; }"

    def compose(self) -> ComposeResult:
        yield PictureView()
        yield Static("below")


@asynccontextmanager
async def wall(answer: Answer) -> AsyncIterator[Shopper]:
    """A wall whose picture is what a server answers."""
    server = LoopbackServer()
    await server.start()
    server.on("GET", "/a.png", answer)
    app = Wall()
    async with FirmlyClient(server.url, app_id="app") as client, app.run_test() as pilot:
        app.query_one(PictureView).show(Gallery(client), f"{server.url}/a.png")
        yield Shopper(app, pilot)  # type: ignore[arg-type] - another app
    await server.stop()


def file(mode: str, size: tuple[int, int]) -> bytes:
    """A picture as a server answers it."""
    data = BytesIO()
    Image.new(mode, size).save(data, "PNG")
    return reply(data.getvalue(), content_type="image/png")


async def test_nothing_moves_while_a_picture_comes() -> None:
    asked, comes = asyncio.Event(), asyncio.Event()

    async def late(_request: Seen) -> bytes:
        asked.set()
        await comes.wait()
        return file("RGB", (8, 8))

    async with wall(late) as somebody:
        await asked.wait()
        await somebody.until("picture …")
        before = somebody.text().splitlines().index("below")
        comes.set()
        await see(somebody)
        assert "picture …" not in somebody.text()
        assert somebody.text().splitlines().index("below") == before == 6


async def bomb(_request: Seen) -> bytes:
    """A small file that would take hundreds of megabytes when it is opened."""
    return file("1", (20_000, 20_000))


@pytest.mark.parametrize(
    "answer",
    [
        bomb,
        reply(b"\x89PNG\r\n\x1a\n", content_type="image/png"),
        reply(b"<svg/>", content_type="image/svg+xml"),
        reply(status=404),
    ],
    ids=["bomb", "cut", "svg", "missing"],
)
async def test_what_is_no_picture_is_told_in_its_place(answer: Answer) -> None:
    async with wall(answer) as somebody:
        await somebody.until("no picture")
        assert "below" in somebody.text()


def test_two_pixels_share_a_cell_and_the_rest_is_left_free() -> None:
    picture = Pixels(1, 2, bytes([255, 0, 0, 0, 0, 255]))
    line, *others = half_blocks(picture, 3, 1, Style(bgcolor="#101010"))
    assert others == []
    assert [(part.text, part.style and part.style.bgcolor.name) for part in line] == [
        (" ", "#101010"),
        ("▀", "#0000ff"),
        (" ", "#101010"),
    ]
