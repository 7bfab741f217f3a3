"""What any app does in which cards are typed: nothing of them is in a picture, a log, or left in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from firmly_tui.tui.commands import DONE
from firmly_tui.tui.styled_app import StyledApp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import SystemCommand
    from textual.message import Message
    from textual.screen import Screen

# Textual finds a handler by the name of the class, so these two are called as what they stand for.


class Paste(events.Paste):
    """Pasted text that is not in a log of messages: it may be a card's number."""

    def __repr__(self) -> str:
        return "Paste()"

    def __rich_repr__(self) -> Iterable[object]:
        return ()


class Key(events.Key):
    """A key that is not in a log of messages: it may be a digit of a card."""

    def __repr__(self) -> str:
        return "Key()"

    def __rich_repr__(self) -> Iterable[object]:
        return ()


class QuietApp(StyledApp):
    """An app that keeps cards to itself."""

    def post_message(self, message: Message) -> bool:
        """Make pasted text harmless before anything gets it: typing fields draw what they hold as it is.

        What is typed where a card is shown is kept out of logs.
        """
        if type(message) is events.Paste:
            from firmly_tui.models import untrusted

            message = Paste(untrusted(message.text))
        elif type(message) is events.Key and (self._shows_card or self._types_quietly):
            pressed, message = message.time, Key(message.key, message.character)
            message.time = pressed
        return super().post_message(message)

    def on_key(self, event: events.Key) -> None:
        """Do not do once more what a field did at once."""
        if getattr(event, DONE, False):
            event.prevent_default()

    @property
    def _shows_card(self) -> bool:
        return any(getattr(screen, "SHOWS_CARD", False) for screen in self.screen_stack)

    @property
    def _types_quietly(self) -> bool:
        """Whether the focus is in an input whose text is nobody's business, such as a security code's."""
        return any(getattr(screen.focused, "IS_QUIET", False) for screen in self.screen_stack)

    def export_screenshot(self, *, title: str | None = None, simplify: bool = False) -> str:
        """The screen as SVG; every picture comes from here. What is typed of a card is dots in it."""
        from firmly_tui.tui.widgets.card_form import CardForm
        from firmly_tui.tui.widgets.card_number import NumberInput
        from firmly_tui.tui.widgets.picture import PictureView

        hidden: list[NumberInput | CardForm | PictureView] = []
        for screen in self.screen_stack:
            hidden += [*screen.query(NumberInput), *screen.query(CardForm), *screen.query(PictureView)]
        for shown in hidden:
            shown.hide_for_picture(hidden=True)
        try:
            return super().export_screenshot(title=title, simplify=simplify)
        finally:
            for shown in hidden:
                shown.hide_for_picture(hidden=False)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette's own commands, without pictures of a screen that shows a card."""
        for found in super().get_system_commands(screen):
            if found.title == "Screenshot" and getattr(screen, "SHOWS_CARD", False):
                continue
            if found.title not in ("Keys", "Maximize", "Minimize", "Quit"):
                yield found
