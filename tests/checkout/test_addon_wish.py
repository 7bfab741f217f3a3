"""A wish for an add-on together with all that it needs: what it says, and that every step of it is allowed."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmly_tui.checkout import AddonChange, AddonKey, AddonRules, Extra, choose_with_needs
from firmly_tui.checkout.addon_wish import lost, replaced
from firmly_tui.models import Money
from tests.checkout.test_addons import FABRIC, FULL, GLOVES, LEVEL, MOVING, ORDER, SETUP, child, offer, rules

DEEP = offer("deep", "Third of three", 100, **ORDER, requires_addon_ids=["setup"])
TORN = offer("torn", "Both plans", 100, **ORDER, requires_addon_ids=["full", "fabric"])
LOOP = [
    offer("hen", "Hen", 100, **ORDER, requires_addon_ids=["egg"]),
    offer("egg", "Egg", 100, **ORDER, requires_addon_ids=["hen"]),
]
OFFERS = [GLOVES, SETUP, FULL, FABRIC, MOVING, DEEP, TORN, *LOOP]


WEB = {f"w{n}": [f"w{m}" for m in range(12) if m != n] for n in range(12)}
TOWERS = {f"t{n}{side}": [f"t{n + 1}a", f"t{n + 1}b"] for n in range(12) for side in "ab"}
GROUPS = {"a": "g", "b": "g", "c": "h", "d": "h"}


@st.composite
def graphs(draw: st.DrawFn) -> dict[str, list[str]]:
    """What each of a few add-ons needs; some exclude one another."""
    pool = st.sampled_from("abcdefg")
    return {name: draw(st.lists(pool, max_size=2, unique=True)) for name in "abcdefg"}


def has_an_order(wanted: set[str], needs: dict[str, list[str]]) -> bool:
    """Whether these can be chosen one after the other."""
    done: set[str] = set()
    while ready := {name for name in wanted - done if set(needs[name]) <= done | {name}}:
        done |= ready
    return done == wanted


def names(found: tuple[Extra, ...]) -> set[str]:
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


def test_price_is_that_of_all_together() -> None:
    level = child("gold", "Gold", 15999, **LEVEL)
    plan = offer("plan", "Plan", None, **ORDER, child_offers=[level])
    extra = offer("extra", "Extra", 2900, **ORDER, requires_addon_ids=["gold"])
    change = choose_with_needs(rules(plan, extra), AddonKey("extra"))
    assert [call.addon_id for call in change.calls] == ["plan", "plan", "extra"]
    assert change.cost == change.addon_total == Money.of(18899, "USD")


@pytest.mark.parametrize("needs", [WEB, TOWERS], ids=["each needs all others", "towers on nothing"])
def test_wish_that_can_never_be_had_costs_few_questions(needs: dict[str, list[str]]) -> None:
    asked: list[AddonKey] = []

    class Asked(AddonRules):
        def choose(self, key: AddonKey, lines: Iterable[str] | None = None) -> AddonChange:
            asked.append(key)
            return super().choose(key, lines)

    found = [offer(name, name, 100, **ORDER, requires_addon_ids=wanted) for name, wanted in needs.items()]
    first = AddonKey(next(iter(needs)))
    change = choose_with_needs(Asked(rules(*found).tree), first)
    assert change.why_not.startswith("Needs ")
    assert len(asked) <= 2 * len(needs) + 1


@given(graphs(), st.data())
def test_nothing_that_can_be_had_step_by_step_is_blocked(
    needs: dict[str, list[str]], data: st.DataObject
) -> None:
    found = [
        offer(name, name, 100, **ORDER, requires_addon_ids=wanted, exclusive_group_id=GROUPS.get(name, ""))
        for name, wanted in needs.items()
    ]
    now, key = rules(*found), AddonKey(data.draw(st.sampled_from(sorted(needs))))
    for chosen in data.draw(st.lists(st.sampled_from(sorted(needs)), max_size=3)):
        now = now.after(choose_with_needs(now, AddonKey(chosen)))
    closed = {key.own_id}
    while wanted := {name for own in closed for name in needs[own]} - closed:
        closed |= wanted
    groups = [GROUPS[name] for name in closed if name in GROUPS]
    can_be_had = len(groups) == len(set(groups)) and has_an_order(closed, needs)
    assert now.is_chosen(key) or (not choose_with_needs(now, key).why_not) == can_be_had
