"""Money is an integer of minor units and a currency."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmly_tui.models import CurrencyMismatchError, Money, exponent

CURRENCIES = st.sampled_from(["USD", "EUR", "JPY", "KWD", "XTS"])
NUMBERS = st.integers(-(10**12), 10**12)


@pytest.mark.parametrize(
    ("number", "currency", "text"),
    [
        (129900, "USD", "$1,299.00"),
        (4780, "EUR", "€47.80"),
        (39800, "JPY", "¥39,800"),
        (1234567, "KWD", "KWD 1,234.567"),
        (-150, "EUR", "−€1.50"),
        (5, "USD", "$0.05"),
    ],
)
def test_amounts_read_as_people_write_them(number, currency, text):
    assert str(Money.of(number, currency)) == text


@given(NUMBERS, CURRENCIES)
def test_the_minor_units_follow_from_the_value(number, currency):
    value = float(Decimal(number).scaleb(-exponent(currency)))
    assert Money.model_validate({"currency": currency, "value": value}).number == number


def test_the_minor_units_win_over_the_value():
    assert Money.model_validate({"currency": "USD", "value": 1, "number": 4999}).number == 4999


@given(NUMBERS, NUMBERS, CURRENCIES)
def test_sums_are_exact_and_stay_in_their_currency(first, second, currency):
    a, b = Money.of(first, currency), Money.of(second, currency)
    assert (a + b).number == first + second
    assert a + b - b == a
    assert (-a).number == -first
    assert (a < b) == (first < second)
    assert a * 3 == a + a + a


def test_currencies_are_never_mixed():
    with pytest.raises(CurrencyMismatchError):
        Money.of(1, "USD") + Money.of(1, "EUR")
    with pytest.raises(CurrencyMismatchError):
        assert Money.of(1, "USD") < Money.of(1, "EUR")
    assert Money.of(1, "USD") != Money.of(1, "EUR")


@pytest.mark.parametrize("value", ["NaN", "1e400000000", "twelve", {}, None])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(ValueError):  # noqa: PT011 (pydantic's own error is one)
        Money.model_validate({"currency": "USD", "value": value})


def test_a_free_order_is_an_amount_and_not_an_absent_one():
    free = Money.of(0, "USD")
    assert free
    assert free.is_zero
    assert not Money.of(1, "USD").is_zero


def test_sums_beyond_all_reason_can_still_be_drawn():
    most = Money.of(10**15, "USD")
    assert str(most * 10**6).startswith("$10,000")


def test_a_symbol_of_the_server_is_used_where_we_know_none():
    assert str(Money(currency="THB", number=100, symbol="฿")) == "฿1.00"
    assert str(Money(currency="THB", number=100, symbol="THB")) == "THB 1.00"
