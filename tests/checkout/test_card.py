"""Card rules: brands, check digits, expiry, codes, and a card that shows nothing."""

import copy
import pickle
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmly_tui.checkout import (
    Card,
    CardError,
    brand,
    check_code,
    check_expiry,
    check_holder,
    check_number,
    format_number,
    luhn,
    parse_expiry,
)
from firmly_tui.checkout.card import mask_number, regroup, show_expiry
from firmly_tui.checkout.published_numbers import PUBLISHED_NUMBERS
from firmly_tui.sandbox.payment.cards import TEST_CARDS

TODAY = date(2026, 6, 15)


def with_check_digit(body: str) -> str:
    return next(body + digit for digit in "0123456789" if luhn(body + digit))


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("4111111111111111", "Visa"),
        ("5555555555554444", "Mastercard"),
        ("2223003122003222", "Mastercard"),
        ("2221000000000009", "Mastercard"),
        ("2720990000000007", "Mastercard"),
        ("378282246310005", "American Express"),
        ("6011111111111117", "Discover"),
        ("6445644564456445", "Discover"),
        ("36227206271667", "Diners Club"),
        ("3566002020360505", "JCB"),
        ("6200000000000005", "UnionPay"),
    ],
)
def test_brand_is_told_by_the_first_digits(number: str, name: str) -> None:
    found = brand(number)
    assert found is not None
    assert found.name == name
    assert check_number(number) == ""


@pytest.mark.parametrize("number", ["", "2", "2220", "2721", "50", "1234", "343"[:1]])
def test_brand_is_not_guessed(number: str) -> None:
    assert brand(number) is None


@given(st.text("0123456789", min_size=11, max_size=18))
def test_luhn_has_exactly_one_check_digit(body: str) -> None:
    assert sum(luhn(body + digit) for digit in "0123456789") == 1


@given(st.text("0123456789", min_size=11, max_size=18), st.data())
def test_luhn_notices_every_single_mistyped_digit(body: str, data: st.DataObject) -> None:
    number = with_check_digit(body)
    place = data.draw(st.integers(0, len(number) - 1))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != number[place]]))
    assert not luhn(number[:place] + other + number[place + 1 :])


@pytest.mark.parametrize("text", ["", "4111 1111", "٤١١١١١١١١١١١١١١١", "-1"])
def test_luhn_refuses_what_is_not_all_ascii_digits(text: str) -> None:
    assert not luhn(text)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("4111111111111111", "4111 1111 1111 1111"),
        ("4111-1111 11", "4111 1111 11"),
        ("378282246310005", "3782 822463 10005"),
        ("3782822", "3782 822"),
        ("36227206271667", "3622 720627 1667"),
        ("", ""),
    ],
)
def test_number_is_grouped_as_typed(typed: str, shown: str) -> None:
    assert format_number(typed) == shown


@given(st.text("0123456789 -", max_size=30))
def test_grouping_keeps_the_digits_and_settles(typed: str) -> None:
    once = format_number(typed)
    assert once.replace(" ", "") == "".join(sign for sign in typed if sign.isdigit())[:19]
    assert format_number(once) == once


@pytest.mark.parametrize(
    ("typed", "cursor", "shown", "now_at"),
    [
        ("41111", 5, "4111 1", 6),
        ("4111", 4, "4111", 4),
        ("41211 1111", 3, "4121 1111 1", 3),
        ("411 1111 1", 3, "4111 1111", 3),
        ("4111-1111", 9, "4111 1111", 9),
        ("3782822463", 10, "3782 822463", 11),
        ("", 0, "", 0),
    ],
)
def test_the_cursor_stays_behind_its_digit(typed: str, cursor: int, shown: str, now_at: int) -> None:
    assert regroup(typed, cursor) == (shown, now_at)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("4111 1111 1111 1111", "•••• •••• •••• 1111"),
        ("3782 822463 10005", "•••• •••••• •0005"),
        ("4111 1111", "•••• ••••"),
        ("", ""),
    ],
)
def test_a_masked_number_keeps_its_last_four_digits_at_most(number: str, shown: str) -> None:
    assert mask_number(number) == shown


@pytest.mark.parametrize("number", [card.number for card in TEST_CARDS])
def test_the_cards_of_the_sandbox_are_refused_where_it_is_live(number: str) -> None:
    assert check_number(number) == ""
    assert "test card" in check_number(format_number(number), live=True)
    code = "1234" if len(number) == 15 else "123"
    with pytest.raises(CardError):
        Card.of(number, "Ada Quill", "08/30", code, TODAY, live=True)


