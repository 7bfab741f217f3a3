"""What came of the orders."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import work
from textual.containers import VerticalScroll

from firmly_tui.tui.commands import command
from firmly_tui.tui.screens.base import FirmlyScreen
from firmly_tui.tui.widgets.receipt_view import ReceiptView

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from firmly_tui.checkout import Attempt, Shop


class ReceiptScreen(FirmlyScreen[None]):
    """Receipts, one below the other."""

    PLACE = "Receipt"
    EXPLAINS = (
        "Your receipts, kept in the journal of this machine; F4 lists all of them. y copies the order numbers. "
        "What is unknown may have been placed: look into your mailbox before you order again; x says that you have, "
        "and the app stops asking."
    )
    CSS_PATH = "../styles/receipt.tcss"
    AUTO_FOCUS = "#receipts"
    BINDINGS = [
        command("y", "copy", "copy number", "Copy the order numbers."),
        command(
            "x", "settle", "I have looked", "You know what became of the unknown order: do not ask again."
        ),
    ]

    def __init__(self, shop: Shop, attempts: list[Attempt]) -> None:
        super().__init__(shop)
        self._attempts = attempts

    def compose_body(self) -> ComposeResult:
        """The receipts."""
        with VerticalScroll(id="receipts"):
            for attempt in self._attempts:
                yield ReceiptView(attempt)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only what is unknown can be settled, and only a number copied."""
        if action == "settle":
            return any(attempt.is_open for attempt in self._attempts)
        return action != "copy" or any(attempt.order_number for attempt in self._attempts)

    @work(group="settle", exclusive=True)
    async def action_settle(self) -> None:
        """Write down that the shopper has looked what became of it."""
        from firmly_tui.checkout import JournalError

        if self.shop is None:
            return
        try:
            for attempt in self._attempts:
                if attempt.is_open:
                    await asyncio.to_thread(self.shop.journal.settle, attempt.id)
            known = {attempt.id: attempt for attempt in await asyncio.to_thread(self.shop.journal.attempts)}
        except JournalError as error:
            self.say(str(error), "bad")
            return
        self._attempts = [known.get(attempt.id, attempt) for attempt in self._attempts]
        self.refresh_bindings()
        self.say("Noted: you know what became of it. The app does not ask again.", "good")

    def action_copy(self) -> None:
        """Copy the order numbers to the clipboard."""
        numbers = [attempt.order_number for attempt in self._attempts if attempt.order_number]
        if not numbers:
            self.say("There is no order number to copy.", "warn")
            return
        self.app.copy_to_clipboard("\n".join(numbers))
        self.say(f"Copied {', '.join(numbers)}.", "good")
