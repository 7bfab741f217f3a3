"""A shopper at the checkout: carts with an address, a journal, and a card to pay with."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from pathlib import Path

from firmly_tui.checkout import Attempt, Card, Hive, Journal, Lane, Placement
from firmly_tui.client import FirmlyClient
from firmly_tui.models import Address, Cart
from tests.checkout.wire import no_nap

TODAY = date(2026, 6, 15)
APPROVED = "4111111111111111"
DECLINED = "4000000000000002"
CUT_BEFORE = "4000000000000341"
CUT_AFTER = "4000000000000358"


class Counter:
    """Everything that a placement needs, put together as the app does it."""

    def __init__(self, client: FirmlyClient, hive: Hive, address: Address, home: Path):
        self.client = client
        self.hive = hive
        self.address = address
        self.home = home
        self.journal = Journal(home / "orders.db")
        self.card = card(APPROVED)
        self.changes = 0
        self.watch: Callable[[], None] = lambda: None
        self.sleep: Callable[[float], Awaitable[None]] = no_nap

    def placement(
        self, *domains: str, number: str = APPROVED, carts: Mapping[str, Cart] | None = None
    ) -> Placement:
        self.card = card(number)
        return Placement(
            self.client,
            self.hive,
            self.journal,
            address=self.address,
            billing=self.address,
            card=self.card,
            domains=domains or [entry.domain for entry in self.hive.entries],
            on_change=self._changed,
            carts=carts,
            sleep=self.sleep,
        )

    async def place(self, *domains: str, number: str = APPROVED) -> list[Lane]:
        placement = self.placement(*domains, number=number)
        await placement.run()
        return placement.lanes

    async def choose_express(self, domain: str) -> None:
        """Choose a dearer way of sending, which only paying the cart as it stands keeps."""
        cart = self.hive[domain].cart
        assert cart is not None
        await self.hive.set_shipping_method(domain, cart.shipments[0].shipment_id, "express")

    def attempt(self) -> Attempt:
        """The only attempt in the journal."""
        (attempt,) = self.journal.attempts()
        return attempt

    def _changed(self) -> None:
        self.changes += 1
        self.watch()


def card(number: str) -> Card:
    return Card.of(number, "Ada Quill", "08/30", "987", TODAY)
