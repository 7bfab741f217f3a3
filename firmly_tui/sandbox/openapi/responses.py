"""The answers in the document: what is given when all is well, and every refusal with its identifiers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from firmly_tui.sandbox.errors import Dialect, Problem, error_body, name_of
from firmly_tui.sandbox.openapi.answers import TEXTS
from firmly_tui.sandbox.openapi.events import events
from firmly_tui.sandbox.rendering.amounts import Json
from firmly_tui.sandbox.wire import Auth, Endpoint

_RAY: Final[Json] = {"CF-RAY": {"$ref": "#/components/headers/CF-RAY"}}
HEADERS: Final[Json] = {
    "CF-RAY": {
        "description": "The id of this request, on every answer, for questions about it.",
        "required": True,
        "schema": {"type": "string", "pattern": "^[0-9a-f]{16}-[A-Z]{3}$"},
        "example": "7d2b64a8f0c1e935-SEA",
    },
    "x-firmly-kid": {
        "description": "The id of the key, in every format.",
        "required": True,
        "schema": {"type": "string"},
        "example": "43f836fa548c0d23779ea67ce132f78f",
    },
    "Set-Cookie": {
        "description": "The token as cookie fsession_v2, by which a browser renews its session.",
        "required": True,
        "schema": {"type": "string"},
        "example": "fsession_v2=eyJhbGciOi…; HttpOnly; Max-Age=608400; Path=/; SameSite=lax",
    },
    "ETag": {
        "description": "What changes with the picture, for `If-None-Match`.",
        "required": True,
        "schema": {"type": "string"},
        "example": '"5d8c72a5edda8d6a0f1b3c4e"',
    },
}
_EXTRA: Final = {"Key": "x-firmly-kid", "Session": "Set-Cookie", "png": "ETag"}


class Responses:
    """Describes answers; the bodies of errors are gathered as ``examples``, by identifier and status."""

    def __init__(self) -> None:
        self.examples: dict[str, Json] = {}

    def of(self, endpoint: Endpoint) -> Json:
        """Return everything that an endpoint may answer."""
        success = {"200": _success(endpoint)}
        if endpoint.answer == "png":
            success["304"] = {"description": "As you know it: `If-None-Match` has its ETag.", "headers": _RAY}
        return {**success, **self._refusals(endpoint)}

    def _refusals(self, endpoint: Endpoint) -> Json:
        by_status: dict[int, dict[str, Json]] = {}
        for problem in _problems(endpoint):
            identifier, status = name_of(problem, endpoint.dialect)
            key = self._example(problem, endpoint.dialect)
            by_status.setdefault(status, {})[identifier] = {"$ref": f"#/components/examples/{key}"}
        return {
            str(status): {
                "description": ", ".join(examples),
                "headers": _RAY,
                "content": {
                    "application/json": {
                        "schema": {"$ref": "#/components/schemas/Error"},
                        "examples": examples,
                    }
                },
            }
            for status, examples in sorted(by_status.items())
        }

    def _example(self, problem: Problem, dialect: Dialect) -> str:
        identifier, status = name_of(problem, dialect)
        body = error_body(problem, f"{problem.name.replace('_', ' ').capitalize()}.", dialect)
        key = f"{identifier}.{status}{'.message' if 'message' in body else ''}"
        self.examples.setdefault(key, {"summary": identifier, "value": body})
        return key


def _success(endpoint: Endpoint) -> Json:
    headers = dict(_RAY)
    if not endpoint.answer:
        return {"description": "Done; there is no body.", "headers": headers}
    content: Json = {}
    for name in endpoint.answer.split("|"):
        if name == "events":
            content["text/event-stream"] = events(1 if "/v1/" in endpoint.path else 2)
        elif name in TEXTS:
            kind, schema = TEXTS[name]
            content[kind] = {"schema": schema}
        else:
            content["application/json"] = {"schema": {"$ref": f"#/components/schemas/{name}"}}
        if name in _EXTRA:
            headers[_EXTRA[name]] = {"$ref": f"#/components/headers/{_EXTRA[name]}"}
    return {"description": endpoint.summary, "headers": headers, "content": content}


def _problems(endpoint: Endpoint) -> Iterable[Problem]:
    if endpoint.auth is Auth.DEVICE or endpoint.auth is Auth.SEARCH:
        yield from (Problem.MISSING_AUTH, Problem.INVALID_TOKEN, Problem.INVALID_JWT, Problem.TOKEN_EXPIRED)
    if endpoint.auth is Auth.APP:
        yield from (Problem.MISSING_APP_ID, Problem.INVALID_APP_ID)
    if "{domain}" in endpoint.path:
        yield Problem.PARTNER_NOT_FOUND
    if endpoint.body is not None:
        yield Problem.INVALID_BODY
    yield from endpoint.problems
    if not endpoint.path.startswith("/sandbox/") or endpoint.body is not None:
        yield Problem.STORE_UNAVAILABLE
    yield Problem.UNEXPECTED
