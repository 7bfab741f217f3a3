"""What add-ons mean for a cart: which lines an offer is for, which selections can stand, what they cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from firmly_tui.sandbox.documents import Selection
from firmly_tui.sandbox.goods.terms import Offer


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of a cart as add-ons see it: which goods, and how many of them."""

    line_item_id: str
    base_sku: str
    quantity: int


@dataclass(frozen=True, slots=True)
class PricedSelection:
    """A chosen add-on and what it costs in minor units; ``by_line`` adds up to that when it is per item."""

    selection: Selection
    offer: Offer
    price: int
    by_line: Mapping[str, int]


def is_offered(offer: Offer, pieces: Sequence[Piece]) -> bool:
    """Tell whether an add-on is offered for a cart."""
    present = {piece.base_sku for piece in pieces}
    complete = all(present.intersection(group) for group in offer.needs_goods)
    return complete and any(_is_for(offer, piece) for piece in pieces)


def eligible(offer: Offer, pieces: Sequence[Piece]) -> tuple[str, ...]:
    """Return the lines that an add-on is made for; none for one that covers the whole cart."""
    if offer.scope == "CART" or not is_offered(offer, pieces):
        return ()
    return tuple(piece.line_item_id for piece in pieces if _is_for(offer, piece))


def _is_for(offer: Offer, piece: Piece) -> bool:
    return not offer.goods or piece.base_sku in offer.goods


def offer_of(offers: Sequence[Offer], addon_id: str) -> Offer | None:
    """Return the offer of an id among ``offers``, not among their children; or None."""
    return next((offer for offer in offers if offer.addon_id == addon_id), None)


def settled(
    offers: Sequence[Offer], selections: Sequence[Selection], pieces: Sequence[Piece]
) -> tuple[Selection, ...]:
    """Return what is left of selections in a cart: lines that are gone are covered no more.

    A predefined group covers what belongs to it by now. A selection without lines goes, and so does all that
    needed it.
    """
    kept: list[Selection] = []
    for selection in selections:
        offer = offer_of(offers, selection.addon_id)
        if offer is None or not is_offered(offer, pieces):
            continue
        possible = eligible(offer, pieces)
        predefined = offer.coverage == "PREDEFINED_GROUP"
        lines = tuple(name for name in possible if predefined or name in selection.line_item_ids)
        if lines or offer.scope == "CART":
            names = {child.addon_id for child in offer.children}
            children = tuple(name for name in selection.child_ids if name in names)
            kept.append(selection.model_copy(update={"line_item_ids": lines, "child_ids": children}))
    return _with_what_they_need(offers, kept)


def _with_what_they_need(offers: Sequence[Offer], selections: Sequence[Selection]) -> tuple[Selection, ...]:
    """Drop what needs an add-on that is not chosen, until nothing does."""
    kept = list(selections)
    while True:
        lacking = {offer.addon_id for offer, _ in unmet(offers, kept)}
        if not lacking:
            return tuple(kept)
        kept = [
            found.model_copy(
                update={"child_ids": tuple(name for name in found.child_ids if name not in lacking)}
            )
            for found in kept
            if found.addon_id not in lacking
        ]


def unmet(offers: Sequence[Offer], selections: Sequence[Selection]) -> Iterator[tuple[Offer, str]]:
    """Give each chosen add-on with the id of one that it needs and that is not chosen."""
    chosen = chosen_offers(offers, selections)
    names = {offer.addon_id for offer in chosen}
    for offer in chosen:
        yield from ((offer, wanted) for wanted in offer.requires_addon_ids if wanted not in names)


def clashes(offers: Sequence[Offer], selections: Sequence[Selection]) -> Iterator[tuple[Offer, Offer]]:
    """Give each two chosen add-ons that exclude one another, the one chosen earlier first."""
    first: dict[str, Offer] = {}
    for offer in chosen_offers(offers, selections):
        if offer.exclusive_group_id is not None:
            earlier = first.setdefault(offer.exclusive_group_id, offer)
            if earlier is not offer:
                yield earlier, offer


def chosen_offers(offers: Sequence[Offer], selections: Sequence[Selection]) -> list[Offer]:
    """Return the offers that are chosen, each followed by its chosen children."""
    found: list[Offer] = []
    for selection in selections:
        offer = offer_of(offers, selection.addon_id)
        if offer is not None:
            found += [offer, *chosen_children(offer, selection)]
    return found


def chosen_children(offer: Offer, selection: Selection) -> list[Offer]:
    """Return the children of an offer that a selection holds."""
    return [child for child in offer.children if child.addon_id in selection.child_ids]


def priced(offer: Offer, selection: Selection, pieces: Sequence[Piece]) -> PricedSelection:
    """Return what a selection costs: once for a cart or a group, for each piece of each line otherwise."""
    children = chosen_children(offer, selection)
    if offer.coverage != "PER_ITEM":
        return PricedSelection(selection, offer, _price_of_one(offer, children, None), {})
    covered = [piece for piece in pieces if piece.line_item_id in selection.line_item_ids]
    by_line = {
        piece.line_item_id: _price_of_one(offer, children, piece.base_sku) * piece.quantity
        for piece in covered
    }
    return PricedSelection(selection, offer, sum(by_line.values()), by_line)


def line_prices(offer: Offer, pieces: Sequence[Piece], lines: Sequence[str]) -> dict[str, int]:
    """Return what an offer by itself costs for each of some lines."""
    return {
        piece.line_item_id: offer.prices.get(piece.base_sku, offer.price) * piece.quantity
        for piece in pieces
        if piece.line_item_id in lines
    }


def _price_of_one(offer: Offer, children: Sequence[Offer], base_sku: str | None) -> int:
    """Add up an offer and its children; a child of an exclusive group is a level in the offer's place."""
    levels = [child for child in children if child.exclusive_group_id is not None]
    extras = [child for child in children if child.exclusive_group_id is None]
    parts = [*(levels or [offer]), *extras]
    return sum(part.prices.get(base_sku, part.price) if base_sku else part.price for part in parts)
