"""Documents that are odd in an unimportant place are read all the same, and never steer the terminal."""

import pytest

from firmly_tui.models import Cart, Money, Order, PaymentKey, Product, Variant

STEERING = "\x1b]52;c;aGk=\x07\x1b[2J\u202e"


def amount(number: int, currency: str = "USD") -> dict[str, object]:
    return {"currency": currency, "number": number}


def product(*variants: dict[str, object], **option: object) -> Product:
    options = [{"display_name": "Color", "property_accessor": "option1", "position": 1, **option}]
    return Product.model_validate({"title": "x", "variant_option_values": options, "variants": [*variants]})


def test_a_merchant_named_by_its_page_is_sanitized() -> None:
    found = Product.model_validate({"pdp_url": f"https://evil{STEERING}\n/p"})
    assert found.merchant.isprintable()
    assert found.domain.isprintable()


def test_a_variants_values_are_spelled_as_the_options_spell_them() -> None:
    found = product(
        {"sku": "a", "price": amount(1), "option1": "Navy  Blue"},
        {"sku": "b", "price": amount(1), "option1": f"Navy{STEERING}"},
        {"sku": "c", "price": amount(1), "option1": 42},
        option_values=[{"value": "Navy\tBlue"}, {"value": f"Navy{STEERING}"}, {"value": 42}],
    )
    values = [value.value for value in found.options[0].option_values]
    assert [found.choices(variant)[0] for variant in found.variants] == values
    assert values[0] == "Navy Blue"


@pytest.mark.parametrize("position", [-9, 0, None, "x", 10**30, 1.5])
def test_an_absurd_position_of_an_option_raises_nothing(position: object) -> None:
    found = product({"sku": "a", "price": amount(1), "variant_option_list": ["Navy"]}, position=position)
    assert found.choices(found.variants[0]) in [("Navy",), ("",)]


def test_a_former_price_counts_in_the_same_currency_only() -> None:
    def was(msrp: object) -> Money | None:
        return Variant.model_validate({"sku": "s", "price": amount(100), "msrp": msrp}).was

    assert was(amount(900)) == Money.of(900, "USD")
    assert was(amount(900, "EUR")) is None
    assert was({"value": "x"}) is None


def test_prices_of_several_currencies_raise_nothing() -> None:
    found = product(
        {"sku": "a", "price": amount(500)},
        {"sku": "b", "price": amount(3, "EUR")},
        {"sku": "c", "price": amount(400)},
    )
    assert found.price == Money.of(400, "USD")
    assert found.has_price_range


def test_a_variant_that_cannot_be_priced_is_left_out() -> None:
    found = product(
        {"sku": "a"}, {"sku": "b", "price": None}, {"sku": "c", "price": amount(1), "available": None}
    )
    assert [variant.sku for variant in found.variants] == ["c"]
    assert found.available


def test_a_product_is_read_without_what_it_can_do_without() -> None:
    odd = {"handle": None, "pdp_url": None, "average_rating": "good", "total_reviews": 1.5, "price_range": 3}
    found = Product.model_validate({**odd, "title": {"en": "x"}})
    assert (found.handle, found.pdp_url, found.title) == ("", "", "")
    assert (found.average_rating, found.total_reviews, found.price_range) == (None, None, None)


def test_a_cart_with_odd_ids_flags_and_quantities() -> None:
    cart = Cart.model_validate(
        {
            "cart_id": 7,
            "cart_status": None,
            "is_tax_included_in_price": None,
            "sub_total": {},
            "tax_total": {"currency": "USD", "value": None, "number": None},
            "line_items": [{"line_item_id": 8, "variant_id": None, "sku": 9, "quantity": "2"}],
            "shipments": [
                {
                    "shipment_id": 5,
                    "line_item_ids": [8, None],
                    "shipping_method_options": [{"id": 3, "estimated_delivery": ["soon"]}],
                }
            ],
            "shipping_info": [1],
            "notices": [7, "Few left"],
        }
    )
    assert (cart.cart_id, cart.status, cart.tax_included, cart.sub_total) == ("7", "active", False, None)
    assert cart.tax_total is None
    assert cart.line_items[0].add_to_cart_ref == {"variant_id": "9"}
    assert (cart.line_items[0].line_item_id, cart.count) == ("8", 2)
    assert cart.shipments[0].line_item_ids == ["8", ""]
    assert cart.shipments[0].shipping_method_options[0].id == "3"
    assert [notice.text for notice in cart.notices] == ["Few left"]
    assert cart.shipping_info is None


@pytest.mark.parametrize(
    "lines",
    [[{"sku": "a"}, 7], [{"price": {"value": "x"}}], [{"quantity": "many"}], [{"price": amount(10**20)}]],
)
def test_a_cart_is_not_read_without_one_of_its_lines(lines: list[object]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (pydantic's own error is one)
        Cart.model_validate({"line_items": lines})


def test_an_id_can_be_sent_and_stored() -> None:
    assert Cart.model_validate({"cart_id": "a\ud800"}).cart_id.encode() == b"a?"


@pytest.mark.parametrize(("month", "read"), [("", None), ("06", 6), (None, None), ("June", None)])
def test_a_receipt_reads_any_month(month: object, read: int | None) -> None:
    order = Order.model_validate({"payment_summary": {"month": month, "last_four": 1111}})
    assert order.payment_summary is not None
    assert (order.payment_summary.month, order.payment_summary.last_four) == (read, "1111")


def test_a_key_may_be_named_by_a_number() -> None:
    assert PaymentKey.model_validate({"kid": 7, "kty": "RSA", "n": "a", "e": "b"}).kid == "7"
