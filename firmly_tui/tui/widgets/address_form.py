"""The fields of one postal address, each checked for the country where it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from textual import on
from textual.containers import Grid, Vertical, VerticalScroll
from textual.geometry import Region
from textual.widgets import Input

from firmly_tui.tui.drawing import count, one_line, shortened
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


class FormScroll(VerticalScroll, can_focus=False):
    """Scrolls a form; the field one is in stays in sight, with what stands below it."""

    def on_resize(self) -> None:
        """What is said elsewhere about a field may take room from the form."""
        self._show_field()
        self.call_after_refresh(self._place_thumb)

    def _place_thumb(self) -> None:
        """Textual does not tell a hidden scroll bar that the form went back to its top."""
        if self.show_vertical_scrollbar:
            self.vertical_scrollbar.position = self.scroll_y

    def on_descendant_focus(self) -> None:
        """Textual shows what has the focus, which is but the middle of a field."""
        self._show_field()

    def _show_field(self) -> None:
        focused = self.screen.focused
        field = next((found for found in self.query(FieldBase) if focused in found.walk_children()), None)
        if field is not None:
            self.call_after_refresh(self._reveal, field)

    def _reveal(self, field: FieldBase) -> None:
        top = field.region.y - self.region.y + self.scroll_offset.y
        self.scroll_to_region(Region(0, top, 1, field.outer_size.height), animate=False)


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
        self._values = form_values(values)
        self._use = use
        self._below_contact = below_contact
        self._ask_of(entries)

    def _ask_of(self, entries: Iterable[MerchantCart]) -> None:
        carts = [entry for entry in entries if entry.cart is not None and entry.has_lines]
        optional = f"{self._use}_phone"
        self._phone_needed_by = [
            entry.name for entry in carts if entry.cart and optional not in entry.cart.optional_fields
        ]
        self._someone_can_do_without = len(self._phone_needed_by) < len(carts)

    def compose(self) -> ComposeResult:
        """The fields, two beside each other."""
        from firmly_tui.checkout.addresses import postal_label, region_label

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
            yield SelectField("country", "Country", _countries(), country)
            yield Field("postal_code", postal_label(country), value=values["postal_code"])
            yield Field("city", "City", value=values["city"])
            yield SelectField(
                "state_or_province",
                region_label(country),
                _regions(country),
                values["state_or_province"],
            )

    def on_mount(self) -> None:
        """Hide the list of states where the country has none."""
        self._region_field.display = bool(_regions(self.country))

    def _phone_label(self) -> str:
        if not self._someone_can_do_without:
            return "Phone"
        if not self._phone_needed_by:
            return "Phone (optional)"
        one, *others = self._phone_needed_by
        return f"Phone (for {count(len(others) + 1, 'merchant') if others else shortened(one_line(one), 18)})"

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

    def fill(self, values: Mapping[str, str], entries: Iterable[MerchantCart] | None = None) -> None:
        """Put another address into the fields; with `entries`, one for these merchants."""
        if entries is not None:
            self._ask_of(entries)
            self.query_one("#field-phone", Field).label = self._phone_label()
        values = form_values(values)
        country = self.query_one("#field-country", SelectField)
        # Offered, not set: a country that is chosen by hand empties the fields that depend on it.
        country.offer(country.label, _countries(), values["country"])
        country.problem = ""
        self._offer_regions(values["state_or_province"])
        for name in TEXT_FIELDS:
            field = self.query_one(f"#field-{name}", Field)
            with field.prevent(Input.Changed):
                field.value = values[name]
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


def form_values(values: Mapping[str, str]) -> dict[str, str]:
    """The values as they stand in the fields: what no list offers is not chosen."""
    found = {name: values.get(name, "") for name in TEXT_FIELDS}
    country = values.get("country") or DEFAULT_COUNTRY
    found["country"] = country if any(code == country for _, code in _countries()) else ""
    region = values.get("state_or_province", "")
    known = any(code == region for _, code in _regions(found["country"]))
    return {**found, "state_or_province": region if known else ""}


def _countries() -> list[tuple[str, str]]:
    from firmly_tui.checkout.addresses import countries

    return [(known.name, known.code) for known in countries()]


def _regions(country: str) -> list[tuple[str, str]]:
    from firmly_tui.checkout.addresses import regions

    return [(region.name, region.code) for region in regions(country)]
