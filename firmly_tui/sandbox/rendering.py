"""The documents that leave the sandbox: products, carts and orders in the form of each API version."""

from __future__ import annotations

import base64
from typing import Final, Literal

from firmly_tui.sandbox.addresses import as_json, as_submitted
from firmly_tui.sandbox.carts import PricedCart, full_title
from firmly_tui.sandbox.catalog import Merchant, Product, Variant
from firmly_tui.sandbox.orders import PlacedOrder
from firmly_tui.sandbox.pricing import OfferedMethod, PricedLine

Json = dict[str, object]
Version = Literal[1, 2]
CardPart = Literal["payment_summary", "payment_method"]
_SYMBOLS: Final = {"USD": "$", "EUR": "€", "JPY": "¥", "GBP": "£", "CAD": "$"}
_NO_DECIMALS: Final = frozenset({"JPY", "KRW"})
_LOW_STOCK: Final = 3
_FULFILLMENT: Final = {
    "id": "SHIP_TO_ADDRESS",
    "name": "Ship to Address",
    "description": "Standard shipping to your address",
}


def amount(minor: int, currency: str) -> Json:
    """Return an amount as the API writes it; ``number`` is exact, ``value`` only its display form."""
    decimal = minor if currency in _NO_DECIMALS else minor // 100 if minor % 100 == 0 else minor / 100
    return {
        "currency": currency,
        "value": decimal,
        "number": minor,
        "symbol": _SYMBOLS.get(currency, currency),
    }


def product_json(merchant: Merchant, product: Product, gone: frozenset[tuple[str, str]]) -> Json:
    """Return a search hit; ``gone`` holds domain and sku of what is sold out."""
    prices = [variant.price for variant in product.variants]
    variants = [_variant(merchant, product, variant, gone) for variant in product.variants]
    return {
        "base_sku": product.base_sku,
        "title": product.title,
        "brand": product.brand or None,
        "handle": product.handle,
        "description": product.description,
        "pdp_url": merchant.url_of(product),
        "domain": merchant.domain,
        "domain_name": merchant.name,
        "price_range": {"min": min(prices), "max": max(prices)},
        "has_available_variants": any(variant["available"] for variant in variants),
        "images": [],
        "average_rating": product.rating,
        "total_reviews": product.reviews,
        "category": {"l1": product.category.l1, "l2": product.category.l2},
        "tags": list(product.tags),
        "variant_option_values": [
            {
                "display_name": option.name,
                "property_accessor": f"option{position}",
                "position": position,
                "option_values": [{"display_name": value, "value": value} for value in option.values],
            }
            for position, option in enumerate(product.options, 1)
        ],
        "variants": variants,
    }


def product_page_json(merchant: Merchant, product: Product, left: dict[str, int]) -> Json:
    """Return a product page: a hit with reviews, and a message where little stock is left."""
    gone = frozenset((merchant.domain, sku) for sku, count in left.items() if count == 0)
    page = product_json(merchant, product, gone)
    variants = [_variant(merchant, product, variant, gone) for variant in product.variants]
    for variant, rendered in zip(product.variants, variants, strict=True):
        count = left.get(variant.sku, 0)
        text = "Sold out" if count == 0 else f"Only {count} left"
        rendered["messages"] = [{"type": "stock", "text": text}] if count <= _LOW_STOCK else []
        rendered["requires_shipping"] = True
    reviews = {"total_reviews": product.reviews, "average_rating": product.rating}
    return {
        **page,
        "product_type": product.category.l2 or product.category.l1,
        "reviews": reviews,
        "variants": variants,
    }


def _variant(
    merchant: Merchant, product: Product, variant: Variant, gone: frozenset[tuple[str, str]]
) -> Json:
    rendered: Json = {
        "sku": variant.sku,
        "handle": product.handle,
        "display_name": full_title(product, variant),
        "title": " / ".join(variant.options) or product.title,
        "available": (merchant.domain, variant.sku) not in gone,
        "weight": 0,
        "variant_option_list": list(variant.options),
        **{f"option{position}": value for position, value in enumerate(variant.options, 1)},
        "images": [],
        "price": amount(variant.price, merchant.currency),
        "variant_attributes": [],
        "add_to_cart_ref": {"variant_id": variant.sku},
    }
    if variant.msrp is not None:
        rendered["msrp"] = amount(variant.msrp, merchant.currency)
    return rendered


def cart_json(cart: PricedCart, version: Version) -> Json:
    """Return a cart in the form of the simple (1) or the full (2) API."""
    sold_out = _sold_out(cart)
    blocked = {"cart_status": "checkout_blocked" if sold_out else "active"}
    if version == 1:
        notice = {"notice": [text for _, text in sold_out]} if sold_out else {}
        return {**_common(cart), **blocked, **_simple(cart, "sku"), **notice}
    notices = [
        {"code": "ITEM_OUT_OF_STOCK", "message": text, "line_item_id": line.line.line_item_id}
        for line, text in sold_out
    ]
    return {**_common(cart), **blocked, **_full(cart), "notices": notices}


