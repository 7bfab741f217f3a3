"""The sandbox as an ASGI application: routes, error answers, ray ids and open CORS."""

from __future__ import annotations

import itertools
import logging
import sqlite3
from collections.abc import Iterable
from typing import Final

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from firmly_tui.sandbox.errors import Dialect, Problem, Refusal
from firmly_tui.sandbox.ids import Ids
from firmly_tui.sandbox.routes import all_endpoints
from firmly_tui.sandbox.services import Services
from firmly_tui.sandbox.wire import Endpoint, error_answer

_log: Final = logging.getLogger(__name__)
_log.addHandler(logging.NullHandler())
_EXPOSED: Final = "CF-RAY, x-firmly-kid, Retry-After"


def build(services: Services) -> Starlette:
    """Return the application that serves ``services``."""
    app = Starlette(
        routes=_routes(all_endpoints(services)),
        middleware=[Middleware(Edge, ids=services.ids)],
        exception_handlers={404: _route_not_found},
    )
    app.router.redirect_slashes = False
    return app


class Edge:
    """What stands before every route: one path for both slashes, a ray id, CORS, answers to OPTIONS."""

    def __init__(self, app: ASGIApp, ids: Ids) -> None:
        self._app = app
        self._ids = ids
        self._numbers = itertools.count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer back with the common headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope)
        ray = self._ids.ray(next(self._numbers))

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(MutableHeaders(scope=message), given, ray)
            await send(message)

        if scope["method"] == "OPTIONS":
            await Response(status_code=204)(scope, receive, send_with_headers)
            return
        path = scope["path"].rstrip("/") or "/"
        await self._app({**scope, "path": path}, receive, send_with_headers)


def _add_headers(headers: MutableHeaders, given: Headers, ray: str) -> None:
    headers["CF-RAY"] = ray
    origin = given.get("origin")
    headers["Access-Control-Allow-Origin"] = origin or "*"
    headers["Access-Control-Expose-Headers"] = _EXPOSED
    if origin:
        headers["Access-Control-Allow-Credentials"] = "true"
        headers["Vary"] = "Origin"
    if "access-control-request-method" in given:
        headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST, PUT, DELETE, OPTIONS"
        headers["Access-Control-Allow-Headers"] = given.get("access-control-request-headers", "*")
        headers["Access-Control-Max-Age"] = "600"


def _routes(endpoints: Iterable[Endpoint]) -> list[Route]:
    """Gather the endpoints of each path into one route, so that a wrong method can name the right ones."""
    by_path: dict[str, dict[str, Endpoint]] = {}
    for endpoint in endpoints:
        methods = by_path.setdefault(endpoint.path, {})
        methods.update(dict.fromkeys(endpoint.methods, endpoint))
        if "GET" in methods:
            methods["HEAD"] = methods["GET"]
    return [Route(path, _Dispatch(methods)) for path, methods in by_path.items()]


class _Dispatch:
    """One path as an ASGI application: picks the endpoint by method and answers what it refuses."""

    def __init__(self, endpoints: dict[str, Endpoint]) -> None:
        self._endpoints = endpoints

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        endpoint = self._endpoints.get(request.method)
        response = await _handled(endpoint, request) if endpoint else self._wrong_method(request.method)
        await response(scope, receive, send)

    def _wrong_method(self, method: str) -> Response:
        allowed = ", ".join(sorted(self._endpoints))
        dialect = next(iter(self._endpoints.values())).dialect
        response = error_answer(
            Problem.METHOD_NOT_ALLOWED, f"{method[:20]} is not possible here, only {allowed}.", dialect
        )
        response.headers["Allow"] = allowed
        return response


async def _handled(endpoint: Endpoint, request: Request) -> Response:
    try:
        return await endpoint.handler(request)
    except Refusal as refusal:
        return error_answer(refusal.problem, refusal.description, endpoint.dialect)
    except sqlite3.Error:
        _log.exception("The database refused %s", endpoint.path)
        return error_answer(
            Problem.STORE_UNAVAILABLE, "The shop cannot be reached for now. Try again soon.", endpoint.dialect
        )
    except Exception:  # the boundary: whatever is wrong in the sandbox, its client gets a documented answer
        _log.exception("The sandbox failed at %s", endpoint.path)
        return error_answer(Problem.UNEXPECTED, "Something went wrong in the sandbox.", endpoint.dialect)


async def _route_not_found(request: Request, _error: Exception) -> Response:
    return error_answer(Problem.ROUTE_NOT_FOUND, f"There is nothing at {request.url.path[:200]}.", Dialect.V1)
