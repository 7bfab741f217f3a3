"""The merchants that were met, each once, whatever domains they were asked for under."""

from collections.abc import Iterator

from firmly_tui.checkout.merchant_cart import MerchantCart
from firmly_tui.models import Cart


class Directory:
    """The entries by domain. A domain that turned out to be another one's goes on leading to the entry."""

    def __init__(self) -> None:
        self._entries: dict[str, MerchantCart] = {}
        self._moved: dict[str, str] = {}

    def __iter__(self) -> Iterator[MerchantCart]:
        return iter(tuple(self._entries.values()))

    def key(self, domain: str) -> str:
        """The domain under which the merchant is kept now."""
        while domain in self._moved:
            domain = self._moved[domain]
        return domain

    def get(self, domain: str) -> MerchantCart | None:
        """The merchant's entry, None for one that was never met."""
        return self._entries.get(self.key(domain))

    def entry(self, domain: str, name: str = "") -> MerchantCart:
        """The merchant's entry, a new one if it was never met."""
        key = self.key(domain)
        return self._entries.setdefault(key, MerchantCart(key, name or key))

    def file(self, domain: str, cart: Cart) -> MerchantCart:
        """The one entry for a cart that was asked for under `domain`.

        Servers answer for one cart under several domains, and name the merchant's own (`shop_id`).
        """
        entry = self.entry(domain)
        own = cart.domain or entry.domain
        # It is the server that says which one is right, so a move back must not become a circle.
        self._moved.pop(own, None)
        for other in self:
            if other is not entry and (other.domain == own or _is_of(other, cart)):
                entry.absorb(other)
                self._move(other, own)
        if entry.domain != own:
            self._move(entry, own)
            entry.domain = own
        self._entries[own] = entry
        return entry

    def _move(self, entry: MerchantCart, own: str) -> None:
        del self._entries[entry.domain]
        if entry.domain != own:
            self._moved[entry.domain] = own


def _is_of(entry: MerchantCart, cart: Cart) -> bool:
    return bool(cart.cart_id) and entry.cart is not None and entry.cart.cart_id == cart.cart_id
