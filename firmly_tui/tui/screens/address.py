"""One address for all carts, every field checked where it is typed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from firmly_tui.tui.commands import TYPED_AHEAD, command
from firmly_tui.tui.drawing import BAD, one_line, plain
from firmly_tui.tui.screens.base import FirmlyScreen
from firmly_tui.tui.widgets.address_form import AddressForm
from firmly_tui.tui.widgets.bars import Stepper
from firmly_tui.tui.widgets.consent_list import AFTER_SHIPPING, UNDER_EMAIL, ConsentList
from firmly_tui.tui.widgets.field import FieldBase

if TYPE_CHECKING:
    from collections.abc import Set

    from textual.app import ComposeResult

    from firmly_tui.checkout import Shop
    from firmly_tui.client import FirmlyError
    from firmly_tui.models import Address


class AddressScreen(FirmlyScreen[None]):
    """Where everything goes."""

    PLACE = "Address"
    GO = "address"
    EXPLAINS = (
        "One address for all carts. Tab goes from field to field; what is wrong stands below the field. In the "
        "lists of countries and states, Enter opens the list and typing searches it. Ctrl+S goes on. What you "
        "type is kept when you leave. Where a merchant asks for your consent, Space agrees, or takes it back."
    )
    CSS_PATH = "../styles/address.tcss"
    AUTO_FOCUS = "#input-email"
    BINDINGS = [
        *TYPED_AHEAD,
        command("ctrl+s,f8", "go_on", "go on", "Give this address to all merchants and go on to delivery."),
    ]

    def __init__(self, shop: Shop) -> None:
        super().__init__(shop)
        self._refused: dict[str, FirmlyError] = {}
        self._refused_address: Address | None = None

    def compose_body(self) -> ComposeResult:
        """The form, filled with what was typed or used before, and the consents in it."""
        shop = self.shop
        assert shop is not None  # noqa: S101 (given in the constructor)
        saved = shop.shopper.address.model_dump() if shop.shopper.address else {}
        below = ConsentList(shop, lambda consent: consent.ui_slot == UNDER_EMAIL, place="email")
        yield Stepper(1)
        with VerticalScroll(id="scroll", can_focus=False):
            yield AddressForm({**saved, **shop.address_draft}, shop.hive.entries, below_contact=below)
            yield ConsentList(shop, lambda consent: consent.ui_slot == AFTER_SHIPPING, place="after")
        # Below the form, not in it: they must be seen wherever one is.
        yield Static(id="refusals", markup=False)
        with Horizontal(id="buttons"):
            yield Button("Go on to delivery", variant="primary", compact=True, id="go-on")

    def on_mount(self) -> None:
        """Ask what there is to agree to."""
        self._ask_for_consents()

    @work(group="consents")
    async def _ask_for_consents(self) -> None:
        if self.shop is not None:
            hive = self.shop.hive
            await asyncio.gather(*(hive.consents.load(e.domain) for e in hive.entries if e.has_lines))

    def carts_changed(self) -> None:
        """Show what the merchants ask for."""
        if self.shop is not None:
            for consents in self.query(ConsentList):
                consents.show(self.shop.hive.entries)

    @property
    def _form(self) -> AddressForm:
        return self.query_one(AddressForm)

    @on(FieldBase.Edited)
    def _edited(self) -> None:
        if self.shop is not None:
            self.shop.address_draft = self._form.typed()

    @on(Button.Pressed)
    def action_go_on(self) -> None:
        """Check everything; then give the address to the merchants."""
        if not self._form.needs_another_look():
            self._give()

    @work(group="address", exclusive=True)
    async def _give(self) -> None:
        if self.shop is None:
            return
        address = self._form.address()
        if self._refused and address == self._refused_address and self._someone_took_it():
            self.post_message(self.GoTo("delivery"))
            return
        self.say("Giving the address to the merchants …")
        known = {e.domain for e in self.shop.hive.entries if e.has_lines and not e.needs_address}
        await self._remember(address)
        self._refused = await self.shop.hive.set_address(address)
        self._refused_address = address
        self.query_one("#refusals", Static).update(self._refusals())
        if not self._refused:
            self.shop.address_draft = {}
            self.shop.notice = self._what_changed(known)
            self.say("")
            self.post_message(self.GoTo("delivery"))
            return
        if fields := self._form.refuse(self._refused.values()):
            fields[0].focus_control()
        if self._someone_took_it():
            self.say("Change the address, or go on with the merchants that took it: Ctrl+S again.", "warn")
        else:
            self.say("No merchant took this address. Nothing is lost: change it and try again.", "bad")

    async def _remember(self, address: Address) -> None:
        """Keep the address for the next run; for this one it holds even where it cannot be written."""
        assert self.shop is not None  # noqa: S101
        try:
            await asyncio.to_thread(self.shop.shopper.save, address)
        except OSError as error:
            self.app.notify(f"The address could not be kept for next time: {error.strerror}.", markup=False)

    def _what_changed(self, known: Set[str]) -> str:
        """What is different since the address of before, in a line, for merchants that had one; and what needs none."""
        assert self.shop is not None  # noqa: S101
        told: list[str] = []
        for entry in self.shop.hive.entries:
            if entry.ships_nothing:
                told.append(f"{entry.name}: nothing needs to be sent.")
            elif entry.domain in known and entry.address_changes:
                told.append(f"{entry.name}: {' · '.join(entry.address_changes.words)}")
        return one_line("  ".join(told))

    def _someone_took_it(self) -> bool:
        assert self.shop is not None  # noqa: S101
        return len(self._refused) < len([e for e in self.shop.hive.entries if e.cart and not e.cart.is_empty])

    def _refusals(self) -> Content:
        assert self.shop is not None  # noqa: S101
        lines: list[Content] = []
        for domain, error in self._refused.items():
            entry = self.shop.hive.get(domain)
            lines.append(plain(f"✕ {entry.name if entry else domain}: {error.sentence}", BAD))
        return Content("\n").join(lines)
