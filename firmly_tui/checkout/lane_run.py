"""Brings one merchant's order to its end: looked at, sealed, written down, sent once, and written down again."""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from firmly_tui.checkout.check import device_mark
from firmly_tui.checkout.confirmed import differences, line_texts, unorderable
from firmly_tui.checkout.journal import Journal, JournalError, OrderBlocked
from firmly_tui.checkout.lane import Lane, LaneOrder, Step
from firmly_tui.checkout.order_words import said
from firmly_tui.checkout.outcome import (
    ASKED,
    CODE_NOT_TAKEN,
    NO_CODE,
    UNCONFIRMED,
    Ending,
    HeldBack,
    outcome_of,
    placed,
)
from firmly_tui.checkout.payers import Sealed, approved, kept_card, pay, refusal_of, wants_code
from firmly_tui.checkout.question import Question, Reply, changed, code_wanted, key_changed
from firmly_tui.checkout.receipt import receipt
from firmly_tui.checkout.vault import KeyRefused, check_key, encrypt_card, encrypt_code
from firmly_tui.checkout.ways import NewCard, PayPal, SavedCard, WalletCard
from firmly_tui.client import (
    ApiError,
    FirmlyError,
    InvalidKey,
    ItemAdded,
    OrderEvent,
    OutcomeUnknown,
    ShippingUpdated,
)
from firmly_tui.models import Cart, CvvRequired, PaymentKey

if TYPE_CHECKING:
    from firmly_tui.checkout.attempts import Attempt
    from firmly_tui.checkout.card import Card
    from firmly_tui.checkout.hive import Hive
    from firmly_tui.client import FirmlyClient


_MOST_CARTS: Final = 8
"""How many carts an order's stream may name; each is synced to the disk, and a hostile one would name thousands."""


@dataclass(frozen=True)
class Till:
    """What the lanes of one purchase share."""

    client: "FirmlyClient"
    hive: "Hive"
    journal: Journal
    card: "Card | None"
    clock: Callable[[], float]
    changed: Callable[[], None]
    ask: Callable[[Lane, Question], Awaitable[Reply]]

    def redact(self, text: str) -> str:
        """`text` without the card's number, should a server repeat it."""
        return self.card.redact(text) if self.card is not None else text


