"""Promo codes over HTTP: what they take off, which go together, and how wrong ones are refused."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sandbox.conftest import CORNER, StartSandbox
from tests.sandbox.laundry import Buyer, refused
from tests.sandbox.shopper import JSON, Shopper, adds_up


@pytest.fixture
def buyer(start: StartSandbox, tmp_path: Path) -> Iterator[Buyer]:
    with Buyer(start, tmp_path) as someone:
        yield someone


def numbers(cart: JSON) -> tuple[int, int, int]:
    return tuple(cart[name]["number"] for name in ("cart_discount", "shipping_total", "total"))


@pytest.mark.parametrize(
    ("codes", "discount", "coupons"),
    [
        (["ten"], 6200, ["TEN"]),
        (["TEN", "FIVE", "OFF3"], 6200, ["TEN"]),
        (["five", "off3", " Hoses "], 3100 + 300 + 1000, ["Five", "OFF3", "HOSES"]),
        (["FIVE", "five"], 3100, ["Five"]),
        (["MAYDAY"], 12400, ["MAYDAY"]),
    ],
)
@pytest.mark.parametrize("version", [1, 2])
def test_the_best_combination_is_applied_and_rounded_half_up(
    buyer: Buyer, version: int, codes: list[str], discount: int, coupons: list[str]
) -> None:
    """Of 619.99: 10 % are 61.999, 5 % are 30.9995, 20 % are 123.998; half of 19.99 is 9.995."""
    buyer.fill("WASHER-A", "HOSE-A")
    cart = buyer.codes(*codes, version=version).json()

    assert (cart["cart_discount"]["number"], cart["coupons"]) == (discount, coupons)
    assert cart["total"]["number"] == 61999 - discount
    assert adds_up(cart)
    assert buyer.now(3 - version)["total"] == cart["total"]


def test_each_line_says_what_is_taken_off_it(buyer: Buyer) -> None:
    buyer.fill("WASHER-A", "HOSE-A")
    cart = buyer.codes("HOSES", "OFF3").json()
    washer, hose = cart["line_items"]

    assert [part["code"] for part in hose["discounts"]] == ["HOSES", "OFF3"]
    assert [part["code"] for part in washer["discounts"]] == ["OFF3"]
    assert hose["discounts"][0]["amount"]["number"] == 1000
    assert sum(part["amount"]["number"] for part in hose["discounts"]) == hose["line_discount"]["number"]
    assert washer["line_discount"]["number"] + hose["line_discount"]["number"] == 1300
    assert cart["cart_discount"]["number"] == 1300
    assert buyer.now(1)["line_items"][1]["line_discount"] == hose["line_discount"]


def test_free_shipping_makes_every_way_to_an_address_free(buyer: Buyer) -> None:
    buyer.fill("HOSE-A")
    assert buyer.ship_to(CORNER, state_or_province="OR").json()["shipping_total"]["number"] == 500
    cart = buyer.codes("POST").json()
    prices = [option["price"]["number"] for option in cart["shipments"][0]["shipping_method_options"]]

    assert prices == [0, 0]
    assert numbers(cart) == (0, 0, 1999)


def test_free_shipping_is_weighed_against_what_a_code_takes_off(start: StartSandbox, tmp_path: Path) -> None:
    """10 % of 19.99 are 2.00, shipping is 5.00; of two hoses and a washer 10 % are more."""
    promos = [
        {"code": "TEN", "kind": "percentage", "amount": 1000},
        {"code": "POST", "kind": "free_shipping"},
    ]
    with Buyer(start, tmp_path, promos=promos) as buyer:
        buyer.fill("HOSE-A")
        assert buyer.codes("TEN", "POST").json()["coupons"] == ["TEN"]
        buyer.ship_to(CORNER)
        assert buyer.codes("POST").json()["coupons"] == ["POST"]
        buyer.fill("WASHER-A")
        assert buyer.codes("TEN").json()["coupons"] == ["TEN"]


def test_tax_is_of_what_is_left_after_the_discount(buyer: Buyer) -> None:
    buyer.fill("WASHER-A")
    buyer.ship_to(CORNER)
    cart = buyer.codes("TEN").json()
    assert cart["tax_total"]["number"] == 5454  # 10.1 % of 540.00
    assert adds_up(cart)


def test_a_discount_is_never_above_the_goods_it_is_for(start: StartSandbox, tmp_path: Path) -> None:
    promos = [
        {"code": "A", "kind": "fixed", "amount": 5000, "goods": ["HOSE"], "stacks": True},
        {"code": "B", "kind": "percentage", "amount": 10000, "goods": ["HOSE"], "stacks": True},
    ]
    with Buyer(start, tmp_path, promos=promos) as buyer:
        buyer.fill("HOSE-A", "WASHER-A")
        cart = buyer.codes("A", "B").json()
        assert numbers(cart) == (1999, 0, 60000)
        assert cart["coupons"] == ["A", "B"]


@pytest.mark.parametrize(
    ("codes", "name", "about"),
    [
        (["NOPE"], "InvalidPromoCode", "NOPE"),
        (["WINTER"], "InvalidPromoCode", "over"),
        (["HOSES"], "PromoNotAvailable", "not in this cart"),
        (["BIG"], "PromoNotAvailable", "$1,000.00"),
    ],
)
@pytest.mark.parametrize(("version", "status", "prefix"), [(1, 409, ""), (2, 422, "Error")])
def test_a_code_that_cannot_be_used_is_refused_with_its_reason(
    buyer: Buyer, version: int, status: int, prefix: str, codes: list[str], name: str, about: str
) -> None:
    buyer.fill("WASHER-A")
    answer = buyer.codes(*codes, version=version)
    assert refused(answer) == (status, prefix + name)
    assert about in answer.json()["description"]
    assert buyer.now()["coupons"] == []


@pytest.mark.parametrize("other", ["NOPE", "WINTER", "BIG"])
def test_v1_leaves_out_what_is_not_good_where_v2_refuses_it(buyer: Buyer, other: str) -> None:
    buyer.fill("WASHER-A")
    assert buyer.codes("TEN", other).status_code == 422
    assert buyer.now()["coupons"] == []
    assert buyer.codes("TEN", other, version=1).json()["coupons"] == ["TEN"]


def test_the_documents_own_codes_leave_the_one_that_they_show(shopper: Shopper) -> None:
    """firmly docs: Apply Coupon(s). One of the four is over; of the others one goes alone and saves the most."""
    shop = "staging.luma.gift"
    shopper.add(shopper.skus(shop)[0])
    codes = {"promo_codes": ["MULTIUSE", "SINGLEUSE", "FREESHIP", "ONESPRINGSALE"]}
    cart = shopper.http.post(f"/api/v1/domains/{shop}/cart/promo-codes", json=codes).json()
    assert cart["coupons"] == ["SINGLEUSE"]


def test_a_code_in_an_empty_cart_or_where_there_is_none_is_refused(
    buyer: Buyer, start: StartSandbox, tmp_path: Path
) -> None:
    assert refused(buyer.codes("TEN")) == (404, "ErrorCartNotFound")
    line = buyer.fill("HOSE-A")["HOSE-A"]
    buyer.quantity(line, 0)
    assert refused(buyer.codes("TEN", version=1)) == (409, "PromoNotAvailable")
    (tmp_path / "other").mkdir()
    with Buyer(start, tmp_path / "other", promos=[]) as elsewhere:
        elsewhere.fill("HOSE-A")
        assert refused(elsewhere.codes("TEN")) == (422, "ErrorPromoNotAvailable")


def test_codes_join_those_of_the_cart_until_they_are_cleared(buyer: Buyer) -> None:
    buyer.fill("WASHER-A")
    buyer.codes("FIVE")
    joined = buyer.change("PUT", "/promo-codes", promo_codes=["OFF3"]).json()
    cleared = buyer.change("DELETE", "/promo-codes").json()
    again = buyer.change("DELETE", "/promo-codes", 1)

    assert (joined["coupons"], joined["cart_discount"]["number"]) == (["Five", "OFF3"], 3300)
    assert (cleared["coupons"], cleared["cart_discount"]["number"]) == ([], 0)
    assert "line_discount" not in cleared["line_items"][0]
    assert again.status_code == 200


def test_emptying_the_cart_drops_the_codes(buyer: Buyer) -> None:
    buyer.fill("WASHER-A")
    buyer.codes("FIVE")
    assert buyer.change("DELETE", "/line-items").json()["coupons"] == []


def test_a_promotion_that_ends_stays_counts_nothing_and_blocks_the_order(buyer: Buyer) -> None:
    buyer.fill("HOSE-A")
    buyer.ship_to(CORNER)
    assert buyer.codes("MAYDAY").json()["cart_status"] == "active"
    buyer.wait(days=1)
    late = buyer.now()
    refusal = buyer.complete(CORNER)
    healed = buyer.change("DELETE", "/promo-codes").json()

    assert (late["coupons"], late["cart_discount"]["number"]) == (["MAYDAY"], 0)
    assert [notice["code"] for notice in late["notices"]] == ["PROMO_EXPIRED"]
    assert late["cart_status"] == "checkout_blocked"
    assert "MAYDAY is over" in buyer_notice(late)
    assert "MAYDAY is over" in refusal.json()["description"]
    assert refusal.status_code >= 400
    assert (healed["notices"], healed["cart_status"]) == ([], "active")
    assert buyer.complete(CORNER).status_code == 200


def buyer_notice(cart: JSON) -> str:
    return cart["notices"][0]["message"]


def test_a_code_that_no_longer_fits_waits_for_the_cart_to_fit_again(buyer: Buyer) -> None:
    lines = buyer.fill("WASHER-A", "DRYER-A")
    buyer.codes("BIG")
    small = buyer.quantity(lines["DRYER-A"], 0)
    simple = buyer.now(1)
    buyer.fill("DRYER-A")
    large = buyer.now()

    assert (small["coupons"], small["cart_discount"]["number"]) == (["BIG"], 0)
    assert small["notices"][0]["code"] == "PROMO_NOT_APPLICABLE"
    assert small["cart_status"] == "active"
    assert simple["notice"] == [buyer_notice(small)]
    assert (large["notices"], large["cart_discount"]["number"]) == ([], 10000)


def test_an_order_keeps_its_codes_and_its_discount(buyer: Buyer) -> None:
    buyer.fill("WASHER-A")
    buyer.ship_to(CORNER)
    cart = buyer.codes("TEN").json()
    order = buyer.complete(CORNER).json()
    assert (order["coupons"], order["total"]) == (["TEN"], cart["total"])
    assert adds_up(order)


@pytest.mark.parametrize(("version", "status", "prefix"), [(1, 409, ""), (2, 422, "Error")])
def test_a_merchant_may_take_one_code_only(
    start: StartSandbox, tmp_path: Path, version: int, status: int, prefix: str
) -> None:
    with Buyer(start, tmp_path, one_promo=True) as buyer:
        buyer.fill("WASHER-A")
        assert buyer.codes("FIVE", version=version).status_code == 200
        assert buyer.codes("FIVE", version=version).status_code == 200
        several = buyer.codes("OFF3", version=version)
        assert refused(several) == (status, f"{prefix}MultipleDiscountCodesNotSupported")
        assert buyer.now()["coupons"] == ["Five"]


@pytest.mark.parametrize(("version", "status", "prefix"), [(1, 409, ""), (2, 422, "Error")])
def test_a_merchant_may_keep_codes(
    start: StartSandbox, tmp_path: Path, version: int, status: int, prefix: str
) -> None:
    with Buyer(start, tmp_path, promos_stay=True) as buyer:
        buyer.fill("WASHER-A")
        buyer.codes("FIVE")
        refusal = buyer.change("DELETE", "/promo-codes", version)
        assert refused(refusal) == (status, f"{prefix}ClearPromoCodeNotAllowed")
        assert buyer.now()["coupons"] == ["Five"]


def test_a_cart_holds_ten_codes_however_many_calls_bring_them(start: StartSandbox, tmp_path: Path) -> None:
    promos = [{"code": f"C{number}", "kind": "fixed", "amount": 1, "stacks": True} for number in range(11)]
    with Buyer(start, tmp_path, promos=promos) as buyer:
        buyer.fill("WASHER-A")
        assert buyer.codes(*(f"C{number}" for number in range(10))).json()["cart_discount"]["number"] == 10
        assert refused(buyer.codes("C10")) == (400, "ErrorInvalidInputBody")
        assert len(buyer.now()["coupons"]) == 10


BODIES = [
    "",
    "{",
    "[]",
    "null",
    "{}",
    '{"promo_codes": "TEN"}',
    '{"promo_codes": []}',
    '{"promo_codes": [1]}',
]


@pytest.mark.parametrize("body", [*BODIES, '{"promo_codes": [""]}', f'{{"promo_codes": {["TEN"] * 11}}}'])
@pytest.mark.parametrize(
    ("version", "error"), [(1, (422, "InvalidInputBody")), (2, (400, "ErrorInvalidInputBody"))]
)
def test_a_body_that_is_no_list_of_one_to_ten_codes_is_refused(
    shopper: Shopper, body: str, version: int, error: tuple[int, str]
) -> None:
    url = f"/api/v{version}/domains/tessel.example/cart/promo-codes"
    shopper.add(shopper.skus("tessel.example")[0], domain="tessel.example")
    assert refused(shopper.http.post(url, content=body.replace("'", '"'))) == error


def test_fields_that_are_not_known_do_no_harm(buyer: Buyer) -> None:
    buyer.fill("WASHER-A")
    answer = buyer.change("POST", "/promo-codes", promo_codes=["TEN"], color="red")
    assert answer.json()["coupons"] == ["TEN"]


def test_a_code_that_is_left_out_for_another_is_told_of(shopper: Shopper) -> None:
    shopper.add("MH07-XS-Gray")
    shopper.call("POST", "/promo-codes", promo_codes=["LUMA10"])
    cart = shopper.call("POST", "/promo-codes", promo_codes=["FREESHIP"]).json()
    (kept,) = cart["coupons"]
    (left_out,) = {"LUMA10", "FREESHIP"} - {kept["code"] if isinstance(kept, dict) else kept}
    (notice,) = [found for found in cart["notices"] if found["code"] == "PROMO_LEFT_OUT"]
    assert notice["message"].startswith(f"{left_out} was left out: it does not go together with ")
    assert shopper.cart().json()["notices"] == []
