"""The carts of all merchants, line by line; quantities are typed in their place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from firmly_tui.tui.asked import AskedTwice
from firmly_tui.tui.drawing import (
    BAD,
    BOLD,
    DIM,
    FOCUS,
    GOOD,
    MONEY_DUE,
    WARN,
    amount_cell,
    joined,
    one_line,
    plain,
    shortened,
    spread,
)
from firmly_tui.tui.widgets.cart_rows import CartRow, Remark, line_key
from firmly_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from textual import events

    from firmly_tui.checkout import MerchantCart, PromoCode
    from firmly_tui.models import LineItem

INDENT = 9
"""Cells before what stands below a line, so that it stands below its name."""
CODE = 12
"""Cells for the name of a promo code."""
DIGITS = 4
"""How long a typed quantity can be."""
UNKNOWN_WIDTH = 80


class CartList(RowList[CartRow]):
    """Merchants, their lines and promo codes, what they say, and what delivery costs.

    A digit begins to type a quantity for the line under the cursor, Enter sets it, every other key leaves it.
    """

    HEIGHT = 0

    @dataclass
    class Typing(RowList.ListMessage):
        """A quantity is being typed: what stands there now, None when that was left."""

        row: CartRow
        text: str | None

    @dataclass
    class ZeroTyped(RowList.ListMessage):
        """Enter was pressed on a zero: removing is asked for once, the next Enter does it."""

        row: CartRow

    @dataclass
    class QuantityTyped(RowList.ListMessage):
        """A quantity was set; 0 was asked for already."""

        row: CartRow
        quantity: int

    def __init__(self) -> None:
        super().__init__()
        self._typed: str | None = None
        self._asked = AskedTwice()

    # Typing

    async def on_key(self, event: events.Key) -> None:
        """Take digits, and what belongs to typing them."""
        row = self.selected
        digit = event.character or ""
        if row is None or row.line is None:
            return
        if len(digit) == 1 and digit in "0123456789":
            self._type(row, f"{self._typed or ''}{digit}"[:DIGITS])
        elif self._typed is None:
            return
        elif event.key == "backspace":
            self._type(row, self._typed[:-1])
        elif event.key == "enter":
            self._set(row)
        elif event.key == "escape":
            self._type(row, None)
        else:
            self._type(row, None)
            return
        event.stop()
        event.prevent_default()

    def _type(self, row: CartRow, text: str | None) -> None:
        self._typed = text
        self._asked.withdraw()
        self.redraw_row(self.cursor)
        self.post_message(self.Typing(self, row, text))

    def _set(self, row: CartRow) -> None:
        if not self._typed:
            self._type(row, None)
        elif int(self._typed) == 0 and not self._asked.confirmed(row.key):
            self.post_message(self.ZeroTyped(self, row))
        else:
            self.post_message(self.QuantityTyped(self, row, int(self._typed)))
            self._typed = None
            self.redraw_row(self.cursor)

    def on_blur(self) -> None:
        """What was typed and not set is left."""
        self._leave(self.cursor)

    def watch_cursor(self, old: int, new: int) -> None:
        """What was typed belongs to the row that was left."""
        self._leave(old)
        super().watch_cursor(old, new)

    def _leave(self, at: int) -> None:
        """Forget what was typed for the row at this index."""
        if self._typed is None or not 0 <= at < len(self.rows):
            return
        self._typed = None
        self._asked.withdraw()
        self.redraw_row(at)
        self.post_message(self.Typing(self, self.rows[at], None))

    def show(self, rows: Sequence[CartRow], *, keep_cursor: bool = True) -> None:
        """Show these rows; what is being typed stays, unless its line is gone. The cursor goes along to the line that
        came in place of its own.
        """
        before = self.selected
        super().show(rows, keep_cursor=keep_cursor)
        if keep_cursor and before is not None and before.line is not None:
            for line_item_id in before.entry.present([before.line.line_item_id]):
                self.go_to(line_key(before.entry.domain, line_item_id))
        after = self.selected
        if self._typed is not None and (before is None or after is None or before.key != after.key):
            self._typed = None
            self._asked.withdraw()

    # Rows

    def go_to(self, key: Hashable) -> None:
        """Put the cursor on the row with this key, if it is there."""
        found = (index for index, row in enumerate(self.rows) if row.key == key)
        self.cursor = next(found, self.cursor)

    def row_height(self, row: CartRow) -> int:
        """A blank line stands above each merchant, remarks below their line, as long as they are."""
        if row.is_title:
            return 2
        below = len(self._remarks(row.remarks, self._room)) if row.remarks else 0
        if row.promo is not None:
            return len(self._draw_promo(row, row.promo, self._room, self._room))
        return 1 + below if row.line is not None else below

    @property
    def _room(self) -> int:
        """Cells of a row, whether there is a scroll bar or not: its height must not depend on that."""
        return max(20, (self.size.width or UNKNOWN_WIDTH) - 2)

    def row_selectable(self, row: CartRow) -> bool:
        """The cursor rests on lines, on promo codes, and on what failed."""
        return row.line is not None or row.promo is not None or row.fails

    def row_key(self, row: CartRow) -> Hashable:
        """A row is the same one by its merchant and what it is about."""
        return row.key

    def draw_row(self, row: CartRow, width: int, selected: bool) -> Sequence[Content]:
        """The row's lines."""
        if row.is_title:
            return [Content(""), self._draw_title(row.entry, width)]
        if row.promo is not None:
            return self._draw_promo(row, row.promo, width, self._room)
        if row.line is not None:
            line = self._draw_line(row, row.line, width, selected)
            return [line, *self._remarks(row.remarks, self._room)] if row.remarks else [line]
        if row.amount is None:
            return self._remarks(row.remarks, self._room)
        (said,) = row.remarks
        left = Content.assemble(" " * INDENT, plain(said.text, said.style))
        return [
            spread(left, Content.assemble(amount_cell(row.amount, free=True, style=""), " "), width),
        ]

    @staticmethod
    def _remarks(remarks: Sequence[Remark], width: int) -> list[Content]:
        """Each sentence whole, on as many lines as it takes."""
        drawn: list[Content] = []
        for remark in remarks:
            first = f"{remark.sign} " if remark.sign else ""
            wrapped = Content(remark.text).wrap(max(10, width - INDENT - len(first) - 1))
            for number, part in enumerate(wrapped):
                lead = first if number == 0 else " " * len(first)
                drawn.append(plain(f"{' ' * INDENT}{lead}{part.plain.rstrip()}", remark.style))
        return drawn

    @staticmethod
    def _draw_title(entry: MerchantCart, width: int) -> Content:
        total = plain("not reachable   ", BAD)
        if entry.cart is not None:
            total = amount_cell(entry.cart.total, style=MONEY_DUE)
            total = plain("empty   ", DIM) if entry.cart.is_empty else total
        elif entry.error is None:
            total = plain("asking …   " if entry.busy else "empty   ", DIM)
        saving = plain("saving …" if entry.busy else "", DIM)
        left = joined([plain(shortened(entry.name), BOLD), health(entry), status(entry), saving])
        return spread(Content.assemble(" ", left), Content.assemble(total, " "), width)

    def _draw_line(self, row: CartRow, line: LineItem, width: int, selected: bool) -> Content:
        quantity = row.entry.quantity(line)
        pending = quantity != line.quantity
        number = f"− {quantity} +" if selected else f"{quantity} ×"
        style = BOLD if selected else ""
        if selected and self._typed is not None:
            number, style = f"[{self._typed}▏]", FOCUS
        name = joined([one_line(line.description), plain(one_line(line.variant_description), DIM)], "  ")
        mark = plain("◆", FOCUS) if row.marked else Content(" ")
        left = Content.assemble(mark, plain(f"{number:>6}  ", style), name)
        amount = plain("…   ", DIM) if pending else amount_cell(line.total, style="")
        return spread(left, Content.assemble(amount, " "), width)

    @staticmethod
    def _draw_promo(row: CartRow, promo: PromoCode, width: int, room: int) -> list[Content]:
        """What became of a code; `room` is the width for which its words are broken into lines."""
        amount = amount_cell(row.amount, style=GOOD) if row.amount is not None else Content("")
        lead = Content.assemble(
            ("  promo  ", DIM),
            plain(f"{shortened(promo.code, 30):{CODE}} ", BOLD if promo.state == "applied" else ""),
        )
        said, style = promo_outcome(promo)
        room = max(10, room - lead.cell_length - amount.cell_length - 3)
        first, *others = Content(said).wrap(room) or [Content("")]
        left = Content.assemble(lead, plain(first.plain.rstrip(), style))
        below = [plain(f"{' ' * (lead.cell_length + 2)}{part.plain.rstrip()}", style) for part in others]
        return [spread(left, Content.assemble(amount, " "), width), *below]