class LaneRun:
    """One lane on its way. Whatever is sent, is sent once for each attempt in the journal.

    Nothing is ever sent again by itself: where the server asks for a code, or for another key, it has bought
    nothing and says so; the shopper is asked, and what is sent then is an attempt of its own.
    """

    def __init__(self, till: Till, lane: Lane, order: LaneOrder):
        self.device_changes = till.client.device_changes
        self._till = till
        self._lane = lane
        self._order = order
        self._confirmed = order.cart
        self._cart = order.cart
        self._key: PaymentKey | None = None
        self._rekeyed = False
        self._named = 0
        self._code = ""
        self._open: Attempt | None = None
        self._refusal: Ending | None = None

    @property
    def order(self) -> LaneOrder:
        """The order, with the cart that was confirmed last."""
        return replace(self._order, cart=self._confirmed)

    async def run(self) -> Ending:
        """Bring the lane to its end, which is in the journal before anyone is told."""
        try:
            ending = await self._try()
        except BaseException as error:
            # The app is left, or something is wrong in it: there is no time to wait for another thread.
            sent = self._lane.state == "sent"
            ending = outcome_of(error, sent=sent)
            self.end(self._write(ending if sent or self._refusal is None else self._refusal))
            raise
        finally:
            self._code = ""
        await self._record(ending)
        return ending

    def end(self, ending: Ending) -> None:
        """Show how the lane ended."""
        lane = self._lane
        lane.question = None
        lane.state = ending.state
        lane.sentence = ending.sentence
        lane.error = ending.error
        lane.held_back = ending.held_back
        lane.order = ending.order
        if ending.order is not None and ending.order.total is not None:
            lane.total = ending.order.total
        lane.finished = self._till.clock()
        self._till.changed()

    def step(self, text: str) -> None:
        """Show something that was done."""
        self._lane.steps.append(Step(text, self._elapsed(), self._till.clock()))
        self._till.changed()

    async def _try(self) -> Ending:
        self._lane.started = self._till.clock()
        self._go_on()
        try:
            async with self._till.hive.held_still(self._lane.domain):
                return await self._order_it()
        except (FirmlyError, JournalError, KeyRefused, HeldBack) as error:
            return self._after_refusal(outcome_of(error, sent=self._lane.state == "sent"))

    async def _order_it(self) -> Ending:
        """Send the order, and once more whenever the shopper says so."""
        await self._is_free(self._confirmed)
        while True:
            sealed = await self._seal()
            # Nothing of the server's comes between the look and the order: it buys what the cart holds then.
            await self._look()
            ending, question = await self._send(sealed)
            if question is None:
                return ending
            await self._close(replace(ending, sentence=ASKED[question.kind]))
            if question.kind == "key":
                self._key = await self._fetch_key()
            if not await self._ask(question):
                return ending

    def _after_refusal(self, ending: Ending) -> Ending:
        """What is not sent after it was refused before is refused."""
        if ending.state == "not sent" and self._open is None and self._refusal is not None:
            return replace(self._refusal, sentence=ending.sentence)
        return ending

    # Before it is sent

    async def _look(self) -> None:
        """See that the merchant still has what was confirmed, and ask about what it has instead."""
        lane, till = self._lane, self._till
        while True:
            cart = await till.client.carts.get(lane.domain)
            # Again: what another window does to a cart is in the journal before the cart shows it.
            await self._is_free(cart or self._confirmed)
            reason = unorderable(cart, self._order.way)
            if cart is None or reason:
                await till.hive.refresh(lane.domain)
                raise HeldBack(f"{reason} Look at the cart, and confirm again.")
            words = differences(self._confirmed, cart, self._order.way)
            if not words:
                break
            if not await self._ask(changed(lane.name, words)):
                await till.hive.refresh(lane.domain)
                raise HeldBack(UNCONFIRMED)
            self._confirmed = cart
            lane.total = cart.total
        if isinstance(self._order.way, PayPal) and approved(cart, self._order.cart) is None:
            raise HeldBack("The payment is not approved at PayPal yet. Do that first.")
        self._cart = cart
        self.step("Cart is as you saw it")

    async def _is_free(self, cart: Cart) -> None:
        """See that no other attempt keeps the confirmed cart, or this one, to itself. Raises OrderBlocked."""
        for cart_id in dict.fromkeys([self._confirmed.cart_id, cart.cart_id]):
            blocking = partial(self._till.journal.blocking, cart_id=cart_id, merchant=self._lane.domain)
            other = await asyncio.to_thread(blocking)
            if other is not None:
                raise OrderBlocked(other)

    async def _ask(self, question: Question) -> bool:
        """Ask the shopper, and keep a code that is given."""
        lane = self._lane
        lane.question = question
        lane.state = "asking"
        self._till.changed()
        reply = await self._till.ask(lane, question)
        lane.question = None
        self._go_on()
        if isinstance(reply, str):
            self._code = reply
        return bool(reply)

    def _go_on(self) -> None:
        self._lane.state = "preparing"
        self._till.changed()

    async def _seal(self) -> Sealed:
        """Encrypt what is secret, with a key that is good."""
        card = self._till.card if isinstance(self._order.way, NewCard) else None
        if card is None and not self._code:
            return Sealed()
        if self._key is None:
            self._key = await self._fetch_key()
        # A key of 4096 bits takes some time; the event loop must not wait for it.
        if card is None:
            sealed = Sealed(code=await asyncio.to_thread(encrypt_code, self._code, self._key))
        else:
            sealed = Sealed(card=await asyncio.to_thread(encrypt_card, card, self._key))
        self.step(f"Key fetched, {'code' if card is None else 'card'} encrypted")
        return sealed

    async def _fetch_key(self) -> PaymentKey:
        """A key that passes the check; one that does not is fetched anew once. Raises KeyRefused."""
        key = await self._till.client.payment.key()
        with suppress(KeyRefused):
            check_key(key)
            return key
        key = await self._till.client.payment.key()
        check_key(key)
        return key

    def _prepare(self) -> "Attempt":
        """Write down what is about to be ordered. Raises OrderBlocked and JournalError."""
        lane, order, cart = self._lane, self._order, self._cart
        ordered = {
            "call": lane.call,
            "domain": lane.domain,
            "cart_id": cart.cart_id,
            "items": [[line.add_to_cart_ref, line.quantity] for line in cart.line_items],
            "shipping_info": order.address.to_api(),
            "billing_info": order.bill_to.to_api(),
            "paid_with": _kept_id(order),
        }
        return self._till.journal.prepare(
            merchant=lane.domain,
            merchant_name=lane.name,
            call=lane.call,
            cart_id=cart.cart_id,
            items=line_texts(cart),
            total=cart.total,
            digest=hashlib.sha256(json.dumps(ordered, sort_keys=True).encode()).hexdigest(),
            device=device_mark(self._till.client.device_id),
        )

    # The order itself

    async def _send(self, sealed: Sealed) -> tuple[Ending, Question | None]:
        """Send the order once; the question is what may be asked after a refusal."""
        lane, till = self._lane, self._till
        lane.attempt = self._open = await asyncio.to_thread(self._prepare)
        self.step("Written to the journal")
        await asyncio.to_thread(till.journal.mark_sent, self._open.id)
        self.device_changes = till.client.device_changes
        lane.state = "sent"
        self.step("Order sent")
        try:
            answer = await pay(till.client, self._order, self._cart, sealed, self._heard)
        except ApiError as error:
            ending = Ending("refused", refusal_of(self._order, error), error=error)
            return ending, self._question(error, sealed)
        if isinstance(answer, CvvRequired):
            if sealed.code:
                return Ending("refused", CODE_NOT_TAKEN), None
            return Ending("refused", NO_CODE), code_wanted(*kept_card(self._order))
        return placed(answer, self._cart.total), None

    def _question(self, error: ApiError, sealed: Sealed) -> Question | None:
        """What a refusal is asked about, None where it is the last word."""
        if isinstance(error, InvalidKey) and not self._rekeyed and (sealed.card or sealed.code):
            self._rekeyed = True
            return key_changed(self._lane.name)
        if wants_code(self._order, error, sealed):
            return code_wanted(*kept_card(self._order))
        return None

    async def _heard(self, event: OrderEvent) -> None:
        lane = self._lane
        if isinstance(event, (ItemAdded, ShippingUpdated)) and event.cart is not None:
            await self._name_cart(event.cart)
        name, text = said(event, sum(known == "item-added" for _, known in lane.events) + 1)
        lane.events.append((self._elapsed(), name))
        if text:
            self.step(text)
        else:
            self._till.changed()

    async def _name_cart(self, cart: Cart) -> None:
        """Keep the cart that the order is made in, so that it is known even after a crash."""
        attempt = self._open
        if attempt is None or not cart.cart_id or cart.cart_id == attempt.new_cart_id:
            return
        self._named += 1
        if self._named > _MOST_CARTS:
            return
        self._lane.attempt = self._open = replace(attempt, new_cart_id=cart.cart_id)
        # The order is on its way; a journal that fails now is told of when the outcome is written.
        with suppress(JournalError):
            await asyncio.to_thread(self._till.journal.name_cart, attempt.id, cart.cart_id)

    # After it

    async def _close(self, ending: Ending) -> None:
        """Write down that an attempt was refused, before another one is thought of."""
        self._lane.state = "preparing"
        try:
            self._refusal = await asyncio.to_thread(self._write, ending)
        except asyncio.CancelledError:
            self._refusal = self._write(ending)
            raise
        self._till.changed()

    async def _record(self, ending: Ending) -> None:
        """Write down how the lane ended, even when the app is left just now, and then tell."""
        try:
            ending = await asyncio.to_thread(self._write, ending)
        except asyncio.CancelledError:
            # If the thread has not begun, it never will; an attempt ends once, so twice does no harm.
            self.end(self._write(ending))
            raise
        self.end(ending)

    def _write(self, ending: Ending) -> Ending:
        """Finish the open attempt; returns the ending with a word on the journal where that fails."""
        redact = self._till.redact
        ending = replace(ending, sentence=redact(ending.sentence))
        attempt, self._open = self._open, None
        if attempt is None:
            return ending
        order, error = ending.order, ending.error
        told = error if isinstance(error, ApiError | OutcomeUnknown) else None
        status = told.status if told else 0
        written = {
            "detail": ending.sentence,
            "order_number": order.platform_order_number if order is not None else "",
            "ray_id": told.ray_id if told else "",
            "identifier": redact(told.identifier) if told else "",
            "receipt": redact(receipt(order)) if order is not None else "",
        }
        self._lane.attempt = replace(attempt, state=ending.state, http_status=status, **written)
        try:
            self._till.journal.finish(attempt.id, ending.state, http_status=status, **written)
        except JournalError as failure:
            return replace(ending, sentence=f"{ending.sentence} {failure}")
        return ending

    def _elapsed(self) -> float:
        return self._till.clock() - (self._lane.started or 0.0)


def _kept_id(order: LaneOrder) -> list[str]:
    match order.way:
        case SavedCard(option=option):
            return ["merchant", option.id]
        case WalletCard(wallet=wallet, option=option):
            return [wallet, option.id]
        case _:
            return []
