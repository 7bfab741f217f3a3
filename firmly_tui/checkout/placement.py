"""Placing the orders of one confirmed purchase: each at most once, each written down before it leaves."""

import asyncio
import hashlib
import json
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firmly_tui.checkout.confirmed import difference, line_texts
from firmly_tui.checkout.evidence import evidence
from firmly_tui.checkout.journal import CRASHED_AFTER, Attempt, Journal, JournalError, Outcome
from firmly_tui.checkout.lane import Lane, LaneState, Step
from firmly_tui.checkout.order_call import choose_call
from firmly_tui.checkout.receipt import receipt
from firmly_tui.checkout.vault import KeyRefused, check_key, encrypt_card
from firmly_tui.client import (
    ApiError,
    FirmlyError,
    ItemAdded,
    NotSent,
    OrderEvent,
    OrderItem,
    Other,
    OutcomeUnknown,
    Paying,
    Placed,
    Refused,
    ShippingUpdated,
    Started,
)
from firmly_tui.models import Address, Cart, Order

if TYPE_CHECKING:
    from firmly_tui.checkout.card import Card
    from firmly_tui.checkout.hive import Hive
    from firmly_tui.client import FirmlyClient

_CHECKING: Final = "The order was sent, and no answer came: it may have been placed. Looking at the cart …"
_STOPPED: Final = (
    "Not tried, since the server could not be reached for the order before. Nothing was ordered."
)
_LEFT: Final = "Not tried, since the app was left before. Nothing was ordered."


class _HeldBack(Exception):
    """Something is not as the shopper confirmed it, so the order is not sent."""

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class _Sealed:
    """An order ready to go: the journal's attempt, the cart, and the encrypted card, which no repr shows."""

    attempt: Attempt
    cart: Cart
    token: str

    def __repr__(self) -> str:
        return f"_Sealed({self.attempt.merchant})"


