"""Where the bill goes, when that is not where the goods go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.widgets import Button

from firmly_tui.tui.commands import command
from firmly_tui.tui.drawing import one_line, shortened
from firmly_tui.tui.screens.address_lists import AddressLists

if TYPE_CHECKING:
    from firmly_tui.checkout import Shop
    from firmly_tui.models import Address


class BillingScreen(AddressLists):
    """The billing address for all merchants or one. It is told to them, and goes along with each order."""

    PLACE = "Billing"
    USE = "billing"
    STEP = 4
    BELONGS_TO_PAYING = True
    GIVE = "Bill to this address"
    EXPLAINS = (
        "The address that your card is billed to, for all merchants, or for one: Ctrl+G chooses. Ctrl+O chooses an "
        "address of before. Ctrl+S tells it to them and goes back to the payment; F6 bills where the goods go. "
        "Escape leaves the bill as it was; what you typed is kept, and not used."
    )
    AUTO_FOCUS = "#input-first_name"
    BINDINGS = [
        command("ctrl+s,f8", "use", "use it", "Bill to this address, and go back to the payment."),
        command("f6", "as_delivery", "as delivery", "Bill to where the goods go."),
    ]

    def __init__(self, shop: Shop) -> None:
        super().__init__(shop)
        self._told: dict[str, Address] = {}
        self._telling = False

    def on_screen_suspend(self) -> None:
        """The card below is wiped when another place is gone to."""
        from firmly_tui.tui.screens.review import ReviewScreen

        # Back at the payment it stays; a help or palette on top is no other place either.
        for screen in self.app.screen_stack:
            if isinstance(screen, ReviewScreen) and screen is not self.app.screen:
                screen.on_screen_suspend()

    @on(Button.Pressed, "#give")
    def action_use(self) -> None:
        """Check everything; then tell it to the merchants."""
        self.show_form()
        if not self.form.needs_another_look():
            self._bill(self.form.address(), own=True)

    def action_as_delivery(self) -> None:
        """Bill to where the goods go."""
        address = self.here.shopper.address_for(self.whom)
        if address is not None:
            self._bill(address, own=bool(self.whom))

    def _bill(self, address: Address, *, own: bool) -> None:
        if self._telling:
            self.say("One moment: the merchants are being told.", "warn")
        else:
            self._telling = True
            self._tell_all(address, own=own)

    @work(group="billing", exclusive=True)
    async def _tell_all(self, address: Address, *, own: bool) -> None:
        try:
            await self._tell_and_go_back(address, own=own)
        finally:
            self._telling = False

    async def _tell_and_go_back(self, address: Address, *, own: bool) -> None:
        shop, addressing, whom = self.here, self.addressing, self.whom
        told = {entry.domain: address for entry in addressing.receivers(whom)}
        self.say("Telling the merchants where the bill goes …")
        refused = await shop.hive.set_billing(told)
        if refused and told != self._told:
            self._told = told
            self.show_refusals()
            self.say("Change the address, or press the same again to order with it all the same.", "warn")
            return
        # Asked for twice: the order goes with it, and the merchant then has the last word.
        if own:
            await self.keep(lambda: addressing.save(address, whom))
        else:
            await self.keep(lambda: shop.shopper.save_billing(None))
        self.given()
        other = addressing.unfinished(whom)
        if other is not None:
            self.go_to(other)
            name = shortened(one_line(shop.hive[other].name), 30) if other else "all merchants"
            self.say(f"This is typed for {name}, and not used yet. Ctrl+S uses it.", "warn")
        elif self.is_current:
            # Not awaited: the screen waits for this worker before it goes.
            self.dismiss()

    async def tell(self, domain: str) -> None:
        """Tell a merchant where its bill goes."""
        if address := self.addressing.present(domain):
            await self.here.hive.set_billing({domain: address})
