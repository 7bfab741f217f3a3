"""Everything that a merchant sells, page by page, and what product pages say beside the search."""

import pytest

from tests.sandbox.conftest import CORNER, MERCHANT, OpenShop
from tests.sandbox.shopper import Shopper

LIST = f"/api/v1/domains-products/{CORNER}"


def product(number: int, **fields: object) -> dict[str, object]:
    variants = [{"sku": f"S{number}", "price": 500, "stock": 4}]
    names = {"handle": f"p-{number}", "base_sku": f"P{number}", "title": f"Thing {number}"}
    return {**names, "category": {"l1": "Toys"}, "variants": variants, **fields}


def test_the_list_links_to_every_product_page(corner: Shopper) -> None:
    corner.http.headers.pop("x-firmly-authorization")
    listed = corner.http.get(LIST).json()
    pages = [corner.http.get(entry["loc"]).json() for entry in listed]

    assert [entry["handle"] for entry in listed] == ["cup", "bead"]
    assert [page["title"] for page in pages] == [entry["title"] for entry in listed]
    assert listed[0]["pdp_url"] == pages[0]["pdp_url"]


def test_pages_have_the_size_that_is_asked_for(shop: OpenShop) -> None:
    shopper = shop(products=[product(number) for number in range(230)])

    def handles(**query: object) -> list[str]:
        return [entry["handle"] for entry in shopper.http.get(LIST, params=query).json()]

    pages = [handles(page=page, size="100") for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [100, 100, 30, 0]
    assert (
        [handle for page in pages for handle in page] == handles() == [f"p-{number}" for number in range(230)]
    )


@pytest.mark.parametrize("query", ["size=50", "size=", "size=100.0", "page=0", "page=-1", "page=x", "page=²"])
def test_other_sizes_and_pages_are_refused(corner: Shopper, query: str) -> None:
    answer = corner.http.get(f"{LIST}?{query}")
    assert (answer.status_code, answer.json()["error"]) == (400, "BadRequest")
    assert answer.json()["description"].startswith(f"{query.partition('=')[0].title()} Invalid")


def test_what_is_not_sent_to_a_country_is_left_out(shop: OpenShop) -> None:
    shopper = shop(products=[product(1), product(2, not_shipped_to=["CA", "US-HI"])])
    found = {
        country: [entry["handle"] for entry in shopper.http.get(f"{LIST}?countryCode={country}").json()]
        for country in ("us", "ca", "Canada", "nowhere")
    }
    assert found == {"us": ["p-1", "p-2"], "ca": ["p-1"], "Canada": ["p-1"], "nowhere": ["p-1", "p-2"]}


@pytest.mark.parametrize(
    ("ways", "path", "error"),
    [
        (["handle", "url"], LIST, "AllProductsNotImplemented"),
        (["list", "url"], f"{LIST}/cup", "ProductNotImplemented"),
        (["list", "handle"], f"/api/v1/domains-pdp?url=https://{CORNER}/cup", "ProductUrlNotImplemented"),
    ],
)
def test_a_merchant_may_not_offer_a_way_to_its_products(
    shop: OpenShop, ways: list[str], path: str, error: str
) -> None:
    closed = shop(terms={"catalog_by": ways}).http.get(path)
    opened = shop(terms={"catalog_by": ["list", "handle", "url"]}).http.get(path)
    assert (closed.status_code, closed.json()["error"]) == (404, error)
    assert opened.status_code == 200


def test_a_list_of_nobody_is_a_partner_not_found(corner: Shopper) -> None:
    answer = corner.http.get("/api/v1/domains-products/nowhere.example")
    assert (answer.status_code, answer.json()["error"]) == (404, "PartnerNotFound")


def test_a_page_says_more_than_a_hit(shop: OpenShop) -> None:
    cup = {**MERCHANT["products"][0], "description": "A cup. It holds tea.", "tags": ["ceramic"]}
    cup["variants"] = [{**variant, "msrp": 1340} for variant in cup["variants"]]
    shopper = shop(products=[cup, product(9, fulfillment=[])])
    page = shopper.http.get(f"{LIST}/cup?postal_code=98101").json()
    red = page["variants"][0]

    assert page["short_description"] == "A cup"
    assert page["properties"]["vendor"] == "Corner"
    assert page["reviews"] == {"total_reviews": None, "average_rating": None}
    values = page["variant_option_values"][0]["option_values"]
    assert [(value["value"], value["available"]) for value in values] == [
        ("Red", True),
        ("Blue", True),
        ("Green", False),
    ]
    assert red["messages"] == [
        {"type": "stock", "text": "Only 3 left"},
        {"type": "promotion", "text": "25 % off"},
    ]
    assert (red["requires_shipping"], red["taxable"], red["highlights"]) == (True, True, ["ceramic"])
    assert red["modified_at"].endswith("Z")
    assert shopper.http.get(f"{LIST}/p-9").json()["variants"][0]["requires_shipping"] is False
