"""What the sandbox speaks, as OpenAPI 3.1: paths, bodies and errors from the routes, answers from the schemas."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Final

from firmly_tui import __version__
from firmly_tui.sandbox.openapi.answers import ANSWERS
from firmly_tui.sandbox.openapi.bodies import Bodies
from firmly_tui.sandbox.openapi.parameters import SCHEMES, SECURITY, path_parameter, query_parameter
from firmly_tui.sandbox.openapi.prose import ABOUT, TAGS, tag_of
from firmly_tui.sandbox.openapi.responses import HEADERS, Responses
from firmly_tui.sandbox.openapi.samples import Samples
from firmly_tui.sandbox.rendering.amounts import Json
from firmly_tui.sandbox.wire import Endpoint

_PARAMETER: Final = re.compile(r"\{(\w+)(?::path)?\}")


def document(endpoints: Iterable[Endpoint], url: str, samples: Samples, down: Collection[str] = ()) -> Json:
    """Describe ``endpoints`` as they are served at ``url``; ``down`` are merchants that are meant to fail."""
    bodies, responses = Bodies(ANSWERS, samples), Responses()
    paths: dict[str, Json] = {}
    for endpoint in endpoints:
        path = _PARAMETER.sub(r"{\1}", endpoint.path)
        parameters = [
            *(path_parameter(name, down) for name in _PARAMETER.findall(path)),
            *(query_parameter(query) for query in endpoint.query),
        ]
        for method in endpoint.methods:
            operation: Json = {
                "operationId": f"{method.lower()}{re.sub(r'[^a-zA-Z0-9]+', '_', path)}",
                "tags": [tag_of(path)],
                "summary": endpoint.summary.rstrip("."),
                "security": SECURITY[endpoint.auth],
                "parameters": parameters,
                "responses": responses.of(endpoint),
            }
            if endpoint.body is not None:
                operation["requestBody"] = bodies.content(endpoint, endpoint.body)
            paths.setdefault(path, {})[method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "firmly sandbox",
            "version": __version__,
            "description": ABOUT,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": url, "description": "This server"}],
        "tags": TAGS,
        "paths": paths,
        "components": {
            "schemas": {**ANSWERS, **dict(sorted(bodies.schemas.items()))},
            "examples": dict(sorted(responses.examples.items())),
            "headers": HEADERS,
            "securitySchemes": SCHEMES,
        },
    }
