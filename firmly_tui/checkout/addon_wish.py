"""What a wish for an add-on comes to with all that it needs first: one change, foretold as a whole."""

from collections.abc import Iterable
from typing import Final

from firmly_tui.checkout.addon_tree import AddonKey, Extra
from firmly_tui.checkout.addons import AddonChange, AddonRules

MOST_STEPS: Final = 40
"""How many add-ons one wish may come to; a merchant that sends longer chains does not hold the screen up."""


def choose_with_needs(rules: AddonRules, key: AddonKey, lines: Iterable[str] | None = None) -> AddonChange:
    """Choose an add-on as `AddonRules.choose` does, and before it what it needs, and what that needs.

    What is chosen before it is among `chooses`. Where all of it cannot be had, or is more than `MOST_STEPS`, `why_not`
    is that of the add-on.
    """
    wanted = None if lines is None else tuple(lines)
    alone = rules.choose(key, wanted)
    if not alone.why_not:
        return alone
    steps: list[AddonChange] = []
    after, asking = rules, [key]
    while asking:
        asked = asking[-1]
        step = after.choose(asked, wanted if asked == key else None)
        if step.why_not:
            needed = next((extra.key for extra in after.needs(asked)), None)
            # What needs itself in the end can never be chosen, nor can what needs it.
            if needed is None or needed in asking or len(asking) + len(steps) >= MOST_STEPS:
                return alone
            asking.append(needed)
            continue
        steps.append(step)
        after = after.after(step)
        asking.pop()
    return rules.combined(key, steps)


def replaced(rules: AddonRules, change: AddonChange) -> tuple[Extra, ...]:
    """Of what a change gives up, that which another one takes the place of."""
    now = rules.tree.all_chosen(change.chosen)
    groups = {extra.offer.exclusive_group_id for extra in now} - {""}
    return tuple(extra for extra in change.unselects if extra.offer.exclusive_group_id in groups)


def lost(rules: AddonRules, change: AddonChange) -> tuple[Extra, ...]:
    """Of what a change gives up, that which needed something that goes, and which nothing takes the place of."""
    keys = {extra.key for extra in replaced(rules, change)}
    return tuple(extra for extra in change.unselects if extra.key not in keys)
