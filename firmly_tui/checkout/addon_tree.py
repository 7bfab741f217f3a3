"""The add-ons of a cart as a tree: what is offered for what, what is chosen of it, and what that costs."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from firmly_tui.models import AddonOffer, AddonSelection, Cart, Money

Place = Literal["order", "group", "item", "gone"]
"""What an add-on belongs to; `gone` is one that was chosen and is no longer offered."""

Picking = Literal["none", "any", "all"]
"""How the lines of a cart are picked for an add-on: not at all, any of them but at least one, or all or nothing."""

_PLACES: Final[Mapping[str, Place]] = {"CART": "order", "GROUP": "group", "ITEM": "item"}
_COVERAGES: Final = ("PER_ITEM", "PREDEFINED_GROUP", "FREE_GROUPING")


class AddonKey(NamedTuple):
    """Which add-on is meant: an offer, or with `child_id` an offer somewhere below it."""

    addon_id: str
    child_id: str = ""

    @property
    def own_id(self) -> str:
        """The id of the very offer, by which others ask for it."""
        return self.child_id or self.addon_id

    @property
    def top(self) -> "AddonKey":
        """The offer at the top, which is what the API selects."""
        return AddonKey(self.addon_id)


@dataclass(frozen=True)
class Extra:
    """An add-on to choose. `lines` are those of the cart that it can be for, in their order.

    Children have the place, the picking and the lines of the offer at the top (firmly docs: scope INHERIT).
    """

    key: AddonKey
    offer: AddonOffer
    place: Place
    picking: Picking
    lines: tuple[str, ...]
    parent: AddonKey | None = None
    children: tuple["Extra", ...] = ()

    @property
    def name(self) -> str:
        """What a shopper reads."""
        return self.offer.name or "This add-on"

    @property
    def is_priced_by_line(self) -> bool:
        """Whether it costs something for each line, not once."""
        coverage = self.offer.coverage.upper()
        if coverage in _COVERAGES or self.picking != "any":
            return coverage == "PER_ITEM"
        return self.place == "item" or bool(self.offer.line_item_pricing)

    def walk(self) -> Iterator["Extra"]:
        """It and all below it, each before its children."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Picked:
    """What is chosen of an offer: for which lines, in the cart's order, and the ids of all below it."""

    lines: tuple[str, ...] = ()
    children: frozenset[str] = frozenset()


Choice = Mapping[str, Picked]
"""What is chosen, by the ids of the offers at the top."""


@dataclass(frozen=True)
class AddonTree:
    """What a cart offers and what is chosen of it.

    `quantities` has every line of the cart. `told` are the prices that the server named for what is chosen, and
    `addon_total` is their sum as it says.
    """

    extras: tuple[Extra, ...]
    chosen: Choice
    by_key: Mapping[AddonKey, Extra]
    by_id: Mapping[str, Extra]
    quantities: Mapping[str, int]
    told: Mapping[str, Money]
    addon_total: Money | None
    currency: str

    def price(self, addon_id: str, picked: Picked) -> Money | None:
        """What choosing an offer so costs; None where the server left a price out."""
        top = self.by_key[AddonKey(addon_id)]
        if top.is_priced_by_line:
            return self.add(self.line_price(top, line, picked.children) for line in picked.lines)
        return self.add([_with_children(top, picked.children, lambda offer: offer.price)])

    def line_price(self, extra: Extra, line_item_id: str, children: frozenset[str]) -> Money | None:
        """What an add-on and those of `children` below it cost for all pieces of one line."""
        quantity = self.quantities.get(line_item_id, 0)

        def own(offer: AddonOffer) -> Money | None:
            if line_item_id in offer.line_item_pricing:
                return offer.line_item_pricing[line_item_id]
            return None if offer.price is None or quantity < 1 else offer.price * quantity

        return _with_children(extra, children, own)

    def add(self, prices: Iterable[Money | None]) -> Money | None:
        """The sum of prices; None where one is not known, or is of another currency."""
        found = list(prices)
        if not found:
            return Money.of(0, self.currency) if self.currency else None
        return _sum(found)

    def some_lines(self, addon_id: str) -> tuple[str, ...]:
        """The lines that a chosen add-on is for; none where these are all that it could be for.

        What is no longer offered could be for any line: nobody tells for which.
        """
        lines, possible = self.chosen[addon_id].lines, self.by_key[AddonKey(addon_id)].lines
        return lines if set(possible or self.quantities) - set(lines) else ()

    def ids(self, chosen: Choice) -> frozenset[str]:
        """The ids of all that is chosen, at the top and below, offered or not."""
        return frozenset(chosen).union(*(picked.children for picked in chosen.values()))

    def all_chosen(self, chosen: Choice) -> list[Extra]:
        """All that is chosen, each before what is below it."""
        tops = (self.by_key[AddonKey(addon_id)] for addon_id in chosen)
        return [extra for top in tops for extra in top.walk() if is_chosen(extra.key, chosen)]


def is_chosen(key: AddonKey, chosen: Choice) -> bool:
    """Whether an add-on is among what is chosen."""
    picked = chosen.get(key.addon_id)
    return picked is not None and (not key.child_id or key.child_id in picked.children)


