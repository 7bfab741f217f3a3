"""Paying the cart as it stands: by domain, by handle, field by field, with a token, with a card on file."""

import httpx
import pytest

from tests.sandbox.conftest import CORNER, OpenShop
from tests.sandbox.sealing import SHA1, SHA256, envelope, field
from tests.sandbox.shopper import CARD, HOMES, JSON, SEATTLE, Shopper, adds_up, encrypted

ANNA = {
    "email": "anna@example.com",
    "cards": [
        {"id": "anna-1", "card_type": "Visa", "last_four": "1111", "month": 4, "year": 2088},
        {
            "id": "anna-2",
            "card_type": "Visa",
            "last_four": "0026",
            "month": 4,
            "year": 2088,
            "needs_code": True,
        },
        {"id": "anna-3", "card_type": "Visa", "last_four": "0069", "month": 4, "year": 2021},
    ],
}


def filled(someone: Shopper) -> JSON:
    """Put a cup into the cart, say where it goes, and return the cart."""
    someone.add("CUP-RED", 1, CORNER)
    return someone.ship_to(CORNER).json()


def error(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]


def by_handle(someone: Shopper, handle: object, **card: object) -> httpx.Response:
    body = {"encrypted_card": encrypted({**CARD, **card}, someone.key()), "billing_info": SEATTLE}
    return someone.http.post(
        "/api/v3/payment/complete-order", json={**body, "handle": handle, "captcha_token": "any"}
    )


def by_fields(someone: Shopper, handle: object, digest: object = SHA1, **card: object) -> httpx.Response:
    sealed = {name: field(str(value), someone.key(), digest) for name, value in {**CARD, **card}.items()}
    billing = {
        name: SEATTLE[name] for name in ("address1", "city", "state_or_province", "postal_code", "country")
    }
    body = {"handle": handle, "billing_info": billing, "credit_card": sealed}
    return someone.http.post("/api/v2/payment/complete-order", json=body)


def tokenize(someone: Shopper, handle: object, kid: str | None = None, **card: object) -> httpx.Response:
    content = {"credit_card": {**CARD, **card}, "billing_info": SEATTLE}
    body = {**envelope(content, someone.key(), kid=kid), "handle": handle}
    return httpx.post(f"{someone.sandbox.url}/api/v1/payment/tokenize", json=body)


def with_token(someone: Shopper, token: object) -> httpx.Response:
    body = {"payment_token": {"id": token}, "vault_token": True}
    return someone.http.post(f"/api/v1/domains/{CORNER}/cart/complete-order", json=body)


def with_saved(someone: Shopper, card_id: str) -> httpx.Response:
    url = f"/api/v1/domains/{CORNER}/cart/complete-order-with-saved-payment"
    return someone.http.post(url, json={"payment_id": card_id})


def log_in(someone: Shopper) -> JSON:
    """Log Anna in, and return the cart."""
    url = f"/api/v1/domains/{CORNER}/session"
    someone.http.post(f"{url}/create-otp", json={"email": ANNA["email"]})
    return someone.http.post(f"{url}/validate-otp", json={"email": ANNA["email"], "otp": "123456"}).json()


@pytest.mark.parametrize("digest", [SHA1, SHA256, None], ids=["SHA-1", "SHA-256", "JWE"])
def test_a_handle_names_the_cart_that_is_paid(corner: Shopper, digest: object) -> None:
    handle = filled(corner)["payment_handle"]
    order = (by_fields(corner, handle, digest) if digest else by_handle(corner, handle)).json()

    assert order["cart_status"] == "submitted"
    assert order["payment_method"]["last_four"] == "1111"
    assert order["payment_method"]["year"] == "2090"
    assert order["billing_info"]["first_name"] == "John"
    assert adds_up(order)
    assert corner.cart(CORNER).status_code == 404
    assert error(by_handle(corner, handle)) == (404, "CartNotFound")


def test_a_handle_that_is_wrong_or_of_another_device_names_no_cart(corner: Shopper) -> None:
    handle = filled(corner)["payment_handle"]
    cart_id, _, proof = handle.partition("|")
    with Shopper(corner.sandbox) as stranger:
        assert error(by_handle(stranger, handle)) == (404, "CartNotFound")
    for wrong in (cart_id, f"{cart_id}|{proof[::-1]}", "nonsense"):
        assert error(by_handle(corner, wrong)) == (404, "CartNotFound")
        assert error(by_fields(corner, wrong)) == (404, "CartNotFound")
        assert error(tokenize(corner, wrong)) == (404, "CartNotFound")
    assert error(by_handle(corner, None)) == (422, "InvalidInputBody")
    assert corner.complete(CORNER).status_code == 200


