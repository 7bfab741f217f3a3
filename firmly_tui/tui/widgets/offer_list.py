"""The add-ons that merchants offer: a tree by what they are for, with what is chosen of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from textual.content import Content
from textual.geometry import Region

from firmly_tui.tui.commands import command
from firmly_tui.tui.drawing import (
    BAD,
    BOLD,
    DIM,
    MONEY_DUE,
    WARN,
    amount_cell,
    joined,
    one_line,
    plain,
    spread,
)
from firmly_tui.tui.offer_words import PAIR, line_name, listed, needed_in_words
from firmly_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterator, Sequence

    from firmly_tui.checkout import AddonChange, AddonKey, AddonRules, Extra, MerchantCart
    from firmly_tui.models import Cart, LineItem

TITLES = {
    "order": "For the whole order",
    "group": "For items together",
    "item": "For single items",
    "gone": "No longer offered",
}
"""What stands above the offers of a place, in this order."""

INDENT = 4
MARK = 4
MOST_LINES = 3
"""Lines of one note; all of it is in the details."""
LEAST_WIDTH = 20

OfferId = tuple[str, "AddonKey"]
"""A merchant's domain, and which of its add-ons."""


@dataclass(frozen=True, eq=False)
class OfferRow:
    """A merchant's title (`kind` is `merchant`), a title or remark (`text`), an offer, or a line it can be for."""

    kind: Literal["merchant", "text", "offer", "line"]
    entry: MerchantCart
    text: Content = field(default_factory=lambda: Content(""))
    rules: AddonRules | None = None
    extra: Extra | None = None
    line: LineItem | None = None
    depth: int = 0
    change: AddonChange | None = None
    """What choosing the offer would come to, where it is not chosen."""
    waits: bool = False
    """Whether the merchant is being asked for it."""

    heights: dict[int, int] = field(default_factory=dict[int, int], repr=False)
    """How many lines it takes, by width."""

    @property
    def offer_id(self) -> OfferId | None:
        """Which add-on the row is of."""
        return (self.entry.domain, self.extra.key) if self.extra else None


class OfferList(RowList[OfferRow]):
    """Offers as radio buttons where they exclude one another, else as check boxes; below them what they need."""

    HEIGHT = 0
    BINDINGS = [
        command("enter,space", "choose", "choose", "Choose what is under the cursor, or give it up."),
        command("right", "fold(False)", "items", "Show the items that an offer can be for.", shown_as="→"),
        command("left", "fold(True)", "close", "Hide the items of an offer again.", shown_as="←"),
    ]

    @dataclass
    class Folded(RowList.ListMessage):
        """The items of the offer under the cursor are to be shown, or with `fold` hidden."""

        fold: bool

    @property
    def _text_width(self) -> int:
        """Cells of a row, whether there is a scroll bar or not: its height must not depend on that."""
        return max(LEAST_WIDTH, self.size.width - 2)

    def row_height(self, row: OfferRow) -> int:
        """A blank line stands above each merchant; offers have as many lines as their texts need."""
        if row.kind == "merchant":
            return 2
        if row.kind == "line":
            return 1
        width = self._text_width
        if width not in row.heights:
            is_text = row.kind == "text"
            row.heights[width] = len(_text(row, width)) if is_text else 1 + len(_notes(row, width))
        return row.heights[width]

    def row_selectable(self, row: OfferRow) -> bool:
        """The cursor rests on offers, and on the lines that they can be for."""
        return row.kind in ("offer", "line")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only an offer that can be for some of several items has items to show."""
        if action != "fold" or self.selected is None or self.selected.extra is None:
            return action != "fold"
        row, extra = self.selected, self.selected.extra
        if row.rules is None or not can_pick(extra):
            return False
        # Those of a chosen offer stay in sight.
        chosen = row.rules.is_chosen(extra.key)
        return not chosen and (row.kind == "line" or self._is_unfolded) == parameters[0]

    @property
    def _is_unfolded(self) -> bool:
        """Whether items stand below the offer under the cursor."""
        below = self.rows[self.cursor + 1 : self.cursor + 2]
        return any(row.kind == "line" for row in below)

    def watch_cursor(self, old: int, new: int) -> None:
        """What the keys do depends on the offer."""
        super().watch_cursor(old, new)
        self.refresh_bindings()

    def show(self, rows: Sequence[OfferRow], *, keep_cursor: bool = True) -> None:
        """Show these rows."""
        super().show(rows, keep_cursor=keep_cursor)
        self.refresh_bindings()

    def action_fold(self, fold: bool) -> None:
        """Show or hide the items that the offer under the cursor can be for."""
        if self.selected is not None:
            self.post_message(self.Folded(self, fold))

    @property
    def merchants(self) -> list[str]:
        """The domains of those whose offers stand here."""
        return list(dict.fromkeys(row.entry.domain for row in self.rows))

    def go_to_merchant(self, by: int) -> None:
        """Go to the first offer of the next merchant, or of the one before."""
        merchants, row = self.merchants, self.selected
        wanted = merchants.index(row.entry.domain) + by if row is not None else -1
        if not 0 <= wanted < len(merchants):
            return
        offers = (
            index
            for index, found in enumerate(self.rows)
            if found.kind == "offer" and found.entry.domain == merchants[wanted]
        )
        self.cursor = next(offers, self.cursor)

    def _reveal(self) -> None:
        """An offer brings the titles above it into sight too, and the items below it."""
        super()._reveal()
        if not 0 <= self.cursor < len(self.rows) or self.rows[self.cursor].kind != "offer":
            return
        first = last = self.cursor
        while first > 0 and self.rows[first - 1].kind in ("merchant", "text"):
            first -= 1
        while last + 1 < len(self.rows) and self.rows[last + 1].kind == "line":
            last += 1
        if self._starts[last + 1] - self._starts[first] > self.size.height:
            first = self.cursor
        top, end = self._starts[first], self._starts[last + 1]
        region = Region(0, top, 1, min(end - top, max(1, self.size.height)))
        self.scroll_to_region(region, animate=False, immediate=True)

    def row_refusal(self, row: OfferRow) -> str:
        """Why an offer cannot be chosen, even with all that it needs."""
        return row.change.why_not if row.change else ""

    def row_key(self, row: OfferRow) -> Hashable:
        """An offer is the same one by its merchant and its ids."""
        return (row.kind, row.entry.domain, row.extra and row.extra.key, row.line and row.line.line_item_id)

    def draw_row(self, row: OfferRow, width: int, selected: bool) -> Sequence[Content]:  # noqa: ARG002
        """The row's lines."""
        if row.kind == "merchant":
            return [Content(""), _merchant(row, width)]
        if row.kind == "text" or row.rules is None or row.extra is None:
            return _text(row, self._text_width)
        if row.line is not None:
            return [_line(row, row.rules, row.extra, row.line, width)]
        return [_offer(row, row.rules, row.extra, width), *_notes(row, self._text_width)]


