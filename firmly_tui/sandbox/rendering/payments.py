"""The part of carts and orders that says how they can be paid, and how they were."""

from __future__ import annotations

from typing import Final, Literal

from firmly_tui.sandbox.cart.basket import PricedCart
from firmly_tui.sandbox.documents import CartState
from firmly_tui.sandbox.goods.terms import SavedCard
from firmly_tui.sandbox.payment.orders import PlacedOrder
from firmly_tui.sandbox.payment.payments import saved_cards
from firmly_tui.sandbox.rendering.amounts import Json

PaymentForm = Literal["payment_summary", "payment_method"]
_WALLETS: Final = {"CreditCard": "user", "PayPal": "paypal", "ShopPay": "shoppay"}
_PAYPAL: Final = "https://www.paypal.com/cgi-bin/webscr?cmd=_express-checkout&token="


def payment_options(cart: PricedCart) -> list[Json]:
    """Return the ways to pay a cart: what the merchant takes, and the saved cards of who is logged in."""
    ways = cart.merchant.terms.payments
    options: list[Json] = [{"type": way, "wallet": _WALLETS[way]} for way in ways]
    return options + [saved_card_json(card, "merchant") for card in saved_cards(cart.merchant, cart.visit)]


def saved_card_json(card: SavedCard, wallet: str) -> Json:
    """Return a saved card as a way to pay (firmly docs: Complete Unlocking Wallet)."""
    return {
        "type": "CreditCard",
        "wallet": wallet,
        "id": card.id,
        "card_type": card.card_type,
        "last_four": card.last_four,
        "month": card.month,
        "year": card.year,
    }


def paypal_json(state: CartState) -> Json:
    """Return what PayPal knows of a cart once an express checkout was started."""
    if state.paypal_token is None:
        return {}
    return {"payment_method": _authorized(state) if state.payer_id else _started(state)}


def paid_json(order: PlacedOrder, form: PaymentForm) -> Json:
    """Return how an order was paid (firmly docs: Complete Order, Place Order, Complete Express Checkout)."""
    payment = order.payment
    if payment.kind == "PayPal":
        return {"payment_method": _authorized(order.cart.state)}
    wallet = {} if payment.wallet == "user" else {"wallet": payment.wallet}
    if form == "payment_method":
        shown: Json = {
            "card_holder_name": payment.name,
            "last_four": payment.last_four,
            "month": f"{payment.month:02d}",
            "year": str(payment.year),
            "card_type": payment.brand,
        }
    else:
        shown = {
            "payment_type": payment.kind,
            "last_four": payment.last_four,
            "card_type": payment.brand,
            "month": payment.month,
            "year": payment.year,
        }
    return {form: {**shown, **wallet}}


def _started(state: CartState) -> Json:
    return {"type": "PayPal", "attributes": {"paypal_token": state.paypal_token, **_pages(state)}}


def _authorized(state: CartState) -> Json:
    return {
        "payment_type": "PayPal",
        "attributes": {
            "type": "PayPal",
            "email": state.shipping_info.email if state.shipping_info else "",
            "token": state.paypal_token,
            "payer_id": state.payer_id,
            **_pages(state),
        },
    }


def _pages(state: CartState) -> Json:
    return {
        "url": f"{_PAYPAL}{state.paypal_token}",
        "redirect_url": f"https://{state.domain}/checkouts/{state.cart_id}/paypal?token={state.paypal_token}",
        "sandbox": True,
        "requires_review": False,
    }
