"""What the add-on rules say of single carts: the words, the prices, the calls; and carts that are odd."""

import pytest

from firmly_tui.checkout import AddAddon, AddonKey, AddonRules, RemoveAddon
from firmly_tui.models import Cart, Money
from tests.models.reading import read

JSON = dict[str, object]


def usd(number: int) -> JSON:
    return {"currency": "USD", "number": number}


def offer(addon_id: str, name: str, number: int | None = 1000, **more: object) -> JSON:
    document: JSON = {
        "addon_id": addon_id,
        "display": {"name": name},
        "scope": "ITEM",
        "coverage_mode": "PER_ITEM",
        "eligible_line_item_ids": ["sofa", "chair"],
    }
    return document | ({} if number is None else {"price": usd(number)}) | more


def child(addon_id: str, name: str, number: int, **more: object) -> JSON:
    return {"addon_id": addon_id, "display": {"name": name}, "scope": "INHERIT", "price": usd(number)} | more


ORDER = {"scope": "CART", "coverage_mode": "PREDEFINED_GROUP", "eligible_line_item_ids": []}
GROUP = {"scope": "GROUP", "coverage_mode": "PREDEFINED_GROUP"}
FREE = {"scope": "GROUP", "coverage_mode": "FREE_GROUPING"}
LEVEL = {"exclusive_group_id": "level"}
PLAN = {"exclusive_group_id": "plan"}
GLOVES = offer("gloves", "White glove delivery", 19900, **GROUP)
SETUP = offer("setup", "Premium installation", 8900, **ORDER, requires_addon_ids=["gloves"])
FULL = offer(
    "full",
    "Full coverage",
    11999,
    **FREE,
    **PLAN,
    child_offers=[
        child("gold", "Gold", 15999, **LEVEL),
        child("basic", "Basic", 7999, **LEVEL),
        child("pets", "Pets", 1000),
    ],
)
FABRIC = offer("fabric", "Fabric only", 7999, **FREE, **PLAN)
MOVING = offer("moving", "Moving cover", 2900, requires_addon_ids=["full"])
WARRANTY = offer("warranty", "Warranty", 1000, line_item_pricing={"sofa": {"price": usd(4500)}})


def rules(*offers: JSON, chosen: list[JSON] | None = None, **cart: object) -> AddonRules:
    """The rules for a sofa and two chairs."""
    document = {
        "line_items": [
            {"line_item_id": "sofa", "quantity": 1, "price": usd(90000)},
            {"line_item_id": "chair", "quantity": 2, "price": usd(20000)},
            {"line_item_id": "lamp", "quantity": 1, "price": usd(5000)},
        ],
        "addons": {"offers": offers, "selections": chosen or []},
    }
    return AddonRules(Cart.model_validate(document | cart))


def picked(addon_id: str, *lines: str, children: tuple[str, ...] = (), price: int | None = None) -> JSON:
    document: JSON = {
        "addon_id": addon_id,
        "selected_line_item_ids": lines,
        "selected_child_ids": children,
    }
    return document if price is None else document | {"price": usd(price)}


def key(addon_id: str, child_id: str = "") -> AddonKey:
    return AddonKey(addon_id, child_id)


def names(extras: object) -> list[str]:
    return [extra.name for extra in extras]


def test_offers_say_what_they_belong_to_and_how_lines_are_picked() -> None:
    found = rules(GLOVES, SETUP, FULL, WARRANTY)
    assert [(extra.key.addon_id, extra.place, extra.picking, extra.lines) for extra in found.extras] == [
        ("gloves", "group", "all", ("sofa", "chair")),
        ("setup", "order", "none", ()),
        ("full", "group", "any", ("sofa", "chair")),
        ("warranty", "item", "any", ("sofa", "chair")),
    ]
    assert names(found.extras[2].children) == ["Gold", "Basic", "Pets"]
    assert {extra.lines for extra in found.extras[2].children} == {("sofa", "chair")}


def test_one_call_chooses_one_offer_with_its_lines() -> None:
    found = rules(GLOVES, SETUP, WARRANTY, chosen=[picked("gloves", "sofa", "chair")])
    assert found.choose(key("setup")).calls == (AddAddon("setup"),)
    assert found.choose(key("warranty")).calls == (AddAddon("warranty", ("sofa", "chair")),)
    assert found.choose(key("warranty"), ["chair"]).calls == (AddAddon("warranty", ("chair",)),)
    assert found.choose(key("gloves")).calls == ()


def test_what_needs_another_one_says_its_name() -> None:
    found = rules(GLOVES, SETUP)
    assert found.why_not(key("setup")) == "Needs White glove delivery"
    assert names(found.needs(key("setup"))) == ["White glove delivery"]
    with_gloves = found.after(found.choose(key("gloves")))
    assert with_gloves.why_not(key("setup")) == ""
    assert str(with_gloves.choose(key("setup")).addon_total) == "$288.00"


