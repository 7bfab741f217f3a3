"""PayPal's express checkout, from its start to the order."""

import httpx
import pytest

from tests.sandbox.conftest import CORNER, OpenShop
from tests.sandbox.shopper import SEATTLE, Shopper, adds_up

PAYPAL = {"payments": ["CreditCard", "PayPal"]}


@pytest.fixture
def someone(shop: OpenShop) -> Shopper:
    return shop(terms=PAYPAL)


def express(person: Shopper, step: str, **body: object) -> httpx.Response:
    return person.http.post(f"/api/v1/domains/{CORNER}/express/paypal/{step}", json=body or None)


def error(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]


def test_a_checkout_goes_from_start_over_approval_to_the_order(someone: Shopper) -> None:
    someone.add("CUP-RED", 2, CORNER)
    started = express(someone, "start").json()
    token = started["payment_method"]["attributes"]["paypal_token"]
    approved = express(
        someone, "authorize", attributes={"payer_id": "VSFDSFDSFA", "paypal_token": token}
    ).json()
    order = express(someone, "complete-order").json()

    assert token.startswith("EC-")
    assert token in started["payment_method"]["attributes"]["url"]
    assert {"type": "PayPal", "wallet": "paypal"} in started["payment_method_options"]
    assert approved["payment_method"]["payment_type"] == "PayPal"
    assert approved["payment_method"]["attributes"]["token"] == token
    assert approved["payment_method"]["attributes"]["payer_id"] == "VSFDSFDSFA"
    assert approved["shipping_info"]["email"] == "payer@example.com"
    assert approved["shipping_method"]["sku"] == "slow"
    assert (order["cart_status"], order["payment_method"]["attributes"]["token"]) == ("submitted", token)
    assert adds_up(order)
    assert someone.cart(CORNER).status_code == 404


def test_an_address_that_is_there_is_kept(someone: Shopper) -> None:
    someone.add("CUP-RED", 1, CORNER)
    someone.ship_to(CORNER)
    express(someone, "start")
    cart = express(someone, "authorize", attributes={"payer_id": "P"}).json()
    assert cart["shipping_info"]["email"] == SEATTLE["email"]


def test_the_approval_may_come_with_the_order(someone: Shopper) -> None:
    someone.add("CUP-RED", 1, CORNER)
    express(someone, "start")
    order = express(someone, "complete-order", attributes={"payer_id": "P"}).json()
    assert order["payment_method"]["attributes"]["payer_id"] == "P"


def test_each_step_needs_a_cart_with_something_in_it(someone: Shopper) -> None:
    approval = {"attributes": {"payer_id": "P"}}
    for step, body in (("start", {}), ("authorize", approval), ("complete-order", {})):
        assert error(express(someone, step, **body)) == (404, "CartNotFound")
    someone.add("CUP-RED", 1, CORNER)
    express(someone, "start")
    someone.call("DELETE", "/line-items", CORNER)
    for step, body in (("start", {}), ("authorize", approval), ("complete-order", {})):
        assert error(express(someone, step, **body)) == (412, "NoLineItemError")


def test_the_steps_have_an_order(someone: Shopper) -> None:
    someone.add("CUP-RED", 1, CORNER)
    early = express(someone, "authorize", attributes={"payer_id": "P"})
    express(someone, "start")
    unapproved = express(someone, "complete-order")
    other = express(someone, "authorize", attributes={"payer_id": "P", "paypal_token": "EC-OTHER"})
    nobody = express(someone, "authorize", attributes={})

    assert error(early) == error(other) == error(nobody) == (400, "BadRequest")
    assert error(unapproved) == (412, "CheckoutError")


def test_starting_again_forgets_the_approval(someone: Shopper) -> None:
    someone.add("CUP-RED", 1, CORNER)
    first = express(someone, "start").json()["payment_method"]
    express(someone, "authorize", attributes={"payer_id": "P"})
    second = express(someone, "start").json()["payment_method"]

    assert first != second
    assert error(express(someone, "complete-order")) == (412, "CheckoutError")


def test_a_started_checkout_leaves_no_trace_on_an_order_paid_with_a_card(someone: Shopper) -> None:
    someone.add("CUP-RED", 1, CORNER)
    someone.ship_to(CORNER)
    express(someone, "start")
    cart = someone.cart(CORNER).json()
    order = someone.complete(CORNER).json()

    assert cart["payment_method"]["attributes"]["paypal_token"]
    assert "payment_method" not in order
    assert order["payment_summary"]["last_four"] == "1111"


def test_a_merchant_without_paypal_starts_none(corner: Shopper) -> None:
    corner.add("CUP-RED", 1, CORNER)
    assert error(express(corner, "start")) == (409, "PaymentMethodNotAvailable")