def _merchant(row: OfferRow, width: int) -> Content:
    total = row.rules.tree.addon_total if row.rules else None
    state = plain("asking …", DIM) if row.entry.busy else Content("")
    left = Content.assemble(" ", joined([plain(one_line(row.entry.name), BOLD), state]))
    if total is None or total.is_zero:
        return spread(left, plain("no add-ons yet ", DIM), width)
    right = Content.assemble(plain("add-ons  ", DIM), amount_cell(total, style=MONEY_DUE), " ")
    return spread(left, right, width)


def _text(row: OfferRow, width: int) -> list[Content]:
    """A title or a remark, whole."""
    return [line.rstrip().pad_left(2) for line in row.text.wrap(max(LEAST_WIDTH, width - 2))]


def _offer(row: OfferRow, rules: AddonRules, extra: Extra, width: int) -> Content:
    chosen = rules.is_chosen(extra.key)
    name = plain(one_line(extra.name), BOLD if chosen else DIM if row.change and row.change.why_not else "")
    left = Content.assemble(
        " " * (2 + INDENT * row.depth), _mark(row, rules, extra), joined([name, _coverage(row, rules, extra)])
    )
    if row.waits:
        return spread(left, plain("asking … ", DIM), width)
    price = amount_cell(rules.price(extra.key), free=True, style=BOLD if chosen else "")
    return spread(left, Content.assemble(price, " "), width)


def _mark(row: OfferRow, rules: AddonRules, extra: Extra) -> str:
    chosen = rules.is_chosen(extra.key)
    if row.change is not None and row.change.why_not:
        return " ✕  "
    if rules.is_radio(extra.key):
        return "(•) " if chosen else "( ) "
    return "[x] " if chosen else "[ ] "


def _coverage(row: OfferRow, rules: AddonRules, extra: Extra) -> Content:
    """Which lines it is for, in short; all that is below an offer is for the same ones."""
    if extra.parent is not None:
        return Content("")
    must = plain("required" if extra.offer.required and not rules.is_chosen(extra.key) else "", WARN)
    possible, has = len(extra.lines), len(rules.lines(extra.key))
    words = ""
    if extra.picking == "all" and possible > 1:
        words = "both together" if possible == PAIR else f"all {possible} together"
    elif extra.picking == "any" and possible == 1:
        cart = row.entry.lines
        words = listed([line_name(line, cart) for line in cart if line.line_item_id in extra.lines])
    elif extra.picking == "any" and possible:
        words = f"{has} of {possible} items" if has else f"any of {possible} items"
    priced = "priced per item" if extra.is_priced_by_line and possible > 1 else ""
    return joined([must, plain(words, DIM), plain(priced, DIM)])


