"""The pictures of the goods: drawn by the sandbox, listed where firmly lists pictures, and sent once."""

from io import BytesIO

import pytest
from PIL import Image

from firmly_tui.sandbox import Sandbox
from firmly_tui.sandbox.goods.catalog import Catalog, load_catalog
from firmly_tui.sandbox.pictures.drawing import draw
from tests.sandbox.conftest import StartSandbox
from tests.sandbox.shopper import Shopper
from tests.test_imports import brought_along

NORDHAUS = "nordhaus.example"
SOFA = f"/api/v1/domains-products/{NORDHAUS}/linden-3-seat-sofa"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


def seen(shopper: Shopper, url: str) -> Image.Image:
    """The picture at an address, as it came."""
    answer = shopper.http.get(url)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    return Image.open(BytesIO(answer.content)).convert("RGB")


def test_a_product_and_each_of_its_colors_have_a_picture(shopper: Shopper):
    sofa = shopper.http.get(SOFA).json()
    whole, *others = sofa["images"]
    assert (others, whole["type"], whole["alt"]) == ([], "default", "Linden 3-Seat Sofa")
    assert seen(shopper, whole["url"]).size == (256, 256)
    pictures = {seen(shopper, variant["images"][0]["url"]).tobytes() for variant in sofa["variants"]}
    assert len(pictures) == len(sofa["variants"]) == 5


def test_a_navy_sofa_is_navy(shopper: Shopper):
    navy = next(sold for sold in shopper.http.get(SOFA).json()["variants"] if sold["option1"] == "Navy")
    red, green, blue = seen(shopper, navy["images"][0]["url"]).getpixel((120, 120))
    assert blue > green > red


def test_hits_and_lines_have_the_same_picture(shopper: Shopper):
    hit = shopper.search("linden 3-seat")["products"][0]
    variant = hit["variants"][0]
    shopper.add(variant["sku"], domain=NORDHAUS)
    line = shopper.cart(NORDHAUS).json()["line_items"][0]
    assert line["image"]["url"] == variant["images"][0]["url"] == hit["images"][0]["url"]


def test_addresses_lead_to_where_the_client_reached_the_sandbox(shopper: Shopper, sandbox: Sandbox):
    assert shopper.http.get(SOFA).json()["images"][0]["url"].startswith(f"{sandbox.url}/sandbox/")
    elsewhere = shopper.http.get(SOFA, headers={"Host": "shop.test:99"}).json()
    assert elsewhere["images"][0]["url"].startswith("http://shop.test:99/sandbox/pictures/")


def test_a_picture_that_is_known_is_not_sent_again(shopper: Shopper):
    url = shopper.http.get(SOFA).json()["images"][0]["url"]
    first = shopper.http.get(url)
    assert "max-age" in first.headers["cache-control"]
    again = shopper.http.get(url, headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    changed = shopper.http.get(url, headers={"If-None-Match": '"other"'})
    assert changed.content == first.content


@pytest.mark.parametrize(
    ("address", "error"),
    [
        (f"{NORDHAUS}/NH-NONE", "ErrorProductNotFound"),
        (f"{NORDHAUS}/..%2f..%2fetc", "ErrorProductNotFound"),
        ("nowhere.example/NH-LIN3-NAVY", "PartnerNotFound"),
    ],
)
def test_what_is_not_sold_has_no_picture(shopper: Shopper, address: str, error: str):
    answer = shopper.http.get(f"/sandbox/pictures/{address}")
    assert answer.status_code == 404
    assert error.removeprefix("Error") in answer.json()["error"]


def test_pictures_follow_from_seed_product_and_color(catalog: Catalog):
    sofa, navy = catalog.merchants[NORDHAUS].find("NH-LIN3-NAVY")
    loveseat, small_navy = catalog.merchants[NORDHAUS].find("NH-LIN2-NAVY")
    assert draw(sofa, navy, 1) == draw(sofa, navy, 1)
    assert draw(sofa, navy, 1) != draw(sofa, navy, 2)
    assert draw(sofa, navy, 1) != draw(loveseat, small_navy, 1)


@pytest.mark.parametrize("domain", load_catalog().merchants)
def test_everything_that_is_sold_can_be_drawn(catalog: Catalog, domain: str):
    for product in catalog.merchants[domain].products:
        picture = Image.open(BytesIO(draw(product, product.variants[-1], 0)))
        assert len(picture.getcolors()) > 4, product.title


def test_generated_goods_have_pictures_too(start: StartSandbox):
    with Shopper(start(catalog_size=10)) as someone:
        hit = someone.http.get("/api/v1/domains-products/depot.example").json()[9]
        assert seen(someone, hit["image"]["url"]).size == (256, 256)


def test_the_server_starts_without_what_draws():
    assert brought_along("import firmly_tui.sandbox.app, firmly_tui.sandbox.runner", {"PIL"}) == []
