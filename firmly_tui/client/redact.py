"""Takes secrets out of what is recorded: tokens, cards, one-time codes, and whatever is repeated of them."""

import json
import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator, Mapping
from typing import Final, cast
from urllib.parse import parse_qsl, quote, urlsplit

from firmly_tui.client.calls import Request

HIDDEN: Final = "(hidden)"
"""What stands where a secret was."""

LONGEST_BODY: Final = 4_000_000
"""How many characters of one body are recorded; a longer one is only counted."""

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
_SHORTEST_CARD: Final = 15
# Signed and encrypted tokens (JWT, JWE) look like this wherever a server repeats them.
_TOKEN: Final = re.compile(r"eyJ[\w-]{8,}(?:\.[\w-]*){1,4}")

# PayPal's pages, for one, are opened with the payment's token.
_IN_ADDRESS: Final = re.compile(r"(?<=[?&]token=)[^&#\s\"'<>]+|(?<=_token=)[^&#\s\"'<>]+")

# Numbers as long as a card's, in one piece or in groups. The look behind comes second: it is slow.
_LONG_NUMBER: Final = re.compile(r"[2-6](?<![\w.-].)(?:[ -]?\d){14,15}(?![\w-])")
# Visa, Mastercard, American Express, Discover.
_CARD: Final = re.compile(r"4\d{15}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|6\d{15}")

# The beginning of a JSON text: the indent of what is in it, and the space behind its first name.
_BEGINNING: Final = re.compile(r'[\[{](?:\r?\n( +))?[^":]*(?:"(?:[^"\\]|\\.)*":( ?))?')

# JSON may write a name or a token in these ways, too; then it has to be read before it is searched.
_ESCAPED: Final = re.compile(rb"\\u00[0-7]|\\/")
_SECRET_KEY: Final = re.compile(
    rb'"(?:' + b"|".join(name.replace("_", "[_-]").encode() for name in sorted(_SECRET_NAMES)) + rb')"\s*:',
    re.IGNORECASE,
)


def query_of(url: str, secrets: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The query of an address, without secrets."""
    return tuple(
        (name, HIDDEN if _is_secret(name) else scrub(value, secrets))
        for name, value in parse_qsl(urlsplit(url).query, keep_blank_values=True)
    )


def _is_secret(name: str) -> bool:
    return name.lower().replace("-", "_") in _SECRET_NAMES


def secrets_of(request: Request, answer: bytes | None = None) -> tuple[str, ...]:
    """The very secrets of this request and its answer, to be hidden wherever a server repeats them."""
    token = request.headers.get("x-firmly-authorization", "")
    body = _parsed(request.body)
    fields = cast("dict[str, object]", body) if isinstance(body, dict) else {}
    handles = [fields[name] for name in _SECRET_IN_REQUESTS & fields.keys()]
    asked = [value for name, value in parse_qsl(urlsplit(request.url).query) if _is_secret(name)]
    # What is shorter than any code is a part of many words.
    found = {
        text
        for text in (token, *asked, *_parts(fields), *_parts(handles, inside=True))
        if len(text) >= _SHORTEST
    }
    if answer and (_SECRET_KEY.search(answer) or _ESCAPED.search(answer)):
        # In an answer a short text under such a name is a word: the brand of a card, say.
        found |= {text for text in _parts(_parsed(answer)) if len(text) >= _SHORTEST_PART}
    spelled = {spelling for text in found for spelling in _spellings(text)}
    # The longest first: one may be a part of another.
    return tuple(sorted(spelled, key=len, reverse=True))


def _parsed(body: bytes | None) -> object:
    try:
        return cast("object", json.loads(body or b"null"))
    except (ValueError, RecursionError):
        return None


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


def scrub(text: str, secrets: tuple[str, ...]) -> str:
    """The text without these secrets, and without what looks like a token or a card's number."""
    for secret in secrets:
        text = text.replace(secret, HIDDEN)
    if "eyJ" in text:
        text = _TOKEN.sub(HIDDEN, text)
    if "token=" in text:
        text = _IN_ADDRESS.sub(HIDDEN, text)
    return _LONG_NUMBER.sub(_unless_other, text) if len(text) >= _SHORTEST_CARD else text


def _unless_other(found: re.Match[str]) -> str:
    """A number that only looks like a card's stays: a card's has a right last digit (Luhn)."""
    number = found.group().replace(" ", "").replace("-", "")
    digits = [int(digit) for digit in number]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    is_card = _CARD.fullmatch(number) and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
    return HIDDEN if is_card else found.group()


def headers_without(headers: Mapping[str, str], secrets: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The headers without secrets."""
    return tuple(
        (name, HIDDEN if name.lower() in _SECRET_HEADERS else scrub(value, secrets))
        for name, value in headers.items()
    )


def request_body(body: bytes | None, secrets: tuple[str, ...]) -> str:
    """The body of a request as JSON text, without secrets, written as it was."""
    return _body(body, secrets, _SECRET_IN_REQUESTS)


def answer_body(body: bytes | None, secrets: tuple[str, ...]) -> str:
    """The body of an answer, or the data of an event, as JSON text without secrets.

    It is as the server wrote it: most hold no secret, and the others are written in the way of theirs.
    """
    if body and not _SECRET_KEY.search(body) and not _ESCAPED.search(body) and len(body) <= LONGEST_BODY:
        text = body.decode(errors="replace")
        if _parsed(body) is not None and scrub(text, secrets) == text:
            return text
    return _body(body, secrets, frozenset())


def _body(body: bytes | None, secrets: tuple[str, ...], hidden: frozenset[str]) -> str:
    """The body as JSON; the fields at its top whose names are in `hidden` are hidden too."""
    if not body:
        return ""
    if len(body) > LONGEST_BODY:
        return f"({len(body)} bytes, which is more than is recorded)"
    try:
        data = cast("object", json.loads(body))
        if isinstance(data, dict):
            fields = cast("dict[str, object]", data)
            data = {name: HIDDEN if name in hidden and value else value for name, value in fields.items()}
        return _as_written(body, _redacted(data, secrets))
    except (ValueError, RecursionError):
        return f"({len(body)} bytes that are not JSON)"


def _as_written(body: bytes, data: object) -> str:
    """JSON in the way of another one: its indent, its spaces, and its escapes for what is not ASCII."""
    found = _BEGINNING.match(body.decode(errors="replace").strip())
    indent, space = found.groups() if found else (None, None)
    comma = "," if indent or space == "" else ", "
    colon = ":" if space == "" else ": "
    return json.dumps(
        data, separators=(comma, colon), ensure_ascii=body.isascii(), indent=len(indent) if indent else None
    )


def _redacted(data: object, secrets: tuple[str, ...]) -> object:
    if isinstance(data, dict):
        return {
            scrub(name, secrets): HIDDEN if _is_secret(name) and value else _redacted(value, secrets)
            for name, value in cast("dict[str, object]", data).items()
        }
    if isinstance(data, list):
        return [_redacted(value, secrets) for value in cast("list[object]", data)]
    if isinstance(data, str):
        return scrub(data, secrets)
    # A number that is a card's, or a code that was sent as one.
    number = not isinstance(data, bool) and isinstance(data, (int, float))
    return data if not number or scrub(str(data), secrets) == str(data) else HIDDEN
