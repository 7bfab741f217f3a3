"""The rules of add-ons: what may be chosen now, why not, what it costs, and which calls make it so.

The server is the judge: these rules foretell its answer, which then replaces the cart.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from firmly_tui.checkout.addon_tree import (
    AddonKey,
    AddonTree,
    Choice,
    Extra,
    Picked,
    is_chosen,
    read_addons,
    without_dependants,
)
from firmly_tui.models import Cart, Money

_MOST_NAMES: Final = 3


@dataclass(frozen=True)
class AddAddon:
    """The call `client.carts.add_addon`, with all lines and children that the add-on is to have."""

    addon_id: str
    line_item_ids: tuple[str, ...] = ()
    child_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class RemoveAddon:
    """The call `client.carts.remove_addon`: an add-on as a whole, or one of its lines or children."""

    addon_id: str
    line_item_id: str | None = None
    child_id: str | None = None


AddonCall = AddAddon | RemoveAddon


@dataclass(frozen=True)
class AddonChange:
    """What a wish comes to. `why_not` says why it may not be had; then nothing else is set.

    `calls` are to be made in their order; there are none where nothing changes. Beside what was wished,
    `chooses` and `unselects` are chosen and given up with it. `cost` is added to the cart, less than zero where
    money comes back; it and `addon_total`, all add-ons after it, are None where a price is not known.
    """

    why_not: str = ""
    calls: tuple[AddonCall, ...] = ()
    chooses: tuple[Extra, ...] = ()
    unselects: tuple[Extra, ...] = ()
    cost: Money | None = None
    addon_total: Money | None = None
    chosen: Choice = field(default_factory=dict[str, Picked])


class AddonRules:
    """The add-ons of one cart, as it is. Nothing here changes it, and nothing raises for an odd one.

    An add-on that needs another one may be chosen after it, one that excludes others takes their place. Those of
    one offer that need one another are chosen together (firmly docs: Addon Constraints).
    """

    def __init__(self, cart: Cart | AddonTree) -> None:
        self.tree = read_addons(cart) if isinstance(cart, Cart) else cart
        self._ids = self.tree.ids(self.tree.chosen)
        groups = (extra.offer.exclusive_group_id for extra in self.tree.by_key.values())
        self._group_sizes = Counter(group for group in groups if group)

    @property
    def extras(self) -> tuple[Extra, ...]:
        """The offers at the top, and last those chosen ones that are no longer offered."""
        return self.tree.extras

    def is_chosen(self, key: AddonKey) -> bool:
        """Whether an add-on is chosen."""
        return is_chosen(key, self.tree.chosen)

    def is_radio(self, key: AddonKey) -> bool:
        """Whether choosing an add-on takes the place of others."""
        extra = self.tree.by_key.get(key)
        return extra is not None and self._group_sizes[extra.offer.exclusive_group_id] > 1

    def lines(self, key: AddonKey) -> tuple[str, ...]:
        """The lines that an add-on is chosen for; none where it is not chosen, or for the whole order."""
        return self.tree.chosen[key.addon_id].lines if self.is_chosen(key) else ()

    def missing(self) -> tuple[Extra, ...]:
        """The add-ons that the shop requires before the order, and that are not chosen."""
        return tuple(top for top in self.extras if top.offer.required and not self.is_chosen(top.key))

    def price(self, key: AddonKey) -> Money | None:
        """What an add-on costs by itself, for the lines that it has or else all that it can have."""
        extra = self.tree.by_key[key]
        if not self._top(key).is_priced_by_line:
            return extra.offer.price
        lines = self.lines(key.top) or extra.lines
        return self.tree.add(self.line_price(key, line) for line in lines)

    def line_price(self, key: AddonKey, line_item_id: str) -> Money | None:
        """What an add-on that is priced by line costs by itself for all pieces of one line."""
        return self.tree.line_price(self.tree.by_key[key], line_item_id, frozenset())

    def why_not(self, key: AddonKey) -> str:
        """Why an add-on may not be chosen now, for a shopper; `""` when it may, or is."""
        return self.choose(key).why_not

    def needs(self, key: AddonKey) -> tuple[Extra, ...]:
        """What has to be chosen before an add-on; what is not offered at all is not among it."""
        extra = self.tree.by_key.get(key)
        if extra is None or self.is_chosen(key):
            return ()
        unmet = self._unmet(self._together(extra), self.tree.chosen)
        return tuple(needed for needed in unmet.values() if needed is not None)

    def choose(self, key: AddonKey, lines: Iterable[str] | None = None) -> AddonChange:
        """Choose an add-on, or change its lines; without `lines` for those that it has, or else all it can have."""
        extra = self.tree.by_key.get(key)
        if extra is None or (extra.place == "gone" and not self.is_chosen(key)):
            return AddonChange("It is no longer offered")
        if self.is_chosen(key) and lines is None:
            return self._change((), self.tree.chosen, extra)
        top = self._top(key)
        bundle = () if self.is_chosen(key) else self._together(extra)
        removals, cleared = self._without(self._rivals(bundle))
        before = cleared.get(key.addon_id, Picked())
        wanted = self._wanted_lines(top, before, lines)
        if isinstance(wanted, str):
            return AddonChange(wanted)
        if sentence := self._obstacle(bundle, cleared):
            return AddonChange(sentence)
        after = Picked(
            lines=wanted, children=before.children.union(x.key.child_id for x in bundle if x.parent)
        )
        calls = (*removals, *self._calls(top, before, after, is_new=bool(bundle)))
        return self._change(calls, {**cleared, key.addon_id: after}, extra)

    def remove(self, key: AddonKey) -> AddonChange:
        """Give up an add-on, and with it what is below it and all that needs it, down to the last."""
        if key not in self.tree.by_key or not self.is_chosen(key):
            return AddonChange("It is not chosen")
        calls, after = self._without([self.tree.by_key[key]])
        return self._change(calls, after, self.tree.by_key[key])

    def combined(self, key: AddonKey, steps: Sequence[AddonChange]) -> AddonChange:
        """What these changes come to, made one after the other for the sake of an add-on."""
        calls = (call for step in steps for call in step.calls)
        return self._change(calls, steps[-1].chosen, self.tree.by_key[key])

    def after(self, change: AddonChange) -> "AddonRules":
        """The rules as they will be when the server has taken a change, so that wishes can be combined."""
        if change.why_not:
            return self
        same = {
            addon_id for addon_id, picked in change.chosen.items() if picked == self.tree.chosen.get(addon_id)
        }
        told = {addon_id: price for addon_id, price in self.tree.told.items() if addon_id in same}
        return AddonRules(replace(self.tree, chosen=change.chosen, told=told, addon_total=change.addon_total))

    def _top(self, key: AddonKey) -> Extra:
        return self.tree.by_key[key.top]

    def _of_same_offer(self, extra: Extra, own_id: str) -> Extra | None:
        """The add-on with this id at the top of the same offer, or below it."""
        top = extra.key.top
        return self.tree.by_key.get(top if own_id == top.addon_id else AddonKey(top.addon_id, own_id))

    def _together(self, extra: Extra) -> tuple[Extra, ...]:
        """An add-on and those of the same offer that need it and that it needs: none can be chosen alone."""
        needed_by: dict[AddonKey, list[AddonKey]] = {extra.key: []}
        waiting = [extra]
        while waiting:
            asking = waiting.pop()
            for needed in self._needed_of_same_offer(asking):
                if needed.key not in needed_by:
                    waiting.append(needed)
                needed_by.setdefault(needed.key, []).append(asking.key)
        together = _reached(extra.key, needed_by)
        others = (found for found in self._top(extra.key).walk() if found.key in together)
        return (extra, *(found for found in others if found is not extra))

    def _needed_of_same_offer(self, extra: Extra) -> list[Extra]:
        wanted = (own_id for own_id in extra.offer.requires_addon_ids if own_id not in self._ids)
        needed = [self._of_same_offer(extra, own_id) for own_id in wanted]
        if extra.parent and not self.is_chosen(extra.parent):
            needed.append(self.tree.by_key[extra.parent])
        return [found for found in needed if found is not None]

    def _rivals(self, bundle: Iterable[Extra]) -> list[Extra]:
        """What is chosen and excludes one of these."""
        groups = {extra.offer.exclusive_group_id for extra in bundle} - {""}
        if not groups:
            return []
        chosen = self.tree.all_chosen(self.tree.chosen)
        return [extra for extra in chosen if extra.offer.exclusive_group_id in groups]

    def _obstacle(self, bundle: tuple[Extra, ...], cleared: Choice) -> str:
        """Why these cannot be chosen together once their rivals are gone."""
        groups = [found.offer.exclusive_group_id for found in bundle if found.offer.exclusive_group_id]
        if len(groups) > len(set(groups)):
            others = _listed([found.name for found in bundle[1:]])
            return f"Needs {others}, but they exclude one another"
        if unmet := self._unmet(bundle, self.tree.chosen):
            names = [needed.name for needed in unmet.values() if needed is not None]
            is_offered = len(names) == len(unmet)
            return f"Needs {_listed(names) if is_offered else 'something that is not offered here'}"
        if self._unmet(bundle, cleared):
            # Taking the place of a rival would take away what this one needs.
            rivals = [rival.name for rival in self._rivals(bundle)]
            return f"{_listed(rivals)} {'is' if len(rivals) == 1 else 'are'} already chosen"
        return ""

    def _unmet(self, bundle: Iterable[Extra], chosen: Choice) -> dict[str, Extra | None]:
        """What these need and would not be chosen with them, by its id; None for what is not offered."""
        mine = {extra.key: extra for extra in bundle}
        ids = self.tree.ids(chosen).union(key.own_id for key in mine)
        unmet: dict[str, Extra | None] = {}
        for extra in mine.values():
            if extra.parent and extra.parent not in mine and not is_chosen(extra.parent, chosen):
                unmet[extra.parent.own_id] = self.tree.by_key[extra.parent]
            for own_id in extra.offer.requires_addon_ids:
                if own_id not in ids:
                    unmet.setdefault(
                        own_id, self._of_same_offer(extra, own_id) or self.tree.by_id.get(own_id)
                    )
        return unmet

    def _without(self, unwanted: Iterable[Extra]) -> tuple[list[AddonCall], Choice]:
        """The calls that give up add-ons, and what is chosen after them."""
        calls: list[AddonCall] = []
        chosen = self.tree.chosen
        for extra in unwanted:
            # It may have gone along with one before it.
            if is_chosen(extra.key, chosen):
                calls.append(RemoveAddon(extra.key.addon_id, child_id=extra.key.child_id or None))
                chosen = without_dependants(self.tree, chosen, extra.key)
        return calls, chosen

    def _wanted_lines(self, top: Extra, before: Picked, lines: Iterable[str] | None) -> tuple[str, ...] | str:
        """The lines that an add-on is to be for, in the cart's order, or why not."""
        if top.picking == "none":
            return ()
        if not top.lines:
            return "Nothing in the cart can have it"
        wanted = set(before.lines or top.lines) if lines is None else set(lines)
        if top.picking == "all":
            is_whole = lines is None or not wanted or wanted == set(top.lines)
            return top.lines if is_whole else "Covers all of its items or none"
        if not wanted:
            return "Choose the items that it is for"
        if wanted - {*top.lines, *before.lines}:
            return "Cannot be had for all of these items"
        return tuple(line for line in self.tree.quantities if line in wanted)

    def _calls(self, top: Extra, before: Picked, after: Picked, *, is_new: bool) -> list[AddonCall]:
        """The calls that change one selection: lines and children are first added, then lines given up.

        So the selection is never empty in between, whether the server adds lines to those it has or replaces them.
        """
        calls: list[AddonCall] = []
        if is_new or set(after.lines) - set(before.lines):
            both = {*after.lines, *(before.lines if top.picking == "any" else ())}
            lines = tuple(line for line in self.tree.quantities if line in both)
            below = (extra.key.child_id for extra in top.walk())
            children = tuple(child for child in below if child in after.children)
            calls.append(AddAddon(top.key.addon_id, lines, children))
        if top.picking != "any":
            return calls
        dropped = (line for line in before.lines if line not in after.lines)
        return calls + [RemoveAddon(top.key.addon_id, line_item_id=line) for line in dropped]

    def _change(self, calls: Iterable[AddonCall], after: Choice, wished: Extra) -> AddonChange:
        before = self.tree.chosen
        touched = [key for key in {**before, **after} if before.get(key) != after.get(key)]
        old = [self._cost(key, before[key], told=True) for key in touched if key in before]
        new = [self._cost(key, after[key], told=False) for key in touched if key in after]
        cost = self.tree.add([*new, *(None if price is None else -price for price in old)])
        total = self.tree.addon_total
        if total is None:
            total = self.tree.add(self._cost(key, picked, told=True) for key, picked in before.items())
        now = self.tree.all_chosen(after)
        was = self.tree.all_chosen(before)
        return AddonChange(
            calls=tuple(calls),
            chooses=tuple(x for x in now if x is not wished and not is_chosen(x.key, before)),
            unselects=tuple(x for x in was if x is not wished and not is_chosen(x.key, after)),
            cost=cost,
            addon_total=self.tree.add([total, cost]),
            chosen=after,
        )

    def _cost(self, addon_id: str, picked: Picked, *, told: bool) -> Money | None:
        if told and addon_id in self.tree.told:
            return self.tree.told[addon_id]
        return self.tree.price(addon_id, picked)


def _reached(start: AddonKey, edges: Mapping[AddonKey, Iterable[AddonKey]]) -> set[AddonKey]:
    found = {start}
    waiting = [start]
    while waiting:
        for key in edges.get(waiting.pop(), ()):
            if key not in found:
                found.add(key)
                waiting.append(key)
    return found


def _listed(names: list[str]) -> str:
    if len(names) > _MOST_NAMES:
        names = [*names[:_MOST_NAMES], "more"]
    return " and ".join([*([", ".join(names[:-1])] if names[:-1] else []), *names[-1:]])
