"""Scenarios in which something changes in the shop while a shopper is on the way to it."""

from __future__ import annotations

from datetime import date
from typing import cast

from starlette.requests import Request
from starlette.types import Send

from firmly_tui.sandbox.cart.availability import slot_hours
from firmly_tui.sandbox.cart.basket import PricedCart
from firmly_tui.sandbox.documents import SlotKey
from firmly_tui.sandbox.errors import Refusal
from firmly_tui.sandbox.faults.call import Call
from firmly_tui.sandbox.faults.scenario import Forward
from firmly_tui.sandbox.goods.catalog import Merchant
from firmly_tui.sandbox.payment.keys import json_object


async def rotated_key(call: Call, forward: Forward, send: Send) -> None:
    """Put a new payment key in the place of the one that the card was encrypted for."""
    if call.claim():
        call.services.keys.rotate_payment()
    await forward(send)


async def price_change(call: Call, forward: Forward, send: Send) -> None:
    """Change the price of the goods that the request is about, for good."""
    goods = await _goods(call)
    if goods and call.claim():
        factor = 100 + call.whole("percent")
        with call.services.store.change() as transaction:
            for merchant, sku in goods:
                found = merchant.find(sku)
                if found is not None:
                    price = transaction.shelf(merchant.domain).price(found[1])
                    transaction.set_price(merchant.domain, sku, max(1, (price * factor + 50) // 100))
    await forward(send)


async def stock_race(call: Call, forward: Forward, send: Send) -> None:
    """Let others buy the goods that the request is about."""
    goods = await _goods(call)
    if goods and call.claim():
        with call.services.store.change() as transaction:
            for merchant, sku in goods:
                transaction.set_stock(merchant.domain, sku, call.whole("left"))
    await forward(send)


async def slot_taken(call: Call, forward: Forward, send: Send) -> None:
    """Let others take the delivery or pickup hours that the request or the cart is about."""
    slots = await _slots(call)
    if slots and call.claim():
        with call.services.store.change() as transaction:
            for domain, slot, capacity in slots:
                taken = transaction.booked_slots(domain, slot.date).get(slot, 0)
                for _ in range(capacity - taken):
                    transaction.take_slot(domain, slot)
    await forward(send)


async def _goods(call: Call) -> list[tuple[Merchant, str]]:
    """Return what a request is about: the sku of the scenario, those that it names, or those in the cart."""
    merchant = call.services.catalog.merchant(call.path_params.get("domain", ""))
    if merchant is not None:
        named = [call.text("sku")] if call.text("sku") else await _named_skus(call)
        found = [sku for sku in dict.fromkeys(named) if merchant.find(sku)]
        if found or call.text("sku"):
            return [(merchant, sku) for sku in found]
    in_carts = {(cart.merchant.domain, line.sku): cart for cart in _carts(call) for line in cart.state.lines}
    return [(cart.merchant, sku) for (_, sku), cart in in_carts.items()]


async def _named_skus(call: Call) -> list[str]:
    body = await _json(call)
    items = body.get("items")
    listed = cast("list[object]", items) if isinstance(items, list) else [body]
    skus = [call.path_params.get("sku", "")]
    for item in listed:
        if isinstance(item, dict):
            fields = cast("dict[str, object]", item)
            reference = fields.get("add_to_cart_ref")
            named = cast("dict[str, object]", reference) if isinstance(reference, dict) else fields
            skus += [str(named.get("variant_id") or named.get("sku") or "")]
    return [sku for sku in skus if sku]


async def _slots(call: Call) -> list[tuple[str, SlotKey, int]]:
    """Return domain, slot and capacity of the hours that a request chooses, or that its cart has chosen."""
    body = await _json(call)
    wanted = body.get("selected_time_slot") or body.get("slot_id")
    if isinstance(wanted, dict):
        wanted = cast("dict[str, object]", wanted).get("slot_id")
    found: list[tuple[str, SlotKey, int]] = []
    for cart in _carts(call):
        for shipment in cart.quote.shipments:
            day = _day(body.get("selected_date") or shipment.state.date)
            hours = slot_hours(cart.merchant, shipment.place, str(wanted or shipment.state.slot_id))
            if hours and day and body.get("shipment_id") in (None, shipment.state.shipment_id):
                place = shipment.place.location_id if shipment.place else ""
                found.append((cart.merchant.domain, SlotKey(place, day, hours.slot_id), hours.capacity))
    return found


def _day(given: object) -> str | None:
    try:
        return date.fromisoformat(str(given)).isoformat()
    except ValueError:
        return None


def _carts(call: Call) -> list[PricedCart]:
    """Return the cart that a request is about; all of the device where the path names no merchant."""
    carts, domain = call.services.carts, call.path_params.get("domain")
    try:
        device = call.services.device(Request(call.scope))
        if domain is None:
            return carts.active(device, frozenset())
        cart = carts.find(device, domain)
    except Refusal:
        return []
    return [] if cart is None else [cart]


async def _json(call: Call) -> dict[str, object]:
    try:
        return json_object(await call.inbox.body())
    except ValueError:
        return {}
