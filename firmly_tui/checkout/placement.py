"""Placing the orders of one confirmed purchase: each at most once, each written down before it leaves."""

import asyncio
import hashlib
import json
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from firmly_tui.checkout.confirmed import difference, line_texts
from firmly_tui.checkout.evidence import evidence
from firmly_tui.checkout.journal import Attempt, Journal, JournalError
from firmly_tui.checkout.lane import Lane, LaneState, Step
from firmly_tui.checkout.observable import Observable
from firmly_tui.checkout.order_call import choose_call
from firmly_tui.checkout.outcome import LEFT, STOPPED, Ending, HeldBack, outcome_of, placed
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


@dataclass(frozen=True)
class _Sealed:
    """An order ready to go: the journal's attempt, the cart, and the encrypted card, which no repr shows."""

    attempt: Attempt
    cart: Cart
    token: str

    def __repr__(self) -> str:
        return f"_Sealed({self.attempt.merchant})"


class Placement(Observable):
    """One confirmed purchase: each merchant's order in turn, at most once.

    A refusal, or an outcome that is not known, does not stop the merchants after it; a server that cannot be
    reached at all does. Nothing is ever sent again. `carts` are the carts by domain as the shopper confirmed
    them, the hive's present ones if left out. What became of an order is in the journal before `on_change` is
    called, in the event loop; `clock` gives monotonic seconds.
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
        carts: Mapping[str, Cart] | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ):
        super().__init__()
        self.subscribe(on_change)
        self.finished = False
        self._client = client
        self._hive = hive
        self._journal = journal
        self._address = address
        self._billing = billing
        self._card = card
        self._clock = clock
        self._sleep = sleep
        self._begun = False
        self._unreachable = False
        self._device_changes = 0
        self._confirmed = {
            domain: carts.get(domain) if carts is not None else _present(hive, domain) for domain in domains
        }
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
        self._device_changes = self._client.device_changes
        try:
            for lane in self.lanes:
                await self._place(lane)
            self._card.wipe()
            await asyncio.gather(*(self._look(lane) for lane in self.lanes if lane.state == "unknown"))
        finally:
            self._card.wipe()
            self.finished = True
            for lane in self.lanes:
                if not lane.ended:
                    self._end(lane, Ending("not sent", LEFT))
            self._changed()

    async def _place(self, lane: Lane) -> None:
        """Bring one lane to its end: one try, one outcome, one line in the journal, then all are told."""
        if self._unreachable:
            self._end(lane, Ending("not sent", STOPPED))
            return
        try:
            ending = await self._try(lane)
        except BaseException as error:
            # The app is left, or something is wrong in it: there is no time to wait for another thread.
            ending = outcome_of(error, sent=lane.state == "sent")
            self._write(lane, ending)
            self._end(lane, ending)
            raise
        await self._record(lane, ending)
        self._unreachable = isinstance(ending.error, NotSent)
        if ending.state in ("placed", "refused"):
            await self._hive.refresh(lane.domain)

    async def _try(self, lane: Lane) -> Ending:
        lane.started = self._clock()
        lane.state = "preparing"
        self._changed()
        try:
            sealed = await self._seal(lane)
            await asyncio.to_thread(self._journal.mark_sent, sealed.attempt.id)
            lane.state = "sent"
            self._step(lane, "Order sent")
            order = await self._order(lane, sealed)
        except (FirmlyError, JournalError, KeyRefused, HeldBack) as error:
            return outcome_of(error, sent=lane.state == "sent")
        return placed(order, sealed.cart.total)

    async def _seal(self, lane: Lane) -> _Sealed:
        """Everything that comes before the order leaves, the journal last."""
        cart = await self._checked_cart(lane)
        self._step(lane, "Cart is as you saw it")
        key = await self._client.payment.key()
        check_key(key)
        # A key of 4096 bits takes some time; the event loop must not wait for it.
        token = await asyncio.to_thread(encrypt_card, self._card, key)
        self._step(lane, "Key fetched, card encrypted")
        lane.attempt = attempt = await asyncio.to_thread(self._write_down, lane, cart)
        self._step(lane, "Written to the journal")
        return _Sealed(attempt, cart, token)

    async def _checked_cart(self, lane: Lane) -> Cart:
        confirmed = self._confirmed[lane.domain]
        if confirmed is not None and self._is_ordered_before(lane.domain, confirmed):
            raise HeldBack(
                "This is the cart of the order before, under another name: nothing was ordered twice."
            )
        cart = await self._client.carts.get(lane.domain)
        reason = difference(confirmed, cart)
        if cart is None or reason:
            await self._hive.refresh(lane.domain)
            raise HeldBack(f"{reason} Look at the cart, and confirm again.")
        return cart

    def _is_ordered_before(self, domain: str, cart: Cart) -> bool:
        """Whether a lane before this one has the same cart, under another domain of the merchant."""
        same = [
            known
            for known, other in self._confirmed.items()
            if other is not None and other.cart_id == cart.cart_id
        ]
        return bool(cart.cart_id) and same[0] != domain

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
                await self._heard(lane, event)
                if isinstance(event, Placed):
                    return event.order
                if isinstance(event, Refused):
                    raise event.error
        raise OutcomeUnknown("The answer ended before it said what became of the order.")

    async def _heard(self, lane: Lane, event: OrderEvent) -> None:
        if isinstance(event, (ItemAdded, ShippingUpdated)) and event.cart is not None:
            await self._name_cart(lane, event.cart.cart_id)
        name, text = _said(event, sum(known == "item-added" for _, known in lane.events) + 1)
        lane.events.append((self._elapsed(lane), name))
        if text:
            self._step(lane, text)
        else:
            self._changed()

    async def _name_cart(self, lane: Lane, cart_id: str) -> None:
        """Keep the cart that the order is made in, so that it is known even after a crash."""
        if lane.attempt is None or not cart_id or cart_id == lane.attempt.new_cart_id:
            return
        lane.attempt = replace(lane.attempt, new_cart_id=cart_id)
        # The order is on its way; a journal that fails now is told of when the outcome is written.
        with suppress(JournalError):
            await asyncio.to_thread(self._journal.name_cart, lane.attempt.id, cart_id)

    async def _record(self, lane: Lane, ending: Ending) -> None:
        """Write down how a lane ended, even when the app is left just now, and then tell."""
        try:
            ending = await asyncio.to_thread(self._write, lane, ending)
        except asyncio.CancelledError:
            # If the thread has not begun, it never will; an attempt ends once, so twice does no harm.
            self._write(lane, ending)
            self._end(lane, ending)
            raise
        self._end(lane, ending)

    def _write(self, lane: Lane, ending: Ending) -> Ending:
        """Finish the lane's attempt; returns the ending with a word on the journal where it fails."""
        sentence = self._card.redact(ending.sentence)
        ending = replace(ending, sentence=sentence)
        if lane.attempt is None:
            return ending
        order, error = ending.order, ending.error
        try:
            self._journal.finish(
                lane.attempt.id,
                ending.state,
                detail=sentence,
                order_number=order.platform_order_number if order is not None else "",
                ray_id=error.ray_id if isinstance(error, ApiError) else "",
                receipt=self._card.redact(receipt(order)) if order is not None else "",
            )
        except JournalError as failure:
            return replace(ending, sentence=f"{sentence} {failure}")
        return ending

    async def _look(self, lane: Lane) -> None:
        """Replace what is said about an unknown outcome by what the carts tell."""
        if lane.attempt is None:
            return
        self._step(lane, "Looking at the cart")
        found = await evidence(
            self._client, lane.attempt, device_changes=self._device_changes, sleep=self._sleep
        )
        sentence = found.sentence
        try:
            await asyncio.to_thread(self._journal.conclude, lane.attempt.id, found.conclusion, found.sentence)
        except JournalError as error:
            sentence = f"{sentence} {error}"
        lane.attempt = replace(lane.attempt, conclusion=found.conclusion)
        lane.sentence = sentence
        self._step(lane, "Looked at the cart")
        await self._hive.refresh(lane.domain)

    def _end(self, lane: Lane, ending: Ending) -> None:
        lane.state = ending.state
        lane.sentence = ending.sentence
        lane.error = ending.error
        lane.order = ending.order
        if ending.order is not None and ending.order.total is not None:
            lane.total = ending.order.total
        lane.finished = self._clock()
        self._changed()

    def _step(self, lane: Lane, text: str) -> None:
        lane.steps.append(Step(text, self._elapsed(lane), self._clock()))
        self._changed()

    def _elapsed(self, lane: Lane) -> float:
        return self._clock() - (lane.started or 0.0)

    def _count(self, state: LaneState) -> int:
        return sum(lane.state == state for lane in self.lanes)


def _present(hive: "Hive", domain: str) -> Cart | None:
    entry = hive.get(domain)
    return entry.cart if entry is not None else None


def _lane(domain: str, cart: Cart | None) -> Lane:
    if cart is None:
        return Lane(domain, domain, None, "place-order")
    return Lane(domain, cart.name, cart.total, choose_call(cart).kind)


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
            return "error", ""
        case Other(name=name):
            return name, ""
