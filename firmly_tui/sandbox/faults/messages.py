"""What the messages of an answer say of it."""

from __future__ import annotations

from starlette.types import Message


def is_stream(head: Message) -> bool:
    """Tell whether the head of an answer begins an event stream."""
    return content_type(head) == "text/event-stream"


def content_type(head: Message) -> str:
    """Return the media type in the head of an answer."""
    found = next((value for name, value in head["headers"] if name.lower() == b"content-type"), b"")
    return found.decode("latin-1").partition(";")[0].strip().lower()


def reports_an_order(message: Message) -> bool:
    """Tell whether a message is the event of a stream that says that an order was placed."""
    body: bytes = message.get("body", b"")
    return body.startswith((b"event: order-placed\n", b"event: order_completed\n"))


def ends_an_order(message: Message) -> bool:
    """Tell whether a message is the event of a stream that says what became of the order."""
    return reports_an_order(message) or message.get("body", b"").startswith(b"event: error\n")
