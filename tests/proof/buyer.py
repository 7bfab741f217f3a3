"""Somebody who orders one book, whatever happens on the way, and what the app says of it against what is so."""

from __future__ import annotations

import sqlite3
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from firmly_tui.checkout import (
    Card,
    Hive,
    Journal,
    Lane,
    LaneOrder,
    MemorySessions,
    NewCard,
    Placement,
    normalize,
    ways_to_pay,
)
from firmly_tui.client import FirmlyClient
from firmly_tui.models import Address
from firmly_tui.sandbox import SANDBOX_APP_ID, Sandbox
from tests.checkout.counter import APPROVED, card

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from firmly_tui.checkout import Way

BOOKS = "buecherhalle.example"
BOOK = {"variant_id": "BH-1007-PB"}
HOME = normalize(
    Address(
        first_name="Ada",
        last_name="Quill",
        email="ada@example.com",
        phone="206 555 1212",
        address1="1 Pine St",
        city="Seattle",
        state_or_province="WA",
        postal_code="98101",
        country="US",
    )
)


def stock_up(database: Path) -> None:
    """Have more books than will ever be ordered."""
    with closing(sqlite3.connect(database)) as connection, connection:
        row = (BOOKS, BOOK["variant_id"])
        connection.execute(
            "INSERT OR REPLACE INTO goods (domain, sku, quantity) VALUES (?, ?, 10000000)", row
        )


@dataclass(frozen=True)
class Outcome:
    """What the app says at the end, and how many orders there are in truth."""

    state: str
    conclusion: str
    orders: int

    @property
    def is_true(self) -> bool:
        """Whether what is said is so, and nothing was ordered twice."""
        says_not = self.state in ("refused", "not sent") or self.conclusion in (
            "not placed",
            "probably not placed",
        )
        says_so = self.state == "placed" or self.conclusion == "placed"
        return self.orders <= 1 and not (says_not and self.orders) and not (says_so and not self.orders)


class Buyer:
    """One device with a book in its cart, ready to be ordered."""

    def __init__(self, client: FirmlyClient, hive: Hive, journal: Journal, database: Path) -> None:
        self.client = client
        self.hive = hive
        self.journal = journal
        self._database = database

    def placement(
        self,
        call: str,
        *,
        number: str = APPROVED,
        sleep: Callable[[float], Awaitable[None]],
        on_change: Callable[[], None] = lambda: None,
    ) -> Placement:
        """The order, not begun."""
        cart = self.hive[BOOKS].cart
        assert cart is not None
        way: Way = next(way for way in ways_to_pay(cart) if isinstance(way, NewCard) and way.call == call)
        paying: Card = card(number)
        return Placement(
            self.client,
            self.hive,
            self.journal,
            orders=[LaneOrder(BOOKS, cart, way, HOME)],
            card=paying,
            on_change=on_change,
            sleep=sleep,
        )

    def outcome(self, lane: Lane) -> Outcome:
        """What is said of the lane, and what is so."""
        conclusion = lane.check.conclusion if lane.check else ""
        return Outcome(lane.state, conclusion, self.orders())

    def orders(self) -> int:
        """How many orders this device has in the merchant's records."""
        return orders_of(self._database, self.client.device_id)


def orders_of(database: Path, device: str) -> int:
    """How many orders a device has in the records of all merchants."""
    with closing(sqlite3.connect(database)) as connection:
        found = connection.execute("SELECT count(*) FROM orders WHERE device_id = ?", (device,))
        return int(found.fetchone()[0])


@asynccontextmanager
async def buyer(sandbox: Sandbox, database: Path, home: Path, cards_at: str = "") -> AsyncIterator[Buyer]:
    """A new device; what pays goes to the server at `cards_at`."""
    with Journal(home / "orders.db") as journal:
        async with FirmlyClient(
            sandbox.url, cc_url=cards_at or sandbox.url, app_id=SANDBOX_APP_ID, sessions=MemorySessions()
        ) as client:
            hive = Hive(client)
            await hive.add(BOOKS, BOOK)
            await hive.set_address(HOME)
            yield Buyer(client, hive, journal, database)
            await hive.aclose()
