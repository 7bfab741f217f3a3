"""The schemas of goods: search, product pages, catalog lists."""

from __future__ import annotations

from typing import Final

from firmly_tui.sandbox.openapi.shapes import NUMBER, TEXT, WHOLE, YES_NO, Schema, fields, items, none_or, ref

_IMAGE: Final = fields({"type": TEXT, "url": TEXT, "alt": TEXT})
_OPTIONS: Final[dict[str, Schema]] = {f"option{place}": TEXT for place in range(1, 6)}
_VARIANT: Final[dict[str, Schema]] = {
    "sku": TEXT,
    "handle": TEXT,
    "display_name": TEXT,
    "title": TEXT,
    "available": YES_NO,
    "weight": NUMBER,
    "variant_option_list": items(TEXT),
    "images": items(_IMAGE),
    "price": ref("Amount"),
    "variant_attributes": items(fields({"key": TEXT, "value": TEXT})),
    "add_to_cart_ref": fields({"variant_id": TEXT}, {"product_id": TEXT, "variant_handles": items(TEXT)}),
}
_PRODUCT: Final[dict[str, Schema]] = {
    "base_sku": TEXT,
    "title": TEXT,
    "brand": none_or(TEXT),
    "handle": TEXT,
    "description": TEXT,
    "pdp_url": TEXT,
    "domain": TEXT,
    "domain_name": TEXT,
    "price_range": fields({"min": WHOLE, "max": WHOLE}),
    "has_available_variants": YES_NO,
    "images": items(_IMAGE),
    "average_rating": none_or(NUMBER),
    "total_reviews": none_or(WHOLE),
    "category": fields({"l1": TEXT, "l2": TEXT}),
    "tags": items(TEXT),
    "variant_option_values": items(
        fields(
            {
                "display_name": TEXT,
                "property_accessor": TEXT,
                "position": WHOLE,
                "option_values": items(fields({"display_name": TEXT, "value": TEXT, "available": YES_NO})),
            }
        )
    ),
}
_PAGE_VARIANT: Final[dict[str, Schema]] = {
    **_VARIANT,
    "messages": items(fields({"type": TEXT, "text": TEXT})),
    "requires_shipping": YES_NO,
    "taxable": YES_NO,
    "weight_unit": TEXT,
    "highlights": items(TEXT),
    "modified_at": {"type": "string", "format": "date-time"},
}

GOODS: Final[dict[str, Schema]] = {
    "Amount": fields({"currency": TEXT, "value": NUMBER, "number": WHOLE, "symbol": TEXT}),
    "Variant": fields(_VARIANT, {"msrp": ref("Amount"), **_OPTIONS}),
    "Product": fields({**_PRODUCT, "variants": items(ref("Variant"))}),
    "PageVariant": fields(_PAGE_VARIANT, {"msrp": ref("Amount"), **_OPTIONS}),
    "ProductPage": fields(
        {
            **_PRODUCT,
            "product_type": TEXT,
            "short_description": TEXT,
            "properties": fields({"vendor": TEXT, "product_family": TEXT}),
            "reviews": fields({"total_reviews": none_or(WHOLE), "average_rating": none_or(NUMBER)}),
            "variants": items(ref("PageVariant")),
        }
    ),
    "SearchPage": fields(
        {
            "products": items(ref("Product")),
            "page_size": WHOLE,
            "time_taken_ms": WHOLE,
            "next_page": none_or(TEXT),
        }
    ),
    "Options": fields(
        {"options": fields({"variant_options": items(fields({"option": TEXT, "values": items(TEXT)}))})}
    ),
    "CatalogList": items(
        fields(
            {"loc": TEXT, "handle": TEXT, "title": TEXT, "pdp_url": TEXT}, {"image": fields({"url": TEXT})}
        )
    ),
}
