"""Where money is real: the total has to be typed before the first order of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from firmly_tui.tui.commands import TYPED_AHEAD, command
from firmly_tui.tui.drawing import BOLD, WARN, amount_cell, count, one_line, plain, spread
from firmly_tui.tui.harmless import harmless
from firmly_tui.tui.widgets.field import Field, FieldBase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from firmly_tui.models import Cart, Money

WIDTH = 66
"""Cells of the words."""


class LiveTotalScreen(ModalScreen[bool]):
    """Shows where the orders go, to whom, and what they cost. True once every total was typed."""

    CSS_PATH = "../styles/live_total.tcss"
    AUTO_FOCUS = "Input"
    BINDINGS = [
        *TYPED_AHEAD,
        command("escape", "leave", "leave", "Order nothing."),
        command("ctrl+s,f8", "take", "place", "Place the orders, once the total is typed."),
    ]

    def __init__(self, host: str, carts: Sequence[Cart]) -> None:
        from firmly_tui.checkout.totals import totals

        super().__init__()
        self._host = host
        self._carts = carts
        self._totals = [found.total for found in totals(carts)]
        self._fields = [
            Field(f"total-{total.currency}", f"Type {total}", placeholder="as it is shown", max_length=30)
            for total in self._totals
        ]
        self._is_known = bool(self._fields) and all(cart.total is not None for cart in carts)

    def compose(self) -> ComposeResult:
        """What is bought for real, and a field for each currency."""
        with Vertical(id="live"):
            with VerticalScroll(id="live-words", can_focus=False):
                yield Static(self._words(), markup=False)
            yield from self._fields
            keys = (
                "Enter places the orders · "
                if self._is_known
                else "! A total is unknown, so nothing is sent · "
            )
            yield Label(f"{keys}Escape orders nothing", id="live-keys", markup=False)

    def on_mount(self) -> None:
        """Name it."""
        self.query_one("#live").border_title = Content("This is LIVE: what you order is bought")

    def _words(self) -> Content:
        lines = [
            Content.assemble(("LIVE ", f"{BOLD} {WARN}"), plain(harmless(self._host), BOLD)),
            plain(f"{count(len(self._carts), 'order')}, placed and paid for real:"),
        ]
        lines += [
            spread(plain(f"  {one_line(cart.name)}"), amount_cell(cart.total), WIDTH) for cart in self._carts
        ]
        lines += [spread(plain("Total", BOLD), amount_cell(total), WIDTH) for total in self._totals]
        return Content("\n").join([*lines, plain("Asked for once in a run, before its first order.", "dim")])

    @on(FieldBase.Edited)
    def _edited(self, event: FieldBase.Edited) -> None:
        event.stop()
        event.field.problem = ""

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        after = [field for field in self._fields if not field.value.strip()]
        if after and after[0].input is not event.input:
            after[0].focus_control()
        else:
            self.action_take()

    def action_take(self) -> None:
        """Place the orders, if every total is right; never what has none."""
        if not self._is_known:
            return
        wrong = [
            field
            for field, total in zip(self._fields, self._totals, strict=True)
            if not reads_as(field.value, total)
        ]
        for field in wrong:
            field.problem = "This is not the total. Nothing was sent." if field.value else "Type it first."
        if wrong:
            wrong[0].focus_control()
        elif self.is_current:
            # Not for a second Enter, which comes when this is closed already.
            self.dismiss(True)

    def action_leave(self) -> None:
        """Order nothing."""
        self.dismiss(False)


def reads_as(text: str, total: Money) -> bool:
    """Whether somebody who typed this meant the total: signs and separators do not matter, the digits do."""
    from firmly_tui.checkout.filters import AmountError, read_amount
    from firmly_tui.models.money import exponent

    digits = "".join(letter for letter in text if letter.isascii() and letter.isdigit())
    if digits and digits == "".join(letter for letter in str(total) if letter.isascii() and letter.isdigit()):
        return True
    try:
        return read_amount(text, exponent(total.currency)) == total.number
    except AmountError:
        return False