@pytest.mark.parametrize(
    ("requires", "sentence"),
    [
        (["gloves", "warranty"], "Needs White glove delivery and Warranty"),
        (["gloves", "warranty", "fabric"], "Needs White glove delivery, Warranty and Fabric only"),
        (
            ["gloves", "warranty", "fabric", "moving"],
            "Needs White glove delivery, Warranty, Fabric only and more",
        ),
        (["pets"], "Needs Pets"),
        (["unheard-of"], "Needs something that is not offered here"),
        (["gloves", "unheard-of"], "Needs something that is not offered here"),
        (["one"], ""),
    ],
)
def test_the_reason_names_what_is_needed(requires: list[str], sentence: str) -> None:
    one = offer("one", "One", requires_addon_ids=requires)
    assert rules(one, GLOVES, WARRANTY, FABRIC, MOVING, FULL).why_not(key("one")) == sentence


def test_what_no_line_of_the_cart_can_have_cannot_be_chosen() -> None:
    gone = offer("gone", "Old", eligible_line_item_ids=["table"])
    empty = offer("empty", "Odd", eligible_line_item_ids=[])
    for addon_id in ("gone", "empty"):
        assert rules(gone, empty).why_not(key(addon_id)) == "Nothing in the cart can have it"


def test_one_of_an_exclusive_group_takes_the_place_of_another_and_of_what_needs_that() -> None:
    chosen = [picked("full", "sofa", children=("pets",)), picked("moving", "sofa")]
    found = rules(FULL, FABRIC, MOVING, chosen=chosen)
    change = found.choose(key("fabric"), ["sofa"])
    assert found.is_radio(key("fabric"))
    assert not found.is_radio(key("moving"))
    assert change.calls == (RemoveAddon("full"), AddAddon("fabric", ("sofa",)))
    assert names(change.unselects) == ["Full coverage", "Pets", "Moving cover"]
    assert str(change.cost) == "−$79.00"


def test_what_goes_along_with_one_rival_is_not_given_up_once_more() -> None:
    second = offer("second", "Second", **LEVEL, requires_addon_ids=["full"])
    gold = child("gold", "Gold", 900, **LEVEL)
    both = offer("both", "Both", **ORDER, **PLAN, requires_addon_ids=["gold"], child_offers=[gold])
    full = offer("full", "Full coverage", **PLAN)
    chosen = [picked("full", "sofa"), picked("second", "sofa")]
    change = rules(full, second, both, chosen=chosen).choose(key("both"))
    assert change.calls == (RemoveAddon("full"), AddAddon("both", (), ("gold",)))
    assert names(change.unselects) == ["Full coverage", "Second"]


def test_what_one_needs_is_not_replaced_by_it() -> None:
    silver = offer("silver", "Silver", **PLAN, requires_addon_ids=["moving"])
    found = rules(FULL, MOVING, silver, chosen=[picked("full", "sofa"), picked("moving", "sofa")])
    assert found.why_not(key("silver")) == "Full coverage is already chosen"


def test_a_child_is_chosen_and_given_up_inside_its_offer() -> None:
    assert rules(FULL).why_not(key("full", "pets")) == "Needs Full coverage"
    found = rules(FULL, chosen=[picked("full", "sofa", children=("gold",), price=15999)])
    pets = found.choose(key("full", "pets"))
    assert pets.calls == (AddAddon("full", ("sofa",), ("gold", "pets")),)
    assert str(pets.cost) == "$10.00"
    gone = found.after(pets).remove(key("full", "gold"))
    assert gone.calls == (RemoveAddon("full", child_id="gold"),)
    assert str(gone.addon_total) == "$129.99"


def test_a_level_takes_the_place_of_the_other_level_and_of_the_price() -> None:
    found = rules(FULL, chosen=[picked("full", "sofa", children=("gold", "pets"))])
    change = found.choose(key("full", "basic"))
    assert change.calls == (
        RemoveAddon("full", child_id="gold"),
        AddAddon("full", ("sofa",), ("basic", "pets")),
    )
    assert names(change.unselects) == ["Gold"]
    assert str(change.cost) == "−$80.00"


def test_prices_are_those_of_the_lines_or_of_the_pieces() -> None:
    found = rules(WARRANTY, FULL)
    assert str(found.line_price(key("warranty"), "sofa")) == "$45.00"
    assert str(found.line_price(key("warranty"), "chair")) == "$20.00"
    assert str(found.price(key("warranty"))) == "$65.00"
    assert str(found.choose(key("warranty"), ["chair"]).cost) == "$20.00"
    assert str(found.price(key("full"))) == "$119.99"
    assert str(found.price(key("full", "basic"))) == "$79.99"


