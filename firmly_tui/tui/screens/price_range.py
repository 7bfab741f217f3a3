"""Asks between which prices to search, and tells what such a bound means where there are several currencies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label

from firmly_tui.tui.commands import TYPED_AHEAD, command
from firmly_tui.tui.widgets.facets import amount_in_words
from firmly_tui.tui.widgets.field import Field, FieldBase

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from firmly_tui.checkout.filters import Filters
    from firmly_tui.checkout.market import Market

KEYS = "Enter searches · Tab · ^r any price · Esc leaves"


class PriceRangeScreen(ModalScreen["Filters | None"]):
    """From and to. Gives the filters with these prices, or `None` where all stays as it is."""

    CSS_PATH = "../styles/facets.tcss"
    AUTO_FOCUS = "Input"
    BINDINGS = [
        command("escape", "leave", "leave", "Leave the prices as they are."),
        command("enter,ctrl+s", "take", "search", "Search between these prices."),
        command("ctrl+r", "clear", "any price", "Search at any price."),
        *TYPED_AHEAD,
    ]

    def __init__(self, filters: Filters, market: Market) -> None:
        super().__init__()
        self._filters = filters
        self._market = market
        self._decimals = market.decimals(filters.merchants)

    def compose(self) -> ComposeResult:
        """Two fields, and what they mean."""
        with Vertical(id="facet"):
            with Horizontal():
                yield Field("least", "From", value=self._typed(self._filters.least), max_length=20)
                yield Field("most", "To", value=self._typed(self._filters.most), max_length=20)
            yield Label("", id="meaning", markup=False)
            yield Label(KEYS, id="hint", markup=False)

    def on_mount(self) -> None:
        """Say what the bounds mean."""
        self.query_one("#facet").border_title = Content("Price")
        self._explain()

    def _typed(self, number: int | None) -> str:
        """An amount as one would type it."""
        if number is None:
            return ""
        whole, part = divmod(number, 10**self._decimals)
        return f"{whole}.{part:0{self._decimals}}" if part else str(whole)

    def _read(self) -> tuple[int | None, int | None] | None:
        """What was typed; `None` where something is wrong, which its field then says."""
        from firmly_tui.checkout.filters import AmountError, read_amount

        read: list[int | None] = []
        fields = list(self.query(Field))
        for field in fields:
            field.problem = ""
            try:
                read.append(read_amount(field.value, self._decimals))
            except AmountError as error:
                field.problem = str(error)
        if len(read) < len(fields):
            return None
        least, most = read
        if least is not None and most is not None and least > most:
            fields[1].problem = "This is below the other."
            return None
        return least, most

    @on(FieldBase.Edited)
    def _explain(self) -> None:
        read = self._read()
        example = next((number for number in read or () if number is not None), 10 * 10**self._decimals)
        self.query_one("#meaning", Label).update(self._meaning(example))

    def _meaning(self, example: int) -> str:
        """In which currencies the bounds are taken."""
        domains = self._filters.merchants
        currency = self._market.currency(domains)
        if currency:
            whose = "the merchants that you chose" if domains else "all merchants met so far"
            return f"In {currency}, the currency of {whose}."
        alike = [amount_in_words(example, found) for found in self._market.currencies(domains) if found]
        first = (
            f"The server compares bare numbers and converts nothing: {' = '.join(alike)} to it. "
            if alike
            else ""
        )
        return f"{first}Choose merchants of one currency to compare like with like."

    @on(Input.Submitted)
    def action_take(self) -> None:
        """Search between these."""
        read = self._read()
        if read is None:
            next(field for field in self.query(Field) if field.problem).focus_control()
        else:
            self.dismiss(self._filters.priced(*read))

    def action_clear(self) -> None:
        """Search at any price."""
        self.dismiss(self._filters.without("price"))

    def action_leave(self) -> None:
        """Leave all as it is."""
        self.dismiss(None)
