"""The schemas of carts and orders in both versions."""

from __future__ import annotations

from typing import Final

from firmly_tui.sandbox.openapi.shapes import (
    NUMBER,
    TEXT,
    WHOLE,
    YES_NO,
    Schema,
    fields,
    items,
    none_or,
    one_of,
    ref,
)

_ADDRESS: Final[dict[str, Schema]] = dict.fromkeys(
    (
        "first_name",
        "last_name",
        "company",
        "email",
        "phone",
        "address1",
        "address2",
        "city",
        "state_or_province",
        "postal_code",
        "country",
    ),
    TEXT,
)
_PLACE: Final[dict[str, Schema]] = dict.fromkeys(
    ("address1", "city", "state_or_province", "postal_code", "country"), TEXT
)
_COMMON: Final[dict[str, Schema]] = {
    "platform_id": TEXT,
    "shop_id": TEXT,
    "cart_id": TEXT,
    "display_name": TEXT,
    "cart_status": one_of("active", "submitted", "item_not_shippable", "checkout_blocked"),
    "urls": fields({}, {"thank_you_page": TEXT}),
    "line_items": items(ref("LineItem")),
    "sub_total": ref("Amount"),
    "cart_discount": ref("Amount"),
    "shipping_total": ref("Amount"),
    "total": ref("Amount"),
    "coupons": items(TEXT),
    "is_tax_included_in_price": YES_NO,
    "payment_method_options": items(ref("PaymentOption")),
    "session": ref("MerchantSession"),
}
_COMMON_OPTIONAL: Final[dict[str, Schema]] = {
    "payment_handle": TEXT,
    "payment_method": {"anyOf": [ref("PayPalStarted"), ref("PayPalAuthorized")]},
    "attribution": fields(
        {}, {"utm": TEXT, "referrer_url": TEXT, "referral_code": TEXT, "immutable": YES_NO}
    ),
    "shop_properties": fields({"optional_fields": {"type": "object", "additionalProperties": YES_NO}}),
}
_SIMPLE: Final[dict[str, Schema]] = {"tax": ref("Amount")}
_SIMPLE_OPTIONAL: Final[dict[str, Schema]] = {
    "addon_total": ref("Amount"),
    "notice": items(TEXT),
    "shipping_info": ref("Address"),
    "billing_info": ref("Address"),
}
_FULL: Final[dict[str, Schema]] = {
    "schema_version": TEXT,
    "notices": items(ref("Notice")),
    "shipments": items(ref("Shipment")),
    "addons": fields({"offers": items(ref("AddonOffer")), "selections": items(ref("AddonSelection"))}),
    "addon_total": ref("Amount"),
    "tax_total": ref("Amount"),
    "shipping_info": none_or(ref("Address")),
    "billing_info": none_or(ref("Address")),
}
_SUBMITTED: Final[dict[str, Schema]] = {
    "platform_order_number": TEXT,
    "submitted_at": {"type": "string", "format": "date-time"},
}
_METHODS_BY_SKU: Final[dict[str, Schema]] = {
    "shipping_method_options": items(ref("SimpleMethod")),
    "shipping_method": ref("SimpleMethod"),
}
_METHODS_BY_ID: Final[dict[str, Schema]] = {
    "shipping_method_options": items(ref("Method")),
    "shipping_method": ref("Method"),
}
_PAYPAL_PAGES: Final[dict[str, Schema]] = {
    "url": TEXT,
    "redirect_url": TEXT,
    "sandbox": YES_NO,
    "requires_review": YES_NO,
}
_OFFER: Final[dict[str, Schema]] = {
    "addon_id": TEXT,
    "display": fields(
        {"name": TEXT},
        {
            "description": TEXT,
            "long_description": TEXT,
            "image_url": TEXT,
            "links": items(TEXT),
        },
    ),
    "scope": one_of("CART", "GROUP", "ITEM", "INHERIT"),
    "price": ref("Amount"),
}
_OFFER_OPTIONAL: Final[dict[str, Schema]] = {
    "line_item_pricing": ref("LinePrices"),
    "constraints": fields({}, {"exclusive_group_id": TEXT, "requires_addon_ids": items(TEXT)}),
}
_CARD_PARTS: Final[dict[str, Schema]] = {
    "payment_method": {"anyOf": [ref("PaymentMethod"), ref("PayPalAuthorized")]},
    "payment_summary": ref("PaymentSummary"),
}

