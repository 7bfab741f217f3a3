"""The event-stream decoder: bytes in, events out, by the rules of the WHATWG standard, within a bound.

The standard: https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation.
Nothing here reconnects: a stream that answers a POST must not be asked for twice.
"""

import re
from dataclasses import dataclass

from firmly_tui.client.errors import TooLarge

MAX_EVENT_BYTES = 1_000_000
"""How many bytes one event may have before the stream is given up."""

_LINE_END = re.compile(rb"\r\n|\n|\r")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Event:
    """One event: its name (`message` where the stream gives none), its data, the last id seen."""

    name: str
    data: str
    id: str


class Decoder:
    """Decodes one stream, fed in pieces that may be cut anywhere. Pure: no I/O.

    An event whose name, data and unfinished line together exceed `max_event_bytes` raises `TooLarge`, after
    the events before it were handed out.
    """

    def __init__(self, max_event_bytes: int = MAX_EVENT_BYTES) -> None:
        self._max = max_event_bytes
        self._line = bytearray()
        self._data = bytearray()
        self._name = b""
        self._id = ""
        self._at_start = True
        self._after_cr = False
        self._too_large = False

    def feed(self, chunk: bytes) -> list[Event]:
        """Take the next bytes and return the events that they complete."""
        events: list[Event] = []
        if not chunk:
            return events
        start = 1 if self._after_cr and chunk.startswith(b"\n") else 0
        self._after_cr = chunk.endswith(b"\r")
        for end in _LINE_END.finditer(chunk, start):
            self._line += chunk[start : end.start()]
            start = end.end()
            if self._overflows():
                break
            event = self._take(bytes(self._line))
            self._line.clear()
            if event is not None:
                events.append(event)
        self._line += chunk[start:]
        if self._overflows() and not events:
            raise TooLarge(f"The server sent an event larger than {self._max} bytes.")
        return events

    def close(self) -> None:
        """End the stream: an event without its blank line is dropped, as the standard says."""
        self._line.clear()
        self._data.clear()
        self._name = b""

    def _overflows(self) -> bool:
        size = len(self._line) + len(self._data) + len(self._name)
        self._too_large = self._too_large or size > self._max
        if self._too_large:
            self.close()
        return self._too_large

    def _take(self, line: bytes) -> Event | None:
        if self._at_start:
            self._at_start = False
            line = line.removeprefix(_BOM)
        if not line:
            return self._dispatch()
        field, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if field == b"data":
            self._data += value + b"\n"
        elif field == b"event":
            self._name = value
        elif field == b"id" and b"\0" not in value:
            self._id = value.decode(errors="replace")
        return None

    def _dispatch(self) -> Event | None:
        data, name = bytes(self._data), self._name
        self._data.clear()
        self._name = b""
        if not data:
            return None
        return Event(name.decode(errors="replace") or "message", data[:-1].decode(errors="replace"), self._id)
