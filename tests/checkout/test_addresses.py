"""Address rules of several countries."""

import pytest

from firmly_tui.checkout import (
    check_address,
    check_field,
    countries,
    normalize,
    postal_label,
    region_label,
    regions,
    required,
)
from firmly_tui.checkout.addresses import FIELDS, SHORT
from firmly_tui.models import Address

SEATTLE = Address(
    first_name="Ada",
    last_name="Quill",
    email="ada@example.com",
    phone="(206) 555-1212",
    address1="1 Pine St",
    city="Seattle",
    state_or_province="WA",
    postal_code="98101",
    country="US",
)


def test_good_address_has_no_problems() -> None:
    assert check_address(SEATTLE) == {}


def test_every_missing_field_is_named() -> None:
    empty = check_address(Address(country="US"))
    assert set(empty) == required("US") - {"country"}
    assert empty["postal_code"].startswith("Type the ZIP code, like ")


@pytest.mark.parametrize(
    ("code", "country", "good"),
    [
        ("98101", "US", True),
        ("98101-1234", "US", True),
        ("981011234", "US", True),
        ("9810", "US", False),
        ("98l01", "US", False),
        ("sw1a 1aa", "GB", True),
        ("SW1A1AA", "GB", True),
        ("10115", "DE", True),
        ("1011", "DE", False),
        ("154-0023", "JP", True),
        ("1540023", "JP", True),
        ("k1a 0b1", "CA", True),
        ("K1A 0B", "CA", False),
        ("", "AE", True),
        ("", "DE", False),
    ],
)
def test_postal_codes(code: str, country: str, good: bool) -> None:
    assert (check_field("postal_code", code, country) == "") is good


def test_every_example_and_every_region_of_the_data_is_accepted() -> None:
    for country in countries():
        for region in regions(country.code):
            assert check_field("state_or_province", region.code, country.code) == ""
            assert check_field("state_or_province", region.name, country.code) == ""


@pytest.mark.parametrize(
    ("email", "good"),
    [
        ("ada@example.com", True),
        ("a.b+c@mail.example.co.uk", True),
        ("ada", False),
        ("ada@", False),
        ("@example.com", False),
        ("ada@example", False),
        ("ada@example.", False),
        ("a@b@example.com", False),
        ("ada quill@example.com", False),
    ],
)
def test_emails(email: str, good: bool) -> None:
    assert (check_field("email", email, "US") == "") is good


@pytest.mark.parametrize(
    ("phone", "country", "good"),
    [
        ("2065551212", "US", True),
        ("+81 3-1234-5678", "US", True),
        ("555", "US", False),
        ("call me", "US", False),
        ("030 901820", "DE", True),
        ("03-1234-5678", "JP", True),
    ],
)
def test_phones(phone: str, country: str, good: bool) -> None:
    assert (check_field("phone", phone, country) == "") is good


def test_postal_code_of_another_state_is_noticed() -> None:
    wrong = check_address(SEATTLE.model_copy(update={"state_or_province": "CA"}))
    assert wrong == {"postal_code": "No ZIP code in California."}


def test_unknown_state_and_country_are_refused() -> None:
    assert check_field("state_or_province", "Narnia", "US") == "Choose a state."
    assert check_field("country", "XQ", "XQ") == "Choose a country."


def test_labels_are_those_of_the_country() -> None:
    assert [region_label(code) for code in ("US", "CA", "JP", "AE")] == [
        "State",
        "Province",
        "Prefecture",
        "Emirate",
    ]
    assert [postal_label(code) for code in ("US", "DE", "IE", "IN")] == [
        "ZIP code",
        "Postal code",
        "Eircode",
        "PIN code",
    ]


def test_regions_are_choices_with_names_in_latin_letters() -> None:
    assert ("WA", "Washington") in regions("US")
    assert ("Tokyo", "Tokyo") in regions("JP")
    assert ("Kowloon", "Kowloon") in regions("HK")
    assert regions("DE") == regions("XQ") == ()


def test_country_names_are_everyday_ones() -> None:
    names = dict(countries())
    assert {code: names[code] for code in ("US", "SG", "CZ", "CI", "BA", "CD")} == {
        "US": "United States",
        "SG": "Singapore",
        "CZ": "Czech Republic",
        "CI": "Cote d'Ivoire",
        "BA": "Bosnia and Herzegovina",
        "CD": "Congo (Democratic Republic)",
    }
    assert len(set(names.values())) == len(names)


def test_address_is_spelled_as_in_its_country() -> None:
    typed = SEATTLE.model_copy(
        update={"state_or_province": "washington", "postal_code": " 981011234 ", "city": " Seattle "}
    )
    spelled = normalize(typed)
    assert spelled.state_or_province == "WA"
    assert spelled.state_name == "Washington"
    assert spelled.postal_code == "98101-1234"
    assert spelled.phone == "+1 206-555-1212"
    assert spelled.city == "Seattle"
    assert normalize(spelled) == spelled


def test_what_is_wrong_stays_as_typed() -> None:
    typed = SEATTLE.model_copy(update={"phone": "12", "postal_code": "981", "state_or_province": "Narnia"})
    spelled = normalize(typed)
    assert (spelled.phone, spelled.postal_code, spelled.state_or_province) == ("12", "981", "Narnia")


def test_state_left_from_another_country_is_dropped() -> None:
    moved = SEATTLE.model_copy(update={"country": "DE", "postal_code": "10115", "city": "Berlin"})
    assert normalize(moved).state_or_province == ""
    assert "state_or_province" not in check_address(normalize(moved))


def test_city_that_is_a_country_fills_itself() -> None:
    singapore = SEATTLE.model_copy(
        update={"country": "SG", "city": "", "state_or_province": "", "postal_code": "238801"}
    )
    assert normalize(singapore).city == "Singapore"


def test_every_sentence_of_every_country_fits_below_its_field() -> None:
    wrong = ("", "?", "1", "x" * 101, "x@y", "x" * 300 + "@example.com")
    for country in countries():
        for name in FIELDS:
            for value in wrong:
                sentence = check_field(name, value, country.code)
                assert len(sentence) <= SHORT, (country.code, name, sentence)


def test_a_code_of_another_region_is_said_in_words_that_fit() -> None:
    for country in countries():
        for region in regions(country.code):
            address = Address(country=country.code, state_or_province=region.code, postal_code="00000")
            assert len(check_address(address).get("postal_code", "")) <= SHORT
