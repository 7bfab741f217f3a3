"""The lines that frame every screen: where one is, what was said last, and which keys do something now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from firmly_tui.tui.drawing import BAD, BOLD, DIM, FOCUS, GOOD, WARN, joined, plain, spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.screen import Screen


class TopBar(Widget):
    """Name, place, environment by word and by host, and what is in the carts."""

    DEFAULT_CSS = """
    TopBar { height: 1; background: $panel; padding: 0 1; }
    """
    place: reactive[str] = reactive("")
    """Where one is: the screen's title."""
    environment: reactive[str] = reactive("")
    """`SANDBOX`, `LIVE`, or `""` while the shop opens."""
    host: reactive[str] = reactive("")
    """Where the API is."""
    PLACING = {
        "": Content(""),
        "placing": plain("● placing", FOCUS),
        "asking": plain("! F5 asks you", WARN),
        "checking": plain("? checking", WARN),
    }
    placing: reactive[str] = reactive("")
    """Whether an order is being placed, as `Shop.placing` says it."""
    faults: reactive[str] = reactive("")
    """What goes wrong on purpose, in words; "" where nothing does."""
    carts: reactive[str] = reactive("")
    """What is in the carts, in words."""

    def render(self) -> Content:
        """The line."""
        left = Content.assemble(("firmly", FOCUS), "  ", (self.place, BOLD))
        width = self.content_size.width
        room = max(0, width - left.cell_length - 2)
        # One sees where one is and where money goes, whatever else has to give way: what is in the carts, from
        # its end, and then the name of the place.
        where = self._where()
        carts = _beginning(self.carts, room - where.cell_length - 2)
        return spread(left, joined([where, plain(carts)], "  "), width)

    def _where(self) -> Content:
        style = f"bold {WARN if self.environment == 'LIVE' else GOOD}"
        return joined(
            [
                self.PLACING[self.placing],
                plain(f"⚠ {self.faults}" if self.faults else "", WARN),
                plain(" ".join(filter(None, [self.environment, _ending(self.host)])), style),
            ],
            "  ",
        )


def _beginning(words: str, width: int) -> str:
    """As many parts of `2 carts · 5 items · $1,482.96` as fit: a part of an amount would be another amount."""
    parts = words.split(" · ")
    for kept in range(len(parts), 0, -1):
        shown = " · ".join(parts[:kept]) + (" …" if kept < len(parts) else "")
        if Content(shown).cell_length <= width:
            return shown
    return ""


def _ending(host: str, width: int = 30) -> str:
    """The host, or of a long one its end: that is the part that nobody but its owner can choose."""
    return host if len(host) <= width else f"…{host[1 - width :]}"


class Stepper(Widget):
    """The steps of a checkout: done ones marked, the present one bold.

    A number key or a click goes back to a done one, until the orders are being placed.
    """

    DEFAULT_CSS = """
    Stepper { height: 1; padding: 0 1; background: $surface; }
    """
    STEPS = ("Cart", "Address", "Delivery", "Add-ons", "Payment", "Done")
    PLACES = ("carts", "address", "delivery", "addons", "review")
    """Where the steps are taken."""

    present: reactive[int] = reactive(0)
    """The step one is at, from 0."""
    taken: reactive[int] = reactive(0)
    """How many steps one has come to; whoever goes back has been further than `present`."""
    UNDECIDED = 2
    undecided: reactive[bool] = reactive(False)
    """Whether something is still to choose of the delivery."""

    def __init__(self, present: int) -> None:
        super().__init__()
        self.set_reactive(Stepper.present, present)

    def on_mount(self) -> None:
        """The steps are no underlined links."""
        self.auto_links = False

    @staticmethod
    def done(present: int, taken: int) -> list[int]:
        """The steps to which one can go back, from 0."""
        return [index for index in range(max(present, taken - 1)) if index != present]

    def render(self) -> Content:
        """The line."""
        parts: list[Content] = []
        done = self.done(self.present, self.taken)
        for index, name in enumerate(self.STEPS):
            if index in done:
                is_open = index == self.UNDECIDED and self.undecided
                part = Content.assemble(("! ", WARN) if is_open else ("✓ ", GOOD), (name, DIM))
                parts.append(part.stylize(f"@click=app.step({index + 1})"))
            elif index == self.present:
                parts.append(Content.assemble((f"{index + 1} ", FOCUS), (name, BOLD)))
            else:
                parts.append(plain(f"{index + 1} {name}", DIM))
        return Content.styled(" ─ ", DIM).join(parts)


class NoticeLine(Widget):
    """What happened last, in a sentence; a second, dim line is for those who explore."""

    @dataclass
    class Say(Message):
        """A widget has something to say above the keys; `kind` as in `say`."""

        text: str
        kind: str = ""

    DEFAULT_CSS = """
    NoticeLine { height: auto; min-height: 1; max-height: 4; padding: 0 1; background: $background; }
    """
    STYLES = {"": "", "good": GOOD, "warn": WARN, "bad": BAD}
    SIGNS = {"": "", "good": "✓ ", "warn": "! ", "bad": "✕ "}

    sentence: reactive[Content] = reactive(Content(""), layout=True)
    """What is shown."""

    kind = ""
    """Of what kind the sentence is."""

    def say(self, text: str, kind: str = "", detail: str = "") -> None:
        """Show a sentence; `kind` is "", "good", "warn" or "bad"."""
        self.kind = kind if text else ""
        line = Content.assemble(
            (self.SIGNS[kind] if text else "", self.STYLES[kind]), (text, self.STYLES[kind])
        )
        if detail:
            line = Content.assemble(line, "\n", (detail, DIM))
        self.sentence = line

    def render(self) -> Content:
        """The sentence."""
        return self.sentence


class KeyBar(Widget):
    """The keys that do something now, at most seven; a click presses them."""

    DEFAULT_CSS = """
    KeyBar { height: 1; padding: 0 1; background: $panel; }
    """
    MOST = 7

    def on_mount(self) -> None:
        """Follow the focus."""
        self.auto_links = False
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_updated)

    def _bindings_updated(self, _: Screen[object]) -> None:
        if self.is_attached and self.screen.is_current:
            self.refresh()

    def _keys(self) -> Sequence[tuple[str, str, str]]:
        """(key, label, key to press) of each command to show, those nearest to the focus first."""
        found: dict[str, tuple[str, str, str]] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled:
                key = binding.key_display or self.app.get_key_display(binding)
                # Of several keys the first is shown, but rather a letter than a function key.
                if binding.action not in found or found[binding.action][0].startswith("f"):
                    found[binding.action] = (key, binding.description, binding.key)
        return list(found.values())[: self.MOST]

    def render(self) -> Content:
        """The line; keys that do not fit are left to the help."""
        width = self.content_size.width
        shown = Content("")
        for key, label, press in self._keys():
            item = Content.assemble((key, FOCUS), " ", label)
            item = item.stylize(f"@click=app.simulate_key({press!r})")
            longer = Content("   ").join([shown, item]) if shown else item
            if longer.cell_length > width:
                break
            shown = longer
        return shown
