"""The log of exchanges: what an observer was told, within bounds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from firmly_tui.inspector.facts import identifier_of, is_of_the_app, merchant_of, places_order
from firmly_tui.observable import Observable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmly_tui.client import Exchange

MOST_ENTRIES: Final = 2_000
"""How many exchanges are kept."""

MOST_CHARACTERS: Final = 32_000_000
"""How many characters of them are kept."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An exchange in the log, with what was read from it. `weight` counts its characters.

    `is_app` tells what the app asked on its own account: the state of the sandbox, and pictures.
    """

    exchange: Exchange
    merchant: str
    identifier: str
    is_order: bool
    weight: int
    is_app: bool = False
    marked: bool = False

    @property
    def id(self) -> int:
        """What tells it from the others."""
        return self.exchange.id

    @property
    def is_error(self) -> bool:
        """Whether it failed, or the server said no, by its status or in its stream."""
        return bool(self.exchange.failure or self.identifier) or (self.exchange.status or 0) >= 400


class Log(Observable):
    """Every exchange, oldest first; `observe` is the client's observer.

    Where there are too many, the oldest go first, and marked ones last. It holds only what it was told, which
    has no secrets in it, and nothing of it is written anywhere by itself.
    """

    def __init__(self, most_entries: int = MOST_ENTRIES, most_characters: int = MOST_CHARACTERS) -> None:
        super().__init__()
        self._most_entries = most_entries
        self._most_characters = most_characters
        self._entries: dict[int, Entry] = {}
        self._weight = 0
        self._newest = 0
        self.forgotten = 0
        """How many exchanges had to go."""

    @property
    def entries(self) -> Sequence[Entry]:
        """All exchanges that are kept, oldest first."""
        return list(self._entries.values())

    @property
    def weight(self) -> int:
        """How many characters are kept."""
        return self._weight

    def get(self, number: int) -> Entry | None:
        """The exchange with this id, if it is still there."""
        return self._entries.get(number)

    def observe(self, exchange: Exchange) -> None:
        """Take what an observer is told."""
        before = self._entries.get(exchange.id)
        if before is None and exchange.id <= self._newest:
            # It had to go while it went on.
            return
        self._newest = max(self._newest, exchange.id)
        self._put(_entry(exchange, marked=before is not None and before.marked))
        self._forget_some()
        self._changed()

    def mark(self, number: int) -> bool:
        """Mark an exchange, or no more; whether it is marked now."""
        entry = self._entries.get(number)
        if entry is None:
            return False
        self._entries[number] = replace(entry, marked=not entry.marked)
        self._changed()
        return not entry.marked

    def clear(self) -> None:
        """Forget all but what is marked."""
        for entry in [entry for entry in self._entries.values() if not entry.marked]:
            self._remove(entry)
        self._changed()

    def before(self, entry: Entry) -> Sequence[Entry]:
        """The exchanges that had ended when this one began, newest first."""
        began = entry.exchange.began
        older = [other for other in self._entries.values() if other.id != entry.id and other.exchange.is_over]
        older = [other for other in older if other.exchange.began + other.exchange.elapsed <= began + 0.001]
        return sorted(older, key=lambda other: other.exchange.began + other.exchange.elapsed, reverse=True)

    def _put(self, entry: Entry) -> None:
        before = self._entries.get(entry.id)
        self._weight += entry.weight - (before.weight if before else 0)
        self._entries[entry.id] = entry

    def _remove(self, entry: Entry) -> None:
        del self._entries[entry.id]
        self._weight -= entry.weight

    def _forget_some(self) -> None:
        while len(self._entries) > 1 and (
            len(self._entries) > self._most_entries or self._weight > self._most_characters
        ):
            oldest = next((entry for entry in self._entries.values() if not entry.marked), None)
            self._remove(oldest or next(iter(self._entries.values())))
            self.forgotten += 1


def _entry(exchange: Exchange, *, marked: bool) -> Entry:
    return Entry(
        exchange,
        merchant=merchant_of(exchange.path),
        identifier=identifier_of(exchange) if exchange.is_over or exchange.events else "",
        is_order=places_order(exchange.method, exchange.path, exchange.kind),
        weight=_weight(exchange),
        is_app=is_of_the_app(exchange),
        marked=marked,
    )


def _weight(exchange: Exchange) -> int:
    headers = (*exchange.request_headers, *exchange.response_headers, *exchange.query)
    texts = (exchange.path, exchange.request_body, exchange.response_body, exchange.failure)
    return (
        sum(map(len, texts))
        + sum(len(name) + len(value) for name, value in headers)
        + sum(len(event.name) + len(event.data) for event in exchange.events)
    )
