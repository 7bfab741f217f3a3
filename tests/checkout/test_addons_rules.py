"""Properties of the add-on rules, against a small shop that knows the constraints in its own way."""

from dataclasses import dataclass, field
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from firmly_tui.checkout import AddAddon, AddonCall, AddonKey, AddonRules
from firmly_tui.models import Cart

JSON = dict[str, object]
QUANTITIES = {"l1": 1, "l2": 2, "l3": 3}
SHAPES = [
    ("CART", "PREDEFINED_GROUP"),
    ("GROUP", "PREDEFINED_GROUP"),
    ("GROUP", "FREE_GROUPING"),
    ("ITEM", "PER_ITEM"),
    ("SHIPMENT", "FREE_GROUPING"),
    ("GROUP", "BUNDLE"),
]


@dataclass
class Shop:
    """Offers, each with its parent, and what is chosen: keys, and the lines of each offer at the top."""

    offers: dict[AddonKey, JSON]
    parents: dict[AddonKey, AddonKey | None]
    replaces_lines: bool = True
    chosen: set[AddonKey] = field(default_factory=set)
    lines: dict[str, set[str]] = field(default_factory=dict)

    def begin_with(self, wished: set[AddonKey]) -> None:
        """Choose of these what goes together."""
        groups: set[object] = set()
        for key in sorted(wished):
            offer = self.offers[key]
            can_be_had = offer["scope"] in ("CART", "INHERIT") or self.possible(key.addon_id)
            if can_be_had and offer["exclusive_group_id"] not in groups:
                self.chosen.add(key)
                groups |= {offer["exclusive_group_id"]} - {""}
        self.chosen = self.standing(self.chosen)
        tops = [key for key in self.chosen if not key.child_id]
        is_order = {key: self.offers[key]["scope"] == "CART" for key in tops}
        self.lines = {
            key.addon_id: set() if is_order[key] else set(self.possible(key.addon_id)) for key in tops
        }

    def take(self, call: AddonCall) -> None:
        if isinstance(call, AddAddon):
            top = call.addon_id
            kept = set() if self.replaces_lines else self.lines.get(top, set())
            self.lines[top] = kept | set(call.line_item_ids)
            self.chosen |= {AddonKey(top), *(AddonKey(top, child) for child in call.child_ids)}
            assert self.lines_fit(top, self.lines[top])
        elif call.line_item_id:
            self.lines[call.addon_id].remove(call.line_item_id)
            assert self.lines_fit(call.addon_id, self.lines[call.addon_id])
        else:
            self.chosen.remove(AddonKey(call.addon_id, call.child_id or ""))
            self.chosen = self.standing(self.chosen)
        assert self.sound(self.chosen)
        self.lines = {top: lines for top, lines in self.lines.items() if AddonKey(top) in self.chosen}

    def lacking(self, keys: set[AddonKey]) -> set[AddonKey]:
        ids = {key.own_id for key in keys}
        return {
            key
            for key in keys
            if (self.parents[key] and self.parents[key] not in keys)
            or set(self.offers[key]["requires_addon_ids"]) - ids
        }

    def standing(self, keys: set[AddonKey]) -> set[AddonKey]:
        while lacking := self.lacking(keys):
            keys = keys - lacking
        return keys

    def sound(self, keys: set[AddonKey]) -> bool:
        groups = [group for key in keys if (group := self.offers[key]["exclusive_group_id"])]
        return not self.lacking(keys) and len(groups) == len(set(groups))

    def possible(self, top: str) -> list[str]:
        return [line for line in QUANTITIES if line in self.offers[AddonKey(top)]["eligible_line_item_ids"]]

    def lines_fit(self, top: str, lines: set[str]) -> bool:
        offer, possible = self.offers[AddonKey(top)], set(self.possible(top))
        if offer["scope"] == "CART":
            return not lines
        if offer["coverage_mode"] == "PREDEFINED_GROUP":
            return bool(lines) and lines == possible
        return bool(lines) and lines <= possible

    def fits(self, added: set[AddonKey]) -> bool:
        """Whether these can be chosen at once, when what excludes them goes first."""
        groups = {self.offers[key]["exclusive_group_id"] for key in added} - {""}
        rest = {key for key in self.chosen if self.offers[key]["exclusive_group_id"] not in groups}
        return self.sound(self.standing(rest) | added)

    def allows(self, wished: AddonKey) -> bool:
        """Whether a call can choose it, alone or with those of its offer that cannot be chosen before it."""
        top = wished.addon_id
        if wished in self.chosen:
            return True
        if self.offers[AddonKey(top)]["scope"] != "CART" and not self.possible(top):
            return False
        others = [key for key in self.offers if key.addon_id == top and key not in self.chosen | {wished}]
        bundles = [{wished, *some} for size in range(len(others) + 1) for some in combinations(others, size)]
        return any(self.fits(bundle) and not self.can_be_split(bundle) for bundle in bundles)

    def can_be_split(self, bundle: set[AddonKey]) -> bool:
        parts = (set(some) for size in range(1, len(bundle)) for some in combinations(bundle, size))
        return any(self.fits(part) for part in parts)

    def price(self, top: str) -> int | None:
        key = AddonKey(top)
        offer = self.offers[key]
        is_unknown = offer["coverage_mode"] == "BUNDLE"
        if offer["coverage_mode"] != "PER_ITEM" and not (is_unknown and offer["line_item_pricing"]):
            return self.price_of_one(key, None)
        prices = [self.price_of_one(key, line) for line in self.lines[top]]
        return None if None in prices else sum(prices)

    def price_of_one(self, key: AddonKey, line: str | None) -> int | None:
        offer = self.offers[key]
        by_line = offer["line_item_pricing"].get(line)
        own = by_line["price"]["number"] if by_line else offer["price"] and offer["price"]["number"]
        if line and not by_line and own is not None:
            own *= QUANTITIES[line]
        below = [child for child in self.chosen if self.parents[child] == key]
        is_replaced = any(self.offers[child]["exclusive_group_id"] for child in below)
        prices = [*([] if is_replaced else [own]), *(self.price_of_one(child, line) for child in below)]
        return None if None in prices else sum(prices)

    def cart(self) -> Cart:
        def tree(key: AddonKey) -> JSON:
            below = [child for child, parent in self.parents.items() if parent == key]
            return {**self.offers[key], "child_offers": [tree(child) for child in below]}

        prices = {top: self.price(top) for top in self.lines}
        total = None if None in prices.values() else amount(sum(prices.values()))
        selections = [
            {
                "addon_id": top,
                "selected_line_item_ids": sorted(lines),
                "selected_child_ids": [k.child_id for k in self.chosen if k.addon_id == top and k.child_id],
                "price": None if prices[top] is None else amount(prices[top]),
            }
            for top, lines in self.lines.items()
        ]
        return Cart.model_validate(
            {
                "line_items": [
                    {"line_item_id": line, "quantity": quantity, "price": amount(100)}
                    for line, quantity in QUANTITIES.items()
                ],
                "addons": {
                    "offers": [tree(key) for key in self.offers if not key.child_id],
                    "selections": selections,
                },
                "addon_total": total,
            }
        )


