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
from firmly_tui.sandbox.faults.gate import Gate
from firmly_tui.sandbox.rendering.images import set_reached_at
from firmly_tui.sandbox.routes import all_endpoints
from firmly_tui.sandbox.services import Services
from firmly_tui.sandbox.store import OUT_OF_ORDER, Store
from firmly_tui.sandbox.wire import Endpoint, error_answer

_log: Final = logging.getLogger(__name__)
_log.addHandler(logging.NullHandler())
_EXPOSED: Final = "CF-RAY, x-firmly-kid, Retry-After, x-sandbox-scenario, Allow"
_PREFLIGHT: Final = "access-control-request-method"


def build(services: Services) -> Starlette:
    """Return the application that serves ``services``."""
    endpoints = all_endpoints(services)
    services.faults.know(shop_routes(endpoints))
    if services.options.state is not None:
        from firmly_tui.sandbox.state import load, read_state_file

        asked = services.faults.rules
        load(services, read_state_file(services.options.state))
        services.faults.resume([*services.faults.rules, *asked])
    app = Starlette(
        routes=_routes(endpoints, services.store),
        middleware=[
            Middleware(Edge, services=services),
            Middleware(Gate, services=services, endpoints=endpoints),
        ],
        exception_handlers={404: _route_not_found},
    )
    app.router.redirect_slashes = False
    return app


def shop_routes(endpoints: Iterable[Endpoint]) -> list[str]:
    """Return every route on which scenarios can act, each as ``GET /api/{part}``."""
    return [
        f"{method} {endpoint.path}"
        for endpoint in endpoints
        if not endpoint.path.startswith("/sandbox/")
        for method in (*endpoint.methods, *(("HEAD",) if "GET" in endpoint.methods else ()))
    ]


class Edge:
    """What stands before every route: one path for both slashes, a ray id, CORS, answers to OPTIONS."""

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self._app = app
        self._services = services
        self._numbers = itertools.count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer back with the common headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope)
        ray = self._services.ids.ray(next(self._numbers))

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(MutableHeaders(scope=message), given, ray)
            await send(message)

        path = _plain(scope["path"])
        if scope["method"] == "OPTIONS" and (_PREFLIGHT in given or path == "*"):
            await Response(status_code=204)(scope, receive, send_with_headers)
            return
        set_reached_at(_reached_at(scope, given))
        await self._app({**scope, "path": path}, receive, send_with_headers)


def _reached_at(scope: Scope, given: Headers) -> str:
    """Return where a request reached this server, for addresses in its answer."""
    name, port = scope.get("server") or ("127.0.0.1", None)
    return f"{scope['scheme']}://{given.get('host') or (f'{name}:{port}' if port else name)}"


def _plain(path: str) -> str:
    """Return the path of a request as the routes know it: without a slash at its end, and without a host.

    (Whoever asks through a proxy names the host, and servers must understand it: RFC 9112, 3.2.2.)
    """
    if path.startswith(("http://", "https://")):
        path = "/" + path.split("://", 1)[1].partition("/")[2]
    return path.rstrip("/") or "/"


def _add_headers(headers: MutableHeaders, given: Headers, ray: str) -> None:
    headers["CF-RAY"] = ray
    origin = given.get("origin")
    headers["Access-Control-Allow-Origin"] = origin or "*"
    headers["Access-Control-Expose-Headers"] = _EXPOSED
    if origin:
        headers["Access-Control-Allow-Credentials"] = "true"
        headers["Vary"] = "Origin"
    if _PREFLIGHT in given:
        headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST, PUT, DELETE, OPTIONS"
        headers["Access-Control-Allow-Headers"] = given.get("access-control-request-headers", "*")
        headers["Access-Control-Max-Age"] = "600"
        if "access-control-request-private-network" in given:
            headers["Access-Control-Allow-Private-Network"] = "true"


def _routes(endpoints: Iterable[Endpoint], store: Store) -> list[Route]:
    """Gather the endpoints of each path into one route, so that a wrong method can name the right ones."""
    by_path: dict[str, dict[str, Endpoint]] = {}
    for endpoint in endpoints:
        methods = by_path.setdefault(endpoint.path, {})
        methods.update(dict.fromkeys(endpoint.methods, endpoint))
        if "GET" in methods:
            methods["HEAD"] = methods["GET"]
    return [Route(path, _Dispatch(methods, store)) for path, methods in by_path.items()]


class _Dispatch:
    """One path as an ASGI application: picks the endpoint by method and answers what it refuses."""

    def __init__(self, endpoints: dict[str, Endpoint], store: Store) -> None:
        self._endpoints = endpoints
        self._allowed = ", ".join(sorted({*endpoints, "OPTIONS"}))
        self._store = store

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        endpoint = self._endpoints.get(request.method)
        if endpoint is not None:
            response = await _handled(endpoint, request, self._store)
        elif request.method == "OPTIONS":
            response = Response(status_code=204, headers={"Allow": self._allowed})
        else:
            response = self._wrong_method(request.method)
        await response(scope, receive, send)

    def _wrong_method(self, method: str) -> Response:
        sentence = f"{method[:20]} is not possible here, only {self._allowed}."
        dialect = next(iter(self._endpoints.values())).dialect
        response = error_answer(Problem.METHOD_NOT_ALLOWED, sentence, dialect)
        response.headers["Allow"] = self._allowed
        return response


async def _handled(endpoint: Endpoint, request: Request, store: Store) -> Response:
    """Answer a request. Nothing is answered before what it tells is on disk."""
    try:
        response = await _answered(endpoint, request)
        await store.durable()
        return response
    except sqlite3.Error:
        _log.exception("The database refused %s", endpoint.path)
        return error_answer(Problem.STORE_UNAVAILABLE, OUT_OF_ORDER, endpoint.dialect)
    except Exception:  # the boundary: whatever is wrong in the sandbox, its client gets a documented answer
        _log.exception("The sandbox failed at %s", endpoint.path)
        return error_answer(Problem.UNEXPECTED, "Something went wrong in the sandbox.", endpoint.dialect)


async def _answered(endpoint: Endpoint, request: Request) -> Response:
    try:
        return await endpoint.handler(request)
    except Refusal as refusal:
        return error_answer(refusal.problem, refusal.description, endpoint.dialect)


async def _route_not_found(request: Request, _error: Exception) -> Response:
    return error_answer(Problem.ROUTE_NOT_FOUND, f"There is nothing at {request.url.path[:200]}.", Dialect.V1)
