"""The carts of all merchants: quantities, removal with undo, totals per currency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.containers import Vertical
from textual.widgets import Static

from firmly_tui.tui.commands import command
from firmly_tui.tui.screens.base import FirmlyScreen
from firmly_tui.tui.widgets.bars import Stepper
from firmly_tui.tui.widgets.cart_list import CartList, CartRow, cart_rows
from firmly_tui.tui.widgets.totals import TotalsTable

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from firmly_tui.checkout import MerchantCart
    from firmly_tui.models import LineItem

EMPTY = (
    "Your carts are empty.\n\n"
    "Every merchant whose goods you add gets a cart of its own, and all of them stand here.\n"
    "Press s to search, open a product with Enter and add it with Enter."
)


class HiveScreen(FirmlyScreen[None]):
    """All carts of the device."""

    PLACE = "Carts"
    GO = "carts"
    EXPLAINS = (
        "Every merchant has a cart of its own. + and − change the quantity of the line under the cursor, Delete "
        "removes it and u puts it back. o begins the checkout: one address for all carts, one payment for each."
    )
    CSS_PATH = "../styles/hive.tcss"
    AUTO_FOCUS = "CartList"
    BINDINGS = [
        command("o,enter", "checkout", "check out", "Enter the address and go on to delivery and payment."),
        command(
            "plus,equals_sign,right",
            "change(1)",
            "more",
            "One more of the line under the cursor.",
            shown_as="+",
        ),
        command("minus,left", "change(-1)", "less", "One less of the line under the cursor.", shown_as="−"),
        command(
            "delete,x,backspace", "remove", "remove", "Remove the line under the cursor.", shown_as="del"
        ),
        command("u", "undo", "undo", "Put back what was removed last."),
        command("s", "app.go('shop')", "shop", "Search for goods of all merchants."),
        command("r", "reload", "reload", "Read all carts anew.", footer=False),
    ]

    def compose_body(self) -> ComposeResult:
        """The carts, and below or beside them what they cost."""
        yield Stepper(0)
        yield Static(EMPTY, id="empty", markup=False)
        with Vertical(id="panes"):
            yield CartList()
            yield TotalsTable(markup=False)

    def on_mount(self) -> None:
        """Read the carts anew: they may have been changed elsewhere."""
        super().on_mount()
        self.action_reload()

    def carts_changed(self) -> None:
        """Draw the carts, the cursor staying where it is."""
        if self.shop is None:
            return
        rows = cart_rows(self.shop.hive.entries)
        self.query_one("#empty").display = not rows
        self.query_one("#panes").display = bool(rows)
        self.query_one(CartList).show(rows)
        self.query_one(TotalsTable).show(self.shop.hive.totals())
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Nothing can be changed or bought where there is nothing."""
        if self.shop is None or action not in ("checkout", "change", "remove", "undo"):
            return True
        return self.shop.hive.can_undo if action == "undo" else not self.shop.hive.is_empty

    def _line(self) -> tuple[MerchantCart, LineItem] | None:
        row: CartRow | None = self.query_one(CartList).selected
        if row is None or row.line is None:
            self.say("There is no line under the cursor.", "warn")
            return None
        return row.entry, row.line

    @work(group="reload", exclusive=True)
    async def action_reload(self) -> None:
        """Read all carts."""
        if self.shop is None:
            return
        await self.shop.hive.load()
        if self.shop.hive.error is not None:
            self.say_error(self.shop.hive.error)

    @work(group="edit")
    async def action_change(self, by: int) -> None:
        """Change a quantity; the shop answers later."""
        if self.shop is None or (found := self._line()) is None:
            return
        entry, line = found
        quantity = entry.quantity(line) + by
        if quantity < 1:
            self.say("One is the least. Delete removes the line.", "warn")
            return
        self.say("")
        await self.shop.hive.set_quantity(entry.domain, line.line_item_id, quantity)
        self._say_line_error(entry, line)

    def _say_line_error(self, entry: MerchantCart, line: LineItem) -> None:
        """Say in full what the merchant did not do; in the list there is room for some words only."""
        if reason := entry.line_errors.get(line.line_item_id):
            self.say(reason, "warn")

    @work(group="edit")
    async def action_remove(self) -> None:
        """Remove the line under the cursor."""
        if self.shop is None or (found := self._line()) is None:
            return
        entry, line = found
        self.say("")
        await self.shop.hive.remove(entry.domain, line.line_item_id)
        self._say_line_error(entry, line)

    @work(group="edit")
    async def action_undo(self) -> None:
        """Put back what was removed last."""
        from firmly_tui.client import FirmlyError

        if self.shop is None:
            return
        if not self.shop.hive.can_undo:
            self.say("Nothing was removed.", "warn")
            return
        try:
            back = await self.shop.hive.undo()
        except FirmlyError as error:
            self.say_error(error)
            return
        if back is not None:
            self.say(f"{back.line.description} is back.", "good")

    def action_checkout(self) -> None:
        """Go on to the address, if there is something to buy."""
        if self.shop is None or self.shop.hive.is_empty:
            self.say("There is nothing to buy yet. s goes to the shop.", "warn")
        else:
            self.post_message(self.GoTo("address"))
