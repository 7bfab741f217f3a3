"""Exchanges as JSON lines: one object a line, for scripts."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from firmly_tui.inspector.facts import identifier_of, merchant_of, parsed, places_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmly_tui.client import Exchange


def json_lines(exchanges: Sequence[Exchange]) -> str:
    """What was asked, what came back, and how long each phase took (seconds)."""
    return "".join(json.dumps(_as_json(exchange), ensure_ascii=False) + "\n" for exchange in exchanges)


def _as_json(exchange: Exchange) -> dict[str, object]:
    return {
        "id": exchange.id,
        "began": datetime.fromtimestamp(exchange.began, UTC).isoformat(),
        "method": exchange.method,
        "url": exchange.base + exchange.path,
        "query": dict(exchange.query),
        "merchant": merchant_of(exchange.path),
        "is_order": places_order(exchange.method, exchange.path, exchange.kind),
        "status": exchange.status,
        "identifier": identifier_of(exchange),
        "failure": exchange.failure,
        "is_over": exchange.is_over,
        "ray_id": exchange.ray_id,
        "seconds": round(exchange.elapsed, 6),
        "phases": asdict(exchange.phases),
        "size": exchange.size,
        "request": {"headers": dict(exchange.request_headers), "body": _body(exchange.request_body)},
        "response": {"headers": dict(exchange.response_headers), "body": _body(exchange.response_body)},
        "events": [
            {"after": round(event.after, 6), "name": event.name, "data": _body(event.data)}
            for event in exchange.events
        ],
        "lost_events": exchange.lost_events,
    }


def _body(text: str) -> object:
    data = parsed(text)
    return text if data is None else data
