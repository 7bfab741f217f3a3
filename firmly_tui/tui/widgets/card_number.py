"""The field for a card's number: grouped while one types, and dots as soon as one is elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.highlighter import Highlighter
from textual import on
from textual.message import Message

from firmly_tui.tui.drawing import count
from firmly_tui.tui.widgets.bars import NoticeLine
from firmly_tui.tui.widgets.field import Field, SecretInput

if TYPE_CHECKING:
    from rich.text import Text
    from textual.events import Paste

MOST_DIGITS = 19


class _Mask(Highlighter):
    """Draws the number as anybody may see it, unless it is being typed."""

    def __init__(self, field: NumberInput) -> None:
        self._input = field

    def highlight(self, text: Text) -> None:
        from firmly_tui.checkout.card import mask_number

        if not self._input.is_clear:
            text.plain = mask_number(text.plain)


class NumberInput(SecretInput):
    """Puts digits into the card's groups. It shows them only while it has the focus, and never to a picture."""

    class Full(Message):
        """Pasted digits had no room. What they were is not in the message."""

    def __init__(self, placeholder: str, id: str) -> None:  # noqa: A002
        super().__init__(placeholder=placeholder, highlighter=_Mask(self), compact=True, id=id)
        self.cursor_blink = False
        self._pictured = False

    @property
    def is_clear(self) -> bool:
        """Whether the digits are drawn as they are."""
        return self.has_focus and not self._pictured

    def hide_for_picture(self, *, hidden: bool) -> None:
        """Draw dots even while the number is being typed."""
        self._pictured = hidden
        self.refresh()

    def replace(self, text: str, start: int, end: int) -> None:
        """Change a part of the number; the cursor stays behind the digit that it is behind.

        Every key and every paste comes here.
        """
        from firmly_tui.checkout.card import digits, regroup

        start, end = sorted((max(0, start), min(len(self.value), end)))
        typed = self.value[:start] + text + self.value[end:]
        if len(digits(typed)) > MOST_DIGITS or not all(sign in "0123456789 -" for sign in text):
            self.restricted()
            return
        self.value, cursor = regroup(typed, start + len(text))
        self.cursor_position = cursor

    def on_paste(self, event: Paste) -> None:
        """Take the digits, whatever separates them where they were copied; a whole number replaces another."""
        from firmly_tui.checkout.card import check_number, digits

        event.stop()
        event.prevent_default()
        found = digits(event.text)
        if not found:
            self._say("There is no number in what you pasted.")
        elif len(found) > MOST_DIGITS:
            number = count(len(found), "digit")
            self._say(f"You pasted {number}; a card has {MOST_DIGITS} at most. Copy its number alone.")
        elif not check_number(found):
            self.replace(found, 0, len(self.value))
        elif len(digits(self.value)) - len(digits(self.selected_text)) + len(found) > MOST_DIGITS:
            self.post_message(self.Full())
            self._say(
                "What you pasted is not a whole card number, and there is no room for more. Empty the field first."
            )
        else:
            self.replace(found, *self.selection)

    def _say(self, sentence: str) -> None:
        self.post_message(NoticeLine.Say(sentence, "warn"))

    def action_delete_left(self) -> None:
        """Delete the digit before the cursor, not the space."""
        if self.selection.is_empty and self.value[: self.cursor_position].endswith(" "):
            self.cursor_position -= 1
        super().action_delete_left()

    def action_delete_right(self) -> None:
        """Delete the digit behind the cursor, not the space."""
        if self.selection.is_empty and self.value[self.cursor_position :].startswith(" "):
            self.cursor_position += 1
        super().action_delete_right()


class NumberField(Field):
    """The labelled field around it, which names the card's brand."""

    def __init__(self, name: str, label: str, *, placeholder: str = "") -> None:
        super().__init__(name, label)
        self.input = NumberInput(placeholder, f"input-{name}")

    @on(NumberInput.Full)
    def _full(self, event: NumberInput.Full) -> None:
        event.stop()
        self.problem = "Not pasted: the field is full."

    @property
    def value(self) -> str:
        """What was typed, in groups."""
        return self.input.value

    @value.setter
    def value(self, text: str) -> None:
        from firmly_tui.checkout.card import format_number

        self.input.value = format_number(text)
