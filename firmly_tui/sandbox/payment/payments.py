"""What paying asks of a cart and of who pays, the cards on file, and the handle that names a cart to the card host."""

from __future__ import annotations

import base64
from hashlib import blake2b

from firmly_tui.sandbox.cart.basket import PricedCart, require_lines, require_open
from firmly_tui.sandbox.cart.consents import missing
from firmly_tui.sandbox.cart.notices import check_notices
from firmly_tui.sandbox.documents import CartState, Visit
from firmly_tui.sandbox.errors import Problem, Refusal
from firmly_tui.sandbox.goods.catalog import Merchant
from firmly_tui.sandbox.goods.terms import SavedCard, account_of
from firmly_tui.sandbox.payment.cards import Payment


def saved_cards(merchant: Merchant, visit: Visit) -> tuple[SavedCard, ...]:
    """Return the cards that the merchant keeps for who is logged in."""
    if not visit.is_logged_in or "CreditCard" not in merchant.terms.payments:
        return ()
    account = account_of(merchant.terms, visit.email)
    return account.cards if account else ()


def saved_card(merchant: Merchant, visit: Visit, card_id: str) -> SavedCard:
    """Return one of the cards on file. Raises Refusal when there is none of that id, or for a guest."""
    for card in saved_cards(merchant, visit):
        if card.id == card_id:
            return card
    raise Refusal(
        Problem.SAVED_CARD_NOT_FOUND, f"{merchant.name} has no such card on file. Log in, or enter a card."
    )


def check_allowed(merchant: Merchant, visit: Visit) -> None:
    """Raise Refusal unless the merchant takes orders of this visitor at all."""
    require_open(merchant)
    if merchant.terms.requires_login and not visit.is_logged_in:
        raise Refusal(
            Problem.USER_MUST_LOGIN, f"{merchant.name} takes orders of customers only. Log in first."
        )


def check_consents(merchant: Merchant, visit: Visit) -> None:
    """Raise Refusal when a consent that the merchant requires is not given."""
    kinds = sorted({consent.type for consent in missing(merchant, visit)})
    if kinds:
        raise Refusal(
            Problem.CHECKOUT_BLOCKED,
            f"{merchant.name} needs your consent first ({', '.join(kinds)}). Agree to it, then order.",
        )


def check_ready(cart: PricedCart) -> None:
    """Raise Refusal unless the cart can be ordered as it stands."""
    require_lines(cart.state)
    check_allowed(cart.merchant, cart.visit)
    check_consents(cart.merchant, cart.visit)
    if not cart.state.is_addressed:
        raise Refusal(Problem.MISSING_SHIPPING_INFO, "Enter the delivery address first.")
    check_notices(cart)


def check_email_known(cart: PricedCart) -> None:
    """Raise Refusal when nobody could be told about the order."""
    state = cart.state
    known = [address.email for address in (state.shipping_info, state.billing_info) if address]
    if not any((*known, cart.visit.email)):
        raise Refusal(Problem.MISSING_EMAIL, "Enter an e-mail address first: the receipt is sent to it.")


def check_way(merchant: Merchant, payment: Payment) -> None:
    """Raise Refusal for a payment that the merchant does not take."""
    way = "ShopPay" if payment.wallet == "shoppay" else payment.kind
    if way not in merchant.terms.payments:
        raise Refusal(
            Problem.PAYMENT_NOT_AVAILABLE, f"{merchant.name} cannot be paid this way. Choose another one."
        )


def payment_handle(state: CartState) -> str:
    """Return the handle ``uuid|base64`` that names a cart to the card host; it follows from the cart."""
    proof = blake2b(f"{state.cart_id}/{state.device_id}".encode(), digest_size=48).digest()
    return f"{state.cart_id}|{base64.b64encode(proof).decode('ascii')}"
