"""What stands in the way of ordering a cart, and what changed about it, in words for the shopper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from firmly_tui.sandbox.cart import promotions
from firmly_tui.sandbox.cart.availability import PICKUP, obstacle
from firmly_tui.sandbox.cart.basket import PricedCart, full_title
from firmly_tui.sandbox.cart.pricing import PricedLine, PricedShipment
from firmly_tui.sandbox.documents import Address
from firmly_tui.sandbox.errors import Problem, Refusal
from firmly_tui.sandbox.geography import COUNTRIES, state_name
from firmly_tui.sandbox.rendering.amounts import Json, price_text


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a shopper should know about a cart; with ``blocks`` an order of it is refused like this."""

    code: str
    message: str
    line_item_id: str | None = None
    shipment_id: str | None = None
    blocks: Problem | None = None

    def as_json(self) -> Json:
        """Return the notice as a full cart has it."""
        about = {"line_item_id": self.line_item_id, "shipment_id": self.shipment_id}
        named: Json = {name: value for name, value in about.items() if value is not None}
        return {"code": self.code, "message": self.message, **named}


def notices(cart: PricedCart) -> tuple[Notice, ...]:
    """Return everything there is to say about a cart, what blocks it first (firmly docs: Cart Lifecycle)."""
    found = (
        *_not_shippable(cart),
        *_out_of_stock(cart),
        *_no_shipping(cart),
        *_promo_codes(cart),
        *_new_prices(cart),
    )
    return tuple(sorted(found, key=lambda notice: notice.blocks is None))


def cart_status(found: Iterable[Notice]) -> str:
    """Return the state of a cart that has these notices."""
    blocking = [notice.code for notice in found if notice.blocks is not None]
    if "ITEM_NOT_SHIPPABLE" in blocking:
        return "item_not_shippable"
    return "checkout_blocked" if blocking else "active"


def check_notices(cart: PricedCart) -> None:
    """Raise Refusal when something stands in the way of ordering the cart."""
    for notice in notices(cart):
        if notice.blocks is not None:
            raise Refusal(notice.blocks, notice.message)


def _not_shippable(cart: PricedCart) -> list[Notice]:
    return [
        Notice(
            "ITEM_NOT_SHIPPABLE",
            f"{_title(line)} cannot be sent to {where}. Remove it, or change the address.",
            line.line.line_item_id,
            shipment.state.shipment_id,
            Problem.CHECKOUT_BLOCKED,
        )
        for shipment in cart.quote.shipments
        for line in shipment.lines
        if shipment.address is not None and shipment.kind != PICKUP
        for where in _excluded(line, shipment.address)
    ]


def _excluded(line: PricedLine, address: Address) -> list[str]:
    """Return the name of the place that the goods are not sent to, if the address is there."""
    country, state = address.country, address.state_or_province
    excluded = line.product.not_shipped_to
    if country in excluded:
        return [COUNTRIES.get(country, country)]
    return [state_name(country, state)] if f"{country}-{state}" in excluded else []


def _out_of_stock(cart: PricedCart) -> list[Notice]:
    wanted: dict[str, int] = {}
    for line in cart.quote.lines:
        wanted[line.variant.sku] = wanted.get(line.variant.sku, 0) + line.line.quantity
    found = [
        Notice(
            "ITEM_OUT_OF_STOCK",
            f"{cart.merchant.name} has no {line.sku} any more. Remove it to go on.",
            line.line_item_id,
            blocks=Problem.NOT_ENOUGH_STOCK,
        )
        for line in cart.state.lines
        if line.sku not in wanted
    ]
    for line in cart.quote.lines:
        have, title = cart.shelf.left(line.variant), _title(line)
        if wanted[line.variant.sku] > have:
            text = f"Only {have} of {title} left." if have else f"{title} is sold out by now."
            found.append(
                Notice("ITEM_OUT_OF_STOCK", text, line.line.line_item_id, blocks=Problem.NOT_ENOUGH_STOCK)
            )
    return found


def _no_shipping(cart: PricedCart) -> list[Notice]:
    if cart.state.shipping_info is None:
        return []
    found: list[Notice] = []
    for shipment in cart.quote.shipments:
        problem, text = _shipping_problem(cart, shipment)
        if text is not None:
            found.append(
                Notice("SHIPPING_NOT_AVAILABLE", text, shipment_id=shipment.state.shipment_id, blocks=problem)
            )
    return found


def _shipping_problem(cart: PricedCart, shipment: PricedShipment) -> tuple[Problem, str | None]:
    if shipment.kind == PICKUP and shipment.place is None:
        return Problem.MISSING_SHIPPING_METHOD, "Choose a store to pick your items up at."
    if shipment.lines and shipment.method is None:
        text = f"{cart.merchant.name} has no way to send some of your items."
        return Problem.MISSING_SHIPPING_METHOD, text
    reason = obstacle(cart.merchant, shipment.place, shipment.state, cart.today, cart.booked)
    return Problem.INVALID_DATE, reason


def _promo_codes(cart: PricedCart) -> list[Notice]:
    return [
        Notice(code, text, blocks=Problem.CHECKOUT_BLOCKED if code == "PROMO_EXPIRED" else None)
        for code, text in promotions.notices(cart)
    ]


def _new_prices(cart: PricedCart) -> list[Notice]:
    return [
        Notice(
            "PRICE_INCREASED" if line.price > line.line.price else "PRICE_DECREASED",
            f"{_title(line)} costs {price_text(line.price, cart.merchant.currency)} now. "
            f"It was {price_text(line.line.price, cart.merchant.currency)}.",
            line.line.line_item_id,
        )
        for line in cart.quote.lines
        if line.price != line.line.price
    ]


def _title(line: PricedLine) -> str:
    return full_title(line.product, line.variant)
