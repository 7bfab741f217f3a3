"""What the merchants take as an address, and what they say when they do not."""

import pytest

from tests.sandbox.shopper import SHOP, Shopper


@pytest.fixture
def buyer(shopper: Shopper) -> Shopper:
    for domain in (SHOP, "buecherhalle.example", "kintaro.example"):
        shopper.add(shopper.skus(domain)[0], domain=domain)
    return shopper


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"country": "DE"}, "ErrorCountryNotSupported"),
        ({"country": "Atlantis"}, "ErrorCountryNotSupported"),
        ({"state_or_province": "ZZ"}, "ErrorInvalidState"),
        ({"state_or_province": ""}, "ErrorInvalidState"),
        ({"postal_code": "9810"}, "ErrorInvalidShippingInfo"),
        ({"phone": "call me"}, "ErrorInvalidShippingInfo"),
        ({"email": "john@nowhere"}, "ErrorInvalidEmail"),
        ({"city": " "}, "ErrorInvalidInputBody"),
        ({"address1": None}, "ErrorInvalidInputBody"),
        ({"city": "x" * 500}, "ErrorInvalidInputBody"),
        ({"first_name": {"a": 1}}, "ErrorInvalidInputBody"),
    ],
)
def test_a_wrong_address_is_refused_by_name(buyer: Shopper, change: dict[str, object], error: str) -> None:
    answer = buyer.ship_to(**change)
    assert (answer.status_code, answer.json()["error"]) == (400, error)
    assert answer.json()["description"]
    assert buyer.cart().json()["shipping_info"] is None


def test_a_merchant_says_where_it_ships(buyer: Shopper) -> None:
    answer = buyer.ship_to("buecherhalle.example", country="JP")
    assert "does not ship to Japan" in answer.json()["description"]
    assert "Germany" in answer.json()["description"]


def test_names_and_other_spellings_are_understood(buyer: Shopper) -> None:
    spelled = {
        "first_name": "John",
        "last_name": "Smith",
        "email": "j@example.com",
        "phone": "(206) 555-1212",
        "address_line_1": "1 Main St",
        "city": "Seattle",
        "state_code": "washington",
        "zip": 98101,
        "country_code": "United States",
        "shipment_id": "any",
    }
    info = buyer.call("PUT", "/shipping-info", **spelled).json()["shipping_info"]
    assert (info["address1"], info["state_or_province"]) == ("1 Main St", "WA")
    assert (info["postal_code"], info["country"]) == ("98101", "US")


@pytest.mark.parametrize("domain", ["buecherhalle.example", "kintaro.example"])
def test_shops_abroad_take_their_own_addresses(buyer: Shopper, domain: str) -> None:
    cart = buyer.ship_to(domain).json()
    assert cart["is_tax_included_in_price"] is True
    assert cart["tax_total"]["number"] == 0


def test_an_empty_cart_takes_no_address(shopper: Shopper) -> None:
    shopper.add(shopper.skus(SHOP)[0])
    shopper.call("DELETE", "/line-items")
    answer = shopper.ship_to()
    assert (answer.status_code, answer.json()["error"]) == (400, "ErrorNoLineItem")
