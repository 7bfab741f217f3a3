"""How every call is made: headers, session, retries, one change at a time per cart, observers."""

import asyncio
import json
import random
import time
from collections import defaultdict
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Final, TypeVar

from pydantic import BaseModel

from firmly_tui import __version__
from firmly_tui.client import answers
from firmly_tui.client.calls import Answer, Call, Head, Kind, Request
from firmly_tui.client.errors import (
    ApiError,
    ConnectionLost,
    FirmlyError,
    NotSent,
    RateLimited,
    StoreUnavailable,
    Unauthorized,
)
from firmly_tui.client.observe import Exchange, observed
from firmly_tui.client.session import Sessions, SessionStore, issue_call
from firmly_tui.client.timeouts import Timeouts
from firmly_tui.client.urls import Server, query
from firmly_tui.models import DeviceSession

if TYPE_CHECKING:
    import httpx

    from firmly_tui.client.wire import Reply, Wire

Model = TypeVar("Model", bound=BaseModel)

TRIES: Final = 3
"""How often a call is made at most."""

LONGEST_WAIT: Final = 30.0
"""Seconds; a server that asks for more patience than this gets its error shown instead."""

_PASSING: Final = (429, 502, 503, 504)


class Transport:
    """The one way to the API. Endpoints say what to call; this knows how.

    `sleep`, `clock` (unix seconds) and `http` (an httpx transport) stand in for the real ones in tests.
    """

    def __init__(
        self,
        *,
        api: Server,
        cc: Server,
        app_id: str,
        store: SessionStore | None = None,
        observer: Callable[[Exchange], None] | None = None,
        on_new_device: Callable[[], None] | None = None,
        timeouts: Timeouts | None = None,
        http: "httpx.AsyncBaseTransport | None" = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.api = api
        self._servers = {"api": api, "cc": cc}
        self._app_id = app_id
        self._observer = observer
        self.timeouts = timeouts or Timeouts()
        self._http = http
        self._sleep = sleep
        self.clock = clock
        self._sessions = Sessions(self._issue, store, on_new_device, clock)
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._opened: Wire | None = None

    async def fetch(self, call: Call, model: type[Model]) -> Model:
        """Make a call and read its answer as `model`."""
        return answers.decode(await self.send(call), model)

    async def send(self, call: Call) -> Answer:
        """Make a call and return its 2xx answer; raise a `FirmlyError` for anything else.

        A 401 renews the session and repeats the call once.
        """
        async with self._turn(call):
            request, session = await self._prepare(call)
            try:
                return await self._with_retries(request)
            except Unauthorized:
                if session is None:
                    raise
                self._sessions.refuse(session)
            request, session = await self._prepare(call)
            return await self._with_retries(request)

    @asynccontextmanager
    async def open_order(self, call: Call) -> "AsyncGenerator[tuple[Reply, DeviceSession | None]]":
        """Send an order, exactly once, and hand out its answer, whatever it is, unread, and whose it was.

        Raises `NotSent` for whatever stops the order before it leaves, and `Interrupted` after.
        """
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self._turn(call))
            try:
                request, session = await self._prepare(call)
            except FirmlyError as error:
                raise NotSent(error.sentence) from error
            started = time.perf_counter()
            try:
                reply = await stack.enter_async_context(self._wire().open(request))
            except FirmlyError as error:
                self._tell(request, started, failure=error)
                raise
            self._tell(request, started, reply=reply)
            if reply.status == 401:
                self.refuse(session)
            yield reply, session

    def refuse(self, session: DeviceSession | None) -> None:
        """Note that the server does not accept this session, so that the next call renews it."""
        if session is not None:
            self._sessions.refuse(session)

    @property
    def device_changes(self) -> int:
        """How often a new device had to take the place of an old one."""
        return self._sessions.device_changes

    async def aclose(self) -> None:
        """Close the connections."""
        await self._sessions.aclose()
        if self._opened is not None:
            await self._opened.aclose()
            self._opened = None

    async def _issue(self, old: DeviceSession | None) -> DeviceSession:
        request, _ = await self._prepare(issue_call(old))
        answer = await self._with_retries(request)
        session = answers.decode(answer, DeviceSession)
        token = session.access_token.get_secret_value()
        if not token.isascii() or not token.isprintable() or " " in token or not token:
            raise answers.not_firmly(answer, "access_token: not a token")
        return session

    async def _prepare(self, call: Call) -> tuple[Request, DeviceSession | None]:
        headers = {"accept": call.accept, "user-agent": f"firmly-tui/{__version__}"}
        session = None
        if call.auth == "device":
            session = await self._sessions.current()
            headers["x-firmly-authorization"] = session.access_token.get_secret_value()
        elif call.auth == "app":
            headers["x-firmly-app-id"] = self._app_id
        body = None
        if call.body is not None:
            headers["content-type"] = "application/json"
            body = json.dumps(call.body, separators=(",", ":")).encode()
        if call.kind is Kind.ORDER:
            # A compressing server may hold events back.
            headers["accept-encoding"] = "identity"
        server = self._servers[call.host]
        url = server.base + call.path + (f"?{query(call.query)}" if call.query else "")
        return Request(call.method, url, call.path, server.host, call.kind, headers, body), session

    @asynccontextmanager
    async def _turn(self, call: Call) -> AsyncGenerator[None]:
        """Wait for the changes of this cart that came first: the service is not transactional."""
        if not call.cart:
            yield
            return
        async with self._turns[call.cart.lower()]:
            yield

    async def _with_retries(self, request: Request) -> Answer:
        tries = 0
        while True:
            tries += 1
            try:
                return answers.check(await self._exchange(request), self.clock())
            except FirmlyError as error:
                if tries == TRIES or not _may_repeat(error, request.kind):
                    raise
                wait = _wait(error, tries)
                if wait > LONGEST_WAIT:
                    raise
            await self._sleep(wait)

    async def _exchange(self, request: Request) -> Answer:
        started = time.perf_counter()
        try:
            answer = await self._wire().exchange(request)
        except FirmlyError as error:
            self._tell(request, started, failure=error)
            raise
        self._tell(request, started, reply=answer, body=answer.body)
        return answer

    def _tell(
        self,
        request: Request,
        started: float,
        *,
        reply: Head | None = None,
        body: bytes | None = None,
        failure: FirmlyError | None = None,
    ) -> None:
        if self._observer is None:
            return
        self._observer(
            observed(
                request,
                elapsed=time.perf_counter() - started,
                status=reply.status if reply else None,
                headers=reply.headers if reply else None,
                body=body,
                failure=f"{type(failure).__name__}: {failure.sentence}" if failure else "",
            )
        )

    def _wire(self) -> "Wire":
        if self._opened is None:
            from firmly_tui.client.wire import Wire

            self._opened = Wire([*self._servers.values()], self.timeouts, self._http)
        return self._opened


def _may_repeat(error: FirmlyError, kind: Kind) -> bool:
    if isinstance(error, NotSent):
        return error.temporary and kind is not Kind.ORDER
    if kind is not Kind.READ:
        return False
    if isinstance(error, ApiError):
        return error.status in _PASSING or isinstance(error, (RateLimited, StoreUnavailable))
    return isinstance(error, ConnectionLost)


def _wait(error: FirmlyError, tries: int) -> float:
    """Seconds until the next try: doubling, with jitter, and never less than the server asks for."""
    backoff = 0.25 * 2**tries * random.uniform(0.5, 1.0)  # noqa: S311 - not a secret
    asked = error.retry_after if isinstance(error, ApiError) else None
    return max(backoff, asked or 0.0)
