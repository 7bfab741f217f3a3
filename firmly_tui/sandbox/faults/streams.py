"""Scenarios of event streams. Each sees one message for each event, as the shop makes it."""

from __future__ import annotations

import asyncio
from typing import ClassVar, Final

from starlette.types import Message, Send

from firmly_tui.sandbox.errors import named_body
from firmly_tui.sandbox.faults.call import Call, Cut, Finished
from firmly_tui.sandbox.faults.messages import ends_an_order, is_stream
from firmly_tui.sandbox.faults.registry import named
from firmly_tui.sandbox.faults.scenario import Act, Forward
from firmly_tui.sandbox.faults.timing import dribble
from firmly_tui.sandbox.wire import event_bytes

_COMMENT: Final = b": nothing new\n"
_KEEP_ALIVE: Final = b": keep-alive\n\n"


class Tap:
    """Stands in the way of an answer: passes it on as it is unless it is a stream that is to be tampered with.

    A kind of tap says what becomes of the head, of an event, of the end, and what happens ``_after`` the head
    and each event, of which ``number`` have come from the shop by then.
    """

    WAITS: ClassVar[bool] = False
    """Whether it acts at one moment of the stream, which may never come."""

    def __init__(self, call: Call, send: Send) -> None:
        self.call = call
        self.number = 0
        self._send = send
        self._is_on = False
        self._came = False

    async def __call__(self, message: Message) -> None:
        """Take what the shop sends."""
        if message["type"] == "http.response.start":
            self._is_on = is_stream(message) and self.call.claim()
        if not self._is_on:
            await self._send(message)
        elif message["type"] == "http.response.start":
            await self._head(message)
            await self._after()
        elif message.get("more_body", False):
            self.number += 1
            await self._event(message)
            await self._after()
        else:
            if self.WAITS and not self._came:
                events = "1 event" if self.number == 1 else f"{self.number} events"
                self.call.rule.miss(f"A stream ended after {events}, before it could act.")
            await self._end(message)

    async def close(self) -> None:
        """Clean up, however the stream ended."""

    async def _head(self, message: Message) -> None:
        await self._send(message)

    async def _event(self, message: Message) -> None:
        await self._send(message)

    async def _after(self) -> None:
        """Do something when the head, or an event, has been sent."""

    async def _end(self, message: Message) -> None:
        await self._send(message)

    async def _write(self, data: bytes) -> None:
        await self._send({"type": "http.response.body", "body": data, "more_body": True})


def tapped(kind: type[Tap]) -> Act:
    """Return the act that lets a kind of tap tamper with streams."""

    async def act(call: Call, forward: Forward, send: Send) -> None:
        tap = kind(call, send)
        try:
            await forward(tap)
        finally:
            await tap.close()

    return act


class ErrorAtStep(Tap):
    """Lets an error come in the place of the event of a step; the shop gets no further."""

    WAITS = True

    def __init__(self, call: Call, send: Send) -> None:
        super().__init__(call, send)
        self._is_over = False

    async def _event(self, message: Message) -> None:
        self._is_over = ends_an_order(message)
        await self._send(message)

    async def _after(self) -> None:
        if self._is_over or self.number + 1 < self.call.whole("step"):
            return
        self._came = True
        sentence = self.call.text("description")
        name = named(self.call.text("error"), self.call.dialect)
        error = {**named_body(name, sentence, self.call.dialect), "message": sentence}
        await self._write(event_bytes("error", {"error": error}))
        await self._send({"type": "http.response.body", "body": b"", "more_body": False})
        raise Finished


class Duplicates(Tap):
    """Sends each event several times."""

    async def _event(self, message: Message) -> None:
        for _ in range(self.call.whole("copies")):
            await self._send(message)


class UnknownEvent(Tap):
    """Lets an event of an unknown name come among the others."""

    WAITS = True

    async def _after(self) -> None:
        if self.number == self.call.whole("after"):
            self._came = True
            await self._write(
                event_bytes(self.call.text("event"), {"note": "This means nothing to a shopper."})
            )


class Comments(Tap):
    """Puts comments before and into each event, and fields that mean nothing here."""

    async def _event(self, message: Message) -> None:
        comments = _COMMENT * self.call.whole("count")
        fields = comments + b":\nretry: 60000\nid: %d\nunknown: field\n" % self.number
        first, mark, rest = message["body"].partition(b"\n")
        await self._send({**message, "body": comments + b"\n" + first + mark + fields + rest})


class Stall(Tap):
    """Says nothing for a while after some event."""

    WAITS = True

    async def _after(self) -> None:
        if self.number == self.call.whole("after"):
            self._came = True
            await self.call.inbox.sleep(self.call.number("seconds"))


class Cutting(Tap):
    """Breaks a stream off; the order is lost with it, or the shop goes on to place it."""

    WAITS = True

    def __init__(self, call: Call, send: Send) -> None:
        super().__init__(call, send)
        self._is_cut = False

    async def __call__(self, message: Message) -> None:
        """Take what the shop sends; after the cut it goes nowhere."""
        if not self._is_cut:
            await super().__call__(message)

    async def _cut(self) -> None:
        self._came = True
        if self.call.text("order") == "lost":
            raise Cut
        self._is_cut = True
        await self.call.hang_up()


class CutBeforeHead(Cutting):
    """Breaks off before the head."""

    async def _head(self, message: Message) -> None:
        del message
        await self._cut()


class CutAfterEvent(Cutting):
    """Breaks off after some event."""

    async def _after(self) -> None:
        if self.number == self.call.whole("after"):
            await self._cut()


class CutAtByte(Cutting):
    """Breaks off after some byte of the body."""

    def __init__(self, call: Call, send: Send) -> None:
        super().__init__(call, send)
        self._left = call.whole("byte")

    async def _event(self, message: Message) -> None:
        body = message["body"][: self._left]
        self._left -= len(body)
        await self._write(body)

    async def _after(self) -> None:
        if self._left == 0:
            await self._cut()


class KeepAlive(Tap):
    """Sends a comment now and then as long as the stream lasts, whatever it waits for."""

    def __init__(self, call: Call, send: Send) -> None:
        super().__init__(call, send)
        self._turn = asyncio.Lock()
        self._beating: asyncio.Task[None] | None = None

    async def close(self) -> None:
        """Stop sending."""
        if self._beating is not None:
            self._beating.cancel()
            await asyncio.gather(self._beating, return_exceptions=True)

    async def _head(self, message: Message) -> None:
        await self._send(message)
        self._beating = asyncio.create_task(self._beat())

    async def _event(self, message: Message) -> None:
        async with self._turn:
            await self._send(message)

    async def _end(self, message: Message) -> None:
        async with self._turn:
            await self.close()
        await self._send(message)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(self.call.number("seconds"))
            async with self._turn:
                await self._write(_KEEP_ALIVE)


class LineEnds(Tap):
    """Ends lines in another of the ways that the standard knows."""

    async def _event(self, message: Message) -> None:
        end = b"\r\n" if self.call.text("ends") == "crlf" else b"\r"
        await self._send({**message, "body": message["body"].replace(b"\n", end)})


class Dribble(Tap):
    """Sends the stream in small pieces."""

    async def _event(self, message: Message) -> None:
        await dribble(self.call, message, self._send)
