"""Logging in with a one-time code, and what a cart says about it."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.sandbox.conftest import CORNER, OpenShop
from tests.sandbox.shopper import SEATTLE, Shopper

ANNA = "anna@example.com"
ACCOUNTS = [
    {"email": ANNA, "first_name": "Anna", "phone": "2065550142"},
    {"email": "bruno@example.com", "first_name": "Bruno"},
]


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def club(shop: OpenShop) -> Shopper:
    """A shopper at a merchant with customers."""
    return shop(terms={"accounts": ACCOUNTS})


def call(shopper: Shopper, step: str, **body: object) -> httpx.Response:
    return shopper.http.post(f"/api/v1/domains/{CORNER}/session/{step}", json=body)


def log_in(shopper: Shopper, email: str = ANNA) -> httpx.Response:
    call(shopper, "create-otp", email=email)
    return call(shopper, "validate-otp", email=email, otp="123456")


def refused(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]


def test_a_code_is_sent_to_a_customer_whose_phone_is_not_given_away(club: Shopper) -> None:
    answer = call(club, "create-otp", email=" Anna@Example.com ").json()
    assert answer == {"otp_destination": {"emails": [ANNA], "phones": ["***0142"]}}


@pytest.mark.parametrize(
    ("email", "refusal"),
    [
        ("nobody@example.com", (404, "UserNotFound")),
        ("locked@example.com", (409, "LoginFailed")),
        ("anna", (400, "ErrorInvalidEmail")),
        ("", (422, "InvalidInputBody")),
    ],
)
def test_a_code_for_anyone_else_is_refused(club: Shopper, email: str, refusal: tuple[int, str]) -> None:
    assert refused(call(club, "create-otp", email=email)) == refusal


def test_the_right_code_logs_in_and_the_cart_says_so(club: Shopper) -> None:
    club.add("CUP-RED", 1, CORNER)
    before = club.cart(CORNER).json()["session"]
    cart = log_in(club).json()

    guest = {"requires_login": False, "is_email_registered": False, "is_logged_in": False}
    assert {name: before[name] for name in guest} == guest
    assert before["accepts_otp"] is True
    assert [line["sku"] for line in cart["line_items"]] == ["CUP-RED"]
    assert cart["session"]["is_logged_in"] is cart["session"]["is_email_registered"] is True
    assert club.cart(CORNER).json()["session"] == cart["session"]


def test_one_can_log_in_before_there_is_a_cart(club: Shopper) -> None:
    cart = log_in(club).json()
    assert (cart["line_items"], cart["session"]["is_logged_in"]) == ([], True)
    assert club.cart(CORNER).status_code == 404


@pytest.mark.parametrize(
    ("otp", "refusal"),
    [
        ("654321", (401, "InvalidOtp")),
        ("000000", (409, "LoginFailed")),
        ("999999", (401, "Unauthorized")),
        ("", (422, "InvalidInputBody")),
    ],
)
def test_a_wrong_code_does_not(club: Shopper, otp: str, refusal: tuple[int, str]) -> None:
    call(club, "create-otp", email=ANNA)
    assert refused(call(club, "validate-otp", email=ANNA, otp=otp)) == refusal
    assert call(club, "validate-otp", email=ANNA, otp=123456).json()["session"]["is_logged_in"] is True


def test_a_code_is_for_one_address_and_one_device(club: Shopper) -> None:
    never = call(club, "validate-otp", email=ANNA, otp="123456")
    call(club, "create-otp", email="bruno@example.com")
    other = call(club, "validate-otp", email=ANNA, otp="123456")
    assert refused(never) == refused(other) == (401, "Unauthorized")


def test_a_code_lasts_ten_minutes(shop: OpenShop) -> None:
    clock = Clock()
    shopper = shop(clock, terms={"accounts": ACCOUNTS})
    call(shopper, "create-otp", email=ANNA)
    clock.now += timedelta(minutes=10)
    late = call(shopper, "validate-otp", email=ANNA, otp="123456")
    call(shopper, "create-otp", email=ANNA)
    clock.now += timedelta(minutes=9)

    assert refused(late) == (401, "Unauthorized")
    assert call(shopper, "validate-otp", email=ANNA, otp="123456").status_code == 200


@pytest.mark.parametrize("step", ["create-otp", "validate-otp"])
def test_who_is_logged_in_cannot_log_in_again(club: Shopper, step: str) -> None:
    log_in(club)
    answer = call(club, step, email="bruno@example.com", otp="123456")
    assert refused(answer) == (409, "CartAlreadyLoggedIn")


def test_the_email_of_a_customer_stays_that_of_the_account(club: Shopper) -> None:
    club.add("CUP-RED", 1, CORNER)
    club.ship_to(CORNER, email="guest@example.com")
    after_login = log_in(club).json()
    sent_again = club.ship_to(CORNER, email="other@example.com").json()

    assert after_login["shipping_info"]["email"] == ANNA
    assert sent_again["shipping_info"]["email"] == ANNA
    assert sent_again["shipping_info"]["city"] == SEATTLE["city"]


def test_a_guest_with_the_address_of_a_customer_is_recognized(shop: OpenShop) -> None:
    shopper = shop(terms={"accounts": ACCOUNTS, "requires_login": True})
    shopper.add("CUP-RED", 1, CORNER)
    session = shopper.ship_to(CORNER, email=ANNA.upper()).json()["session"]
    assert (session["requires_login"], session["is_email_registered"], session["is_logged_in"]) == (
        True,
        True,
        False,
    )


def test_logging_in_outlasts_the_cart_and_the_server(shop: OpenShop) -> None:
    shopper = shop(terms={"accounts": ACCOUNTS})
    log_in(shopper)
    shopper.add("CUP-RED", 1, CORNER)
    shopper.ship_to(CORNER)
    order = shopper.complete(CORNER).json()
    again = shop(terms={"accounts": ACCOUNTS})
    again.http.headers["x-firmly-authorization"] = shopper.token

    assert order["shipping_info"]["email"] == ANNA
    assert again.add("CUP-RED", 1, CORNER).json()["session"]["is_logged_in"] is True


def test_a_forgotten_password_is_answered_alike_for_everyone(club: Shopper) -> None:
    for email in (ANNA, "nobody@example.com"):
        answer = call(club, "forgot-password", email=email)
        assert (answer.status_code, answer.content) == (200, b"")
    assert refused(call(club, "forgot-password", email="anna")) == (400, "ErrorInvalidEmail")
    assert refused(call(club, "forgot-password")) == (422, "InvalidInputBody")


@pytest.mark.parametrize("step", ["create-otp", "validate-otp", "forgot-password"])
def test_a_merchant_without_customers_logs_nobody_in(corner: Shopper, step: str) -> None:
    answer = call(corner, step, email=ANNA, otp="123456")
    assert refused(answer) == (412, "OperationNotSupported")
