"""How every call is made: headers, session, retries, one change at a time per cart, observers."""

import asyncio
import itertools
import json
import random
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar

from firmly_tui import __version__
from firmly_tui.client import answers, sentences
from firmly_tui.client.bodies import ENCODINGS
from firmly_tui.client.calls import Answer, Call, Host, Kind, Request
from firmly_tui.client.errors import (
    ApiError,
    ConnectionLost,
    FirmlyError,
    NotSent,
    RateLimited,
    StoreUnavailable,
    TimedOut,
    Unauthorized,
)
from firmly_tui.client.observe import Exchange
from firmly_tui.client.session import Sessions, SessionStore, issue_call, read_session
from firmly_tui.client.timeouts import Timeouts
from firmly_tui.client.turns import Turns
from firmly_tui.client.urls import Server, query
from firmly_tui.client.watch import GIVEN_UP, Watch
from firmly_tui.models import DeviceSession, Document

if TYPE_CHECKING:
    import httpx

    from firmly_tui.client.wire import Reply, Wire

Model = TypeVar("Model", bound=Document)

USER_AGENT: Final = f"firmly-tui/{__version__}"
"""Who asks."""

TRIES: Final = 3
"""How often a call is made at most."""

LONGEST_WAIT: Final = 30.0
"""Seconds; a server that asks for more patience than this gets its error shown instead."""

_PASSING: Final = (429, 502, 503, 504)


@dataclass(frozen=True, slots=True)
class SentOrder:
    """An order that left: its answer, unread; whose it was; and until when it is waited for.

    `deadline` is by the event loop's clock; `watch` is told of what comes, where somebody observes.
    """

    reply: "Reply"
    session: DeviceSession | None
    deadline: float
    watch: Watch | None


