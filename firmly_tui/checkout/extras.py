"""Add-ons of a cart: the calls that a choice comes to, made in their order."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from firmly_tui.checkout.addon_tree import AddonKey
from firmly_tui.checkout.addons import AddAddon, AddonCall
from firmly_tui.checkout.keeper import CartKeeper
from firmly_tui.checkout.merchant_cart import MerchantCart
from firmly_tui.client.errors import ApiError, FirmlyError
from firmly_tui.models import Cart

if TYPE_CHECKING:
    from firmly_tui.client import FirmlyClient

_UNUSABLE: Final = ("BadRequest", "InvalidInputBody", "InvalidRequest", "UnprocessableEntity", "Validation")
"""Errors about what was sent. Elsewhere a shopper has typed it; here, chosen it."""
_NOT_TAKEN: Final = "The merchant does not take this choice"


@dataclass(frozen=True)
class ExtraRefused:
    """The call that was refused, how many were made before it, and why."""

    call: AddonCall
    made: int
    sentence: str


class Extras:
    """`hive.extras`. The server is the judge: after each call the cart is as it says."""

    def __init__(self, keeper: CartKeeper, client: "FirmlyClient") -> None:
        self._keeper = keeper
        self._client = client

    async def make(
        self, domain: str, calls: Sequence[AddonCall], wished: AddonKey | None = None
    ) -> ExtraRefused | None:
        """Make these calls one after the other, for the sake of `wished`; the first that is refused is the last.

        It is returned, and kept in the entry's `addon_errors` until the next calls are made: at what was wished,
        which may be below the add-on that the call is about, else at that add-on.
        """
        return await self._keeper.in_turn(domain, partial(self._make, tuple(calls), wished))

    async def _make(
        self, calls: Sequence[AddonCall], wished: AddonKey | None, entry: MerchantCart
    ) -> ExtraRefused | None:
        entry.addon_errors.clear()
        for made, call in enumerate(calls):
            about = AddonKey(call.addon_id)
            keep = partial(_keep, wished if wished is not None and wished.top == about else about)
            try:
                await self._keeper.change(entry.domain, self._call(entry.domain, call), on_refusal=keep)
            except FirmlyError as error:
                # The cart is not what the choice was made on: stock, prices or offers may be others by now.
                await self._keeper.refresh(entry.domain)
                return ExtraRefused(call, made, _sentence(error))
        return None

    def _call(self, domain: str, call: AddonCall) -> Callable[[], Awaitable[Cart]]:
        carts = self._client.carts
        if isinstance(call, AddAddon):
            lines, children = call.line_item_ids, call.child_ids
            return partial(carts.add_addon, domain, call.addon_id, line_item_ids=lines, child_ids=children)
        line, child = call.line_item_id, call.child_id
        return partial(carts.remove_addon, domain, call.addon_id, line_item_id=line, child_id=child)


def _keep(key: AddonKey, entry: MerchantCart, error: FirmlyError) -> None:
    entry.addon_errors[key] = _sentence(error)


def _sentence(error: FirmlyError) -> str:
    if not isinstance(error, ApiError) or not error.matches(*_UNUSABLE):
        return error.sentence
    said = error.description
    return f"{_NOT_TAKEN}: “{said}”" if said else f"{_NOT_TAKEN}. Do without it, or try again."
