"""What people type as amounts, addresses and domains, and filters that are set and dropped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmly_tui.checkout.filters import LARGEST, AmountError, Filters, as_domain, product_address, read_amount
from firmly_tui.models.money import Money, exponent


@given(st.integers(0, LARGEST), st.sampled_from(["USD", "EUR", "GBP", "CHF", "JPY", "KWD"]))
def test_an_amount_is_read_as_it_is_shown(number: int, currency: str) -> None:
    assert read_amount(str(Money.of(number, currency)), exponent(currency)) == number


@pytest.mark.parametrize(
    ("text", "decimals", "number"),
    [
        ("", 2, None),
        ("  ", 2, None),
        ("20", 2, 2000),
        ("19.9", 2, 1990),
        ("19,90", 2, 1990),
        (".5", 2, 50),
        ("20.", 2, 2000),
        ("1.299,00 €", 2, 129_900),
        ("1 299 USD", 2, 129_900),
        ("3,000", 0, 3000),
        ("18.5", 3, 18_500),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, decimals: int, number: int | None) -> None:
    assert read_amount(text, decimals) == number


@pytest.mark.parametrize("text", ["twenty", "-5", "−5", "1.2.3", "1,29,9", "20.0005", "5-9", "9" * 19])
def test_what_is_no_amount_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(AmountError, match=r"\.$"):
        read_amount(text, 2)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://nordhaus.example/a.html", "https://nordhaus.example/a.html"),
        (" http://127.0.0.1:8080/a ", "http://127.0.0.1:8080/a"),
        ("www.nordhaus.example", "https://www.nordhaus.example"),
        ("nordhaus.example/a.html?b=c", "https://nordhaus.example/a.html?b=c"),
        ("sofa", ""),
        ("1/2 in", ""),
        ("2.5/3", ""),
        ("nordhaus.example", ""),
        ("see https://nordhaus.example/a.html", ""),
    ],
)
def test_addresses_are_told_from_words(text: str, address: str) -> None:
    assert product_address(text) == address


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("https://www.Shop.Example/a", "shop.example"),
        ("shop.example", "shop.example"),
        ("shop", ""),
        ("a b.example", ""),
    ],
)
def test_a_merchant_can_be_named_by_its_domain(text: str, domain: str) -> None:
    assert as_domain(text) == domain


def test_filters_know_which_of_them_was_set_last() -> None:
    filters = Filters().stocked(True).priced(100, None).at(["a.example"])
    assert filters.order == ("stock", "price", "merchants")
    assert filters.stocked(True).order == ("price", "merchants", "stock")
    assert filters.without("price").order == ("stock", "merchants")
    assert filters.without("stock").without("price").without("merchants") == Filters()
    assert not Filters().made([]).is_set
