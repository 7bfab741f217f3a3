"""A wish for an add-on together with all that it needs: what it says, and that every step of it is allowed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmly_tui.checkout import AddonKey, AddonRules, choose_with_needs
from firmly_tui.checkout.addon_wish import lost, replaced
from firmly_tui.models import Money
from tests.checkout.test_addons import FABRIC, FULL, GLOVES, MOVING, ORDER, SETUP, offer, rules

DEEP = offer("deep", "Third of three", 100, **ORDER, requires_addon_ids=["setup"])
TORN = offer("torn", "Both plans", 100, **ORDER, requires_addon_ids=["full", "fabric"])
LOOP = [
    offer("hen", "Hen", 100, **ORDER, requires_addon_ids=["egg"]),
    offer("egg", "Egg", 100, **ORDER, requires_addon_ids=["hen"]),
]
OFFERS = [GLOVES, SETUP, FULL, FABRIC, MOVING, DEEP, TORN, *LOOP]


def names(found: tuple[object, ...]) -> set[str]:
    return {extra.name for extra in found}


def test_what_is_needed_is_chosen_first_and_paid_with_it() -> None:
    change = choose_with_needs(rules(GLOVES, SETUP, DEEP), AddonKey("deep"))
    assert change.why_not == ""
    assert [call.addon_id for call in change.calls] == ["gloves", "setup", "deep"]
    assert names(change.chooses) == {"White glove delivery", "Premium installation"}
    assert change.cost == change.addon_total == Money.of(28900, "USD")


def test_a_need_takes_the_place_of_its_rival() -> None:
    before = rules(FULL, FABRIC, MOVING)
    before = before.after(before.choose(AddonKey("fabric")))
    change = choose_with_needs(before, AddonKey("moving"))
    assert names(change.chooses) == {"Full coverage"}
    assert names(replaced(before, change)) == {"Fabric only"}
    assert lost(before, change) == ()


def test_what_needed_a_rival_is_lost_without_a_replacement() -> None:
    before = rules(FULL, FABRIC, MOVING)
    before = before.after(choose_with_needs(before, AddonKey("moving")))
    change = choose_with_needs(before, AddonKey("fabric"))
    assert names(replaced(before, change)) == {"Full coverage"}
    assert names(lost(before, change)) == {"Moving cover"}


@pytest.mark.parametrize(("offers", "wish"), [([FULL, FABRIC, TORN], "torn"), (LOOP, "hen")])
def test_what_cannot_all_be_had_says_why_and_makes_no_call(
    offers: list[dict[str, object]], wish: str
) -> None:
    before = rules(*offers)
    assert choose_with_needs(before, AddonKey(wish)) == before.choose(AddonKey(wish))
    assert before.choose(AddonKey(wish)).why_not.startswith("Needs ")


KEYS = sorted(rules(*OFFERS).tree.by_key)


@given(st.lists(st.sampled_from(KEYS), max_size=12))
def test_wishes_keep_all_rules_whatever_was_wished_before(wishes: list[AddonKey]) -> None:
    now: AddonRules = rules(*OFFERS)
    for key in wishes:
        change = choose_with_needs(now, key)
        if change.why_not:
            assert not change.calls
            continue
        before, now = now, now.after(change)
        assert now.is_chosen(key)
        assert now.tree.addon_total == change.addon_total
        if before.tree.addon_total is not None and change.cost is not None:
            assert change.addon_total == before.tree.addon_total + change.cost
        for extra in now.tree.all_chosen(now.tree.chosen):
            ids = now.tree.ids(now.tree.chosen)
            assert set(extra.offer.requires_addon_ids) <= ids
            assert extra.parent is None or now.is_chosen(extra.parent)
        groups = [x.offer.exclusive_group_id for x in now.tree.all_chosen(now.tree.chosen)]
        assert all(groups.count(group) == 1 for group in groups if group)
