"""Writes a tour of what somebody does in the app."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.widget import Widget
from textual.widgets import Input

from firmly_tui.tour import sight
from firmly_tui.tour.app import STYLES
from firmly_tui.tour.cards import card_name, looks_like_card
from firmly_tui.tour.script import ONWARD, Script
from firmly_tui.tour.stage import OwnStage
from firmly_tui.tui.app import FirmlyApp
from firmly_tui.tui.screens.sandbox_cards import SandboxCardsScreen
from firmly_tui.tui.widgets.card_form import CardForm

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from firmly_tui.checkout import Shop

CARD_KEYS = frozenset({"f7", "f12", "ctrl+o"})
"""What fills the card form in; the tour does that itself."""
EDITING = frozenset(
    {"backspace", "delete", "ctrl+u", "ctrl+k", "ctrl+w", "ctrl+h", "ctrl+d", "left", "right", "home", "end"}
)
OTHER_CARD = "# A card of your own was typed in here. A tour has only those of the sandbox."
SECRET = "# Something secret was typed in here, which is not kept. Type the sandbox's own code."  # noqa: S105 (a sentence)
HEAD = """\
# Recorded from what was done in the app. `firmly-tui tour --format` explains each line.
title {title}
size {size}

caption Say here what is shown, and add more captions where they belong.
"""


class RecordingApp(FirmlyApp):
    """The real app; what is pressed in it is written down. Nothing of a card is: only which test card it was."""

    CSS_PATH: ClassVar = list(STYLES)

    def __init__(
        self,
        opening: Callable[[], AbstractAsyncContextManager[Shop]],
        *,
        theme: str = "",
        report: Callable[[BaseException], str] | None = None,
    ) -> None:
        super().__init__(opening, theme=theme, report=report)
        self._script = Script()
        self._card = ""
        self._told_secret = False
        self.lines: list[str] = []
        """The steps, once the app has ended."""
        self.screen_size = (80, 24)

    async def on_event(self, event: events.Event) -> None:
        """Write down what is pressed and pasted, before anything comes of it."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self._pressed(event)
        elif isinstance(event, events.Paste) and not event.is_forwarded:
            self._typed(event.text.splitlines()[0] if event.text else "")
        await super().on_event(event)

    async def action_quit(self) -> None:
        """Keep what there is before leaving."""
        self.lines = self._script.end(self._seen())
        self.screen_size = tuple(self.size)
        await super().action_quit()

    def _seen(self) -> list[str]:
        return sight.lines(self)

    @property
    def _card_form(self) -> CardForm | None:
        return next((form for form in self.screen.query(CardForm) if form.display), None)

    def _pressed(self, event: events.Key) -> None:
        key, character = event.key, event.character
        form, focused = self._card_form, self.focused
        if key in ("ctrl+q", "ctrl+c") or isinstance(self.screen, SandboxCardsScreen):
            return
        if form is not None and key in CARD_KEYS:
            return
        if character and character.isprintable() and self._takes_text(key, character):
            self._typed(character)
            return
        if form is not None and focused is not None and form in focused.ancestors and key in EDITING:
            return
        if form is not None and key not in ("tab", "shift+tab"):
            self._name_card(form)
        self._told_secret = False
        if key not in ONWARD or self._does_something(key):
            self._script.press(key, self._seen())

    def _does_something(self, key: str) -> bool:
        active = self.screen.active_bindings.get(key)
        return active is not None and active.enabled

    def _takes_text(self, key: str, character: str) -> bool:
        """Whether a letter is typed here, and no command."""
        taken = self.focused.ancestors_with_self if self.focused is not None else ()
        return any(isinstance(node, Widget) and node.check_consume_key(key, character) for node in taken)

    def _typed(self, text: str) -> None:
        form, focused = self._card_form, self.focused
        if form is not None and focused is not None and form in focused.ancestors:
            return
        if isinstance(focused, Input) and focused.password:
            if not self._told_secret:
                self._script.add(SECRET, self._seen())
            self._told_secret = True
        elif text:
            self._script.type(text, self._seen())

    def _name_card(self, form: CardForm) -> None:
        """Write down which test card is in the form, once it is complete."""
        from firmly_tui.checkout.card import digits

        if form.is_blank or form.problems():
            self._card = ""
            return
        name = card_name(digits(form.query_one("#input-number", Input).value))
        if self._card == (name or OTHER_CARD):
            return
        self._card = name or OTHER_CARD
        if not name:
            self._script.add(OTHER_CARD, self._seen())
        self._script.add(f"card {name or 'approved'}", self._seen())


def record(
    path: Path, *, theme: str = "", report: Callable[[BaseException], str] | None = None
) -> tuple[int, int]:
    """Have the app used in the terminal, and write the tour; the exit code, and how many steps it has."""
    with tempfile.TemporaryDirectory(prefix="firmly-tui-") as home:
        stage = OwnStage(Path(home), lively=True, knows_address=False)
        app = RecordingApp(stage.opening, theme=theme, report=report)
        # A click cannot be told as a key.
        app.run(mouse=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(as_tour(app, path.stem), encoding="utf-8")
    return app.return_code or 0, len(app.lines)


def as_tour(app: RecordingApp, name: str) -> str:
    """The text of the tour."""
    width, height = app.screen_size
    head = HEAD.format(title=name.replace("-", " "), size=f"{width}x{height}")
    lines = [
        "# Left out: this looked like the number of a card." if looks_like_card(line) else line
        for line in app.lines
    ]
    return head + "\n".join(lines) + "\n"
