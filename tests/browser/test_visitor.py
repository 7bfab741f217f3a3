"""What an app may do to the page that shows it, with pretended apps in the place of ours."""

import asyncio
from pathlib import Path
from typing import cast

from aiohttp.web import WebSocketResponse
from textual_serve.download_manager import DownloadManager

from firmly_tui.browser.visitor import Offer, Visitor
from tests.browser.serving import until

APP = """
import sys

def send(kind, payload):
    sys.stdout.buffer.write(kind + len(payload).to_bytes(4, "big") + payload)
    sys.stdout.flush()

sys.stdout.buffer.write(b"__GANGLION__\\n")
"""
"""How Textual's apps begin; where it stands in a visitor's home, it is what is started there."""


class Connection:
    """What a page is told."""

    def __init__(self) -> None:
        self.shown = b""
        self.told: list[str] = []
        self.is_closed = asyncio.Event()

    async def send_bytes(self, data: bytes) -> None:
        self.shown += data

    async def send_str(self, text: str) -> None:
        self.told.append(text)

    async def close(self) -> None:
        self.is_closed.set()


def visitor(home: Path, connection: Connection, does: str) -> Visitor:
    """A visitor of an app that does this, and ends when it is asked to."""
    package = home / "firmly_tui"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text(f"{APP}{does}\nsys.stdin.buffer.read(5)\n")
    return Visitor(Offer(()), home, cast("WebSocketResponse", connection), DownloadManager())


async def test_only_web_pages_are_opened(tmp_path: Path) -> None:
    page = Connection()
    wish = 'send(b"M", b\'{"type": "open_url", "url": "%s", "new_tab": true}\')\n'
    addresses = ("javascript:alert(1)", "https://[x", "https://firmly.example")
    here = visitor(tmp_path, page, "".join(wish % address for address in addresses) + 'send(b"D", b"here")')
    await here.start(80, 24)
    await until(lambda: page.shown == b"here", lambda: f"it showed {page.shown[:80]!r}")
    await here.stop()
    assert ["firmly.example" in told for told in page.told] == [True]


async def test_a_page_whose_app_says_nonsense_is_closed(tmp_path: Path) -> None:
    page = Connection()
    here = visitor(tmp_path, page, 'send(b"M", b"nonsense")')
    await here.start(80, 24)
    async with asyncio.timeout(30):
        await page.is_closed.wait()
