"""The documents of carts and orders, in the form of each API version."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from firmly_tui.sandbox.cart.addresses import as_json, as_submitted
from firmly_tui.sandbox.cart.basket import PricedCart
from firmly_tui.sandbox.cart.notices import Notice, cart_status, notices
from firmly_tui.sandbox.cart.pricing import PricedLine
from firmly_tui.sandbox.payment.orders import PlacedOrder
from firmly_tui.sandbox.payment.payments import payment_handle
from firmly_tui.sandbox.rendering.addons import addons_json, discounts_json
from firmly_tui.sandbox.rendering.amounts import Json, amount
from firmly_tui.sandbox.rendering.images import image_address
from firmly_tui.sandbox.rendering.payments import PaymentForm, paid_json, payment_options, paypal_json
from firmly_tui.sandbox.rendering.shipments import shipments_json, simple_method_json, simple_methods_json
from firmly_tui.sandbox.rendering.visits import visit_json

Version = Literal[1, 2]


def cart_json(cart: PricedCart, version: Version, news: Sequence[Notice] = ()) -> Json:
    """Return a cart in the form of the simple (1) or the full (2) API; ``news`` are about this change of it alone."""
    found = (*notices(cart), *news)
    status = {"cart_status": cart_status(found), **paypal_json(cart.state)}
    if version == 1:
        notice = {"notice": [notice.message for notice in found]} if found else {}
        return {**_common(cart), **status, **_simple(cart, "sku"), **notice}
    return {**_common(cart), **status, **_full(cart), "notices": [notice.as_json() for notice in found]}


def order_json(order: PlacedOrder, version: Version, form: PaymentForm) -> Json:
    """Return an order: the cart as it was submitted, its number, and the harmless part of the payment.

    Addresses come back as firmly echoes them, methods with ``id`` in both versions (firmly docs: Place
    Order v1).
    """
    cart, state = order.cart, order.cart.state
    body = _simple(cart, "id") if version == 1 else _full(cart)
    billing = state.billing_info or state.shipping_info
    for name, address in (("shipping_info", state.shipping_info), ("billing_info", billing)):
        if address is not None:
            body[name] = as_submitted(address)
    return {
        **_common(cart),
        **visit_json(cart, submitted=True),
        **body,
        "cart_status": "submitted",
        "platform_order_number": order.number,
        "submitted_at": order.submitted_at,
        "urls": {"thank_you_page": f"https://{cart.merchant.domain}/checkout/success/"},
        **paid_json(order, form),
    }


def _common(cart: PricedCart) -> Json:
    merchant, sums = cart.merchant, cart.quote
    return {
        "platform_id": merchant.platform_id,
        "shop_id": merchant.domain,
        "cart_id": cart.state.cart_id,
        "display_name": merchant.name,
        "urls": {},
        "line_items": [_line_item(cart, line, index) for index, line in enumerate(sums.lines)],
        "sub_total": amount(sums.sub_total, merchant.currency),
        "cart_discount": amount(sums.discount, merchant.currency),
        "shipping_total": amount(sums.shipping, merchant.currency),
        "total": amount(sums.total, merchant.currency),
        "coupons": list(cart.state.coupons),
        "is_tax_included_in_price": merchant.tax_included,
        **visit_json(cart),
        "payment_method_options": payment_options(cart),
    }


def _simple(cart: PricedCart, method_key: Literal["sku", "id"]) -> Json:
    """The part that only a v1 cart has; what is not known yet is absent."""
    state, sums, currency = cart.state, cart.quote, cart.merchant.currency
    body: Json = {"tax": amount(sums.tax, currency)}
    if sums.addons:
        body["addon_total"] = amount(sums.addons, currency)
    if state.shipping_info is not None:
        body["shipping_info"] = as_json(state.shipping_info)
    if state.is_addressed:
        body["payment_handle"] = payment_handle(state)
    methods = simple_methods_json(cart, method_key)
    if methods or state.shipping_info is not None:
        body["shipping_method_options"] = methods
    method = simple_method_json(cart, method_key)
    if method is not None:
        body["shipping_method"] = method
    if state.billing_info is not None:
        body["billing_info"] = as_json(state.billing_info)
    return body


def _full(cart: PricedCart) -> Json:
    """The part that only a v2 cart has; what is not known yet is null."""
    state, sums, currency = cart.state, cart.quote, cart.merchant.currency
    body: Json = {
        "schema_version": "2.0",
        "notices": [],
        "shipments": shipments_json(cart),
        "addons": addons_json(cart),
        "addon_total": amount(sums.addons, currency),
        "tax_total": amount(sums.tax, currency),
        "shipping_info": as_json(state.shipping_info) if state.shipping_info else None,
        "billing_info": as_json(state.billing_info) if state.billing_info else None,
    }
    if state.is_addressed:
        body["payment_handle"] = payment_handle(state)
    return body


def _line_item(cart: PricedCart, line: PricedLine, index: int) -> Json:
    merchant, product, variant = cart.merchant, line.product, line.variant
    rendered: Json = {
        "line_item_id": line.line.line_item_id,
        "platform_line_item_id": str(index),
        "sku": variant.sku,
        "base_sku": product.base_sku,
        "variant_id": variant.sku,
        "description": product.title,
        "variant_description": " / ".join(variant.options),
        "variant_option_list": list(variant.options),
        "quantity": line.line.quantity,
        "price": amount(line.price, merchant.currency),
        "line_price": amount(line.total, merchant.currency),
        "image": {"url": image_address(merchant, variant)},
        "requires_shipping": bool(product.fulfillment),
    }
    rendered.update(discounts_json(cart.quote, line.line.line_item_id, merchant.currency))
    if variant.msrp is not None:
        rendered["msrp"] = amount(variant.msrp, merchant.currency)
    if line.line.variant_handles:
        rendered["variant_handles"] = list(line.line.variant_handles)
    return rendered
