"""Explains a screen and lists its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from firmly_tui.tui.drawing import BOLD, DIM, FOCUS, one_line, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult

    from firmly_tui.checkout import SandboxControl, Shop
    from firmly_tui.tui.screens.base import FirmlyScreen

KEY_WIDTH = 17
TEXT_WIDTH = 50
SENT_FOR_ANOTHER = frozenset({"f23"})
"""Keys that no keyboard has: terminals send them for Shift and another one."""


class HelpScreen(ModalScreen[None]):
    """What one can do on the screen below."""

    CSS_PATH = "../styles/help.tcss"
    BINDINGS = [Binding("escape,q,enter,question_mark,f1", "close", "close")]
    AUTO_FOCUS = "#help"
    IS_ASIDE: ClassVar[bool] = True
    """Whether it only lies above a screen, so that the keys of the places lead out of it."""

    def __init__(self, about: FirmlyScreen[object], shop: Shop | None) -> None:
        super().__init__()
        self._about = about
        self._shop = shop

    def compose(self) -> ComposeResult:
        """One scrolling text."""
        with VerticalScroll(id="help") as scroll:
            scroll.border_subtitle = "^p finds every command by name. Escape closes this."
            yield Static(Content("\n").join(self._lines()), markup=False)
            yield Static(id="codes", markup=False)

    def on_mount(self) -> None:
        """At the carts of a sandbox, list its promo codes too."""
        if self._about.GO == "carts" and self._shop is not None and self._shop.control is not None:
            self._list_codes(self._shop, self._shop.control)

    @work(group="codes")
    async def _list_codes(self, shop: Shop, control: SandboxControl) -> None:
        from firmly_tui.client import FirmlyError

        try:
            codes = [found for found in await control.calls.inputs() if found.kind == "promo code"]
        except FirmlyError as error:
            self.query_one("#codes", Static).update(plain(f"\nNo promo codes: {error.sentence}", DIM))
            return
        filled = [entry.domain for entry in shop.hive.entries if entry.has_lines]
        # Those that can be tried right now come first.
        codes.sort(key=lambda found: found.merchant not in filled)
        lines = [Content(""), plain("Promo codes of the sandbox", BOLD)]
        for merchant in dict.fromkeys(found.merchant for found in codes):
            lines.append(plain(one_line(merchant), DIM))
            lines += [
                _entry(one_line(found.value), one_line(found.shows))
                for found in codes
                if found.merchant == merchant
            ]
        self.query_one("#codes", Static).update(Content("\n").join(lines))

    def _lines(self) -> Iterator[Content]:
        yield plain(self._about.PLACE, BOLD)
        yield plain(self._about.EXPLAINS)
        yield Content("")
        yield from self._keys()
        if self._shop is not None and self._shop.test_cards:
            yield Content("")
            yield plain("Test cards of the sandbox (any name, any date to come, any code)", BOLD)
            for number, meaning in self._shop.test_cards:
                yield _entry(number, meaning)

    def _keys(self) -> Iterator[Content]:
        """Each command once, with all its keys."""
        keys: dict[str, list[str]] = {}
        explained: dict[str, str] = {}
        for active in self._about.active_bindings.values():
            binding = active.binding
            if binding.tooltip:
                explained.setdefault(binding.action, binding.tooltip)
                if binding.key in SENT_FOR_ANOTHER:
                    continue
                shown = binding.key_display or self.app.get_key_display(binding)
                if shown not in keys.setdefault(binding.action, []):
                    keys[binding.action].append(shown)
        for action, sentence in explained.items():
            yield _entry(" ".join(keys[action]), sentence)

    def action_close(self) -> None:
        """Close the help."""
        self.dismiss()


def _entry(name: str, sentence: str) -> Content:
    """A key, and beside it what it does, in a column of its own."""
    indent = Content("\n" + " " * (KEY_WIDTH + 1))
    key = plain(name, FOCUS).truncate(KEY_WIDTH, pad=True)
    return Content.assemble(key, " ", indent.join(plain(sentence).wrap(TEXT_WIDTH)))
