"""The fields of one postal address, each checked for the country where it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from textual import on
from textual.containers import Grid, Vertical
from textual.widgets import Input

from firmly_tui.tui.drawing import count
from firmly_tui.tui.widgets.bars import NoticeLine
from firmly_tui.tui.widgets.field import Field, FieldBase, SelectField

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.app import ComposeResult
    from textual.widget import Widget

    from firmly_tui.checkout import MerchantCart
    from firmly_tui.client import FirmlyError
    from firmly_tui.models import Address

DEFAULT_COUNTRY = "US"
TEXT_FIELDS = (
    "email", "phone", "first_name", "last_name", "address1", "address2", "postal_code", "city",
)  # fmt: skip
REFUSED = "A merchant refuses it, see below."


class AddressForm(Vertical):
    """An address to fill in. `below_contact` stands below e-mail and phone.

    `use` is what the address is for: which fields may stay empty depends on it, and on the merchants.
    """

    DEFAULT_CSS = """
    AddressForm {
        height: auto;
        padding: 1 2 0 2;
        max-width: 110;
        Grid { height: auto; grid-size: 2; grid-rows: 3; grid-gutter: 0 3; }
    }
    """

    def __init__(
        self,
        values: Mapping[str, str],
        entries: Iterable[MerchantCart],
        *,
        use: Literal["shipping", "billing"] = "shipping",
        below_contact: Widget | None = None,
    ) -> None:
        super().__init__()
        self._values = {**dict.fromkeys(TEXT_FIELDS, ""), "country": DEFAULT_COUNTRY, **values}
        self._below_contact = below_contact
        carts = [entry for entry in entries if entry.cart is not None and entry.has_lines]
        self._phone_needed_by = [
            entry.name for entry in carts if entry.cart and f"{use}_phone" not in entry.cart.optional_fields
        ]
        self._someone_can_do_without = len(self._phone_needed_by) < len(carts)

    def compose(self) -> ComposeResult:
        """The fields, two beside each other."""
        from firmly_tui.checkout.addresses import countries, postal_label, region_label

        values = self._values
        country = values["country"]
        with Grid():
            yield Field("email", "E-mail", value=values["email"], placeholder="for the confirmation")
            yield Field("phone", self._phone_label(), value=values["phone"])
        if self._below_contact is not None:
            yield self._below_contact
        with Grid():
            yield Field("first_name", "First name", value=values["first_name"])
            yield Field("last_name", "Last name", value=values["last_name"])
            yield Field("address1", "Street and number", value=values["address1"])
            yield Field("address2", "Apartment, floor (optional)", value=values["address2"])
            choices = [(known.name, known.code) for known in countries()]
            yield SelectField("country", "Country", choices, country)
            yield Field("postal_code", postal_label(country), value=values["postal_code"])
            yield Field("city", "City", value=values["city"])
            yield SelectField(
                "state_or_province",
                region_label(country),
                _regions(country),
                values.get("state_or_province", ""),
            )

    def on_mount(self) -> None:
        """Hide the list of states where the country has none."""
        self._region_field.display = bool(_regions(self.country))

    def _phone_label(self) -> str:
        from firmly_tui.tui.drawing import one_line, shortened

        if not self._someone_can_do_without:
            return "Phone"
        if not self._phone_needed_by:
            return "Phone (optional)"
        first, *others = self._phone_needed_by
        return f"Phone ({shortened(one_line(first), 14)}{f' +{len(others)}' if others else ''} needs it)"

    @property
    def _region_field(self) -> SelectField:
        return self.query_one("#field-state_or_province", SelectField)

    @property
    def country(self) -> str:
        """The code of the country that is chosen."""
        return self.query_one("#field-country", SelectField).value

    def typed(self) -> dict[str, str]:
        """What stands in the fields."""
        return {str(field.name): field.value for field in self.query(FieldBase)}

    def address(self) -> Address:
        """What was typed, as one spells it there."""
        from firmly_tui.checkout.addresses import normalize
        from firmly_tui.models import Address

        return normalize(Address.model_validate(self.typed()))

    def fill(self, address: Address) -> None:
        """Put another address into the fields."""
        self.query_one("#field-country", SelectField).value = address.country
        self._offer_regions(address.state_or_province)
        for name in TEXT_FIELDS:
            field = self.query_one(f"#field-{name}", Field)
            field.value = getattr(address, name)
            field.problem = ""

    def wrong(self) -> list[FieldBase]:
        """The fields that need another look, with the reason in each."""
        fields = [field for field in self.query(FieldBase) if field.display]
        return [field for field in fields if self._check(field)] or self._contradicting()

    def needs_another_look(self) -> bool:
        """Whether something in it is wrong; the first field that is gets the focus, and it is said."""
        wrong = self.wrong()
        if wrong:
            wrong[0].focus_control()
            fields = count(len(wrong), "field needs", "fields need")
            self.post_message(NoticeLine.Say(f"{fields} another look. {wrong[0].problem}", "warn"))
        return bool(wrong)

    def refuse(self, errors: Iterable[FirmlyError]) -> list[FieldBase]:
        """Mark the fields that merchants refuse."""
        from firmly_tui.checkout.addresses import field_of

        names = {field_of(error) for error in errors}
        found = [field for field in self.query(FieldBase) if field.display and field.name in names]
        for field in found:
            field.problem = REFUSED
        return found

    @on(FieldBase.Edited)
    def _edited(self, event: FieldBase.Edited) -> None:
        if event.field.name == "country":
            self._country_changed()
        elif event.field.problem or isinstance(event.field, SelectField):
            self._check_and_say(event.field)

    @on(FieldBase.Left)
    def _left(self, event: FieldBase.Left) -> None:
        # Leaving does not mend what a merchant refuses.
        if event.field.value and event.field.problem != REFUSED:
            self._check_and_say(event.field)

    @on(Input.Submitted)
    def _next(self) -> None:
        """Enter goes to the next field, and on from the last."""
        self.screen.focus_next()

    def _check(self, field: FieldBase) -> str:
        from firmly_tui.checkout.addresses import check_field

        value = field.value.strip()
        if field.name == "phone" and not value and self._someone_can_do_without and not self._phone_needed_by:
            field.problem = ""
        else:
            field.problem = check_field(str(field.name), value, self.country)
        return field.problem

    def _check_and_say(self, field: FieldBase) -> None:
        from firmly_tui.checkout.addresses import PHONE_ABROAD

        before = field.problem
        self._check(field)
        if field.problem or before:
            # Below the field there is room for some words only.
            more = f" {PHONE_ABROAD}" if field.problem and field.name == "phone" and field.value else ""
            self.post_message(NoticeLine.Say(f"{field.problem}{more}", "warn"))

    def _contradicting(self) -> list[FieldBase]:
        """The fields that are right by themselves, and not with the others."""
        from firmly_tui.checkout.addresses import check

        problems = check(self.address())
        fields = [field for field in self.query(FieldBase) if field.name in problems and field.value]
        for field in fields:
            field.problem = problems[str(field.name)]
        return fields

    def _offer_regions(self, value: str = "") -> None:
        from firmly_tui.checkout.addresses import postal_label, region_label

        regions = _regions(self.country)
        self._region_field.display = bool(regions)
        self._region_field.offer(region_label(self.country), regions, value)
        self._region_field.problem = ""
        self.query_one("#field-postal_code", Field).label = postal_label(self.country)

    def _country_changed(self) -> None:
        """Other countries have other states and other codes."""
        self._offer_regions()
        for field in self.query(FieldBase):
            if field.value and field.name in ("postal_code", "phone", "country"):
                self._check_and_say(field)


def _regions(country: str) -> list[tuple[str, str]]:
    from firmly_tui.checkout.addresses import regions

    return [(region.name, region.code) for region in regions(country)]
