"""One address for all carts, every field checked where it is typed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import Grid, Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static

from firmly_tui.tui.commands import TYPED_AHEAD, command
from firmly_tui.tui.drawing import BAD, count, plain
from firmly_tui.tui.screens.base import FirmlyScreen
from firmly_tui.tui.widgets.bars import Stepper
from firmly_tui.tui.widgets.field import Field, FieldBase, SelectField

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from firmly_tui.checkout import Shop
    from firmly_tui.client import FirmlyError
    from firmly_tui.models import Address

DEFAULT_COUNTRY = "US"
TEXT_FIELDS = (
    "email", "phone", "first_name", "last_name", "address1", "address2", "postal_code", "city",
)  # fmt: skip


class AddressScreen(FirmlyScreen[None]):
    """Where everything goes."""

    PLACE = "Address"
    GO = "address"
    EXPLAINS = (
        "One address for all carts. Tab goes from field to field; what is wrong stands below the field. In the "
        "lists of countries and states, Enter opens the list and typing searches it. Ctrl+S goes on. What you "
        "type is kept when you leave."
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
        """The form, filled with what was typed or used before."""
        from firmly_tui.checkout.addresses import countries, postal_label, region_label

        values = self._initial()
        country = values["country"]
        yield Stepper(1)
        with VerticalScroll(id="scroll", can_focus=False):
            with Grid(id="form"):
                yield Field("email", "E-mail", value=values["email"], placeholder="for the confirmation")
                yield Field("phone", "Phone", value=values["phone"])
                yield Field("first_name", "First name", value=values["first_name"])
                yield Field("last_name", "Last name", value=values["last_name"])
                yield Field("address1", "Street and number", value=values["address1"])
                yield Field("address2", "Apartment, floor (optional)", value=values["address2"])
                choices = [(known.name, known.code) for known in countries()]
                yield SelectField("country", "Country", choices, country)
                yield Field("postal_code", postal_label(country), value=values["postal_code"])
                yield Field("city", "City", value=values["city"])
                regions = self._regions(country)
                yield SelectField(
                    "state_or_province", region_label(country), regions, values["state_or_province"]
                )
            yield Static(id="refusals", markup=False)
            with Horizontal(id="buttons"):
                yield Button("Go on to delivery", variant="primary", compact=True, id="go-on")

    def _initial(self) -> dict[str, str]:
        from firmly_tui.models import Address

        assert self.shop is not None  # noqa: S101 (given in the constructor)
        saved = self.shop.shopper.address or Address.model_validate({"country": DEFAULT_COUNTRY})
        return {**dict.fromkeys(TEXT_FIELDS, ""), **saved.model_dump(), **self.shop.address_draft}

    @staticmethod
    def _regions(country: str) -> list[tuple[str, str]]:
        from firmly_tui.checkout.addresses import regions

        return [(region.name, region.code) for region in regions(country)]

    def on_mount(self) -> None:
        """Hide the list of states where the country has none."""
        super().on_mount()
        self._region_field.display = bool(self._regions(self._country))

    @property
    def _region_field(self) -> SelectField:
        return self.query_one("#field-state_or_province", SelectField)

    @property
    def _country(self) -> str:
        return self.query_one("#field-country", SelectField).value

    def _typed(self) -> dict[str, str]:
        return {str(field.name): field.value for field in self.query(FieldBase)}

    @on(FieldBase.Edited)
    def _edited(self, event: FieldBase.Edited) -> None:
        if self.shop is not None:
            self.shop.address_draft = self._typed()
        if event.field.name == "country":
            self._country_changed()
        elif event.field.problem or isinstance(event.field, SelectField):
            self._check(event.field)

    @on(FieldBase.Left)
    def _left(self, event: FieldBase.Left) -> None:
        if event.field.value:
            self._check(event.field)

    def _check(self, field: FieldBase) -> bool:
        from firmly_tui.checkout.addresses import check_field

        before = field.problem
        field.problem = check_field(str(field.name), field.value.strip(), self._country)
        if field.problem or before:
            # Below the field there is room for some words only.
            self.say(field.problem, "warn")
        return not field.problem

    def _country_changed(self) -> None:
        """Other countries have other states and other codes."""
        from firmly_tui.checkout.addresses import postal_label, region_label

        country = self._country
        regions = self._regions(country)
        self._region_field.display = bool(regions)
        self._region_field.offer(region_label(country), regions)
        self._region_field.problem = ""
        postal = self.query_one("#field-postal_code", Field)
        postal.label = postal_label(country)
        for field in self.query(FieldBase):
            if field.value and field.name in ("postal_code", "phone", "country"):
                self._check(field)

    @on(Input.Submitted)
    def _next(self) -> None:
        """Enter goes to the next field, and on from the last."""
        self.focus_next()

    @on(Button.Pressed)
    def action_go_on(self) -> None:
        """Check everything; then give the address to the merchants."""
        wrong = [field for field in self.query(FieldBase) if field.display and not self._check(field)]
        wrong = wrong or self._contradicting()
        if wrong:
            wrong[0].focus_control()
            fields = count(len(wrong), "field needs", "fields need")
            self.say(f"{fields} another look. {wrong[0].problem}", "warn")
            return
        self._give()

    def _contradicting(self) -> list[FieldBase]:
        """The fields that are right by themselves, and not with the others."""
        from firmly_tui.checkout.addresses import check

        problems = check(self._address())
        found = [field for field in self.query(FieldBase) if field.name in problems]
        for field in found:
            field.problem = problems[str(field.name)]
        return found

    def _address(self) -> Address:
        from firmly_tui.checkout.addresses import normalize
        from firmly_tui.models import Address

        return normalize(Address.model_validate(self._typed()))

    @work(group="address", exclusive=True)
    async def _give(self) -> None:
        if self.shop is None:
            return
        address = self._address()
        if self._refused and address == self._refused_address and self._someone_took_it():
            self.post_message(self.GoTo("delivery"))
            return
        self.say("Giving the address to the merchants …")
        await self._remember(address)
        self._refused = await self.shop.hive.set_address(address)
        self._refused_address = address
        self.query_one("#refusals", Static).update(self._refusals())
        if not self._refused:
            self.shop.address_draft = {}
            self.say("")
            self.post_message(self.GoTo("delivery"))
        elif self._someone_took_it():
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
