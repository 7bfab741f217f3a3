"""Who gets which address: the one for all merchants, or its own."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from firmly_tui.checkout.merchant_cart import MerchantCart
from firmly_tui.checkout.shopper import Shopper, Use
from firmly_tui.client.errors import FirmlyError
from firmly_tui.models import Address

if TYPE_CHECKING:
    from firmly_tui.checkout.hive import Hive


class Addressing:
    """The addresses of one use (goods or bill) of the merchants with something in the cart.

    `whom` is a merchant's domain, `""` for all that have no address of their own.
    """

    def __init__(self, hive: "Hive", shopper: Shopper, use: Use) -> None:
        self._hive = hive
        self._shopper = shopper
        self.use: Use = use

    @property
    def merchants(self) -> list[MerchantCart]:
        """The merchants with something in the cart."""
        return [entry for entry in self._hive.entries if entry.has_lines]

    @property
    def apart(self) -> list[MerchantCart]:
        """Those with an address of their own."""
        return [entry for entry in self.merchants if self.own(entry.domain) is not None]

    def receivers(self, whom: str) -> list[MerchantCart]:
        """The merchants that get the address for `whom`."""
        if whom:
            return [entry for entry in self.merchants if entry.domain == whom]
        return [entry for entry in self.merchants if self.own(entry.domain) is None]

    def own(self, domain: str) -> Address | None:
        """The address that this merchant alone has."""
        return self._shopper.own(self.use, domain)

    def common(self) -> Address | None:
        """The address for all."""
        shopper = self._shopper
        return shopper.address if self.use == "address" else shopper.billing or shopper.address

    def present(self, whom: str) -> Address | None:
        """The address for `whom` that was given last."""
        if not whom:
            return self.common()
        shopper = self._shopper
        return shopper.address_for(whom) if self.use == "address" else shopper.billing_for(whom)

    def addresses(self) -> dict[str, Address]:
        """What each merchant is to be told; those without any address yet are missing."""
        found = {entry.domain: self.present(entry.domain) for entry in self.merchants}
        return {domain: address for domain, address in found.items() if address is not None}

    def save(self, address: Address, whom: str) -> None:
        """Keep the address for `whom`. What is the same as for all is no own one. Raises OSError."""
        shopper = self._shopper
        if whom and address == self.common():
            shopper.drop(self.use, whom)
            return
        entry = self._hive.get(whom) if whom else None
        give = shopper.save if self.use == "address" else shopper.save_billing
        give(address, whom, entry.cart.cart_id if entry and entry.cart else "")
        if self.use == "address" and shopper.address is None and not self.receivers(""):
            # Nobody is left who would be asked for it.
            shopper.save(address)

    def drop(self, domain: str) -> None:
        """Let the merchant have the address for all again. Raises OSError."""
        self._shopper.drop(self.use, domain)

    # What merchants said

    def error_of(self, entry: MerchantCart) -> FirmlyError | None:
        """Why the merchant refused its address."""
        return entry.address_error if self.use == "address" else entry.billing_error

    def refused(self) -> dict[str, FirmlyError]:
        """Why merchants refused their addresses, by domain."""
        return {entry.domain: error for entry in self.merchants if (error := self.error_of(entry))}

    # What is typed and not given yet

    def draft(self, whom: str) -> Mapping[str, str]:
        """What was typed for `whom`, by field; empty where that was given."""
        return self._shopper.drafts.get((self.use, whom), {})

    def set_draft(self, whom: str, typed: Mapping[str, str]) -> None:
        """Keep what was typed; nothing forgets it."""
        if typed:
            self._shopper.drafts[self.use, whom] = dict(typed)
        else:
            self._shopper.drafts.pop((self.use, whom), None)

    def replaced(self, whom: str) -> Mapping[str, str]:
        """What was typed for `whom` before a saved address took its place."""
        return self._shopper.replaced.get((self.use, whom), {})

    def set_replaced(self, whom: str, typed: Mapping[str, str]) -> None:
        """Keep what was typed before; nothing forgets it."""
        if typed:
            self._shopper.replaced[self.use, whom] = dict(typed)
        else:
            self._shopper.replaced.pop((self.use, whom), None)

    def unfinished(self, whom: str) -> str | None:
        """Another one than `whom` for whom something was typed and not given; None where there is none."""
        known = ["", *(entry.domain for entry in self.merchants)]
        return next((other for other in known if other != whom and self.draft(other)), None)