def test_what_has_no_price_costs_nobody_knows_what() -> None:
    found = rules(offer("tea", "Tea", None), addon_total=usd(5))
    change = found.choose(key("tea"))
    assert (change.why_not, change.cost, change.addon_total) == ("", None, None)
    assert found.price(key("tea")) is None


def test_the_price_that_the_shop_told_comes_back() -> None:
    found = rules(WARRANTY, chosen=[picked("warranty", "sofa", price=100)], addon_total=usd(100))
    change = found.remove(key("warranty"))
    assert (change.cost, change.addon_total) == (Money.of(-100, "USD"), Money.of(0, "USD"))


@pytest.mark.parametrize(
    ("addon_id", "lines", "sentence"),
    [
        ("gloves", ["sofa"], "Covers all of its items or none"),
        ("gloves", ["chair", "sofa"], ""),
        ("gloves", [], ""),
        ("full", [], "Choose the items that it is for"),
        ("full", ["lamp"], "Cannot be had for all of these items"),
        ("full", ["chair"], ""),
        ("warranty", ["sofa", "nothing"], "Cannot be had for all of these items"),
    ],
)
def test_lines_are_picked_as_the_offer_says(addon_id: str, lines: list[str], sentence: str) -> None:
    assert rules(GLOVES, FULL, WARRANTY).choose(key(addon_id), lines).why_not == sentence


@pytest.mark.parametrize(
    ("lines", "calls"),
    [
        (["sofa"], ()),
        (["sofa", "chair"], (AddAddon("warranty", ("sofa", "chair")),)),
        (["chair"], (AddAddon("warranty", ("sofa", "chair")), RemoveAddon("warranty", "sofa"))),
    ],
)
def test_lines_of_a_chosen_offer_change_without_ever_being_none(lines: list[str], calls: object) -> None:
    found = rules(WARRANTY, chosen=[picked("warranty", "sofa")])
    change = found.choose(key("warranty"), lines)
    assert change.calls == calls
    assert found.after(change).lines(key("warranty")) == tuple(lines)


def test_a_line_of_several_is_given_up_by_itself() -> None:
    found = rules(WARRANTY, chosen=[picked("warranty", "sofa", "chair")])
    assert found.choose(key("warranty"), ["chair"]).calls == (RemoveAddon("warranty", "sofa"),)


def test_giving_up_takes_along_what_needs_it_down_to_the_last() -> None:
    last = offer("last", "Last", **ORDER, requires_addon_ids=["moving"])
    chosen = [picked("last"), picked("moving", "sofa"), picked("full", "sofa"), picked("warranty", "sofa")]
    change = rules(FULL, MOVING, last, WARRANTY, chosen=chosen).remove(key("full"))
    assert change.calls == (RemoveAddon("full"),)
    assert names(change.unselects) == ["Last", "Moving cover"]
    assert list(change.chosen) == ["warranty"]


def test_what_is_not_chosen_cannot_be_given_up() -> None:
    assert rules(FULL).remove(key("full")).why_not == "It is not chosen"
    assert rules(FULL).remove(key("unheard-of")).why_not == "It is not chosen"
    assert rules(FULL).choose(key("unheard-of")).why_not == "It is no longer offered"


def test_those_of_one_offer_that_need_one_another_are_chosen_together() -> None:
    basic, gold = child("basic", "Basic", 500, **LEVEL), child("gold", "Gold", 900, **LEVEL)
    plan = offer("plan", "Plan", **ORDER, requires_addon_ids=["basic"], child_offers=[basic, gold])
    found = rules(plan)
    change = found.choose(key("plan"))
    assert change.calls == (AddAddon("plan", (), ("basic",)),)
    assert names(change.chooses) == ["Basic"]
    assert found.choose(key("plan", "basic")).calls == change.calls
    assert found.after(change).why_not(key("plan", "gold")) == "Basic is already chosen"
    assert names(found.after(change).remove(key("plan", "basic")).unselects) == ["Plan"]


def test_what_needs_two_that_exclude_one_another_can_never_be_chosen() -> None:
    levels = [child("basic", "Basic", 500, **LEVEL), child("gold", "Gold", 900, **LEVEL)]
    plan = offer("plan", "Plan", **ORDER, requires_addon_ids=["basic", "gold"], child_offers=levels)
    found = rules(plan)
    assert found.why_not(key("plan")) == "Needs Basic and Gold, but they exclude one another"


def test_offers_that_need_one_another_cannot_be_chosen_one_by_one() -> None:
    one = offer("one", "One", requires_addon_ids=["two"])
    two = offer("two", "Two", requires_addon_ids=["one"])
    found = rules(one, two)
    assert (found.why_not(key("one")), found.why_not(key("two"))) == ("Needs Two", "Needs One")
    both = rules(one, two, chosen=[picked("one", "sofa"), picked("two", "sofa")])
    assert names(both.remove(key("one")).unselects) == ["Two"]


