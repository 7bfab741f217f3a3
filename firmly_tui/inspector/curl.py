"""An exchange as a curl command that runs in a shell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from firmly_tui.client import HIDDEN
from firmly_tui.inspector.facts import places_order, target_of, was_left_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firmly_tui.client import Exchange

_OF_CURL: Final = frozenset(
    ["host", "content-length", "user-agent", "accept-encoding", "connection", "cookie"]
)
_FIELD: Final = re.compile(r'("(?P<name>[\w-]+)": ?)?"\(hidden\)"|\(hidden\)')
_NAMES: Final = {"x-firmly-authorization": "FIRMLY_TOKEN", "access_token": "FIRMLY_TOKEN"}
_MEANS: Final = {
    "FIRMLY_TOKEN": "the access_token of POST /api/v1/browser-session",
    "ENCRYPTED_CARD": "a card as a compact JWE for the key of GET /api/v1/payment/key",
}


def curl(exchanges: Sequence[Exchange]) -> str:
    """A shell script with one command for each exchange. What was hidden comes from environment variables, and
    the script stops where one is not set, and at a request whose body was not recorded.
    """
    commands = [_command(exchange) for exchange in exchanges]
    variables = dict.fromkeys(name for names, _ in commands for name in names)
    lines = [
        "#!/bin/sh",
        "# Made by firmly-tui. Secrets are never recorded: they are read from the environment.",
    ]
    lines += [f': "${{{name}:?is not set. It is {_means(name)}.}}"' for name in variables]
    for exchange, (_, text) in zip(exchanges, commands, strict=True):
        lines += ["", *_remarks(exchange), text]
    return "\n".join(lines) + "\n"


def _means(name: str) -> str:
    # Inside of double quotes, where a shell reads some signs as its own.
    return _MEANS.get(name, f"what was sent as {name.lower()}")


def _remarks(exchange: Exchange) -> Iterator[str]:
    ended = (
        exchange.status if exchange.status is not None else exchange.failure.partition(":")[0] or "no answer"
    )
    yield _remark(f"{exchange.method} {exchange.path}: {ended}, ray {exchange.ray_id or 'none'}")
    if places_order(exchange.method, exchange.path, exchange.kind):
        yield "# This places an order."
    if was_left_out(exchange.request_body):
        yield _remark(f"Its body was not recorded: {exchange.request_body}. The script stops here.")


def _remark(text: str) -> str:
    return "# " + "".join(char if char.isprintable() else "?" for char in text)


def _command(exchange: Exchange) -> tuple[list[str], str]:
    """The variables that a command needs, and the command."""
    if was_left_out(exchange.request_body):
        return [], "echo 'The next request has a body that was not recorded.' >&2\nexit 1"
    needed: list[str] = []
    url = _quoted(exchange.base + target_of(exchange.path, exchange.query), needed, "HIDDEN")
    parts = ["curl -sS --globoff", f"-X {exchange.method} {url}"]
    if exchange.is_stream:
        parts[0] += " -N"
    for name, value in exchange.request_headers:
        if name.lower() not in _OF_CURL:
            parts.append(f"-H {_quoted(f'{name}: {value}', needed, _variable(name))}")
    if exchange.request_body:
        parts.append(f"--data-raw {_quoted(exchange.request_body, needed, 'HIDDEN')}")
    return needed, " \\\n  ".join(parts)


def _variable(name: str) -> str:
    return _NAMES.get(name.lower(), re.sub(r"\W", "_", name).upper())


def _quoted(text: str, needed: list[str], otherwise: str) -> str:
    """The text as one word of a shell, with variables where something was hidden."""
    parts: list[str] = []
    end = 0
    for found in _FIELD.finditer(text):
        variable = _variable(found["name"]) if found["name"] else otherwise
        needed.append(variable)
        before, _, after = found.group().partition(HIDDEN)
        parts += [_single(text[end : found.start()] + before), f'"${variable}"']
        parts.append(_single(after))
        end = found.end()
    parts.append(_single(text[end:]))
    return "".join(part for part in parts if part != "''") or "''"


def _single(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
