"""What a choice of add-ons comes to, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmly_tui.tui.drawing import one_line, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firmly_tui.checkout import AddonChange, AddonKey, AddonRules, Extra
    from firmly_tui.models import LineItem, Money

MOST_NAMES = 3
PAIR = 2
MOST_VARIANT = 30
"""Cells of a variant beside its name."""


def named(extra: Extra) -> str:
    """An add-on's name, of a length that leaves room for a sentence around it."""
    return shortened(one_line(extra.name))


def line_name(line: LineItem, cart: Iterable[LineItem]) -> str:
    """`2 × Alder Sleeper Sofa`; one piece goes without its number.

    Where several lines of the cart have that name, their variants tell them apart: `Alder Sleeper Sofa (Navy)`.
    """
    name, variant = one_line(line.description), one_line(line.variant_description)
    same = [other for other in cart if one_line(other.description) == name]
    name = shortened(name or "This item")
    if variant and len(same) > 1:
        name = f"{name} ({shortened(variant, MOST_VARIANT)})"
    return f"{line.quantity} × {name}" if line.quantity > 1 else name


def listed(names: Iterable[str], most: int = MOST_NAMES) -> str:
    """`A, B and C`; of many the first few, and how many more."""
    words = list(names)
    if len(words) > most:
        words = [*words[: most - 1], f"{len(words) - most + 1} more"]
    return " and ".join([*([", ".join(words[:-1])] if words[:-1] else []), *words[-1:]])


def cost_in_words(cost: Money | None, *, before_tax: bool = False) -> str:
    """What a change adds to the cart: `+$4.99`, `−$40.00`; with `before_tax` the merchant adds tax to it."""
    if cost is None:
        return "the merchant tells the price when it is chosen"
    if cost.is_zero:
        return "no change of the price"
    return f"{'+' if cost.number > 0 else ''}{cost}{' before tax' if before_tax else ''}"


def foretell_choice(rules: AddonRules, extra: Extra, change: AddonChange, *, only: str = "") -> str:
    """What choosing an add-on brings and takes away; `only` names the one item that it is for."""
    if change.why_not:
        return f"{named(extra)} cannot be chosen: {_begun_small(change.why_not)}."
    adds = [f"adds {listed(map(named, change.chooses))} too"] if change.chooses else []
    subject = f"Choosing {named(extra)}" + (f" for {only} only" if only else "")
    return _sentence(subject, [*adds, *_given_up(rules, change)])


def foretell_removal(rules: AddonRules, extra: Extra, change: AddonChange) -> str:
    """What goes with an add-on."""
    return _sentence(f"Removing {named(extra)}", _given_up(rules, change, "also removes"))


def foretell_line(rules: AddonRules, extra: Extra, name: str, change: AddonChange, *, has: bool) -> str:
    """What it means to have an add-on for one more line of the cart, of this name, or for one less (`has`)."""
    if change.why_not and has:
        return f"It is the last item. Enter on {named(extra)} removes that altogether."
    if change.why_not or not rules.is_chosen(extra.key):
        return foretell_choice(rules, extra, change, only=name)
    verb = "Leaving out" if has else "Adding"
    return _sentence(f"{verb} {name}", _given_up(rules, change))


def needed_in_words(change: AddonChange, needs: Iterable[Extra]) -> str:
    """`needs White glove delivery — Enter adds both for $288.99`."""
    together = len(change.chooses) + 1
    words = "both" if together == PAIR else f"all {together}"
    cost = f" for {change.cost}" if change.cost is not None else ""
    return f"needs {listed(map(named, needs))} — Enter adds {words}{cost}"


def question(
    rules: AddonRules, key: AddonKey, change: AddonChange, gone: Iterable[Extra], *, before_tax: bool = False
) -> str:
    """What is asked before things go that were not pointed at."""
    wished = named(rules.tree.by_key[key])
    act = "Removing" if rules.is_chosen(key) else "Choosing"
    return (
        f"{act} {wished} also removes {listed(map(named, gone))}: {cost_in_words(change.cost, before_tax=before_tax)}. "
        f"Enter again does it, Escape leaves all as it is."
    )


def _given_up(rules: AddonRules, change: AddonChange, verb: str = "removes") -> list[str]:
    from firmly_tui.checkout.addon_wish import lost, replaced

    instead, gone = replaced(rules, change), lost(rules, change)
    return [
        *([f"replaces {listed(map(named, instead))}"] if instead else []),
        *([f"{verb} {listed(map(named, gone))}"] if gone else []),
    ]


def _sentence(subject: str, follows: list[str]) -> str:
    verbs = f" {', '.join(follows)}" if follows else ""
    return f"{subject}{verbs}"


def _begun_small(sentence: str) -> str:
    """A reason of the rules as a part of a sentence; names keep their capitals."""
    known = ("Needs ", "Covers ", "Cannot ", "Nothing ", "Choose ", "It ")
    return sentence[0].lower() + sentence[1:] if sentence.startswith(known) else sentence
