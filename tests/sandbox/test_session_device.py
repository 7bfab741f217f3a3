"""What hangs on a device over all merchants: active carts, and the postal code that estimates are made for."""

import pytest

from tests.sandbox.conftest import CORNER, OpenShop
from tests.sandbox.shopper import SHOP, Shopper, adds_up

POSTAL_CODE = "/api/v2/carts/postal-code"


def fill_three(shopper: Shopper) -> list[str]:
    domains = ["kintaro.example", "nordhaus.example", SHOP]
    for domain in domains:
        shopper.add(shopper.skus(domain)[0], domain=domain)
    return domains


@pytest.mark.parametrize("version", [1, 2])
def test_active_carts_leave_out_empty_and_excluded_ones(shopper: Shopper, version: int) -> None:
    path = f"/api/v{version}/carts/active"
    nothing = shopper.http.get(path).json()
    domains = fill_three(shopper)
    shopper.call("DELETE", "/line-items", "nordhaus.example")
    two = shopper.http.get(path).json()
    one = shopper.http.get(path, params={"excludes": f"nowhere.example, {SHOP.upper()},"}).json()

    assert nothing == {"domains": [], "carts": []}
    assert two["domains"] == [domains[0], SHOP]
    assert [cart["shop_id"] for cart in two["carts"]] == two["domains"]
    assert all(("tax" in cart) == (version == 1) for cart in two["carts"])
    assert one["domains"] == [domains[0]]


def test_active_domains_are_those_of_the_active_carts(shopper: Shopper) -> None:
    empty = shopper.http.get("/api/v2/carts/active-domains").json()
    domains = fill_three(shopper)
    shopper.call("DELETE", "/line-items", SHOP)

    assert empty == {"domains": []}
    assert shopper.http.get("/api/v2/carts/active-domains").json() == {"domains": domains[:2]}


@pytest.mark.parametrize(
    ("path", "error"),
    [("/api/v2/carts/active-domains", "Unauthorized"), (POSTAL_CODE, "MissingAuthHeader")],
)
def test_both_ask_who_is_there(shopper: Shopper, path: str, error: str) -> None:
    del shopper.http.headers["x-firmly-authorization"]
    answer = shopper.http.get(path)
    assert (answer.status_code, answer.json()["error"]) == (401, error)


def test_the_postal_code_is_one_for_the_device_and_can_be_unset(shopper: Shopper) -> None:
    unset = shopper.http.get(POSTAL_CODE).json()
    answer = shopper.http.post(POSTAL_CODE, json={"postal_code": " 90210 "}).json()
    kept = shopper.http.get(POSTAL_CODE).json()
    again = shopper.http.post(POSTAL_CODE, json={"postal_code": ""}).json()

    assert unset == again == {"postal_code": ""}
    assert answer == kept == {"postal_code": "90210"}


@pytest.mark.parametrize(
    "body",
    [{}, {"postal_code": "?"}, {"postal_code": "1" * 40}, {"postal_code": []}, {"postal_code": None}, []],
)
def test_what_is_no_postal_code_is_refused(shopper: Shopper, body: object) -> None:
    answer = shopper.http.post(POSTAL_CODE, json=body)
    assert (answer.status_code, answer.json()["error"]) == (400, "ValidationError")


def test_before_an_address_is_known_the_postal_code_tells_shipping_and_tax(corner: Shopper) -> None:
    bare = corner.add("CUP-RED", 1, CORNER).json()
    corner.http.post(POSTAL_CODE, json={"postal_code": "98101"})
    seattle = corner.cart(CORNER).json()
    simple = corner.http.get(f"/api/v1/domains/{CORNER}/cart").json()
    corner.http.post(POSTAL_CODE, json={"postal_code": "97201-1234"})
    oregon = corner.cart(CORNER).json()

    assert bare["total"]["number"] == 1005
    assert (seattle["shipping_total"]["number"], seattle["tax_total"]["number"]) == (500, 102)
    assert seattle["shipments"][0]["shipping_method"]["id"] == "slow"
    assert seattle["shipping_info"] is None
    assert simple["total"] == seattle["total"]
    assert [method["sku"] for method in simple["shipping_method_options"]] == ["slow", "fast"]
    assert "shipping_info" not in simple
    assert (oregon["shipping_total"]["number"], oregon["tax_total"]["number"]) == (500, 0)
    assert all(adds_up(cart) for cart in (bare, seattle, simple, oregon))


def test_an_address_counts_more_than_the_postal_code(corner: Shopper) -> None:
    corner.add("CUP-RED", 1, CORNER)
    corner.http.post(POSTAL_CODE, json={"postal_code": "97201"})
    assert corner.ship_to(CORNER).json()["tax_total"]["number"] == 102


@pytest.mark.parametrize("code", ["20095 AB", "SW1A 1AA", "00000"])
def test_a_postal_code_where_the_merchant_does_not_send_changes_nothing(corner: Shopper, code: str) -> None:
    corner.add("CUP-RED", 1, CORNER)
    assert corner.http.post(POSTAL_CODE, json={"postal_code": code}).status_code == 200
    cart = corner.cart(CORNER).json()
    assert cart["total"] == cart["sub_total"]
    assert cart["shipments"][0]["shipping_method_options"] == []


def test_the_first_country_with_such_postal_codes_is_taken(shop: OpenShop) -> None:
    shopper = shop(ships_to=["EU", "CA"], tax_included=True)
    shopper.add("CUP-RED", 1, CORNER)
    for code in ("K1A 0B1", "20095", "1010"):
        shopper.http.post(POSTAL_CODE, json={"postal_code": code})
        assert shopper.cart(CORNER).json()["shipping_total"]["number"] == 500, code
