"""All that is known of one add-on, for reading before it is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive

from firmly_tui.tui.drawing import BOLD, DIM, FOCUS, WARN, joined, one_line, plain, price, spread
from firmly_tui.tui.harmless import harmless
from firmly_tui.tui.offer_words import line_name, listed, named
from firmly_tui.tui.widgets.fitted import Fitted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firmly_tui.checkout import AddonRules, Extra, MerchantCart
    from firmly_tui.tui.widgets.offer_list import OfferRow


class OfferDetails(Fitted):
    """Prices, the lines that it is for, what it needs and excludes, its whole text and its links."""

    row: reactive[OfferRow | None] = reactive(None, layout=True)
    """The offer, or one of its lines."""

    def draw(self, width: int) -> Content:
        """The text."""
        row = self.row
        if row is None or row.rules is None or row.extra is None:
            return Content("")
        return Content("\n").join([*_lines(row.entry, row.rules, row.extra, width)])


def _lines(entry: MerchantCart, rules: AddonRules, extra: Extra, width: int) -> Iterator[Content]:
    chosen = rules.is_chosen(extra.key)
    yield plain(one_line(extra.name), BOLD)
    state = plain("✓ chosen", FOCUS) if chosen else plain("not chosen", DIM)
    must = plain("required by the merchant" if extra.offer.required else "", WARN)
    yield joined([plain(one_line(entry.name), DIM), state, must])
    if extra.offer.description:
        yield Content("")
        yield plain(extra.offer.description)
    yield Content("")
    yield from _prices(entry, rules, extra, width)
    yield from _ties(rules, extra)
    if extra.offer.long_description:
        yield Content("")
        yield plain(extra.offer.long_description)
    if extra.offer.links:
        yield Content("")
    for number, link in enumerate(extra.offer.links, 1):
        yield Content.assemble((f"{number} ", FOCUS), (harmless(link), DIM))


def _prices(entry: MerchantCart, rules: AddonRules, extra: Extra, width: int) -> Iterator[Content]:
    by_line = extra.is_priced_by_line
    if extra.place == "gone":
        yield plain("The merchant no longer offers it.", WARN)
        return
    label = "Base price, an item" if by_line else "Price"
    yield spread(plain(label, DIM), plain(price(extra.offer.price, free=True)), width)
    if not extra.lines:
        yield plain(
            "for the whole order" if extra.picking == "none" else "nothing in the cart can have it", DIM
        )
        return
    together = extra.picking == "all" and len(extra.lines) > 1
    yield plain("for all of these together" if together else "for", DIM)
    has = rules.lines(extra.key) if rules.is_chosen(extra.key) else ()
    for line in entry.lines:
        if line.line_item_id in extra.lines:
            mark = "✓ " if line.line_item_id in has else "· "
            cost = rules.line_price(extra.key, line.line_item_id) if by_line else None
            amount = plain(price(cost, free=True)) if by_line else Content("")
            yield spread(Content.assemble(mark, line_name(line, entry.lines)), amount, width)


def _ties(rules: AddonRules, extra: Extra) -> Iterator[Content]:
    """What must be chosen before it, and what it takes the place of."""
    every = rules.tree.by_key.values()
    ids = {*extra.offer.requires_addon_ids}
    needs = [other for other in every if other.key.own_id in ids or other.key == extra.parent]
    group = extra.offer.exclusive_group_id
    instead = [
        other for other in every if group and other.offer.exclusive_group_id == group and other != extra
    ]
    if needs or instead:
        yield Content("")
    if needs:
        yield Content.assemble(("needs ", DIM), listed(map(named, needs)))
    if instead:
        yield Content.assemble(("instead of ", DIM), listed(map(named, instead)))
