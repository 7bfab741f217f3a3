"""Placing orders: from goods, address and card to an order number, or to a refusal that leaves a cart."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, auto
from typing import Final
from zlib import crc32

from firmly_tui.sandbox.cart.addresses import check_billing
from firmly_tui.sandbox.cart.basket import PricedCart
from firmly_tui.sandbox.cart.carts import Carts, sent_to
from firmly_tui.sandbox.cart.delivery import take_slots
from firmly_tui.sandbox.cart.lines import Goods, added
from firmly_tui.sandbox.documents import Address, CartState
from firmly_tui.sandbox.errors import ConnectionCut, Problem, Refusal
from firmly_tui.sandbox.goods.catalog import Merchant
from firmly_tui.sandbox.payment.cards import Behavior, Card, Payment
from firmly_tui.sandbox.payment.payments import (
    check_allowed,
    check_consents,
    check_email_known,
    check_ready,
    check_way,
    payment_handle,
)
from firmly_tui.sandbox.store import Store
from firmly_tui.sandbox.transaction import Transaction

TOKENIZED_SECONDS: Final = 3600
"""How long a tokenized card can be paid with."""


@dataclass(frozen=True, slots=True)
class Purchase:
    """Everything that place-order needs. The repr of the card shows nothing."""

    device: str
    domain: str
    goods: tuple[Goods, ...]
    shipping: Address
    billing: Address | None
    card: Card


@dataclass(frozen=True, slots=True)
class PlacedOrder:
    """A submitted cart with its order number, and of the payment what a receipt shows."""

    cart: PricedCart
    number: str
    submitted_at: str
    payment: Payment


@dataclass(frozen=True, slots=True)
class TokenizedCard:
    """What a payment token stands for: a checked card without its number and code, for one cart."""

    cart_id: str
    payment: Payment
    billing: Address | None


class Stage(Enum):
    """The steps of placing an order, in their order."""

    CREATING_CART = auto()
    ITEM_ADDED = auto()
    SHIPPING_UPDATED = auto()
    PAYING = auto()
    PLACED = auto()


@dataclass(frozen=True, slots=True)
class Step:
    """Something that just happened; the cart or the order as it is after it."""

    stage: Stage
    cart: PricedCart | None = None
    order: PlacedOrder | None = None


class Orders:
    """Takes purchases; ``slow_seconds`` is how long the slow test card takes."""

    def __init__(
        self, store: Store, carts: Carts, clock: Callable[[], datetime], slow_seconds: float
    ) -> None:
        self._store = store
        self._carts = carts
        self._clock = clock
        self._slow_seconds = slow_seconds

    async def place(self, purchase: Purchase, pause: float = 0) -> AsyncIterator[Step]:
        """Put a new cart in place of the old, fill it and pay it, with a pause in seconds between the steps.

        Raises Refusal, after which the new cart stays active, and ConnectionCut for cards that ask for it.
        """
        device, domain = purchase.device, purchase.domain
        merchant = self._carts.merchant(domain)
        with self._store.read() as transaction:
            visit = transaction.visit(device, merchant.domain)
        check_allowed(merchant, visit)
        check_consents(merchant, visit)
        check_way(merchant, Payment())
        cart = self._carts.start(device, domain)
        cart_id = cart.state.cart_id
        yield Step(Stage.CREATING_CART)
        for goods in purchase.goods:
            await asyncio.sleep(pause)
            cart = self._carts.change(device, domain, added(goods), cart_id=cart_id)
            yield Step(Stage.ITEM_ADDED, cart)
        await asyncio.sleep(pause)
        billing = _filled(purchase.billing, purchase.shipping) or purchase.shipping
        address = sent_to(purchase.shipping, billing, always=True)
        cart = self._carts.change(device, domain, address, cart_id=cart_id)
        yield Step(Stage.SHIPPING_UPDATED, cart)
        yield Step(Stage.PAYING)
        await asyncio.sleep(pause)
        check_ready(cart)
        yield Step(Stage.PLACED, order=await self._pay(cart, purchase.card))

    async def complete(
        self,
        device: str,
        domain: str,
        means: Card | Payment,
        billing: Address | None = None,
        *,
        cart_id: str | None = None,
    ) -> PlacedOrder:
        """Pay the active cart as it stands; with ``cart_id`` only that very cart.

        What ``billing`` lacks of names, e-mail and phone is taken from the delivery address. Raises Refusal
        and ConnectionCut.
        """
        merchant = self._carts.merchant(domain)
        with self._store.change() as transaction:
            state = self._carts.required(transaction, device, merchant, cart_id=cart_id)
            payer = _filled(billing, state.shipping_info) or state.billing_info or state.shipping_info
            check_ready(self._carts.priced(transaction, merchant, state))
            if means.needs_billing:
                state = state.model_copy(update={"billing_info": _billed(payer)})
                transaction.save_cart(state)
            cart = self._carts.priced(transaction, merchant, state)
        return await self._pay(cart, means)

    def cart_of(self, handle: str, device: str | None = None) -> CartState:
        """Return the active cart that a payment handle names, of any device when ``device`` is None.

        Raises Refusal for a handle whose cart is gone, belongs to another device, or never was.
        """
        with self._store.read() as transaction:
            state = transaction.cart_of_id(handle.partition("|")[0])
        if state is None or payment_handle(state) != handle or device not in (None, state.device_id):
            raise Refusal(
                Problem.CART_NOT_FOUND, "The payment handle belongs to no cart. Read the cart again."
            )
        return state

    async def _pay(self, cart: PricedCart, means: Card | Payment) -> PlacedOrder:
        payment = means.checked(self._clock())
        check_way(cart.merchant, payment)
        if payment.kind != "PayPal":
            check_email_known(cart)
        if payment.behavior is Behavior.CUT_BEFORE_ORDER:
            raise ConnectionCut
        if payment.behavior is Behavior.SLOW:
            await asyncio.sleep(self._slow_seconds)
        payment.authorize()
        order = self._settle(cart, payment)
        if payment.behavior is Behavior.CUT_AFTER_ORDER:
            raise ConnectionCut
        return order

    def _settle(self, cart: PricedCart, payment: Payment) -> PlacedOrder:
        """Turn the cart into an order in one transaction: stock and hours are taken, and the cart is gone.

        Raises Refusal when it is not the cart that was paid any more, or cannot be ordered by now.
        """
        merchant = cart.merchant
        with self._store.change() as transaction:
            state = self._carts.required(transaction, cart.state.device_id, merchant)
            fresh = self._carts.priced(transaction, merchant, state)
            if state != cart.state or fresh.quote.total != cart.quote.total:
                raise Refusal(
                    Problem.CART_REPLACED, "The cart changed while it was being paid. Look at it again."
                )
            check_ready(fresh)
            _take_stock(transaction, fresh)
            take_slots(transaction, fresh)
            number = _order_number(merchant, transaction.count_orders(merchant.domain) + 1)
            moment = self._clock().astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            transaction.add_order(state, number, moment)
            transaction.drop_cart(state)
        return PlacedOrder(fresh, number, moment, payment)


def _billed(payer: Address | None) -> Address:
    if payer is None:
        raise Refusal(Problem.CHECKOUT_BLOCKED, "Enter the address that the card is billed to first.")
    return check_billing(payer)


def _filled(billing: Address | None, shipping: Address | None) -> Address | None:
    """Fill what a billing address lacks of names, e-mail and phone."""
    if billing is None or shipping is None:
        return billing
    names = ("first_name", "last_name", "email", "phone")
    theirs: dict[str, str] = billing.model_dump(include=set(names))
    ours: dict[str, str] = shipping.model_dump(include=set(names))
    return billing.model_copy(update={name: theirs[name] or ours[name] for name in names})


def _take_stock(transaction: Transaction, cart: PricedCart) -> None:
    left = {line.variant.sku: cart.shelf.left(line.variant) for line in cart.quote.lines}
    for line in cart.quote.lines:
        left[line.variant.sku] -= line.line.quantity
    for sku, quantity in left.items():
        transaction.set_stock(cart.merchant.domain, sku, quantity)


def _order_number(merchant: Merchant, count: int) -> str:
    """Count a merchant's orders in the style of its platform, starting at a number of its own."""
    start = crc32(merchant.domain.encode())
    match merchant.platform_id:
        case "magento":
            return str(6_800_000_000 + start % 90_000_000 + count)
        case "shopify":
            return f"#{1000 + start % 9000 + count}"
        case _:
            return f"{merchant.domain[:2].upper()}-{10_000 + start % 80_000 + count}"
