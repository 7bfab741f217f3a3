"""What is right in an address, by country: a check for each field, and its usual spelling."""

import re
from typing import Final

from firmly_tui.checkout.postal import Region, countries, regions, rules
from firmly_tui.client.errors import ApiError, FirmlyError
from firmly_tui.models import Address

FIELDS: Final = (
    "first_name",
    "last_name",
    "email",
    "phone",
    "address1",
    "address2",
    "city",
    "state_or_province",
    "postal_code",
    "country",
)
"""The fields that `check` looks at, in the order of a form."""

_MISSING: Final = {
    "first_name": "Type the first name.",
    "last_name": "Type the last name.",
    "email": "Type an e-mail address.",
    "phone": "Type a phone number.",
    "address1": "Type street and house number.",
    "city": "Type the city.",
    "country": "Choose a country.",
}
_REGION_WORDS: Final = {"do_si": "province"}
_POSTAL_WORDS: Final = {"zip": "ZIP code", "eircode": "Eircode", "pin": "PIN code"}
_REFUSED: Final = {
    "CountryNotSupported": "country",
    "InvalidState": "state_or_province",
    "InvalidEmail": "email",
    "MissingEmail": "email",
    "MissingEmailAddressOnCheckout": "email",
    "InvalidPhoneNumber": "phone",
}
_LONGEST: Final = 100

SHORT: Final = 33
"""Cells that there are for a field's sentence, where two columns share 80."""

PHONE_ABROAD: Final = "A number of another country begins with + and its country code."
"""What there is no room for below a phone number."""


def region_label(country: str) -> str:
    """What a state is called there: "State", "Province", "Prefecture"."""
    return _region_word(country).capitalize()


def postal_label(country: str) -> str:
    """What a postal code is called there: "ZIP code", "Postal code", "Eircode"."""
    word = _postal_word(country)
    return word[0].upper() + word[1:]


def required(country: str) -> frozenset[str]:
    """The fields that may not be empty there."""
    always = {"first_name", "last_name", "email", "phone", "address1", "city", "country"}
    known = rules(country)
    if known is None:
        return frozenset(always)
    if "postal_code" in known.required_fields:
        always.add("postal_code")
    if "country_area" in known.required_fields:
        always.add("state_or_province")
    if known.allowed_fields.isdisjoint(["city", "country_area"]):
        # A city that is a country: Singapore.
        always.discard("city")
    return frozenset(always)


def check_field(name: str, value: str, country: str) -> str:
    """Why the field `name` cannot have this value there, `""` when it can."""
    value = value.strip()
    if not value:
        return _missing(name, country) if name in required(country) else ""
    if name == "email":
        return _check_email(value)
    if name == "phone":
        return _check_phone(value, country)
    if name == "postal_code":
        return _check_postal_code(value, country)
    if name == "state_or_province":
        known = not regions(country) or _region(value, country)
        return "" if known else _missing(name, country)
    if name == "country":
        return "" if rules(value) else _MISSING[name]
    return "" if len(value) <= _LONGEST else f"Too long: {_LONGEST} letters at most."


def check(address: Address) -> dict[str, str]:
    """A sentence for each field that is wrong; empty when the address can be used."""
    found = {name: check_field(name, getattr(address, name), address.country) for name in FIELDS}
    problems = {name: sentence for name, sentence in found.items() if sentence}
    region = _region(address.state_or_province, address.country)
    if region and "postal_code" not in problems and not _belongs(address, region):
        word = _postal_word(address.country)
        problems["postal_code"] = _short(
            f"No {word} in {region.name}.", f"No {word} in this place.", "Not in this place."
        )
    return problems


def normalize(address: Address) -> Address:
    """The address as one spells it there.

    Blanks are trimmed, the postal code gets its capitals and its gap, a state its code, the phone number its
    country code; what is wrong is left as it was typed.
    """
    country = address.country.strip().upper()
    region = _region(address.state_or_province, country)
    fields = {name: " ".join(getattr(address, name).split()) for name in FIELDS}
    fields["country"] = country
    fields["postal_code"] = _spell_postal_code(fields["postal_code"], country)
    fields["phone"] = _spell_phone(fields["phone"], country)
    if region:
        fields["state_or_province"] = region.code
    elif rules(country) and not regions(country):
        fields["state_or_province"] = ""
    if not fields["city"] and "city" not in required(country):
        fields["city"] = next((known.name for known in countries() if known.code == country), "")
    state_name = region.name if region else ""
    return address.model_copy(update={**fields, "company": address.company.strip(), "state_name": state_name})


