"""All carts of a device, side by side: one for each merchant."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from firmly_tui.checkout.directory import Directory
from firmly_tui.checkout.merchant_cart import MerchantCart, Removed
from firmly_tui.checkout.observable import Observable
from firmly_tui.checkout.totals import CurrencyTotals, totals
from firmly_tui.client.errors import FirmlyError, Interrupted
from firmly_tui.models import Address, Cart, LineItem, Ref

if TYPE_CHECKING:
    from firmly_tui.client import FirmlyClient


@dataclass
class _Change:
    """A change of a cart that is under way; the arguments are those of `Hive.change`."""

    entry: MerchantCart
    number: int
    call: Callable[[], Awaitable[Cart]]
    on_refusal: Callable[[MerchantCart, FirmlyError], None] | None
    settles: tuple[str, int] | None
    removes: Sequence[LineItem]
    awaited: bool = True


class Hive(Observable):
    """The carts by merchant, and every change of them.

    An answer of the server replaces the whole cart; one that is older than the newest is dropped. A cart that
    is met under several domains is kept once, under the server's own. A merchant that fails is shown as failing
    and hides no other. Methods that say nothing of errors keep the reason in the entry; none of them raises for
    a server's refusal unless it says so.
    """

    def __init__(self, client: "FirmlyClient", *, clock: Callable[[], float] = time.monotonic):
        super().__init__()
        self.error: FirmlyError | None = None
        self._client = client
        self._clock = clock
        self._directory = Directory()
        self._ticks = 0
        self._senders: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[Cart | FirmlyError]] = set()

    @property
    def entries(self) -> list[MerchantCart]:
        """The merchants with something in the cart, to undo, or wrong; by name."""
        shown = [entry for entry in self._directory if entry.has_lines or entry.removed or entry.error]
        return sorted(shown, key=lambda entry: (entry.name.casefold(), entry.domain))

    def __getitem__(self, domain: str) -> MerchantCart:
        entry = self._directory.get(domain)
        if entry is None:
            raise KeyError(domain)
        return entry

    def get(self, domain: str) -> MerchantCart | None:
        """The merchant's state, None for one that was never met."""
        return self._directory.get(domain)

    @property
    def count(self) -> int:
        """How many pieces are in all carts, as wished for."""
        return sum(entry.quantity(line) for entry in self._directory for line in entry.lines)

    @property
    def is_empty(self) -> bool:
        """Whether no cart has a line."""
        return not any(entry.has_lines for entry in self._directory)

    @property
    def can_undo(self) -> bool:
        """Whether a removed line can be put back."""
        return any(entry.removed for entry in self._directory)

    def totals(self) -> list[CurrencyTotals]:
        """What all carts cost, for each currency."""
        return totals(entry.cart for entry in self._directory if entry.cart is not None)

    async def load(self) -> None:
        """Read the carts of all merchants. A failure is kept in `error`, and the known carts stay."""
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
            self._read(cart.domain, cart, mark)
        self._changed()
        # A merchant that is down is left out of the answer, as is an empty cart: only asking tells.
        missing = {self._directory.key(domain) for domain in known} - {cart.domain for cart in carts}
        await asyncio.gather(*(self.refresh(domain) for domain in missing))

    async def refresh(self, domain: str) -> None:
        """Read one merchant's cart."""
        entry = self._directory.entry(domain)
        mark = self._ticks
        with self._running(entry):
            try:
                cart = await self._client.carts.get(entry.domain)
            except FirmlyError as error:
                self._present(entry).error = error
            else:
                self._read(entry.domain, cart, mark)

    async def change(
        self,
        domain: str,
        call: Callable[[], Awaitable[Cart]],
        *,
        on_refusal: Callable[[MerchantCart, FirmlyError], None] | None = None,
        settles: tuple[str, int] | None = None,
        removes: Sequence[LineItem] = (),
    ) -> Cart:
        """Make any change of a cart, and take its answer over; every change goes this way.

        `settles` is the line and the wish that is sent for it, `removes` are the lines to keep for `undo`.
        It goes on to its end when the caller, such as a screen, goes away. Raises FirmlyError when it is
        refused, after `on_refusal` was called; without one, and with the caller gone, it is the entry's `error`.
        """
        entry = self._directory.entry(domain)
        self._ticks += 1
        entry.touched = self._ticks
        entry.changing += 1
        change = _Change(entry, self._ticks, call, on_refusal, settles, removes)
        task = asyncio.create_task(self._make(change))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            answer = await asyncio.shield(task)
        except asyncio.CancelledError:
            change.awaited = False
            raise
        if isinstance(answer, FirmlyError):
            raise answer
        return answer

    async def add(self, domain: str, ref: Ref, quantity: int = 1, name: str = "") -> Cart:
        """Put goods into a cart. Raises FirmlyError when the merchant refuses, and keeps nothing then."""
        entry = self._directory.entry(domain, name)
        return await self.change(domain, partial(self._client.carts.add, entry.domain, ref, quantity))

    async def set_quantity(self, domain: str, line_item_id: str, quantity: int) -> None:
        """Wish for another quantity; 0 removes.

        The wish shows at once. While a change of the line is under way, only the newest wish is sent after
        it. What the merchant refuses is rolled back, with the reason in the entry's `line_errors`.
        """
        if quantity < 1:
            await self.remove(domain, line_item_id)
            return
        entry = self[domain]
        entry.quantities[line_item_id] = quantity
        entry.line_errors.pop(line_item_id, None)
        self._changed()
        key = (entry.domain, line_item_id)
        if key not in self._senders:
            sender = asyncio.create_task(self._send_wishes(entry.domain, line_item_id))
            self._senders[key] = sender
            sender.add_done_callback(lambda _: self._senders.pop(key, None))
        # Shielded: a screen that goes away must not take a change back that is half done.
        await asyncio.shield(self._senders[key])

    async def remove(self, domain: str, line_item_id: str) -> None:
        """Take a line out; it can be put back with `undo`."""
        entry = self[domain]
        line = entry.cart.line(line_item_id) if entry.cart is not None else None
        if line is None:
            return
        entry.quantities.pop(line_item_id, None)
        call = partial(self._client.carts.remove, entry.domain, line_item_id)
        with suppress(FirmlyError):
            await self.change(domain, call, on_refusal=partial(_keep_at_line, line_item_id), removes=[line])

    async def clear(self, domain: str) -> None:
        """Take all lines of a merchant out; they can be put back one by one."""
        entry = self[domain]
        entry.quantities.clear()
        call = partial(self._client.carts.clear, entry.domain)
        with suppress(FirmlyError):
            await self.change(domain, call, on_refusal=_keep, removes=tuple(entry.lines))

    async def undo(self) -> Removed | None:
        """Put the latest removal back; None when there is none.

        Raises FirmlyError when the merchant refuses; the removal is kept then.
        """
        removals = [removed for entry in self._directory for removed in entry.removed]
        if not removals:
            return None
        latest = max(removals, key=lambda removed: removed.at)
        entry = self[latest.domain]
        # Taken out first, so that a second undo at the same time takes the one before.
        entry.removed.remove(latest)
        line = latest.line
        call = partial(self._client.carts.add, entry.domain, line.add_to_cart_ref, line.quantity)
        await self.change(entry.domain, call, on_refusal=lambda entry, _: entry.removed.append(latest))
        return latest

    async def set_address(self, address: Address) -> dict[str, FirmlyError]:
        """Tell all merchants with something in the cart where it goes; returns the refusals by domain."""
        entries = [entry for entry in self._directory if entry.has_lines]
        await asyncio.gather(*(self._set_address(entry, address) for entry in entries))
        return {entry.domain: entry.address_error for entry in entries if entry.address_error is not None}

    async def set_shipping_method(self, domain: str, shipment_id: str, method_id: str) -> None:
        """Choose how a shipment is sent; a refusal is kept as the entry's `error`."""
        entry = self[domain]
        call = partial(self._client.carts.set_shipping_method, entry.domain, shipment_id, method_id)
        with suppress(FirmlyError):
            await self.change(domain, call, on_refusal=_keep)

    async def _set_address(self, entry: MerchantCart, address: Address) -> None:
        entry.address_error = None
        call = partial(self._client.carts.set_shipping_info, entry.domain, address)
        with suppress(FirmlyError):
            await self.change(entry.domain, call, on_refusal=_keep_for_address)

    async def _send_wishes(self, domain: str, line_item_id: str) -> None:
        while (wish := self[domain].quantities.get(line_item_id)) is not None:
            call = partial(self._client.carts.update, self[domain].domain, line_item_id, wish)
            refused = partial(_roll_back, line_item_id, wish)
            try:
                cart = await self.change(domain, call, on_refusal=refused, settles=(line_item_id, wish))
            except FirmlyError:
                continue
            entry, line = self[domain], cart.line(line_item_id)
            if line is not None and line.quantity != wish and line_item_id not in entry.quantities:
                entry.line_errors[line_item_id] = f"The merchant set this to {line.quantity}."
                self._changed()

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
        now = self._clock()
        entry.removed += [Removed(entry.domain, entry.name, line, now) for line in change.removes]
        if change.number > entry.applied:
            entry.applied = change.number
            entry.take(cart)
        else:
            # Changes under two domains of one cart do not wait for each other: which was last, only looking tells.
            await self.refresh(entry.domain)

    async def _refused(self, change: _Change, error: FirmlyError) -> None:
        """Keep the refusal; where it is not known whether the change was made, look."""
        if isinstance(error, Interrupted):
            await self.refresh(change.entry.domain)
        entry = self._present(change.entry)
        if change.on_refusal is not None:
            change.on_refusal(entry, error)
        elif not change.awaited:
            entry.error = error

    def _read(self, domain: str, cart: Cart | None, mark: int) -> None:
        """Take over what was read since `mark`, unless a change made it old."""
        entry = self._directory.entry(domain) if cart is None else self._directory.file(domain, cart)
        if entry.is_current(mark):
            entry.take(cart)

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


def _keep(entry: MerchantCart, error: FirmlyError) -> None:
    entry.error = error


def _keep_for_address(entry: MerchantCart, error: FirmlyError) -> None:
    entry.address_error = error


def _keep_at_line(line_item_id: str, entry: MerchantCart, error: FirmlyError) -> None:
    entry.line_errors[line_item_id] = error.sentence


def _roll_back(line_item_id: str, wish: int, entry: MerchantCart, error: FirmlyError) -> None:
    """Forget a refused wish; a newer one stands, and is sent next."""
    if entry.quantities.get(line_item_id) == wish:
        del entry.quantities[line_item_id]
        entry.line_errors[line_item_id] = error.sentence
