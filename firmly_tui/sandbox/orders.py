"""Placing orders: from goods, address and card to an order number, or to a refusal that leaves a cart."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, auto
from zlib import crc32

from firmly_tui.sandbox.addresses import check_billing
from firmly_tui.sandbox.cards import Behavior, Card
from firmly_tui.sandbox.carts import Carts, Goods, PricedCart, check_stock
from firmly_tui.sandbox.catalog import Merchant
from firmly_tui.sandbox.documents import Address, CartState
from firmly_tui.sandbox.errors import ConnectionCut, Problem, Refusal
from firmly_tui.sandbox.store import Store, Transaction


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
    """A submitted cart with its order number, and of the card what a receipt shows."""

    cart: PricedCart
    number: str
    submitted_at: str
    card: Card


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
        cart = self._carts.start(device, domain)
        cart_id = cart.state.cart_id
        yield Step(Stage.CREATING_CART)
        for goods in purchase.goods:
            await asyncio.sleep(pause)
            cart = self._carts.add(device, domain, goods, cart_id=cart_id)
            yield Step(Stage.ITEM_ADDED, cart)
        await asyncio.sleep(pause)
        billing = purchase.billing or purchase.shipping
        cart = self._carts.set_addresses(device, domain, purchase.shipping, billing, cart_id=cart_id)
        yield Step(Stage.SHIPPING_UPDATED, cart)
        yield Step(Stage.PAYING)
        await asyncio.sleep(pause)
        yield Step(Stage.PLACED, order=await self._pay(cart, purchase.card))

    async def complete(self, device: str, domain: str, card: Card, billing: Address | None) -> PlacedOrder:
        """Pay the active cart as it stands. Raises Refusal and ConnectionCut."""
        merchant = self._carts.merchant(domain)
        with self._store.change() as transaction:
            state = self._carts.required(transaction, device, merchant)
            _check_ready(state)
            payer = billing or state.billing_info or state.shipping_info
            if payer is not None:
                state = state.model_copy(update={"billing_info": check_billing(payer)})
            transaction.save_cart(state)
            cart = self._carts.priced(transaction, merchant, state)
        return await self._pay(cart, card)

    async def _pay(self, cart: PricedCart, card: Card) -> PlacedOrder:
        card.check(self._clock())
        if card.behavior is Behavior.CUT_BEFORE_ORDER:
            raise ConnectionCut
        if card.behavior is Behavior.SLOW:
            await asyncio.sleep(self._slow_seconds)
        card.authorize()
        order = self._settle(cart, card)
        if card.behavior is Behavior.CUT_AFTER_ORDER:
            raise ConnectionCut
        return order

    def _settle(self, cart: PricedCart, card: Card) -> PlacedOrder:
        """Turn the cart into an order in one transaction: the stock goes down, and the cart is gone."""
        merchant = cart.merchant
        with self._store.change() as transaction:
            state = self._carts.required(transaction, cart.state.device_id, merchant)
            if state != cart.state:
                raise Refusal(
                    Problem.CART_REPLACED,
                    "The cart was changed while it was being paid. Look at it again.",
                )
            _take_stock(transaction, merchant, state)
            number = _order_number(merchant, transaction.count_orders(merchant.domain) + 1)
            moment = self._clock().astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            transaction.add_order(state, number, moment)
            transaction.drop_cart(state)
        return PlacedOrder(cart, number, moment, card)


def _check_ready(state: CartState) -> None:
    if not state.lines:
        raise Refusal(Problem.NO_LINE_ITEM, "The cart is empty. Add something to it first.")
    if state.shipping_info is None:
        raise Refusal(Problem.MISSING_SHIPPING_INFO, "Enter the delivery address first.")


def _take_stock(transaction: Transaction, merchant: Merchant, state: CartState) -> None:
    left = dict(transaction.stock(merchant.domain))
    for line in state.lines:
        check_stock(merchant, line.sku, line.quantity, left)
        left[line.sku] -= line.quantity
        transaction.set_stock(merchant.domain, line.sku, left[line.sku])


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
