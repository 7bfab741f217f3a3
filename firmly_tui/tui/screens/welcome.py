"""The first steps: what this is, where one is, and the keys to know."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from firmly_tui.tui.drawing import BOLD, DIM, FOCUS, GOOD, WARN, one_line, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult

    from firmly_tui.checkout import Shop

KEY_WIDTH = 12

KEYS = {
    "F1 or ?": "explains the screen you are on, and all its keys",
    "Ctrl+P": "finds everything you can do, by what you call it",
    "F3": "shows your carts, and checks out",
}
"""The keys that lead to all the others."""


class WelcomeScreen(ModalScreen[None]):
    """Lies over the screen where one begins; the app closes it with the first key."""

    CSS_PATH = "../styles/welcome.tcss"
    IS_WELCOME: ClassVar[bool] = True

    def __init__(self, shop: Shop) -> None:
        super().__init__()
        self._shop = shop

    def compose(self) -> ComposeResult:
        """One text; in its border its name, and how it is closed."""
        with Vertical(id="welcome") as frame:
            frame.border_title = "Welcome to firmly"
            frame.border_subtitle = "Enter begins · or just type what you want"
            yield Static(Content("\n").join(self._lines()), markup=False)

    def _lines(self) -> Iterator[Content]:
        yield Content("Search the goods of many merchants at once, fill a cart at each, and")
        yield Content("pay them all with one address and one card.")
        yield Content("")
        yield from self._where()
        yield Content("")
        for key, does in KEYS.items():
            yield Content.assemble(plain(key.ljust(KEY_WIDTH), FOCUS), does)
        yield Content("")
        yield plain("Where nothing is typed, c shows the carts and ? explains, too.", DIM)

    def _where(self) -> Iterator[Content]:
        """What is bought here, and whether it is real."""
        host = one_line(self._shop.host)
        if self._shop.environment == "LIVE":
            yield plain(f"You are LIVE at {host}.", f"bold {WARN}")
            yield Content.assemble("What you buy here is ", ("bought and paid for", BOLD), ".")
            yield Content("`firmly-tui --sandbox` lets you try everything for nothing.")
        else:
            yield plain("You are in the SANDBOX, on this machine.", f"bold {GOOD}")
            yield Content.assemble("Nothing is bought for real", (f" (server: {host})", DIM), ".")
            yield Content("Pay with one of its test cards: at the payment, Ctrl+O lists them.")

    def on_click(self) -> None:
        """A click closes it, too."""
        self.dismiss()
