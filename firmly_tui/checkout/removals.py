"""Taking lines out of carts, and putting them back with all that they had."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from firmly_tui.checkout.belongings import Carrier
from firmly_tui.checkout.keeper import CartKeeper, OnRefusal
from firmly_tui.checkout.merchant_cart import Leaving, MerchantCart, Removed
from firmly_tui.client.errors import FirmlyError, Interrupted
from firmly_tui.models import LineItem

if TYPE_CHECKING:
    from firmly_tui.client import FirmlyClient


@dataclass(frozen=True)
class PutBack:
    """A line that is in its cart again; `without` is what it had and could not get again, for a shopper."""

    domain: str
    line: LineItem
    without: tuple[str, ...] = ()


class Removals:
    """What `Hive.remove`, `clear` and `undo` do."""

    def __init__(
        self, keeper: CartKeeper, client: "FirmlyClient", carrier: Carrier, clock: Callable[[], float]
    ) -> None:
        self._keeper = keeper
        self._client = client
        self._carrier = carrier
        self._clock = clock

    async def remove(self, entry: MerchantCart, line: LineItem) -> None:
        """Take a line out; a refusal is in the entry's `line_errors`."""
        call = partial(self._client.carts.remove, entry.domain, line.line_item_id)

        def keep(now: MerchantCart, error: FirmlyError) -> None:
            if any(found.line_item_id == line.line_item_id for found in now.lines):
                now.line_errors[line.line_item_id] = error.sentence

        with suppress(FirmlyError):
            await self._keeper.change(
                entry.domain, call, on_refusal=keep, removes=self._leaving(entry, [line])
            )

    async def clear(self, entry: MerchantCart) -> None:
        """Take all lines of a merchant out; a refusal is the entry's `error`."""
        call = partial(self._client.carts.clear, entry.domain)

        def keep(now: MerchantCart, error: FirmlyError) -> None:
            if now.has_lines or not isinstance(error, Interrupted):
                now.error = error

        with suppress(FirmlyError):
            leaving = self._leaving(entry, entry.lines)
            await self._keeper.change(entry.domain, call, on_refusal=keep, removes=leaving)

    async def put_back(self, removed: Removed) -> PutBack:
        """Put a line back. Raises FirmlyError when the merchant refuses; the removal is kept then."""
        # Taken out first, so that a second undo at the same time takes the one before.
        self._keeper[removed.domain].removed.remove(removed)
        done = await self._keeper.to_the_end(removed.domain, partial(self._put_back, removed))
        if isinstance(done, FirmlyError):
            raise done
        return done

    def _leaving(self, entry: MerchantCart, lines: Sequence[LineItem]) -> Leaving:
        """The lines with the quantities that were wished for, which are wished for no more."""
        wished = [line.model_copy(update={"quantity": entry.quantity(line)}) for line in lines]
        for line in lines:
            entry.quantities.pop(line.line_item_id, None)
        return Leaving({line.line_item_id: line for line in wished}, self._clock())

    async def _put_back(self, removed: Removed, entry: MerchantCart) -> PutBack | FirmlyError:
        if removed.pieces is not None:
            # Whether an earlier try, whose answer was lost, put the line back.
            await self._keeper.refresh(entry.domain)
            entry = self._keeper[entry.domain]
            if entry.error is not None:
                entry.removed.append(removed)
                return entry.error
            if entry.pieces(removed.line) > removed.pieces:
                return PutBack(entry.domain, removed.line)
        line, before = removed.line, {found.line_item_id for found in entry.lines}
        pieces = entry.pieces(line)
        call = partial(self._client.carts.add, entry.domain, line.add_to_cart_ref, line.quantity)
        try:
            await self._keeper.change(entry.domain, call, on_refusal=_keep_removed(removed, pieces))
        except FirmlyError as error:
            # The answer was lost, and the goods are there.
            if not isinstance(error, Interrupted) or self._keeper[entry.domain].pieces(line) <= pieces:
                return error
        now = self._keeper[entry.domain]
        new = next((found for found in now.lines if found.line_item_id not in before), None)
        if new is None:
            return PutBack(now.domain, line)
        now.successors[line.line_item_id] = new.line_item_id
        without = await self._carrier.give(now.domain, removed.had, new.line_item_id)
        return PutBack(now.domain, line, without)


def _keep_removed(removed: Removed, pieces: int) -> OnRefusal:
    def keep(entry: MerchantCart, error: FirmlyError) -> None:
        if not isinstance(error, Interrupted):
            entry.removed.append(replace(removed, pieces=None))
        elif entry.pieces(removed.line) <= pieces:
            entry.removed.append(replace(removed, pieces=pieces))

    return keep
