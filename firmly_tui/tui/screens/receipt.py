"""What came of the orders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.message import Message

from firmly_tui.tui.commands import command
from firmly_tui.tui.screens.base import FirmlyScreen
from firmly_tui.tui.widgets.receipt_view import ReceiptView

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from firmly_tui.checkout import Attempt, Shop


class ReceiptScroll(VerticalScroll):
    """Scrolled by the letters that move in lists, too."""

    BINDINGS = [
        Binding("j", "scroll_down", show=False),
        Binding("g", "scroll_home", show=False),
        Binding("G", "scroll_end", show=False),
    ]


class ReceiptScreen(FirmlyScreen[None]):
    """Receipts, one below the other."""

    PLACE = "Receipt"
    EXPLAINS = (
        "Your receipts, kept in the journal of this machine; F4 lists all of them. y copies the order numbers. "
        "What is unknown may have been placed: look into your mailbox before you order again; k shows what the carts "
        "tell of it."
    )
    CSS_PATH = "../styles/receipt.tcss"
    AUTO_FOCUS = "#receipts"
    BINDINGS = [
        command("y", "copy", "copy number", "Copy the order numbers."),
        command("k", "check", "check", "See what the carts tell of an unknown order."),
    ]

    @dataclass
    class CheckWanted(Message):
        """Orders have no answer: look what became of them."""

        attempts: list[Attempt]

    def __init__(self, shop: Shop, attempts: list[Attempt]) -> None:
        super().__init__(shop)
        self._attempts = attempts

    def compose_body(self) -> ComposeResult:
        """The receipts."""
        zone = self.shop.zone() if self.shop is not None else None
        with ReceiptScroll(id="receipts"):
            for attempt in self._attempts:
                yield ReceiptView(attempt, zone)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only what is unknown can be checked, and only a number copied."""
        if action == "check":
            return any(attempt.needs_check for attempt in self._attempts)
        return action != "copy" or any(attempt.order_number for attempt in self._attempts)

    def action_check(self) -> None:
        """Look what became of it."""
        self.post_message(self.CheckWanted([attempt for attempt in self._attempts if attempt.needs_check]))

    def action_copy(self) -> None:
        """Copy the order numbers to the clipboard."""
        numbers = [attempt.order_number for attempt in self._attempts if attempt.order_number]
        if not numbers:
            self.say("There is no order number to copy.", "warn")
            return
        self.app.copy_to_clipboard("\n".join(numbers))
        self.say(f"Copied {', '.join(numbers)}.", "good")
