"""Keeps the carts by merchant: reads them, and makes every change of them in one way."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from firmly_tui.checkout.changes import compare
from firmly_tui.checkout.directory import Directory
from firmly_tui.checkout.merchant_cart import Leaving, MerchantCart
from firmly_tui.client.errors import ApiError, FirmlyError, Interrupted, NotSent
from firmly_tui.models import Cart
from firmly_tui.observable import Observable

if TYPE_CHECKING:
    from firmly_tui.client import FirmlyClient

T = TypeVar("T")

_ORDERED: Final = "An order is being placed at {name}, so the cart there stays as it is until that has ended."

_OTHER_CART: Final = ("CartNotFound", "NoLineItem", "LineItemNotFound", "ShipmentNotFound")
"""Refusals that tell that the cart is not the one that is shown: it was ordered or changed elsewhere."""

OnRefusal = Callable[[MerchantCart, FirmlyError], None]
"""What keeps a refusal where it belongs."""
OnAnswer = Callable[[MerchantCart, Cart | None, Cart], None]
"""Told of the cart before and after, once an answer was taken over."""


@dataclass
class _Change:
    """A change of a cart that is under way; the arguments are those of `CartKeeper.change`."""

    entry: MerchantCart
    number: int
    call: Callable[[], Awaitable[Cart]]
    on_refusal: OnRefusal | None
    on_answer: OnAnswer | None
    settles: tuple[str, int] | None
    removes: Leaving | None
    awaited: bool = True


class CartKeeper(Observable):
    """The carts by merchant, and the one way to change them.

    An answer of the server replaces the whole cart; one that is older than the newest is dropped. A cart that
    is met under several domains is kept once, under the server's own. A merchant that fails is shown as failing
    and hides no other.
    """

    def __init__(self, client: "FirmlyClient", *, clock: Callable[[], float] = time.monotonic):
        super().__init__()
        self.error: FirmlyError | None = None
        self._client = client
        self._clock = clock
        self._directory = Directory()
        self._still: list[str] = []
        self._ticks = 0
        self._tasks: set[asyncio.Task[Any]] = set()

    def __getitem__(self, domain: str) -> MerchantCart:
        entry = self._directory.get(domain)
        if entry is None:
            raise KeyError(domain)
        return entry

    def get(self, domain: str) -> MerchantCart | None:
        """The merchant's state, None for one that was never met."""
        return self._directory.get(domain)

    @property
    def entries(self) -> list[MerchantCart]:
        """The merchants with something in the cart, to undo, or wrong, or emptied elsewhere; by name."""
        shown = [
            entry
            for entry in self._directory
            if entry.has_lines or entry.removed or entry.error or entry.elsewhere
        ]
        return sorted(shown, key=lambda entry: (entry.name.casefold(), entry.domain))

    async def load(self, *, quietly: bool = False) -> None:
        """Read the carts of all merchants. A failure is kept in `error`, and the known carts stay.

        What differs from the carts that were shown is each entry's `elsewhere`. What did so before is that no more,
        and what was refused is forgotten; not so `quietly`: then it stays, unless goods or sums are others now.
        """
        mark = self._ticks
        known = [entry.domain for entry in self._directory]
        try:
            carts = await self._client.session.active_carts()
        except FirmlyError as error:
            self.error = error
            self._changed()
            return
        self.error = None
        # Without its merchant a cart can be neither changed nor ordered.
        carts = [cart for cart in carts if cart.domain]
        for cart in carts:
            self._read(cart.domain, cart, mark, compares=True, quietly=quietly)
        self._changed()
        # A merchant that is down is left out of the answer, as is an empty cart: only asking tells.
        missing = {self._directory.key(domain) for domain in known} - {cart.domain for cart in carts}
        await asyncio.gather(*(self.refresh(domain, compares=True, quietly=quietly) for domain in missing))

    async def refresh(self, domain: str, *, compares: bool = False, quietly: bool = False) -> None:
        """Read one merchant's cart; with `compares`, what differs from the one shown is its `elsewhere`, and what was
        refused about the old one is forgotten; `quietly` as in `load`.
        """
        entry = self._directory.entry(domain)
        mark = self._ticks
        with self._running(entry):
            try:
                cart = await self._client.carts.get(entry.domain)
            except FirmlyError as error:
                failed = self._present(entry)
                failed.error, failed.unread = error, True
            else:
                self._read(entry.domain, cart, mark, compares=compares, quietly=quietly)

    async def look_after(self, domain: str, error: FirmlyError) -> bool:
        """Read a cart again where a refusal tells that it is not the one that is shown; returns whether it does."""
        entry = self._directory.entry(domain)
        is_other = entry.has_lines and isinstance(error, ApiError) and error.matches(*_OTHER_CART)
        if is_other:
            await self.refresh(entry.domain, compares=True)
        return is_other

    async def change(
        self,
        domain: str,
        call: Callable[[], Awaitable[Cart]],
        *,
        on_refusal: OnRefusal | None = None,
        on_answer: OnAnswer | None = None,
        settles: tuple[str, int] | None = None,
        removes: Leaving | None = None,
    ) -> Cart:
        """Make any change of a cart, and take its answer over; every change goes this way.

        `settles` is the line and the wish that is sent for it, `removes` are lines to keep for
        `undo` once they are gone.
        It goes on to its end when the caller, such as a screen, goes away. Raises FirmlyError when it is
        refused, after `on_refusal` was called; without one, and with the caller gone, it is the entry's `error`.
        Raises NotSent while the cart is held still.
        """
        entry = self._directory.entry(domain)
        if self._is_still(entry):
            error = NotSent(_ORDERED.format(name=entry.name))
            if on_refusal is not None:
                on_refusal(entry, error)
            self._changed()
            raise error
        self._ticks += 1
        entry.touched = self._ticks
        entry.changing += 1
        if removes is not None:
            entry.leaving.append(removes)
        change = _Change(entry, self._ticks, call, on_refusal, on_answer, settles, removes)
        task = self._start(self._make(change))
        try:
            answer = await asyncio.shield(task)
        except asyncio.CancelledError:
            change.awaited = False
            raise
        if isinstance(answer, FirmlyError):
            raise answer
        return answer

    async def to_the_end(self, domain: str, steps: Callable[[MerchantCart], Coroutine[Any, Any, T]]) -> T:
        """Make several changes of one cart that belong together; the merchant is busy until the last one.

        They go on to their end when the caller goes away, and must therefore keep refusals themselves.
        """
        entry = self._directory.entry(domain)
        entry.in_turn += 1

        async def run() -> T:
            try:
                return await steps(self._present(entry))
            finally:
                self._present(entry).in_turn -= 1
                self._changed()

        return await asyncio.shield(self._start(run()))

    async def in_turn(self, domain: str, steps: Callable[[MerchantCart], Coroutine[Any, Any, T]]) -> T:
        """Make several changes as `to_the_end` does, after all others that were begun so."""

        async def run(entry: MerchantCart) -> T:
            async with entry.turn:
                return await steps(self._present(entry))

        return await self.to_the_end(domain, run)

    @asynccontextmanager
    async def held_still(self, domain: str) -> AsyncGenerator[None]:
        """Let nothing change a cart while it is ordered: what is under way ends first, and no other change begins."""
        ended = asyncio.Event()
        unwatch = self.subscribe(ended.set)
        try:
            while (entry := self._directory.entry(domain)).changing or entry.in_turn:
                ended.clear()
                await ended.wait()
        finally:
            unwatch()
        self._still.append(domain)
        try:
            yield
        finally:
            self._still.remove(domain)

    def _is_still(self, entry: MerchantCart) -> bool:
        return any(self._directory.key(domain) == entry.domain for domain in self._still)

    def said(self) -> None:
        """Tell those who watch that something about an entry is new."""
        self._changed()

    def _start(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Let work go on, whatever becomes of who asked for it."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _make(self, change: _Change) -> Cart | FirmlyError:
        """Make the change, whatever becomes of the caller, and do all that follows from its answer."""
        entry = change.entry
        with self._running(entry):
            try:
                answer = await change.call()
            except FirmlyError as error:
                answer = error
            finally:
                self._ticks += 1
                self._present(entry).touched = self._ticks
                self._present(entry).changing -= 1
                if change.removes is not None:
                    change.removes.ended = True
            if isinstance(answer, Cart):
                await self._take(change, answer)
            else:
                await self._refused(change, answer)
        return answer

    async def _take(self, change: _Change, cart: Cart) -> None:
        entry = self._directory.file(change.entry.domain, cart)
        if change.settles is not None:
            line_item_id, wish = change.settles
            if entry.quantities.get(line_item_id) == wish:
                del entry.quantities[line_item_id]
        if change.number > entry.applied:
            entry.applied = change.number
            before = entry.cart
            entry.take(cart)
            if change.on_answer is not None:
                change.on_answer(entry, before, cart)
        else:
            # Changes under two domains of one cart do not wait for each other: which was last, only looking tells.
            await self.refresh(entry.domain)

    async def _refused(self, change: _Change, error: FirmlyError) -> None:
        """Keep the refusal; where it is not known whether the change was made, or what the cart is, look."""
        entry = self._present(change.entry)
        if not isinstance(error, Interrupted) and change.removes in entry.leaving:
            entry.leaving.remove(change.removes)
        if not await self.look_after(entry.domain, error) and isinstance(error, Interrupted):
            await self.refresh(entry.domain)
        entry = self._present(entry)
        if change.on_refusal is not None:
            change.on_refusal(entry, error)
        elif not change.awaited:
            entry.error = error

    def _read(
        self, domain: str, cart: Cart | None, mark: int, *, compares: bool, quietly: bool = False
    ) -> None:
        """Take over what was read since `mark`, unless a change made it old."""
        entry = self._directory.entry(domain) if cart is None else self._directory.file(domain, cart)
        if not entry.is_current(mark):
            return
        before, said = entry.cart, entry.address_changes
        refused = None if entry.unread else entry.error
        # What is marked already stays marked by being compared with the same cart as then.
        since = entry.unmarked if quietly and entry.elsewhere else before
        entry.take(cart)
        if not compares:
            return
        entry.elsewhere = (compare(since, cart) or None) if since is not None else None
        entry.unmarked = since if entry.elsewhere else None
        if quietly and before is not None and not compare(before, cart):
            entry.address_changes, entry.error = said, refused
        else:
            entry.forget_refusals()

    def _present(self, entry: MerchantCart) -> MerchantCart:
        """The entry that has absorbed this one, or itself."""
        return self._directory.entry(entry.domain)

    @contextmanager
    def _running(self, entry: MerchantCart) -> Generator[None]:
        entry.running += 1
        self._changed()
        try:
            yield
        finally:
            self._present(entry).running -= 1
            self._changed()
