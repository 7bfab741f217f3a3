"""What an observer may see of an exchange: everything but secrets."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast
from urllib.parse import parse_qsl, urlsplit

from firmly_tui.client.calls import Request

HIDDEN: Final = "(hidden)"

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
        "cookies",
        "fsession_v2",
    ]
)
# Signed and encrypted tokens (JWT, JWE) look like this wherever a server repeats them.
_TOKEN: Final = re.compile(r"eyJ[\w-]{8,}(?:\.[\w-]*){1,4}")


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what became of it, redacted.

    `elapsed` is in seconds. `status` is `None` and `failure` says why where no answer came. Bodies are JSON
    text; what is not JSON is only counted. The body of an event stream is not kept.
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
        ray_id=_scrub(answered.get("cf-ray", ""), secrets),
        request_headers=_headers(request.headers, secrets),
        request_body=_body(request.body, secrets),
        response_headers=_headers(answered, secrets),
        response_body=_body(body, secrets),
        failure=_scrub(failure, secrets),
    )


def without_tokens(text: str) -> str:
    """Hide what looks like a signed or encrypted token inside of a text."""
    return _TOKEN.sub(HIDDEN, text)


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
    values = [token, *(value for name, value in fields.items() if _is_secret(name))]
    return tuple(value for value in values if isinstance(value, str) and value)


def _scrub(text: str, secrets: tuple[str, ...]) -> str:
    for secret in secrets:
        text = text.replace(secret, HIDDEN)
    return without_tokens(text)


def _headers(headers: Mapping[str, str], secrets: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, HIDDEN if name.lower() in _SECRET_HEADERS else _scrub(value, secrets))
        for name, value in headers.items()
    )


def _body(body: bytes | None, secrets: tuple[str, ...]) -> str:
    if not body:
        return ""
    try:
        data = cast("object", json.loads(body))
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
