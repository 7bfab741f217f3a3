"""What the screens for goods' and bills' addresses share: the form, for whom it is, and what is typed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Label, Static

from firmly_tui.tui.address_words import for_whom
from firmly_tui.tui.drawing import BAD, plain
from firmly_tui.tui.screens.base import FirmlyScreen
from firmly_tui.tui.widgets.address_form import AddressForm, FormScroll, form_values
from firmly_tui.tui.widgets.bars import Stepper
from firmly_tui.tui.widgets.field import FieldBase
from firmly_tui.tui.widgets.recipient_list import RecipientList, recipients
from firmly_tui.tui.widgets.saved_list import NONE_SAVED, SavedList, saved_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.widget import Widget

    from firmly_tui.checkout import Shop
    from firmly_tui.checkout.addressing import Addressing
    from firmly_tui.checkout.shopper import Use


class AddressEditor(FirmlyScreen[None]):
    """A form for one address, for all merchants or one of them; what is typed is kept until it is given."""

    USE: ClassVar[Use] = "address"
    STEP: ClassVar[int] = 1
    GIVE: ClassVar[str] = ""
    """What the button says."""

    IS_FORM = True
    CSS_PATH = "../styles/address.tcss"

    def __init__(self, shop: Shop) -> None:
        from firmly_tui.checkout.addressing import Addressing

        super().__init__(shop)
        self.addressing: Addressing = Addressing(shop.hive, shop.shopper, self.USE)
        self.whom = ""
        """Which merchant the form is for, `""` for all that have no address of their own."""
        if not self.addressing.receivers(""):
            self.whom = next((entry.domain for entry in self.addressing.merchants), "")

    # What it is made of

    def compose_body(self) -> ComposeResult:
        """The form and for whom it is; beside it, or in its place, the lists."""
        yield Stepper(self.STEP)
        with Horizontal(id="panes"):
            with Vertical(id="editing"):
                yield Label(id="whom", markup=False)
                with FormScroll(id="scroll"):
                    yield AddressForm(
                        {**self.present(), **self.addressing.draft(self.whom)},
                        self.addressing.receivers(self.whom),
                        use="billing" if self.USE == "billing" else "shipping",
                        below_contact=self.below_contact(),
                    )
                    yield from self.compose_below()
            with Vertical(id="side"):
                with Vertical(id="recipients"):
                    yield Label("Which merchant gets which address", classes="heading", markup=False)
                    yield RecipientList()
                with Vertical(id="saved"):
                    yield Label("Saved addresses", classes="heading", markup=False)
                    yield SavedList()
                    yield Static(NONE_SAVED, id="none-saved", markup=False)
        yield from self.compose_foot()
        # Below the form, not in it: they must be seen wherever one is.
        yield Static(id="refusals", markup=False)
        with Horizontal(id="buttons"):
            yield Button(self.GIVE, variant="primary", compact=True, id="give")

    def below_contact(self) -> Widget | None:
        """What stands below e-mail and phone."""
        return None

    def compose_below(self) -> ComposeResult:
        """What stands below the form, and scrolls with it."""
        yield from ()

    def compose_foot(self) -> ComposeResult:
        """What stands above the button, and is always seen."""
        yield from ()

    @property
    def here(self) -> Shop:
        """The shop, which is open."""
        assert self.shop is not None  # noqa: S101 (given in the constructor)
        return self.shop

    @property
    def form(self) -> AddressForm:
        """The form."""
        return self.query_one(AddressForm)

    def present(self) -> dict[str, str]:
        """The address that was given last, as it stands in the form."""
        address = self.addressing.present(self.whom)
        return form_values(address.model_dump() if address else {})

    # Showing

    def on_mount(self) -> None:
        """Tell what was refused before."""
        self.show_refusals()

    def carts_changed(self) -> None:
        """Show who gets what, and the addresses of before."""
        addressing, entries = self.addressing, self.addressing.merchants
        self.set_class(len(entries) > 1 or bool(addressing.apart), "-several")
        about = self.query_one("#whom", Label)
        words = for_whom(addressing, self.whom)
        about.update(words)
        about.display = bool(words)
        self.query_one(RecipientList).show(recipients(addressing, self.whom))
        rows = saved_rows(self.here.shopper, addressing.replaced(self.whom), entries)
        saved = self.query_one(SavedList)
        saved.show(rows)
        saved.set_class(not rows, "-empty")
        self.query_one("#none-saved").display = not rows

    def show_refusals(self) -> None:
        """Show what merchants refused, and mark its fields where the form holds what they refused."""
        refused = self.addressing.refused()
        lines: list[Content] = []
        for domain, error in refused.items():
            entry = self.here.hive.get(domain)
            lines.append(plain(f"✕ {entry.name if entry else domain}: {error.sentence}", BAD))
        self.query_one("#refusals", Static).update(Content("\n").join(lines))
        concerned = {entry.domain for entry in self.addressing.receivers(self.whom)}
        about = [error for domain, error in refused.items() if domain in concerned]
        if about and not self.addressing.draft(self.whom) and (fields := self.form.refuse(about)):
            fields[0].focus_control()

    def go_to(self, whom: str) -> None:
        """Have the form be for another merchant, or for all; what is typed for this one is kept."""
        self.whom = whom
        self.fill_again()
        self.form.query(FieldBase).first().focus_control()
        self.show_refusals()

    def fill_again(self) -> None:
        """Fill the form with what is typed, or given, for whom it is."""
        values = {**self.present(), **self.addressing.draft(self.whom)}
        self.form.fill(values, self.addressing.receivers(self.whom))
        self.carts_changed()

    # Typing, and what becomes of it

    @on(FieldBase.Edited)
    def typed(self) -> None:
        """Keep what is typed, until it is given."""
        had_one = bool(self.addressing.draft(self.whom))
        typed = self.form.typed()
        self.addressing.set_draft(self.whom, {} if typed == self.present() else typed)
        if had_one != bool(self.addressing.draft(self.whom)):
            self.carts_changed()

    def given(self) -> None:
        """The address of the form was given: it is no draft any more."""
        self.addressing.set_draft(self.whom, {})
        self.addressing.set_replaced(self.whom, {})

    async def keep(self, save: Callable[[], None]) -> None:
        """Write down what is for the next run too; for this one it holds even where it cannot be written."""
        try:
            await asyncio.to_thread(save)
        except OSError as error:
            self.app.notify(f"The address could not be kept for next time: {error.strerror}.", markup=False)

    async def tell(self, domain: str) -> None:
        """Tell a merchant the address that it has now."""
        raise NotImplementedError
