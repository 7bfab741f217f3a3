"""What a cart says beside goods and sums: who the shopper is to the merchant, and what the merchant can do without."""

from __future__ import annotations

from firmly_tui.sandbox.cart.basket import PricedCart
from firmly_tui.sandbox.goods.terms import account_of
from firmly_tui.sandbox.rendering.amounts import Json


def visit_json(cart: PricedCart, *, submitted: bool = False) -> Json:
    """Return `session`, and `shop_properties` and `attribution` where there are any.

    (firmly docs: Session Info, Optional Cart Fields, Set Cart Attribution.)
    """
    body: Json = {"session": _session(cart)}
    optional = cart.merchant.terms.optional_fields
    if optional:
        body["shop_properties"] = {"optional_fields": dict.fromkeys(optional, True)}
    attribution = cart.state.attribution
    if attribution is not None:
        final = {"immutable": True} if submitted or attribution.immutable else {}
        body["attribution"] = {**attribution.model_dump(exclude={"immutable"}, exclude_none=True), **final}
    return body


def _session(cart: PricedCart) -> Json:
    terms, visit, address = cart.merchant.terms, cart.visit, cart.state.shipping_info
    email = visit.email if visit.is_logged_in else address.email if address else ""
    return {
        "requires_login": terms.requires_login,
        "is_email_registered": account_of(terms, email) is not None,
        "is_logged_in": visit.is_logged_in,
        "cookies": [],
        "accepts_otp": bool(terms.accounts),
    }
