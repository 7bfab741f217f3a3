"""What the sandbox's merchants demand of an address, and how they give it back."""

from __future__ import annotations

import re
from typing import Final, Literal

from firmly_tui.sandbox.documents import Address
from firmly_tui.sandbox.errors import Problem, Refusal
from firmly_tui.sandbox.geography import (
    COUNTRIES,
    country_code,
    has_states,
    is_postal_code,
    state_code,
    state_name,
    state_of_zip,
)
from firmly_tui.sandbox.goods.catalog import Merchant
from firmly_tui.sandbox.magic import provoke

_EMAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+", re.ASCII)
_PHONE: Final = re.compile(r"\+?[\d\s().\-/]+", re.ASCII)
_REQUIRED: Final = {
    "first_name": "first name",
    "last_name": "last name",
    "address1": "street address",
    "city": "city",
    "postal_code": "postal code",
    "country": "country",
}


def check_shipping(address: Address, merchant: Merchant) -> Address:
    """Return the address with country and state as codes, or raise Refusal for what is wrong with it."""
    provoke("postal code", address.postal_code)
    optional = {name.removeprefix("shipping_") for name in merchant.terms.optional_fields}
    _require(address, {name: label for name, label in _REQUIRED.items() if name not in optional})
    require_contact(address, merchant, "shipping")
    _check_contact(address)
    country = country_code(address.country)
    if country is None or country not in merchant.countries:
        raise Refusal(
            Problem.COUNTRY_NOT_SUPPORTED,
            f"{merchant.name} does not ship to {_in_a_sentence(country or address.country)}. "
            f"It ships to {_listed(merchant)}.",
        )
    return _check_place(address, country)


def check_billing(address: Address) -> Address:
    """Return a billing address with country and state as codes, or raise Refusal; any country will do."""
    _require(address, _REQUIRED)
    _check_contact(address)
    country = country_code(address.country)
    if country is None:
        raise Refusal(
            Problem.COUNTRY_NOT_SUPPORTED, f"{address.country} is not a country that cards are billed in."
        )
    return _check_place(address, country)


def require_contact(address: Address, merchant: Merchant, use: Literal["shipping", "billing"]) -> None:
    """Raise Refusal when an address lacks e-mail or phone and the merchant insists on it."""
    optional = merchant.terms.optional_fields
    labels = {"email": "e-mail address", "phone": "phone number"}
    _require(address, {name: label for name, label in labels.items() if f"{use}_{name}" not in optional})


def estimated(merchant: Merchant, postal_code: str) -> Address | None:
    """Return as much of an address as a postal code tells, or None where the merchant does not send."""
    first = [code for code in merchant.ships_to if code != "EU"]
    for country in [*first, *sorted(merchant.countries.difference(first))]:
        if postal_code and is_postal_code(country, postal_code):
            state = state_of_zip(postal_code) if country == "US" else ""
            if state is not None:
                return Address(postal_code=postal_code, state_or_province=state, country=country)
    return None


def check_email(email: str) -> None:
    """Raise Refusal for what is not an e-mail address."""
    if not _EMAIL.fullmatch(email):
        raise Refusal(Problem.INVALID_EMAIL, "The e-mail address is not valid. One looks like a@example.com.")


def as_json(address: Address) -> dict[str, object]:
    """Return an address in the first documented spelling."""
    return address.model_dump()


def as_submitted(address: Address) -> dict[str, object]:
    """Return an address as an order echoes it: state by name, phone as (206) 555-1212.

    (firmly docs: Place Order v1.)
    """
    changed = {
        "phone": _formatted_phone(address),
        "state_or_province": state_name(address.country, address.state_or_province),
    }
    return as_json(address.model_copy(update=changed))


def _require(address: Address, names: dict[str, str]) -> None:
    values = as_json(address)
    missing = [label for name, label in names.items() if not values[name]]
    if missing:
        raise Refusal(Problem.INVALID_BODY, f"The address lacks the {', the '.join(missing)}.")


def _check_contact(address: Address) -> None:
    if address.email:
        check_email(address.email)
    digits = sum(character.isdecimal() for character in address.phone)
    if address.phone and not (_PHONE.fullmatch(address.phone) and 7 <= digits <= 15):
        raise Refusal(Problem.INVALID_SHIPPING_INFO, "The phone number is not valid. It has 7 to 15 digits.")


def _check_place(address: Address, country: str) -> Address:
    state = address.state_or_province
    if has_states(country):
        code = state_code(country, state)
        if code is None:
            raise Refusal(
                Problem.INVALID_STATE, f"{state or 'Nothing'} is not a state of {COUNTRIES[country]}."
            )
        state = code
    if not is_postal_code(country, address.postal_code):
        raise Refusal(
            Problem.INVALID_SHIPPING_INFO,
            f"{address.postal_code} is not a postal code of {COUNTRIES[country]}. Check its digits.",
        )
    return address.model_copy(update={"country": country, "state_or_province": state})


def _listed(merchant: Merchant) -> str:
    places = [_in_a_sentence(code) for code in merchant.ships_to]
    return places[0] if len(places) == 1 else f"{', '.join(places[:-1])} and {places[-1]}"


def _in_a_sentence(code: str) -> str:
    if code == "EU":
        return "the European Union"
    return f"the {COUNTRIES[code]}" if code in {"US", "GB", "NL"} else COUNTRIES.get(code, code)


def _formatted_phone(address: Address) -> str:
    digits = "".join(character for character in address.phone if character.isdecimal())
    national = digits[1:] if len(digits) == 11 and digits[0] == "1" else digits
    if address.country not in {"US", "CA"} or len(national) != 10:
        return address.phone
    return f"({national[:3]}) {national[3:6]}-{national[6:]}"