def test_what_was_chosen_and_is_no_longer_offered_can_be_given_up_once() -> None:
    found = rules(MOVING, chosen=[picked("full", "sofa", price=500)], addon_total=usd(500))
    gone = found.extras[-1]
    assert (gone.place, gone.name) == ("gone", "An add-on that is no longer offered")
    assert found.why_not(key("moving")) == found.why_not(key("full")) == ""
    change = found.remove(key("full"))
    assert (change.calls, str(change.addon_total)) == ((RemoveAddon("full"),), "$0.00")
    assert found.after(change).why_not(key("full")) == "It is no longer offered"


def test_of_offers_with_one_id_the_first_counts_and_those_without_are_left_out() -> None:
    plan = offer("full", "Plan", child_offers=[child("pets", "Pets", 1), child("pets", "Cats", 2)])
    found = rules(plan, FULL, offer("", "Nameless"))
    assert names(found.extras) == ["Plan"]
    assert names(found.extras[0].children) == ["Pets"]
    assert str(found.price(key("full", "pets"))) == "$0.03"


def test_lines_that_are_gone_are_forgotten() -> None:
    found = rules(FULL, chosen=[picked("full", "table", "sofa"), picked("full", "chair")])
    assert found.lines(key("full")) == ("sofa", "chair")
    lost = rules(FULL, chosen=[picked("full", "table")])
    assert lost.is_chosen(key("full"))
    assert lost.lines(key("full")) == ()
    assert lost.choose(key("full", "pets")).calls == (AddAddon("full", ("sofa", "chair"), ("pets",)),)


@pytest.mark.parametrize(
    ("shape", "place", "picking"),
    [
        ({"scope": "cart", "coverage_mode": ""}, "order", "none"),
        ({"scope": "SHIPMENT", "coverage_mode": "", "eligible_line_item_ids": ["sofa"]}, "group", "any"),
        ({"scope": "SHIPMENT", "coverage_mode": ""}, "order", "none"),
        ({"scope": "ITEM", "coverage_mode": ""}, "item", "any"),
        ({"scope": "GROUP", "coverage_mode": "PREDEFINED_GROUP"}, "group", "none"),
        ({"scope": "", "coverage_mode": "BUNDLE"}, "group", "any"),
    ],
)
def test_words_that_are_unknown_and_lines_that_are_not_stated_leave_a_choice(
    shape: JSON, place: str, picking: str
) -> None:
    [extra] = rules({"addon_id": "odd", **shape}).extras
    assert (extra.place, extra.picking, extra.name) == (place, picking, "This add-on")
    assert rules({"addon_id": "odd", **shape}).why_not(key("odd")) == ""


def test_offers_eight_deep_are_chosen_one_tier_after_the_other() -> None:
    deep: JSON = child("8", "Tier 8", 1)
    for tier in range(7, 0, -1):
        deep = child(str(tier), f"Tier {tier}", 1, child_offers=[deep])
    found = rules(offer("top", "Top", 1, **ORDER, child_offers=[deep]))
    assert found.why_not(key("top", "8")) == "Needs Tier 7"
    found = found.after(found.choose(key("top")))
    for tier in range(1, 9):
        change = found.choose(key("top", str(tier)))
        found = found.after(change)
        assert (change.why_not, str(change.addon_total)) == ("", f"$0.0{tier + 1}")
    assert names(found.remove(key("top", "3")).unselects) == [f"Tier {tier}" for tier in range(4, 9)]


def test_what_the_shop_requires_is_missing_until_it_is_chosen() -> None:
    must = offer("must", "Recycling", **ORDER, required=True)
    found = rules(must, FULL)
    assert names(found.missing()) == ["Recycling"]
    assert found.after(found.choose(key("must"))).missing() == ()


def test_currencies_are_never_mixed() -> None:
    yen = offer("yen", "Yen", None, **ORDER, price={"currency": "JPY", "number": 500})
    change = rules(yen, addon_total=usd(5)).choose(key("yen"))
    assert (str(change.cost), change.addon_total) == ("¥500", None)


def test_carts_of_the_documents_add_up() -> None:
    cart: Cart = read("cart-v2-child-addons")
    change = AddonRules(cart).remove(key("furniture_installation", "assembly_included"))
    assert str(change.cost) == "−$50.00"
    again = AddonRules(cart).after(change).choose(key("furniture_installation", "assembly_included"))
    assert again.addon_total == cart.addon_total


def test_nothing_is_changed_by_asking() -> None:
    document = {"addons": {"offers": [FULL, FABRIC], "selections": [picked("full", "sofa")]}}
    cart = Cart.model_validate(document)
    before = cart.model_dump_json()
    found = AddonRules(cart)
    found.after(found.choose(key("fabric"))).remove(key("fabric"))
    assert cart.model_dump_json() == before
