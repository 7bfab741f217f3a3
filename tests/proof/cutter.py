"""A way to a server that can be cut at any byte of an order or of its answer."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Self

if TYPE_CHECKING:
    from collections.abc import Coroutine

Direction = Literal["request", "answer"]


@dataclass(frozen=True)
class Cut:
    """Where to cut: after so many bytes of the request, or of its answer."""

    direction: Direction
    after: int


class Cutter:
    """Passes connections on to a server on this machine; the one that carries an order is cut.

    Only the client's side is cut: a server that has the whole order goes on with it, as behind any gateway.
    `sizes` are the bytes of the order and of its answer as they went through; `over` is set when the server has
    nothing more to do for it.
    """

    def __init__(self, port: int) -> None:
        self._to = port
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._cut: Cut | None = None
        self.sizes: dict[Direction, int] = {}
        self.over = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def url(self) -> str:
        """Where it listens."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def ready(self, cut: Cut | None) -> None:
        """Cut the next order there, or let it through whole."""
        self._cut = cut
        self.sizes = {}
        self.over.clear()

    async def _connected(self, client: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            with suppress(OSError, asyncio.CancelledError):
                await self._pass_on(client, back)
        finally:
            back.transport.abort()

    async def _pass_on(self, client: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        head = await client.read(65536)
        server, there = await asyncio.open_connection("127.0.0.1", self._to)
        try:
            if head.startswith(b"POST ") and b"-order" in head.split(b"\r\n", 1)[0]:
                await self._order(head, client, back, server, there)
            else:
                there.write(head)
                await _until_one_ends(_copy(client, there), _copy(server, back))
        finally:
            there.transport.abort()

    async def _order(
        self,
        head: bytes,
        client: asyncio.StreamReader,
        back: asyncio.StreamWriter,
        server: asyncio.StreamReader,
        there: asyncio.StreamWriter,
    ) -> None:
        try:
            request = await self._through("request", head, client, there)
            if self._is_cut("request"):
                back.transport.abort()
            elif is_whole(request):
                answer = await self._through("answer", b"", server, back)
                back.transport.abort()
                while not is_whole(answer) and (more := await server.read(65536)):
                    answer += more
        finally:
            self.over.set()

    def _is_cut(self, direction: Direction) -> bool:
        return self._cut is not None and self._cut.direction == direction

    async def _through(
        self, direction: Direction, begin: bytes, source: asyncio.StreamReader, sink: asyncio.StreamWriter
    ) -> bytes:
        """Pass a message on until it is whole, or until the cut; returns what came of it."""
        came, chunk = b"", begin
        most = self._cut.after if self._cut is not None and self._is_cut(direction) else None
        while True:
            passed = chunk if most is None else chunk[: max(0, most - len(came))]
            came += chunk
            self.sizes[direction] = len(came)
            with suppress(OSError):
                sink.write(passed)
                await sink.drain()
            if is_whole(came) or (most is not None and len(came) >= most):
                return came
            chunk = await source.read(65536)
            if not chunk:
                return came


def is_whole(message: bytes) -> bool:
    """Whether this is all of an HTTP/1.1 message with a body."""
    head, end, body = message.partition(b"\r\n\r\n")
    if not end:
        return False
    length = re.search(rb"\r\ncontent-length: *(\d+)", head, re.IGNORECASE)
    return len(body) >= int(length[1]) if length else body.endswith(b"0\r\n\r\n")


async def _copy(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while chunk := await source.read(65536):
            sink.write(chunk)
            await sink.drain()


async def _until_one_ends(*ways: Coroutine[None, None, None]) -> None:
    tasks = [asyncio.create_task(way) for way in ways]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
