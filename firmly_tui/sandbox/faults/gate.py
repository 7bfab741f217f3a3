"""The way in and out of the shop, where scenarios act. Costs nothing while there are none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from starlette.routing import compile_path
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from firmly_tui.sandbox.errors import Dialect
from firmly_tui.sandbox.faults.active import Rule
from firmly_tui.sandbox.faults.scenario import Forward
from firmly_tui.sandbox.wire import Endpoint

if TYPE_CHECKING:
    from firmly_tui.sandbox.services import Services

HEADER = b"x-sandbox-scenario"


class Gate:
    """Passes requests to the shop through the scenarios at work; the sandbox's own routes stay as they are."""

    def __init__(self, app: ASGIApp, services: Services, endpoints: Sequence[Endpoint]) -> None:
        self._app = app
        self._services = services
        self._endpoints = endpoints

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if not self._services.faults.rules or scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        method, path = scope["method"], scope["path"]
        rules = [rule for rule in self._services.faults.rules if rule.matches(method, path)]
        if not rules or path.startswith("/sandbox/"):
            await self._app(scope, receive, send)
            return
        await self._play(rules, scope, receive, send)

    async def _play(self, rules: Sequence[Rule], scope: Scope, receive: Receive, send: Send) -> None:
        """Lay the scenarios around the shop: the first is nearest to it, the last to its client."""
        from firmly_tui.sandbox.faults.call import Call, Cut, Finished, Inbox, hang_up

        inbox, acted = Inbox(receive), list[str]()
        dialect, path_params = self._place(scope)
        forward: Forward = partial(self._app, scope, inbox)

        async def send_named(message: Message) -> None:
            if message["type"] == "http.response.start" and acted:
                named = (HEADER, ", ".join(acted).encode("ascii"))
                message = {**message, "headers": [*message["headers"], named]}
            await send(message)

        for rule in rules:
            call = Call(rule, self._services, scope, inbox, dialect, path_params, acted)
            forward = partial(rule.wish.scenario.act, call, forward)
        try:
            await forward(send_named)
        except Finished:
            return
        except Cut as cut:
            await hang_up(scope, inbox, reset=cut.reset)

    def _place(self, scope: Scope) -> tuple[Dialect, dict[str, str]]:
        """Return how the route of a request spells errors, and what stands in its path."""
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        elsewhere: Dialect | None = None
        for pattern, endpoint in self._patterns:
            found = pattern.match(scope["path"])
            if found and method in endpoint.methods:
                return endpoint.dialect, found.groupdict()
            if found:
                elsewhere = elsewhere or endpoint.dialect
        return elsewhere or Dialect.V1, {}

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], Endpoint]]:
        return [(compile_path(endpoint.path)[0], endpoint) for endpoint in self._endpoints]
