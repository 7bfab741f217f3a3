"""A loopback HTTP server that says exactly what a test tells it to, and can hang up at any byte."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs

DEVICE = "device-1"
LATER = 4_000_000_000


@dataclass
class Seen:
    """One request as it arrived."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def query(self) -> dict[str, str]:
        found = parse_qs(self.target.partition("?")[2], keep_blank_values=True)
        return {name: values[0] for name, values in found.items()}

    @property
    def json(self) -> dict:
        return json.loads(self.body)

    @property
    def token(self) -> str:
        return self.headers.get("x-firmly-authorization", "")


@dataclass
class Cut:
    """Send these bytes, then hang up."""

    data: bytes = b""


Answer = bytes | Cut | Callable[[Seen], Awaitable[bytes | Cut]]


def reply(
    body: object = None, status: int = 200, content_type: str = "application/json", **headers: str
) -> bytes:
    """An HTTP answer; `body` is JSON unless it is bytes."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = [f"HTTP/1.1 {status} X", f"content-type: {content_type}", f"content-length: {len(data)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + data


def error(status: int, identifier: str, description: str = "", **headers: str) -> bytes:
    """An error as firmly documents it."""
    return reply({"code": status, "error": identifier, "description": description}, status=status, **headers)


def session(token: str, device: str = DEVICE, expires: int = LATER, created: bool = False) -> bytes:
    """An answer of browser-session."""
    body = {"access_token": token, "device_id": device, "expires": expires, "device_created": created}
    return reply({**body, "expires_in": 3600})


@dataclass
class LoopbackServer:
    """Answers by method and path; several answers are given in turn, the last one for ever."""

    requests: list[Seen] = field(default_factory=list)
    url: str = ""
    connections: int = 0
    _answers: dict[tuple[str, str], list[Answer]] = field(default_factory=dict)
    _server: asyncio.Server | None = None
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)

    def on(self, method: str, path: str, *answers: Answer) -> None:
        self._answers[method, path] = list(answers)

    def seen(self, path: str) -> list[Seen]:
        return [request for request in self.requests if request.path == path]

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.on("POST", "/api/v1/browser-session", session("token-1", created=True))

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for writer in self._writers:
            writer.transport.abort()
        await asyncio.gather(*(writer.wait_closed() for writer in self._writers), return_exceptions=True)
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        self.connections += 1
        try:
            while await self._answer_one(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _answer_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        first, *lines = head.strip().split("\r\n")
        method, target, _ = first.split(" ")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        request = Seen(method, target, headers, body)
        self.requests.append(request)
        answers = self._answers.get((method, request.path), [error(404, "RouteNotFound")])
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if callable(answer):
            answer = await answer(request)
        cut = isinstance(answer, Cut)
        writer.write(answer.data if isinstance(answer, Cut) else answer)
        await writer.drain()
        return not cut
