"""Generated goods: found, looked at, bought and paged through as any others, the same ones for the same seed."""

from collections.abc import Iterator

import httpx
import pytest

from tests.sandbox.conftest import StartSandbox
from tests.sandbox.shopper import HOMES, SEATTLE, Shopper, adds_up

DEPOT = "depot.example"
SIZE = 3000


@pytest.fixture
def depot(start: StartSandbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shopper]:
    monkeypatch.setitem(HOMES, DEPOT, SEATTLE)
    with Shopper(start(catalog_size=SIZE)) as someone:
        yield someone


def titles(page: dict[str, list[dict[str, str]]]) -> list[str]:
    return [product["title"] for product in page["products"]]


def test_hand_made_goods_come_first_and_generated_ones_follow(depot: Shopper) -> None:
    page = depot.search("", page_size=5)
    assert titles(page)[:2] == ["Cup", "Bead"]
    assert {product["domain"] for product in page["products"][2:]} == {DEPOT}


def test_every_page_goes_on_where_the_last_one_ended(depot: Shopper) -> None:
    wish = {"query": "chair", "page_size": 30}
    seen = []
    page = depot.search(**wish)
    while True:
        seen += [product["base_sku"] for product in page["products"]]
        if page["next_page"] is None:
            break
        page = depot.http.get(page["next_page"]).json()
    assert len(seen) == len(set(seen)) > 30
    assert seen == sorted(seen)


def test_filters_hold_for_generated_goods(depot: Shopper) -> None:
    filters = {
        "min_price": 2000,
        "max_price": 9000,
        "in_stock": True,
        "variants": [{"option": "color", "values": ["Navy"]}],
    }
    found = depot.search("lamp", filters=filters, page_size=100)["products"]
    assert found
    for product in found:
        fitting = [
            variant
            for variant in product["variants"]
            if variant["option1"] == "Navy"
            and variant["available"]
            and 2000 <= variant["price"]["number"] <= 9000
        ]
        assert fitting


def test_wishes_for_two_options_cannot_be_met_by_goods_that_have_one(depot: Shopper) -> None:
    both = [{"option": "Color", "values": ["Navy"]}, {"option": "Size", "values": ["M"]}]
    assert depot.search("", filters={"variants": both})["products"] == []


def test_what_is_sold_out_since_is_found_no_longer(depot: Shopper) -> None:
    wish = {"filters": {"domains": [DEPOT], "in_stock": True}, "page_size": 1}
    product = depot.search(**wish)["products"][0]
    for variant in product["variants"]:
        page = depot.http.get(f"/api/v1/domains-products/{DEPOT}/{product['handle']}").json()
        assert page["title"] == product["title"]
        while depot.place(variant["sku"], 4, DEPOT).status_code == 200:
            pass
    assert depot.search(**wish)["products"][0]["base_sku"] != product["base_sku"]


def test_a_generated_product_is_bought(depot: Shopper) -> None:
    hit = depot.search("sofa", filters={"domains": [DEPOT], "in_stock": True})["products"][0]
    sku = next(variant["sku"] for variant in hit["variants"] if variant["available"])
    order = depot.place(sku, 2, DEPOT).json()
    assert order["cart_status"] == "submitted"
    assert adds_up(order)


def test_goods_that_were_not_generated_are_not_there(depot: Shopper) -> None:
    assert depot.add("DP-003000-0", domain=DEPOT).status_code == 404
    assert depot.add("DP-000001-9", domain=DEPOT).status_code == 404
    page = depot.http.get(f"/api/v1/domains-products/{DEPOT}/some-tall-lamp-000001")
    assert page.status_code == 404


def test_the_same_seed_makes_the_same_goods(start: StartSandbox) -> None:
    def first(seed: int) -> list[object]:
        with Shopper(start(catalog_size=50, seed=seed, database=None)) as someone:
            found = someone.search("", filters={"domains": [DEPOT]}, page_size=50)["products"]
        # Pictures are where the server is, and that is another place each time.
        for part in [*found, *(variant for product in found for variant in product["variants"])]:
            part["images"] = []
        return found

    assert first(1) == first(1)
    assert first(1) != first(2)


def test_the_index_follows_the_size_that_is_asked_for(start: StartSandbox) -> None:
    def count(size: int) -> int:
        with Shopper(start(catalog_size=size)) as someone:
            return len(someone.search("", filters={"domains": [DEPOT]}, page_size=100)["products"])

    assert [count(20), count(40), count(10)] == [20, 40, 10]


def test_words_are_found_from_their_beginning_whatever_stands_in_the_query(depot: Shopper) -> None:
    assert depot.search("LIGHTING pend", page_size=1)["products"]
    for odd in ('"', "NEAR(", "lamp AND", "number:1", "*", "Lämp"):
        answer = depot.http.post("/api/v1/discovery/search", json={"query": odd})
        assert answer.status_code == httpx.codes.OK, odd
