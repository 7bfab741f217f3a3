"""The server behind the page: it hands out the page, and keeps an app for each that is open."""

from __future__ import annotations

import asyncio
import secrets
import signal
import socket
import sys
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from aiohttp import WSCloseCode, WSMsgType, web
from textual_serve.download_manager import DownloadManager

from firmly_tui.browser.downloads import download
from firmly_tui.browser.guard import guard, no_traces
from firmly_tui.browser.visitor import Visitor, cells

if TYPE_CHECKING:
    from collections.abc import Callable

    from firmly_tui.browser.visitor import Offer

HTTP_PORT = 80
MOST_VISITORS = 8
FULL = f"{MOST_VISITORS} visitors are here already, as many as there may be. Close a page, then load this one again.\n"
LONGEST_MESSAGE = 1 << 20
"""Bytes that a page may send at once: what somebody pastes."""
HEARTBEAT = 15.0
"""Seconds between looks whether a page is still there that did not say that it closes."""
ENDING = 20.0
"""Seconds that all apps have to end when the server stops."""
FONT_SIZES = range(8, 41)

OWN = files("firmly_tui.browser") / "page"
LIBRARY = files("textual_serve") / "static"
SHOWN = {
    "page.css": OWN / "page.css",
    "page.js": OWN / "page.js",
    "textual.js": LIBRARY / "js" / "textual.js",
    "xterm.css": LIBRARY / "css" / "xterm.css",
    "mono.ttf": LIBRARY / "fonts" / "RobotoMono-VariableFont_wght.ttf",
    "mono-italic.ttf": LIBRARY / "fonts" / "RobotoMono-Italic-VariableFont_wght.ttf",
}
"""Every file that the page is made of, by the name that it has there."""


async def serve(offer: Offer, host: str, port: int, on_started: Callable[[str], None]) -> None:
    """Serve until a signal says to stop; all apps have ended then. `on_started` is given the link.

    Raises OSError where the port cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port), family=family)
    bound = listener.getsockname()[1]
    page = Page(offer, netloc(host, bound))
    runner = web.AppRunner(page.app(), access_log=None, shutdown_timeout=ENDING)
    await runner.setup()
    try:
        await web.SockSite(runner, listener).start()
        stopped = _stop_signal()
        on_started(page.link)
        await stopped.wait()
    finally:
        await runner.cleanup()


def _stop_signal() -> asyncio.Event:
    """What is set when somebody wants the server to stop, or closes its terminal."""
    stop = asyncio.Event()
    # Windows' event loops take no signals; Ctrl+C ends them by itself.
    if sys.platform != "win32":
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, stop.set)
    return stop


def netloc(host: str, port: int) -> str:
    """The address as browsers say it in Host and Origin: http's own port, 80, goes without saying."""
    name = f"[{host}]" if ":" in host else host
    return name if port == HTTP_PORT else f"{name}:{port}"


class Page:
    """The page at its address, and who looks at it."""

    def __init__(self, offer: Offer, netloc: str) -> None:
        self._offer = offer
        self._netloc = netloc
        self._token = secrets.token_urlsafe(24)
        self._downloads = DownloadManager()
        self._visits: set[web.WebSocketResponse] = set()
        self._template = Template((OWN / "index.html").read_text(encoding="utf-8"))

    @property
    def link(self) -> str:
        """Where the page is; who has it is let in."""
        return f"http://{self._netloc}/{self._token}/"

    def app(self) -> web.Application:
        """What answers."""
        app = web.Application(middlewares=[guard(self._netloc, self._token)])
        app.on_response_prepare.append(no_traces(self._netloc))
        app.on_shutdown.append(self._end_visits)
        app.add_routes(
            [
                web.get("/{token}", self._show),
                web.get("/{token}/", self._show),
                web.get("/{token}/visit", self._visit),
                web.get("/{token}/download/{key}", self._download),
                web.get("/{token}/{name}", self._file),
            ]
        )
        return app

    def _check_room(self) -> None:
        if len(self._visits) >= MOST_VISITORS:
            raise web.HTTPServiceUnavailable(text=FULL)

    async def _show(self, request: web.Request) -> web.Response:
        self._check_room()
        size = request.query.get("fontsize", "")
        wanted = int(size) if size.isdecimal() and len(size) < 3 else 0
        text = self._template.substitute(
            root=f"/{self._token}",
            visit=f"ws://{self._netloc}/{self._token}/visit",
            size=wanted if wanted in FONT_SIZES else 16,
        )
        return web.Response(text=text, content_type="text/html")

    async def _file(self, request: web.Request) -> web.FileResponse:
        found = SHOWN.get(request.match_info["name"])
        if found is None:
            raise web.HTTPNotFound(text="There is no such file.\n")
        return web.FileResponse(Path(str(found)))

    async def _download(self, request: web.Request) -> web.StreamResponse:
        return await download(request, self._downloads, request.match_info["key"])

    async def _visit(self, request: web.Request) -> web.WebSocketResponse:
        """Run an app for a page that opened, until one of them ends."""
        if "Origin" not in request.headers:
            raise web.HTTPForbidden(text="Only a page in a browser can connect here.\n")
        self._check_room()
        connection = web.WebSocketResponse(heartbeat=HEARTBEAT, timeout=2.0, max_msg_size=LONGEST_MESSAGE)
        self._visits.add(connection)
        try:
            await connection.prepare(request)
            with TemporaryDirectory(prefix="firmly-tui-visit-", ignore_cleanup_errors=True) as home:
                visitor = Visitor(self._offer, Path(home), connection, self._downloads)
                try:
                    await visitor.start(_cells(request, "width", 80), _cells(request, "height", 24))
                    async for message in connection:
                        if message.type is WSMsgType.TEXT:
                            await visitor.hear(message.data)
                finally:
                    await visitor.stop()
        finally:
            self._visits.discard(connection)
        return connection

    async def _end_visits(self, _: web.Application) -> None:
        with suppress(ConnectionError):
            await asyncio.gather(
                *(visit.close(code=WSCloseCode.GOING_AWAY, message=b"stopped") for visit in self._visits)
            )


def _cells(request: web.Request, name: str, default: int) -> int:
    given = request.query.get(name, "")
    return cells(int(given)) if given.isdecimal() and len(given) < 6 else default
