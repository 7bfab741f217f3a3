"""A request as text that can be edited: method, path and query on the first line, then the body."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Self
from urllib.parse import parse_qsl

from firmly_tui.client import Kind
from firmly_tui.inspector.facts import (
    hides_something,
    merchant_of,
    parsed,
    places_order,
    target_of,
    was_left_out,
)

if TYPE_CHECKING:
    from firmly_tui.client import Exchange

METHODS: Final = ("GET", "POST", "PUT", "DELETE")


class OutgoingError(ValueError):
    """The text is no request; its text is a sentence."""


@dataclass(frozen=True)
class Outgoing:
    """A request that is about to be sent again. Its secrets are not in it: `(hidden)` stands for them."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    body: str
    base: str
    auth: Literal["device", "app", "none"]
    accept: str
    kind: Kind

    @classmethod
    def of(cls, exchange: Exchange) -> Self:
        """The request of this exchange."""
        headers = {name.lower(): value for name, value in exchange.request_headers}
        auth = "device" if "x-firmly-authorization" in headers else "none"
        return cls(
            exchange.method,
            exchange.path,
            exchange.query,
            exchange.request_body,
            exchange.base,
            "app" if "x-firmly-app-id" in headers else auth,
            headers.get("accept", "application/json"),
            exchange.kind,
        )

    def edited(self, text: str) -> Self:
        """The request that `text` says, sent to the same host in the same way. Raises `OutgoingError`."""
        first, _, body = text.strip().partition("\n")
        method, _, target = first.strip().partition(" ")
        method, target = method.upper(), target.strip()
        if method not in METHODS:
            raise OutgoingError(f"The first line begins with {', '.join(METHODS[:-1])} or {METHODS[-1]}.")
        path, _, query = target.partition("?")
        if not path.startswith("/") or "#" in target or any(char.isspace() for char in target):
            raise OutgoingError("After the method stands a path such as /api/v1/x?a=b, without spaces.")
        pairs = tuple(parse_qsl(query, keep_blank_values=True))
        if len(dict(pairs)) != len(pairs):
            raise OutgoingError("Each name may be in the query once.")
        # What was an order once may be one wherever it is posted.
        buys = places_order(method, path, self.kind if method == "POST" else None)
        kind = Kind.ORDER if buys else Kind.READ if method == "GET" else Kind.CHANGE
        return type(self)(method, path, pairs, body.strip(), self.base, self.auth, self.accept, kind)

    @property
    def text(self) -> str:
        """The request, to be edited."""
        data = parsed(self.body)
        body = json.dumps(data, indent=2, ensure_ascii=False) if data is not None else self.body
        return f"{self.method} {self.target}\n\n{body}".rstrip() + "\n"

    @property
    def target(self) -> str:
        """Path and query."""
        return target_of(self.path, self.query)

    @property
    def merchant(self) -> str:
        """The merchant that it is about, `""` where it names none."""
        return merchant_of(self.path)

    @property
    def is_order(self) -> bool:
        """Whether it buys something."""
        return places_order(self.method, self.path, self.kind)

    @property
    def wants_card(self) -> bool:
        """Whether the encrypted card is missing, which can be made anew."""
        return '"encrypted_card": "(hidden)"' in self.body or '"encrypted_card":"(hidden)"' in self.body

    @property
    def problem(self) -> str:
        """Why it cannot be sent as it is, in a sentence; `""` if it can. A card may be put in still."""
        if was_left_out(self.body):
            return "Its body was not JSON, or too long, and was not recorded. Edit it and write one."
        body = self.body.replace('"encrypted_card": "(hidden)"', "").replace(
            '"encrypted_card":"(hidden)"', ""
        )
        if (
            hides_something(body)
            or hides_something(self.path)
            or any(hides_something(v) for _, v in self.query)
        ):
            return "It held a secret, which was not recorded: (hidden) stands for it. Edit it and put one in."
        return ""

    def with_card(self, encrypted: str) -> bytes:
        """The body as it is sent, with this encrypted card where one was hidden."""
        body = self.body.replace('"(hidden)"', json.dumps(encrypted), 1 if encrypted else 0)
        # Half a surrogate pair travels as JSON writes it.
        return body.encode(errors="backslashreplace")
