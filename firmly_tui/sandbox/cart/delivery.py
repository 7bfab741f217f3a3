"""Changes of how a cart is sent: fulfillment types, methods, days and hours, which goods go together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from firmly_tui.sandbox.cart.availability import PICKUP, obstacle, place_of, window_of
from firmly_tui.sandbox.cart.basket import Basket, Edit, PricedCart, require_lines
from firmly_tui.sandbox.cart.pricing import PricedShipment, quote
from firmly_tui.sandbox.cart.shipments import kinds_of, new_shipment, products_of
from firmly_tui.sandbox.documents import CartState, ShipmentState, SlotKey
from firmly_tui.sandbox.errors import Problem, Refusal
from firmly_tui.sandbox.goods.catalog import Merchant
from firmly_tui.sandbox.transaction import Transaction

_KIND_ALIASES: Final = {"IN_STORE_PICKUP": PICKUP}
"""The newer pages name a pickup like this."""


@dataclass(frozen=True, slots=True)
class MethodWish:
    """How and when a shipment is to be sent; what is None stays as it is, as far as it still fits."""

    shipment_id: str
    method: str
    notes: str | None = None
    date: str | None = None
    slot_id: str | None = None
    window_id: str | None = None
    pickup_option: str | None = None


def sent_by(wish: MethodWish) -> Edit:
    """Choose how a shipment is sent, and when (firmly docs: Set Shipping Method)."""

    def edit(basket: Basket) -> CartState:
        shipment = _priced(basket, wish.shipment_id)
        _check_method(basket.merchant, shipment, wish.method)
        changed = _with_wish(basket.merchant, shipment, wish)
        if wish.date or wish.slot_id or wish.window_id:
            reason = obstacle(basket.merchant, shipment.place, changed, basket.today, basket.booked)
            if reason is not None:
                raise Refusal(Problem.INVALID_DATE, reason)
        return basket.state.with_shipment(changed)

    return edit


def sent_everywhere_by(method: str) -> Edit:
    """Choose a method for every shipment that offers it: all that the simple cart can say."""

    def edit(basket: Basket) -> CartState:
        require_lines(basket.state)
        if basket.state.shipping_info is None:
            raise Refusal(Problem.MISSING_SHIPPING_INFO, "Enter the delivery address first.")
        possible = [shipment for shipment in _all_priced(basket) if method in _method_ids(shipment)]
        if not possible:
            raise _not_sent_so(basket.merchant)
        state = basket.state
        for shipment in possible:
            wish = MethodWish(shipment.state.shipment_id, method)
            state = state.with_shipment(_with_wish(basket.merchant, shipment, wish))
        return state

    return edit


def fulfilled_as(shipment_id: str, kind: str, location_id: str | None = None) -> Edit:
    """Choose how a shipment reaches the shopper; method, day and hours have to be chosen anew.

    (firmly docs: Set Fulfillment Type.)
    """

    def edit(basket: Basket) -> CartState:
        shipment = _priced(basket, shipment_id)
        wanted = _KIND_ALIASES.get(kind.upper(), kind.upper())
        if wanted not in kinds_of([line.product for line in shipment.lines]):
            raise Refusal(
                Problem.INVALID_FULFILLMENT, f"{basket.merchant.name} does not offer this for these items."
            )
        place = _place(basket.merchant, location_id) if wanted == PICKUP else None
        return basket.state.with_shipment(_plain(shipment.state, wanted, place))

    return edit


def split(shipment_id: str, line_item_ids: Sequence[str]) -> Edit:
    """Put some lines of a shipment into a shipment of their own, sent the same way, on no day yet."""

    def edit(basket: Basket) -> CartState:
        old = _required(basket.state, shipment_id)
        if not set(line_item_ids) <= set(old.line_item_ids):
            raise Refusal(Problem.INVALID_BODY, "Some of these items are not in this shipment.")
        parted = tuple(name for name in old.line_item_ids if name in line_item_ids)
        left = tuple(name for name in old.line_item_ids if name not in parted)
        if not left:
            raise Refusal(Problem.INVALID_BODY, "At least one item has to stay in the shipment.")
        apart = _plain(old, old.kind, old.location_id).model_copy(
            update={
                "shipment_id": new_shipment(basket.new_id),
                "line_item_ids": parted,
                "method": old.method,
                "notes": "",
            }
        )
        shipments = list(basket.state.with_shipment(old.model_copy(update={"line_item_ids": left})).shipments)
        shipments.insert(basket.state.shipments.index(old) + 1, apart)
        return basket.state.model_copy(update={"shipments": tuple(shipments)})

    return edit


def merged(shipment_ids: Sequence[str]) -> Edit:
    """Make one shipment of several: the first one takes the goods of the others, if all can travel alike."""

    def edit(basket: Basket) -> CartState:
        state, names = basket.state, list(dict.fromkeys(shipment_ids))
        joined = [_required(state, name) for name in names]
        if len(joined) < 2:
            raise Refusal(Problem.INVALID_BODY, "Choose at least two shipments.")
        ids = tuple(line for shipment in joined for line in shipment.line_item_ids)
        kinds = kinds_of(products_of(basket.merchant, state, ids))
        if not kinds:
            raise Refusal(Problem.INVALID_BODY, "These items cannot travel together.")
        kept = [old for old in state.shipments if old.shipment_id not in names[1:]]
        kind = _priced(basket, names[0]).kind
        first = joined[0] if kind in kinds else _plain(joined[0], kinds[0], None)
        whole = first.model_copy(update={"line_item_ids": ids, "kind": kind if kind in kinds else kinds[0]})
        return state.model_copy(update={"shipments": tuple(kept)}).with_shipment(whole)

    return edit


def take_slots(transaction: Transaction, cart: PricedCart) -> None:
    """Take the hours that the shipments of an order chose, in the order's own transaction."""
    taken = {
        SlotKey(
            shipment.place.location_id if shipment.place else "", shipment.state.date, shipment.slot.slot_id
        )
        for shipment in cart.quote.shipments
        if shipment.state.date and shipment.slot
    }
    for slot in sorted(taken):
        transaction.take_slot(cart.merchant.domain, slot)


