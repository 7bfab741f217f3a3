"""Where the bill goes, when that is not where the goods go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from firmly_tui.tui.commands import TYPED_AHEAD, command
from firmly_tui.tui.drawing import BAD, plain
from firmly_tui.tui.screens.base import FirmlyScreen
from firmly_tui.tui.widgets.address_form import AddressForm
from firmly_tui.tui.widgets.bars import Stepper

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from firmly_tui.checkout import Shop
    from firmly_tui.client import FirmlyError
    from firmly_tui.models import Address


class BillingScreen(FirmlyScreen[None]):
    """The billing address for all merchants. It is told to them, and goes along with each order."""

    PLACE = "Billing"
    EXPLAINS = (
        "The address that your card is billed to, for all merchants. Ctrl+S tells it to them and goes back to the "
        "payment; F6 bills where the goods go. It is kept until you quit. Escape leaves all as it was."
    )
    CSS_PATH = "../styles/address.tcss"
    AUTO_FOCUS = "#input-first_name"
    BINDINGS = [
        *TYPED_AHEAD,
        command("ctrl+s,f8", "use", "use it", "Bill to this address, and go back to the payment."),
        command("f6", "as_delivery", "as delivery", "Bill to where the goods go."),
    ]

    def __init__(self, shop: Shop) -> None:
        super().__init__(shop)
        self._told: Address | None = None

    def compose_body(self) -> ComposeResult:
        """The form, filled with the billing address of before, or with where the goods go."""
        shop = self.shop
        assert shop is not None  # noqa: S101 (given in the constructor)
        address = shop.shopper.billing or shop.shopper.address
        yield Stepper(4)
        with VerticalScroll(id="scroll", can_focus=False):
            yield AddressForm(address.model_dump() if address else {}, shop.hive.entries, use="billing")
        yield Static(id="refusals", markup=False)
        with Horizontal(id="buttons"):
            yield Button("Bill to this address", variant="primary", compact=True)

    @property
    def _form(self) -> AddressForm:
        return self.query_one(AddressForm)

    def on_screen_suspend(self) -> None:
        """The card below is wiped when another place is gone to."""
        from firmly_tui.tui.screens.review import ReviewScreen

        # Back at the payment it stays; a help or palette on top is no other place either.
        for screen in self.app.screen_stack:
            if isinstance(screen, ReviewScreen) and screen is not self.app.screen:
                screen.on_screen_suspend()

    @on(Button.Pressed)
    def action_use(self) -> None:
        """Check everything; then tell it to the merchants."""
        if not self._form.needs_another_look():
            self._tell(self._form.address(), own=True)

    def action_as_delivery(self) -> None:
        """Bill to where the goods go."""
        if self.shop is not None and self.shop.shopper.address is not None:
            self._tell(self.shop.shopper.address, own=False)

    @work(group="billing", exclusive=True)
    async def _tell(self, address: Address, *, own: bool) -> None:
        if self.shop is None:
            return
        self.say("Telling the merchants where the bill goes …")
        refused = await self.shop.hive.set_billing(address)
        if refused and address != self._told:
            self._told = address
            self._show(refused)
            return
        # Asked for twice: the order goes with it, and the merchant then has the last word.
        self.shop.shopper.billing = address if own else None
        if self.is_current:
            # Not awaited: the screen waits for this worker before it goes.
            self.dismiss()

    def _show(self, refused: dict[str, FirmlyError]) -> None:
        assert self.shop is not None  # noqa: S101
        names = {
            domain: entry.name if (entry := self.shop.hive.get(domain)) else domain for domain in refused
        }
        lines = [plain(f"✕ {names[domain]}: {error.sentence}", BAD) for domain, error in refused.items()]
        self.query_one("#refusals", Static).update(Content("\n").join(lines))
        if fields := self._form.refuse(refused.values()):
            fields[0].focus_control()
        self.say("Change the address, or press the same again to order with it all the same.", "warn")
