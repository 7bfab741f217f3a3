"""Where the goods go: one address for all carts or some of a merchant's own, every field checked where it is typed."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from textual import on, work
from textual.widgets import Button

from firmly_tui.tui.address_words import news
from firmly_tui.tui.commands import command
from firmly_tui.tui.drawing import one_line, shortened
from firmly_tui.tui.screens.address_lists import AddressLists
from firmly_tui.tui.widgets.bars import NoticeLine
from firmly_tui.tui.widgets.consent_list import AFTER_SHIPPING, UNDER_EMAIL, ConsentList, ConsentState

if TYPE_CHECKING:
    from collections.abc import Set

    from textual.app import ComposeResult

    from firmly_tui.checkout import Shop
    from firmly_tui.models import Address


SIGN = 4
"""Columns of the line that tells it, for its sign and its edges."""


class AddressScreen(AddressLists):
    """Where everything goes."""

    PLACE = "Address"
    GO = "address"
    GIVE = "Go on to delivery"
    EXPLAINS = (
        "One address for all carts. Ctrl+G chooses a merchant that gets one of its own. Ctrl+O chooses an address "
        "of before. Tab goes from field to field; what is wrong stands below the field. In the "
        "lists of countries and states, Enter opens the list and typing searches it. Ctrl+S goes on. What you "
        "type is kept when you leave. Where a merchant asks for your consent, Space agrees, or takes it back."
    )
    AUTO_FOCUS = "#input-email"
    BINDINGS = [
        command("ctrl+s,f8", "go_on", "go on", "Give the addresses to the merchants and go on to delivery."),
        command("ctrl+r", "ask_again", "ask again", "Ask again what there is to agree to.", footer=False),
    ]

    def __init__(self, shop: Shop) -> None:
        shop.shopper.catch_up()
        # An own address is for one purchase: the next cart begins with the address for all.
        carts = {entry.domain: entry.cart.cart_id for entry in shop.hive.entries if entry.cart}
        with suppress(OSError):
            shop.shopper.keep_for(carts)
        super().__init__(shop)
        self._told: dict[str, Address] = {}
        self._known = self._served()
        self._giving = False
        self._consents_told = False

    def _served(self) -> set[str]:
        """The merchants that have an address. What a first one brings is no change."""
        return {entry.domain for entry in self.addressing.merchants if not entry.needs_address}

    def below_contact(self) -> ConsentList:
        """The consents that belong to the e-mail address."""
        return ConsentList(self.here, lambda c: c.ui_slot == UNDER_EMAIL, place="email", tells=False)

    def compose_below(self) -> ComposeResult:
        """The consents that belong to the delivery."""
        yield ConsentList(self.here, lambda c: c.ui_slot == AFTER_SHIPPING, place="after", tells=False)

    def compose_foot(self) -> ComposeResult:
        """How asking for consents goes."""
        yield ConsentState(self.here)

    def on_mount(self) -> None:
        """Ask what there is to agree to."""
        self._ask_for_consents()

    @work(group="consents")
    async def _ask_for_consents(self) -> None:
        hive = self.here.hive
        await asyncio.gather(*(hive.consents.load(e.domain) for e in self.addressing.merchants))

    def action_ask_again(self) -> None:
        """Ask again where that failed."""
        self.query_one(ConsentState).action_ask_again()

    def carts_changed(self) -> None:
        """Show what the merchants ask for."""
        super().carts_changed()
        apart = {entry.domain for entry in self.addressing.apart}
        for consents in self.query(ConsentList):
            consents.show(
                [
                    entry
                    for entry in self.here.hive.entries
                    if (entry.domain == self.whom if self.whom else entry.domain not in apart)
                ]
            )
        self.query_one(ConsentState).show(self.here.hive.entries)

    @on(Button.Pressed, "#give")
    def action_go_on(self) -> None:
        """Check everything; then give the addresses to the merchants."""
        self.show_form()
        if self._giving:
            self.say("One moment: the merchants are being told.", "warn")
        elif not self.form.needs_another_look() and not self._lacks_consent():
            self._giving = True
            self._give()

    def _lacks_consent(self) -> bool:
        """Whether a merchant needs a consent that stands here; that is said once, and gone to."""
        if self._consents_told or not any(consents.focus_first() for consents in self.query(ConsentList)):
            return False
        self._consents_told = True
        self.say(
            "No order without what is marked (required). Space agrees; or go on and do it at the payment: Ctrl+S.",
            "warn",
        )
        return True

    @work(group="address", exclusive=True)
    async def _give(self) -> None:
        try:
            await self._give_and_go_on()
        finally:
            self._giving = False

    async def _give_and_go_on(self) -> None:
        shop, addressing, whom = self.here, self.addressing, self.whom
        again = bool(addressing.refused())
        address = self.form.address()
        await self.keep(lambda: addressing.save(address, whom))
        self.given()
        told = addressing.addresses()
        if not (again and told == self._told) or self._nobody_took_it():
            self.say("Giving the address to the merchants …")
            self._told = told
            refused = await shop.hive.set_address(told)
            self.carts_changed()
            self.show_refusals()
            if refused:
                self._say_refused(set(refused))
                return
        # Asked for twice: on with those that took it.
        if not self._something_is_left():
            changed = self._what_changed()
            self._known = self._served()
            self.say("")
            self.post_message(self.GoTo("delivery", changed))

    def _something_is_left(self) -> bool:
        """Whether an address is still to be given; goes to its form then."""
        addressing = self.addressing
        if len(addressing.addresses()) < len(addressing.merchants):
            self.go_to("")
            self.say("That one is told. Now the address for the others.", "warn")
            return True
        other = addressing.unfinished(self.whom)
        if other is not None:
            self.go_to(other)
            whom = shortened(one_line(self.here.hive[other].name), 30) if other else "all merchants"
            self.say(f"This is typed for {whom}, and not given yet. Ctrl+S gives it.", "warn")
        return other is not None

    def _say_refused(self, refused: Set[str]) -> None:
        """Say what to do about it, in the form of who refused."""
        addressing = self.addressing
        here = {entry.domain for entry in addressing.receivers(self.whom)}
        if not refused & here:
            # Refused is what another one has of its own, or what is for all.
            other = next(iter(refused))
            self.go_to(other if addressing.own(other) else "")
        if self._nobody_took_it():
            self.say("No merchant took this address. Nothing is lost: change it and try again.", "bad")
            return
        alone = ", or give that merchant one of its own: Ctrl+G" if not self.whom else ""
        self.say(
            f"Change the address{alone}. Or go on with the merchants that took it: Ctrl+S again.", "warn"
        )

    def _nobody_took_it(self) -> bool:
        return len(self.addressing.refused()) == len(self.addressing.merchants) > 0

    async def tell(self, domain: str) -> None:
        """Tell a merchant where its goods go."""
        if address := self.addressing.present(domain):
            await self.here.hive.set_address({domain: address})

    def _what_changed(self) -> str:
        """What is different since the address of before, for merchants that had one; and what needs none."""
        told: list[tuple[str, list[str]]] = []
        for entry in self.here.hive.entries:
            if entry.ships_nothing:
                told.append((entry.name, ["nothing needs to be sent."]))
            elif entry.domain in self._known and entry.address_changes:
                told.append((entry.name, entry.address_changes.words))
        return news(told, self.query_one(NoticeLine).size.width - SIGN)
