"""What came of the orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
        "What is unknown may have been placed: look into your mailbox before you order again."
    )
    CSS_PATH = "../styles/receipt.tcss"
    AUTO_FOCUS = "#receipts"
    BINDINGS = [command("y", "copy", "copy number", "Copy the order numbers.")]

    def __init__(self, shop: Shop, attempts: list[Attempt]) -> None:
        super().__init__(shop)
        self._attempts = attempts

    def compose_body(self) -> ComposeResult:
        """The receipts."""
        with VerticalScroll(id="receipts"):
            for attempt in self._attempts:
                yield ReceiptView(attempt)

    def action_copy(self) -> None:
        """Copy the order numbers to the clipboard."""
        numbers = [attempt.order_number for attempt in self._attempts if attempt.order_number]
        if not numbers:
            self.say("There is no order number to copy.", "warn")
            return
        self.app.copy_to_clipboard("\n".join(numbers))
        self.say(f"Copied {', '.join(numbers)}.", "good")
