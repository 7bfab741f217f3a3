"""Which call pays a new card for a cart, and why: one that makes an order at once, or one that pays the cart."""

from dataclasses import dataclass
from typing import Final, Literal

from firmly_tui.models import Cart, Shipment

CardCall = Literal["place-order", "complete-order"]
"""The two calls that take a card that was typed in."""

STEP_BY_STEP: Final = (
    "You see each step: the merchant fills a fresh cart with the same goods, then charges the card."
)
"""What a one-call order is for the shopper."""

_DEFAULT_FULFILLMENT: Final = "SHIP_TO_ADDRESS"
_CHOICES: Final = ("selected_date", "selected_time_slot", "selected_location", "notes")


@dataclass(frozen=True)
class Call:
    """The call to make, and the reason in words."""

    kind: CardCall
    reason: str


def choose_call(cart: Cart) -> Call:
    """`place-order`, which shows its progress, unless it would lose something that was chosen.

    A one-call order makes a cart of its own from items and address (firmly docs: Place Order v2): promo
    codes, extras and any shipping but the cheapest live in the present cart alone.
    """
    lost = would_lose(cart)
    if lost:
        return Call("complete-order", f"Orders this very cart, so that you keep {lost}.")
    return Call("place-order", STEP_BY_STEP)


def would_lose(cart: Cart) -> str:
    """What a one-call order would lose of this cart, in words; `""` for nothing."""
    return _listed(losses(cart))


def losses(cart: Cart) -> list[str]:
    """What a one-call order would lose of this cart, one by one."""
    lost: list[str] = []
    if cart.coupons:
        lost.append("its promo codes")
    if (cart.addon_total is not None and not cart.addon_total.is_zero) or cart.addons.selections:
        lost.append("its extras")
    if not can_be_named(cart):
        lost.append("goods that cannot be named in a new order")
    if len(cart.shipments) > 1:
        lost.append("its separate shipments")
    if any(_is_special(shipment, cart) for shipment in cart.shipments):
        lost.append("the delivery you chose")
    return lost


def can_be_named(cart: Cart) -> bool:
    """Whether each of the goods can be put into another cart."""
    return all(line.variant_id or line.sku for line in cart.line_items)


def chosen(shipment: Shipment) -> dict[str, object]:
    """The date, slot, place and notes that were chosen for a shipment, where there are any."""
    found = {name: getattr(shipment, name, None) for name in _CHOICES}
    return {name: value for name, value in found.items() if value}


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _is_special(shipment: Shipment, cart: Cart) -> bool:
    kind = shipment.fulfillment_type
    if kind is not None and kind.id not in ("", _DEFAULT_FULFILLMENT):
        return True
    if shipment.shipping_info is not None and shipment.shipping_info != cart.shipping_info:
        return True
    method, cheapest = shipment.shipping_method, shipment.cheapest
    return bool(chosen(shipment)) or (
        method is not None and cheapest is not None and method.id != cheapest.id
    )
