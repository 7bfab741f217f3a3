"""What the merchants take as an address, and what they say when they do not."""

import pytest

from firmly_tui.sandbox.geography import state_of_zip
from tests.sandbox.conftest import CORNER, OpenShop
from tests.sandbox.shopper import HAMBURG, SEATTLE, SHOP, Shopper


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


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        ("00409", (409, "PleaseTryAgainLater")),
        ("00422", (422, "UnprocessableEntity")),
        ("00429", (429, "TooManyRetries")),
        ("00503", (503, "ErrorStoreUnavailable")),
    ],
)
def test_some_postal_codes_ask_for_a_refusal(buyer: Shopper, code: str, refusal: tuple[int, str]) -> None:
    answer = buyer.ship_to(postal_code=code)
    assert (answer.status_code, answer.json()["error"]) == refusal


@pytest.mark.parametrize("field", ["phone", "email", "first_name"])
def test_a_merchant_may_not_insist_on_a_field_and_says_so(
    corner: Shopper, shop: OpenShop, field: str
) -> None:
    corner.add("CUP-RED", 1, CORNER)
    strict = corner.ship_to(CORNER, **{field: ""})
    easy = shop(terms={"optional_fields": [f"shipping_{field}"]})
    cart = easy.add("CUP-RED", 1, CORNER).json()
    sent = easy.ship_to(CORNER, **{field: ""})

    assert (strict.status_code, strict.json()["error"]) == (400, "ErrorInvalidInputBody")
    assert cart["shop_properties"] == {"optional_fields": {f"shipping_{field}": True}}
    assert sent.json()["shipping_info"][field] == ""


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_billing_address_stands_beside_the_delivery_address(buyer: Shopper, method: str) -> None:
    buyer.ship_to()
    cart = buyer.call(method, "/billing-info", **HAMBURG).json()
    assert (cart["billing_info"]["city"], cart["shipping_info"]["city"]) == ("Hamburg", "Seattle")


def test_a_billing_address_borrows_email_and_phone(buyer: Shopper) -> None:
    bare = {**HAMBURG, "email": "", "phone": ""}
    alone = buyer.call("POST", "/billing-info", **bare)
    buyer.ship_to()
    cart = buyer.call("POST", "/billing-info", **bare).json()

    assert (alone.status_code, alone.json()["error"]) == (400, "ErrorInvalidInputBody")
    assert cart["billing_info"]["email"] == SEATTLE["email"]
    assert cart["billing_info"]["phone"] == SEATTLE["phone"]


def test_a_merchant_may_not_insist_on_a_billing_phone(shop: OpenShop) -> None:
    easy = shop(terms={"optional_fields": ["billing_phone"]})
    easy.add("CUP-RED", 1, CORNER)
    answer = easy.call("POST", "/billing-info", CORNER, **{**HAMBURG, "phone": ""})
    assert answer.json()["billing_info"]["phone"] == ""


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"country": "Atlantis"}, "ErrorCountryNotSupported"),
        ({"country": "US", "state_or_province": "ZZ"}, "ErrorInvalidState"),
        ({"postal_code": "2"}, "ErrorInvalidShippingInfo"),
        ({"email": "john"}, "ErrorInvalidEmail"),
        ({"last_name": ""}, "ErrorInvalidInputBody"),
    ],
)
def test_a_wrong_billing_address_is_refused(buyer: Shopper, change: dict[str, str], error: str) -> None:
    answer = buyer.call("POST", "/billing-info", **{**HAMBURG, **change})
    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_a_billing_address_needs_a_cart(shopper: Shopper) -> None:
    answer = shopper.call("POST", "/billing-info", "halyard.example", **SEATTLE)
    assert (answer.status_code, answer.json()["error"]) == (404, "ErrorCartNotFound")


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("98101", "WA"),
        ("00501", "NY"),
        ("05501", "MA"),
        ("05601", "VT"),
        ("20001", "DC"),
        ("22201", "VA"),
        ("88510", "TX"),
        ("99501", "AK"),
        ("00000", None),
        ("34002", None),
    ],
)
def test_a_zip_code_tells_the_state(code: str, state: str | None) -> None:
    assert state_of_zip(code) == state
