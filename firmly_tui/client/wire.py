"""The only module that knows httpx: connections, limits, and httpx's errors turned into ours.

It is imported with the first call, so that the errors and types of this package cost nothing to import.
"""

import asyncio
import logging
import re
import socket
import ssl
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Iterator, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import cast

import httpx

from firmly_tui.client import sentences
from firmly_tui.client.bodies import Body, BodyError
from firmly_tui.client.calls import Answer, Head, Kind, Request
from firmly_tui.client.errors import ConnectionLost, FirmlyError, NotFirmly, NotSent, TimedOut, TooLarge
from firmly_tui.client.timeouts import Timeouts
from firmly_tui.client.urls import Server
from firmly_tui.loopback import is_loopback

MAX_BODY = 10_000_000
"""How many bytes of one answer are read."""

Trace = Callable[[str, Mapping[str, object]], Awaitable[None]]
"""Is told of each step of a request, by httpcore's names."""

# Servers such as uvicorn close an idle connection after 5 s; we must be first, or a call meets its end.
_IDLE_CONNECTION = 4.0

# What httpx says when the other side hung up, in contrast to an answer that is not HTTP.
_HUNG_UP = re.compile("disconnected|closed", re.IGNORECASE)


@dataclass(frozen=True)
class Reply(Head):
    """An answer whose body has not been read yet."""

    response: httpx.Response = field(repr=False)

    async def chunks(self, most: int = MAX_BODY) -> AsyncGenerator[bytes]:
        """The body as it comes. Raises `TooLarge` over `most` bytes, `Interrupted` where it breaks off."""
        size = 0
        # A test's answer comes whole, and was opened already.
        whole = self.response.is_stream_consumed
        try:
            body = Body("" if whole else self.headers.get("content-encoding", ""))
            async with aclosing(self._parts(whole=whole)) as parts:
                async for part in parts:
                    for piece in body.feed(part):
                        size += len(piece)
                        if size > most:
                            raise TooLarge(sentences.too_large(self.request.host, most))
                        yield piece
        except BodyError as error:
            raise _not_http(self.request) from error

    async def _parts(self, *, whole: bool) -> AsyncGenerator[bytes]:
        """The body as it travels: httpx would open a small compressed part to any size at once."""
        body = self.response.aiter_bytes() if whole else self.response.aiter_raw()
        # Not `async for`: what the consumer raises between two parts is not httpx's.
        async with aclosing(cast("AsyncGenerator[bytes]", body)) as parts:
            while True:
                with _as_ours(self.request):
                    part = await anext(parts, None)
                if part is None:
                    return
                yield part

    async def read(self, most: int = MAX_BODY) -> Answer:
        """The whole answer. Raises as `chunks` does."""
        length = self.headers.get("content-length", "")
        if length.isdecimal() and int(length) > most:
            raise TooLarge(sentences.too_large(self.request.host, most))
        body = bytearray()
        async with aclosing(self.chunks(most)) as parts:
            async for part in parts:
                body += part
        return Answer(self.request, self.status, self.headers, bytes(body))


