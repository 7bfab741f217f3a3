"""A shopper at the checkout: carts with an address, a journal, and a card to pay with."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from pathlib import Path

from firmly_tui.checkout import Attempt, Card, Hive, Journal, Lane, LaneOrder, Placement, Way, new_card
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
        self.patience = 0.0

    def placement(
        self,
        *domains: str,
        number: str = APPROVED,
        carts: Mapping[str, Cart] | None = None,
        ways: Mapping[str, Way] | None = None,
        journal: Journal | None = None,
    ) -> Placement:
        """One that is not begun; `patience` lets every question that is not answered at once be a no."""
        self.card = card(number)
        return Placement(
            self.client,
            self.hive,
            journal or self.journal,
            orders=[
                LaneOrder(domain, cart, (ways or {}).get(domain) or new_card(cart), self.address)
                for domain, cart in (carts or self.shown(*domains)).items()
            ],
            card=self.card,
            on_change=self._changed,
            sleep=self.sleep,
            patience=self.patience,
        )

    def answering(self, placement: Placement, *replies: bool | str) -> Placement:
        """Have its questions answered, one after the other, as soon as each is asked."""
        left, seen = list(replies), list[object]()

        def watch() -> None:
            lane = placement.asking
            new = lane is not None and left and all(lane.question is not known for known in seen)
            if lane is not None and new and placement.answer(lane, left[0]) == "":
                seen.append(lane.question)
                left.pop(0)

        self.watch = watch
        return placement

    def shown(self, *domains: str) -> dict[str, Cart]:
        """The carts as they are confirmed, of these merchants or of all."""
        found = {entry.domain: entry.cart for entry in self.hive.entries if entry.cart is not None}
        return {domain: cart for domain, cart in found.items() if not domains or domain in domains}

    async def place(self, *domains: str, number: str = APPROVED, way: Way | None = None) -> list[Lane]:
        ways = None if way is None else dict.fromkeys(self.shown(*domains), way)
        placement = self.placement(*domains, number=number, ways=ways)
        await placement.run()
        return placement.lanes

    async def choose_express(self, domain: str) -> None:
        """Choose a dearer way of sending, which only paying the cart as it stands keeps."""
        cart = self.hive[domain].cart
        assert cart is not None
        shipment_id = cart.shipments[0].shipment_id
        await self.hive.shipments.choose(domain, shipment_id, lambda choice: choice.by("express"))

    def attempt(self) -> Attempt:
        """The only attempt in the journal."""
        (attempt,) = self.journal.attempts()
        return attempt

    def _changed(self) -> None:
        self.changes += 1
        self.watch()


def card(number: str) -> Card:
    return Card.of(number, "Ada Quill", "08/30", "987", TODAY)
