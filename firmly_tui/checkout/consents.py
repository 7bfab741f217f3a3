"""What a merchant asks the shopper to agree to, and what was agreed to."""

from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from firmly_tui.checkout.keeper import CartKeeper
from firmly_tui.checkout.merchant_cart import MerchantCart
from firmly_tui.client.errors import FirmlyError, NotFound
from firmly_tui.models import Consent

if TYPE_CHECKING:
    from firmly_tui.client import FirmlyClient


class Consents:
    """`hive.consents`. They are the entry's `consents`; a refusal is in its `consent_errors`.

    Reading and changing them take turns, so that no older answer replaces a newer one.
    """

    def __init__(self, keeper: CartKeeper, client: "FirmlyClient") -> None:
        self._keeper = keeper
        self._client = client

    async def load(self, domain: str) -> None:
        """Read what the merchant asks for; why that cannot be read is the error of `""`."""
        entry = self._keeper.get(domain)
        if entry is not None and entry.consent_errors.pop("", ""):
            self._keeper.said()
        await self._keeper.in_turn(domain, self._load)

    async def sign(self, domain: str, ids: Iterable[str]) -> None:
        """Agree to these."""
        await self._keeper.in_turn(domain, partial(self._decide, self._client.consents.sign, tuple(ids)))

    async def revoke(self, domain: str, ids: Iterable[str]) -> None:
        """Take back these."""
        await self._keeper.in_turn(domain, partial(self._decide, self._client.consents.revoke, tuple(ids)))

    async def _load(self, entry: MerchantCart) -> None:
        try:
            entry.consents = await self._client.consents.get(entry.domain)
        except NotFound as error:
            # Without a cart, or without such a call, nothing is asked for.
            entry.consents = []
            await self._keeper.look_after(entry.domain, error)
        except FirmlyError as error:
            entry.consent_errors[""] = error.sentence

    async def _decide(
        self,
        call: Callable[[str, tuple[str, ...]], Awaitable[list[Consent]]],
        ids: tuple[str, ...],
        entry: MerchantCart,
    ) -> None:
        kept = entry.consent_errors
        entry.consent_errors = {name: text for name, text in kept.items() if name not in ids}
        try:
            entry.consents = await call(entry.domain, ids)
        except FirmlyError as error:
            entry.consent_errors |= dict.fromkeys(ids, error.sentence)
            await self._keeper.look_after(entry.domain, error)
