"""Products read alike as hits, as pages, and in old documents."""

import pytest

from firmly_tui.models import Product, SearchPage
from tests.models.reading import read, read_all


def test_a_page_of_hits() -> None:
    page: SearchPage = read("search")
    (hit,) = page.products
    assert (hit.merchant, hit.domain, hit.handle) == ("Coats", "coats.example", "/coats//quilted")
    assert hit.image_urls == ["https://cdn.example/coat.jpg"]
    assert (hit.average_rating, hit.tags) == (None, ["warm"])
    assert page.next_page is not None
    assert read("search-nothing").next_page is None


@pytest.mark.parametrize(
    ("sample", "choices", "ref"),
    [
        (
            "product-new",
            ("Gray", "XS"),
            {"variant_id": "COAT-XS", "product_id": "COAT", "variant_handles": ["XS"]},
        ),
        ("product-old", ("BLWH", "0/2"), {"variant_id": "DRX123-0/2-BLWH", "quantity": 1}),
    ],
)
def test_a_variant_has_its_choices_and_its_reference(
    sample: str, choices: tuple[str, ...], ref: dict[str, object]
) -> None:
    product: Product = read(sample)
    variant = product.variants[0]
    assert variant.choices == choices
    assert variant.add_to_cart_ref == ref


def test_a_product_page_of_either_age() -> None:
    new, old = read("product-new"), read("product-old")
    assert (new.domain, new.merchant, new.short_description) == ("coats.example", "coats.example", "Warm.")
    assert [message.text for message in new.variants[0].messages] == ["Two for less", "3 left"]
    assert str(new.variants[0].was) == "$70.00"
    assert [product.total_reviews for product in (new, old)] == [12, 2]
    assert [product.average_rating for product in (new, old)] == [4.5, 5]
    assert (len(old.image_urls), old.variants[0].was) == (2, None)
    assert [value.available for value in old.options[1].option_values] == [False, False]


def test_the_list_of_a_catalog() -> None:
    entries = read_all("catalog")
    assert [(entry.handle, bool(entry.image_url)) for entry in entries] == [
        ("abc1289", True),
        ("abc8866", True),
    ]
    assert entries[0].loc.endswith("/lanterns.example/abc1289")


def test_options_have_their_values_under_two_names() -> None:
    assert [(found.option, found.values) for found in read_all("search-options")] == [
        ("color", ["Blue", "Gray"]),
        ("size", ["XS"]),
    ]
