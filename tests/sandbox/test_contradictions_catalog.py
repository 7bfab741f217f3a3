"""Where firmly's documents contradict each other about goods: what the sandbox takes, and what it gives."""

from urllib.parse import quote

import httpx
import pytest

from tests.sandbox.provoking import filled
from tests.sandbox.shopper import SHOP, Shopper

PAGE = f"https://{SHOP}/hero-hoodie.html"
LIST = f"/api/v1/domains-products/{SHOP}"


def test_21_reference_of_a_product(shopper: Shopper) -> None:
    hit = shopper.search("hero hoodie", filters={"domains": [SHOP]})["products"][0]
    page = shopper.http.get(f"{LIST}/hero-hoodie").json()
    for variant in (*hit["variants"], *page["variants"]):
        assert variant["add_to_cart_ref"] == {"variant_id": variant["sku"]}
        assert "add_to_cart_payload" not in variant


def test_37_pictures(shopper: Shopper) -> None:
    hit = shopper.search("hero hoodie", filters={"domains": [SHOP]})["products"][0]
    page = shopper.http.get(f"{LIST}/hero-hoodie").json()
    for product in (hit, page):
        assert "image" not in product
        for pictured in (product, *product["variants"]):
            assert [httpx.URL(picture["url"]).is_absolute_url for picture in pictured["images"]] == [True]
    line = filled(shopper)["line_items"][0]
    assert set(line["image"]) == {"url"}
    assert httpx.URL(line["image"]["url"]).is_absolute_url
    assert "images" not in line


def test_49_paging_of_the_catalog(shopper: Shopper) -> None:
    whole = shopper.http.get(LIST).json()
    assert whole == shopper.http.get(LIST, params={"page": 1, "size": "100"}).json()
    assert shopper.http.get(LIST, params={"page": 2, "size": "100"}).json() == []
    for size in ("50", "0", "many"):
        answer = shopper.http.get(LIST, params={"size": size})
        assert (answer.status_code, answer.json()["error"]) == (400, "BadRequest")
        assert answer.json()["description"].startswith("Size Invalid")


def test_50_next_page(shopper: Shopper) -> None:
    first = shopper.search("", page_size=5)
    link = first["next_page"]
    by_link = shopper.http.get(link)
    cursor = httpx.URL(link).params["cursor"]
    by_body = shopper.search("", page_size=5, cursor=cursor)
    assert by_link.json()["products"] == by_body["products"]
    assert len(by_body["products"]) == 5
    assert by_body["products"] != first["products"]


@pytest.mark.parametrize(
    "url",
    [
        PAGE,
        quote(PAGE, safe=""),
        quote(PAGE, safe="").lower(),
        quote(quote(PAGE, safe=""), safe=""),
        f"https://www.{SHOP}//hero-hoodie.html",
    ],
    ids=["plain", "escaped", "in small letters", "twice", "www and two slashes"],
)
def test_66_escapes_in_the_address_of_a_page(shopper: Shopper, url: str) -> None:
    answer = shopper.http.get(f"{shopper.sandbox.url}/api/v1/domains-pdp?url={url}")
    assert answer.json()["handle"] == "hero-hoodie"
