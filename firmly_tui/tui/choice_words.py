"""What was chosen beside the goods, in words: for the last look before an order, and for its receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from firmly_tui.tui.delivery_words import chosen_day
from firmly_tui.tui.drawing import DIM, amount_cell, joined, one_line, plain, spread
from firmly_tui.tui.offer_words import line_name, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import tzinfo

    from firmly_tui.models import Cart, Shipment

NARROW = 20
"""The least columns that words have which are read whole."""


class Chosen(NamedTuple):
    """Something that was chosen, under a label, and what it costs where it has a price of its own."""

    label: str
    words: Content
    amount: Content = Content("")


def shipment_choices(cart: Cart, shipment: Shipment, zone: tzinfo | None) -> Iterator[Chosen]:
    """How a shipment gets to the shopper: sent by what, from which store, in which window, on which day and
    when, with which words.
    """
    from firmly_tui.checkout.delivery_choice import own_words

    if method := shipment.shipping_method:
        several = len(cart.shipments) > 1
        which = f"{cart.shipments.index(shipment) + 1} of {len(cart.shipments)}" if several else ""
        words = joined([plain(which, DIM), method.description or method.id, method.estimated_delivery])
        yield Chosen("Delivery", words, amount_cell(method.price, free=True, style=""))
    if place := shipment.selected_location:
        where = ", ".join(place.address.lines()[:2]) if place.address else ""
        option = shipment.pickup_option.name if shipment.pickup_option else ""
        named = [place.name or place.location_id, plain(one_line(option)), plain(one_line(where), DIM)]
        yield Chosen("Store", joined(named))
    if window := shipment.selected_window:
        yield Chosen("Window", plain(one_line(window.name or window.window_id)))
    if day := chosen_day(shipment, zone):
        yield Chosen("Day", day)
    if notes := one_line(own_words(shipment.notes)):
        yield Chosen("Notes", plain(notes))


def with_shipping(cart: Cart, chosen: Sequence[Chosen]) -> Iterator[Chosen]:
    """What was chosen, and what sending costs in all, paid hours with it: at the only method, else on its own."""
    in_all = amount_cell(cart.shipping_total, free=True, style="")
    by_method = [found for found in chosen if found.label == "Delivery"]
    for found in chosen:
        yield found._replace(amount=in_all) if by_method == [found] else found
    if len(by_method) != 1:
        yield Chosen("Delivery in all" if by_method else "Delivery", Content(""), in_all)


def coupon_words(cart: Cart) -> Content:
    """The promo codes of a cart."""
    return plain(one_line(", ".join(cart.coupons)))


def addon_words(cart: Cart) -> Content:
    """The names of the add-ons that were chosen, each with its goods where it could be for others too.

    `Shipping protection; Full coverage · Linden 3-Seat Sofa`
    """
    from firmly_tui.checkout.addon_tree import AddonKey, is_chosen, read_addons

    tree = read_addons(cart)
    said: list[str] = []
    separator = ", "
    for addon_id in tree.chosen:
        below = tree.by_key[AddonKey(addon_id)].walk()
        words = ", ".join(extra.name for extra in below if is_chosen(extra.key, tree.chosen))
        if some := tree.some_lines(addon_id):
            lines = (line for line in cart.line_items if line.line_item_id in some)
            words += f" · {listed((line_name(line, cart.line_items) for line in lines), most=len(some))}"
            separator = "; "
        said.append(words)
    return plain(one_line(separator.join(said)))


def read_whole(lead: Content, words: Content, right: Content, width: int) -> list[Content]:
    """As many lines as the words need behind `lead`, with `right` at the end of the first one."""
    first, *rest = words.wrap(max(NARROW, width - lead.cell_length - right.cell_length - 1)) or [words]
    below = [Content.assemble(" " * lead.cell_length, line) for line in rest]
    return [spread(Content.assemble(lead, first), right, width), *below]
