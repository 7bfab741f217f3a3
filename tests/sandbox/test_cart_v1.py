"""The simple cart: lines by sku, attribution, shipping rates; its own codes and identifiers."""

import httpx
import pytest

from tests.sandbox.conftest import CORNER, OpenShop
from tests.sandbox.shopper import SEATTLE, Shopper, adds_up

CART = f"/api/v1/domains/{CORNER}/cart"
GOOGLE = {"utm": "utm_source=google", "referrer_url": "https://www.google.com", "referral_code": "REF50"}


def call(shopper: Shopper, method: str, path: str, body: object = None) -> httpx.Response:
    return shopper.http.request(method, CART + path, json=body)


def add(shopper: Shopper, sku: str, quantity: object = 1, query: str = "", **body: object) -> httpx.Response:
    return call(shopper, "POST", f"/line-items/{sku}/quantity/{quantity}{query}", body or None)


def lines(answer: httpx.Response) -> list[tuple[str, int]]:
    return [(line["sku"], line["quantity"]) for line in answer.json()["line_items"]]


def refused(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]


def test_without_a_cart_an_empty_one_is_shown_and_not_kept(corner: Shopper) -> None:
    empty = call(corner, "GET", "/").json()
    assert empty["line_items"] == []
    assert empty["cart_id"] == call(corner, "GET", "").json()["cart_id"]
    assert corner.cart(CORNER).status_code == 404


def test_goods_are_added_by_path_with_or_without_a_body(corner: Shopper) -> None:
    first = add(corner, "CUP-RED", 2)
    second = add(corner, "CUP-BLUE", 1, variant_handles=["color:blue"])

    assert lines(first) == [("CUP-RED", 2)]
    assert first.json()["tax"]["number"] == 0
    assert lines(second) == [("CUP-RED", 2), ("CUP-BLUE", 1)]
    assert second.json()["line_items"][1]["variant_handles"] == ["color:blue"]
    assert lines(add(corner, "BEAD-1", 1, "?flush_cart=true")) == [("BEAD-1", 1)]


def test_a_sku_may_hold_slashes(shop: OpenShop) -> None:
    cup = {"handle": "cup", "base_sku": "C", "title": "Cup", "category": {"l1": "Kitchen"}}
    variants = [{"sku": "C/0/2 quantity", "price": 100, "stock": 5}]
    shopper = shop(products=[{**cup, "variants": variants}])
    assert lines(add(shopper, "C%2F0%2F2%20quantity", 2)) == [("C/0/2 quantity", 2)]
    changed = call(shopper, "PUT", "/line-items/C%2F0%2F2%20quantity", {"quantity": 1})
    assert lines(changed) == [("C/0/2 quantity", 1)]


@pytest.mark.parametrize(
    ("sku", "quantity", "refusal"),
    [
        ("CUP-RED", 4, (409, "NotEnoughStockError")),
        ("CUP-GREEN", 1, (409, "NotEnoughStockError")),
        ("NOTHING", 1, (404, "ProductNotFound")),
        ("BEAD-1", 11, (400, "ExceedMaxQtyCart")),
        ("CUP-RED", 0, (400, "BadRequest")),
        ("CUP-RED", -1, (400, "BadRequest")),
        ("CUP-RED", "one", (400, "BadRequest")),
        ("CUP-RED", "²", (400, "BadRequest")),
        ("CUP-RED", "9" * 30, (400, "BadRequest")),
        ("UNSUPPORTED", 1, (412, "OperationNotSupported")),
    ],
)
def test_what_cannot_be_added_is_refused_in_the_words_of_v1(
    corner: Shopper, sku: str, quantity: object, refusal: tuple[int, str]
) -> None:
    assert refused(add(corner, sku, quantity)) == refusal


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_a_quantity_may_be_a_number_or_a_text_and_zero_removes(corner: Shopper, method: str) -> None:
    add(corner, "BEAD-1", 1)
    assert lines(call(corner, method, "/line-items/BEAD-1", {"quantity": 3})) == [("BEAD-1", 3)]
    assert lines(call(corner, method, "/line-items/BEAD-1/", {"quantity": "2"})) == [("BEAD-1", 2)]
    assert lines(call(corner, method, "/line-items/BEAD-1", {"quantity": "0"})) == []
    assert refused(call(corner, method, "/line-items/BEAD-1", {"quantity": 1})) == (404, "ProductNotFound")


