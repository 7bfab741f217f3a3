"""Every answer that the routes of the sandbox name, and how it travels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from firmly_tui.sandbox.openapi.carts import CARTS
from firmly_tui.sandbox.openapi.goods import GOODS
from firmly_tui.sandbox.openapi.own import OWN
from firmly_tui.sandbox.openapi.shapes import TEXT, WHOLE, YES_NO, Schema, fields, items, one_of, ref

TEXTS: Final[Mapping[str, tuple[str, Schema]]] = {
    "text": ("text/plain", TEXT),
    "png": ("image/png", {}),
}
"""Answers that are no JSON: their content type. (A schema of bytes is empty, says OpenAPI 3.1.)"""

_ERROR: Final = fields({"code": WHOLE, "error": TEXT, "description": TEXT}, {"message": TEXT})
_CONSENT: Final[dict[str, Schema]] = {
    "id": TEXT,
    "ui_slot": one_of("UNDER_EMAIL_INPUT", "ABOVE_PLACE_ORDER_BUTTON", "AFTER_SHIPPING_INFO"),
    "text": TEXT,
    "type": one_of("marketing", "terms", "privacy"),
    "explicit": YES_NO,
    "required": YES_NO,
    "revokable": YES_NO,
    "signed": YES_NO,
}
_OTHERS: Final[dict[str, Schema]] = {
    "Error": _ERROR,
    "Session": fields(
        {
            "device_created": YES_NO,
            "access_token": TEXT,
            "expires_in": WHOLE,
            "expires": WHOLE,
            "device_id": TEXT,
        },
        {"browser_id": TEXT},
    ),
    "Domains": fields({"domains": items(TEXT)}),
    "PostalCode": fields({"postal_code": TEXT}),
    "OtpDestination": fields({"otp_destination": fields({"emails": items(TEXT), "phones": items(TEXT)})}),
    "Status": fields({"status": one_of("operational", "degraded", "outage")}),
    "Consents1": items(fields({**_CONSENT, "rich_text": YES_NO})),
    "Consents2": items(fields({**_CONSENT, "html": YES_NO})),
    "WalletChallenge": fields(
        {"access_token": TEXT, "otp_destination": fields({}, {"emails": items(TEXT), "phones": items(TEXT)})}
    ),
    "UnlockedWallet": fields(
        {
            "access_token": TEXT,
            "payment_method_options": items(ref("PaymentOption")),
            "shipping_info_options": items(ref("Address")),
        }
    ),
    "WalletOrder": {"anyOf": [ref("Order1"), fields({"cvv_required": YES_NO})]},
    "Key": fields(dict.fromkeys(("kid", "kty", "n", "e", "use"), TEXT)),
    "Token": fields({"token": TEXT}),
    "Empty": fields({}),
    "OpenApi": {"type": "object", "description": "This document."},
}
ANSWERS: Final[Mapping[str, Schema]] = {**GOODS, **CARTS, **_OTHERS, **OWN}
