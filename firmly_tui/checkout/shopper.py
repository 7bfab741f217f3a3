"""What is remembered of a shopper between runs: where goods and bills go, for all merchants or for one."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from threading import Lock
from typing import Literal

from firmly_tui.checkout import address_book
from firmly_tui.checkout.address_book import Kept, OwnAddresses
from firmly_tui.models import Address

Use = Literal["address", "billing"]
"""What an address is for: where the goods go, or the bill."""


class Shopper:
    """The shopper's addresses, in one file that only they can read (0600).

    There is one of each for all merchants; a merchant may have its own, for the cart that it was given for.
    Methods that change something raise OSError where it cannot be written; it holds for this run then.
    """

    def __init__(self, path: Path):
        self._path = path
        self._kept: address_book.Kept = address_book.read(path)
        self._in_file: address_book.Kept = self._kept.model_copy(deep=True)
        self._forgotten: list[Address] = []
        self._offered: list[Address] = []
        self._never_kept: list[Address] = []
        self._writing = Lock()
        self.drafts: dict[tuple[Use, str], dict[str, str]] = {}
        """What was typed and not given yet, by merchant (`""` for all); for this run."""
        self.replaced: dict[tuple[Use, str], dict[str, str]] = {}
        """What was typed before a saved address took its place; for this run."""

    def catch_up(self) -> None:
        """Take over what another run on the same files kept since; what is in use here stays where it has none."""
        with self._writing:
            found = address_book.read(self._path)
            if found == self._in_file:
                return
            self._in_file = found.model_copy(deep=True)
            found.address = found.address or self._kept.address
            self._kept = found

    # Where to

    @property
    def address(self) -> Address | None:
        """Where the goods go, of all merchants that have no address of their own."""
        return self._kept.address

    @property
    def billing(self) -> Address | None:
        """Where the bill goes when it is not to `address`."""
        return self._kept.billing

    def address_for(self, domain: str) -> Address | None:
        """Where this merchant's goods go; None while nothing was said."""
        return self.own("address", domain) or self.address

    def billing_for(self, domain: str) -> Address | None:
        """Where this merchant's bill goes.

        Where nothing was said, to `address`: a present to somebody else is still billed at home.
        """
        return self.own("billing", domain) or self.billing or self.address or self.address_for(domain)

    def own(self, use: Use, domain: str) -> Address | None:
        """The address that this merchant alone has; None where it has that for all."""
        own = self._kept.own.get(domain)
        return None if own is None else own.address if use == "address" else own.billing

    # Giving

    def save(self, address: Address, domain: str = "", cart_id: str = "") -> None:
        """Let the goods go there: of all merchants, or of one and its cart."""
        self._give("address", address, domain, cart_id)

    def save_billing(self, address: Address | None, domain: str = "", cart_id: str = "") -> None:
        """Let the bill go there; None is where it goes while nothing is said."""
        if address is not None:
            self._give("billing", address, domain, cart_id)
        elif domain:
            self.drop("billing", domain)
        else:
            self._kept.billing = None
            self._write()

    def drop(self, use: Use, domain: str) -> None:
        """Let the merchant have the address for all again."""
        self._set_own(use, None, domain, "")
        self._write()

    def keep_for(self, carts: Mapping[str, str]) -> None:
        """Drop the own addresses of merchants whose cart is another now; `carts` are the ids by merchant.

        One that is not named keeps its own.
        """
        own = self._kept.own
        stay = {
            domain: found
            for domain, found in own.items()
            if carts.get(domain, found.cart_id) == found.cart_id
        }
        if stay != own:
            self._kept.own = stay
            self._write()

    # Those of before

    @property
    def used(self) -> list[Address]:
        """The addresses of before and of now, newest first, each once; then those that are offered."""
        known = [*self._kept.used, *self._forgotten]
        offered = [one for one in self._offered if not any(address_book.same(one, other) for other in known)]
        return [*self._kept.used, *offered]

    def offer(self, addresses: Iterable[Address]) -> None:
        """Have addresses to choose from, such as those of an open wallet, that are kept for this run only."""
        for address in addresses:
            if not any(address_book.same(address, known) for known in self._offered):
                self._offered.append(address)

    def forget(self, address: Address) -> None:
        """Keep this address no longer; where it is in use, it holds for this run."""
        self._forgotten.append(address)
        if not any(address_book.same(known, address) for known in self._kept.used):
            self._never_kept.append(address)
        self._kept.used = [known for known in self._kept.used if not address_book.same(known, address)]
        self._write()

    def recall(self, address: Address, place: int) -> None:
        """Put a forgotten address back to its place in the list."""
        self._unforget(address)
        if address in self._never_kept:
            self._never_kept.remove(address)
            return
        self._kept.used.insert(place, address)
        self._write()

    def _give(self, use: Use, address: Address, domain: str, cart_id: str) -> None:
        if domain:
            self._set_own(use, address, domain, cart_id)
        elif use == "address":
            self._kept.address = address
        else:
            self._kept.billing = address
        self._unforget(address)
        self._kept.used = address_book.with_newest(self._kept.used, address)
        self._write()

    def _set_own(self, use: Use, address: Address | None, domain: str, cart_id: str) -> None:
        own = self._kept.own.pop(domain, None) or OwnAddresses()
        changed = own.model_copy(update={use: address, "cart_id": cart_id or own.cart_id})
        if changed.address is not None or changed.billing is not None:
            self._kept.own[domain] = changed

    def _unforget(self, address: Address) -> None:
        self._forgotten = [gone for gone in self._forgotten if not address_book.same(gone, address)]

    def _write(self) -> None:
        # One writer at a time, and each writes what is known by then: the last one in the file is the newest.
        with self._writing:
            kept = self._without_forgotten()
            address_book.write(self._path, kept)
            self._in_file = kept.model_copy(deep=True)

    def _without_forgotten(self) -> Kept:
        own = {
            domain: found.model_copy(
                update={"address": self._known(found.address), "billing": self._known(found.billing)}
            )
            for domain, found in self._kept.own.items()
        }
        return Kept(
            address=self._known(self.address),
            billing=self._known(self.billing),
            own={domain: found for domain, found in own.items() if found.address or found.billing},
            used=self._kept.used,
        )

    def _known(self, address: Address | None) -> Address | None:
        gone = address is not None and any(address_book.same(address, known) for known in self._forgotten)
        return None if gone else address
