"""Scenarios of the connection itself: answers that are late, slow, or never come."""

from __future__ import annotations

from starlette.types import Message, Send

from firmly_tui.sandbox.faults.call import Call, Cut
from firmly_tui.sandbox.faults.messages import is_stream, reports_an_order
from firmly_tui.sandbox.faults.scenario import Forward


async def latency(call: Call, forward: Forward, send: Send) -> None:
    """Wait before the shop hears of the request."""
    if call.claim():
        await call.inbox.sleep(call.number("seconds"))
    await forward(send)


async def connection_refused(call: Call, forward: Forward, send: Send) -> None:
    """Reset the connection before a byte of an answer."""
    if call.claim():
        raise Cut(reset=True)
    await forward(send)


async def slow_body(call: Call, forward: Forward, send: Send) -> None:
    """Send an answer in small pieces with pauses between them."""
    claimed = False

    async def in_pieces(message: Message) -> None:
        nonlocal claimed
        if message["type"] == "http.response.start":
            claimed = call.claim()
        if claimed and message.get("body"):
            await dribble(call, message, send)
        else:
            await send(message)

    await forward(in_pieces)


async def dribble(call: Call, message: Message, send: Send) -> None:
    """Send the body of one message in pieces of ``bytes``, with pauses of ``seconds`` between them."""
    body, size = memoryview(message["body"]), call.whole("bytes")
    for start in range(0, len(body), size):
        if start:
            await call.inbox.sleep(call.number("seconds"))
        more = start + size < len(body) or message.get("more_body", False)
        await send({**message, "body": bytes(body[start : start + size]), "more_body": more})


async def lost_answer(call: Call, forward: Forward, send: Send) -> None:
    """Let the shop do what was asked, and drop the connection before it can say so."""
    dropped = False

    async def drop_success(message: Message) -> None:
        nonlocal dropped
        if message["type"] == "http.response.start":
            dropped = message["status"] == 200 and not is_stream(message) and call.claim()
            if not dropped:
                await send(message)
        elif dropped and message.get("more_body", False):
            return
        elif dropped or (reports_an_order(message) and call.claim()):
            raise Cut
        else:
            await send(message)

    await forward(drop_success)
