"""What an endpoint says about a call, and what goes to the wire: plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, Literal

Host = Literal["api", "cc", "status"]
"""The hosts of firmly: the API itself, the one for card data, and the one that tells how merchants are."""

ALL_CARTS: Final = "*"
"""Stands for the carts of all merchants in `Call.cart`."""


class Kind(Enum):
    """What a call does, which decides whether it may be repeated."""

    READ = "read"
    """May be repeated."""

    CHANGE = "change"
    """Changes a cart: repeated only where nothing was sent."""

    ORDER = "order"
    """Places an order: never repeated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of the API: path, body, and how to treat it.

    `cart` is the merchant domain whose cart the call changes, or `ALL_CARTS`; such calls wait for one another.
    Where it `brings_a_code`, an answer of 401 may be about that one and not about the device token.
    """

    method: Literal["GET", "POST", "PUT", "DELETE"]
    path: str
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    body: Mapping[str, object] | bytes | None = field(default=None, repr=False)
    host: Host = "api"
    auth: Literal["device", "app", "none"] = "device"
    kind: Kind = Kind.READ
    cart: str = ""
    brings_a_code: bool = False
    accept: str = "application/json"


@dataclass(frozen=True, slots=True)
class Request:
    """A call made ready: what leaves this machine. `repr` shows neither headers nor body."""

    method: str
    url: str
    path: str
    host: str
    kind: Kind
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Head:
    """The part of an answer before its body; header names are lower-case."""

    request: Request
    status: int
    headers: Mapping[str, str] = field(repr=False)

    @property
    def ok(self) -> bool:
        """Whether the call succeeded (2xx)."""
        return 200 <= self.status < 300

    @property
    def media_type(self) -> str:
        """The content type without its parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def is_stream(self) -> bool:
        """Whether events follow, one by one."""
        return self.ok and self.media_type == "text/event-stream"


@dataclass(frozen=True)
class Answer(Head):
    """What came back, with its whole body."""

    body: bytes = field(repr=False)
