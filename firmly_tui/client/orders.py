"""Placing: one request, and every answer to it read as placed, refused or unknown.

Two vocabularies of events exist (firmly docs: Place Order v2, One-step Checkout); both mean the same steps.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from pydantic import ValidationError

from firmly_tui.client import answers, sse
from firmly_tui.client.calls import Answer, Call
from firmly_tui.client.errors import (
    ApiError,
    FirmlyError,
    NotSent,
    OutcomeUnknown,
    ServiceUnavailable,
    error_class,
)
from firmly_tui.client.transport import Transport
from firmly_tui.models import Cart, Order, untrusted

if TYPE_CHECKING:
    from firmly_tui.client.wire import Reply


@dataclass(frozen=True, slots=True)
class Started:
    """The server began to work on the order."""


@dataclass(frozen=True, slots=True)
class ItemAdded:
    """An item is in the new cart, which is given where the server gives it."""

    cart: Cart | None


@dataclass(frozen=True, slots=True)
class ShippingUpdated:
    """The address is in the new cart."""

    cart: Cart | None


@dataclass(frozen=True, slots=True)
class Paying:
    """The payment is being made."""


@dataclass(frozen=True, slots=True)
class Placed:
    """The order is placed. Nothing follows."""

    order: Order


@dataclass(frozen=True, slots=True)
class Refused:
    """The order was turned down and nothing was bought. Nothing follows."""

    error: ApiError


@dataclass(frozen=True, slots=True)
class Other:
    """An event of a name that we do not know; it changes nothing."""

    name: str


OrderEvent = Started | ItemAdded | ShippingUpdated | Paying | Placed | Refused | Other

_NAMES: Final = {
    "creating-cart": "started",
    "order-processing": "started",
    "item-added": "item",
    "shipping-updated": "shipping",
    "payment-processing": "paying",
    "order-placed": "placed",
    "order-completed": "placed",
    "error": "error",
}


async def stream(http: Transport, call: Call) -> AsyncGenerator[OrderEvent]:
    """Send an order and yield what happens to it, ending with `Placed` or `Refused`.

    Raises `NotSent` when it did not leave, and `OutcomeUnknown` for every other end.
    """
    last: Placed | Refused | None = None
    try:
        async with http.open_order(call) as reply, aclosing(_events(http, call, reply)) as events:
            async for event in events:
                if isinstance(event, (Placed, Refused)):
                    last = event
                    break
                yield event
    except (NotSent, OutcomeUnknown):
        raise
    except FirmlyError as error:
        raise OutcomeUnknown(error.sentence) from error
    if last is None:
        raise OutcomeUnknown("The answer ended before it said what became of the order.")
    # Handed out with the connection closed and the cart's turn given back.
    yield last


async def place(http: Transport, call: Call) -> Order:
    """Send an order and return it as placed.

    Raises `ApiError` when it was refused, `NotSent` when it did not leave, else `OutcomeUnknown`.
    """
    async with aclosing(stream(http, call)) as events:
        async for event in events:
            if isinstance(event, Placed):
                return event.order
            if isinstance(event, Refused):
                raise event.error
    raise AssertionError("a stream of an order ends with its outcome or with an error")


async def _events(http: Transport, call: Call, reply: "Reply") -> AsyncGenerator[OrderEvent]:
    patience = http.timeouts.order_total
    if not (reply.ok and reply.media_type == "text/event-stream"):
        try:
            async with asyncio.timeout(patience):
                answer = await reply.read()
        except TimeoutError as error:
            raise _too_slow() from error
        yield _outcome(answer, http.clock())
        return
    decoder = sse.Decoder()
    now = asyncio.get_running_loop().time
    deadline = now() + patience
    async with aclosing(reply.chunks()) as chunks:
        async for chunk in chunks:
            for event in decoder.feed(chunk):
                yield _step(event, call, reply.ray_id)
            # A server may keep a stream alive with comments for ever.
            if now() >= deadline:
                raise _too_slow()


def _too_slow() -> OutcomeUnknown:
    return OutcomeUnknown("The server works on the order for longer than we wait.")


def _step(event: sse.Event, call: Call, ray_id: str) -> OrderEvent:
    data = answers.parse_json(event.data.encode(errors="replace"))
    match _NAMES.get(event.name.lower().replace("_", "-")):
        case "started":
            return Started()
        case "item":
            return ItemAdded(_cart(data))
        case "shipping":
            return ShippingUpdated(_cart(data))
        case "paying":
            return Paying()
        case "placed":
            return Placed(_order(data))
        case "error":
            return Refused(_refusal(data, call, ray_id))
        case _:
            return Other(untrusted(event.name, 100))


def _outcome(answer: Answer, clock: float) -> OrderEvent:
    """What an answer that is no stream means: JSON from a server that does not stream, or an error."""
    if answer.ok:
        return Placed(_order(answers.json_body(answer)))
    error = answers.error_of(answer, clock)
    if isinstance(error, ApiError) and answer.status < 500 and answers.error_body(answer):
        return Refused(error)
    raise OutcomeUnknown(error.sentence)


def _cart(data: object) -> Cart | None:
    found = _member(data, "cart")
    try:
        return Cart.model_validate(found) if found else None
    except ValidationError:
        return None


def _order(data: object) -> Order:
    try:
        order = Order.model_validate(_member(data, "order") or data)
    except ValidationError:
        order = None
    if order is None or not order.platform_order_number:
        raise OutcomeUnknown("The server says that it is done, but gives no order number.")
    return order


def _refusal(data: object, call: Call, ray_id: str) -> ApiError:
    body = answers.read_error(data)
    if body is None:
        raise OutcomeUnknown("The server reports an error without saying which.")
    error = error_class(body.code, body.identifier)(
        body.code, body.identifier, body.description, ray_id=ray_id, method=call.method, path=call.path
    )
    if isinstance(error, ServiceUnavailable):
        # The shop may have failed after it took the order.
        raise OutcomeUnknown(error.sentence)
    return error


def _member(data: object, name: str) -> object:
    return cast("dict[str, object]", data).get(name) if isinstance(data, dict) else None
