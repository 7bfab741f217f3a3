"""Finds out what became of an order of which no answer came, by looking at the carts; sends nothing again."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from firmly_tui.checkout.attempts import Attempt, Conclusion
from firmly_tui.checkout.evidence import Evidence, doubtful, elsewhere, judge, unreadable
from firmly_tui.checkout.journal import Journal, JournalError
from firmly_tui.client.errors import FirmlyError
from firmly_tui.models import Cart
from firmly_tui.observable import Observable

if TYPE_CHECKING:
    from firmly_tui.checkout.hive import Hive
    from firmly_tui.client import FirmlyClient

WAITS: Final = (1.0, 2.0, 4.0, 8.0, 15.0, 15.0, 15.0)
"""Seconds before each look, a minute in all: a server may still be at work after the connection is lost."""


@dataclass(frozen=True)
class Look:
    """One look at the carts, and what was seen."""

    at: datetime
    words: str

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} UTC  {self.words}."


def device_mark(device_id: str) -> str:
    """What stands for a device in the journal, `""` where the server gave it no id."""
    return hashlib.sha256(device_id.encode()).hexdigest()[:16] if device_id else ""


class Check(Observable):
    """A look, and another one, at what an attempt of unknown outcome left behind.

    A cart that is gone settles it when it is missed twice in a row; a cart that is still there only counts at the
    last look. What the carts tell is in the journal before `on_change` hears of the end; what an earlier check
    found out is not lost when the carts tell nothing any more.

    `device_changes` is the client's from before the order was sent; without it the attempt is one of an earlier
    run, of which the carts tell only if they are known to be of the same device.
    """

    def __init__(
        self,
        client: "FirmlyClient",
        hive: "Hive",
        journal: Journal,
        attempt: Attempt,
        on_change: Callable[[], None] | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        *,
        device_changes: int | None = None,
    ):
        super().__init__()
        if on_change is not None:
            self.subscribe(on_change)
        self.attempt = attempt
        self.looks: list[Look] = []
        self.finished = False
        self.sentence = ""
        self._client = client
        self._hive = hive
        self._journal = journal
        self._sleep = sleep
        self._device_changes = device_changes

    @property
    def conclusion(self) -> Conclusion:
        """What the carts told, `""` if nothing, or nothing yet."""
        return self.attempt.conclusion

    @property
    def place_again_allowed(self) -> bool:
        """Whether the shopper may have it cleared, by the merchant's name, and place it again."""
        return self.finished and self.attempt.can_clear

    async def run(self) -> None:
        """Look until it is clear, a minute at most, and write down what follows. Raises nothing of the server's."""
        found = await self._found()
        await self._write(found)
        await self._hive.refresh(self.attempt.merchant)
        self.finished = True
        self._changed()

    async def _found(self) -> Evidence:
        found = doubtful(self.attempt)
        for wait in WAITS:
            before = found
            await self._sleep(wait)
            found = await self._look()
            # After the read: it may be what brought the new device.
            if self._is_elsewhere():
                found = elsewhere(self.attempt)
            self.looks.append(Look(self._journal.now().astimezone(UTC), found.seen))
            self._changed()
            if self._is_elsewhere() or found.conclusion == before.conclusion == "placed":
                return found
        return doubtful(self.attempt) if found.conclusion == "placed" else found

    async def _look(self) -> Evidence:
        try:
            cart = await self._client.carts.get(self.attempt.merchant)
        except FirmlyError as error:
            return unreadable(self.attempt, error.sentence.rstrip("."))
        return judge(self.attempt, cart, await self._active())

    async def _active(self) -> list[Cart]:
        """The carts of all merchants; some servers do not list them, and the merchant's own one tells enough."""
        try:
            return await self._client.session.active_carts()
        except FirmlyError:
            return []

    def _is_elsewhere(self) -> bool:
        if self._device_changes is not None:
            return self._client.device_changes != self._device_changes
        return not self.attempt.device or self.attempt.device != device_mark(self._client.device_id)

    async def _write(self, found: Evidence) -> None:
        seen = tuple(str(look) for look in self.looks)
        try:
            # With what another window may have found out meanwhile.
            self.attempt = await asyncio.to_thread(
                self._journal.conclude, self.attempt.id, found.conclusion, found.sentence, seen
            )
            self.sentence = self.attempt.detail
        except JournalError as error:
            kept = self.attempt
            if kept.conclusion and not found.conclusion:
                found = Evidence(kept.conclusion, kept.detail)
            self.sentence = f"{found.sentence} {error}"
            self.attempt = replace(kept, conclusion=found.conclusion, detail=found.sentence, looks=seen)
