"""The schemas of what the sandbox says about itself."""

from __future__ import annotations

from typing import Final

from firmly_tui.sandbox.openapi.shapes import NUMBER, TEXT, WHOLE, YES_NO, Schema, fields, items, one_of, ref

_NUMBER_OR_TEXT: Final[Schema] = {"type": ["string", "number"]}

_HEALTH: Final = one_of("operational", "degraded", "outage")
_MERCHANT: Final = fields(
    {"domain": TEXT, "name": TEXT, "currency": TEXT, "health": _HEALTH, "shipped_health": _HEALTH}
)
_VARIANT: Final = fields(
    {
        "sku": TEXT,
        "title": TEXT,
        "stock": WHOLE,
        "price": WHOLE,
        "shipped_stock": WHOLE,
        "shipped_price": WHOLE,
    }
)

OWN: Final[dict[str, Schema]] = {
    "Health": fields(
        {
            "status": one_of("ok"),
            "version": TEXT,
            "merchants": items(fields({"domain": TEXT, "name": TEXT, "currency": TEXT})),
        }
    ),
    "Inputs": fields(
        {
            "inputs": items(fields(dict.fromkeys(("kind", "value", "shows", "merchant"), TEXT))),
            "identifiers": items(
                fields({"identifier": TEXT, "status": WHOLE, "route": TEXT, "input": TEXT, "scenario": TEXT})
            ),
        }
    ),
    "Clock": fields({"now": TEXT, "real": TEXT, "ahead_seconds": WHOLE}),
    "SandboxMerchant": _MERCHANT,
    "SandboxMerchants": fields({"merchants": items(_MERCHANT)}),
    "SandboxVariant": _VARIANT,
    "SandboxGoods": fields({"goods": items(_VARIANT), "has_more": YES_NO}),
    "SavedState": fields(
        {
            "firmly_sandbox_state": WHOLE,
            "written_by": TEXT,
            "saved_at": TEXT,
            "checksum": TEXT,
            "content": {
                "type": "object",
                "description": "What is saved; its form may change with `firmly_sandbox_state`, so load it whole.",
                "additionalProperties": True,
            },
        }
    ),
    "KnownSession": ref("Session"),
    "LoadedState": fields({"carts": WHOLE, "orders": WHOLE, "scenarios": WHOLE, "device_id": TEXT}),
    "TestCards": fields({"cards": items(fields({"number": TEXT, "brand": TEXT, "meaning": TEXT}))}),
    "Scenarios": fields(
        {
            "active": items(
                {
                    "type": "object",
                    "description": "What was asked for with each of its options, and how often it was met and acted.",
                    "properties": {
                        "name": TEXT,
                        "route": TEXT,
                        "seen": WHOLE,
                        "acted": WHOLE,
                        "missed": WHOLE,
                        "chance": NUMBER,
                        "is_over": YES_NO,
                        "note": TEXT,
                    },
                    "required": ["name", "route", "seen", "acted", "missed", "is_over", "note"],
                    "additionalProperties": _NUMBER_OR_TEXT,
                }
            ),
            "scenarios": items(
                fields(
                    {
                        "name": TEXT,
                        "shows": TEXT,
                        "parameters": items(
                            fields(
                                {
                                    "name": TEXT,
                                    "meaning": TEXT,
                                    "default": _NUMBER_OR_TEXT,
                                    "limits": TEXT,
                                }
                            )
                        ),
                    }
                )
            ),
            "routes": items(fields({"name": TEXT, "route": TEXT})),
            "ahead_seconds": WHOLE,
        }
    ),
}
