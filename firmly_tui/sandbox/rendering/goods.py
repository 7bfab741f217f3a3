"""The documents of goods: search hits and product pages."""

from __future__ import annotations

from typing import Final

from firmly_tui.sandbox.cart.basket import full_title
from firmly_tui.sandbox.goods.catalog import Merchant, Product, Shelf, Variant
from firmly_tui.sandbox.rendering.amounts import Json, amount
from firmly_tui.sandbox.rendering.images import image_json

_LOW_STOCK: Final = 3
_MODIFIED: Final = "2026-01-05T09:00:00Z"
"""The day on which the sandbox's merchants last went over their catalogs."""


def product_json(merchant: Merchant, product: Product, shelf: Shelf) -> Json:
    """Return a search hit, with the stock and the prices of now."""
    prices = [shelf.price(variant) for variant in product.variants]
    variants = [_variant(merchant, product, variant, shelf) for variant in product.variants]
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
        "images": [image_json(merchant, product.variants[0], product.title)],
        "average_rating": product.rating,
        "total_reviews": product.reviews,
        "category": {"l1": product.category.l1, "l2": product.category.l2},
        "tags": list(product.tags),
        "variant_option_values": _options(product, shelf),
        "variants": variants,
    }


def product_page_json(merchant: Merchant, product: Product, shelf: Shelf) -> Json:
    """Return a product page: a hit with reviews, what is left of each option, and what the shop says of a variant.

    (firmly docs: Get a Product from Merchant.)
    """
    return {
        **product_json(merchant, product, shelf),
        "product_type": product.category.l2 or product.category.l1,
        "short_description": product.description.partition(". ")[0].removesuffix("."),
        "properties": {"vendor": product.brand or merchant.name, "product_family": product.base_sku},
        "reviews": {"total_reviews": product.reviews, "average_rating": product.rating},
        "variants": [
            {**_variant(merchant, product, variant, shelf), **_page_part(merchant, product, variant, shelf)}
            for variant in product.variants
        ],
    }


def _page_part(merchant: Merchant, product: Product, variant: Variant, shelf: Shelf) -> Json:
    left = shelf.left(variant)
    messages: list[Json] = []
    if left <= _LOW_STOCK:
        messages.append({"type": "stock", "text": f"Only {left} left" if left else "Sold out"})
    price = shelf.price(variant)
    if variant.msrp is not None and variant.msrp > price:
        messages.append(
            {"type": "promotion", "text": f"{(variant.msrp - price) * 100 // variant.msrp} % off"}
        )
    return {
        "messages": messages,
        "requires_shipping": bool(product.fulfillment),
        "taxable": not merchant.tax_included,
        "weight_unit": "kg",
        "highlights": list(product.tags),
        "modified_at": _MODIFIED,
    }


def _options(product: Product, shelf: Shelf) -> list[Json]:
    """The options of a product, with whether there is anything left of each value."""
    there = {
        (position, variant.options[position])
        for variant in product.variants
        if shelf.left(variant) > 0
        for position in range(len(variant.options))
    }
    return [
        {
            "display_name": option.name,
            "property_accessor": f"option{position}",
            "position": position,
            "option_values": [
                {"display_name": value, "value": value, "available": (position - 1, value) in there}
                for value in option.values
            ],
        }
        for position, option in enumerate(product.options, 1)
    ]


def _variant(merchant: Merchant, product: Product, variant: Variant, shelf: Shelf) -> Json:
    rendered: Json = {
        "sku": variant.sku,
        "handle": product.handle,
        "display_name": full_title(product, variant),
        "title": " / ".join(variant.options) or product.title,
        "available": shelf.left(variant) > 0,
        "weight": 0,
        "variant_option_list": list(variant.options),
        **{f"option{position}": value for position, value in enumerate(variant.options, 1)},
        "images": [image_json(merchant, variant, full_title(product, variant))] if product.options else [],
        "price": amount(shelf.price(variant), merchant.currency),
        "variant_attributes": [],
        "add_to_cart_ref": {"variant_id": variant.sku},
    }
    if variant.msrp is not None:
        rendered["msrp"] = amount(variant.msrp, merchant.currency)
    return rendered
