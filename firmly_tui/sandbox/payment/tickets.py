"""Texts that stand for something the sandbox keeps in memory for a while: payment tokens, unlocked wallets."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import datetime
from hashlib import blake2b
from typing import Final, Generic, TypeVar

from firmly_tui.sandbox.ids import Ids
from firmly_tui.sandbox.store import Store

_MOST: Final = 1000
_Kept = TypeVar("_Kept")


class Tickets(Generic[_Kept]):
    """Issues tickets of one kind, each good for ``seconds``.

    Only a count of them is stored, so that no text is ever issued twice; after a restart all are unknown.
    At most 1,000 are kept, the newest.
    """

    def __init__(
        self, kind: str, seconds: int, store: Store, ids: Ids, clock: Callable[[], datetime]
    ) -> None:
        self._kind = kind
        self._seconds = seconds
        self._store = store
        self._ids = ids
        self._clock = clock
        self._kept: dict[str, tuple[float, _Kept]] = {}

    def issue(self, value: _Kept, name: str) -> str:
        """Keep a value, and return the ticket ``name|base64`` for it."""
        with self._store.change() as transaction:
            secret = self._ids.new(transaction, self._kind)
        digest = blake2b(f"{self._kind}/{name}/{secret}".encode(), digest_size=48).digest()
        ticket = f"{name}|{base64.b64encode(digest).decode('ascii')}"
        self._kept[ticket] = (self._clock().timestamp() + self._seconds, value)
        while len(self._kept) > _MOST:
            del self._kept[next(iter(self._kept))]
        return ticket

    def value(self, ticket: str) -> _Kept | None:
        """Return what a ticket stands for, or None when it is unknown, used up, or too old."""
        expires, value = self._kept.get(ticket, (0.0, None))
        return value if self._clock().timestamp() < expires else None

    def use_up(self, ticket: str) -> None:
        """Make a ticket worthless."""
        self._kept.pop(ticket, None)