class Wire:
    """The connections to the API's hosts. Follows no redirect, keeps no cookie, always checks TLS."""

    def __init__(
        self, servers: Sequence[Server], timeouts: Timeouts, transport: httpx.AsyncBaseTransport | None
    ) -> None:
        logging.getLogger("httpcore.http11").addFilter(_without_headers)
        self._timeouts = timeouts
        self._tls = _tls(servers)
        # Proxies of the environment must not catch what is meant for this machine.
        self._trust_env = not any(server.loopback for server in servers)
        self._transport = transport
        self._client = self._pool(kept=40)
        self._order_client: httpx.AsyncClient | None = None

    @asynccontextmanager
    async def open(self, request: Request, trace: Trace | None = None) -> AsyncGenerator[Reply]:
        """Send a request and hand out its answer, body unread. It is closed in every case.

        `trace` is told of each step, as httpcore names them.
        """
        client = self._client_for(request)
        outgoing = self._built(client, request, trace)
        with _as_ours(request):
            response = await client.send(outgoing, stream=True)
        try:
            headers = {name.lower(): value for name, value in response.headers.items()}
            yield Reply(request, response.status_code, headers, response)
        finally:
            await response.aclose()

    def _built(self, client: httpx.AsyncClient, request: Request, trace: Trace | None) -> httpx.Request:
        try:
            return client.build_request(
                request.method,
                request.url,
                headers=request.headers,
                content=request.body,
                timeout=self._timeout(request),
                extensions={"trace": trace} if trace else None,
            )
        except (httpx.InvalidURL, ValueError) as error:
            raise NotSent(sentences.not_reached(request.host)) from error

    async def exchange(self, request: Request, most: int = MAX_BODY, trace: Trace | None = None) -> Answer:
        """Send a request and read the whole answer, up to `most` bytes, within the time that such a call may take."""
        ordering = request.kind is Kind.ORDER
        total = self._timeouts.order_total if ordering else self._timeouts.total
        try:
            async with asyncio.timeout(total), self.open(request, trace) as reply:
                return await reply.read(most)
        except TimeoutError as error:
            raise _timed_out(request) from error

    async def aclose(self) -> None:
        """Close every connection."""
        await self._client.aclose()
        if self._order_client is not None:
            await self._order_client.aclose()

    def _client_for(self, request: Request) -> httpx.AsyncClient:
        if request.kind is not Kind.ORDER:
            return self._client
        if self._order_client is None:
            # An order gets a connection of its own: on a used one that the server is just closing, it would
            # be unknown whether it was sent.
            self._order_client = self._pool(kept=0)
        return self._order_client

    def _pool(self, *, kept: int) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            verify=self._tls,
            trust_env=self._trust_env,
            follow_redirects=False,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            limits=httpx.Limits(
                max_connections=100, max_keepalive_connections=kept, keepalive_expiry=_IDLE_CONNECTION
            ),
            transport=self._transport,
        )

    def _timeout(self, request: Request) -> httpx.Timeout:
        times = self._timeouts
        # httpx counts `read` from one piece to the next, so this is the limit on idleness.
        read = times.order_idle if request.kind is Kind.ORDER else times.read
        return httpx.Timeout(connect=times.connect, read=read, write=times.write, pool=times.pool)


def _tls(servers: Sequence[Server]) -> ssl.SSLContext:
    if any(server.secure for server in servers):
        return httpx.create_ssl_context()
    # Nothing will speak TLS: spare the 40 ms that the certificates take to load. This one trusts nobody.
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@contextmanager
def _as_ours(request: Request) -> Generator[None]:
    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as error:
        raise _not_sent(request, error) from error
    except (httpx.InvalidURL, ValueError) as error:
        # httpx reads where a redirect leads, though it does not follow.
        raise _not_http(request) from error
    except httpx.TimeoutException as error:
        raise _timed_out(request) from error
    except httpx.RequestError as error:
        raise _broken(request, error) from error
    except OSError as error:
        # TLS that breaks after the connection was made comes through httpx as it is.
        raise _lost(request) from error


def _not_sent(request: Request, error: httpx.TransportError) -> NotSent:
    name = httpx.URL(request.url).host
    if isinstance(error, httpx.TimeoutException):
        return NotSent(sentences.not_reached(request.host), temporary=True)
    causes = list(_causes(error))
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return NotSent(sentences.no_such_host(name))
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return NotSent(sentences.no_trust(request.host))
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return NotSent(sentences.no_tls(request.host))
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return NotSent(sentences.refused(request.host, loopback=is_loopback(name)), temporary=True)
    return NotSent(sentences.not_reached(request.host), temporary=True)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what led to it, also where several tries to connect failed at once."""
    yield error
    several: tuple[BaseException, ...] = getattr(error, "exceptions", ())
    for cause in (error.__cause__ or error.__context__, *several):
        if cause is not None:
            yield from _causes(cause)


def _timed_out(request: Request) -> TimedOut:
    return TimedOut(sentences.timed_out(request.host, request.kind))


def _not_http(request: Request) -> NotFirmly:
    return NotFirmly(sentences.not_firmly(request.host, "an answer that is not proper HTTP"))


def _broken(request: Request, error: httpx.RequestError) -> FirmlyError:
    unreadable = isinstance(error, httpx.DecodingError)
    garbled = isinstance(error, httpx.RemoteProtocolError) and not _HUNG_UP.search(str(error))
    if unreadable or garbled:
        return _not_http(request)
    return _lost(request)


def _lost(request: Request) -> ConnectionLost:
    return ConnectionLost(sentences.connection_lost(request.host, request.kind))


def _without_headers(record: logging.LogRecord) -> bool:
    """Take the headers of answers out of what httpcore logs for debugging: the device's token is in a cookie."""
    if str(record.msg).startswith("receive_response_headers.complete"):
        record.msg = str(record.msg).partition(", [")[0] + ", headers hidden)"
    return True
