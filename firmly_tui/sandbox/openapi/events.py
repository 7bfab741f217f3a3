"""The event streams of place-order, in both vocabularies that firmly documents."""

from __future__ import annotations

from typing import Final

from firmly_tui.sandbox.openapi.shapes import TEXT, WHOLE, Schema, fields, one_of, ref
from firmly_tui.sandbox.rendering.amounts import Json

_REFUSAL: Final = fields(
    {"error": fields({"code": WHOLE, "error": TEXT, "description": TEXT, "message": TEXT})}
)
_MEANING: Final = """Server-sent events; this is one of them. Their words depend on how they were asked for:

| `?sse=true` | `Accept: text/event-stream` | data |
| --- | --- | --- |
| `creating-cart` | `order_processing` | `{}` |
| `item-added`, once for each item | | `{"cart": …}` |
| `shipping-updated` | | `{"cart": …}` |
| | `payment_processing` | `{}` |
| `order-placed` | `order_completed` | `{"order": …}` |
| `error` | `error` | `{"error": …}` as in the answer without events, its status in `code` |

The last event is the order or an error; whoever sees neither does not know what became of the order."""


def events(version: int) -> Json:
    """Describe the streams of a version of place-order, event by event."""
    cart, order = fields({"cart": ref(f"Cart{version}")}), fields({"order": ref(f"Order{version}")})
    return {
        "schema": {
            "description": _MEANING,
            "oneOf": [
                _event(fields({}), "creating-cart", "order_processing", "payment_processing"),
                _event(cart, "item-added", "shipping-updated"),
                _event(order, "order-placed", "order_completed"),
                _event(_REFUSAL, "error"),
            ],
        },
        "examples": {
            "first": {"summary": "event: creating-cart", "value": {"event": "creating-cart", "data": "{}"}}
        },
    }


def _event(data: Schema, *names: str) -> Schema:
    return fields(
        {
            "event": one_of(*names),
            "data": {"type": "string", "contentMediaType": "application/json", "contentSchema": data},
        }
    )
