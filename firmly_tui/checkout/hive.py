"""All carts of a device, side by side: one for each merchant."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Generator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from firmly_tui.checkout.merchant_cart import MerchantCart, Removed
from firmly_tui.checkout.observable import Observable
from firmly_tui.checkout.totals import CurrencyTotals, totals
from firmly_tui.client.errors import FirmlyError, Interrupted
from firmly_tui.models import Address, Cart, LineItem, Ref

if TYPE_CHECKING:
    from firmly_tui.client import FirmlyClient


class Hive(Observable):
    """The carts by merchant, and every change of them.

    An answer of the server replaces the whole cart; one that is older than the newest is dropped. A merchant
    that fails is shown as failing and hides no other. Methods that say nothing of errors keep the reason in
    the entry; none of them raises for a server's refusal unless it says so.
    """

    def __init__(self, client: "FirmlyClient", *, clock: Callable[[], float] = time.monotonic):
        super().__init__()
        self.error: FirmlyError | None = None
        self._client = client
        self._clock = clock
        self._entries: dict[str, MerchantCart] = {}
        self._senders: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[Cart]] = set()

    @property
    def entries(self) -> list[MerchantCart]:
        """The merchants with something in the cart, to undo, or wrong; by name."""
        shown = [entry for entry in self._entries.values() if entry.has_lines or entry.removed or entry.error]
        return sorted(shown, key=lambda entry: (entry.name.casefold(), entry.domain))

    def __getitem__(self, domain: str) -> MerchantCart:
        return self._entries[domain]

    def get(self, domain: str) -> MerchantCart | None:
        """The merchant's state, None for one that was never met."""
        return self._entries.get(domain)

    @property
    def count(self) -> int:
        """How many pieces are in all carts, as wished for."""
        return sum(entry.quantity(line) for entry in self._entries.values() for line in entry.lines)

    @property
    def is_empty(self) -> bool:
        """Whether no cart has a line."""
        return not any(entry.has_lines for entry in self._entries.values())

    @property
    def can_undo(self) -> bool:
        """Whether a removed line can be put back."""
        return any(entry.removed for entry in self._entries.values())

    def totals(self) -> list[CurrencyTotals]:
        """What all carts cost, for each currency."""
        return totals(entry.cart for entry in self._entries.values() if entry.cart)

    async def load(self) -> None:
        """Read the carts of all merchants. A failure is kept in `error`, and the known carts stay."""
        marks = {domain: entry.read_mark() for domain, entry in self._entries.items()}
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
            entry = self._entry(cart.domain, cart.name)
            if entry.is_current(marks.get(cart.domain, 0)):
                entry.take(cart)
        self._changed()
        # A merchant that is down is left out of the answer, as is an empty cart: only asking tells.
        named = {cart.domain for cart in carts}
        await asyncio.gather(*(self.refresh(domain) for domain in marks if domain not in named))

    async def refresh(self, domain: str) -> None:
        """Read one merchant's cart."""
        entry = self._entry(domain)
        mark = entry.read_mark()
        with self._running(entry):
            try:
                cart = await self._client.carts.get(domain)
            except FirmlyError as error:
                entry.error = error
                return
            if entry.is_current(mark):
                entry.take(cart)

    async def add(self, domain: str, ref: Ref, quantity: int = 1, name: str = "") -> Cart:
        """Put goods into a cart. Raises FirmlyError when the merchant refuses, and keeps nothing then."""
        entry = self._entry(domain, name)
        try:
            return await self._change(entry, self._client.carts.add(domain, ref, quantity))
        except FirmlyError as error:
            await self._after_refusal(entry, error)
            raise

    async def set_quantity(self, domain: str, line_item_id: str, quantity: int) -> None:
        """Wish for another quantity; 0 removes.

        The wish shows at once. While a change of the line is under way, only the newest wish is sent after
        it. What the merchant refuses is rolled back, with the reason in the entry's `line_errors`.
        """
        if quantity < 1:
            await self.remove(domain, line_item_id)
            return
        entry = self._entries[domain]
        entry.quantities[line_item_id] = quantity
        entry.line_errors.pop(line_item_id, None)
        self._changed()
        key = (domain, line_item_id)
        if key not in self._senders:
            sender = asyncio.create_task(self._send_wishes(entry, line_item_id))
            self._senders[key] = sender
            sender.add_done_callback(lambda _: self._senders.pop(key, None))
        # Shielded: a screen that goes away must not take a change back that is half done.
        await asyncio.shield(self._senders[key])

    async def remove(self, domain: str, line_item_id: str) -> None:
        """Take a line out; it can be put back with `undo`."""
        entry = self._entries[domain]
        line = entry.cart.line(line_item_id) if entry.cart else None
        if line is None:
            return
        entry.quantities.pop(line_item_id, None)
        try:
            await self._change(entry, self._client.carts.remove(domain, line_item_id), removes=[line])
        except FirmlyError as error:
            entry.line_errors[line_item_id] = error.sentence
            await self._after_refusal(entry, error)

    async def clear(self, domain: str) -> None:
        """Take all lines of a merchant out; they can be put back one by one."""
        entry = self._entries[domain]
        lines = list(entry.lines)
        entry.quantities.clear()
        try:
            await self._change(entry, self._client.carts.clear(domain), removes=lines)
        except FirmlyError as error:
            entry.error = error
            await self._after_refusal(entry, error)

    async def undo(self) -> Removed | None:
        """Put the latest removal back; None when there is none.

        Raises FirmlyError when the merchant refuses; the removal is kept then.
        """
        removals = [removed for entry in self._entries.values() for removed in entry.removed]
        if not removals:
            return None
        latest = max(removals, key=lambda removed: removed.at)
        entry = self._entries[latest.domain]
        # Taken out first, so that a second undo at the same time takes the one before.
        entry.removed.remove(latest)
        try:
            await self.add(latest.domain, latest.line.add_to_cart_ref, latest.line.quantity)
        except FirmlyError:
            entry.removed.append(latest)
            self._changed()
            raise
        return latest

    async def set_address(self, address: Address) -> dict[str, FirmlyError]:
        """Tell all merchants with something in the cart where it goes; returns the refusals by domain."""
        entries = [entry for entry in self._entries.values() if entry.has_lines]
        await asyncio.gather(*(self._set_address(entry, address) for entry in entries))
        return {entry.domain: entry.address_error for entry in entries if entry.address_error is not None}

    async def set_shipping_method(self, domain: str, shipment_id: str, method_id: str) -> None:
        """Choose how a shipment is sent; a refusal is kept as the entry's `error`."""
        entry = self._entries[domain]
        try:
            call = self._client.carts.set_shipping_method(domain, shipment_id, method_id)
            await self._change(entry, call)
        except FirmlyError as error:
            await self._after_refusal(entry, error)
            entry.error = error
            self._changed()

    async def _set_address(self, entry: MerchantCart, address: Address) -> None:
        entry.address_error = None
        try:
            await self._change(entry, self._client.carts.set_shipping_info(entry.domain, address))
        except FirmlyError as error:
            entry.address_error = error
            await self._after_refusal(entry, error)

    async def _send_wishes(self, entry: MerchantCart, line_item_id: str) -> None:
        while (wish := entry.quantities.get(line_item_id)) is not None:
            try:
                cart = await self._change(
                    entry, self._client.carts.update(entry.domain, line_item_id, wish), settles=line_item_id
                )
            except FirmlyError as error:
                entry.quantities.pop(line_item_id, None)
                entry.line_errors[line_item_id] = error.sentence
                await self._after_refusal(entry, error)
                return
            line = cart.line(line_item_id)
            if line is not None and line.quantity != wish and line_item_id not in entry.quantities:
                entry.line_errors[line_item_id] = f"The merchant set this to {line.quantity}."
                self._changed()

    async def _change(
        self,
        entry: MerchantCart,
        call: Coroutine[object, object, Cart],
        *,
        settles: str = "",
        removes: Sequence[LineItem] = (),
    ) -> Cart:
        """Make a change and take its answer over. It goes on when the caller, such as a screen, goes away.

        `settles` is the line whose wish is sent, `removes` are the lines to keep for `undo`.
        """
        entry.changes += 1
        entry.changing += 1
        answer = asyncio.create_task(self._answer(entry, call, entry.changes, settles, removes))
        self._tasks.add(answer)
        answer.add_done_callback(self._tasks.discard)
        return await asyncio.shield(answer)

    async def _answer(
        self,
        entry: MerchantCart,
        call: Coroutine[object, object, Cart],
        number: int,
        settles: str,
        removes: Sequence[LineItem],
    ) -> Cart:
        wish = entry.quantities.get(settles)
        with self._running(entry):
            try:
                cart = await call
            finally:
                entry.changing -= 1
            if entry.quantities.get(settles) == wish:
                entry.quantities.pop(settles, None)
            if number > entry.applied:
                entry.applied = number
                entry.take(cart)
            entry.removed += [Removed(entry.domain, entry.name, line, self._clock()) for line in removes]
        return cart

    async def _after_refusal(self, entry: MerchantCart, error: FirmlyError) -> None:
        """Show the refusal; where it is not known whether the change was made, look."""
        self._changed()
        if isinstance(error, Interrupted):
            await self.refresh(entry.domain)

    def _entry(self, domain: str, name: str = "") -> MerchantCart:
        return self._entries.setdefault(domain, MerchantCart(domain, name or domain))

    @contextmanager
    def _running(self, entry: MerchantCart) -> Generator[None]:
        entry.running += 1
        self._changed()
        try:
            yield
        finally:
            entry.running -= 1
            self._changed()
