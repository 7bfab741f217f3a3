"""Whether a merchant's cart can be ordered and paid now; if not, why, and where that can be changed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from firmly_tui.checkout.merchant_cart import MerchantCart
from firmly_tui.checkout.ways import PayPal, can_log_in, merchant_page, needs_login, no_way, wallets_of
from firmly_tui.models import Cart

if TYPE_CHECKING:
    from firmly_tui.checkout.payments import Payments

Where = Literal["carts", "address", "delivery", "ways", "orders"]
"""The place where something can be changed."""


@dataclass(frozen=True)
class Hindrance:
    """Why a cart is not part of the order, in a sentence, and the place where the shopper can see to that."""

    sentence: str
    where: Where


_NOT_SENT_SO: Final = "SHIPPING_NOT_AVAILABLE"
"""The notice where the goods cannot be sent as chosen: the hours are taken (firmly docs: Cart Lifecycle)."""
NOT_AGREED: Final = "PayPal: not agreed yet"

Rule = Callable[[MerchantCart, Cart, "Payments"], Hindrance | None]


def is_answering(entry: MerchantCart) -> bool:
    """Whether the merchant is being asked something: its cart may be another one in a moment."""
    return entry.busy or bool(entry.quantities)


def hindrance(entry: MerchantCart, payments: "Payments", *, live: bool = False) -> Hindrance | None:
    """What keeps a filled cart out of the order; None if it can be ordered as it stands. The first rule counts.

    Where it is `live`, money is real: what has no total is not ordered.
    """
    cart = entry.cart
    if cart is None or cart.is_empty:
        return Hindrance("The cart is empty.", "carts")
    if live and cart.total is None:
        return Hindrance("The merchant gives no total, so nobody can tell what this costs.", "carts")
    found = (rule(entry, cart, payments) for rule in _RULES)
    return next((reason for reason in found if reason is not None), None)


def must_sign_in(cart: Cart) -> bool:
    """Whether there is no point in an order as a guest.

    A merchant for customers only may take somebody whom it does not know yet; where it signs in by a code
    that is not tried.
    """
    return needs_login(cart) and (cart.session.must_log_in or can_log_in(cart))


def _held_back(entry: MerchantCart, _: Cart, __: "Payments") -> Hindrance | None:
    return Hindrance(entry.held_back, "orders") if entry.held_back else None


def _not_ready(entry: MerchantCart, cart: Cart, _: "Payments") -> Hindrance | None:
    if entry.ready:
        return None
    if entry.address_error is not None:
        return Hindrance(entry.address_error.sentence, "address")
    if entry.is_undecided:
        missing = dict.fromkeys(what for shipment in cart.shipments for what in entry.lacks(shipment))
        return Hindrance(f"Still to choose: {', '.join(missing)}.", "delivery")
    if entry.error is not None:
        return Hindrance(entry.error.sentence, "carts")
    if entry.needs_address:
        return Hindrance("The merchant does not know yet where the goods go.", "address")
    if cart.status.lower() != "active":
        said = next((notice for notice in cart.notices if notice.text), None)
        if said is None:
            return Hindrance("The merchant does not sell this cart now.", "carts")
        return Hindrance(said.text, "delivery" if said.code == _NOT_SENT_SO else "carts")
    lacking = [what for shipment in cart.shipments for what in entry.lacks(shipment)]
    return Hindrance(f"Still to choose: {', '.join(dict.fromkeys(lacking))}.", "delivery")


def _sign_in(_: MerchantCart, cart: Cart, __: "Payments") -> Hindrance | None:
    if not must_sign_in(cart):
        return None
    if can_log_in(cart):
        return Hindrance("sells to customers who are signed in", "ways")
    page = merchant_page(cart)
    return Hindrance(f"sells to customers who are signed in, on its own site: {page}", "ways")


def _no_way(_: MerchantCart, cart: Cart, payments: "Payments") -> Hindrance | None:
    if payments.way_for(cart) is not None:
        return None
    if wallets_of(cart):
        return Hindrance("is paid from a wallet: unlock it first", "ways")
    return Hindrance(no_way(cart) or f"no way to pay here: {merchant_page(cart)}", "ways")


def _not_agreed(_: MerchantCart, cart: Cart, payments: "Payments") -> Hindrance | None:
    if not isinstance(payments.way_for(cart), PayPal) or payments.is_agreed(cart):
        return None
    return Hindrance(NOT_AGREED, "ways")


_RULES: Final[tuple[Rule, ...]] = (
    _held_back,
    _not_ready,
    _sign_in,
    _no_way,
    _not_agreed,
)
"""Every reason that a filled cart can have not to be ordered, asked in this order."""