def promo_outcome(promo: PromoCode) -> tuple[str, str]:
    """What became of a code, in words with a sign, and how that is drawn."""
    reason = one_line(promo.reason)
    if promo.state == "applied":
        return (f"✓ applied, and stays: {reason}", WARN) if reason else ("✓ applied", GOOD)
    if promo.state == "idle":
        return f"! {reason or 'It takes nothing off for now.'}", WARN
    if promo.state == "sending":
        return "● asking …", DIM
    return f"✕ {reason or 'not taken'}", BAD


def health(entry: MerchantCart) -> Content:
    """How the merchant is, by word; nothing while that is not known."""
    signs = {"operational": ("", DIM), "degraded": ("! ", WARN), "outage": ("✕ ", BAD)}
    sign, style = signs.get(entry.health, ("", DIM))
    return plain(f"{sign}{shortened(one_line(entry.health), 20)}", style) if entry.health else Content("")


def status(entry: MerchantCart) -> Content:
    """Whether the merchant would take an order of the cart, by word."""
    if entry.cart is None or entry.cart.is_empty or not entry.cart.status:
        return Content("")
    words = shortened(one_line(entry.cart.status.replace("_", " ")).lower(), 24)
    return plain(words, DIM) if words == "active" else plain(f"! {words}", WARN)
