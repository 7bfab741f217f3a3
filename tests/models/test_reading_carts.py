"""A cart reads through one set of attributes, whatever the version and the merchant."""

import pytest

from firmly_tui.models import Cart, Money
from tests.models.reading import SAMPLES, read, read_all

CARTS = [name for name in SAMPLES if name.startswith("cart")]


@pytest.mark.parametrize(
    ("sample", "tax", "discount", "shipping"),
    [
        ("cart-v1-attribution", 302, 0, 0),
        ("cart-v2-promo-codes", 0, 5500, 0),
        ("cart-v2-added", 0, None, 0),
        ("cart-v1-notices", 0, 100, 700),
        ("cart-v2-blocked", 576, 640, 0),
    ],
)
def test_sums_have_one_name(sample: str, tax: int, discount: int | None, shipping: int) -> None:
    cart: Cart = read(sample)
    assert cart.tax_total == Money.of(tax, "USD")
    assert cart.cart_discount == (None if discount is None else Money.of(discount, "USD"))
    assert cart.shipping_total == Money.of(shipping, "USD")


@pytest.mark.parametrize(
    ("sample", "codes"),
    [
        ("cart-v1-coupon", ["SINGLEUSE"]),
        ("cart-v2-promo-codes", ["FREESHIP", "WELCOME10"]),
        ("cart-v2-promo-codes-cleared", []),
        ("cart-v2-blocked", ["LAMP10"]),
    ],
)
def test_promo_codes_have_one_name(sample: str, codes: list[str]) -> None:
    assert read(sample).coupons == codes


@pytest.mark.parametrize("sample", ["cart-v1-attribution", "cart-v1-hive", "cart-v1-saved-cards"])
def test_a_first_version_has_one_shipment_with_everything(sample: str) -> None:
    cart: Cart = read(sample)
    (shipment,) = cart.shipments
    assert shipment.line_item_ids == [line.line_item_id for line in cart.line_items]
    assert shipment.shipping_method is not None
    assert shipment.shipping_method.id in [option.id for option in shipment.shipping_method_options]


def test_a_method_that_is_only_named_is_the_option_of_that_name() -> None:
    method = read("cart-v1-notices").shipments[0].shipping_method
    assert (method.description, str(method.price)) == ("Slow boat", "$7.00")


def test_a_line_reads_alike_in_both_versions() -> None:
    old, new = read("line-v1"), read("cart-v2-blocked").line_items[0]
    assert old.image_url.startswith("https://cdn.example/")
    assert new.image_url == "https://cdn.example/lamp.jpg"
    assert (old.base_sku, new.base_sku) == ("7725397508344", "LAMP")
    assert (str(old.line_discount), new.line_discount, str(new.msrp)) == ("$0.00", None, "$70.00")
    assert new.add_to_cart_ref == {"variant_id": "LAMP-S", "variant_handles": ["small"]}


def test_a_line_of_a_merchant_with_numbers_for_names_and_no_image() -> None:
    (line,) = read("cart-v1-notices").line_items
    assert (line.platform_line_item_id, line.image_url, line.requires_shipping) == ("17", "", False)
    assert (str(line.line_discount), line.discounts[0].code) == ("$2.00", "OIL2")
    assert read("cart-v1-attribution").line_items[0].platform_line_item_id == "0"


def test_the_price_of_a_whole_line_has_two_names() -> None:
    assert [str(line.line_price) for line in read("cart-v2-slot-and-addons").line_items] == [
        "$1,299.99",
        "$899.99",
    ]


def test_discounts_say_what_they_are_for() -> None:
    cart: Cart = read("cart-v2-promo-codes")
    assert [(found.code, str(found.amount)) for found in cart.line_items[0].discounts] == [
        ("WELCOME10", "$30.00")
    ]
    assert [(found.code, str(found.amount)) for found in cart.shipments[0].discounts] == [
        ("FREESHIP", "$25.00")
    ]
    (old,) = read("cart-v1-notices").discounts
    assert (old.description, str(old.amount)) == ("Old customer", "$1.00")


