"""Discovery: what is found, in which order, page by page."""

import pytest

from tests.sandbox.conftest import CORNER
from tests.sandbox.shopper import SHOP, Shopper


def titles(page: dict[str, object]) -> list[str]:
    return [product["title"] for product in page["products"]]


def test_an_empty_query_lets_the_merchants_take_turns(shopper: Shopper) -> None:
    first_six = [product["domain"] for product in shopper.search(page_size=6)["products"]]
    assert len(set(first_six)) == 6


def test_every_word_must_be_found_somewhere(shopper: Shopper) -> None:
    assert titles(shopper.search("hero hood")) == ["Hero Hoodie"]
    assert titles(shopper.search("luma hoodie"))[0] == "Hero Hoodie"
    assert titles(shopper.search("hero zzzz")) == []
    assert titles(shopper.search("???")) == []


def test_case_and_accents_do_not_matter(shopper: Shopper) -> None:
    assert titles(shopper.search("KINTARO")) == titles(shopper.search("Kintarō"))
    assert titles(shopper.search("KINTARO"))


def test_titles_come_before_other_finds(shopper: Shopper) -> None:
    found = titles(shopper.search("sofa"))
    in_title = ["sofa" in title.lower() for title in found]
    assert in_title == sorted(in_title, reverse=True)
    assert found == titles(shopper.search("sofa"))


def test_pages_follow_one_another_without_gaps(shopper: Shopper) -> None:
    whole = shopper.search(page_size=100, filters={"domains": [SHOP]})
    page = shopper.search(page_size=5, filters={"domains": [SHOP]})
    seen = titles(page)
    while page["next_page"]:
        page = shopper.http.get(page["next_page"]).json()
        seen += titles(page)

    assert seen == titles(whole)
    assert len(seen) >= 12


def test_a_cursor_works_in_a_body_too(shopper: Shopper) -> None:
    page = shopper.search(page_size=5)
    cursor = shopper.http.get(page["next_page"]).request.url.params["cursor"]
    assert titles(shopper.search(page_size=5, cursor=cursor)) == titles(
        shopper.http.get(page["next_page"]).json()
    )


@pytest.mark.parametrize(
    "path", ["?page_size=0", "?page_size=x", "?query=a&cursor=%%%", "?cursor=bm90anNvbg"]
)
def test_a_bad_page_is_an_invalid_request(shopper: Shopper, path: str) -> None:
    answer = shopper.http.get(f"/api/v1/discovery/search{path}")
    assert (answer.status_code, answer.json()["error"]) == (400, "InvalidRequest")


def test_filters_narrow_by_merchant_price_stock_and_option(corner: Shopper) -> None:
    def found(**filters: object) -> list[str]:
        return titles(corner.search(filters=filters))

    assert found() == ["Cup", "Bead"]
    assert found(domains=["nowhere.example"]) == []
    assert found(min_price=100) == ["Cup"]
    assert found(max_price=99) == ["Bead"]
    assert found(variants=[{"option": "color", "values": ["Green"]}]) == ["Cup"]
    assert found(variants=[{"option": "color", "values": ["green"]}]) == []
    assert found(in_stock=True, variants=[{"name": "Color", "value": ["Green"]}]) == []
    assert found(in_stock=True, variants=[{"option": "Color", "values": ["Green", "Blue"]}]) == ["Cup"]


def test_a_hit_says_what_is_available(corner: Shopper) -> None:
    cup = corner.search("cup")["products"][0]
    assert {variant["sku"]: variant["available"] for variant in cup["variants"]} == {
        "CUP-RED": True,
        "CUP-BLUE": True,
        "CUP-GREEN": False,
    }
    assert cup["domain"] == CORNER
    assert cup["price_range"] == {"min": 1005, "max": 1005}
    assert cup["variants"][0]["price"] == {"currency": "USD", "value": 10.05, "number": 1005, "symbol": "$"}
    assert cup["variants"][0]["add_to_cart_ref"] == {"variant_id": "CUP-RED"}


def test_options_list_the_values_that_can_be_filtered_by(corner: Shopper) -> None:
    options = corner.http.get("/api/v1/discovery/options").json()["options"]["variant_options"]
    assert options[0] == {"option": "color", "values": ["Blue", "Green", "Red"]}