CARTS: Final[dict[str, Schema]] = {
    "Address": fields(_ADDRESS),
    "LineItem": fields(
        {
            "line_item_id": TEXT,
            "platform_line_item_id": TEXT,
            "sku": TEXT,
            "base_sku": TEXT,
            "variant_id": TEXT,
            "description": TEXT,
            "variant_description": TEXT,
            "variant_option_list": items(TEXT),
            "quantity": WHOLE,
            "price": ref("Amount"),
            "line_price": ref("Amount"),
            "requires_shipping": YES_NO,
        },
        {
            "msrp": ref("Amount"),
            "variant_handles": items(TEXT),
            "line_discount": ref("Amount"),
            "discounts": items(fields({"code": TEXT, "description": TEXT, "amount": ref("Amount")})),
            "image": fields({"url": TEXT}),
        },
    ),
    "SimpleMethod": fields({"sku": TEXT, "description": TEXT, "price": ref("Amount")}),
    "Method": fields({"id": TEXT, "description": TEXT, "price": ref("Amount"), "estimated_delivery": TEXT}),
    "FulfillmentType": fields({"id": TEXT, "name": TEXT, "description": TEXT}),
    "Shipment": fields(
        {
            "shipment_id": TEXT,
            "line_item_ids": items(TEXT),
            "fulfillment_type": none_or(ref("FulfillmentType")),
            "fulfillment_type_options": items(ref("FulfillmentType")),
            "shipping_method_options": items(ref("Method")),
            "shipping_method": none_or(ref("Method")),
            "selected_location": none_or(ref("Location")),
            "selected_date": none_or(TEXT),
            "selected_time_slot": none_or(ref("Slot")),
            "pickup_option": none_or(ref("PickupOption")),
            "notes": TEXT,
        },
        {"shipping_info": ref("Address"), "selected_window": ref("DeliveryWindow")},
    ),
    "Slot": fields(
        {
            "slot_id": TEXT,
            "start_time": ref("SlotTime"),
            "end_time": ref("SlotTime"),
            "description": TEXT,
            "available": YES_NO,
        },
        {"price": ref("Amount")},
    ),
    "SlotTime": {"anyOf": [TEXT, fields({"utc": TEXT, "local": TEXT, "local_timezone": TEXT})]},
    "AvailableDate": fields({"date": TEXT, "description": TEXT, "time_slots": items(ref("Slot"))}),
    "Location": fields(
        {
            "location_id": TEXT,
            "name": TEXT,
            "address": fields(_PLACE),
            "phone": TEXT,
            "operating_hours": items(fields({"day": TEXT, "hours": TEXT})),
        },
        {
            "distance": fields({"value": NUMBER, "unit": TEXT}),
            "pickup_options": items(fields({"date": TEXT, "time_slots": items(ref("Slot"))})),
        },
    ),
    "DeliveryWindow": fields(
        {
            "window_id": TEXT,
            "name": TEXT,
            "description": TEXT,
            "price": ref("Amount"),
            "date_range": fields({"start_date": TEXT, "end_date": TEXT}),
        }
    ),
    "PickupOption": fields(
        {"option_id": TEXT, "name": TEXT, "description": TEXT, "additional_instructions": TEXT}
    ),
    "Availability": fields(
        {"shipment_id": TEXT, "fulfillment_type": none_or(ref("FulfillmentType"))},
        {
            "available_dates": items(ref("AvailableDate")),
            "delivery_windows": items(ref("DeliveryWindow")),
            "pickup_locations": items(ref("Location")),
            "pickup_options": items(ref("PickupOption")),
        },
    ),
    "Notice": fields({"code": TEXT, "message": TEXT}, {"line_item_id": TEXT, "shipment_id": TEXT}),
    "AddonOffer": fields(
        {**_OFFER, "coverage_mode": one_of("PER_ITEM", "PREDEFINED_GROUP", "FREE_GROUPING")},
        {**_OFFER_OPTIONAL, "eligible_line_item_ids": items(TEXT), "child_offers": items(ref("ChildOffer"))},
    ),
    "ChildOffer": fields(_OFFER, _OFFER_OPTIONAL),
    "LinePrices": {
        "type": "object",
        "additionalProperties": fields({"price": ref("Amount")}),
    },
    "AddonSelection": fields(
        {"addon_id": TEXT, "price": ref("Amount")},
        {
            "selected_line_item_ids": items(TEXT),
            "selected_child_ids": items(TEXT),
            "line_item_pricing": ref("LinePrices"),
        },
    ),
    "PaymentOption": fields(
        {"type": TEXT, "wallet": TEXT},
        {
            "id": TEXT,
            "card_type": TEXT,
            "last_four": TEXT,
            "month": WHOLE,
            "year": WHOLE,
            "billing_info": ref("Address"),
        },
    ),
    "MerchantSession": fields(
        {
            "requires_login": YES_NO,
            "is_email_registered": YES_NO,
            "is_logged_in": YES_NO,
            "cookies": items(TEXT),
            "accepts_otp": YES_NO,
        }
    ),
    "PayPalStarted": fields({"type": TEXT, "attributes": fields({"paypal_token": TEXT, **_PAYPAL_PAGES})}),
    "PayPalAuthorized": fields(
        {
            "payment_type": TEXT,
            "attributes": fields(
                {"type": TEXT, "email": TEXT, "token": TEXT, "payer_id": TEXT, **_PAYPAL_PAGES}
            ),
        }
    ),
    "PaymentMethod": fields(
        {"card_holder_name": TEXT, "last_four": TEXT, "month": TEXT, "year": TEXT, "card_type": TEXT},
        {"wallet": TEXT},
    ),
    "PaymentSummary": fields(
        {"payment_type": TEXT, "last_four": TEXT, "card_type": TEXT, "month": WHOLE, "year": WHOLE},
        {"wallet": TEXT},
    ),
    "Cart1": fields({**_COMMON, **_SIMPLE}, {**_COMMON_OPTIONAL, **_SIMPLE_OPTIONAL, **_METHODS_BY_SKU}),
    "Cart2": fields({**_COMMON, **_FULL}, _COMMON_OPTIONAL),
    "Order1": fields(
        {**_COMMON, **_SIMPLE, **_SUBMITTED},
        {**_COMMON_OPTIONAL, **_SIMPLE_OPTIONAL, **_METHODS_BY_ID, **_CARD_PARTS},
    ),
    "Order2": fields({**_COMMON, **_FULL, **_SUBMITTED}, {**_COMMON_OPTIONAL, **_CARD_PARTS}),
    "ActiveCarts1": fields({"domains": items(TEXT), "carts": items(ref("Cart1"))}),
    "ActiveCarts2": fields({"domains": items(TEXT), "carts": items(ref("Cart2"))}),
    "Methods": items(ref("SimpleMethod")),
}
