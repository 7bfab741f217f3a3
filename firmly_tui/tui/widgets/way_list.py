"""The ways in which each merchant can be paid, and what opens more of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from textual.content import Content

from firmly_tui.tui.choice_words import read_whole
from firmly_tui.tui.commands import command
from firmly_tui.tui.drawing import (
    BOLD,
    DIM,
    GOOD,
    MONEY_DUE,
    WARN,
    amount_cell,
    one_line,
    plain,
    shortened,
    spread,
)
from firmly_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from firmly_tui.checkout import MerchantCart, Payments, Way
    from firmly_tui.models import Cart

Kind = Literal["title", "text", "way", "unlock", "lock", "sign in", "paypal", "captcha"]

INDENT = 6
"""Cells before an explanation."""
SIGNED = 5
"""Cells before a sentence about a merchant, with its sign."""
NOTHING = Content("")


@dataclass(frozen=True)
class WayRow:
    """A way to pay, something to do about paying, or a line about the merchant."""

    kind: Kind
    domain: str
    words: Content
    explains: str = ""
    right: Content = NOTHING
    way: Way | None = None
    wallet: str = ""


class WayList(RowList[WayRow]):
    """Ways with radio buttons, by merchant; below them, what else can be done there."""

    HEIGHT = 0
    BINDINGS = [
        command(
            "enter,space", "choose", "choose", "Pay this way, or do what the line under the cursor says."
        ),
    ]

    def row_selectable(self, row: WayRow) -> bool:
        """What can be chosen or done."""
        return row.kind not in ("title", "text")

    def row_key(self, row: WayRow) -> Hashable:
        """A way by its name, an action by what it does; what is said about them may change."""
        return row.domain, row.kind, row.wallet, row.way.label if row.way else row.words.plain

    def begin_at(self, domain: str, way: Way | None) -> None:
        """Put the cursor onto this way of a merchant, else onto whatever can be done there, its name in sight."""
        rows = [(index, row) for index, row in enumerate(self.rows) if row.domain == domain]
        chosen = [index for index, row in rows if row.way is not None and row.way == way]
        choices = [index for index, row in rows if self.row_selectable(row)]
        if not choices:
            return
        self.cursor = next(iter([*chosen, *choices]))
        top = sum(map(self.row_height, self.rows[: rows[0][0]]))
        self.call_after_refresh(self.scroll_to, y=top, animate=False, immediate=True)

    def _explained(self, row: WayRow, width: int) -> list[Content]:
        room = max(20, width - INDENT - 2)
        return plain(row.explains, DIM).wrap(room) if row.explains else []

    def row_height(self, row: WayRow) -> int:
        """The line, and its explanation below it."""
        width = self.scrollable_content_region.width - 1
        spaced = row.kind == "title" and row is not self.rows[0]
        return spaced + len(_line(row, width)) + len(self._explained(row, width))

    def draw_row(self, row: WayRow, width: int, selected: bool) -> Sequence[Content]:  # noqa: ARG002
        """The line, and its explanation."""
        lines = _line(row, width)
        if row.kind == "title" and row is not self.rows[0]:
            lines.insert(0, NOTHING)
        return [*lines, *(Content.assemble(" " * INDENT, line) for line in self._explained(row, width))]


def _line(row: WayRow, width: int) -> list[Content]:
    """What the row says; a sentence about the merchant is read whole."""
    if row.kind == "text":
        return read_whole(row.words[:SIGNED], row.words[SIGNED:], NOTHING, width)
    return [spread(row.words, Content.assemble(row.right, " "), width)]


def way_rows(entries: Sequence[MerchantCart], payments: Payments) -> list[WayRow]:
    """Every merchant with something in its cart, and how it can be paid."""
    return [
        row
        for entry in entries
        if entry.cart and entry.has_lines
        for row in _merchant(entry, entry.cart, payments)
    ]


def _merchant(entry: MerchantCart, cart: Cart, payments: Payments) -> Iterator[WayRow]:
    from firmly_tui.checkout import NewCard, PayPal, is_answering, must_sign_in, no_way

    domain = entry.domain
    due = plain("answering …", WARN) if is_answering(entry) else amount_cell(cart.total, style=MONEY_DUE)
    yield WayRow("title", domain, plain(f" {one_line(entry.name)}", BOLD), right=due)
    if must_sign_in(cart):
        yield _text(domain, "! sells to customers who are signed in: sign in first")
        yield from _sign_in(domain, cart)
    # Nothing pays before one is signed in.
    ways, present = payments.ways(cart), None if must_sign_in(cart) else payments.way_for(cart)
    for way in ways:
        yield _way(domain, cart, way, way == present, payments)
        if isinstance(way, PayPal):
            yield _paypal(domain, cart, payments)
    if not ways and (sentence := one_line(no_way(cart))):
        yield _text(domain, f"! {sentence}")
    yield from _openers(domain, cart, payments)
    if payments.wants_captcha(domain) and any(isinstance(way, NewCard) for way in ways):
        given = (
            "is kept for the next order"
            if payments.captcha_token(domain)
            else "which the merchant's page gives"
        )
        yield _action("captcha", domain, "Captcha token …", given)


def _text(domain: str, words: str) -> WayRow:
    return WayRow("text", domain, plain(f"   {words}", WARN))


def _way(domain: str, cart: Cart, way: Way, chosen: bool, payments: Payments) -> WayRow:
    from firmly_tui.checkout import PayPal, SavedCard

    label = one_line(way.label)
    if isinstance(way, SavedCard):
        label = f"{label}, kept by {shortened(one_line(cart.name), 30)}"
    left = Content.assemble("   (•) " if chosen else "   ( ) ", plain(label, BOLD if chosen else ""))
    right = NOTHING
    if isinstance(way, PayPal):
        open_yet = plain("! not agreed yet", WARN) if chosen else plain("to be agreed to", DIM)
        right = plain("✓ agreed", GOOD) if payments.is_agreed(cart) else open_yet
    return WayRow("way", domain, left, one_line(way.explains), right, way)


def _paypal(domain: str, cart: Cart, payments: Payments) -> WayRow:
    if payments.is_agreed(cart):
        return _action("paypal", domain, "PayPal: agree anew …")
    begun = payments.paypal(cart)
    return _action("paypal", domain, "PayPal: go on …" if begun and begun.token else "PayPal: begin …")


def _openers(domain: str, cart: Cart, payments: Payments) -> Iterator[WayRow]:
    """What opens more ways: wallets, and the merchant's own customers."""
    from firmly_tui.checkout import must_sign_in, wallet_name, wallets_of

    for wallet in wallets_of(cart):
        name = wallet_name(wallet)
        if wallet in payments.unlocked:
            yield _action("lock", domain, f"Close {name}", "forgets its cards here", wallet)
        else:
            yield _action("unlock", domain, f"Unlock {name} …", "with a code by e-mail or phone", wallet)
    if not must_sign_in(cart):
        yield from _sign_in(domain, cart)


def _sign_in(domain: str, cart: Cart) -> Iterator[WayRow]:
    from firmly_tui.checkout import can_log_in

    if can_log_in(cart):
        name = shortened(one_line(cart.name), 30)
        yield _action("sign in", domain, f"Sign in at {name} …", "its saved cards can pay then")


def _action(kind: Kind, domain: str, words: str, note: str = "", wallet: str = "") -> WayRow:
    left = Content.assemble(("   →   ", DIM), words, (f"  {note}" if note else "", DIM))
    return WayRow(kind, domain, left, wallet=wallet)
