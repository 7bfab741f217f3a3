"""How requests are read and answers written: limited bodies, JSON, event streams, cut connections."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal, TypeVar, cast

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from firmly_tui.sandbox.errors import ConnectionCut, Dialect, Problem, Refusal, error_body, name_of

MOST_BYTES: Final = 1_000_000
PATIENCE: Final = 60.0
"""How long a body may take to come, in seconds."""

Handler = Callable[[Request], Awaitable[Response]]
Body = TypeVar("Body", bound=BaseModel)


class Auth(Enum):
    """What a route asks of its caller."""

    DEVICE = "device"
    SEARCH = "device, or the secret of a server and the id of its device"
    APP = "app"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Query:
    """A query parameter, for the OpenAPI document; `values` are all it may be, if they are few.

    A number lies between `least` and `most`; a text fits `pattern` and has up to `longest` characters.
    """

    name: str
    meaning: str
    required: bool = False
    kind: Literal["string", "integer", "boolean"] = "string"
    values: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    longest: int | None = None
    pattern: str = ""
    default: str | int | None = None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One path of the API: the methods that reach it, how it spells its errors, and what it speaks.

    The OpenAPI document is made of this: `answer` names one of its schemas ("" for an answer without a body),
    `problems` are those that only this route has.
    """

    methods: tuple[str, ...]
    path: str
    dialect: Dialect
    handler: Handler
    summary: str = ""
    answer: str = ""
    body: type[BaseModel] | None = None
    body_optional: bool = False
    auth: Auth = Auth.DEVICE
    query: tuple[Query, ...] = ()
    problems: tuple[Problem, ...] = ()


class BodyModel(BaseModel):
    """A request body, or a part of one; made ready when the first such request comes."""

    model_config = ConfigDict(defer_build=True)


def to_json(content: object) -> str:
    """Write JSON on one line."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def answer(content: object, status: int = 200) -> Response:
    """Answer with JSON."""
    return Response(to_json(content), status, media_type="application/json")


def error_answer(problem: Problem, description: str, dialect: Dialect) -> Response:
    """Answer with an error as the routes of ``dialect`` spell it."""
    return answer(error_body(problem, description, dialect), name_of(problem, dialect).status)


def device_token(request: Request) -> str | None:
    """Return the token of a request, from any header a client may use, with or without ``Bearer``."""
    for header in ("x-firmly-authorization", "x-firmly-authentication", "authorization"):
        value = request.headers.get(header, "").strip()
        if value:
            return value[7:].strip() if value[:7].lower() == "bearer " else value
    return None


async def raw_body(request: Request, patience: float = PATIENCE, most: int = MOST_BYTES) -> bytes:
    """Read a body of at most ``most`` bytes. Raises Refusal for a longer one, or one not sent whole in time."""
    data = bytearray()
    try:
        async with asyncio.timeout(patience):
            async for chunk in request.stream():
                data += chunk
                if len(data) > most:
                    raise Refusal(Problem.INVALID_BODY, f"The request is larger than {most // 1_000_000} MB.")
    except ClientDisconnect:
        raise Refusal(Problem.INVALID_BODY, "The request broke off.") from None
    except TimeoutError:
        raise Refusal(Problem.INVALID_BODY, "The request took too long to be sent.") from None
    return bytes(data)


async def read_body(request: Request, model: type[Body]) -> Body:
    """Read a JSON body as ``model``. Raises Refusal that names the first field that is wrong."""
    return parse_body(await raw_body(request), model)


def parse_body(data: bytes, model: type[Body]) -> Body:
    """Read JSON as ``model``. Raises Refusal that names the first field that is wrong."""
    try:
        return model.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_input=False, include_context=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])[:200]
        reason = first["msg"] if place or data.strip() else "A JSON object is needed"
        raise Refusal(Problem.INVALID_BODY, f"{place}: {reason}" if place else reason) from None


def event_bytes(name: str, data: object) -> bytes:
    """Write a server-sent event with one line of JSON."""
    return f"event: {name}\ndata: {to_json(data)}\n\n".encode()


class EventStream(Response):
    """A server-sent event stream; each event leaves as soon as it is made, in one message of its own.

    When the events end in ConnectionCut the answer is never finished, and the server drops the connection.
    When an event cannot be sent no other is asked for.
    """

    media_type = "text/event-stream"

    def __init__(self, events: AsyncIterator[tuple[str, object]]) -> None:
        super().__init__(headers={"cache-control": "no-cache"})
        del self.headers["content-length"]
        self._events = events

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the stream."""
        del scope, receive  # a client that leaves does not stop an order
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        try:
            async for name, data in self._events:
                body = event_bytes(name, data)
                await send({"type": "http.response.body", "body": body, "more_body": True})
        except ConnectionCut:
            return
        finally:
            if isinstance(self._events, AsyncGenerator):
                await cast("AsyncGenerator[tuple[str, object]]", self._events).aclose()
        await send({"type": "http.response.body", "body": b"", "more_body": False})


class CutAnswer(Response):
    """An answer that announces JSON and breaks off before the first byte of it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the head only; the server drops the connection."""
        del scope, receive
        headers = [(b"content-type", b"application/json"), (b"content-length", b"1000")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"", "more_body": True})
