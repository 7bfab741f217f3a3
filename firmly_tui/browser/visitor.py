"""One visitor: an app of its own, in a process and a home of its own, from the page's opening to its closing."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from textual_serve.app_service import AppService

if TYPE_CHECKING:
    from pathlib import Path

    from aiohttp.web import WebSocketResponse
    from textual_serve.download_manager import DownloadManager

PATIENCE = 5.0
"""Seconds that an app has to end by itself, and then once more after it was told to by a signal."""
MOST_CELLS = 500
"""Columns and lines that a page may ask for."""
PASSED_ON = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "TZ",
    "SSL_CERT_FILE",
    "SYSTEMROOT",
    "TEXTUAL_ANIMATIONS",
    "PYTHONPATH",
    "PYTHONUSERBASE",
    "PYTHONPYCACHEPREFIX",
    "PYTHONDONTWRITEBYTECODE",
)
"""What an app takes from the server's environment: how to find Python, and how to write. No settings, no secrets."""


@dataclass(frozen=True)
class Offer:
    """What visitors get."""

    arguments: tuple[str, ...]
    """Those of firmly-tui, but for `--home`."""
    environment: dict[str, str] = field(default_factory=dict, repr=False)
    """What an app is told beside them."""


class Visitor(AppService):
    """An app for one page. The process speaks Textual's protocol for browsers; a shell has no part in it."""

    def __init__(
        self,
        offer: Offer,
        home: Path,
        socket: WebSocketResponse,
        downloads: DownloadManager,
    ) -> None:
        """`home` is for all that the app writes."""
        super().__init__(
            "",
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            close=self._close,
            download_manager=downloads,
        )
        self._offer = offer
        self._home = home
        self._socket = socket

    async def _close(self) -> None:
        await self._socket.close()

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        return {
            **{name: os.environ[name] for name in PASSED_ON if name in os.environ},
            "TMPDIR": str(self._home),
            # What a visitor is given by a server goes with the visitor, not into the keyring of who serves.
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "TEXTUAL_DRIVER": "firmly_tui.browser.driver:PageDriver",
            "TEXTUAL_COLOR_SYSTEM": "truecolor",
            "COLUMNS": str(width),
            "ROWS": str(height),
            **self._offer.environment,
        }

    async def _open_app_process(self, width: int = 80, height: int = 24) -> asyncio.subprocess.Process:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "firmly_tui",
            "--home",
            str(self._home),
            *self._offer.arguments,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=self._build_environment(width, height),
            cwd=self._home,
            # Ctrl+C is for the server, which ends its apps in their own way.
            start_new_session=True,
        )
        self._process = process
        self._stdin = process.stdin
        return process

    async def run(self) -> None:
        """Show the app until it ends, in whatever way, and close the page's connection then."""
        try:
            await super().run()
        finally:
            await self._close()

    async def on_data(self, payload: bytes) -> None:
        """Show what the app draws. When nobody looks any more it is read all the same, so that the app can end."""
        with suppress(ConnectionError):
            await super().on_data(payload)

    async def on_meta(self, data: bytes) -> None:
        """Do what the app wants of the browser: to end, to keep a file, or to open a web page, but nothing else."""
        wish = json.loads(data)
        if wish["type"] != "open_url" or _is_web_page(wish["url"]):
            with suppress(ConnectionError):
                await super().on_meta(data)

    async def hear(self, text: str) -> None:
        """Take what the page tells; what nobody says who runs our page is passed over."""
        try:
            told = json.loads(text)
        except ValueError:
            return
        match told:
            case ["stdin", str(typed)]:
                await self.send_bytes(typed.encode("utf-8", "replace"))
            case ["resize", {"width": int(width), "height": int(height)}]:
                await self.set_terminal_size(cells(width), cells(height))
            case ["ping", sent]:
                with suppress(ConnectionError):
                    await self._socket.send_json(["pong", sent])
            case ["focus", *_]:
                await self.focus()
            case ["blur", *_]:
                await self.blur()
            case _:
                return

    async def stop(self) -> None:
        """End the app: ask it to, then tell it to, then make it; returns when the process is gone."""
        process, task = self._process, self._task
        if process is None:
            return
        await self._download_manager.cancel_app_downloads(self.app_service_id)
        await self.send_meta({"type": "quit"})
        for strike in (None, process.terminate, process.kill):
            if strike is not None:
                with suppress(ProcessLookupError):
                    strike()
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    await process.wait()
                break
        if task is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(task, PATIENCE)


def _is_web_page(address: str) -> bool:
    try:
        return urlsplit(address).scheme in ("http", "https")
    except ValueError:
        return False


def cells(number: int) -> int:
    """A number of columns or lines that can be drawn."""
    return max(1, min(number, MOST_CELLS))
