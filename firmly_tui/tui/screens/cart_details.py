"""One row of the carts to read in full, where there is no room beside the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from firmly_tui.tui.commands import command
from firmly_tui.tui.widgets.cart_detail import CartDetail

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from firmly_tui.tui.widgets.cart_rows import CartRow


class CartDetailsScreen(ModalScreen[None]):
    """A line or a promo code, and what its merchant says."""

    CSS_PATH = "../styles/hive.tcss"
    AUTO_FOCUS = "#row"
    IS_ASIDE = True
    BINDINGS = [command("escape,q,enter,i", "close", "close", "Close the details.")]

    def __init__(self, row: CartRow) -> None:
        super().__init__()
        self._row = row

    def compose(self) -> ComposeResult:
        """One scrolling text."""
        with VerticalScroll(id="row") as scroll:
            scroll.border_subtitle = "Escape closes this."
            yield CartDetail()

    def on_mount(self) -> None:
        """Show the row."""
        self.query_one(CartDetail).show(self._row)

    def action_close(self) -> None:
        """Close."""
        self.dismiss()
