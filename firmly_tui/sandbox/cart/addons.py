"""Choosing add-ons and taking them off again, as changes of a cart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from firmly_tui.sandbox.cart.basket import Basket, Edit
from firmly_tui.sandbox.cart.offers import Piece, clashes, eligible, is_offered, offer_of, settled, unmet
from firmly_tui.sandbox.cart.pricing import pieces_of
from firmly_tui.sandbox.documents import CartState, Selection
from firmly_tui.sandbox.errors import Problem, Refusal
from firmly_tui.sandbox.goods.catalog import Merchant
from firmly_tui.sandbox.goods.terms import Offer, every_offer


@dataclass(frozen=True, slots=True)
class Choice:
    """An add-on to choose; None keeps the lines or the children that are chosen already."""

    addon_id: str
    line_item_ids: tuple[str, ...] | None = None
    child_ids: tuple[str, ...] | None = None


def chosen(choices: Sequence[Choice]) -> Edit:
    """Choose add-ons, all or none of them; one that is chosen already is changed (firmly docs: Add Addon V2).

    Raises Refusal: an add-on that is not known, lines that are not in the cart, or a rule that would be broken.
    """

    def edit(basket: Basket) -> CartState:
        offers = basket.merchant.terms.addons
        pieces = pieces_of(basket.merchant, basket.state)
        selections = list(settled(offers, basket.state.addons, pieces))
        for choice in choices:
            offer = _known(basket.merchant, choice.addon_id)
            old = _selection_of(selections, choice.addon_id)
            new = _selection(offer, choice, old, pieces)
            selections = [found for found in selections if found is not old] + [new]
        _check_rules(offers, selections)
        return _with_addons(basket.state, settled(offers, selections, pieces))

    return edit


def removed(addon_id: str, line_item_id: str | None = None, child_id: str | None = None) -> Edit:
    """Take off an add-on, or one line or child of it. What needs it goes with it.

    Raises Refusal for what is not known or not chosen (firmly docs: Remove Addon V2).
    """

    def edit(basket: Basket) -> CartState:
        offer = _known(basket.merchant, addon_id)
        offers, pieces = basket.merchant.terms.addons, pieces_of(basket.merchant, basket.state)
        selections = settled(offers, basket.state.addons, pieces)
        old = _selection_of(selections, addon_id)
        if old is None:
            raise _broken(f"{offer.name} is not chosen.")
        whole = line_item_id is None and child_id is None
        rest = [] if whole else [_reduced(offer, old, line_item_id, child_id)]
        kept = [new for found in selections for new in (rest if found is old else [found])]
        return _with_addons(basket.state, settled(offers, kept, pieces))

    return edit


def without_lost(merchant: Merchant, state: CartState) -> CartState:
    """Return a cart after its lines changed: without the add-ons of lines that are gone, and what needed them."""
    if not state.addons:
        return state
    return _with_addons(state, settled(merchant.terms.addons, state.addons, pieces_of(merchant, state)))


def _with_addons(state: CartState, selections: tuple[Selection, ...]) -> CartState:
    return state.model_copy(update={"addons": selections})


def _selection_of(selections: Sequence[Selection], addon_id: str) -> Selection | None:
    return next((found for found in selections if found.addon_id == addon_id), None)


def _known(merchant: Merchant, addon_id: str) -> Offer:
    offer = offer_of(merchant.terms.addons, addon_id)
    if offer is not None:
        return offer
    parent = next(
        (found for found in merchant.terms.addons if offer_of(found.children, addon_id) is not None), None
    )
    if parent is None:
        raise Refusal(Problem.ADDON_NOT_FOUND, f"{merchant.name} has no add-on {addon_id[:100]}.")
    raise _broken(f"This is an option of {parent.name}. Choose it together with {parent.name}.")


def _selection(offer: Offer, choice: Choice, old: Selection | None, pieces: Sequence[Piece]) -> Selection:
    if not is_offered(offer, pieces):
        raise _broken(f"{offer.name} is not offered for what is in the cart.")
    lines, children = choice.line_item_ids, choice.child_ids
    if old is not None:
        lines = old.line_item_ids if lines is None else lines
        children = old.child_ids if children is None else children
    _check_children(offer, children or ())
    return Selection(
        addon_id=offer.addon_id,
        line_item_ids=_lines(offer, lines or (), pieces),
        child_ids=tuple(child.addon_id for child in offer.children if child.addon_id in (children or ())),
    )


def _check_children(offer: Offer, child_ids: Sequence[str]) -> None:
    for child_id in child_ids:
        if offer_of(offer.children, child_id) is None:
            raise Refusal(Problem.ADDON_NOT_FOUND, f"{offer.name} has no option {child_id[:100]}.")


def _lines(offer: Offer, wanted: Sequence[str], pieces: Sequence[Piece]) -> tuple[str, ...]:
    """Return the lines that a selection covers, in the order of the cart."""
    possible = eligible(offer, pieces)
    unknown = set(wanted) - {piece.line_item_id for piece in pieces}
    if unknown:
        raise Refusal(Problem.INVALID_BODY, f"{min(unknown)[:100]} is no item of this cart.")
    if offer.scope == "CART":
        return ()
    if set(wanted) - set(possible):
        raise _broken(
            f"{offer.name} is not made for all of these items. Choose only those it is offered for."
        )
    if offer.coverage == "PREDEFINED_GROUP":
        if wanted and set(wanted) != set(possible):
            raise _broken(f"{offer.name} covers all of its items or none. Choose it for all of them.")
        return possible
    if not wanted:
        raise Refusal(Problem.INVALID_BODY, f"Choose the items that {offer.name} is for.")
    return tuple(name for name in possible if name in wanted)


def _check_rules(offers: Sequence[Offer], selections: Sequence[Selection]) -> None:
    for earlier, later in clashes(offers, selections):
        raise _broken(f"{later.name} does not go together with {earlier.name}. Remove {earlier.name} first.")
    names = {offer.addon_id: offer.name for offer in every_offer(tuple(offers))}
    for offer, wanted in unmet(offers, selections):
        raise _broken(f"{offer.name} needs {names[wanted]}. Choose {names[wanted]} as well.")


def _reduced(offer: Offer, old: Selection, line_item_id: str | None, child_id: str | None) -> Selection:
    """Return a selection without one of its lines or children; one without lines is dropped later."""
    if line_item_id is not None:
        if offer.coverage == "PREDEFINED_GROUP":
            raise _broken(f"{offer.name} covers all of its items or none. Remove it as a whole.")
        if line_item_id not in old.line_item_ids:
            raise _broken(f"{offer.name} is not chosen for this item.")
    if child_id is not None and child_id not in old.child_ids:
        raise _broken(f"This option of {offer.name} is not chosen.")
    return old.model_copy(
        update={
            "line_item_ids": tuple(name for name in old.line_item_ids if name != line_item_id),
            "child_ids": tuple(name for name in old.child_ids if name != child_id),
        }
    )


def _broken(sentence: str) -> Refusal:
    return Refusal(Problem.ADDON_CONSTRAINT, sentence)