@pytest.mark.parametrize("quantity", [-1, "many", None, True, 1.5, [1]])
def test_a_quantity_that_is_none_is_refused(corner: Shopper, quantity: object) -> None:
    add(corner, "BEAD-1", 1)
    answer = call(corner, "PUT", "/line-items/BEAD-1", {"quantity": quantity})
    assert refused(answer) == (422, "InvalidInputBody")


def test_a_line_is_known_by_its_sku_and_its_handles(corner: Shopper) -> None:
    add(corner, "BEAD-1", 1, variant_handles=["a"])
    alone = call(corner, "PUT", "/line-items/BEAD-1", {"quantity": 2})
    add(corner, "BEAD-1", 1, variant_handles=["b"])
    which = call(corner, "PUT", "/line-items/BEAD-1", {"quantity": 5})
    second = call(corner, "PUT", "/line-items/BEAD-1", {"quantity": 5, "variant_handles": ["b"]})
    other = call(corner, "PUT", "/line-items/BEAD-1", {"quantity": 5, "variant_handles": ["c"]})

    assert lines(alone) == [("BEAD-1", 2)]
    assert refused(which) == refused(other) == (404, "ProductNotFound")
    assert lines(second) == [("BEAD-1", 2), ("BEAD-1", 5)]


def test_clearing_needs_a_cart_and_keeps_its_address(corner: Shopper) -> None:
    assert refused(call(corner, "DELETE", "/line-items")) == (404, "CartNotFound")
    add(corner, "BEAD-1")
    call(corner, "POST", "/shipping-info", SEATTLE)
    cleared = call(corner, "DELETE", "/line-items/").json()
    assert (cleared["line_items"], cleared["total"]["number"]) == ([], 0)
    assert cleared["shipping_info"]["city"] == "Seattle"


def test_changing_an_item_without_a_cart_makes_none(corner: Shopper) -> None:
    answer = call(corner, "PUT", "/line-items/BEAD-1", {"quantity": 1})
    assert refused(answer) == (404, "ProductNotFound")
    assert corner.cart(CORNER).status_code == 404


def test_an_address_brings_rates_tax_and_the_cheapest_method(corner: Shopper) -> None:
    add(corner, "CUP-RED", 1)
    before = call(corner, "GET", "/shipping-rates")
    cart = call(corner, "POST", "/shipping-info", {**SEATTLE, "country": "United States"}).json()
    rates = call(corner, "GET", "/shipping-rates").json()

    assert refused(before) == (412, "MissingShippingInfo")
    assert rates == call(corner, "GET", "/shipping-method").json() == cart["shipping_method_options"]
    assert [(rate["sku"], rate["price"]["number"]) for rate in rates] == [("slow", 500), ("fast", 1500)]
    assert (cart["shipping_method"]["sku"], cart["tax"]["number"]) == ("slow", 102)
    assert cart["shipping_info"]["country"] == "US"
    assert cart["payment_handle"]
    assert adds_up(cart)


def test_a_method_is_chosen_by_its_sku(corner: Shopper) -> None:
    missing_cart = call(corner, "POST", "/shipping-method", {"shipping_method": "fast"})
    add(corner, "CUP-RED", 1)
    too_early = call(corner, "POST", "/shipping-method", {"shipping_method": "fast"})
    call(corner, "POST", "/shipping-info", SEATTLE)
    chosen = call(corner, "POST", "/shipping-method", {"shipping_method": "fast"}).json()
    unknown = call(corner, "POST", "/shipping-method", {"shipping_method": "drone"})
    same_address = call(corner, "POST", "/shipping-info", SEATTLE).json()

    assert refused(missing_cart) == (404, "CartNotFound")
    assert refused(too_early) == (412, "MissingShippingInfo")
    assert (chosen["shipping_method"]["sku"], chosen["shipping_total"]["number"]) == ("fast", 1500)
    assert refused(unknown) == (400, "InvalidShippingMethod")
    assert same_address["shipping_method"]["sku"] == "fast"
    assert corner.cart(CORNER).json()["shipments"][0]["shipping_method"]["id"] == "fast"