def amount(number: int) -> JSON:
    return {"currency": "USD", "number": number}


def reading(rules: AddonRules) -> tuple[set[AddonKey], dict[str, set[str]]]:
    """What is chosen, as the shop keeps it."""
    chosen = rules.tree.all_chosen(rules.tree.chosen)
    return {extra.key for extra in chosen}, {
        extra.key.addon_id: set(rules.lines(extra.key)) for extra in chosen if not extra.key.child_id
    }


@st.composite
def shops(draw: st.DrawFn) -> Shop:
    names = "abcdef"[: draw(st.sampled_from([1, 4, 5, 6]))]
    lines = st.sampled_from(
        [["l1"], ["l1", "l2"], ["l3", "l2"], ["l1", "l2", "l3"], ["l3"], ["l2", "gone"], ["gone"], []]
    )
    needs = st.sampled_from([*([[]] * 12), *([name] for name in names), list(names[:2]), ["z"]])
    prices = st.none() | st.integers(0, 999).map(amount)
    is_priced = draw(st.booleans())
    offers: dict[AddonKey, JSON] = {}
    parents: dict[AddonKey, AddonKey | None] = {}
    for name in names:
        parent = draw(st.sampled_from([None, *offers]))
        key = AddonKey(parent.addon_id, name) if parent else AddonKey(name)
        scope, coverage = draw(st.sampled_from(SHAPES)) if parent is None else ("INHERIT", "")
        parents[key] = parent
        offers[key] = {
            "addon_id": name,
            "scope": scope,
            "coverage_mode": coverage,
            "eligible_line_item_ids": draw(lines),
            "price": draw(st.integers(0, 999).map(amount) if is_priced else prices),
            "line_item_pricing": {line: {"price": amount(7)} for line in draw(lines)},
            "exclusive_group_id": draw(st.sampled_from(["", "", "g", "h"])),
            "requires_addon_ids": draw(needs),
        }
    shop = Shop(offers, parents, replaces_lines=draw(st.booleans()))
    shop.begin_with({key for key in offers if draw(st.sampled_from([True, True, False]))})
    return shop


