"""Exchanges as HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/), which browsers and proxies read."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from firmly_tui import __version__
from firmly_tui.inspector.facts import identifier_of, target_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmly_tui.client import Exchange

Json = dict[str, object]


def har(exchanges: Sequence[Exchange]) -> str:
    """The archive. A request without an answer has status 0, as in browsers, and says why in `_error`; the
    events of a stream are its text, and `_events` tells when each came.
    """
    program = {"name": "firmly-tui", "version": __version__}
    entries = [_entry(exchange) for exchange in sorted(exchanges, key=lambda exchange: exchange.began)]
    log = {
        "version": "1.2",
        "creator": program,
        "pages": [],
        "entries": entries,
        "comment": "Secrets are never recorded; (hidden) stands for them.",
    }
    return json.dumps({"log": log}, ensure_ascii=False, indent=1) + "\n"


def _entry(exchange: Exchange) -> Json:
    timings = _timings(exchange)
    took = sum(value for name, value in timings.items() if value > 0 and name != "ssl")
    began = exchange.began - max(timings["blocked"], 0) / 1000
    entry: Json = {
        "startedDateTime": datetime.fromtimestamp(began, UTC).isoformat(timespec="milliseconds"),
        "time": round(took, 3),
        "request": _request(exchange),
        "response": _response(exchange),
        "cache": {},
        "timings": timings,
        "_id": exchange.id,
    }
    if exchange.ray_id:
        entry["_rayId"] = exchange.ray_id
    if name := identifier_of(exchange):
        entry["_identifier"] = name
    if exchange.failure:
        entry["_error"] = entry["comment"] = exchange.failure
    elif not exchange.is_over:
        entry["comment"] = "It was still under way when it was exported."
    if exchange.is_stream:
        entry["_events"] = [
            {"after": round(event.after * 1000, 3), "name": event.name, "data": event.data}
            for event in exchange.events
        ]
    return entry


def _request(exchange: Exchange) -> Json:
    request: Json = {
        "method": exchange.method,
        "url": exchange.base + target_of(exchange.path, exchange.query),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(exchange.request_headers),
        "queryString": _pairs(exchange.query),
        "headersSize": -1,
        "bodySize": exchange.request_size,
    }
    if exchange.request_body:
        request["postData"] = {
            "mimeType": _type_of(exchange.request_headers, "application/json"),
            "params": [],
            "text": exchange.request_body,
        }
    return request


def _response(exchange: Exchange) -> Json:
    answered = exchange.status is not None
    content: Json = {
        "size": exchange.size,
        "mimeType": _type_of(exchange.response_headers, "x-unknown"),
    }
    if text := _text(exchange):
        content["text"] = text
    return {
        "status": exchange.status or 0,
        "statusText": "",
        "httpVersion": "HTTP/1.1" if answered else "unknown",
        "cookies": [],
        "headers": _pairs(exchange.response_headers),
        "content": content,
        "redirectURL": dict(exchange.response_headers).get("location", ""),
        "headersSize": -1,
        "bodySize": exchange.size if answered else -1,
    }


def _text(exchange: Exchange) -> str:
    """The body; of a stream, its events written as they travel."""
    if not exchange.is_stream:
        return exchange.response_body
    blocks = (
        f"event: {' '.join(event.name.split())}\n"
        + "".join(f"data: {line}\n" for line in event.data.split("\n"))
        for event in exchange.events
    )
    return "".join(f"{block}\n" for block in blocks)


def _timings(exchange: Exchange) -> dict[str, float]:
    """Milliseconds; -1 for what does not apply, where that is allowed."""
    phases = exchange.phases
    if phases.send is None and phases.wait is None:
        # It never left, or nobody could watch it leave.
        rest = max(0.0, exchange.elapsed - (phases.connect or 0.0))
        wait, send, body = rest, 0.0, 0.0
    else:
        send, body = phases.send or 0.0, phases.body or 0.0
        known = (phases.connect or 0.0) + send + body
        wait = phases.wait if phases.wait is not None else max(0.0, exchange.elapsed - known)
    return {
        "blocked": _ms(phases.turn),
        "dns": -1.0,
        "connect": _ms(phases.connect) if phases.connect else -1.0,
        "ssl": _ms(phases.tls) if phases.tls else -1.0,
        "send": _ms(send),
        "wait": _ms(wait),
        "receive": _ms(body),
    }


def _ms(seconds: float | None) -> float:
    return round((seconds or 0.0) * 1000, 3)


def _pairs(pairs: Sequence[tuple[str, str]]) -> list[Json]:
    return [{"name": name, "value": value} for name, value in pairs]


def _type_of(headers: Sequence[tuple[str, str]], otherwise: str) -> str:
    return next((value for name, value in headers if name.lower() == "content-type"), otherwise)
