"""The page in headless Chromium: load, type, buy, and a picture of it."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image
from playwright.async_api import Page, WebSocket, async_playwright

from tests.browser.serving import Seen, Served
from tests.typed import type_address

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
OPTIONS = ["--disable-gpu", "--disable-quic", "--disable-background-networking"]

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")


class Visitor:
    """Somebody at a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.seen = Seen(80, 24)
        self.asked: list[str] = []
        """Every address that the page loaded something from."""
        self.complaints: list[str] = []
        """What the browser found wrong."""
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: said.type == "error" and self.complaints.append(said.text))
        page.on("websocket", self._connected)

    def _connected(self, socket: WebSocket) -> None:
        size = parse_qs(urlsplit(socket.url).query)
        self.seen = Seen(int(size["width"][0]), int(size["height"][0]))
        socket.on("framereceived", lambda frame: self.seen.feed(frame))

    async def open(self, link: str) -> None:
        """Open the link, and wait until something is drawn."""
        await self.page.goto(link)
        await self.page.wait_for_selector("body.-first-byte")

    async def press(self, *keys: str) -> None:
        """Press keys, by Playwright's names for them."""
        for key in keys:
            await self.page.keyboard.press(key)

    async def type(self, text: str) -> None:
        """Type a text, and wait until it is shown."""
        await self.page.keyboard.type(text)
        await self.seen.until(text)


@asynccontextmanager
async def visiting() -> AsyncIterator[Visitor]:
    """Somebody with a browser."""
    options = [*OPTIONS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=options)
        yield Visitor(await browser.new_page(viewport={"width": 1100, "height": 700}))
        await browser.close()


async def test_a_purchase(tmp_path: Path) -> None:
    with Served(tmp_path) as served:
        async with visiting() as visitor:
            await visitor.open(served.link)
            await visitor.seen.until("50+ found")
            await visitor.type("treppenhaus")
            await visitor.seen.until("1 found")
            await visitor.press("Enter")
            await visitor.seen.until("✓ available")
            await visitor.press("Enter")
            await visitor.seen.until("cart. c shows the carts.")
            await visitor.press("c")
            await visitor.seen.until("Total so far")
            await visitor.press("o")
            await visitor.seen.until("Bücherhalle asks")
            await fill_address(visitor)
            await visitor.press("o")
            await visitor.seen.until("add-ons then")
            await visitor.press("o")
            await visitor.seen.until("Card number")
            await visitor.press("F7", "Control+s")
            await visitor.seen.until("order placed. Enter shows the receipt")
            picture = tmp_path / "page.png"
            await visitor.page.screenshot(path=picture)
            assert colors(picture) > 100
            assert [url for url in visitor.asked if not url.startswith(served.link)] == []
            assert visitor.complaints == []
        await served.until_empty()


async def fill_address(visitor: Visitor) -> None:
    """From the address form to the delivery."""
    await type_address(visitor.type, visitor.press, "Tab")
    await visitor.press("Enter")
    await visitor.seen.until("Alabama")
    await visitor.page.keyboard.type("Wash")
    await visitor.press("Enter")
    await visitor.seen.until("Washington")
    await visitor.press("Control+s")
    await visitor.seen.until("(•)")


def colors(picture: Path) -> int:
    """How many colors are in a picture: text that is drawn smoothly has many, an empty page has few."""
    with Image.open(picture) as image:
        return len(image.convert("RGB").getcolors(1 << 20) or [])


async def test_a_tour_and_leaving_it(tmp_path: Path) -> None:
    with Served(tmp_path, "--tour", "full-cart", "--speed", "20") as served:
        async with visiting() as visitor:
            await visitor.open(served.link)
            await visitor.seen.until("Three merchants, one checkout.")
            await visitor.seen.until("Linden 3-Seat Sofa")
            await visitor.press("q")
            await visitor.page.wait_for_selector("body.-closed")
            await served.until_empty()
            await visitor.page.get_by_role("button", name="Begin anew").click()
            await visitor.seen.until("Three merchants, one checkout.")


async def test_a_file_is_downloaded(tmp_path: Path) -> None:
    with Served(tmp_path) as served:
        async with visiting() as visitor:
            await visitor.open(served.link)
            await visitor.seen.until("50+ found")
            await visitor.press("Control+p")
            await visitor.type("screenshot")
            await visitor.seen.until("Save a picture of this screen")
            async with visitor.page.expect_download() as coming:
                await visitor.press("Enter")
            download = await coming.value
            assert "Morning Mug" in kept_text(await download.path())
            assert download.suggested_filename.endswith(".svg")


def kept_text(path: Path) -> str:
    """The text of a file, with its spaces as they are read."""
    return path.read_text().replace("&#160;", " ")