@settings(max_examples=200, deadline=None)
@given(shops(), st.data())
def test_what_the_rules_allow_is_what_the_constraints_allow(shop: Shop, data: st.DataObject) -> None:
    keys = list(shop.offers)
    for _ in range(data.draw(st.integers(1, 8))):
        rules = AddonRules(shop.cart())
        assert reading(rules) == (shop.chosen, shop.lines)
        assert {key: not rules.why_not(key) for key in keys} == {key: shop.allows(key) for key in keys}
        for key in shop.chosen:
            assert reading(rules.after(rules.remove(key)))[0] == shop.standing(shop.chosen - {key})
        key = data.draw(st.sampled_from(keys))
        wish = data.draw(st.sampled_from(["choose", "choose", "remove", "lines"]))
        if wish == "lines" and not key.child_id:
            lines = data.draw(st.sets(st.sampled_from([*QUANTITIES, "gone"])))
            change = rules.choose(key, lines)
            offer = shop.offers[key]
            is_whole = not lines and offer["coverage_mode"] == "PREDEFINED_GROUP"
            fits = offer["scope"] == "CART" or is_whole or shop.lines_fit(key.addon_id, lines)
            assert (not change.why_not) == (shop.allows(key) and fits)
        else:
            change = rules.remove(key) if wish == "remove" else rules.choose(key)
            assert (not change.why_not) == (key in shop.chosen if wish == "remove" else shop.allows(key))
        if change.why_not:
            assert (change.calls, change.cost) == ((), None)
            continue
        before = set(shop.chosen)
        for call in change.calls:
            shop.take(call)
        assert (key in shop.chosen) == (wish != "remove")
        assert {extra.key for extra in change.unselects} == before - shop.chosen - {key}
        assert {extra.key for extra in change.chooses} == shop.chosen - before - {key}
        after = AddonRules(shop.cart())
        assert reading(rules.after(change)) == reading(after)
        check_costs(rules, after, change.cost, change.addon_total)


def check_costs(before: AddonRules, after: AddonRules, cost: object, total: object) -> None:
    was, now = before.tree.addon_total, after.tree.addon_total
    if was is not None and now is not None:
        assert cost == now - was
        assert total == now
    else:
        assert total is None


IDS = st.sampled_from(["a", "b", "c", "d", ""])
ODD_OFFERS = st.recursive(
    st.just([]),
    lambda below: st.lists(
        st.fixed_dictionaries(
            {"addon_id": IDS, "child_offers": below},
            optional={
                "display": st.just({"name": "Care"}),
                "scope": st.sampled_from(["CART", "ITEM", "item", "GROUP", "SHIPMENT", "", "INHERIT"]),
                "coverage_mode": st.sampled_from(
                    ["PER_ITEM", "PREDEFINED_GROUP", "FREE_GROUPING", "ALL", ""]
                ),
                "eligible_line_item_ids": st.lists(st.sampled_from(["l1", "l2", "gone"])),
                "price": st.none()
                | st.builds(lambda code: {"currency": code, "number": 5}, st.sampled_from("XY")),
                "constraints": st.fixed_dictionaries(
                    {
                        "exclusive_group_id": st.sampled_from(["", "g", "h"]),
                        "requires_addon_ids": st.lists(IDS, max_size=3),
                    }
                ),
            },
        ),
        max_size=3,
    ),
    max_leaves=8,
)
ODD_SELECTIONS = st.lists(
    st.fixed_dictionaries(
        {"addon_id": IDS},
        optional={
            "selected_line_item_ids": st.lists(st.sampled_from(["l1", "l2", "gone"])),
            "selected_child_ids": st.lists(IDS),
            "price": st.none() | st.just(amount(3)),
        },
    ),
    max_size=3,
)


@settings(max_examples=300, deadline=None)
@given(ODD_OFFERS, ODD_SELECTIONS, st.data())
def test_no_cart_is_too_odd_for_the_rules(offers: object, selections: object, data: st.DataObject) -> None:
    lines = [{"line_item_id": line, "quantity": 1} for line in ("l1", "l2")]
    addons = {"offers": offers, "selections": selections}
    rules = AddonRules(Cart.model_validate({"line_items": lines, "addons": addons}))
    for key in data.draw(st.lists(st.sampled_from(list(rules.tree.by_key) or [AddonKey("a")]), max_size=4)):
        if data.draw(st.booleans()):
            change = rules.remove(key)
            assert bool(change.why_not) == (not rules.is_chosen(key))
            rules = rules.after(change)
            assert not rules.is_chosen(key)
            continue
        was_chosen, change = rules.is_chosen(key), rules.choose(key)
        rules = rules.after(change)
        assert rules.is_chosen(key) == (not change.why_not)
        if not was_chosen and not change.why_not:
            check_chosen(rules, key)


def check_chosen(rules: AddonRules, key: AddonKey) -> None:
    """What was just chosen has what it needs and nothing that it excludes."""
    extra, chosen = rules.tree.by_key[key], rules.tree.all_chosen(rules.tree.chosen)
    group = extra.offer.exclusive_group_id
    assert not group or [found.key for found in chosen if found.offer.exclusive_group_id == group] == [key]
    assert set(extra.offer.requires_addon_ids) <= rules.tree.ids(rules.tree.chosen)
    assert extra.parent is None or rules.is_chosen(extra.parent)
    assert extra.picking == "none" or rules.lines(key)