class Placement:
    """One confirmed purchase: each merchant's order in turn, at most once.

    A refusal, or an outcome that is not known, does not stop the merchants after it; a server that cannot be
    reached at all does. Nothing is ever sent again. `on_change` is called in the event loop whenever a lane
    changes; `clock` gives monotonic seconds.
    """

    def __init__(
        self,
        client: "FirmlyClient",
        hive: "Hive",
        journal: Journal,
        *,
        address: Address,
        billing: Address,
        card: "Card",
        domains: Sequence[str],
        on_change: Callable[[], None],
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ):
        self.finished = False
        self._client = client
        self._hive = hive
        self._journal = journal
        self._address = address
        self._billing = billing
        self._card = card
        self._on_change = on_change
        self._clock = clock
        self._sleep = sleep
        self._begun = False
        self._unreachable = False
        self._confirmed = {domain: _confirmed(hive, domain) for domain in domains}
        self.lanes = [_lane(domain, cart) for domain, cart in self._confirmed.items()]

    @property
    def placed(self) -> int:
        """How many orders were placed."""
        return self._count("placed")

    @property
    def refused(self) -> int:
        """How many orders were refused."""
        return self._count("refused")

    @property
    def unknown(self) -> int:
        """Of how many orders the outcome is not known."""
        return self._count("unknown")

    async def run(self) -> None:
        """Place all orders. Raises RuntimeError when called again. The card is wiped however this ends."""
        if self._begun:
            raise RuntimeError("a placement runs once")
        self._begun = True
        try:
            sent = [await self._place(lane) for lane in self.lanes]
            self._card.wipe()
            unknown = [
                (lane, attempt)
                for lane, attempt in zip(self.lanes, sent, strict=True)
                if lane.state == "unknown" and attempt is not None
            ]
            await asyncio.gather(*(self._look(lane, attempt) for lane, attempt in unknown))
        finally:
            self._card.wipe()
            for lane in self.lanes:
                if not lane.ended:
                    self._end(lane, "not sent", _LEFT)
            self.finished = True
            self._on_change()

    async def _place(self, lane: Lane) -> Attempt | None:
        """Bring one lane to its end; returns what the journal has of it."""
        if self._unreachable:
            self._end(lane, "not sent", _STOPPED)
            return None
        self._begin(lane)
        try:
            sealed = await self._seal(lane)
        except (FirmlyError, KeyRefused, _HeldBack) as error:
            self._unreachable = isinstance(error, NotSent)
            lane.error = error if isinstance(error, FirmlyError) else None
            self._end(lane, "not sent", _nothing_ordered(error.sentence))
            return None
        except JournalError as error:
            self._end(lane, "not sent", _nothing_ordered(str(error)))
            return None
        attempt = await self._send(lane, sealed)
        if lane.state in ("placed", "refused"):
            await self._hive.refresh(lane.domain)
        return attempt

    async def _seal(self, lane: Lane) -> _Sealed:
        """Everything that comes before the order leaves, the journal last."""
        cart = await self._checked_cart(lane)
        self._step(lane, "Cart is as you saw it")
        key = await self._client.payment.key()
        check_key(key)
        # A key of 4096 bits takes some time; the event loop must not wait for it.
        token = await asyncio.to_thread(encrypt_card, self._card, key)
        self._step(lane, "Key fetched, card encrypted")
        attempt = await asyncio.to_thread(self._write_down, lane, cart)
        lane.attempt_id = attempt.id
        self._step(lane, "Written to the journal")
        return _Sealed(attempt, cart, token)

    async def _checked_cart(self, lane: Lane) -> Cart:
        cart = await self._client.carts.get(lane.domain)
        reason = difference(self._confirmed[lane.domain], cart)
        if cart is None or reason:
            await self._hive.refresh(lane.domain)
            raise _HeldBack(f"{reason} Look at the cart, and confirm again.")
        return cart

    def _write_down(self, lane: Lane, cart: Cart) -> Attempt:
        ordered = {
            "call": lane.call,
            "domain": lane.domain,
            "cart_id": cart.cart_id,
            "items": [[line.add_to_cart_ref, line.quantity] for line in cart.line_items],
            "shipping_info": self._address.to_api(),
            "billing_info": self._billing.to_api(),
        }
        return self._journal.prepare(
            merchant=lane.domain,
            merchant_name=lane.name,
            call=lane.call,
            cart_id=cart.cart_id,
            items=line_texts(cart),
            total=cart.total,
            digest=hashlib.sha256(json.dumps(ordered, sort_keys=True).encode()).hexdigest(),
        )

    async def _send(self, lane: Lane, sealed: _Sealed) -> Attempt | None:
        """Send the order, and write down what came of it."""
        attempt = sealed.attempt
        try:
            await asyncio.to_thread(self._journal.mark_sent, attempt.id)
            lane.state = "sent"
            self._step(lane, "Order sent")
            order = await self._order(lane, sealed)
        except JournalError as error:
            await self._record(lane, "not sent", _nothing_ordered(str(error)))
        except NotSent as error:
            self._unreachable = True
            lane.error = error
            await self._record(lane, "not sent", _nothing_ordered(error.sentence))
        except ApiError as error:
            lane.error = error
            await self._record(lane, "refused" if error.status < 500 else "unknown", error.sentence)
        except FirmlyError as error:
            lane.error = error
            await self._record(lane, "unknown", _CHECKING)
        except BaseException:
            # The app is left, or something is wrong in it, while the order is on its way.
            with suppress(JournalError):
                state, detail = self._left(lane)
                self._journal.finish(attempt.id, state, detail=detail, new_cart_id=lane.new_cart_id)
            raise
        else:
            lane.order = order
            lane.total = order.total or lane.total
            await self._record(lane, "placed", f"Order {order.platform_order_number} is placed.")
        return await asyncio.to_thread(self._journal.attempt, attempt.id)

    async def _order(self, lane: Lane, sealed: _Sealed) -> Order:
        payment = self._client.payment
        if lane.call == "complete-order":
            return await payment.complete_order(
                lane.domain, encrypted_card=sealed.token, billing=self._billing
            )
        events = payment.stream_order(
            lane.domain,
            encrypted_card=sealed.token,
            billing=self._billing,
            shipping=self._address,
            items=[OrderItem(line.add_to_cart_ref, line.quantity) for line in sealed.cart.line_items],
        )
        async with aclosing(events):
            async for event in events:
                self._heard(lane, event)
                if isinstance(event, Placed):
                    return event.order
                if isinstance(event, Refused):
                    raise event.error
        raise OutcomeUnknown("The answer ended before it said what became of the order.")

    def _heard(self, lane: Lane, event: OrderEvent) -> None:
        name, text = _said(event, sum(known == "item-added" for _, known in lane.events) + 1)
        lane.events.append((self._elapsed(lane), name))
        if isinstance(event, (ItemAdded, ShippingUpdated)) and event.cart is not None:
            lane.new_cart_id = event.cart.cart_id
        if text:
            self._step(lane, text)
        else:
            self._on_change()

    async def _record(self, lane: Lane, state: Outcome, sentence: str) -> None:
        """End the lane, and write its outcome down even when the app is left just now."""
        sentence = self._card.redact(sentence)
        self._end(lane, state, sentence)

        def write() -> None:
            order = lane.order
            self._journal.finish(
                lane.attempt_id,
                state,
                detail=sentence,
                order_number=order.platform_order_number if order else "",
                ray_id=lane.error.ray_id if isinstance(lane.error, ApiError) else "",
                receipt=kept,
                new_cart_id=lane.new_cart_id,
            )

        kept = self._card.redact(receipt(lane.order)) if lane.order else ""
        try:
            await asyncio.to_thread(write)
        except asyncio.CancelledError:
            with suppress(JournalError):
                write()
            raise
        except JournalError as error:
            lane.sentence = f"{sentence} {error}"
            self._on_change()

    def _left(self, lane: Lane) -> tuple[Outcome, str]:
        if lane.state == "sent":
            self._end(lane, "unknown", CRASHED_AFTER)
            return "unknown", CRASHED_AFTER
        self._end(lane, "not sent", _LEFT)
        return "not sent", _LEFT

    async def _look(self, lane: Lane, attempt: Attempt) -> None:
        """Replace what is said about an unknown outcome by what the carts tell."""
        found = await evidence(self._client, attempt, {attempt.cart_id}, sleep=self._sleep)
        lane.sentence = found.sentence
        self._step(lane, "Looked at the cart")
        with suppress(JournalError):
            await asyncio.to_thread(self._journal.note, attempt.id, found.sentence)
        await self._hive.refresh(lane.domain)

    def _begin(self, lane: Lane) -> None:
        lane.started = self._clock()
        lane.state = "preparing"
        self._on_change()

    def _end(self, lane: Lane, state: Outcome, sentence: str) -> None:
        lane.state = state
        lane.sentence = sentence
        lane.finished = self._clock()
        self._on_change()

    def _step(self, lane: Lane, text: str) -> None:
        lane.steps.append(Step(text, self._elapsed(lane), self._clock()))
        self._on_change()

    def _elapsed(self, lane: Lane) -> float:
        return self._clock() - (lane.started or 0.0)

    def _count(self, state: LaneState) -> int:
        return sum(lane.state == state for lane in self.lanes)


def _confirmed(hive: "Hive", domain: str) -> Cart | None:
    entry = hive.get(domain)
    return entry.cart if entry else None


def _lane(domain: str, cart: Cart | None) -> Lane:
    if cart is None:
        return Lane(domain, domain, None, "place-order")
    return Lane(domain, cart.name, cart.total, choose_call(cart).kind)


def _nothing_ordered(sentence: str) -> str:
    return sentence if "othing was" in sentence else f"{sentence} Nothing was ordered."


def _said(event: OrderEvent, items: int) -> tuple[str, str]:
    """An event's name, and what it means to a shopper."""
    match event:
        case Started():
            return "creating-cart", "Cart made for the order"
        case ItemAdded(cart=cart):
            named = cart.line_items[-1].description if cart and cart.line_items else ""
            return "item-added", f"{named or f'Item {items}'} in the cart"
        case ShippingUpdated():
            return "shipping-updated", "Address and shipping set"
        case Paying():
            return "payment-processing", "Paying"
        case Placed():
            return "order-placed", "Order placed"
        case Refused():
            return "error", "Refused"
        case Other(name=name):
            return name, ""