def test_notices_are_texts_or_objects() -> None:
    blocked: Cart = read("cart-v2-blocked")
    assert [notice.text for notice in blocked.notices] == [
        "Sold out since yesterday.",
        "This code is no longer valid.",
        "The price of an item rose.",
    ]
    notice = blocked.notice_for("line-20")
    assert notice is not None
    assert notice.code == "ITEM_OUT_OF_STOCK"
    assert blocked.notice_for("other") is None
    old = read("cart-v1-notices")
    assert old.notices[0].text == "Lamp oil does not travel by air."
    assert old.validation_errors == {"state_or_province": "Not a state of this country."}
    assert Cart.model_validate({"notice": "Few left"}).notices[0].text == "Few left"


@pytest.mark.parametrize(
    ("status", "can_check_out", "is_submitted"),
    [
        ("active", True, False),
        ("ACTIVE", True, False),
        ("submitted", False, True),
        ("item_not_shippable", False, False),
        ("checkout_blocked", False, False),
        (None, True, False),
    ],
)
def test_only_an_active_cart_can_be_bought(status: str, can_check_out: bool, is_submitted: bool) -> None:
    cart = Cart.model_validate({"cart_status": status, "line_items": [{"sku": "A", "quantity": 1}]})
    assert (cart.can_check_out, cart.is_submitted) == (can_check_out, is_submitted)
    assert not Cart().can_check_out


def test_a_cleared_cart_may_lack_its_lists_and_its_currency() -> None:
    for sample in ("cart-v1-cleared", "cart-v2-cleared", "cart-v2-sums-without-currency"):
        cart: Cart = read(sample)
        assert cart.is_empty
        assert cart.total is None or cart.total.is_zero
    assert read("cart-v2-sums-without-currency").currency == ""


def test_a_figure_without_a_currency_is_not_taken_for_money() -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (pydantic's own error is one)
        Cart.model_validate({"total": {"value": 5}})


def test_the_second_name_counts_where_the_first_is_empty() -> None:
    cart = Cart.model_validate(
        {"coupons": [], "promo_codes": ["A"], "tax_total": None, "tax": {"currency": "USD", "number": 5}}
    )
    assert (cart.coupons, str(cart.tax_total)) == (["A"], "$0.05")


def test_amounts_count_in_the_decimals_of_their_currency() -> None:
    dinars, yen = read("cart-v2-dinars"), read("cart-v2-yen")
    assert (str(dinars.line_items[0].price), str(dinars.total)) == ("KWD 4.125", "KWD 13.501")
    assert dinars.line_items[0].total == dinars.line_items[0].price * 3
    assert (str(yen.total), yen.tax_included) == ("¥40,600", True)


def test_addresses_are_there_or_not() -> None:
    assert read("cart-v2-blocked").shipping_info is None
    assert read("cart-v2-added").billing_info is None
    billed = read("cart-v2-billing")
    assert billed.billing_info.address1 != billed.shipping_info.address1
    old = read("cart-v2-cleared-old-spelling").shipping_info
    assert (old.address1, old.address2, old.state_or_province) == ("1 Lamp Row", "Loft", "WA")
    assert (old.postal_code, old.country) == ("98101", "US")
    assert read("cart-v2-blocked").shipments[0].shipping_info.city == "Tacoma"


def test_active_carts_of_both_versions() -> None:
    old, new, none = read("active-carts-v1"), read("active-carts-v2"), read("active-carts-none")
    assert [cart.domain for cart in old.carts] == old.domains
    assert [cart.domain for cart in new.carts] == ["coats.example"]
    assert (none.domains, none.carts) == ([], [])


def test_rates_are_shipping_methods() -> None:
    assert [method.id for method in read_all("rates-v1")] == [
        "united_states_continental",
        "priority_shipping",
        "expedited_shipping",
    ]
