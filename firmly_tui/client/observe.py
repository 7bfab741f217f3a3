"""What an observer may see of an exchange: everything but secrets."""

import asyncio
import json
import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, ParamSpec, cast
from urllib.parse import parse_qsl, quote, urlsplit

from firmly_tui.client.calls import Head, Request

P = ParamSpec("P")

HIDDEN: Final = "(hidden)"
RAY_HEADER: Final = "cf-ray"

_SECRET_HEADERS: Final = frozenset(["x-firmly-authorization", "authorization", "cookie", "set-cookie"])
_SECRET_NAMES: Final = frozenset(
    [
        "access_token",
        "encrypted_card",
        "credit_card",
        "card",
        "verification_value",
        "cvv",
        "otp",
        "password",
        "token",
        "payment_token",
        "vault_token",
        "paypal_token",
        "id_token",
        "refresh_token",
        "captcha_token",
        "hcaptcha_token",
        "jws",
        "payment_handle",
        "payer_id",
        "cookies",
        "fsession_v2",
    ]
)
# In an answer a handle is a product's, in a request it is a cart's or a session's, which is as good as a key.
_SECRET_IN_REQUESTS: Final = frozenset(["handle", "data", "metadata"])
_SHORTEST: Final = 4
_SHORTEST_PART: Final = 8
# Signed and encrypted tokens (JWT, JWE) look like this wherever a server repeats them.
_TOKEN: Final = re.compile(r"eyJ[\w-]{8,}(?:\.[\w-]*){1,4}")


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what became of it, redacted.

    `elapsed` is in seconds. `status` is `None` and `failure` says why where no answer came. Bodies are JSON
    text; what is not JSON is only counted. The body of an event stream is not kept, and it is told of as soon as
    the stream begins.
    """

    method: str
    host: str
    path: str
    query: tuple[tuple[str, str], ...]
    status: int | None
    elapsed: float
    ray_id: str
    request_headers: tuple[tuple[str, str], ...]
    request_body: str
    response_headers: tuple[tuple[str, str], ...]
    response_body: str
    failure: str = ""


def observed(
    request: Request,
    *,
    elapsed: float,
    status: int | None = None,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    failure: str = "",
) -> Exchange:
    """Make the redacted record of an exchange."""
    answered = headers or {}
    secrets = _secrets(request)
    return Exchange(
        method=request.method,
        host=request.host,
        path=_scrub(request.path, secrets),
        query=tuple(
            (name, HIDDEN if _is_secret(name) else _scrub(value, secrets))
            for name, value in parse_qsl(urlsplit(request.url).query, keep_blank_values=True)
        ),
        status=status,
        elapsed=elapsed,
        ray_id=_scrub(answered.get(RAY_HEADER, ""), secrets),
        request_headers=_headers(request.headers, secrets),
        request_body=_body(request.body, secrets, _SECRET_IN_REQUESTS),
        response_headers=_headers(answered, secrets),
        response_body=_body(body, secrets),
        failure=_scrub(failure, secrets),
    )


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
    return _scrub(text, _secrets(request)) if text else ""


def ray_id(head: Head) -> str:
    """What firmly's support asks for (header `CF-RAY`)."""
    return without_secrets(head.headers.get(RAY_HEADER, ""), head.request)


def _is_secret(name: str) -> bool:
    return name.lower().replace("-", "_") in _SECRET_NAMES


def _secrets(request: Request) -> tuple[str, ...]:
    """The very secrets of this request, to be hidden wherever a server repeats them."""
    token = request.headers.get("x-firmly-authorization", "")
    try:
        body = cast("object", json.loads(request.body or b"null"))
    except ValueError:
        body = None
    fields = cast("dict[str, object]", body) if isinstance(body, dict) else {}
    handles = [fields[name] for name in _SECRET_IN_REQUESTS & fields.keys()]
    # What is shorter than any code is a part of many words.
    found = {
        text for text in (token, *_parts(fields), *_parts(handles, inside=True)) if len(text) >= _SHORTEST
    }
    spelled = {spelling for text in found for spelling in _spellings(text)}
    # The longest first: one may be a part of another.
    return tuple(sorted(spelled, key=len, reverse=True))


def _spellings(secret: str) -> Iterator[str]:
    """The forms in which a server may repeat a secret: as it is, in an address, in JSON, in base64."""
    raw = secret.encode(errors="replace")
    yield secret
    yield quote(raw, safe="")
    yield json.dumps(secret)[1:-1]
    yield b64encode(raw).decode().rstrip("=")
    yield urlsafe_b64encode(raw).decode().rstrip("=")


def _parts(value: object, *, inside: bool = False) -> Iterator[str]:
    """The secret strings of a JSON value: those of a secret name, and what is inside of such a field.

    The small parts inside, such as a version, are no secrets, and stand in many places.
    """
    if isinstance(value, dict):
        for name, inner in cast("dict[str, object]", value).items():
            secret = _is_secret(name)
            if isinstance(inner, str) and secret:
                yield inner
            else:
                yield from _parts(inner, inside=inside or secret)
    elif isinstance(value, list):
        for inner in cast("list[object]", value):
            yield from _parts(inner, inside=inside)
    elif isinstance(value, str) and inside and len(value) >= _SHORTEST_PART:
        yield value


def _scrub(text: str, secrets: tuple[str, ...]) -> str:
    for secret in secrets:
        text = text.replace(secret, HIDDEN)
    return _TOKEN.sub(HIDDEN, text)


def _headers(headers: Mapping[str, str], secrets: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, HIDDEN if name.lower() in _SECRET_HEADERS else _scrub(value, secrets))
        for name, value in headers.items()
    )


def _body(body: bytes | None, secrets: tuple[str, ...], hidden: frozenset[str] = frozenset()) -> str:
    """The body as JSON; the fields at its top whose names are in `hidden` are hidden too."""
    if not body:
        return ""
    try:
        data = cast("object", json.loads(body))
        if isinstance(data, dict):
            fields = cast("dict[str, object]", data)
            data = {name: HIDDEN if name in hidden and value else value for name, value in fields.items()}
        return json.dumps(_redacted(data, secrets), ensure_ascii=False)
    except (ValueError, RecursionError):
        return f"({len(body)} bytes that are not JSON)"


def _redacted(data: object, secrets: tuple[str, ...]) -> object:
    if isinstance(data, dict):
        return {
            _scrub(name, secrets): HIDDEN if _is_secret(name) and value else _redacted(value, secrets)
            for name, value in cast("dict[str, object]", data).items()
        }
    if isinstance(data, list):
        return [_redacted(value, secrets) for value in cast("list[object]", data)]
    return _scrub(data, secrets) if isinstance(data, str) else data