class Transport:
    """The one way to the API. Endpoints say what to call; this knows how.

    `sleep`, `clock` (unix seconds) and `http` (an httpx transport) stand in for the real ones in tests.
    """

    def __init__(
        self,
        *,
        api: Server,
        cc: Server,
        status: Server,
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
        self._servers: dict[Host, Server] = {"api": api, "cc": cc, "status": status}
        self._app_id = app_id
        self._observer = observer
        self._numbers = itertools.count(1)
        self.timeouts = timeouts or Timeouts()
        self._http = http
        self._sleep = sleep
        self.clock = clock
        self._sessions = Sessions(self._issue, store, on_new_device, clock)
        self._turns = Turns()
        self._opened: Wire | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False

    async def fetch(self, call: Call, model: type[Model]) -> Model:
        """Make a call and read its answer as `model`."""
        return answers.decode(await self.send(call), model)

    async def send(self, call: Call) -> Answer:
        """Make a call and return its 2xx answer; raise a `FirmlyError` for anything else.

        A 401 renews the session and repeats the call once.
        """
        self._check_loop()
        called = time.perf_counter()
        async with self._turns.turn(call.cart):
            request, session = await self._prepare(call)
            try:
                return await self._with_retries(request, called)
            except Unauthorized as error:
                if session is None or (call.brings_a_code and error.matches("Unauthorized")):
                    raise
                self._sessions.refuse(session)
            request, session = await self._prepare(call)
            return await self._with_retries(request)

    async def download(self, request: Request, most: int) -> Answer:
        """The answer of a server that is not the API, whatever it is, up to `most` bytes: asked once, as nobody."""
        self._check_loop()
        named = {**request.headers, "user-agent": USER_AGENT}
        return await self._exchange(replace(request, headers=named), most)

    @asynccontextmanager
    async def open_order(self, call: Call) -> AsyncGenerator[SentOrder]:
        """Send an order, exactly once, and hand out its answer, whatever it is.

        Raises `NotSent` for whatever stops the order before it leaves, and `Interrupted` after.
        """
        self._check_loop()
        called = time.perf_counter()
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self._turns.turn(call.cart))
            try:
                request, session = await self._prepare(call)
            except FirmlyError as error:
                raise NotSent(error.sentence) from error
            watch = stack.enter_context(self._watched(request, called))
            deadline = asyncio.get_running_loop().time() + self.timeouts.order_total
            async with self._in_time(request, deadline):
                trace = watch.trace if watch else None
                reply = await stack.enter_async_context(self._wire().open(request, trace))
            if watch and reply.is_stream:
                watch.streams(reply)
            if reply.status == 401:
                self.refuse(session)
            yield SentOrder(reply, session, deadline, watch)

    async def read_order(self, order: SentOrder) -> Answer:
        """The whole answer to an order. Raises `Interrupted`, `TooLarge` and `NotFirmly`."""
        try:
            async with self._in_time(order.reply.request, order.deadline):
                answer = await order.reply.read()
        except FirmlyError as error:
            if order.watch:
                order.watch.ended(failure=_in_words(error), head=order.reply)
            raise
        if order.watch:
            order.watch.ended(answer)
        return answer

    @asynccontextmanager
    async def _in_time(self, request: Request, deadline: float) -> AsyncGenerator[None]:
        """Inside of it, what takes until the deadline is `TimedOut`."""
        try:
            async with asyncio.timeout_at(deadline):
                yield
        except TimeoutError as error:
            raise TimedOut(sentences.timed_out(request.host, request.kind)) from error

    @contextmanager
    def _watched(self, request: Request, called: float | None = None) -> Generator[Watch | None]:
        """Tell the observer, if there is one, of what is done inside, and of how that ends.

        `called` is when somebody wanted it, by `time.perf_counter`.
        """
        if self._observer is None:
            yield None
            return
        turn = time.perf_counter() - called if called is not None else 0.0
        watch = Watch(self._observer, request, next(self._numbers), turn)
        try:
            yield watch
        except FirmlyError as error:
            watch.ended(failure=_in_words(error))
            raise
        except asyncio.CancelledError:
            watch.ended(failure=GIVEN_UP)
            raise
        finally:
            # Of a stream that said all that matters, only the rest was not read.
            watch.ended(failure="" if watch.exchange.is_stream else GIVEN_UP)

    def host_of(self, base: str) -> Host | None:
        """Which of the hosts this address is; None for another one."""
        return next((name for name, server in self._servers.items() if server.base == base), None)

    async def begin_session(self) -> None:
        """Have a session that is good now. Raises what the server's refusal or absence means."""
        self._check_loop()
        await self._sessions.current()

    async def adopt(self, session: DeviceSession) -> None:
        """Go on with a session that was come by in another way, maybe as another device."""
        await self._sessions.adopt(session)

    def refuse(self, session: DeviceSession | None) -> None:
        """Note that the server does not accept this session, so that the next call renews it."""
        if session is not None:
            self._sessions.refuse(session)

    @property
    def device_changes(self) -> int:
        """How often a new device had to take the place of an old one."""
        return self._sessions.device_changes

    @property
    def device_id(self) -> str:
        """The device of the present session."""
        return self._sessions.device_id

    async def aclose(self) -> None:
        """Close the connections, for good."""
        self._closed = True
        await self._sessions.aclose()
        if self._opened is not None:
            await self._opened.aclose()
            self._opened = None

    async def _issue(self, old: DeviceSession | None) -> DeviceSession:
        request, _ = await self._prepare(issue_call(old))
        return read_session(await self._with_retries(request), self.clock())

    async def _prepare(self, call: Call) -> tuple[Request, DeviceSession | None]:
        headers = {"accept": call.accept, "user-agent": USER_AGENT}
        session = None
        if call.auth == "device":
            session = await self._sessions.current()
            headers["x-firmly-authorization"] = session.access_token.get_secret_value()
        elif call.auth == "app":
            headers["x-firmly-app-id"] = self._app_id
        body = None
        if call.body is not None:
            headers["content-type"] = "application/json"
            body = _as_json(call)
        # A compressing server may hold events back.
        headers["accept-encoding"] = "identity" if call.kind is Kind.ORDER else ENCODINGS
        server = self._servers[call.host]
        url = server.base + call.path + (f"?{query(call.query)}" if call.query else "")
        return Request(call.method, url, call.path, server.host, call.kind, headers, body), session

    async def _with_retries(self, request: Request, called: float | None = None) -> Answer:
        tries = 0
        while True:
            tries += 1
            try:
                return answers.check(await self._exchange(request, called=called), self.clock())
            except FirmlyError as error:
                if tries == TRIES or not _may_repeat(error, request.kind):
                    raise
                wait = _wait(error, tries)
                if wait > LONGEST_WAIT:
                    raise
            called = None
            await self._sleep(wait)

    async def _exchange(
        self, request: Request, most: int | None = None, called: float | None = None
    ) -> Answer:
        with self._watched(request, called) as watch:
            wire = self._wire()
            limit = {} if most is None else {"most": most}
            answer = await wire.exchange(request, trace=watch.trace if watch else None, **limit)
            if watch:
                watch.ended(answer)
        return answer

    def _check_loop(self) -> None:
        loop = asyncio.get_running_loop()
        if self._loop is None:
            self._loop = loop
        elif self._loop is not loop:
            raise NotSent(sentences.OTHER_LOOP)

    def _wire(self) -> "Wire":
        if self._closed:
            raise NotSent(sentences.CLOSED)
        if self._opened is None:
            from firmly_tui.client.wire import Wire

            try:
                self._opened = Wire([*self._servers.values()], self.timeouts, self._http)
            except (OSError, ValueError, ImportError) as error:
                # httpx reads SSL_CERT_FILE, HTTPS_PROXY and the like. Not quoted: a proxy has a password.
                raise NotSent(sentences.WRONG_NETWORK_SETTINGS) from error
        return self._opened


def _as_json(call: Call) -> bytes:
    if isinstance(call.body, bytes):
        return call.body
    try:
        return json.dumps(call.body, separators=(",", ":"), allow_nan=False).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise NotSent(sentences.NO_JSON) from error


def _in_words(error: FirmlyError) -> str:
    return f"{type(error).__name__}: {error.sentence}"


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
