"""The HTTP server under the sandbox, quiet and quick to stop."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from firmly_tui.sandbox.faults.connection import Connection

_TURNS_TO_CONNECT: Final = 3
"""Turns of the event loop from accepting a connection until uvicorn knows it: its task, its transport, its protocol."""


class Server(uvicorn.Server):
    """A server that tells when it accepts connections, and sleeps until it is told to stop.

    (uvicorn's own looks ten times a second whether to stop, which an idle program would pay for.)
    """

    def __init__(self, config: uvicorn.Config, on_started: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_started = on_started
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and tell so."""
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets=sockets)
        self._on_started()

    async def main_loop(self) -> None:
        """Sleep until told to stop."""
        if not self.should_exit:
            await self._stopping.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close everything at once; answers under way are broken off."""
        loop = asyncio.get_running_loop()
        for listener in sockets or []:
            with suppress(NotImplementedError):  # Windows' event loop has no readers
                loop.remove_reader(listener)
        # A server that is closed loses connections that it has accepted but not set up yet.
        for _ in range(_TURNS_TO_CONNECT):
            await asyncio.sleep(0)
        for server in self.servers:
            server.close()
        for listener in sockets or []:
            listener.close()
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        tasks = list(self.server_state.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0)  # a turn in which the connections close

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take a signal as the wish to stop."""
        super().handle_exit(sig, frame)
        self.request_stop()

    def request_stop(self) -> None:
        """Make the server stop; may be called from any thread and from a signal handler."""
        self.should_exit = True
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._stopping.set)


def make_server(app: ASGIApp, on_started: Callable[[], None]) -> Server:
    """Return a server for ``app`` that logs nothing: stderr belongs to the program around it."""
    config = uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level=logging.CRITICAL,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=75,
    )
    return Server(config, on_started)
