"""What a wish for an add-on comes to with all that it needs first: one change, foretold as a whole."""

from collections.abc import Iterable

from firmly_tui.checkout.addon_tree import AddonKey, Extra
from firmly_tui.checkout.addons import AddonChange, AddonRules


def choose_with_needs(rules: AddonRules, key: AddonKey, lines: Iterable[str] | None = None) -> AddonChange:
    """Choose an add-on as `AddonRules.choose` does, and before it what it needs.

    What is chosen before it is among `chooses`. Where all of it cannot be had, `why_not` is that of the add-on.
    """
    wanted = None if lines is None else tuple(lines)
    return _choose(rules, key, wanted, frozenset())


def replaced(rules: AddonRules, change: AddonChange) -> tuple[Extra, ...]:
    """Of what a change gives up, that which another one takes the place of."""
    now = rules.tree.all_chosen(change.chosen)
    groups = {extra.offer.exclusive_group_id for extra in now} - {""}
    return tuple(extra for extra in change.unselects if extra.offer.exclusive_group_id in groups)


def lost(rules: AddonRules, change: AddonChange) -> tuple[Extra, ...]:
    """Of what a change gives up, that which needed something that goes, and which nothing takes the place of."""
    keys = {extra.key for extra in replaced(rules, change)}
    return tuple(extra for extra in change.unselects if extra.key not in keys)


def _choose(
    rules: AddonRules, key: AddonKey, lines: tuple[str, ...] | None, asking: frozenset[AddonKey]
) -> AddonChange:
    alone = rules.choose(key, lines)
    if not alone.why_not or key in asking:
        return alone
    steps: list[AddonChange] = []
    after = rules
    for needed in rules.needs(key):
        if not after.is_chosen(needed.key):
            steps.append(_choose(after, needed.key, None, asking | {key}))
            after = after.after(steps[-1])
    last = after.choose(key, lines)
    return alone if last.why_not else _together(rules, key, [*steps, last])


def _together(rules: AddonRules, key: AddonKey, steps: list[AddonChange]) -> AddonChange:
    last = steps[-1]
    was = {extra.key: extra for extra in rules.tree.all_chosen(rules.tree.chosen)}
    now = {extra.key: extra for extra in rules.tree.all_chosen(last.chosen)}
    return AddonChange(
        calls=tuple(call for step in steps for call in step.calls),
        chooses=tuple(extra for found, extra in now.items() if found != key and found not in was),
        unselects=tuple(extra for found, extra in was.items() if found != key and found not in now),
        cost=rules.tree.add(step.cost for step in steps),
        addon_total=last.addon_total,
        chosen=last.chosen,
    )