def test_a_card_sealed_field_by_field_is_checked_like_any_other(corner: Shopper) -> None:
    handle = filled(corner)["payment_handle"]
    assert error(by_fields(corner, handle, number="4111111111111112")) == (422, "CreditCardInvalidNumber")
    assert error(by_fields(corner, handle, number="4000000000000002")) == (422, "CreditCardDeclined")
    assert error(by_fields(corner, handle, month="13")) == (422, "CreditCardInvalidExpiry")
    assert error(by_fields(corner, handle, verification_value="12")) == (422, "CreditCardInvalidSecurityCode")


def test_a_token_pays_once_and_needs_no_login_to_be_made(corner: Shopper) -> None:
    made = tokenize(corner, filled(corner)["payment_handle"], month=8, year=2090).json()
    order = with_token(corner, made["token"]).json()
    filled(corner)

    assert order["payment_method"]["last_four"] == "1111"
    assert order["platform_order_number"]
    assert error(with_token(corner, made["token"])) == (412, "CheckoutError")
    assert error(with_token(corner, "of nothing")) == (412, "CheckoutError")


def test_a_token_is_for_its_cart_alone_and_tells_nothing_of_the_card(corner: Shopper) -> None:
    token = tokenize(corner, filled(corner)["payment_handle"], kid="undefined").json()["token"]
    with Shopper(corner.sandbox) as stranger:
        filled(stranger)
        assert error(with_token(stranger, token)) == (412, "CheckoutError")
    assert "1111" not in token
    assert with_token(corner, token).status_code == 200


def test_a_refused_card_is_refused_when_its_token_is_used_and_a_wrong_one_at_once(corner: Shopper) -> None:
    handle = filled(corner)["payment_handle"]
    declined = tokenize(corner, handle, number="4000000000009995").json()["token"]

    assert error(with_token(corner, declined)) == (422, "CreditCardInsufficientFunds")
    assert error(tokenize(corner, handle, number="1234567812345678")) == (422, "CreditCardInvalidNumber")
    assert error(tokenize(corner, handle, kid="old")) == (409, "InvalidKey")
    assert error(tokenize(corner, handle, number=None)) == (422, "InvalidInputBody")


def test_a_cart_that_is_not_ready_cannot_be_paid(corner: Shopper) -> None:
    none = error(corner.complete(CORNER, version=1))
    corner.add("CUP-RED", 1, CORNER)
    unsent = error(corner.complete(CORNER, version=1))
    corner.call("DELETE", "/line-items", CORNER)
    empty = error(corner.complete(CORNER, version=1))

    assert [none, unsent, empty] == [
        (404, "CartNotFound"),
        (412, "MissingShippingInfo"),
        (412, "NoLineItemError"),
    ]


@pytest.mark.parametrize(
    "change", [{"state_or_province": "ZZ"}, {"country": "Atlantis"}, {"email": "nobody"}]
)
def test_a_billing_address_that_cannot_be_right_is_a_checkout_error(
    corner: Shopper, change: dict[str, str]
) -> None:
    filled(corner)
    body = {"encrypted_card": encrypted(CARD, corner.key()), "billing_info": {**SEATTLE, **change}}
    for version in (1, 2):
        url = f"/api/v{version}/payment/domains/{CORNER}/complete-order"
        assert error(corner.http.post(url, json=body)) == (412, "CheckoutError")


def test_saved_cards_are_offered_and_pay_only_after_logging_in(shop: OpenShop) -> None:
    someone = shop(terms={"accounts": [ANNA]})
    before = filled(someone)["payment_method_options"]
    guest = error(with_saved(someone, "anna-1"))
    after = log_in(someone)["payment_method_options"]
    order = with_saved(someone, "anna-1").json()

    assert before == [{"type": "CreditCard", "wallet": "user"}]
    assert guest == (404, "CreditCardNotFound")
    assert [option["id"] for option in after[1:]] == ["anna-1", "anna-2", "anna-3"]
    assert after[1]["last_four"] == "1111"
    assert order["payment_method"]["wallet"] == "merchant"
    assert order["shipping_info"]["email"] == "anna@example.com"


