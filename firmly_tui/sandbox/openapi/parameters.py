"""The parameters of paths and queries, and what a caller proves itself with."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from firmly_tui.sandbox.openapi.examples import PARAMETERS
from firmly_tui.sandbox.rendering.amounts import Json
from firmly_tui.sandbox.wire import Auth, Query

SECURITY: Final[dict[Auth, list[dict[str, list[str]]]]] = {
    Auth.DEVICE: [{"device": []}],
    Auth.SEARCH: [{"device": []}, {"device": [], "server": []}],
    Auth.APP: [{"app": []}],
    Auth.NONE: [],
}
SCHEMES: Final[Json] = {
    "device": {
        "type": "apiKey",
        "in": "header",
        "name": "x-firmly-authorization",
        "description": "The access_token of browser-session, with or without `Bearer ` before it. Also read from "
        "x-firmly-authentication and Authorization. A server that searches sends its secret here.",
    },
    "server": {
        "type": "apiKey",
        "in": "header",
        "name": "x-firmly-device-id",
        "description": "The device that a server searches for: 1 to 256 letters, digits, - and _.",
    },
    "app": {
        "type": "apiKey",
        "in": "header",
        "name": "x-firmly-app-id",
        "description": "The id of the application; the sandbox takes any UUID.",
    },
}
_PATH: Final[dict[str, tuple[str, Json]]] = {
    "domain": ("The merchant, by the domain of its shop.", {"type": "string", "minLength": 1}),
    "handle": (
        "The product, by the last part of its address; may hold slashes.",
        {"type": "string", "minLength": 1},
    ),
    "sku": ("The variant; may hold slashes.", {"type": "string", "minLength": 1}),
    "quantity": ("How many to add.", {"type": "integer", "minimum": 1, "maximum": 9_999_999}),
    "line_item_id": ("The line, as the cart names it.", {"type": "string", "minLength": 1}),
    "name": ("The scenario, by its name.", {"type": "string", "minLength": 1}),
    "wallet": ("The provider of the wallet.", {"type": "string", "minLength": 1}),
}


def path_parameter(name: str, down: Collection[str]) -> Json:
    """Describe a part of a path; ``down`` are the merchants whose shops are down on purpose."""
    meaning, schema = _PATH[name]
    if name == "domain" and down:
        meaning += (
            f" {', '.join(sorted(down))} is down on purpose and answers most calls with 503, to show that; "
            "so it is not among what this schema takes for good."
        )
        schema = {**schema, "pattern": f"^(?!({'|'.join(map(re.escape, sorted(down)))})$)[^/]+$"}
    return _parameter(name, "path", meaning, schema, required=True)


def query_parameter(query: Query) -> Json:
    """Describe a parameter of a query."""
    schema: Json = {"type": query.kind}
    for word, value in (
        ("enum", list(query.values)),
        ("minimum", query.least),
        ("maximum", query.most),
        ("maxLength", query.longest),
        ("pattern", query.pattern),
        ("default", query.default),
    ):
        if value not in (None, "", []):
            schema[word] = value
    return _parameter(query.name, "query", query.meaning, schema, required=query.required)


def _parameter(name: str, place: str, meaning: str, schema: Json, *, required: bool) -> Json:
    described: Json = {
        "name": name,
        "in": place,
        "description": meaning,
        "required": required,
        "schema": schema,
    }
    shown = PARAMETERS.get(name)
    if shown:
        described["examples"] = {f"sample{place}": {"value": value} for place, value in enumerate(shown, 1)}
    return described
