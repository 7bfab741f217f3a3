"""Wallets: unlocking them with a code, and ordering with what is in them."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.sandbox.conftest import CORNER, OpenShop, StartSandbox
from tests.sandbox.sealing import field, jwe
from tests.sandbox.shopper import JSON, Shopper

OWNER = "shopper@example.com"
START = datetime(2031, 3, 3, 12, tzinfo=UTC)


def error(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]


def begin(someone: Shopper, email: str = OWNER, wallet: str = "visa", **more: object) -> httpx.Response:
    return someone.http.post(f"/api/v1/wallets/{wallet}/unlock-start", json={"email": email, **more})


def unlock(someone: Shopper, token: object, otp: str = "123456", wallet: str = "visa") -> httpx.Response:
    body = {"otp": otp, "access_token": token}
    return someone.http.post(f"/api/v1/wallets/{wallet}/unlock-complete", json=body)


def opened(someone: Shopper, wallet: str = "visa") -> JSON:
    return unlock(someone, begin(someone, wallet=wallet).json()["access_token"], wallet=wallet).json()


def order(
    someone: Shopper, token: object, card: str = "wallet-visa-4242", wallet: str = "visa", **more: object
) -> httpx.Response:
    body = {"wallet": wallet, "credit_card_id": card, "access_token": token, "jws": "a.b.c", **more}
    return someone.http.post(f"/api/v1/payment/domains/{CORNER}/wallet-complete-order", json=body)


def fill(someone: Shopper) -> None:
    someone.add("CUP-RED", 1, CORNER)
    someone.ship_to(CORNER)


@pytest.mark.parametrize("wallet", ["shoppay", "visa", "mastercard-unified"])
def test_a_wallet_opens_with_its_code_and_shows_cards_and_addresses(corner: Shopper, wallet: str) -> None:
    started = begin(corner, wallet=wallet).json()
    content = unlock(corner, started["access_token"], wallet=wallet).json()
    card, home = content["payment_method_options"][0], content["shipping_info_options"][0]

    assert started["otp_destination"]["emails"] == ["s•••@example.com"]
    assert (card["type"], card["wallet"], len(card["last_four"])) == ("CreditCard", wallet, 4)
    assert card["billing_info"]["address1"]
    assert (home["email"], home["country"]) == (OWNER, "US")
    assert content["access_token"] != started["access_token"]


@pytest.mark.parametrize(
    ("email", "expected"),
    [
        ("nobody@example.com", (404, "WalletNotFound")),
        ("frozen@example.com", (409, "PaymentMethodNotAvailable")),
        ("banned@example.com", (401, "Unauthorized")),
        ("captcha@example.com", (400, "BadRequest")),
        ("no address", (400, "ErrorInvalidEmail")),
        ("", (400, "BadRequest")),
    ],
)
def test_each_documented_refusal_of_a_start_has_its_address(
    corner: Shopper, email: str, expected: tuple[int, str]
) -> None:
    assert error(begin(corner, email)) == expected


def test_a_captcha_opens_the_wallet_that_asks_for_one(corner: Shopper) -> None:
    assert begin(corner, "Captcha@Example.com", hcaptcha_token="any").status_code == 200


def test_wrong_codes_are_refused_and_the_right_one_still_opens(corner: Shopper) -> None:
    token = begin(corner).json()["access_token"]
    assert error(unlock(corner, token, "654321")) == (401, "InvalidOtp")
    assert error(unlock(corner, token, "000000")) == (409, "LoginFailed")
    assert unlock(corner, token).status_code == 200
    assert error(unlock(corner, token)) == (401, "Unauthorized")


def test_a_token_is_good_for_its_device_its_wallet_and_its_time_only(start: StartSandbox) -> None:
    now = [START]
    with Shopper(start(clock=lambda: now[0])) as someone, Shopper(someone.sandbox) as stranger:
        token = begin(someone).json()["access_token"]
        assert error(unlock(stranger, token)) == (401, "Unauthorized")
        assert error(unlock(someone, token, wallet="shoppay")) == (401, "Unauthorized")
        assert error(unlock(someone, token, wallet="purse")) == (404, "WalletProviderNotFound")
        now[0] += timedelta(minutes=10)
        assert error(unlock(someone, token)) == (401, "Unauthorized")


def test_an_open_wallet_pays(corner: Shopper) -> None:
    fill(corner)
    paid = order(corner, opened(corner)["access_token"]).json()
    assert paid["cart_status"] == "submitted"
    assert paid["payment_method"]["wallet"] == "visa"
    assert paid["payment_method"]["last_four"] == "4242"
    assert paid["billing_info"]["city"] == "Seattle"
    assert corner.cart(CORNER).status_code == 404


def test_a_card_may_ask_for_its_code_first(corner: Shopper) -> None:
    fill(corner)
    token, card, key = opened(corner)["access_token"], "wallet-visa-1111", corner.key()
    asked = order(corner, token, card)
    short = order(corner, token, card, verification_value=field("12", key))
    foreign = order(corner, token, card, verification_value=f"old|{field('123', key)}")
    paid = order(corner, token, card, verification_value=jwe(b'{"verification_value":"123"}', key))

    assert (asked.status_code, asked.json()) == (200, {"cvv_required": True})
    assert error(short) == (422, "CreditCardInvalidSecurityCode")
    assert error(foreign) == (409, "InvalidKey")
    assert paid.json()["payment_method"]["last_four"] == "1111"


def test_nobody_is_asked_for_a_code_without_a_cart_to_pay(corner: Shopper) -> None:
    token = opened(corner)["access_token"]
    assert error(order(corner, token, "wallet-visa-1111")) == (404, "CartNotFound")
    corner.add("CUP-RED", 1, CORNER)
    corner.call("DELETE", "/line-items", CORNER)
    assert error(order(corner, token, "wallet-visa-1111")) == (412, "NoLineItemError")


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        ("wallet-visa-0002", (422, "CreditCardDeclined")),
        ("wallet-visa-0069", (422, "CreditCardInvalidExpiry")),
        ("wallet-mastercard-4444", (404, "CreditCardNotFound")),
    ],
)
def test_a_card_of_a_wallet_can_be_refused(corner: Shopper, card: str, expected: tuple[int, str]) -> None:
    fill(corner)
    assert error(order(corner, opened(corner)["access_token"], card)) == expected


def test_only_an_open_wallet_pays_and_only_where_it_is_taken(corner: Shopper) -> None:
    fill(corner)
    started = begin(corner).json()["access_token"]
    shop_pay = opened(corner, "shoppay")["access_token"]

    assert error(order(corner, None)) == (401, "Unauthorized")
    assert error(order(corner, started)) == (401, "Unauthorized")
    assert error(order(corner, "x", wallet="purse")) == (404, "WalletProviderNotFound")
    assert error(order(corner, shop_pay, wallet="shoppay")) == (409, "PaymentMethodNotAvailable")


def test_a_card_on_file_that_needs_its_code_is_a_wallet_too(shop: OpenShop) -> None:
    card = {"id": "a", "card_type": "Visa", "last_four": "0026", "month": 4, "year": 2088, "needs_code": True}
    someone = shop(terms={"accounts": [{"email": OWNER, "cards": [card]}]})
    fill(someone)
    assert error(order(someone, None, "a", "merchant")) == (404, "CreditCardNotFound")
    url = f"/api/v1/domains/{CORNER}/session"
    someone.http.post(f"{url}/create-otp", json={"email": OWNER})
    someone.http.post(f"{url}/validate-otp", json={"email": OWNER, "otp": "123456"})

    assert order(someone, None, "a", "merchant").json() == {"cvv_required": True}
    paid = order(someone, None, "a", "merchant", verification_value=field("123", someone.key()))
    assert paid.json()["payment_method"]["wallet"] == "merchant"