def test_an_empty_cart_has_nothing_to_send(corner: Shopper) -> None:
    add(corner, "CUP-RED", 1)
    call(corner, "DELETE", "/line-items")
    assert refused(call(corner, "POST", "/shipping-info", SEATTLE)) == (412, "NoLineItemError")
    assert refused(call(corner, "POST", "/shipping-method", {"shipping_method": "slow"})) == (
        412,
        "NoLineItemError",
    )


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"country": "DE"}, (412, "CountryNotSupported")),
        ({"state_or_province": "ZZ"}, (400, "InvalidState")),
        ({"postal_code": "1"}, (400, "InvalidShippingInfo")),
        ({"email": "john"}, (400, "ErrorInvalidEmail")),
        ({"phone": ""}, (422, "InvalidInputBody")),
        ({"postal_code": "00409"}, (409, "PleaseTryAgainLater")),
        ({"postal_code": "00422"}, (422, "UnprocessableEntity")),
        ({"postal_code": "00429"}, (429, "TooManyRetries")),
        ({"postal_code": "00503"}, (503, "StoreUnavailable")),
    ],
)
def test_a_wrong_address_is_refused_in_the_words_of_v1(
    corner: Shopper, change: dict[str, object], refusal: tuple[int, str]
) -> None:
    add(corner, "CUP-RED", 1)
    assert refused(call(corner, "POST", "/shipping-info", {**SEATTLE, **change})) == refusal


@pytest.mark.parametrize("method", ["PUT", "POST"])
@pytest.mark.parametrize("body", [{"attribution": GOOGLE}, GOOGLE])
def test_attribution_comes_wrapped_or_bare(corner: Shopper, method: str, body: object) -> None:
    assert call(corner, method, "/attribution", body).json()["attribution"] == GOOGLE
    assert corner.cart(CORNER).json()["attribution"] == GOOGLE


def test_attribution_replaces_the_one_before(corner: Shopper) -> None:
    call(corner, "PUT", "/attribution", {"attribution": GOOGLE})
    changed = call(corner, "PUT", "/attribution", {"attribution": {"referral_code": "NEW", "more": 1}})
    assert changed.json()["attribution"] == {"referral_code": "NEW"}


def test_attribution_is_final_on_shopify_once_there_is_an_address(corner: Shopper) -> None:
    call(corner, "PUT", "/attribution", {"attribution": GOOGLE})
    add(corner, "CUP-RED", 1)
    synced = call(corner, "POST", "/shipping-info", SEATTLE).json()
    later = call(corner, "PUT", "/attribution", {"attribution": {}})

    assert synced["attribution"] == {**GOOGLE, "immutable": True}
    assert refused(later) == (422, "InvalidInputBody")
    assert call(corner, "GET", "").json()["attribution"]["utm"] == GOOGLE["utm"]


def test_attribution_is_final_elsewhere_with_the_order(shop: OpenShop) -> None:
    shopper = shop(platform_id="magento")
    add(shopper, "CUP-RED", 1)
    call(shopper, "POST", "/shipping-info", SEATTLE)
    attributed = call(shopper, "PUT", "/attribution", {"attribution": GOOGLE}).json()
    order = shopper.complete(CORNER).json()

    assert attributed["attribution"] == GOOGLE
    assert order["attribution"] == {**GOOGLE, "immutable": True}
    assert "attribution" not in shopper.add("CUP-RED", 1, CORNER).json()


def test_a_merchant_that_is_not_there_is_a_partner_not_found(corner: Shopper) -> None:
    for path in ("cart", "cart/shipping-rates"):
        answer = corner.http.get(f"/api/v1/domains/nowhere.example/{path}")
        assert refused(answer) == (404, "PartnerNotFound")
