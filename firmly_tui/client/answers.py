"""From an answer's bytes to a document or to one of our errors."""

import json
import math
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, TypeVar, cast

from pydantic import ValidationError

from firmly_tui.client import sentences
from firmly_tui.client.calls import Answer, Request
from firmly_tui.client.errors import FirmlyError, NotFirmly, error_class
from firmly_tui.client.observe import ray_id, without_secrets
from firmly_tui.models import Document

Model = TypeVar("Model", bound=Document)


def decode(answer: Answer, model: type[Model]) -> Model:
    """Read a 2xx answer as `model`. Raises `NotFirmly` when it is something else, or has nothing of it."""
    try:
        document = model.model_validate_json(answer.body)
    except ValidationError as error:
        detail = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['type']}" for e in error.errors()[:5])
    else:
        if not document.model_fields_set.isdisjoint(model.model_fields):
            return document
        detail = f"no field of a {model.__name__.lstrip('_')}"
    # Outside of the handler: a ValidationError holds what was sent, and would ride along as the cause.
    raise not_firmly(answer, detail)


def json_body(answer: Answer) -> object:
    """The body as JSON. Raises `NotFirmly` when it is none."""
    data = parse_json(answer.body)
    if data is None:
        raise not_firmly(answer)
    return data


def json_list(answer: Answer) -> list[object]:
    """The body as a JSON list. Raises `NotFirmly` when it is none."""
    data = json_body(answer)
    if not isinstance(data, list):
        raise not_firmly(answer, "not a list")
    return cast("list[object]", data)


def readable(entries: object, model: type[Model]) -> list[Model]:
    """The entries of a JSON list that are valid, without those that are not; nothing for what is no list."""
    found: list[Model] = []
    for entry in cast("list[object]", entries) if isinstance(entries, list) else []:
        with suppress(ValidationError):
            found.append(model.model_validate(entry))
    return found


_ERROR_FIELDS: Final = frozenset(["code", "error", "description", "message", "details"])
_LONGEST_ERROR: Final = 10_000


def check(answer: Answer, clock: float) -> Answer:
    """Return a 2xx answer; raise what any other says. `clock` is the time in unix seconds."""
    if answer.ok and not is_refusal(answer):
        return answer
    raise error_of(answer, clock)


def is_refusal(answer: Answer) -> bool:
    """Whether a 2xx answer is an error and nothing else: some gateways say with 200 what firmly says with 4xx."""
    if len(answer.body) > _LONGEST_ERROR or b'"error"' not in answer.body:
        return False
    data = parse_json(answer.body)
    return isinstance(data, dict) and data.keys() <= _ERROR_FIELDS and error_body(answer) is not None


_WITHOUT_WORDS: Final = (401, 429, 500, 502, 503, 504)
"""What gateways before firmly say in words of their own."""


def error_of(answer: Answer, clock: float) -> FirmlyError:
    """The error that an answer means that is not 2xx, or is one only by its status."""
    request, status = answer.request, answer.status
    body = error_body(answer)
    if body is None and status not in _WITHOUT_WORDS:
        return not_firmly(answer)
    if answer.ok and body is not None:
        status = body.code or status
    identifier = body.identifier if body else ""
    return error_class(status, identifier)(
        status,
        identifier,
        body.description if body else "",
        ray_id=ray_id(answer),
        method=request.method,
        path=request.path,
        retry_after=_retry_after(answer.headers.get("retry-after", ""), clock),
    )


@dataclass(frozen=True, slots=True)
class ErrorBody:
    """An error in the API's own words; `code` is 0 where the body has none."""

    identifier: str
    description: str
    code: int


def error_body(answer: Answer) -> ErrorBody | None:
    """The error that a body holds, or `None` when it is not one of firmly's."""
    return read_error(parse_json(answer.body), answer.request)


def read_error(data: object, request: Request) -> ErrorBody | None:
    """Read `{code, error, description}`, `{error, message, details}` or an event's `{error: {…}}`, without what
    it repeats of the secrets of `request`.
    """
    if not isinstance(data, dict):
        return None
    body = cast("dict[str, object]", data)
    inner = body.get("error")
    if isinstance(inner, dict):
        body = cast("dict[str, object]", inner)
        inner = body.get("error")
    identifier = inner if isinstance(inner, str) else ""
    texts = [body.get("description"), body.get("message")]
    description = next((text for text in texts if isinstance(text, str) and text), "")
    code = body.get("code")
    nested = body is not data
    if not identifier and not (description and (nested or isinstance(code, int))):
        return None
    return ErrorBody(
        without_secrets(identifier, request),
        without_secrets(description, request),
        code if isinstance(code, int) else 0,
    )


def not_firmly(answer: Answer, detail: str = "") -> NotFirmly:
    """The error for an answer that no firmly server gives."""
    sentence = sentences.not_firmly(answer.request.host, _describe(answer))
    return NotFirmly(sentence, status=answer.status, detail=without_secrets(detail, answer.request))


def _describe(answer: Answer) -> str:
    if 300 <= answer.status < 400:
        return "it sends its callers elsewhere"
    if not answer.body:
        return f"an empty answer of status {answer.status}"
    if "html" in answer.media_type or answer.body.lstrip()[:1] == b"<":
        return "an HTML page"
    if parse_json(answer.body) is not None:
        return "a JSON document of another kind"
    return "an answer that is not JSON"


def parse_json(text: bytes) -> object:
    """The JSON value, or `None` for `null` and for what is no JSON."""
    try:
        return cast("object", json.loads(text))
    except (ValueError, RecursionError):
        return None


def _retry_after(value: str, clock: float) -> float | None:
    """Seconds to wait, from the header's seconds or date."""
    # Rarely needed, and slow to import.
    from email.utils import parsedate_to_datetime

    try:
        decimal = value.strip().isdecimal()
        wait = float(value) if decimal else parsedate_to_datetime(value).timestamp() - clock
    except (ValueError, OverflowError):
        return None
    return max(0.0, wait) if math.isfinite(wait) else None
