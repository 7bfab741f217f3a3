"""How merchants are, and what an outage means for a cart."""

import pytest

from tests.sandbox.conftest import CORNER, OpenShop
from tests.sandbox.shopper import SEATTLE, Shopper

PATH = f"/api/v1/domains/{CORNER}"


@pytest.mark.parametrize("status", ["operational", "degraded", "outage"])
def test_anyone_learns_how_a_merchant_is(shop: OpenShop, status: str) -> None:
    shopper = shop(terms={"status": status})
    shopper.http.headers.clear()
    assert shopper.http.get(PATH).json() == {"status": status}
    assert shopper.http.get(PATH, params={"id": "v2024-02-27-0-chkt"}).json() == {"status": status}


@pytest.mark.parametrize(
    ("path", "refusal"),
    [
        ("/api/v1/domains/nowhere.example", (404, "DomainNotFound")),
        (f"{PATH}?id=", (400, "BadRequest")),
        (f"{PATH}?id=a%20b", (400, "BadRequest")),
        (f"{PATH}?id={'x' * 101}", (400, "BadRequest")),
    ],
)
def test_what_is_not_there_has_no_status(corner: Shopper, path: str, refusal: tuple[int, str]) -> None:
    answer = corner.http.get(path)
    assert (answer.status_code, answer.json()["error"]) == refusal


def test_an_outage_refuses_every_change_of_a_cart(shop: OpenShop) -> None:
    shopper = shop(terms={"status": "outage"})
    simple = [
        shopper.http.post(f"{PATH}/cart/line-items/CUP-RED/quantity/1"),
        shopper.http.put(f"{PATH}/cart/line-items/CUP-RED", json={"quantity": 1}),
        shopper.http.delete(f"{PATH}/cart/line-items"),
        shopper.http.put(f"{PATH}/cart/attribution", json={}),
        shopper.http.post(f"{PATH}/cart/shipping-info", json=SEATTLE),
        shopper.http.post(f"{PATH}/cart/shipping-method", json={"shipping_method": "slow"}),
        shopper.http.post(f"{PATH}/session/transfer", json={"handle": "cart:CUP-RED"}),
    ]
    full = [
        shopper.add("CUP-RED", 1, CORNER),
        shopper.call("PUT", "/line-items/x", CORNER, quantity=1),
        shopper.call("DELETE", "/line-items", CORNER),
        shopper.ship_to(CORNER),
        shopper.call("POST", "/billing-info", CORNER, **SEATTLE),
        shopper.place("CUP-RED", domain=CORNER),
    ]

    assert {(answer.status_code, answer.json()["error"]) for answer in simple} == {(503, "StoreUnavailable")}
    assert {(answer.status_code, answer.json()["error"]) for answer in full} == {
        (503, "ErrorStoreUnavailable")
    }


def test_an_outage_leaves_what_was_there_to_be_seen(shop: OpenShop) -> None:
    before = shop()
    before.add("CUP-RED", 1, CORNER)
    shopper = shop(terms={"status": "outage"})
    shopper.http.headers["x-firmly-authorization"] = before.token

    assert shopper.cart(CORNER).json()["line_items"][0]["sku"] == "CUP-RED"
    assert shopper.http.get("/api/v2/carts/active").json()["domains"] == [CORNER]
    assert shopper.products(CORNER)[0]["base_sku"] == "CUP"
    assert shopper.complete(CORNER).status_code == 503


def test_a_degraded_merchant_still_sells(shop: OpenShop) -> None:
    shopper = shop(terms={"status": "degraded"})
    assert shopper.place("CUP-RED", domain=CORNER).status_code == 200
