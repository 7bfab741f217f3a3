"""The sandbox's HTTP connections: as uvicorn makes them, but within reach of a request, and with errors in JSON."""

from __future__ import annotations

import asyncio
from typing import Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from firmly_tui.sandbox.errors import Dialect, Problem
from firmly_tui.sandbox.wire import error_answer

_LINGERING_SECONDS: Final = 2.0
TRANSPORT: Final = "transport"
"""Where a request finds its connection, in the state of its scope."""


class Connection(H11Protocol):
    """A connection that each of its requests can break."""

    _refused = False

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Begin, and make the transport known."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, TRANSPORT: transport}

    def data_received(self, data: bytes) -> None:
        """Take what came; of a request that is refused the rest is thrown away."""
        if not self._refused:
            super().data_received(data)

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP, or too much of it: headers of over 64 KB, a length that is none.

        The connection closes a little later: closed at once, it would take the answer with it while the client
        is still sending.
        """
        self._refused = True
        if self.conn.our_state not in {h11.IDLE, h11.SEND_RESPONSE}:  # the answer is under way or given
            self.transport.close()
            return
        for event in self._refusal(f"{msg} Check its first line, its headers and its length."):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.write_eof()
        self.loop.call_later(_LINGERING_SECONDS, self.transport.close)

    def _refusal(self, sentence: str) -> tuple[h11.Event, ...]:
        self.server_state.total_requests += 1
        answer = error_answer(Problem.BAD_REQUEST, sentence, Dialect.V1)
        headers = [
            *answer.raw_headers,
            (b"connection", b"close"),
            (b"cf-ray", f"{self.server_state.total_requests:016x}-SEA".encode("ascii")),
            (b"access-control-allow-origin", b"*"),
        ]
        return (
            h11.Response(status_code=400, headers=headers, reason=b"Bad Request"),
            h11.Data(data=bytes(answer.body)),
            h11.EndOfMessage(),
        )
