"""One request that scenarios act on: what they know of it, and how they wait, answer and break off."""

from __future__ import annotations

import asyncio
import os
import socket
import struct
from asyncio import Transport
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from firmly_tui.sandbox.errors import Dialect
from firmly_tui.sandbox.faults.active import Rule
from firmly_tui.sandbox.faults.connection import TRANSPORT

if TYPE_CHECKING:
    from firmly_tui.sandbox.services import Services

_MOST_KEPT: Final = 1_100_000
"""Bytes of a request that are read ahead: a little more than any route of the sandbox takes."""


class Cut(Exception):
    """The connection is to be dropped here and now, and whatever the shop was doing ends."""

    def __init__(self, *, reset: bool = False) -> None:
        super().__init__()
        self.reset = reset


class Finished(Exception):
    """The answer is complete, and whatever the shop was doing for it ends."""


class Inbox:
    """The messages of a request, for the shop; waiting here ends as soon as the client leaves."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._kept: deque[Message] = deque()
        self._bytes = 0
        self._is_whole = False
        self._has_left = False

    async def __call__(self) -> Message:
        """Return the next message, as an ASGI server does."""
        if self._kept:
            message = self._kept.popleft()
            self._bytes -= len(message.get("body", b""))
            return message
        message = await self._next()
        if message["type"] == "http.request":
            self._is_whole = not message.get("more_body", False)
        return message

    async def sleep(self, seconds: float) -> None:
        """Wait, but no longer than the client does; others have a turn in any case."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._departure()

    async def body(self) -> bytes:
        """Return the body, which the shop can still read; nothing of one that is too large or broke off."""
        while not self._is_whole and not self._has_left and self._bytes <= _MOST_KEPT:
            await self._read_ahead()
        if not self._is_whole:
            return b""
        return b"".join(message.get("body", b"") for message in self._kept)

    async def gone(self) -> None:
        """Wait until the connection is closed; what still comes in is dropped."""
        while not self._has_left:
            await self._next()

    async def _departure(self) -> None:
        while not self._has_left:
            if self._bytes > _MOST_KEPT:
                await asyncio.Event().wait()
            await self._read_ahead()

    async def _read_ahead(self) -> None:
        message = await self._next()
        if message["type"] == "http.request" and not self._is_whole:
            self._kept.append(message)
            self._bytes += len(message.get("body", b""))
            self._is_whole = not message.get("more_body", False)

    async def _next(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.disconnect":
            self._has_left = True
        return message


@dataclass(slots=True)
class Call:
    """One request and a scenario that may act on it."""

    rule: Rule
    services: Services
    scope: Scope
    inbox: Inbox
    dialect: Dialect
    path_params: dict[str, str]
    acted: list[str]
    """The names of all scenarios that acted on this request so far."""

    def claim(self) -> bool:
        """Tell whether the scenario is to act now. Asked once, when it is sure that it could."""
        if not self.rule.draw():
            return False
        self.acted.append(self.rule.wish.scenario.name)
        return True

    def text(self, name: str) -> str:
        """Return a parameter of the scenario that is text."""
        return str(self.rule.wish.values[name])

    def whole(self, name: str) -> int:
        """Return a parameter of the scenario that is a whole number."""
        return int(self.rule.wish.values[name])

    def number(self, name: str) -> float:
        """Return a parameter of the scenario that may have decimals."""
        return float(self.rule.wish.values[name])

    async def respond(self, send: Send, response: Response) -> None:
        """Answer in the shop's place."""
        await response(self.scope, self.inbox, send)

    async def hang_up(self) -> None:
        """Close the connection after what was sent; the shop goes on."""
        await hang_up(self.scope, self.inbox)


async def hang_up(scope: Scope, inbox: Inbox, *, reset: bool = False) -> None:
    """Close the connection of a request, and wait until it is.

    With ``reset`` what was not sent yet is lost, and the client sees a reset. Raises ConnectionAbortedError
    under a server that is not the sandbox's own, which then drops the connection in its way.
    """
    transport: object = scope.get("state", {}).get(TRANSPORT)
    if not isinstance(transport, Transport):
        raise ConnectionAbortedError
    if reset:
        _linger_not(transport)
        transport.abort()
    else:
        transport.close()
    await inbox.gone()


def _linger_not(transport: Transport) -> None:
    """Make the system close the connection with a reset instead of an orderly end."""
    connection = transport.get_extra_info("socket")
    if connection is not None:
        layout = "ii" if os.name == "posix" else "hh"
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(layout, 1, 0))
