"""The last piece of something: whoever pays for it, and in whichever way, one gets it and all others learn why not."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import httpx
import pytest

from tests.sandbox.conftest import CORNER, OpenShop
from tests.sandbox.sealing import envelope, field
from tests.sandbox.shopper import CARD, JSON, SEATTLE, Shopper, encrypted, events

LAST = "CUP-BLUE"
SLOW = {**CARD, "number": "4000000000000259"}
"""A card that leaves time for others between the checks of a cart and its order."""
EMAIL = "anna@example.com"
SAVED = {"id": "anna-1", "card_type": "Visa", "last_four": "1111", "month": 4, "year": 2088}
TERMS = {"payments": ["CreditCard", "PayPal"], "accounts": [{"email": EMAIL, "cards": [SAVED]}]}
SIMPLE = f"/api/v1/domains/{CORNER}"
CARD_HOST = f"payment/domains/{CORNER}"

Request = tuple[str, JSON]
Way = Callable[[Shopper, str], Request]


def placed(version: int, query: str = "") -> Way:
    """Place an order, which needs no cart."""

    def way(person: Shopper, _handle: str) -> Request:
        content = person.order_body(LAST, domain=CORNER, version=version, number=SLOW["number"])
        return f"/api/v{version}/{CARD_HOST}/place-order{query}", content

    return way


def by_domain(version: int) -> Way:
    def way(person: Shopper, _handle: str) -> Request:
        return f"/api/v{version}/{CARD_HOST}/complete-order", {
            "encrypted_card": encrypted(SLOW, person.key())
        }

    return way


def by_handle(person: Shopper, handle: str) -> Request:
    sealed = {"encrypted_card": encrypted(SLOW, person.key()), "billing_info": SEATTLE}
    return "/api/v3/payment/complete-order", {**sealed, "handle": handle}


def by_fields(person: Shopper, handle: str) -> Request:
    key = person.key()
    fields = {name: field(value, key) for name, value in SLOW.items()}
    body = {"credit_card": fields, "billing_info": SEATTLE, "handle": handle}
    return "/api/v2/payment/complete-order", body


def with_token(person: Shopper, handle: str) -> Request:
    body = {**envelope({"credit_card": SLOW}, person.key()), "handle": handle}
    token = person.http.post("/api/v1/payment/tokenize", json=body).json()["token"]
    return f"{SIMPLE}/cart/complete-order", {"payment_token": {"id": token}}


def with_saved(person: Shopper, _handle: str) -> Request:
    person.http.post(f"{SIMPLE}/session/create-otp", json={"email": EMAIL})
    person.http.post(f"{SIMPLE}/session/validate-otp", json={"email": EMAIL, "otp": "123456"})
    return f"{SIMPLE}/cart/complete-order-with-saved-payment", {"payment_id": SAVED["id"]}


def with_wallet(person: Shopper, _handle: str) -> Request:
    url = "/api/v1/wallets/visa"
    started = person.http.post(f"{url}/unlock-start", json={"email": "shopper@example.com"}).json()
    code = {"otp": "123456", "access_token": started["access_token"]}
    token = person.http.post(f"{url}/unlock-complete", json=code).json()["access_token"]
    body = {"wallet": "visa", "credit_card_id": "wallet-visa-4242", "access_token": token}
    return f"/api/v1/{CARD_HOST}/wallet-complete-order", body


def with_paypal(person: Shopper, _handle: str) -> Request:
    url = f"{SIMPLE}/express/paypal"
    person.http.post(f"{url}/start")
    return f"{url}/complete-order", {"attributes": {"payer_id": "PAYER"}}


WAYS: dict[str, Way] = {
    "place-order v1": placed(1),
    "place-order v2": placed(2),
    "place-order v2 as a stream": placed(2, "?sse=true"),
    "complete-order v1": by_domain(1),
    "complete-order v2": by_domain(2),
    "complete-order v3 by handle": by_handle,
    "complete-order v2 by fields": by_fields,
    "a payment token": with_token,
    "a card on file": with_saved,
    "a wallet": with_wallet,
    "PayPal": with_paypal,
}


def outcome(answer: httpx.Response) -> str:
    """Return what an answer, or the last event of a stream, says: an order, or why there is none."""
    body = answer.json() if "json" in answer.headers["content-type"] else events(answer.text)[-1][1]
    found = body.get("order", body)
    error = found.get("error", "order")
    return error["error"] if isinstance(error, dict) else error


def race(first: Shopper, ways: list[Way]) -> list[str]:
    """Let a device for each way put the last piece into its cart, and all of them pay at once."""
    with ExitStack() as stack, ThreadPoolExecutor(len(ways)) as pool:
        people = [stack.enter_context(Shopper(first.sandbox)) for _ in ways]
        requests: list[Request] = []
        for person, way in zip(people, ways, strict=True):
            person.add(LAST, 1, CORNER)
            requests.append(way(person, person.ship_to(CORNER).json()["payment_handle"]))
        posted = pool.map(
            lambda person, request: person.http.post(request[0], json=request[1]), people, requests
        )
        return [outcome(answer) for answer in posted]


@pytest.mark.parametrize("name", WAYS)
def test_one_of_three_who_pay_alike_gets_it(shop: OpenShop, name: str) -> None:
    first = shop(terms=TERMS)
    lost = "ErrorNotEnoughStock" if name.startswith("place-order") else "CheckoutError"
    assert sorted(race(first, [WAYS[name]] * 3)) == sorted(["order", lost, lost])
    assert outcome(first.add(LAST, 1, CORNER)) == "ErrorNotEnoughStock"


def test_one_of_all_ways_to_pay_gets_it(shop: OpenShop) -> None:
    outcomes = race(shop(terms=TERMS), list(WAYS.values()))
    assert outcomes.count("order") == 1
    assert set(outcomes) == {"order", "ErrorNotEnoughStock", "CheckoutError"}