def test_a_saved_card_may_be_unknown_expired_or_ask_for_its_code(shop: OpenShop) -> None:
    someone = shop(terms={"accounts": [ANNA]})
    filled(someone)
    log_in(someone)
    assert error(with_saved(someone, "nothing")) == (404, "CreditCardNotFound")
    assert error(with_saved(someone, "anna-2")) == (422, "CreditCardInvalidSecurityCode")
    assert error(with_saved(someone, "anna-3")) == (422, "CreditCardInvalidExpiry")


def test_a_merchant_that_requires_login_takes_no_order_of_a_guest(shop: OpenShop) -> None:
    someone = shop(terms={"accounts": [ANNA], "requires_login": True})
    cart = filled(someone)

    assert error(someone.complete(CORNER, version=1)) == (409, "UserMustLogin")
    assert error(someone.complete(CORNER, version=2)) == (409, "UserMustLogin")
    assert error(with_saved(someone, "anna-1")) == (409, "UserMustLogin")
    assert error(someone.place("CUP-BLUE", 1, CORNER)) == (409, "UserMustLogin")
    assert someone.cart(CORNER).json()["cart_id"] == cart["cart_id"]
    log_in(someone)
    assert someone.complete(CORNER, version=1).status_code == 200


def test_required_consents_stand_before_every_order(shop: OpenShop) -> None:
    consent = {"id": "terms", "ui_slot": "ABOVE_PLACE_ORDER_BUTTON", "text": "I agree", "type": "terms"}
    someone = shop(terms={"consents": [{**consent, "required": True}, {**consent, "id": "news"}]})
    cart = filled(someone)
    refused = someone.complete(CORNER, version=1)
    placed = someone.place("CUP-BLUE", 1, CORNER)
    signed = someone.call("POST", "/consents", CORNER, consents=[{"id": "terms"}])

    assert error(refused) == (412, "CheckoutError")
    assert "consent" in refused.json()["description"]
    assert error(placed) == (422, "UnprocessableEntity")
    assert someone.cart(CORNER).json()["cart_id"] == cart["cart_id"]
    assert signed.status_code == 200
    assert someone.complete(CORNER, version=1).status_code == 200


def test_a_merchant_is_paid_only_in_its_own_ways(shop: OpenShop) -> None:
    someone = shop(terms={"payments": ["PayPal"]})
    cart = filled(someone)
    assert cart["payment_method_options"] == [{"type": "PayPal", "wallet": "paypal"}]
    assert error(someone.complete(CORNER, version=1)) == (409, "PaymentMethodNotAvailable")
    assert error(someone.place("CUP-BLUE", 1, CORNER)) == (409, "PaymentMethodNotAvailable")
    assert someone.cart(CORNER).json()["cart_id"] == cart["cart_id"]


def test_a_merchant_that_takes_no_payment_here_offers_none(shop: OpenShop) -> None:
    assert filled(shop(terms={"payments": []}))["payment_method_options"] == []


def test_somebody_must_be_reachable_about_the_order(shop: OpenShop) -> None:
    someone = shop(terms={"optional_fields": ["shipping_email"]})
    someone.add("CUP-RED", 1, CORNER)
    someone.ship_to(CORNER, email="")
    body = {"encrypted_card": encrypted(CARD, someone.key()), "billing_info": {**HOMES[CORNER], "email": ""}}
    answer = someone.http.post(f"/api/v1/payment/domains/{CORNER}/complete-order", json=body)
    assert error(answer) == (412, "MissingEmailAddressOnCheckout")
    assert someone.complete(CORNER, version=1).status_code == 200


def test_goods_that_travel_by_no_road_need_no_address_but_a_billing_one(shop: OpenShop) -> None:
    gift = {
        "handle": "gift",
        "base_sku": "GIFT",
        "title": "Gift card",
        "category": {"l1": "Gifts"},
        "fulfillment": [],
        "variants": [{"sku": "GIFT-10", "price": 1000, "stock": 5}],
    }
    someone = shop(products=[gift])
    someone.add("GIFT-10", 1, CORNER)
    body = {"encrypted_card": encrypted(CARD, someone.key())}
    url = f"/api/v2/payment/domains/{CORNER}/complete-order"
    unbilled = someone.http.post(url, json=body)
    order = someone.complete(CORNER).json()
    someone.add("GIFT-10", 1, CORNER)
    simple = someone.complete(CORNER, version=1).json()

    assert error(unbilled) == (412, "CheckoutError")
    assert "shipping_info" not in simple
    assert order["billing_info"]["city"] == "Seattle"
    assert order["shipments"] == []
    assert order["shipping_total"]["number"] == 0
