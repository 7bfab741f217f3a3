"""What a cart says of its merchant, of the shopper there and of the ways to pay."""

import pytest

from firmly_tui.models import Cart, MerchantSession
from tests.models.reading import read, read_all


@pytest.mark.parametrize(
    ("requires", "registered", "inside", "must"),
    [
        (True, True, False, True),
        (True, True, True, False),
        (True, False, False, False),
        (False, True, False, False),
    ],
)
def test_a_login_is_needed_where_the_merchant_insists(
    requires: bool, registered: bool, inside: bool, must: bool
) -> None:
    session = MerchantSession(requires_login=requires, is_email_registered=registered, is_logged_in=inside)
    assert session.must_log_in is must


def test_a_merchant_that_says_nothing_wants_no_login() -> None:
    session = read("cart-v1-notices").session
    assert not any((session.requires_login, session.is_logged_in, session.accepts_otp, session.must_log_in))
    assert not Cart.model_validate({"session": "none"}).session.requires_login


def test_a_merchant_that_wants_a_login() -> None:
    session = read("cart-v2-blocked").session
    assert session.must_log_in
    assert session.accepts_otp
    assert session.cookies == ["cart=abc; path=/"]
    assert len(read("login-cookie-text").cookies) == 1


def test_optional_fields_and_features_are_names() -> None:
    assert read("cart-v1-optional-fields").optional_fields == {
        "billing_phone",
        "shipping_email",
        "shipping_first_name",
        "shipping_phone",
    }
    cart: Cart = read("cart-v2-blocked")
    assert cart.optional_fields == {"billing_phone"}
    assert cart.features == {"promo_codes", "terms"}
    assert Cart().optional_fields == Cart().features == frozenset()


def test_attribution_tells_whether_it_can_change() -> None:
    old, fixed = read("cart-v1-attribution").attribution, read("cart-v1-notices").attribution
    assert (old.referrer_url, old.referral_code, old.immutable) == ("https://search.example", "REF50", False)
    assert fixed.immutable
    assert read("cart-v2-added").attribution is None


def test_saved_cards_have_months_as_texts_or_numbers() -> None:
    kept = read("cart-v1-saved-cards").payment_methods
    assert [(card.id, card.last_four, card.month, card.year) for card in kept] == [
        ("card_id_1", "2834", 11, 2029),
        ("card_id_2", "8798", 3, 2030),
    ]
    assert kept[0].billing_info is not None
    wallet = read("wallet-open").cards
    assert [(card.wallet, card.month, card.year) for card in wallet] == [
        ("shoppay", 11, 2029),
        ("shoppay", 5, 2028),
    ]
    assert [option.type for option in read("cart-v1-hive").payment_methods] == [
        "CreditCard",
        "PayPal",
        "ShopPay",
    ]


def test_paypal_names_its_token_twice() -> None:
    started, authorized = read("cart-v1-paypal-started"), read("cart-v1-paypal-authorized")
    assert started.paypal_token.get_secret_value() == authorized.paypal_token.get_secret_value() == "EC-0WK2"
    assert (started.paypal.payer_id, bool(authorized.paypal.payer_id)) == ("", True)
    assert read("cart-v1-saved-cards").paypal_token is None


@pytest.mark.parametrize(
    ("sample", "number", "last_four", "month", "year"),
    [
        ("order-v1-placed", "6800018416", "1111", 6, 2028),
        ("order-v2-placed", "6800018416", "1111", 6, 2028),
        ("order-v1-card-as-text", "#1784", "0465", 5, 2028),
        ("order-v1-hive", "#14076", "1111", 3, 2030),
    ],
)
def test_an_order_names_the_card_that_paid(
    sample: str, number: str, last_four: str, month: int, year: int
) -> None:
    order = read(sample)
    assert order.is_submitted
    assert (order.platform_order_number, order.payment_summary.last_four) == (number, last_four)
    assert (order.payment_summary.month, order.payment_summary.year) == (month, year)


def test_an_order_of_either_version_names_its_method_and_page() -> None:
    for sample in ("order-v1-placed", "order-v2-placed"):
        order = read(sample)
        assert order.shipments[0].shipping_method.id == "s2_2_day"
        assert (str(order.tax_total), str(order.total)) == ("$7.08", "$91.08")
        assert order.thank_you_page.startswith("https://")


def test_an_order_paid_with_paypal() -> None:
    order = read("order-v1-paypal")
    assert order.payment_summary.payment_type == "PayPal"
    assert order.payment_summary.last_four == ""


def test_a_wallet_is_opened_with_a_code() -> None:
    challenge = read("wallet-challenge")
    assert challenge.access_token.get_secret_value() == "access-1"
    assert len(challenge.destination.phones) == 1
    assert challenge.destination.emails == []
    assert read("otp").phones == ["1234567"]
    assert read("otp-direct").emails == ["a••@quill.example"]
    assert len(read("wallet-open").addresses) == 1
    assert read("wallet-code-wanted").cvv_required


@pytest.mark.parametrize(
    ("sample", "secret"),
    [
        ("session", "access-1"),
        ("token", "c2VjcmV0"),
        ("wallet-challenge", "access-1"),
        ("wallet-open", "access-1"),
        ("cart-v1-paypal-authorized", "EC-0WK2"),
        ("cart-v1-paypal-authorized", "PAYER"),
        ("cart-v2-blocked", "c2VjcmV0"),
        ("cart-v2-blocked", "cart=abc"),
    ],
)
def test_what_is_secret_is_kept_but_never_shown(sample: str, secret: str) -> None:
    document = read(sample)
    assert secret in str(document.sent)
    shown = repr(document), str(document), document.model_dump_json()
    assert not [text for text in shown if secret in text]


def test_consents_of_both_versions() -> None:
    old, new = read_all("consents-v1"), read_all("consents-v2")
    assert [(consent.is_html, consent.signed) for consent in old] == [(False, True), (True, True)]
    assert [consent.blocks for consent in old] == [False, False]
    assert (new[0].is_html, new[0].blocks, new[0].ui_slot) == (True, True, "AFTER_SHIPPING_INFO")


def test_small_answers() -> None:
    assert read("status").status == "operational"
    assert not read("status").is_out
    assert read("postal-code").postal_code == "90210"
    assert read("postal-code-unset").postal_code == ""
