"""Another variant in place of a line's: the API has no call for it."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from firmly_tui.checkout.belongings import Belongings, Carrier, belongings
from firmly_tui.checkout.keeper import CartKeeper
from firmly_tui.checkout.merchant_cart import MerchantCart
from firmly_tui.client.errors import FirmlyError
from firmly_tui.models import Ref

if TYPE_CHECKING:
    from firmly_tui.client import FirmlyClient

GONE: Final = "This line is not in the cart any more. Look at the cart again."
_NOT_CHANGED: Final = "The line could not be changed. Look at the cart again."


@dataclass(frozen=True)
class Exchanged:
    """What became of it: `refused` is why the line is as it was, `""` when it is changed.

    `without` is what the old goods had and the new ones could not get, for a shopper.
    """

    refused: str = ""
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Swapped:
    """The goods were changed: what the old line had is to be given to the new one."""

    had: Belongings
    line_item_id: str
    is_new: bool


class Exchange:
    """What `Hive.set_variant` does."""

    def __init__(self, keeper: CartKeeper, client: "FirmlyClient", carrier: Carrier) -> None:
        self._keeper = keeper
        self._client = client
        self._carrier = carrier

    async def make(self, domain: str, line_item_id: str, ref: Ref) -> Exchanged:
        """Put the new goods in, take the old ones out, and give the new ones what the old ones had."""

        async def steps(entry: MerchantCart) -> Exchanged:
            done = await self._keeper.in_turn(entry.domain, partial(self._swap, line_item_id, ref))
            if not isinstance(done, _Swapped):
                return done
            give = self._carrier.give if done.is_new else self._kept
            return Exchanged(without=await give(entry.domain, done.had, done.line_item_id))

        return await self._keeper.to_the_end(domain, steps)

    async def _kept(self, domain: str, had: Belongings, line_item_id: str) -> tuple[str, ...]:
        """What joins goods that are there already is as they are."""
        return self._carrier.lacking(domain, had, line_item_id)

    async def _swap(self, line_item_id: str, ref: Ref, entry: MerchantCart) -> Exchanged | _Swapped:
        carts, domain, cart = self._client.carts, entry.domain, entry.cart
        old = cart.line(line_item_id) if cart is not None else None
        if cart is None or old is None:
            entry.line_errors[line_item_id] = GONE
            return Exchanged(GONE)
        entry.line_errors.pop(line_item_id, None)
        before, choices = {line.line_item_id: line.quantity for line in entry.lines}, dict(entry.choices)
        keep = partial(_keep_at_line, line_item_id)
        with suppress(FirmlyError):
            await self._keeper.change(
                domain, partial(carts.add, domain, ref, entry.quantity(old)), on_refusal=keep
            )
        # Whatever the answer was, or that none came: what the cart has now tells.
        grown = _grown(before, self._keeper[domain])
        # Where the server took it for the same goods, the line itself has grown.
        if grown and line_item_id not in grown:
            with suppress(FirmlyError):
                await self._keeper.change(
                    domain, partial(carts.remove, domain, line_item_id), on_refusal=keep
                )
        now = self._keeper[domain]
        if any(line.line_item_id == line_item_id for line in now.lines):
            await self._take_back(domain, before, grown)
            return Exchanged(self._reason(domain, line_item_id, is_same=line_item_id in grown))
        if not grown:
            return Exchanged(GONE)
        had = belongings(cart, now.cart, line_item_id, choices)
        now.successors[line_item_id] = grown[0]
        return _Swapped(had, grown[0], is_new=grown[0] not in before)

    def _reason(self, domain: str, line_item_id: str, *, is_same: bool) -> str:
        entry = self._keeper[domain]
        said = entry.line_errors.get(line_item_id) or (entry.error.sentence if entry.error else "")
        return said or ("" if is_same else _NOT_CHANGED)

    async def _take_back(self, domain: str, before: Mapping[str, int], grown: list[str]) -> None:
        """Set lines that grew, or came, back to what they were."""
        for line_item_id in grown:
            call = partial(self._client.carts.update, domain, line_item_id, before.get(line_item_id, 0))
            with suppress(FirmlyError):
                await self._keeper.change(domain, call, on_refusal=_keep)


def _grown(before: Mapping[str, int], entry: MerchantCart) -> list[str]:
    """The lines that have more pieces than before, or are new."""
    return [line.line_item_id for line in entry.lines if line.quantity > before.get(line.line_item_id, 0)]


def _keep(entry: MerchantCart, error: FirmlyError) -> None:
    entry.error = error


def _keep_at_line(line_item_id: str, entry: MerchantCart, error: FirmlyError) -> None:
    entry.line_errors[line_item_id] = error.sentence