def _line(row: OfferRow, rules: AddonRules, extra: Extra, line: LineItem, width: int) -> Content:
    has = line.line_item_id in rules.lines(extra.key)
    words = joined([line_name(line, ()), plain(one_line(line.variant_description), DIM)], "  ")
    mark = "[x] " if has else "[ ] "
    left = Content.assemble(" " * (2 + INDENT * row.depth), plain("for ", DIM), mark, words)
    if row.waits:
        return spread(left, plain("asking … ", DIM), width)
    if not extra.is_priced_by_line:
        return spread(left, Content(""), width)
    price = amount_cell(rules.line_price(extra.key, line.line_item_id), free=True, style=DIM)
    return spread(left, Content.assemble(price, " "), width)


def _notes(row: OfferRow, width: int) -> list[Content]:
    """What stands below an offer: what it is, what it needs or why it cannot be had, and what the merchant refused."""
    if row.extra is None or row.rules is None:
        return []
    indent = 2 + INDENT * row.depth + MARK
    room = max(LEAST_WIDTH, width - indent)
    notes = [plain(one_line(row.extra.offer.description), DIM)]
    if row.change is not None and row.change.why_not:
        notes.append(plain(f"{one_line(row.change.why_not)}.", WARN))
    elif row.change is not None and (needs := row.rules.needs(row.extra.key)):
        notes.append(plain(needed_in_words(row.change, needs)))
    if refused := row.entry.addon_errors.get(row.extra.key):
        notes.append(plain(f"✕ {one_line(refused)}", BAD))
    lines = [line for note in notes if note for line in note.wrap(room)[:MOST_LINES]]
    return [line.pad_left(indent) for line in lines]


@dataclass(frozen=True, eq=False)
class _Made:
    """The rows of a merchant, and what they were made from."""

    entry: MerchantCart
    cart: Cart | None
    others: tuple[object, ...]
    rows: list[OfferRow]


class OfferRows:
    """Makes the rows of all merchants that offer something; where nothing is new they are the same as before."""

    def __init__(self) -> None:
        self._made: dict[str, _Made] = {}

    def rows(
        self,
        entries: Sequence[MerchantCart],
        *,
        unfolded: Collection[OfferId] = (),
        waiting: Collection[tuple[OfferId, str]] = (),
    ) -> list[OfferRow]:
        """The rows. Of `unfolded` offers the lines are shown before they are chosen.

        `waiting` are the offers, each with the line or `""`, that the merchants are being asked for.
        """
        self._made = {
            entry.domain: self._of(
                entry,
                frozenset(found for found in unfolded if found[0] == entry.domain),
                frozenset(found for found in waiting if found[0][0] == entry.domain),
            )
            for entry in entries
            if entry.has_addons
        }
        return [row for made in self._made.values() for row in made.rows]

    def _of(
        self,
        entry: MerchantCart,
        unfolded: frozenset[OfferId],
        waiting: frozenset[tuple[OfferId, str]],
    ) -> _Made:
        others = (entry.error, tuple(entry.addon_errors.items()), unfolded, waiting)
        made = self._made.get(entry.domain)
        is_same = made is not None and made.entry is entry and made.cart is entry.cart
        if made is not None and is_same and made.others == others:
            return made
        return _Made(entry, entry.cart, others, list(_entry_rows(entry, unfolded, waiting)))


def _entry_rows(
    entry: MerchantCart, unfolded: Collection[OfferId], waiting: Collection[tuple[OfferId, str]]
) -> Iterator[OfferRow]:
    from firmly_tui.checkout import AddonRules

    if entry.cart is None:
        return
    rules = AddonRules(entry.cart)
    yield OfferRow("merchant", entry, rules=rules)
    if entry.error is not None:
        yield OfferRow("text", entry, plain(f"✕ {one_line(entry.error.sentence)}", BAD))
    for place, title in TITLES.items():
        tops = [extra for extra in rules.extras if extra.place == place]
        if tops:
            yield OfferRow("text", entry, plain(title, DIM))
        for top in tops:
            yield from _tree_rows(entry, rules, top, 0, unfolded, waiting)


def _tree_rows(
    entry: MerchantCart,
    rules: AddonRules,
    extra: Extra,
    depth: int,
    unfolded: Collection[OfferId],
    waiting: Collection[tuple[OfferId, str]],
) -> Iterator[OfferRow]:
    from firmly_tui.checkout import choose_with_needs

    offer_id = (entry.domain, extra.key)
    change = None if rules.is_chosen(extra.key) else choose_with_needs(rules, extra.key)
    waits = (offer_id, "") in waiting
    yield OfferRow("offer", entry, rules=rules, extra=extra, depth=depth, change=change, waits=waits)
    if can_pick(extra) and (rules.is_chosen(extra.key) or offer_id in unfolded):
        for line in entry.lines:
            if line.line_item_id in extra.lines:
                waits = (offer_id, line.line_item_id) in waiting
                yield OfferRow(
                    "line", entry, rules=rules, extra=extra, line=line, depth=depth + 1, waits=waits
                )
    for child in extra.children:
        yield from _tree_rows(entry, rules, child, depth + 1, unfolded, waiting)


def can_pick(extra: Extra) -> bool:
    """Whether there are several lines of which some can be picked for an offer."""
    return extra.parent is None and extra.picking == "any" and len(extra.lines) > 1
