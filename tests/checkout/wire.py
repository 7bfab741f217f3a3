"""The way from the client to the sandbox, with places where a test can stop it or cut it."""

import asyncio
from dataclasses import dataclass, field

import httpx


async def no_nap(_seconds: float) -> None:
    """Sleeps as long as a test wants to wait."""
    await asyncio.sleep(0)


@dataclass
class Stop:
    """What happens to the next request that matches."""

    method: str
    part: str
    reply: httpx.Response | None = None
    """Answered with this, and the server never asked."""
    fails: Exception | None = None
    """Raised before the request leaves."""
    loses: Exception | None = None
    """Raised in place of the server's answer."""
    before: bool = False
    """Held before the request leaves, not before its answer arrives."""
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when it is held."""
    go: asyncio.Event = field(default_factory=asyncio.Event)
    """It is held until this is set."""


class Wire(httpx.AsyncBaseTransport):
    """Passes everything on, but for the stops. `seen` are the requests, as "PUT /path"."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.bodies: list[bytes] = []
        self._stops: list[Stop] = []
        self._real = httpx.AsyncHTTPTransport()

    def hold(self, method: str, part: str, *, before: bool = False) -> Stop:
        return self._add(Stop(method, part, before=before))

    def fail(self, method: str, part: str, error: Exception) -> Stop:
        return self._add(Stop(method, part, fails=error))

    def lose(self, method: str, part: str, error: Exception) -> Stop:
        return self._add(Stop(method, part, loses=error))

    def reply(self, method: str, part: str, status: int, body: object) -> Stop:
        return self._add(Stop(method, part, reply=httpx.Response(status, json=body)))

    def count(self, method: str, part: str) -> int:
        return sum(line.startswith(method) and part in line for line in self.seen)

    def _add(self, stop: Stop) -> Stop:
        if stop.reply or stop.fails or stop.loses:
            stop.go.set()
        self._stops.append(stop)
        return stop

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        line = f"{request.method} {request.url.path}"
        self.seen.append(line)
        self.bodies.append(request.content)
        stop = next((s for s in self._stops if line.startswith(s.method) and s.part in line), None)
        if stop is None:
            return await self._real.handle_async_request(request)
        self._stops.remove(stop)
        if stop.fails is not None:
            raise stop.fails
        if stop.before:
            await self._held(stop)
        response = stop.reply or await self._real.handle_async_request(request)
        if not stop.before:
            await self._held(stop)
        if stop.loses is not None:
            await response.aclose()
            raise stop.loses
        return response

    async def _held(self, stop: Stop) -> None:
        stop.arrived.set()
        await stop.go.wait()

    async def aclose(self) -> None:
        await self._real.aclose()