def test_published_numbers_could_be_cards_and_others_pass_where_it_is_live() -> None:
    assert not [number for number in PUBLISHED_NUMBERS if check_number(number)]
    assert check_number("4929 1234 5678 9015", live=True) == ""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Type"),
        ("4111", "too short"),
        ("4111 1111 1111 1112", "digit"),
        ("4111 1111 1111 111x", "digits only"),
        ("5555 5555 5555 4444 0", "too long"),
        ("41111111111111", "not 14 digits"),
    ],
)
def test_wrong_number_is_explained(text: str, says: str) -> None:
    assert says in check_number(text)


@pytest.mark.parametrize(
    "typed", ["0830", "830", "08/30", "8/30", "08/2030", "8/2030", "082030", " 08 / 30 "]
)
def test_expiry_is_read_as_people_write_it(typed: str) -> None:
    assert parse_expiry(typed, TODAY) == (8, 2030)
    assert check_expiry(typed, TODAY) == ""


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("830", "08/30"), ("8/2030", "08/30"), ("08-30", "08/30"), ("13/30", "13/30"), ("8/2130", "08/2130")],
)
def test_expiry_is_shown_as_cards_have_it(typed: str, shown: str) -> None:
    assert show_expiry(typed, TODAY) == shown


@given(st.integers(1, 12), st.integers(2026, 2045))
def test_every_spelling_of_a_date_means_the_same(month: int, year: int) -> None:
    spellings = [
        f"{month:02d}{year % 100:02d}",
        f"{month}/{year % 100:02d}",
        f"{month}/{year}",
        f"{month:02d}{year}",
    ]
    assert {parse_expiry(text, TODAY) for text in spellings} == {(month, year)}


@pytest.mark.parametrize("typed", ["", "8", "13/30", "00/30", "08/3", "aa/bb", "08/30/2030", "2030"])
def test_what_is_no_date_is_refused(typed: str) -> None:
    assert check_expiry(typed, TODAY) != ""


def test_card_is_good_until_its_month_ends() -> None:
    assert check_expiry("06/26", TODAY) == ""
    assert "expired" in check_expiry("05/26", TODAY)
    assert "too far" in check_expiry("06/47", TODAY)


def test_code_length_follows_the_brand() -> None:
    assert check_code("123", "4111111111111111") == ""
    assert "3 digits" in check_code("1234", "4111111111111111")
    assert check_code("1234", "378282246310005") == ""
    assert "4 digits" in check_code("123", "378282246310005")
    assert check_code("12a", "4111111111111111") != ""


def test_a_number_in_the_name_field_is_noticed() -> None:
    assert check_holder("Ada Quill") == ""
    assert check_holder("  ") != ""
    assert "number" in check_holder("4111 1111 1111 1111")


def test_card_keeps_what_the_payment_needs() -> None:
    card = Card.of("4111 1111 1111 1111", " Ada  Quill ", "8/30", "123", TODAY)
    assert (card.number, card.name, card.month, card.year, card.code) == (
        "4111111111111111",
        "Ada Quill",
        "08",
        "2030",
        "123",
    )
    assert (card.brand_name, card.last_four) == ("Visa", "1111")


def test_every_wrong_field_is_named() -> None:
    with pytest.raises(CardError) as caught:
        Card.of("4111 1111 1111 1112", "", "05/26", "1", TODAY)
    assert set(caught.value.problems) == {"number", "holder", "expiry", "code"}
    assert "4111" not in str(caught.value)


def test_card_shows_nothing_and_cannot_be_copied() -> None:
    card = Card.of("4111 1111 1111 1111", "Ada Quill", "08/30", "987", TODAY)
    assert repr(card) == str(card) == "Card(•••• 1111)"
    for attempt in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            attempt(card)
    assert not hasattr(card, "__dict__")


def test_wiped_card_has_nothing_left_that_pays() -> None:
    card = Card.of("4111 1111 1111 1111", "Ada Quill", "08/30", "987", TODAY)
    card.wipe()
    assert card.wiped
    assert [card.number, card.name, card.month, card.year, card.code] == [""] * 5
    assert (card.brand_name, card.last_four) == ("Visa", "1111")


def test_number_that_a_server_repeats_is_taken_out() -> None:
    card = Card.of("4111 1111 1111 1111", "Ada Quill", "08/30", "987", TODAY)
    assert card.redact("no 4111111111111111, 4111 1111-1111 1111!") == "no •••• 1111, •••• 1111!"
