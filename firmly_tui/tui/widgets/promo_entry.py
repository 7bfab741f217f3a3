"""A line to type promo codes into, for one merchant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.binding import Binding
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label

from firmly_tui.tui.commands import ActsAtOnce
from firmly_tui.tui.drawing import one_line, plain, shortened

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from textual import events
    from textual.app import ComposeResult

    from firmly_tui.checkout import MerchantCart

MOST = 400
"""How long the text can be: ten codes of any length that is heard of."""


class CodesInput(ActsAtOnce, Input):
    """Takes codes that are pasted one below the other, too."""

    def on_paste(self, event: events.Paste) -> None:
        """Put them behind one another."""
        event.text = one_line(event.text)


class PromoEntry(Horizontal):
    """Asks for one or several codes; hidden while nobody is asked.

    What is typed and not given is in `drafts`, by merchant and by the code that it is to correct.
    """

    DEFAULT_CSS = """
    PromoEntry {
        display: none;
        height: 1;
        padding: 0 1;
        background: $panel;
        & > Label { width: auto; max-width: 50%; color: $text-muted; }
        & > Input { width: 1fr; }
    }
    """
    BINDINGS = [Binding("escape", "leave", "leave")]

    @dataclass
    class Typed(Message):
        """Codes were typed for a merchant; `corrects` is the refused one that they replace, `""` if none."""

        domain: str
        text: str
        corrects: str

    class Left(Message):
        """The shopper went away from it."""

    def __init__(self, drafts: MutableMapping[tuple[str, str], str]) -> None:
        super().__init__()
        self._domain = ""
        self._corrects = ""
        self._drafts = drafts

    def compose(self) -> ComposeResult:
        """The question, and the field."""
        yield Label(markup=False)
        yield CodesInput(
            compact=True,
            max_length=MOST,
            select_on_focus=False,
            placeholder="one or several, with spaces between them",
        )

    def ask(self, entry: MerchantCart, corrects: str = "") -> None:
        """Ask for codes for this merchant, or for a refused one to be corrected."""
        self._domain, self._corrects = entry.domain, corrects
        what = f"In place of {shortened(corrects, 16)} at" if corrects else "Promo codes for"
        self.query_one(Label).update(plain(f"{what} {shortened(entry.name, 20)}  "))
        field = self.query_one(Input)
        field.value = self._drafts.get((entry.domain, corrects), corrects)
        field.cursor_position = len(field.value)
        self.display = True
        field.focus()

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        event.stop()
        self._drafts.pop((self._domain, self._corrects), None)
        self.display = False
        self.post_message(self.Typed(self._domain, event.value, self._corrects))

    @on(Input.Changed)
    def _keep(self, event: Input.Changed) -> None:
        """However one leaves, what was typed is there the next time."""
        event.stop()
        if self.display:
            self._drafts[self._domain, self._corrects] = event.value

    def action_leave(self) -> None:
        """Go back to the list; what was typed is there the next time."""
        self.display = False
        self.post_message(self.Left())
