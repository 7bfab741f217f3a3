"""Sums per currency: exact, never mixed, and what is not known yet is not zero."""

from hypothesis import given
from hypothesis import strategies as st

from firmly_tui.checkout import total_off_by
from firmly_tui.checkout.totals import totals
from firmly_tui.models import Cart, Money


def amount(number: int, currency: str = "USD") -> dict[str, object]:
    return {"currency": currency, "number": number}


def cart(
    currency: str = "USD", *, goods: int = 1000, shipping: int | None = 0, tax: int = 0, **more: object
) -> Cart:
    return Cart.model_validate(
        {
            "shop_id": "a.example",
            "line_items": [
                {"line_item_id": "1", "sku": "s", "quantity": 1, "price": amount(goods, currency)}
            ],
            "sub_total": amount(goods, currency),
            "shipping_total": None if shipping is None else amount(shipping, currency),
            "tax_total": amount(tax, currency),
            "total": amount(goods + (shipping or 0) + tax, currency),
            "shipping_info": {"address1": "1 Pine St"},
            **more,
        }
    )


def test_each_currency_has_its_own_sum() -> None:
    found = totals([cart("USD"), cart("JPY", goods=39800), cart("USD", goods=250), cart("EUR", goods=4780)])
    assert [(sums.currency, str(sums.total)) for sums in found] == [
        ("EUR", "€47.80"),
        ("JPY", "¥39,800"),
        ("USD", "$12.50"),
    ]


@given(st.lists(st.tuples(st.sampled_from(["USD", "EUR", "JPY"]), st.integers(1, 10**12)), max_size=20))
def test_sums_are_exact(parts: list[tuple[str, int]]) -> None:
    found = {
        sums.currency: sums.total.number for sums in totals(cart(*part[:1], goods=part[1]) for part in parts)
    }
    expected: dict[str, int] = {}
    for currency, number in parts:
        expected[currency] = expected.get(currency, 0) + number
    assert found == expected


def test_shipping_is_not_known_while_a_cart_has_no_address() -> None:
    (known,) = totals([cart(shipping=500)])
    assert known.shipping_known
    assert known.shipping == Money.of(500, "USD")
    (unknown,) = totals([cart(shipping=500), cart(shipping=0, shipping_info={})])
    assert not unknown.shipping_known


def test_tax_is_included_only_if_it_is_everywhere() -> None:
    assert totals([cart(is_tax_included_in_price=True)])[0].tax_included
    assert not totals([cart(is_tax_included_in_price=True), cart()])[0].tax_included


def test_empty_carts_do_not_count() -> None:
    assert totals([cart(line_items=[]), Cart()]) == []


def test_cart_without_sums_counts_its_lines() -> None:
    bare = Cart.model_validate(
        {"line_items": [{"quantity": 3, "price": amount(250)}, {"quantity": 1, "line_price": amount(5)}]}
    )
    assert totals([bare])[0].total == Money.of(755, "USD")


def test_merchant_that_mixes_currencies_takes_nothing_down() -> None:
    (sums,) = totals([cart(cart_discount=amount(100, "EUR"))])
    assert sums.discount == Money.of(0, "USD")


def test_lines_of_several_currencies_are_not_mixed() -> None:
    bare = Cart.model_validate(
        {"line_items": [{"price": amount(250), "quantity": 1}, {"line_price": amount(5, "EUR")}, {}]}
    )
    (sums,) = totals([bare])
    assert (sums.goods, sums.total) == (Money.of(250, "USD"), Money.of(250, "USD"))


def test_cart_that_costs_nothing_is_summed() -> None:
    (sums,) = totals([cart("GBP", goods=0, sub_total=None, total={**amount(0, "GBP"), "symbol": "£"})])
    assert (sums.total, sums.total.symbol) == (Money.of(0, "GBP"), "£")


def test_figures_that_do_not_add_up_are_noticed() -> None:
    assert total_off_by(cart(shipping=500, tax=80)) is None
    assert total_off_by(cart(total=amount(1300))) == Money.of(300, "USD")
    assert total_off_by(cart(total=amount(900), cart_discount=amount(100))) is None


def test_tax_inside_the_prices_may_be_told_or_not() -> None:
    inside = cart("EUR", goods=4780, tax=313, is_tax_included_in_price=True, total=amount(4780, "EUR"))
    assert total_off_by(inside) is None
