"""Which call pays for a cart, and why: one that makes an order at once, or one that pays the cart."""

from dataclasses import dataclass
from typing import Final

from firmly_tui.checkout.journal import CallKind
from firmly_tui.models import Cart, Shipment

_DEFAULT_FULFILLMENT: Final = "SHIP_TO_ADDRESS"
_CHOICES: Final = ("selected_date", "selected_time_slot", "selected_location", "notes")


@dataclass(frozen=True)
class Call:
    """The call to make, and the reason in words."""

    kind: CallKind
    reason: str


def choose_call(cart: Cart) -> Call:
    """`place-order`, which shows its progress, unless it would lose something that was chosen.

    A one-call order makes a cart of its own from items and address (firmly docs: Place Order v2): promo
    codes, extras and any shipping but the cheapest live in the present cart alone.
    """
    lost = _would_lose(cart)
    if lost:
        return Call("complete-order", f"Paid as the cart stands, to keep {lost}.")
    return Call("place-order", "Made and paid in one call, shown step by step.")


def chosen(shipment: Shipment) -> dict[str, object]:
    """The date, slot, place and notes that were chosen for a shipment, where there are any."""
    found = {name: getattr(shipment, name, None) for name in _CHOICES}
    return {name: value for name, value in found.items() if value}


def _would_lose(cart: Cart) -> str:
    if cart.coupons:
        return "its promo codes"
    if (cart.addon_total is not None and not cart.addon_total.is_zero) or cart.addons.selections:
        return "its extras"
    if not all(line.variant_id or line.sku for line in cart.line_items):
        return "goods that cannot be named in a new order"
    if any(_is_special(shipment) for shipment in cart.shipments):
        return "the delivery you chose"
    return ""


def _is_special(shipment: Shipment) -> bool:
    kind = shipment.fulfillment_type
    if kind is not None and kind.id not in ("", _DEFAULT_FULFILLMENT):
        return True
    method, cheapest = shipment.shipping_method, shipment.cheapest
    return bool(chosen(shipment)) or (
        method is not None and cheapest is not None and method.id != cheapest.id
    )
