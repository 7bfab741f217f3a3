"""PayPal's express checkout: begun on the cart, approved at PayPal, completed here."""

from __future__ import annotations

import base64
from hashlib import blake2b
from typing import Final

from firmly_tui.sandbox.cart.basket import Basket, Edit, require_lines
from firmly_tui.sandbox.cart.carts import sent_to
from firmly_tui.sandbox.documents import Address, CartState
from firmly_tui.sandbox.errors import Problem, Refusal
from firmly_tui.sandbox.goods.catalog import Merchant
from firmly_tui.sandbox.payment.cards import Payment
from firmly_tui.sandbox.payment.payments import check_allowed, check_way

PAYPAL: Final = Payment(kind="PayPal", wallet="paypal", brand="PayPal")


def started(basket: Basket) -> CartState:
    """Begin: give the cart a token for PayPal's page, and forget an earlier approval."""
    require_lines(basket.state)
    check_allowed(basket.merchant, basket.visit)
    check_way(basket.merchant, PAYPAL)
    digest = blake2b(basket.new_id("paypal").encode(), digest_size=15).digest()
    token = f"EC-{base64.b32encode(digest).decode('ascii')[:17]}"
    return basket.state.model_copy(update={"paypal_token": token, "payer_id": None})


def authorized(payer_id: str, token: str | None) -> Edit:
    """Take note that a payer approved at PayPal, and of the address that PayPal knows when the cart has none."""

    def edit(basket: Basket) -> CartState:
        state = basket.state
        require_lines(state)
        if state.paypal_token is None or token not in (None, state.paypal_token):
            raise Refusal(Problem.BAD_REQUEST, "attributes.paypal_token: Start the PayPal checkout first.")
        home = _home(basket.merchant)
        if state.shipping_info is None and home is not None:
            state = sent_to(home, always=True)(basket)
        return state.model_copy(update={"payer_id": payer_id})

    return edit


def check_approved(state: CartState) -> None:
    """Raise Refusal unless a payer has approved the cart's PayPal checkout."""
    if state.paypal_token is None or state.payer_id is None:
        raise Refusal(Problem.CHECKOUT_BLOCKED, "The payment is not approved at PayPal yet. Do that first.")


def _home(merchant: Merchant) -> Address | None:
    """Return where PayPal's imaginary payer lives, of all the places the merchant ships to."""
    return next((home for home in _HOMES if home.country in merchant.countries), None)


_HOMES: Final = (
    Address(
        first_name="Pat",
        last_name="Payer",
        email="payer@example.com",
        phone="2065551213",
        address1="9 Pine St",
        city="Seattle",
        state_or_province="WA",
        postal_code="98101",
        country="US",
    ),
    Address(
        first_name="Pat",
        last_name="Payer",
        email="payer@example.com",
        phone="+49 40 5550199",
        address1="Alsterweg 9",
        city="Hamburg",
        postal_code="20095",
        country="DE",
    ),
)
