"""What an observer may see of an exchange: everything but secrets."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, ParamSpec

from firmly_tui.client.calls import Head, Kind, Request
from firmly_tui.client.redact import answer_body, headers_without, query_of, request_body, scrub, secrets_of

P = ParamSpec("P")

RAY_HEADER: Final = "cf-ray"


@dataclass(frozen=True, slots=True)
class Phases:
    """Where the time of an exchange went, in seconds; `None` for what was not come to, or is not known.

    `turn` is the wait for other changes of the cart, for a session and for a free connection, before the call
    began; `connect` is 0 on a connection that was open already, and `tls` a part of it; `wait` lasts from the
    last byte sent to the head of the answer, and `body` from there to the end.
    """

    turn: float = 0.0
    connect: float | None = None
    tls: float | None = None
    send: float | None = None
    wait: float | None = None
    body: float | None = None


@dataclass(frozen=True, slots=True)
class StreamEvent:
    """One event of a stream, redacted: `after` seconds from the request; `data` is JSON text."""

    after: float
    name: str
    data: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what became of it, redacted.

    An observer is given it as it goes on: when it begins, at the head and with each event of a stream, and when
    it `is_over`. All of these have the same `id`, and the last one holds.

    `began` is unix time, `elapsed` in seconds, `size` counts the bytes of the answer's body. `status` is `None`
    where no answer came (yet); `failure` says why none came, or why it broke off. Bodies are JSON text; what is
    not JSON is only counted. `lost_events` counts the events that were too many to be recorded.
    """

    id: int
    method: str
    base: str
    host: str
    path: str
    query: tuple[tuple[str, str], ...]
    kind: Kind
    began: float
    request_headers: tuple[tuple[str, str], ...]
    request_body: str
    request_size: int = 0
    status: int | None = None
    elapsed: float = 0.0
    ray_id: str = ""
    response_headers: tuple[tuple[str, str], ...] = ()
    response_body: str = ""
    size: int = 0
    failure: str = ""
    events: tuple[StreamEvent, ...] = ()
    lost_events: int = 0
    is_stream: bool = False
    is_over: bool = False
    phases: Phases = Phases()


def asked(request: Request, number: int, began: float, secrets: tuple[str, ...]) -> Exchange:
    """The redacted record of a request that has no answer yet."""
    return Exchange(
        id=number,
        method=request.method,
        base=request.url.partition("?")[0].removesuffix(request.path),
        host=request.host,
        path=scrub(request.path, secrets),
        query=query_of(request.url, secrets),
        kind=request.kind,
        began=began,
        request_headers=headers_without(request.headers, secrets),
        request_body=request_body(request.body, secrets),
        request_size=len(request.body or b""),
    )


def answered(headers: Mapping[str, str], body: bytes | None, secrets: tuple[str, ...]) -> dict[str, object]:
    """What the record of an answer has beside its request's: ray id, headers and body, redacted."""
    return {
        "ray_id": scrub(headers.get(RAY_HEADER, ""), secrets),
        "response_headers": headers_without(headers, secrets),
        "response_body": answer_body(body, secrets),
    }


def tell(callback: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
    """Call what a stranger wants to be called. Its error goes to the event loop's exception handler: a call
    that left must not end in it.
    """
    try:
        callback(*args, **kwargs)
    except Exception as error:
        told = {"message": "A callback of FirmlyClient failed", "exception": error}
        asyncio.get_running_loop().call_exception_handler(told)


def without_secrets(text: str, request: Request) -> str:
    """Hide what a server repeats of the secrets that it was sent, and what looks like a token."""
    return scrub(text, secrets_of(request)) if text else ""


def ray_id(head: Head) -> str:
    """What firmly's support asks for (header `CF-RAY`)."""
    return without_secrets(head.headers.get(RAY_HEADER, ""), head.request)
