"""Placing: one request, and every answer to it read as placed, refused or unknown.

Two vocabularies of events exist (firmly docs: Place Order v2, One-step Checkout); both mean the same steps.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Final

from pydantic import ValidationError

from firmly_tui.client import answers, sentences, sse
from firmly_tui.client.calls import Answer, Call, Head
from firmly_tui.client.errors import (
    ApiError,
    FirmlyError,
    Interrupted,
    NotSent,
    OutcomeUnknown,
    Unauthorized,
    error_class,
    proves_refusal,
)
from firmly_tui.client.observe import ray_id, without_secrets
from firmly_tui.client.transport import SentOrder, Transport
from firmly_tui.models import Cart, CvvRequired, Order, json_object, untrusted


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

MAX_EVENTS: Final = 10_000
"""How many events one order may have before its stream is given up."""

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


class _Unclear(FirmlyError):
    """The answer does not say what became of the order; `status` and `identifier` are those of the error it is."""

    def __init__(self, sentence: str, *, status: int = 0, identifier: str = "") -> None:
        super().__init__(sentence)
        self.status = status
        self.identifier = identifier


class _CodeWanted(ApiError):
    """Nothing was bought: the card's security code is needed first. It comes with status 200."""


async def stream(http: Transport, call: Call) -> AsyncGenerator[OrderEvent]:
    """Send an order and yield what happens to it, ending with `Placed` or `Refused`.

    Raises `NotSent` when it did not leave, and `OutcomeUnknown` for every other end.
    """
    last: Placed | Refused | None = None
    ray, status = "", 0
    try:
        async with http.open_order(call) as order, aclosing(_events(http, order)) as events:
            ray, status = ray_id(order.reply), order.reply.status
            async for event in events:
                if isinstance(event, (Placed, Refused)):
                    last = event
                    break
                yield event
            if isinstance(last, Refused) and isinstance(last.error, Unauthorized):
                http.refuse(order.session)
    except NotSent:
        raise
    except FirmlyError as error:
        raise _unknown(error, status, ray) from error
    if last is None:
        raise OutcomeUnknown("The answer ended before it said what became of the order.", ray_id=ray)
    # Handed out with the connection closed and the cart's turn given back.
    yield last


def _unknown(error: FirmlyError, status: int, ray: str) -> OutcomeUnknown:
    """The error with what was answered, as far as it was an answer and not a connection that broke."""
    identifier = ""
    if isinstance(error, Interrupted):
        status = 0
    elif isinstance(error, (_Unclear, ApiError)):
        status, identifier = error.status or status, error.identifier
    return OutcomeUnknown(error.sentence, status=status, identifier=identifier, ray_id=ray)


async def place(http: Transport, call: Call) -> Order:
    """Send an order and return it as placed.

    An `ApiError` always means that it was refused and nothing was bought, whatever its status; `NotSent` that
    it did not leave; everything else is `OutcomeUnknown`.
    """
    async with aclosing(stream(http, call)) as events:
        async for event in events:
            if isinstance(event, Placed):
                return event.order
            if isinstance(event, Refused):
                raise event.error
    raise AssertionError("a stream of an order ends with its outcome or with an error")


async def place_or_ask(http: Transport, call: Call) -> Order | CvvRequired:
    """As `place`, for a call that may be answered with the wish for the card's security code."""
    try:
        return await place(http, call)
    except _CodeWanted:
        return CvvRequired(cvv_required=True)


async def _events(http: Transport, order: SentOrder) -> AsyncGenerator[OrderEvent]:
    if not order.reply.is_stream:
        yield _outcome(await http.read_order(order), http.clock())
        return
    decoder = sse.Decoder()
    left = MAX_EVENTS
    now = asyncio.get_running_loop().time
    async with aclosing(order.reply.chunks()) as chunks:
        async for chunk in chunks:
            if order.watch:
                order.watch.received(len(chunk))
            for event in decoder.feed(chunk):
                left -= 1
                if left < 0:
                    raise _Unclear("The server sent more events than any order has.")
                if order.watch:
                    order.watch.event(event)
                yield _step(event, order.reply)
            # A server may keep a stream alive with comments for ever.
            if now() >= order.deadline:
                raise _Unclear("The server works on the order for longer than we wait.")


def _step(event: sse.Event, head: Head) -> OrderEvent:
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
            return _refused(_error_of(data, head))
        case _:
            return Other(untrusted(without_secrets(event.name, head.request), 100))


def _outcome(answer: Answer, clock: float) -> OrderEvent:
    """What an answer that is no stream means: JSON from a server that does not stream, or an error."""
    if answer.ok and not answers.is_refusal(answer):
        data = answers.json_body(answer)
        try:
            return Placed(_order(data))
        except _Unclear:
            if (json_object(data) or {}).get("cvv_required") is True:
                return _code_wanted(answer)
            raise
    error = answers.error_of(answer, clock)
    if not isinstance(error, ApiError):
        raise error
    # Without a body of firmly's, some gateway on the way may have spoken.
    if answers.error_body(answer) is None:
        raise _unclear(error)
    return _refused(error)


def _code_wanted(answer: Answer) -> Refused:
    request = answer.request
    return Refused(
        _CodeWanted(
            answer.status,
            "CvvRequired",
            ray_id=ray_id(answer),
            method=request.method,
            path=request.path,
        )
    )


def _cart(data: object) -> Cart | None:
    found = (json_object(data) or {}).get("cart")
    try:
        return Cart.model_validate(found) if found else None
    except ValidationError:
        return None


def _order(data: object) -> Order:
    """The order of an answer that says that it is placed: a number, or the state, proves it."""
    whole = json_object(data) or {}
    order = Order.as_far_as_readable(json_object(whole.get("order")) or whole)
    if order.platform_order_number or order.status.lower() == "submitted":
        return order
    raise _Unclear("The server says that it is done, but gives no order number.")


def _error_of(data: object, head: Head) -> ApiError:
    request = head.request
    body = answers.read_error(data, request)
    if body is None:
        raise _Unclear("The server reports an error without saying which.")
    return error_class(body.code, body.identifier)(
        body.code,
        body.identifier,
        body.description,
        ray_id=ray_id(head),
        method=request.method,
        path=request.path,
    )


def _refused(error: ApiError) -> Refused:
    if proves_refusal(error):
        return Refused(error)
    raise _unclear(error)


def _unclear(error: ApiError) -> _Unclear:
    sentence = sentences.failed_order(error.key, error.description, error.status)
    return _Unclear(sentence, status=error.status, identifier=error.identifier)
