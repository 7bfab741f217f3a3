"""Scenarios in which the shop does what was asked, and its answer is not what it should be."""

from __future__ import annotations

from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Send

from firmly_tui.sandbox.faults.call import Call
from firmly_tui.sandbox.faults.hostile import Poison
from firmly_tui.sandbox.faults.messages import content_type, is_stream
from firmly_tui.sandbox.faults.scenario import Forward

_END = b"\n\n"


async def wrong_content_type(call: Call, forward: Forward, send: Send) -> None:
    """Say that an answer is something else than it is, or do not say what it is."""

    async def mislabeled(message: Message) -> None:
        if message["type"] == "http.response.start" and call.claim():
            head = {**message, "headers": list(message["headers"])}
            headers = MutableHeaders(scope=head)
            del headers["content-type"]
            if call.text("type") != "none":
                headers["content-type"] = call.text("type")
            message = head
        await send(message)

    await forward(mislabeled)


async def broken_json(call: Call, forward: Forward, send: Send) -> None:
    """Cut JSON in its middle."""
    await forward(_Rewriter(call, send, lambda data: data[: max(1, len(data) // 2)]))


async def broken_utf8(call: Call, forward: Forward, send: Send) -> None:
    """Put bytes into the first text of some JSON that are no UTF-8."""
    await forward(_Rewriter(call, send, _with_wrong_bytes))


async def hostile_text(call: Call, forward: Forward, send: Send) -> None:
    """Make every text hostile."""
    await forward(_Rewriter(call, send, Poison(call.text("kind"), call.whole("length"))))


def _with_wrong_bytes(data: bytes) -> bytes:
    before, quote, after = data.partition(b':"')
    return before + quote + b"\xff\xc3\x28" + after


class _Rewriter:
    """Changes the JSON of an answer, or of each event of a stream; other answers pass as they are."""

    def __init__(self, call: Call, send: Send, change: Callable[[bytes], bytes]) -> None:
        self._call = call
        self._send = send
        self._change = change
        self._head: Message | None = None
        self._is_stream = False
        self._body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif self._is_stream:
            await self._send({**message, "body": self._event(message.get("body", b""))})
        elif self._head is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._head)

    async def _begin(self, head: Message) -> None:
        if is_stream(head):
            self._is_stream = self._call.claim()
        elif content_type(head) == "application/json" and self._call.claim():
            self._head = head
            return
        await self._send(head)

    def _event(self, event: bytes) -> bytes:
        before, mark, data = event.partition(b"data: ")
        return before + mark + self._change(data.removesuffix(_END)) + _END if mark else event

    async def _finish(self, head: Message) -> None:
        changed = self._change(bytes(self._body))
        whole = {**head, "headers": list(head["headers"])}
        MutableHeaders(scope=whole)["content-length"] = str(len(changed))
        await self._send(whole)
        await self._send({"type": "http.response.body", "body": changed, "more_body": False})
