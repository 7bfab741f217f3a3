"""What a cart costs: every sum of the sandbox is made here, in integers of minor units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from firmly_tui.sandbox.cart.availability import PICKUP, place_of, slot_hours, window_of
from firmly_tui.sandbox.cart.discounts import Discount, Worth, discount
from firmly_tui.sandbox.cart.offers import Piece, PricedSelection, offer_of, priced, settled
from firmly_tui.sandbox.cart.shipments import kind_of
from firmly_tui.sandbox.documents import Address, CartState, Line, ShipmentState
from firmly_tui.sandbox.geography import sales_tax
from firmly_tui.sandbox.goods.catalog import Merchant, Product, Shelf, Variant
from firmly_tui.sandbox.goods.sending import Method, Place, SlotHours, Window


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line of a cart with the goods it stands for, at the price of now."""

    line: Line
    product: Product
    variant: Variant
    price: int

    @property
    def total(self) -> int:
        """Price times quantity."""
        return self.price * self.line.quantity


@dataclass(frozen=True, slots=True)
class OfferedMethod:
    """A way to send a shipment, at the price it has for this cart."""

    method: Method
    price: int


@dataclass(frozen=True, slots=True)
class PricedShipment:
    """A shipment with its lines, the ways to send it, and what was chosen for it.

    ``methods`` is empty until its address or, for a pickup, its place is known.
    """

    state: ShipmentState
    lines: tuple[PricedLine, ...]
    kind: str | None
    address: Address | None
    place: Place | None
    methods: tuple[OfferedMethod, ...]
    method: OfferedMethod | None
    window: Window | None
    slot: SlotHours | None

    @property
    def price(self) -> int:
        """What sending it costs, at the hours that were chosen."""
        return (self.method.price if self.method else 0) + (self.slot.price if self.slot else 0)


@dataclass(frozen=True, slots=True)
class Quote:
    """The sums of one cart; shipping and tax are 0 until an address is known."""

    lines: tuple[PricedLine, ...]
    shipments: tuple[PricedShipment, ...]
    sub_total: int
    promotions: Discount
    selections: tuple[PricedSelection, ...]
    tax: int

    @property
    def discount(self) -> int:
        """What promo codes take off the goods."""
        return self.promotions.total

    @property
    def addons(self) -> int:
        """What the chosen add-ons cost."""
        return sum(selection.price for selection in self.selections)

    @property
    def shipping(self) -> int:
        """What sending all shipments costs."""
        return sum(shipment.price for shipment in self.shipments)

    @property
    def total(self) -> int:
        """What the shopper pays."""
        return self.sub_total - self.discount + self.shipping + self.addons + self.tax


def quote(merchant: Merchant, cart: CartState, shelf: Shelf, today: date) -> Quote:
    """Price a cart as of ``today``. A sku that the catalog no longer holds is left out."""
    lines = tuple(_lines(merchant, cart, shelf))
    sub_total = sum(line.total for line in lines)
    promotions = discount(merchant.terms.promos, cart.coupons, worths_of(lines), today)
    selections = _selections(merchant, cart)
    taxed = sub_total - promotions.total + sum(selection.price for selection in selections)
    free = promotions.ships_free
    return Quote(
        lines=lines,
        shipments=tuple(_shipment(merchant, cart, state, lines, sub_total, free) for state in cart.shipments),
        sub_total=sub_total,
        promotions=promotions,
        selections=selections,
        tax=_tax(merchant, cart.shipping_info, taxed),
    )


def worths_of(lines: Sequence[PricedLine]) -> tuple[Worth, ...]:
    """Return lines as promo codes see them."""
    return tuple(Worth(line.line.line_item_id, line.product.base_sku, line.total) for line in lines)


def pieces_of(merchant: Merchant, cart: CartState) -> tuple[Piece, ...]:
    """Return the lines of a cart as add-ons see them."""
    found = [(line, merchant.find(line.sku)) for line in cart.lines]
    return tuple(
        Piece(line.line_item_id, goods[0].base_sku, line.quantity)
        for line, goods in found
        if goods is not None
    )


def _selections(merchant: Merchant, cart: CartState) -> tuple[PricedSelection, ...]:
    offers, pieces = merchant.terms.addons, pieces_of(merchant, cart)
    chosen = settled(offers, cart.addons, pieces)
    found = [(offer_of(offers, selection.addon_id), selection) for selection in chosen]
    return tuple(priced(offer, selection, pieces) for offer, selection in found if offer is not None)


def _lines(merchant: Merchant, cart: CartState, shelf: Shelf) -> list[PricedLine]:
    found = [(line, merchant.find(line.sku)) for line in cart.lines]
    return [PricedLine(line, *goods, shelf.price(goods[1])) for line, goods in found if goods is not None]


def _shipment(
    merchant: Merchant,
    cart: CartState,
    state: ShipmentState,
    lines: Sequence[PricedLine],
    sub_total: int,
    free: bool,
) -> PricedShipment:
    own = tuple(line for line in lines if line.line.line_item_id in state.line_item_ids)
    kind = kind_of(state, [line.product for line in own])
    place = place_of(merchant, state.location_id) if kind == PICKUP else None
    address = state.shipping_info or cart.shipping_info
    reachable = place if kind == PICKUP else address
    methods = _offers(merchant, kind, place, sub_total, free) if reachable else ()
    method = _chosen(methods, state.method)
    window = window_of(merchant, state.window_id)
    if method is None or window is None or window.method != method.method.id:
        window = None
    else:
        method = OfferedMethod(method.method, window.price)
    slot = slot_hours(merchant, place, state.slot_id) if method else None
    return PricedShipment(state, own, kind, address, place, methods, method, window, slot)


def _offers(
    merchant: Merchant, kind: str | None, place: Place | None, sub_total: int, free: bool
) -> tuple[OfferedMethod, ...]:
    """Return the methods of a kind, but for those that mean a way to hand out which the place lacks."""
    options = merchant.terms.pickup_options
    lacking = {option.method for option in options if place and not place.hands_out(option.option_id)}
    return tuple(
        OfferedMethod(
            method, 0 if (free and kind == "SHIP_TO_ADDRESS") or _is_free(method, sub_total) else method.price
        )
        for method in merchant.terms.methods
        if kind in method.kinds and method.id not in lacking
    )


def _is_free(method: Method, sub_total: int) -> bool:
    return method.free_from is not None and sub_total >= method.free_from


def _chosen(methods: Sequence[OfferedMethod], wanted: str | None) -> OfferedMethod | None:
    for offer in methods:
        if offer.method.id == wanted:
            return offer
    return min(methods, key=lambda offer: offer.price, default=None)


def _tax(merchant: Merchant, address: Address | None, goods: int) -> int:
    if merchant.tax_included or address is None:
        return 0
    rate = sales_tax(address.country, address.state_or_province)
    return (goods * rate + 5_000) // 10_000
