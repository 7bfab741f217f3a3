"""The filter line: words, and `key:value` for what has a name."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firmly_tui.client import Kind

if TYPE_CHECKING:
    from firmly_tui.inspector.log import Entry

Test = Callable[["Entry"], bool]

_STATUS: Final = re.compile(r"[1-5]xx|[1-5]\d\d")
_SECONDS: Final = re.compile(r"(\d+(?:\.\d+)?)(ms|s)?")

_IS: Final[dict[str, Test]] = {
    "order": lambda entry: entry.is_order,
    "change": lambda entry: entry.exchange.method != "GET" and entry.exchange.kind is not Kind.READ,
    "error": lambda entry: entry.is_error,
    "failed": lambda entry: bool(entry.exchange.failure),
    "marked": lambda entry: entry.marked,
    "stream": lambda entry: entry.exchange.is_stream,
    "open": lambda entry: not entry.exchange.is_over,
    "app": lambda entry: entry.is_app,
}

HELP: Final = (
    "Words look in method, path, merchant, identifier and ray id. status:404, 4xx or none · method:POST · "
    "merchant:nordhaus · path:cart · body:sofa · slower:500ms · is:order, change, error, failed, marked, stream, "
    "open or app. A - before one means not; quotes keep words together. Only is:app shows what the app asks for "
    "itself: the sandbox's state (/sandbox/…) and pictures."
)
"""The grammar, for people."""


class FilterError(ValueError):
    """The line cannot be read; its text is a sentence."""


@dataclass(frozen=True)
class Filter:
    """What to show: all tests must hold. What the app asks for itself is shown only by `is:app`."""

    tests: tuple[Test, ...]
    is_app: bool
    """Whether it shows what the app asks for itself, and nothing else."""

    @classmethod
    def parse(cls, line: str) -> Filter:
        """Read a filter line. Raises `FilterError`."""
        try:
            words = shlex.split(line)
        except ValueError:
            # A quote that is being typed.
            words = line.replace('"', " ").replace("'", " ").split()
        is_app = "is:app" in map(str.casefold, words)
        tests = [_test(word) for word in words if word.strip("-")]
        return cls((*tests, _test("is:app" if is_app else "-is:app")), is_app)

    def __call__(self, entry: Entry) -> bool:
        """Whether an exchange is shown."""
        return all(test(entry) for test in self.tests)


def _test(word: str) -> Test:
    bare = word.lstrip("-")
    found = _bare_test(bare)
    is_not = (len(word) - len(bare)) % 2
    return (lambda entry: not found(entry)) if is_not else found


def _bare_test(word: str) -> Test:
    key, colon, value = word.partition(":")
    wanted = value.casefold()
    if not colon:
        word = word.casefold()
        return lambda entry: word in _text(entry)
    match key.casefold():
        case "status":
            return _status(wanted)
        case "is":
            return _is(wanted)
        case "slower":
            return _slower(wanted)
        case "method":
            return lambda entry: entry.exchange.method.casefold() == wanted
        case "merchant":
            return lambda entry: wanted in entry.merchant.casefold()
        case "path":
            return lambda entry: wanted in entry.exchange.path.casefold()
        case "body":
            return lambda entry: wanted in _bodies(entry)
        case _:
            raise FilterError(
                f"There is no {key}: to filter by. Use status, method, merchant, path, body, slower, is."
            )


def _status(wanted: str) -> Test:
    if wanted == "none":
        return lambda entry: entry.exchange.status is None
    if wanted and "xx".startswith(wanted[1:]) and wanted[0] in "12345":
        return lambda entry: (
            entry.exchange.status is not None and entry.exchange.status // 100 == int(wanted[0])
        )
    if not _STATUS.fullmatch(wanted):
        raise FilterError("A status is a number such as 404, a class such as 4xx, or none.")
    return lambda entry: str(entry.exchange.status) == wanted


def _is(wanted: str) -> Test:
    if wanted not in _IS:
        raise FilterError(f"is: goes with {', '.join(_IS)}.")
    return _IS[wanted]


def _slower(wanted: str) -> Test:
    found = _SECONDS.fullmatch(wanted)
    if found is None:
        raise FilterError("A duration is one such as 500ms or 1.5s.")
    seconds = float(found[1]) / (1 if found[2] == "s" else 1000)
    return lambda entry: entry.exchange.elapsed > seconds


def _text(entry: Entry) -> str:
    exchange = entry.exchange
    parts = (
        exchange.method,
        exchange.path,
        entry.merchant,
        entry.identifier,
        exchange.ray_id,
        exchange.failure,
    )
    events = (event.name for event in exchange.events)
    return " ".join([*parts, *events]).casefold()


def _bodies(entry: Entry) -> str:
    exchange = entry.exchange
    events = (event.data for event in exchange.events)
    return "\n".join([exchange.request_body, exchange.response_body, *events]).casefold()
