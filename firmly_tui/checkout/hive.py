"""All carts of a device, side by side: one for each merchant."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from firmly_tui.checkout.belongings import Carrier
from firmly_tui.checkout.changes import compare
from firmly_tui.checkout.consents import Consents
from firmly_tui.checkout.delivery_choice import ChoiceRefused
from firmly_tui.checkout.exchange import Exchange, Exchanged
from firmly_tui.checkout.extras import Extras
from firmly_tui.checkout.health import Health
from firmly_tui.checkout.keeper import CartKeeper
from firmly_tui.checkout.merchant_cart import MerchantCart
from firmly_tui.checkout.promos import Promos
from firmly_tui.checkout.removals import PutBack, Removals
from firmly_tui.checkout.shipping import Shipments
from firmly_tui.checkout.totals import CurrencyTotals, totals
from firmly_tui.client.errors import ApiError, FirmlyError
from firmly_tui.models import Address, Cart, Ref

if TYPE_CHECKING:
    from firmly_tui.client import FirmlyClient


class Hive(CartKeeper):
    """The carts of all merchants, and what a shopper does to them.

    Lines and addresses are changed here; `promos`, `shipments`, `extras` and `consents` change the rest, and
    `health` tells how the merchants are. Methods that say nothing of errors keep the reason in the entry; none of
    them raises for a server's refusal unless it says so.
    """

    def __init__(self, client: "FirmlyClient", *, clock: Callable[[], float] = time.monotonic):
        super().__init__(client, clock=clock)
        self._senders: dict[tuple[str, str], asyncio.Task[None]] = {}
        self.promos = Promos(self, client)
        self.shipments = Shipments(self, client)
        self.extras = Extras(self, client)
        self.consents = Consents(self, client)
        self.health = Health(self, client)
        carrier = Carrier(self, client, self.shipments, self.extras)
        self._removals = Removals(self, client, carrier, clock)
        self._exchange = Exchange(self, client, carrier)

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
        unshipped = {entry.cart.cart_id for entry in self._directory if entry.cart and entry.ships_nothing}
        return totals((entry.cart for entry in self._directory if entry.cart is not None), unshipped)

    async def load(self, *, quietly: bool = False) -> None:
        """Read the carts of all merchants; how the merchants are is asked beside it, and not waited for."""
        await super().load(quietly=quietly)
        self.health.begin(entry.domain for entry in self._directory)

    async def aclose(self) -> None:
        """End what is only asked beside; before the client is closed. Changes that are under way are not ended."""
        await self.health.stop()

    async def add(self, domain: str, ref: Ref, quantity: int = 1, name: str = "") -> Cart:
        """Put goods into a cart. Raises FirmlyError when the merchant refuses, and keeps nothing then."""
        entry = self._directory.entry(domain, name)
        return await self.change(domain, partial(self._client.carts.add, entry.domain, ref, quantity))

    def set_quantity(self, domain: str, line_item_id: str, quantity: int) -> Awaitable[None]:
        """Wish for another quantity; 0 removes. The answer is to be awaited.

        The wish stands at once, before anything is awaited, so that one can count on from it. While a change of
        the line is under way, only the newest wish is sent after it. What the merchant refuses is rolled back, with
        the reason in the entry's `line_errors`.
        """
        if quantity < 1:
            return self.remove(domain, line_item_id)
        entry = self[domain]
        entry.quantities[line_item_id] = quantity
        entry.line_errors.pop(line_item_id, None)
        self._changed()
        key = (entry.domain, line_item_id)
        if key not in self._senders:
            sender = asyncio.create_task(self._send_wishes(key))
            self._senders[key] = sender
        # Shielded: a screen that goes away must not take a change back that is half done.
        return asyncio.shield(self._senders[key])

    async def remove(self, domain: str, line_item_id: str) -> None:
        """Take a line out; it can be put back with `undo`."""
        entry = self[domain]
        line = entry.cart.line(line_item_id) if entry.cart is not None else None
        if line is not None:
            await self._removals.remove(entry, line)

    async def set_variant(self, domain: str, line_item_id: str, ref: Ref) -> Exchanged:
        """Take another variant in place of a line's, as many of it; a refusal is in the entry's `line_errors`, too.

        The new goods go in before the old ones go out, so that a variant that is sold out costs nothing; where the old
        ones cannot go, the new ones are taken out again. The new ones get the delivery and the add-ons of the old ones.
        """
        return await self._exchange.make(domain, line_item_id, ref)

    async def clear(self, domain: str) -> None:
        """Take all lines of a merchant out; they can be put back one by one."""
        await self._removals.clear(self[domain])

    async def clear_all(self) -> None:
        """Take all lines of all merchants out; they can be put back one by one."""
        await asyncio.gather(*(self.clear(entry.domain) for entry in self._directory if entry.has_lines))

    async def undo(self) -> PutBack | None:
        """Put the latest removal back, with the delivery and the add-ons that it had; None when there is none.

        Raises FirmlyError when the merchant refuses; the removal is kept then.
        """
        removals = [removed for entry in self._directory for removed in entry.removed]
        if not removals:
            return None
        return await self._removals.put_back(max(removals, key=lambda removed: removed.at))

    async def set_address(
        self,
        address: Address | Mapping[str, Address],
        *,
        domain: str | None = None,
        shipment_id: str | None = None,
    ) -> dict[str, FirmlyError]:
        """Say where the goods go: to all merchants with something in the cart, to one, or for one shipment.

        A mapping tells each merchant that it names its own. Returns the refusals by domain. What the address
        changed is the entry's `address_changes`; a refusal is its `address_error`, or for one shipment in
        `shipment_refusals`.
        """
        entries = self._told(address, domain)
        told = await asyncio.gather(*(self._set_address(entry, to, shipment_id) for entry, to in entries))
        return _refusals(entries, told)

    async def set_billing(
        self, address: Address | Mapping[str, Address], *, domain: str | None = None
    ) -> dict[str, FirmlyError]:
        """Say where the bill goes, to all merchants with something in the cart, to one, or to each its own.

        Returns the refusals by domain; each is the entry's `billing_error` too.
        """
        entries = self._told(address, domain)
        told = await asyncio.gather(*(self._set_billing(entry, to) for entry, to in entries))
        return _refusals(entries, told)

    def _told(
        self, address: Address | Mapping[str, Address], domain: str | None
    ) -> list[tuple[MerchantCart, Address]]:
        """Who is told of which address."""
        if not isinstance(address, Address):
            return [(self[key], to) for key, to in address.items()]
        if domain is not None:
            return [(self[domain], address)]
        return [(entry, address) for entry in self._directory if entry.has_lines]

    async def _set_address(
        self, entry: MerchantCart, address: Address, shipment_id: str | None
    ) -> FirmlyError | None:
        if shipment_id is None:
            entry.address_error = None
            refused = _keep_for_address
        else:
            entry.shipment_refusals.pop(shipment_id, None)
            refused = partial(_keep_for_shipment, shipment_id)
        call = partial(self._client.carts.set_shipping_info, entry.domain, address, shipment_id=shipment_id)
        try:
            await self.change(entry.domain, call, on_refusal=refused, on_answer=_say_what_it_changed)
        except FirmlyError as error:
            return None if _sends_nothing(error) else error
        return None

    async def _set_billing(self, entry: MerchantCart, address: Address) -> FirmlyError | None:
        entry.billing_error = None
        call = partial(self._client.carts.set_billing_info, entry.domain, address)
        try:
            await self.change(entry.domain, call, on_refusal=_keep_for_billing)
        except FirmlyError as error:
            return error
        return None

    async def _send_wishes(self, key: tuple[str, str]) -> None:
        """Send the wishes for a line until there is none; whoever wishes after that finds no sender."""
        try:
            while (wish := self[key[0]].quantities.get(key[1])) is not None:
                await self._send_wish(*key, wish)
        finally:
            del self._senders[key]

    async def _send_wish(self, domain: str, line_item_id: str, wish: int) -> None:
        call = partial(self._client.carts.update, self[domain].domain, line_item_id, wish)
        refused = partial(_roll_back, line_item_id, wish)
        with suppress(FirmlyError):
            cart = await self.change(domain, call, on_refusal=refused, settles=(line_item_id, wish))
            entry, line = self[domain], cart.line(line_item_id)
            if line is not None and line.quantity != wish and line_item_id not in entry.quantities:
                entry.line_errors[line_item_id] = f"The merchant set this to {line.quantity}."
                self._changed()


def _refusals(
    entries: list[tuple[MerchantCart, Address]], told: list[FirmlyError | None]
) -> dict[str, FirmlyError]:
    pairs = zip(entries, told, strict=True)
    return {entry.domain: error for (entry, _), error in pairs if error is not None}


def _keep_for_address(entry: MerchantCart, error: FirmlyError) -> None:
    if _sends_nothing(error):
        entry.unshipped = frozenset(line.line_item_id for line in entry.lines)
    elif entry.has_lines:
        entry.address_error = error


def _sends_nothing(error: FirmlyError) -> bool:
    """Whether the address was not taken because the goods need none, which is no refusal."""
    return isinstance(error, ApiError) and error.matches("ShippingNotNeeded")


def _keep_for_billing(entry: MerchantCart, error: FirmlyError) -> None:
    if entry.has_lines:
        entry.billing_error = error


def _keep_for_shipment(shipment_id: str, entry: MerchantCart, error: FirmlyError) -> None:
    entry.shipment_refusals[shipment_id] = ChoiceRefused(error.sentence)


def _say_what_it_changed(entry: MerchantCart, before: Cart | None, after: Cart) -> None:
    entry.address_changes = (compare(before, after) or None) if before is not None else None


def _roll_back(line_item_id: str, wish: int, entry: MerchantCart, error: FirmlyError) -> None:
    """Forget a refused wish; a newer one stands, and is sent next."""
    if entry.quantities.get(line_item_id) == wish:
        del entry.quantities[line_item_id]
        entry.line_errors[line_item_id] = error.sentence
    # Who took the line out meanwhile gets back what there was, not what could not be had.
    line = entry.cart.line(line_item_id) if entry.cart is not None else None
    for leaving in entry.leaving:
        if line is not None and line_item_id in leaving.lines:
            leaving.lines[line_item_id] = line
