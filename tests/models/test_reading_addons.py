"""Extras read alike, with `display` and without."""

import pytest

from firmly_tui.models import AddonOffer, Cart
from tests.models.reading import read


@pytest.mark.parametrize(
    ("sample", "name", "scope", "items"),
    [
        ("addon-flat", "Protection for settees", "ITEM", ["item-1"]),
        ("addon-per-item", "Three more years", "ITEM", ["item_1", "item_2"]),
        ("addon-constrained", "Set up with care", "GROUP", ["washer", "dryer"]),
    ],
)
def test_an_offer_says_what_it_covers(sample: str, name: str, scope: str, items: list[str]) -> None:
    offer: AddonOffer = read(sample)
    assert (offer.name, offer.scope, offer.eligible_line_item_ids) == (name, scope, items)
    assert offer.price is not None


def test_an_offer_has_limits_and_pictures() -> None:
    offer: AddonOffer = read("addon-constrained")
    assert (offer.exclusive_group_id, offer.requires_addon_ids) == (
        "coverage_level",
        ["white_glove_delivery"],
    )
    assert (offer.image_url, offer.links) == (
        "https://cdn.example/setup.jpg",
        ["https://settees.example/setup"],
    )
    assert (offer.coverage, offer.required, offer.multiple) == ("PREDEFINED_GROUP", False, False)


def test_an_offer_may_cost_something_else_for_each_line() -> None:
    offer: AddonOffer = read("addon-per-item")
    assert {item: str(price) for item, price in offer.line_item_pricing.items()} == {
        "item_1": "$45.00",
        "item_2": "$75.00",
    }
    flat = AddonOffer.model_validate(
        {"line_item_pricing": {"a": {"currency": "USD", "number": 5}, "b": "dear", "c": {"price": None}}}
    )
    assert {item: str(price) for item, price in flat.line_item_pricing.items()} == {"a": "$0.05"}


def test_offers_have_children() -> None:
    offer: AddonOffer = read("addon-children")
    assert [(child.addon_id, child.scope, child.exclusive_group_id) for child in offer.children] == [
        ("upholstery_only", "INHERIT", "coverage_level"),
        ("full_coverage", "INHERIT", "coverage_level"),
    ]


def test_what_was_chosen_is_found_by_its_offer() -> None:
    cart: Cart = read("cart-v2-slot-and-addons")
    assert [offer.scope for offer in cart.addons.offers] == ["CART", "ITEM", "GROUP"]
    chosen = cart.addons.selection("extended_warranty")
    assert chosen is not None
    assert (chosen.selected_line_item_ids, str(chosen.price)) == (["item-2"], "$129.99")
    assert {item: str(price) for item, price in chosen.line_item_pricing.items()} == {"item-2": "$129.99"}
    assert cart.addons.selection("unknown") is None
    nested = read("cart-v2-child-addons").addons.selection("furniture_installation")
    assert nested.selected_child_ids == ["white_glove_service", "assembly_included"]


def test_a_cart_without_extras_has_none() -> None:
    for addons in ({}, {"addons": None}, {"addons": 7}, {"addons": {"offers": None}}):
        cart = Cart.model_validate(addons)
        assert (cart.addons.offers, cart.addons.selections) == ([], [])


def test_offers_within_offers_end_somewhere() -> None:
    offer: dict[str, object] = {"addon_id": "a"}
    for _ in range(5000):
        offer = {"addon_id": "a", "child_offers": [offer]}
    cart = Cart.model_validate({"cart_id": "c", "addons": {"offers": [offer, {"addon_id": "b"}]}})
    assert [found.addon_id for found in cart.addons.offers] == ["b"]
