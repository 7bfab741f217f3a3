"""The ways to pay: those that a cart offers, and no others."""

import pytest
from pydantic import SecretStr

from firmly_tui.checkout import (
    NewCard,
    PayPal,
    SavedCard,
    WalletCard,
    can_log_in,
    needs_login,
    no_way,
    wallets_of,
    ways_to_pay,
)
from firmly_tui.checkout.ways import has_choice
from firmly_tui.models import Cart, PaymentOption, UnlockedWallet

TYPED = {"type": "CreditCard", "wallet": "user"}
KEPT = {
    "type": "CreditCard",
    "wallet": "merchant",
    "id": "card-7",
    "card_type": "Visa",
    "last_four": "4242",
    "month": 8,
    "year": 2030,
}
PAYPAL = {"type": "PayPal", "wallet": "paypal"}
SHOP_PAY = {"type": "ShopPay", "wallet": "shoppay"}
LINE = {"line_item_id": "1", "sku": "A", "variant_id": "A", "quantity": 1}


def cart(*options: dict[str, object], **more: object) -> Cart:
    return Cart.model_validate(
        {
            "shop_id": "a.example",
            "display_name": "A",
            "line_items": [LINE],
            "payment_method_options": options,
            **more,
        }
    )


def kinds(found: Cart, **unlocked: UnlockedWallet) -> list[str]:
    return [f"{type(way).__name__} {way.call}" for way in ways_to_pay(found, unlocked)]


OPEN = UnlockedWallet(
    access_token=SecretStr("wallet-secret"),
    cards=[PaymentOption(id="w1", card_type="Visa", last_four="1111"), PaymentOption(card_type="No id")],
)


@pytest.mark.parametrize(
    ("options", "offered"),
    [
        ([TYPED], ["NewCard place-order", "NewCard complete-order"]),
        ([PAYPAL], ["PayPal paypal"]),
        ([SHOP_PAY], []),
        ([KEPT, PAYPAL], ["SavedCard saved-payment", "PayPal paypal"]),
        ([{"type": "GiftCard", "wallet": "user"}], []),
        ([], []),
    ],
)
def test_only_what_the_cart_offers(options: list[dict[str, object]], offered: list[str]) -> None:
    assert kinds(cart(*options)) == offered


def test_cart_that_says_nothing_takes_a_card() -> None:
    silent = Cart.model_validate({"line_items": [LINE]})
    assert kinds(silent) == ["NewCard place-order", "NewCard complete-order"]


def test_cart_that_costs_nothing_lists_no_way_and_is_ordered_all_the_same() -> None:
    assert kinds(cart(total={"currency": "USD", "number": 0})) != []
    assert kinds(cart(total={"currency": "USD", "number": 1})) == []


def test_empty_cart_cannot_be_paid() -> None:
    assert kinds(cart(TYPED, line_items=[])) == []


def test_other_call_says_what_it_would_lose() -> None:
    best, other = ways_to_pay(cart(TYPED, coupons=["LUMA10"]))
    assert isinstance(best, NewCard)
    assert isinstance(other, NewCard)
    assert (best.call, other.call) == ("complete-order", "place-order")
    assert best.explains == "Orders this very cart, so that you keep its promo codes."
    assert other.would_lose == "its promo codes"
    assert other.explains.endswith("The order would lose its promo codes.")


def test_both_calls_for_a_new_card_are_told_in_a_shoppers_words() -> None:
    for options in ({}, {"coupons": ["LUMA10"]}):
        ways = [way for way in ways_to_pay(cart(TYPED, **options)) if isinstance(way, NewCard)]
        said = {way.call: f"{way.label}: {way.explains}" for way in ways}
        assert "step by step: You see each step: the merchant fills a fresh cart" in said["place-order"]
        assert "for this very cart" in said["complete-order"]
        assert not any(word in " ".join(said.values()) for word in (" call", "as it stands", "order-"))


def test_goods_that_cannot_be_named_are_not_ordered_anew() -> None:
    assert kinds(cart(TYPED, line_items=[{"line_item_id": "1", "quantity": 1}])) == ["NewCard complete-order"]


@pytest.mark.parametrize(
    ("options", "wallets"),
    [
        ([TYPED], ["visa", "mastercard-unified"]),
        ([TYPED, SHOP_PAY], ["shoppay", "visa", "mastercard-unified"]),
        ([SHOP_PAY], ["shoppay"]),
        ([PAYPAL, KEPT], []),
    ],
)
def test_wallets_to_unlock(options: list[dict[str, object]], wallets: list[str]) -> None:
    assert wallets_of(cart(*options)) == wallets


def test_open_wallet_offers_its_cards_where_the_cart_takes_them() -> None:
    assert kinds(cart(SHOP_PAY), shoppay=OPEN) == ["WalletCard wallet"]
    assert kinds(cart(SHOP_PAY), visa=OPEN) == []
    assert kinds(cart(PAYPAL), shoppay=OPEN) == ["PayPal paypal"]


def test_no_way_names_the_merchants_page() -> None:
    sentence = no_way(cart({"type": "Klarna", "wallet": "klarna"}))
    assert sentence.startswith("takes Klarna only")
    assert "https://a.example" in sentence
    assert "no way to pay" in no_way(cart())
    assert no_way(cart(SHOP_PAY)) == no_way(cart(TYPED)) == ""


@pytest.mark.parametrize(
    ("options", "several"), [([PAYPAL], False), ([PAYPAL, TYPED], True), ([PAYPAL, SHOP_PAY], True)]
)
def test_another_way_is_there_only_where_it_can_be_chosen_or_opened(
    options: list[dict[str, object]], several: bool
) -> None:
    assert has_choice(cart(*options)) == several


@pytest.mark.parametrize(
    ("session", "needs", "can"),
    [
        ({}, False, False),
        ({"requires_login": True, "accepts_otp": True}, True, True),
        ({"requires_login": True}, True, False),
        ({"requires_login": True, "accepts_otp": True, "is_logged_in": True}, False, False),
        ({"accepts_otp": True}, False, True),
    ],
)
def test_login(session: dict[str, object], needs: bool, can: bool) -> None:
    found = cart(TYPED, session=session)
    assert (needs_login(found), can_log_in(found)) == (needs, can)


def test_cards_are_called_what_people_call_them_and_show_no_secret() -> None:
    (saved,) = ways_to_pay(cart(KEPT))
    (kept,) = ways_to_pay(cart(SHOP_PAY), {"shoppay": OPEN})
    assert isinstance(saved, SavedCard)
    assert isinstance(kept, WalletCard)
    assert (saved.label, kept.label) == ("Visa •••• 4242", "Visa •••• 1111 · Shop Pay")
    assert "08/30" in saved.explains
    assert "wallet-secret" not in repr(kept)
    assert PayPal().label == "PayPal"