def order_json(order: PlacedOrder, version: Version, card_part: CardPart) -> Json:
    """Return an order: the cart as it was submitted, its number, and the harmless part of the card.

    Addresses come back as firmly echoes them, methods with ``id`` in both versions (firmly docs: Place
    Order v1).
    """
    cart, state = order.cart, order.cart.state
    body = _simple(cart, "id") if version == 1 else _full(cart)
    billing = state.billing_info or state.shipping_info
    body["shipping_info"] = as_submitted(state.shipping_info) if state.shipping_info else None
    body["billing_info"] = as_submitted(billing) if billing else None
    return {
        **_common(cart),
        **body,
        "cart_status": "submitted",
        "platform_order_number": order.number,
        "submitted_at": order.submitted_at,
        "urls": {"thank_you_page": f"https://{cart.merchant.domain}/checkout/success/"},
        card_part: _card_part(order, card_part),
    }


def _card_part(order: PlacedOrder, form: CardPart) -> Json:
    card = order.card
    if form == "payment_method":
        return {
            "card_holder_name": card.name,
            "last_four": card.last_four,
            "month": f"{card.month:02d}",
            "year": str(card.year),
            "card_type": card.brand,
        }
    return {
        "payment_type": "CreditCard",
        "last_four": card.last_four,
        "card_type": card.brand,
        "month": card.month,
        "year": card.year,
    }


def _common(cart: PricedCart) -> Json:
    merchant, sums = cart.merchant, cart.quote
    return {
        "platform_id": merchant.platform_id,
        "shop_id": merchant.domain,
        "cart_id": cart.state.cart_id,
        "display_name": merchant.name,
        "urls": {},
        "line_items": [_line_item(merchant, line, index) for index, line in enumerate(sums.lines)],
        "sub_total": amount(sums.sub_total, merchant.currency),
        "cart_discount": amount(sums.discount, merchant.currency),
        "shipping_total": amount(sums.shipping, merchant.currency),
        "total": amount(sums.total, merchant.currency),
        "coupons": [],
        "is_tax_included_in_price": merchant.tax_included,
        "payment_method_options": [{"type": "CreditCard", "wallet": "user"}],
    }


def _simple(cart: PricedCart, method_key: Literal["sku", "id"]) -> Json:
    """The part that only a v1 cart has; what is not known yet is absent."""
    state, sums, currency = cart.state, cart.quote, cart.merchant.currency
    body: Json = {"tax": amount(sums.tax, currency)}
    if state.shipping_info is not None:
        body["shipping_info"] = as_json(state.shipping_info)
        body["shipping_method_options"] = [_method(offer, currency, method_key) for offer in sums.methods]
        body["payment_handle"] = _payment_handle(state.cart_id)
    if sums.method is not None:
        body["shipping_method"] = _method(sums.method, currency, method_key)
    if state.billing_info is not None:
        body["billing_info"] = as_json(state.billing_info)
    return body


def _full(cart: PricedCart) -> Json:
    """The part that only a v2 cart has; what is not known yet is null."""
    state, sums, currency = cart.state, cart.quote, cart.merchant.currency
    body: Json = {
        "schema_version": "2.0",
        "notices": [],
        "shipments": [_shipment(cart)] if sums.lines else [],
        "addons": {"offers": [], "selections": []},
        "addon_total": amount(sums.addons, currency),
        "tax_total": amount(sums.tax, currency),
        "shipping_info": as_json(state.shipping_info) if state.shipping_info else None,
        "billing_info": as_json(state.billing_info) if state.billing_info else None,
    }
    if state.shipping_info is not None:
        body["payment_handle"] = _payment_handle(state.cart_id)
    return body


def _shipment(cart: PricedCart) -> Json:
    state, sums, currency = cart.state, cart.quote, cart.merchant.currency
    return {
        "shipment_id": state.shipment_id,
        "line_item_ids": [line.line.line_item_id for line in sums.lines],
        "fulfillment_type": dict(_FULFILLMENT),
        "fulfillment_type_options": [dict(_FULFILLMENT)],
        "shipping_method_options": [_method(offer, currency, "id") for offer in sums.methods],
        "shipping_method": _method(sums.method, currency, "id") if sums.method else None,
        "selected_location": None,
        "selected_date": state.selected_date,
        "selected_time_slot": None,
        "pickup_option": None,
        "notes": state.notes,
    }


def _method(offer: OfferedMethod, currency: str, key: Literal["sku", "id"]) -> Json:
    method = offer.method
    rendered: Json = {
        key: method.id,
        "description": method.description,
        "price": amount(offer.price, currency),
    }
    if key == "id":
        rendered["estimated_delivery"] = method.estimated_delivery
    return rendered


def _line_item(merchant: Merchant, line: PricedLine, index: int) -> Json:
    product, variant = line.product, line.variant
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
        "price": amount(variant.price, merchant.currency),
        "line_price": amount(line.total, merchant.currency),
        "requires_shipping": True,
    }
    if variant.msrp is not None:
        rendered["msrp"] = amount(variant.msrp, merchant.currency)
    if line.line.variant_handles:
        rendered["variant_handles"] = list(line.line.variant_handles)
    return rendered


def _sold_out(cart: PricedCart) -> list[tuple[PricedLine, str]]:
    """The lines that want more than is left by now, each with a sentence for the shopper."""
    found: list[tuple[PricedLine, str]] = []
    for line in cart.quote.lines:
        have = cart.left.get(line.variant.sku, 0)
        if line.line.quantity > have:
            title = full_title(line.product, line.variant)
            found.append((line, f"Only {have} of {title} left." if have else f"{title} is sold out by now."))
    return found


def _payment_handle(cart_id: str) -> str:
    return f"{cart_id}|{base64.b64encode(cart_id[:18].encode()).decode()}"
