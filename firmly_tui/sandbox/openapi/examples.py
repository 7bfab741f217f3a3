"""Values that work at the shipped merchants: what the document shows a reader, and what leads a fuzzer into the shop.

The values of a name stand in the same order everywhere: the first of each go together, and so do the second.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

SKUS: Final = ("MH07-XS-Gray", "NH-LIN3-NAVY", "VL-HUSH-BLACK")

PARAMETERS: Final[Mapping[str, Sequence[object]]] = {
    "domain": ("staging.luma.gift", "nordhaus.example", "voltline.example"),
    "handle": ("hero-hoodie", "linden-3-seat-sofa", "hush-wireless-headphones"),
    "sku": SKUS,
    "quantity": (1, 2),
    "line_item_id": ("line-item-id-of-the-cart",),
    "name": ("server-error",),
    "wallet": ("shoppay", "visa", "mastercard-unified"),
    "query": ("sofa", "hoodie", ""),
    "page_size": (20, 1, 100),
    "page": (1, 2),
    "size": ("100",),
    "countryCode": ("US", "DE"),
    "postal_code": ("98101", "20095"),
    "url": ("https://staging.luma.gift/hero-hoodie", "https%3A%2F%2Fnordhaus.example%2Flinden-3-seat-sofa"),
    "excludes": ("voltline.example", "nordhaus.example,voltline.example"),
    "id": ("checkout",),
    "flush_cart": (True, False),
    "sse": (True, False),
    "format": ("JWK", "PEM", "RSA"),
}
"""By name, what a parameter of a path or a query can be."""

FIELDS: Final[Mapping[str, Sequence[object]]] = {
    "variant_id": SKUS,
    "sku": SKUS,
    "quantity": (1, 2),
    "promo_codes": (["LUMA10"], ["FREESHIP", "WELCOME10"]),
    "email": ("anna@example.com", "shopper@example.com"),
    "otp": ("123456",),
    "first_name": ("John",),
    "last_name": ("Smith",),
    "company": ("Firmly",),
    "phone": ("2065551212",),
    "address1": ("123 Main St",),
    "address2": ("Apt 4",),
    "city": ("Seattle",),
    "state_or_province": ("WA",),
    "postal_code": ("98101", "20095"),
    "country": ("US",),
    "shipping_method": ("economy", "standard", "ground"),
    "shipping_method_id": ("economy", "STANDARD_SCHEDULED", "IN_STORE_PICKUP"),
    "fulfillment_type": ("SHIP_TO_ADDRESS", "SCHEDULED_DELIVERY", "PICKUP_IN_STORE"),
    "location_id": ("pine-street",),
    "window_id": ("standard-week",),
    "pickup_option": ("in-store",),
    "notes": ("Please ring twice.",),
    "addon_id": ("shipping_protection", "white_glove_assembly"),
    "payment_id": ("card-anna-luma-4242",),
    "payer_id": ("PAYERID123",),
    "utm": ("utm_source=letter&utm_campaign=spring",),
    "referrer_url": ("https://blog.example/gifts",),
    "referral_code": ("FRIEND",),
    "domains": (["staging.luma.gift", "nordhaus.example"],),
    "option": ("color",),
    "min_price": (1000,),
    "max_price": (99900,),
}
"""By name, what a field of a body can be."""