def without_dependants(tree: AddonTree, chosen: Choice, key: AddonKey) -> Choice:
    """What is left when an add-on goes: not what is below it, nor what needs any of what goes."""
    gone = [key]
    while gone:
        before, chosen = chosen, _without_keys(chosen, gone)
        lost = tree.ids(before) - tree.ids(chosen)
        gone = [
            extra.key
            for extra in tree.all_chosen(chosen)
            if lost.intersection(extra.offer.requires_addon_ids)
            or (extra.parent and is_chosen(extra.parent, before) and not is_chosen(extra.parent, chosen))
        ]
    return chosen


def _without_keys(chosen: Choice, keys: Iterable[AddonKey]) -> Choice:
    gone = set(keys)
    return {
        addon_id: Picked(
            picked.lines,
            frozenset(child for child in picked.children if AddonKey(addon_id, child) not in gone),
        )
        for addon_id, picked in chosen.items()
        if AddonKey(addon_id) not in gone
    }


def read_addons(cart: Cart) -> AddonTree:
    """The add-ons of a cart. Offers that have no id, or that of another one, cannot be chosen and are left out."""
    quantities = {line.line_item_id: line.quantity for line in cart.line_items if line.line_item_id}
    lines = tuple(quantities)
    tops: dict[str, Extra] = {}
    for offer in cart.addons.offers:
        if offer.addon_id and offer.addon_id not in tops:
            tops[offer.addon_id] = _top(offer, lines)
    by_id = _by_id(tops.values())
    chosen, told = _chosen(cart.addons.selections, lines)
    for addon_id in chosen:
        if addon_id not in tops:
            tops[addon_id] = _gone(addon_id, by_id.get(addon_id))
    return AddonTree(
        extras=tuple(tops.values()),
        chosen=chosen,
        by_key={extra.key: extra for top in tops.values() for extra in top.walk()},
        by_id=_by_id(tops.values()),
        quantities=quantities,
        told=told,
        addon_total=cart.addon_total,
        currency=cart.addon_total.currency if cart.addon_total else cart.currency,
    )


def _by_id(tops: Iterable[Extra]) -> dict[str, Extra]:
    """Add-ons by their own ids; the first where several offers have a child of one id."""
    found: dict[str, Extra] = {}
    for top in tops:
        for extra in top.walk():
            found.setdefault(extra.key.own_id, extra)
    return found


def _top(offer: AddonOffer, lines: tuple[str, ...]) -> Extra:
    scope, coverage = offer.scope.upper(), offer.coverage.upper()
    stated = "eligible_line_item_ids" in offer.model_fields_set
    # Some answers of the documents leave the lines out; the server knows which it means.
    by_lines = stated or (coverage != "PREDEFINED_GROUP" and (scope in ("ITEM", "GROUP") or coverage != ""))
    if scope == "CART" or not by_lines:
        picking, lines = "none", ()
    else:
        picking = "all" if coverage == "PREDEFINED_GROUP" else "any"
        possible = frozenset(offer.eligible_line_item_ids)
        lines = tuple(line for line in lines if not stated or line in possible)
    place = _PLACES.get(scope) or ("group" if by_lines else "order")
    top = Extra(AddonKey(offer.addon_id), offer, place, picking, lines)
    return Extra(top.key, offer, place, picking, lines, children=_children(offer, top.key, top, set()))


def _children(offer: AddonOffer, parent: AddonKey, top: Extra, seen: set[str]) -> tuple[Extra, ...]:
    found: list[Extra] = []
    for child in offer.children:
        if child.addon_id and child.addon_id not in seen:
            seen.add(child.addon_id)
            key = AddonKey(top.key.addon_id, child.addon_id)
            below = _children(child, key, top, seen)
            found.append(Extra(key, child, top.place, top.picking, top.lines, parent, below))
    return tuple(found)


def _gone(addon_id: str, known: Extra | None) -> Extra:
    name = known.name if known else "An add-on that is no longer offered"
    offer = AddonOffer.model_validate({"addon_id": addon_id, "name": name})
    return Extra(AddonKey(addon_id), offer, "gone", "none", ())


def _chosen(
    selections: Iterable[AddonSelection], lines: tuple[str, ...]
) -> tuple[dict[str, Picked], dict[str, Money]]:
    """What is chosen, without lines that are gone, and what the server says that it costs."""
    parts: dict[str, list[AddonSelection]] = {}
    for selection in selections:
        if selection.addon_id:
            parts.setdefault(selection.addon_id, []).append(selection)
    chosen: dict[str, Picked] = {}
    told: dict[str, Money] = {}
    for addon_id, found in parts.items():
        covered = {line for selection in found for line in selection.selected_line_item_ids}
        children = frozenset(child for selection in found for child in selection.selected_child_ids)
        chosen[addon_id] = Picked(tuple(line for line in lines if line in covered), children)
        price = _sum([selection.price for selection in found])
        if price is not None:
            told[addon_id] = price
    return chosen, told


def _with_children(
    extra: Extra, children: frozenset[str], own: Callable[[AddonOffer], Money | None]
) -> Money | None:
    """Add up an add-on and what is chosen below it.

    A child of an exclusive group is a level: its price takes the place of the offer's (firmly docs: Hierarchical
    Services).
    """
    below = [child for child in extra.children if child.key.child_id in children]
    has_level = any(child.offer.exclusive_group_id for child in below)
    parts = [_with_children(child, children, own) for child in below]
    return _sum(parts if has_level else [own(extra.offer), *parts])


def _sum(prices: list[Money | None]) -> Money | None:
    known = [price for price in prices if price is not None]
    if len(known) < len(prices) or len({price.currency for price in known}) != 1:
        return None
    return sum(known[1:], start=known[0])
