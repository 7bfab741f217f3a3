"""A way to a server on which orders never arrive: they are answered with whatever a test wants."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Literal

from tests.proof.cutter import Cutter, is_whole

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterable

End = Literal["close", "reset", "silence"]

OK = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"
"""How a stream begins."""


def event(name: str, data: object) -> bytes:
    """An event, its data as JSON unless it is bytes."""
    text = data if isinstance(data, bytes) else json.dumps(data).encode()
    return b"event: " + name.encode() + b"\ndata: " + text + b"\n\n"


class Liar(Cutter):
    """Passes everything on but orders. `asked` counts those, `sent` the bytes that were written for the last one."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self._answer: Iterable[bytes] = ()
        self._end: End = "close"
        self.asked = 0
        self.sent = 0

    def lie(self, answer: Iterable[bytes], end: End = "close") -> None:
        """Answer the next order with these bytes, which are made one after the other as they are taken."""
        self._answer, self._end = answer, end
        self.sent = 0

    async def _order(
        self,
        head: bytes,
        client: asyncio.StreamReader,
        back: asyncio.StreamWriter,
        server: asyncio.StreamReader,  # noqa: ARG002 - never asked
        there: asyncio.StreamWriter,  # noqa: ARG002
    ) -> None:
        request = head
        while not is_whole(request):
            request += await client.readexactly(1)
        self.asked += 1
        with suppress(OSError):
            for piece in self._answer:
                back.write(piece)
                await back.drain()
                self.sent += len(piece)
            if self._end == "silence":
                await client.read()
            elif self._end == "close":
                back.close()
                await back.wait_closed()
