"""How each merchant's goods are sent: the cheapest way unless another is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.widgets import Label

from firmly_tui.tui.commands import command
from firmly_tui.tui.screens.base import FirmlyScreen
from firmly_tui.tui.widgets.bars import Stepper
from firmly_tui.tui.widgets.method_list import MethodList, method_rows
from firmly_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from textual.app import ComposeResult


class DeliveryScreen(FirmlyScreen[None]):
    """Choose a shipping method for each cart."""

    PLACE = "Delivery"
    GO = "delivery"
    EXPLAINS = (
        "Each merchant offers its own ways to send the goods; the cheapest is chosen already. Enter or Space "
        "chooses another. o goes on to the review and the payment."
    )
    CSS_PATH = "../styles/delivery.tcss"
    AUTO_FOCUS = "MethodList"
    BINDINGS = [
        command("enter,space", "choose", "choose", "Send the goods this way."),
        command("o,ctrl+s,f8", "go_on", "go on", "Go on to the review and the payment."),
    ]

    def compose_body(self) -> ComposeResult:
        """Where it goes, and how."""
        yield Stepper(2)
        yield Label(id="to", markup=False)
        yield MethodList()

    def carts_changed(self) -> None:
        """Show the methods, the cursor on the first one chosen."""
        if self.shop is None:
            return
        methods = self.query_one(MethodList)
        fresh = methods.selected is None
        methods.show(method_rows(self.shop.hive.entries))
        if fresh:
            chosen = (
                index
                for index, row in enumerate(methods.rows)
                if row.shipment and row.method and row.shipment.shipping_method == row.method
            )
            methods.cursor = next(chosen, methods.cursor)
        if address := self.shop.shopper.address:
            self.query_one("#to", Label).update(f"to {', '.join(address.lines())}")

    @on(RowList.Chosen)
    @work(group="method")
    async def action_choose(self) -> None:
        """Choose the method under the cursor."""
        row = self.query_one(MethodList).selected
        if self.shop is None or row is None or row.method is None or row.shipment is None:
            self.say("There is nothing to choose.", "warn")
        elif row.shipment.shipping_method is not None and row.shipment.shipping_method.id == row.method.id:
            self.say("Already chosen. o goes on.")
        else:
            self.say("")
            await self.shop.hive.set_shipping_method(
                row.entry.domain, row.shipment.shipment_id, row.method.id
            )

    def action_go_on(self) -> None:
        """Go on, if there is a cart that can be paid."""
        if self.shop is None:
            return
        waiting = [entry for entry in self.shop.hive.entries if entry.busy]
        if waiting:
            self.say(f"One moment: {waiting[0].name} is still answering.", "warn")
        elif any(entry.ready for entry in self.shop.hive.entries):
            self.post_message(self.GoTo("review"))
        else:
            self.say("No cart can be paid yet. Go back and give an address that a merchant takes.", "warn")
