"""Watches one exchange for an observer: its phases, its events one by one, and its end."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from firmly_tui.client.calls import Answer, Head, Request
from firmly_tui.client.observe import Exchange, Phases, StreamEvent, answered, asked, tell
from firmly_tui.client.redact import answer_body, scrub, secrets_of
from firmly_tui.client.sse import Event

MOST_EVENTS: Final = 1_000
"""How many events of one stream are recorded; the rest is counted."""

MOST_EVENT_CHARACTERS: Final = 4_000_000
"""How much of the data of one stream is recorded."""

GIVEN_UP: Final = "given up: nobody waits for the answer any more"
"""The failure of a call that was cancelled."""

_MARKS: Final = {
    "connection.connect_tcp.started": "connecting",
    "connection.connect_unix_socket.started": "connecting",
    "connection.connect_tcp.complete": "connected",
    "connection.start_tls.started": "tls",
    "connection.start_tls.complete": "connected",
    "http11.send_request_headers.started": "sending",
    "http11.send_request_body.complete": "sent",
    "http11.receive_response_headers.complete": "answered",
}
"""What httpcore tells of a request, and what we call it."""


class Watch:
    """One exchange, told to an observer. `turn` is how many seconds it waited before it began."""

    def __init__(
        self, observer: Callable[[Exchange], None], request: Request, number: int, turn: float = 0.0
    ) -> None:
        self._observer = observer
        self._request = request
        self._started = time.perf_counter()
        self._turn = turn
        self._times: dict[str, float] = {}
        self._size = 0
        self._recorded = 0
        self._secrets = secrets_of(request)
        self.exchange = asked(request, number, time.time(), self._secrets)
        tell(observer, self.exchange)

    async def trace(self, name: str, info: Mapping[str, object]) -> None:  # noqa: ARG002 (httpcore gives it)
        """Take the time of what httpcore tells (an extension of its requests)."""
        if mark := _MARKS.get(name):
            # Of several tries to connect, the first is where it began.
            self._times.setdefault(mark, time.perf_counter())
            if mark == "connected":
                self._times[mark] = time.perf_counter()

    def streams(self, head: Head) -> None:
        """A stream begins."""
        parts = answered(head.headers, None, self._secrets)
        self._show(status=head.status, is_stream=True, **parts)

    def received(self, count: int) -> None:
        """Some bytes of a stream came."""
        self._size += count

    def event(self, event: Event) -> None:
        """An event of a stream came."""
        before = self.exchange
        if before.is_over:
            return
        if len(before.events) >= MOST_EVENTS or self._recorded + len(event.data) > MOST_EVENT_CHARACTERS:
            self._show(lost_events=before.lost_events + 1)
            return
        raw = event.data.encode(errors="replace")
        self._secrets = tuple(dict.fromkeys([*self._secrets, *secrets_of(self._request, raw)]))
        data = answer_body(raw, self._secrets)
        self._recorded += len(data)
        told = StreamEvent(self._elapsed, scrub(event.name[:200], self._secrets), data)
        self._show(events=(*before.events, told))

    def ended(self, answer: Answer | None = None, failure: str = "", head: Head | None = None) -> None:
        """The exchange is over: with an answer, at the end of its stream, or by a failure."""
        if self.exchange.is_over:
            return
        changes: dict[str, object] = {"failure": scrub(failure, self._secrets)}
        if answer is not None:
            secrets = secrets_of(self._request, answer.body)
            if secrets != self._secrets:
                # What the answer calls a secret may stand in the request as well.
                asked_again = asked(self._request, self.exchange.id, self.exchange.began, secrets)
                changes |= {
                    "path": asked_again.path,
                    "query": asked_again.query,
                    "request_headers": asked_again.request_headers,
                    "request_body": asked_again.request_body,
                }
            self._size = len(answer.body)
            changes |= {"status": answer.status, **answered(answer.headers, answer.body, secrets)}
        elif head is not None and self.exchange.status is None:
            changes |= {"status": head.status, **answered(head.headers, None, self._secrets)}
        self._show(is_over=True, **changes)

    @property
    def _elapsed(self) -> float:
        return time.perf_counter() - self._started

    def _show(self, **changes: object) -> None:
        changes |= {"elapsed": self._elapsed, "size": self._size, "phases": self._phases()}
        # The names are those of the fields, and the types those of what makes them.
        self.exchange = replace(self.exchange, **changes)  # pyright: ignore[reportArgumentType]
        tell(self._observer, self.exchange)

    def _phases(self) -> Phases:
        marks = self._times
        begun = marks.get("connecting", marks.get("sending"))

        def between(first: str, last: str) -> float | None:
            return marks[last] - marks[first] if first in marks and last in marks else None

        return Phases(
            turn=self._turn + (begun - self._started if begun is not None else 0.0),
            connect=between("connecting", "connected")
            if "connecting" in marks
            else (0.0 if "sending" in marks else None),
            tls=between("tls", "connected"),
            send=between("sending", "sent"),
            wait=between("sent", "answered"),
            body=time.perf_counter() - marks["answered"] if "answered" in marks else None,
        )
