"""Product pages, and the catalog files behind them."""

import json
import re
from pathlib import Path
from urllib.parse import quote

import pytest

from firmly_tui.sandbox.goods.catalog import CatalogError, load_catalog
from tests.sandbox.conftest import CORNER, MERCHANT, OpenShop
from tests.sandbox.shopper import Shopper


def test_the_catalogs_of_the_sandbox_are_whole() -> None:
    merchants = load_catalog().merchants.values()
    assert len(merchants) >= 5
    assert all(len(merchant.products) >= 12 for merchant in merchants)
    assert {"USD", "EUR", "GBP", "JPY", "KWD"} == {merchant.currency for merchant in merchants}


@pytest.mark.parametrize(
    "change",
    [
        {"currency": "usd"},
        {"domain": "other.example"},
        {"products": []},
        {"products": [*MERCHANT["products"], MERCHANT["products"][0]]},
        {"products": [MERCHANT["products"][0], {**MERCHANT["products"][1], "base_sku": "CUP"}]},
        {"products": [{**MERCHANT["products"][0], "not_shipped_to": ["US-XX"]}]},
        {"ships_to": ["US", "XX"]},
        {"terms": {"methods": [{"id": "a", "description": "a", "price": -1}]}},
    ],
)
def test_a_catalog_that_does_not_fit_is_named(tmp_path: Path, change: dict[str, object]) -> None:
    (tmp_path / f"{CORNER}.json").write_text(json.dumps({**MERCHANT, **change}))
    with pytest.raises(CatalogError, match=CORNER):
        load_catalog(tmp_path)


OFFER = {"addon_id": "a", "name": "A", "scope": "ITEM", "price": 1}


@pytest.mark.parametrize(
    ("terms", "named"),
    [
        ({"time_zone": "America/Seatle"}, "America/Seatle"),
        ({"time_zone": "America"}, "America"),
        ({"time_zone": "../etc"}, "../etc"),
        ({"promos": [{"code": "X", "kind": "fixed", "goods": ["CUPP"]}]}, "CUPP"),
        ({"addons": [{**OFFER, "goods": ["CUP", "BAED"]}]}, "BAED"),
        ({"addons": [{**OFFER, "needs_goods": [["CUP"], ["CUPP", "BEAD"]]}]}, "CUPP"),
        ({"addons": [{**OFFER, "prices": {"CUP-RED": 1}}]}, "CUP-RED"),
        ({"addons": [{**OFFER, "requires_addon_ids": ["b"]}]}, "b"),
    ],
)
def test_a_name_in_the_terms_that_is_not_there_is_told(
    tmp_path: Path, terms: dict[str, object], named: str
) -> None:
    merchant = {**MERCHANT, "terms": {**MERCHANT["terms"], **terms}}
    (tmp_path / f"{CORNER}.json").write_text(json.dumps(merchant))
    with pytest.raises(CatalogError, match=rf"(?s){CORNER}.*{re.escape(named)}"):
        load_catalog(tmp_path)


def test_an_empty_folder_is_no_catalog(tmp_path: Path) -> None:
    with pytest.raises(CatalogError):
        load_catalog(tmp_path)


def test_goods_that_left_the_catalog_stand_in_the_way_until_they_are_removed(shop: OpenShop) -> None:
    before = shop()
    before.add("CUP-RED", 1, CORNER)
    line = before.add("BEAD-1", 1, CORNER).json()["line_items"][1]["line_item_id"]
    before.ship_to(CORNER)
    after = shop(products=MERCHANT["products"][:1])
    after.http.headers["x-firmly-authorization"] = before.token

    cart, refused = after.cart(CORNER).json(), after.complete(CORNER)
    assert cart["cart_status"] == "checkout_blocked"
    assert [(notice["code"], notice["line_item_id"]) for notice in cart["notices"]] == [
        ("ITEM_OUT_OF_STOCK", line)
    ]
    assert (refused.status_code, refused.json()["error"]) == (412, "CheckoutError")
    assert after.call("PUT", f"/line-items/{line}", CORNER, quantity=0).json()["cart_status"] == "active"
    assert after.complete(CORNER).status_code == 200


def test_a_page_shows_messages_where_stock_is_low(corner: Shopper) -> None:
    page = corner.http.get(f"/api/v1/domains-products/{CORNER}/cup").json()
    assert page["title"] == "Cup"
    assert [variant["messages"] for variant in page["variants"]] == [
        [{"type": "stock", "text": "Only 3 left"}],
        [{"type": "stock", "text": "Only 1 left"}],
        [{"type": "stock", "text": "Sold out"}],
    ]
    assert [variant["option1"] for variant in page["variants"]] == ["Red", "Blue", "Green"]


@pytest.mark.parametrize(
    "escaped",
    [
        "https://corner.example/cup.html",
        quote("https://corner.example/cup.html", safe=""),
        quote("https://corner.example/cup.html", safe="").lower(),
        quote(quote("https://corner.example/cup.html", safe=""), safe=""),
        "https://www.corner.example//cup.html?color=red",
        "http://CORNER.example/cup",
    ],
)
def test_a_page_is_found_by_its_address_however_it_is_escaped(corner: Shopper, escaped: str) -> None:
    page = corner.http.get(f"/api/v1/domains-pdp?url={escaped}").json()
    assert page["base_sku"] == "CUP"


@pytest.mark.parametrize(
    ("path", "status", "error"),
    [
        ("domains-products/corner.example/nothing", 404, "ProductNotFound"),
        ("domains-products/nowhere.example/cup", 404, "PartnerNotFound"),
        ("domains-pdp?url=https://nowhere.example/cup", 404, "ProductUrlNotImplemented"),
        ("domains-pdp?url=https://corner.example/plate", 404, "ProductNotFound"),
        ("domains-pdp?url=cup", 400, "InvalidUrl"),
        ("domains-pdp?url=http://[", 400, "InvalidUrl"),
        ("domains-pdp", 400, "InvalidUrl"),
    ],
)
def test_what_cannot_be_shown_is_refused(corner: Shopper, path: str, status: int, error: str) -> None:
    answer = corner.http.get(f"/api/v1/{path}")
    assert (answer.status_code, answer.json()["error"]) == (status, error)
