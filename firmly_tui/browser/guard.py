"""Who is let in: a page that came from the printed link, at the printed address, and nobody else.

A web page of anybody's can send requests to this machine, and can have its own name point here (DNS rebinding). So
the Host must be the printed one, so must the Origin where there is one, and the path begins with what only the link
tells.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiohttp.typedefs import Handler, Middleware

NOT_THE_LINK = "This is not the link that firmly-tui printed. Open that one, as it stands there.\n"


def content_policy(netloc: str) -> str:
    """What the page may load, and from where: its own files, and its own connection. (xterm.js writes styles.)"""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self' 'unsafe-inline'",
            "font-src 'self'",
            "img-src data:",
            f"connect-src 'self' ws://{netloc}",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )


def guard(netloc: str, token: str) -> Middleware:
    """Lets through what came for this address with this token; the rest gets one sentence."""
    origin = f"http://{netloc}"
    elsewhere = f"firmly-tui answers only its own page, at {origin}. Open the link as it was printed.\n"

    @web.middleware
    async def let_in(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.headers.get("Host") != netloc or request.headers.get("Origin", origin) != origin:
            raise web.HTTPForbidden(text=elsewhere)
        given = request.path.removeprefix("/").partition("/")[0]
        if not secrets.compare_digest(given.encode("utf-8", "replace"), token.encode()):
            raise web.HTTPNotFound(text=NOT_THE_LINK)
        return await handler(request)

    return let_in


def no_traces(netloc: str) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """Gives every answer what keeps the link out of caches, referrers and other windows."""
    headers = {
        "Server": "firmly-tui",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
        "Content-Security-Policy": content_policy(netloc),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }

    async def add(_: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(headers)

    return add
