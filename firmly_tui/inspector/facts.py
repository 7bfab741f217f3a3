"""What can be read from an exchange: its merchant, the API's identifier, whether it places an order."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final, TypeGuard, cast
from urllib.parse import quote, unquote

from firmly_tui.client import HIDDEN, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmly_tui.client import Exchange

_MERCHANT: Final = re.compile(r"/(?:domains|domains-products|domains-pdp)/([^/]+)")
_ORDER: Final = re.compile(r"(?:place|complete)-order", re.IGNORECASE)
_LONGEST_ERROR: Final = 20_000


def merchant_of(path: str) -> str:
    """The merchant's domain in a path of the API, `""` where it names none."""
    found = _MERCHANT.search(path)
    return unquote(found[1]) if found else ""


def places_order(method: str, path: str, kind: Kind | None = None) -> bool:
    """Whether such a request buys something. Where that is in doubt, it does."""
    # A path may be written with escapes, dots and more slashes, and still lead there.
    return kind is Kind.ORDER or (method == "POST" and bool(_ORDER.search(unquote(path))))


def is_of_the_app(exchange: Exchange) -> bool:
    """Whether it is no call of the API: one of the sandbox's own (`/sandbox/…`), or for a picture."""
    accept = next((value for name, value in exchange.request_headers if name.lower() == "accept"), "")
    return exchange.path.startswith("/sandbox/") or accept.startswith("image/")


def identifier_of(exchange: Exchange) -> str:
    """firmly's name for what went wrong (`CreditCardDeclined`), `""` where nothing did."""
    for event in reversed(exchange.events):
        if event.name == "error":
            return error_name(parsed(event.data))
    if (exchange.status or 0) >= 400 or len(exchange.response_body) < _LONGEST_ERROR:
        return error_name(parsed(exchange.response_body)) if '"error"' in exchange.response_body else ""
    return ""


def error_name(data: object) -> str:
    """The identifier in an error's body, `{code, error, …}` or an event's `{error: {…}}`."""
    error = fields_of(data).get("error")
    while is_object(error):
        error = error.get("error")
    return error if isinstance(error, str) else ""


def target_of(path: str, query: Sequence[tuple[str, str]]) -> str:
    """Path and query, as they stand in a request."""
    if not query:
        return path
    pairs = (f"{quote(name, safe='')}={quote(value, safe='()')}" for name, value in query)
    return f"{path}?{'&'.join(pairs)}"


def short_path(path: str, room: int) -> str:
    """The path without `/api`, for a column of so many cells.

    Where there is no room for all of it, `…` stands for the merchant, which has a column of its own; then for
    what else stands between version and end, and at last for all but the end.
    """
    path = path.removeprefix("/api")
    if len(path) <= room:
        return path
    if merchant := _MERCHANT.search(path):
        named = "/…" if path[merchant.end() :].strip("/") else merchant[0].removesuffix(merchant[1]) + "…"
        path = path.replace(merchant[0], named, 1)
    first, *rest = path.removeprefix("/").split("/")
    tails = ("/".join(rest[start:]).removeprefix("…/") for start in range(1, len(rest)))
    cut = [path, *(f"/{first}/…/{tail}" for tail in tails if tail)]
    return next((shown for shown in cut if len(shown) <= room), f"…{path[len(path) - max(0, room - 1) :]}")


def parsed(text: str) -> object:
    """The JSON value, None for what is none."""
    try:
        return cast("object", json.loads(text)) if text else None
    except (ValueError, RecursionError):
        return None


def is_object(value: object) -> TypeGuard[dict[str, object]]:
    """Whether this is a JSON object."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[object]]:
    """Whether this is a JSON list."""
    return isinstance(value, list)


def fields_of(value: object) -> dict[str, object]:
    """The fields of a JSON object; none for what is no object."""
    return value if is_object(value) else {}


def items_of(value: object) -> list[object]:
    """The items of a JSON list; none for what is no list."""
    return value if is_list(value) else []


def was_left_out(body: str) -> bool:
    """Whether a remark stands in place of a body that was not JSON, or too long to be recorded."""
    return body.startswith("(") and body.endswith(")")


def hides_something(text: str) -> bool:
    """Whether a secret stood here."""
    return HIDDEN in text