def field_of(error: FirmlyError) -> str:
    """The field that a refusal is about, `""` where it is about the whole, or about none.

    (firmly docs: shipping-info, errors.)
    """
    if not isinstance(error, ApiError):
        return ""
    return next((field for key, field in _REFUSED.items() if error.matches(key)), "")


def _region_word(country: str) -> str:
    known = rules(country)
    kind = known.country_area_type if known else "province"
    return _REGION_WORDS.get(kind, kind.replace("_", " "))


def _postal_word(country: str) -> str:
    known = rules(country)
    return _POSTAL_WORDS.get(known.postal_code_type if known else "", "postal code")


def _region(value: str, country: str) -> Region | None:
    wanted = value.strip().casefold()
    for region in regions(country) if wanted else ():
        if wanted in (region.code.casefold(), region.name.casefold()):
            return region
    return None


def _missing(name: str, country: str) -> str:
    if name == "postal_code":
        example = _example(country)
        word = _postal_word(country)
        return (
            _short(f"Type the {word}, like {example}.", f"Type the {word}.")
            if example
            else f"Type the {word}."
        )
    if name == "state_or_province":
        word = _region_word(country)
        return f"Choose {_an(word).lower()}."
    return _MISSING[name]


def _an(word: str) -> str:
    return f"{'An' if word[0].lower() in 'aeio' else 'A'} {word}"


def _short(*sentences: str) -> str:
    """The first of the sentences that fits below a field, else the last."""
    return next((sentence for sentence in sentences if len(sentence) <= SHORT), sentences[-1])


def _example(country: str) -> str:
    known = rules(country)
    return next(iter(known.postal_code_examples), "") if known else ""


def _check_email(value: str) -> str:
    local, at, domain = value.partition("@")
    if not at or not local or "@" in domain or any(sign.isspace() for sign in value):
        return "It looks like ada@example.com."
    labels = domain.split(".")
    if len(labels) < 2 or not all(labels):
        return "After the @: like example.com."
    return "" if len(value) <= 254 else "This e-mail address is too long."


def _check_phone(value: str, country: str) -> str:
    import phonenumbers

    region = country.upper() or None
    try:
        number = phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException:
        number = None
    # Possible, not assigned: numbers are handed out faster than lists of them.
    if number and phonenumbers.is_possible_number(number):
        return ""
    example = phonenumbers.example_number(region) if region else None
    if example is None:
        return "Begin with + and country code."
    national = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.NATIONAL)
    return _short(f"It looks like {national}.", f"Like {national}.")


def _spell_phone(value: str, country: str) -> str:
    import phonenumbers

    if not value or _check_phone(value, country):
        return value
    number = phonenumbers.parse(value, country or None)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _check_postal_code(value: str, country: str) -> str:
    known = rules(country)
    spelled = _spell_postal_code(value, country)
    if known is None or all(pattern.fullmatch(spelled) for pattern in known.postal_code_matchers):
        return ""
    example = _example(country)
    word = _postal_word(country)
    return (
        _short(f"{_an(word)} looks like {example}.", f"It looks like {example}.")
        if example
        else f"Not a {word} there."
    )


def _spell_postal_code(value: str, country: str) -> str:
    """Capitals, and the gap where the country's examples have one: "sw1a1aa" is "SW1A 1AA"."""
    known = rules(country)
    spelled = " ".join(value.upper().split())
    bare = re.sub(r"[ \-]", "", spelled)
    for example in known.postal_code_examples if known else []:
        if _shape(bare) == _shape(re.sub(r"[ \-]", "", example)):
            signs = iter(bare)
            return "".join(sign if sign in " -" else next(signs) for sign in example)
    return spelled


def _shape(code: str) -> str:
    return "".join("9" if sign.isdecimal() else "A" for sign in code)


def _belongs(address: Address, region: Region) -> bool:
    """Whether the postal code is one of the region's."""
    known = rules(address.country, region.code)
    spelled = _spell_postal_code(address.postal_code, address.country)
    return known is None or not spelled or all(match.match(spelled) for match in known.postal_code_matchers)
