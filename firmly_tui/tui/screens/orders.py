"""The order journal: what was placed, refused, or is unknown."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from textual import on, work
from textual.message import Message
from textual.widgets import Static

from firmly_tui.tui.commands import command
from firmly_tui.tui.drawing import count
from firmly_tui.tui.screens.base import FirmlyScreen
from firmly_tui.tui.widgets.order_list import OrderList
from firmly_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from firmly_tui.checkout import Attempt, Shop

EMPTY = (
    "No orders yet.\n\n"
    "Every order that you place is written down here before it is sent, and finished with what came of it.\n"
    "Press s to search, and c to see your carts."
)


class OrdersScreen(FirmlyScreen[None]):
    """Every attempt to order, newest first."""

    PLACE = "Orders"
    GO = "orders"
    EXPLAINS = (
        "The journal of this machine: ✓ placed, ✕ refused or not sent, ? unknown. An unknown order may have been "
        "placed: look into your mailbox for the merchant's confirmation before you order again. Enter shows the "
        "receipt, or what the carts tell of an order without an answer; there x says what became of it."
    )
    CSS_PATH = "../styles/orders.tcss"
    AUTO_FOCUS = "OrderList"
    BINDINGS = [command("enter", "open", "receipt", "Show the receipt of the order under the cursor.")]

    @dataclass
    class AttemptChosen(Message):
        """The shopper opens an order."""

        attempt: Attempt

    def __init__(self, shop: Shop) -> None:
        super().__init__(shop)
        self._unsettled = 0

    def compose_body(self) -> ComposeResult:
        """The list, or what it would hold."""
        yield Static(EMPTY, id="empty", markup=False)
        yield OrderList()

    def on_mount(self) -> None:
        """Show neither goods nor their absence before the journal is read."""
        self.query_one("#empty").display = False

    def placement_changed(self) -> None:
        """Read what was written meanwhile."""
        self.read_journal()

    @work(group="journal", exclusive=True)
    async def read_journal(self) -> None:
        """Show what the journal holds."""
        from firmly_tui.checkout import JournalError
        from firmly_tui.checkout.order_words import reminder

        if self.shop is None:
            return
        try:
            attempts = await asyncio.to_thread(self.shop.journal.attempts)
        except JournalError as error:
            self.say(str(error), "bad")
            return
        self.query_one("#empty").display = not attempts
        orders = self.query_one(OrderList)
        orders.display = bool(attempts)
        orders.show(attempts)
        awaiting = [attempt for attempt in attempts if attempt.awaits_word]
        unknown = sum(attempt.is_open for attempt in attempts)
        before, self._unsettled = self._unsettled, unknown + len(awaiting)
        if unknown:
            orders_are = count(unknown, "order is", "orders are")
            self.say(f"{orders_are} unknown. Look into your mailbox before you order again.", "warn")
        elif awaiting:
            self.say(reminder(awaiting, listed=True), "warn")
        elif before and self._notice.kind == "warn":
            # What is said of the last one that was settled stays.
            self.say("")

    @on(RowList.Chosen)
    def _chosen(self, message: RowList.Chosen) -> None:
        self.post_message(self.AttemptChosen(cast("Attempt", message.row)))

    def action_open(self) -> None:
        """Show the receipt."""
        attempt = self.query_one(OrderList).selected
        if attempt is None:
            self.say("There is no order to open.", "warn")
        else:
            self.post_message(self.AttemptChosen(attempt))
