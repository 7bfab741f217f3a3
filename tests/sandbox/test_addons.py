"""Add-ons over HTTP: what is offered, what choosing costs, and what rules refuse."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sandbox.conftest import CORNER, StartSandbox
from tests.sandbox.laundry import Buyer, refused
from tests.sandbox.shopper import JSON, adds_up

LINES = ("WASHER-A", "DRYER-A", "HOSE-A")


@pytest.fixture
def buyer(start: StartSandbox, tmp_path: Path) -> Iterator[Buyer]:
    with Buyer(start, tmp_path) as someone:
        yield someone


@pytest.fixture
def lines(buyer: Buyer) -> dict[str, str]:
    return buyer.fill(*LINES)


def offers(cart: JSON) -> dict[str, JSON]:
    return {offer["addon_id"]: offer for offer in cart["addons"]["offers"]}


def selected(cart: JSON) -> list[str]:
    return [selection["addon_id"] for selection in cart["addons"]["selections"]]


def covered(cart: JSON, addon_id: str) -> list[str]:
    found = next(found for found in cart["addons"]["selections"] if found["addon_id"] == addon_id)
    return found.get("selected_line_item_ids", [])


def test_offers_have_the_documented_shape(buyer: Buyer, lines: dict[str, str]) -> None:
    found = offers(buyer.now())
    washer, dryer, _ = lines.values()

    assert list(found) == ["protection", "pair", "single", "stacking", "shelf", "cover"]
    protection, single, cover = found["protection"], found["single"], found["cover"]
    assert protection["display"] == {"name": "Protection", "description": "Of the whole order"}
    assert (protection["scope"], protection["coverage_mode"]) == ("CART", "PREDEFINED_GROUP")
    assert "eligible_line_item_ids" not in protection
    assert single["eligible_line_item_ids"] == [washer, dryer]
    assert single["price"]["number"] == 9900
    assert single["line_item_pricing"][dryer]["price"]["number"] == 10900
    assert single["constraints"] == {"exclusive_group_id": "installation"}
    assert found["stacking"]["constraints"] == {"requires_addon_ids": ["pair"]}
    assert [child["addon_id"] for child in cover["child_offers"]] == ["full", "basic", "pets"]
    assert {child["scope"] for child in cover["child_offers"]} == {"INHERIT"}
    assert cover["child_offers"][1]["constraints"] == {"exclusive_group_id": "l"}
    assert "line_item_pricing" not in cover


def test_only_what_suits_the_cart_is_offered(buyer: Buyer) -> None:
    buyer.fill("WASHER-A", "WASHER-B")
    assert "pair" not in offers(buyer.now())
    buyer.fill("DRYER-A")
    assert len(offers(buyer.now())["pair"]["eligible_line_item_ids"]) == 3


def test_a_cart_without_goods_is_offered_nothing(buyer: Buyer) -> None:
    line = buyer.fill("HOSE-A")["HOSE-A"]
    assert buyer.quantity(line, 0)["addons"] == {"offers": [], "selections": []}


def test_an_add_on_for_the_cart_is_added_and_taxed(buyer: Buyer, lines: dict[str, str]) -> None:
    before = buyer.ship_to(CORNER).json()
    cart = buyer.choose("protection").json()

    assert cart["addon_total"]["number"] == 499
    assert cart["addons"]["selections"] == [{"addon_id": "protection", "price": cart["addon_total"]}]
    assert cart["tax_total"]["number"] - before["tax_total"]["number"] in (50, 51)  # 10.1 % of 4.99
    assert adds_up(cart)
    assert adds_up(buyer.now(1))
    assert buyer.now(1)["addon_total"]["number"] == 499


def test_per_item_costs_for_each_piece_of_each_line(buyer: Buyer, lines: dict[str, str]) -> None:
    washer, dryer, _ = lines.values()
    buyer.quantity(washer, 2)
    cart = buyer.choose("single", [dryer, washer], selected_child_ids=["gas"]).json()
    selection = cart["addons"]["selections"][0]

    assert selection["selected_line_item_ids"] == [washer, dryer]
    assert selection["selected_child_ids"] == ["gas"]
    parts = [part["price"]["number"] for part in selection["line_item_pricing"].values()]
    assert parts == [2 * (9900 + 4900), 10900 + 4900]
    assert selection["price"]["number"] == cart["addon_total"]["number"] == sum(parts)
    assert buyer.quantity(washer, 1)["addon_total"]["number"] == sum(parts) - 9900 - 4900


@pytest.mark.parametrize(
    ("children", "price"),
    [([], 11999), (["full"], 11999), (["basic"], 7999), (["basic", "pets"], 8999), (["pets"], 12999)],
)
def test_a_level_takes_the_place_of_the_price_and_an_extra_is_added(
    buyer: Buyer, lines: dict[str, str], children: list[str], price: int
) -> None:
    cart = buyer.choose("cover", [lines["WASHER-A"]], selected_child_ids=children).json()
    assert cart["addon_total"]["number"] == price


def test_a_predefined_group_covers_all_that_belongs_to_it_or_nothing(
    buyer: Buyer, lines: dict[str, str]
) -> None:
    washer, dryer, hose = lines.values()
    assert refused(buyer.choose("pair", [washer])) == (422, "ErrorUnprocessableEntity")
    assert refused(buyer.choose("pair", [washer, dryer, hose])) == (422, "ErrorUnprocessableEntity")
    assert covered(buyer.choose("pair").json(), "pair") == [washer, dryer]
    assert buyer.choose("pair", [washer, dryer]).json()["addon_total"]["number"] == 14900


def test_a_free_group_covers_any_of_its_lines(buyer: Buyer, lines: dict[str, str]) -> None:
    washer, dryer, hose = lines.values()
    assert covered(buyer.choose("cover", [hose, washer]).json(), "cover") == [washer, hose]
    changed = buyer.choose("cover", [dryer]).json()
    assert covered(changed, "cover") == [dryer]
    assert changed["addon_total"]["number"] == 11999


def test_what_a_choice_leaves_out_stays_as_it_was(buyer: Buyer, lines: dict[str, str]) -> None:
    dryer = lines["DRYER-A"]
    buyer.choose("cover", [dryer], selected_child_ids=["full", "pets"])
    cart = buyer.choose("cover", selected_child_ids=["basic"]).json()
    assert covered(cart, "cover") == [dryer]
    assert cart["addon_total"]["number"] == 7999


@pytest.mark.parametrize("addon_id", ["single", "cover"])
def test_lines_are_needed_where_they_can_be_chosen(
    buyer: Buyer, lines: dict[str, str], addon_id: str
) -> None:
    assert refused(buyer.choose(addon_id)) == (400, "ErrorInvalidInputBody")
    assert refused(buyer.choose(addon_id, [])) == (400, "ErrorInvalidInputBody")
    assert refused(buyer.choose(addon_id, ["nothing"])) == (400, "ErrorInvalidInputBody")


def test_lines_that_an_add_on_is_not_made_for_are_refused(buyer: Buyer, lines: dict[str, str]) -> None:
    assert refused(buyer.choose("single", [lines["HOSE-A"]])) == (422, "ErrorUnprocessableEntity")
    assert selected(buyer.now()) == []


def test_of_an_exclusive_group_one_can_be_chosen(buyer: Buyer, lines: dict[str, str]) -> None:
    buyer.choose("pair")
    refusal = buyer.choose("single", [lines["WASHER-A"]])
    levels = buyer.choose("cover", [lines["WASHER-A"]], selected_child_ids=["full", "basic"])

    assert refused(refusal) == (422, "ErrorUnprocessableEntity")
    assert "Pair installation" in refusal.json()["description"]
    assert refused(levels) == (422, "ErrorUnprocessableEntity")
    assert selected(buyer.now()) == ["pair"]
    buyer.remove("pair")
    assert selected(buyer.choose("single", [lines["WASHER-A"]]).json()) == ["single"]


def test_what_an_add_on_needs_has_to_be_chosen_before_or_with_it(buyer: Buyer, lines: dict[str, str]) -> None:
    washer = lines["WASHER-A"]
    refusal = buyer.choose("stacking", [washer])
    assert refused(refusal) == (422, "ErrorUnprocessableEntity")
    assert "needs Pair installation" in refusal.json()["description"]

    stacking = {"addon_id": "stacking", "selected_line_item_ids": [washer]}
    both = buyer.change("PUT", "/addons", selections=[stacking, {"addon_id": "pair"}]).json()
    assert selected(both) == ["stacking", "pair"]


def test_several_choices_are_taken_all_or_none(buyer: Buyer, lines: dict[str, str]) -> None:
    wishes = [{"addon_id": "protection"}, {"addon_id": "single"}]
    assert buyer.change("POST", "/addons", selections=wishes).status_code == 400
    assert selected(buyer.now()) == []


def test_removing_takes_along_what_needed_it(buyer: Buyer, lines: dict[str, str]) -> None:
    for addon_id in ("pair", "protection"):
        buyer.choose(addon_id)
    buyer.choose("stacking", [lines["WASHER-A"]])
    buyer.choose("shelf")
    cart = buyer.change("PUT", "/addons/_remove", addon_id="pair").json()
    assert selected(cart) == ["protection"]
    assert cart["addon_total"]["number"] == 499


def test_one_line_or_one_child_can_be_removed(buyer: Buyer, lines: dict[str, str]) -> None:
    washer, dryer, _ = lines.values()
    buyer.choose("single", [washer, dryer], selected_child_ids=["gas"])
    assert buyer.remove("single", deselected_child_id="gas").json()["addon_total"]["number"] == 20800
    assert covered(buyer.remove("single", deselected_line_item_id=washer).json(), "single") == [dryer]
    assert selected(buyer.remove("single", deselected_line_item_id=dryer).json()) == []


@pytest.mark.parametrize(
    ("wish", "error"),
    [
        ({"addon_id": "nothing"}, (404, "ErrorAddonNotFound")),
        ({"addon_id": "protection"}, (422, "ErrorUnprocessableEntity")),
        ({"addon_id": "gas"}, (422, "ErrorUnprocessableEntity")),
        ({"addon_id": "pair", "deselected_line_item_id": "WASHER-A"}, (422, "ErrorUnprocessableEntity")),
        ({"addon_id": "cover", "deselected_line_item_id": "HOSE-A"}, (422, "ErrorUnprocessableEntity")),
        ({"addon_id": "cover", "deselected_child_id": "pets"}, (422, "ErrorUnprocessableEntity")),
    ],
)
def test_what_is_not_chosen_cannot_be_removed(
    buyer: Buyer, lines: dict[str, str], wish: dict[str, str], error: tuple[int, str]
) -> None:
    buyer.choose("pair")
    buyer.choose("cover", [lines["WASHER-A"]])
    named = {name: lines.get(value, value) for name, value in wish.items()}
    assert refused(buyer.change("POST", "/addons/_remove", **named)) == error
    assert selected(buyer.now()) == ["pair", "cover"]


@pytest.mark.parametrize(
    ("wish", "error"),
    [
        ({"addon_id": "nothing"}, (404, "ErrorAddonNotFound")),
        ({"addon_id": "gas"}, (422, "ErrorUnprocessableEntity")),
        ({"addon_id": "protection", "selected_child_ids": ["gas"]}, (404, "ErrorAddonNotFound")),
    ],
)
def test_what_is_not_there_cannot_be_chosen(
    buyer: Buyer, lines: dict[str, str], wish: dict[str, object], error: tuple[int, str]
) -> None:
    assert refused(buyer.change("POST", "/addons", selections=[wish])) == error


def test_what_is_not_offered_for_the_cart_cannot_be_chosen(buyer: Buyer) -> None:
    buyer.fill("WASHER-A")
    assert refused(buyer.choose("pair")) == (422, "ErrorUnprocessableEntity")


def test_lines_that_go_take_their_add_ons_along(buyer: Buyer, lines: dict[str, str]) -> None:
    washer, _, hose = lines.values()
    buyer.choose("pair")
    buyer.choose("stacking", [washer])
    buyer.choose("cover", [washer, hose])
    without = buyer.quantity(washer, 0)

    assert selected(without) == ["cover"]
    assert covered(without, "cover") == [hose]
    assert selected(buyer.quantity(hose, 0)) == []
    assert adds_up(without)
    buyer.fill("WASHER-A")
    assert selected(buyer.now()) == []


def test_a_group_grows_with_the_cart_at_the_same_price(buyer: Buyer, lines: dict[str, str]) -> None:
    buyer.choose("pair")
    buyer.fill("WASHER-B")
    cart = buyer.now()
    assert len(covered(cart, "pair")) == 3
    assert cart["addon_total"]["number"] == 14900


def test_an_order_keeps_its_add_ons(buyer: Buyer, lines: dict[str, str]) -> None:
    buyer.choose("protection")
    cart = buyer.ship_to(CORNER).json()
    order = buyer.complete(CORNER).json()
    assert (selected(order), order["total"]) == (["protection"], cart["total"])
    assert adds_up(order)


def test_without_a_cart_there_is_nothing_to_add_to(buyer: Buyer) -> None:
    assert refused(buyer.choose("protection")) == (404, "ErrorCartNotFound")
    assert refused(buyer.remove("protection")) == (404, "ErrorCartNotFound")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"selections": []}',
        '{"selections": {}}',
        '{"selections": [{"addon_id": 5}]}',
        '{"selections": [{"addon_id": "protection", "selected_line_item_ids": "x"}]}',
    ],
)
@pytest.mark.parametrize("path", ["", "/_remove"])
def test_a_body_of_another_form_is_refused(buyer: Buyer, lines: dict[str, str], body: str, path: str) -> None:
    url = f"/api/v2/domains/{CORNER}/cart/addons{path}"
    assert refused(buyer.http.post(url, content=body)) == (400, "ErrorInvalidInputBody")