def _all_priced(basket: Basket) -> tuple[PricedShipment, ...]:
    return quote(basket.merchant, basket.state, basket.shelf, basket.today).shipments


def _priced(basket: Basket, shipment_id: str) -> PricedShipment:
    wanted = _required(basket.state, shipment_id)
    return next(found for found in _all_priced(basket) if found.state == wanted)


def _required(state: CartState, shipment_id: str) -> ShipmentState:
    require_lines(state)
    shipment = state.shipment(shipment_id)
    if shipment is None:
        raise Refusal(Problem.SHIPMENT_NOT_FOUND, "This shipment is no longer part of the cart.")
    return shipment


def _place(merchant: Merchant, location_id: str | None) -> str:
    if not location_id:
        raise Refusal(Problem.INVALID_BODY, "location_id: Choose a store to pick these items up at.")
    place = place_of(merchant, location_id)
    if place is None:
        raise Refusal(Problem.LOCATION_NOT_FOUND, f"{merchant.name} has no such store. Choose another one.")
    return place.location_id


def _plain(state: ShipmentState, kind: str | None, location_id: str | None) -> ShipmentState:
    """Return a shipment of a kind, with nothing else chosen."""
    cleared = dict.fromkeys(("method", "date", "slot_id", "window_id", "pickup_option"))
    return state.model_copy(update={**cleared, "kind": kind, "location_id": location_id})


def _check_method(merchant: Merchant, shipment: PricedShipment, method: str) -> None:
    if shipment.kind == PICKUP and shipment.place is None:
        raise Refusal(Problem.INVALID_SHIPPING_METHOD, "Choose a store to pick these items up at first.")
    if shipment.kind != PICKUP and shipment.address is None:
        raise Refusal(Problem.MISSING_SHIPPING_INFO, "Enter the delivery address first.")
    if method not in _method_ids(shipment):
        raise _not_sent_so(merchant)


def _method_ids(shipment: PricedShipment) -> list[str]:
    return [offer.method.id for offer in shipment.methods]


def _not_sent_so(merchant: Merchant) -> Refusal:
    return Refusal(Problem.INVALID_SHIPPING_METHOD, f"{merchant.name} does not send these items this way.")


def _with_wish(merchant: Merchant, shipment: PricedShipment, wish: MethodWish) -> ShipmentState:
    old = shipment.state
    date = wish.date or old.date
    changes = {
        "kind": shipment.kind,
        "method": wish.method,
        "date": date,
        "slot_id": wish.slot_id or (old.slot_id if date == old.date else None),
        "window_id": _window_id(merchant, old.window_id, wish),
        "pickup_option": _option_id(merchant, shipment, wish),
        "notes": old.notes if wish.notes is None else wish.notes,
    }
    return old.model_copy(update=changes)


def _window_id(merchant: Merchant, old: str | None, wish: MethodWish) -> str | None:
    """Return the window that was wished for, or the old one where the method still carries it."""
    window = window_of(merchant, wish.window_id or old)
    if wish.window_id is None:
        return old if window and window.method == wish.method else None
    if window is not None and window.method != wish.method:
        raise Refusal(Problem.INVALID_SHIPPING_METHOD, f"{window.name} goes with another shipping method.")
    return wish.window_id


def _option_id(merchant: Merchant, shipment: PricedShipment, wish: MethodWish) -> str | None:
    """Return the pickup option that was wished for, or the old one where the method still means it."""
    options = [
        option.option_id
        for option in merchant.terms.pickup_options
        if option.method == wish.method and shipment.place and shipment.place.hands_out(option.option_id)
    ]
    if wish.pickup_option is None:
        return shipment.state.pickup_option if shipment.state.pickup_option in options else None
    if wish.pickup_option not in options:
        raise Refusal(Problem.INVALID_SHIPPING_METHOD, "The items are not handed out this way here.")
    return wish.pickup_option
