"""Labelled inputs that say below themselves what is wrong with what was filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Label, Select

from firmly_tui.tui.commands import ActsAtOnce
from firmly_tui.tui.widgets.bars import NoticeLine
from firmly_tui.tui.widgets.typing_select import TypingSelect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.events import Paste
    from textual.widget import Widget
    from textual.widgets.select import NoSelection


class QuietInput(ActsAtOnce, Input):
    """An input whose messages do not show what was typed to a log of messages: it may be a card's."""

    IS_QUIET = True
    """Whether the keys that are pressed here are kept out of logs, too."""

    class Changed(Input.Changed):
        """What was typed changed."""

        def __repr__(self) -> str:
            return "Changed()"

    class Submitted(Input.Submitted):
        """Enter was pressed."""

        def __repr__(self) -> str:
            return "Submitted()"

    class Blurred(Input.Blurred):
        """The focus went elsewhere."""

        def __repr__(self) -> str:
            return "Blurred()"

    def on_paste(self, event: Paste) -> None:
        """Take what was copied without the blanks and line breaks around it."""
        event.text = event.text.strip()

    def replace(self, text: str, start: int, end: int) -> None:
        """Put a text in the place of another one, as much of it as fits. Every key and every paste comes here."""
        kept = len(self.value) - abs(end - start)
        if self.max_length and len(text) > self.max_length - kept:
            self.post_message(NoticeLine.Say(f"No more than {self.max_length} characters fit here.", "warn"))
            text = text[: max(0, self.max_length - kept)]
        super().replace(text, start, end)


class SecretInput(QuietInput):
    """A masked input whose text cannot be copied out of it."""

    def action_copy(self) -> None:
        """Copy nothing."""

    def action_cut(self) -> None:
        """Cut nothing."""

    def on_unmount(self) -> None:
        """Wipe what was typed, wherever the input stood."""
        self.set_reactive(Input.value, "")


class FieldBase(Vertical):
    """A label, something to fill in, and a line for the problem, which is always there so that nothing jumps."""

    DEFAULT_CSS = """
    FieldBase {
        height: 3;
        Label { color: $text-muted; }
        /* Only with a rule of its own is a field's label drawn anew when the focus comes or goes. */
        &:focus-within { height: 3; }
        &:focus-within .label { color: $primary; }
        Input, Select { height: 1; }
        .problem { color: $error; height: 1; text-overflow: ellipsis; text-wrap: nowrap; }
    }
    """

    @dataclass
    class Edited(Message):
        """What is filled in changed. The text itself is not in the message: it may be a card's."""

        field: FieldBase

        @property
        def control(self) -> FieldBase:
            """The field."""
            return self.field

    @dataclass
    class Left(Message):
        """The shopper went on to something else: time to check."""

        field: FieldBase

        @property
        def control(self) -> FieldBase:
            """The field."""
            return self.field

    def __init__(self, name: str, label: str) -> None:
        super().__init__(id=f"field-{name}", name=name)
        self._label = label
        self._problem = ""
        self.hint = ""
        """What stands below while nothing is wrong."""

    def compose(self) -> ComposeResult:
        """Label, control, problem."""
        yield Label(self._label, classes="label", markup=False)
        yield self.make_control()
        yield Label("", classes="problem", markup=False)

    def make_control(self) -> Widget:
        """What is filled in."""
        raise NotImplementedError

    @property
    def value(self) -> str:
        """What was filled in."""
        raise NotImplementedError

    def focus_control(self) -> None:
        """Go to what is filled in."""
        raise NotImplementedError

    @property
    def problem(self) -> str:
        """What is wrong, `""` when nothing is."""
        return self._problem

    @problem.setter
    def problem(self, sentence: str) -> None:
        self._problem = sentence
        self.set_class(bool(self.hint and not sentence), "-hinted")
        self.query_one(".problem", Label).update(f"✕ {sentence}" if sentence else self.hint)

    @property
    def label(self) -> str:
        """What the field is called."""
        return self._label

    @label.setter
    def label(self, text: str) -> None:
        self._label = text
        self.note("")

    def note(self, text: str) -> None:
        """Say something harmless beside the label, such as the card's brand."""
        self.query_one(".label", Label).update(f"{self._label}  {text}" if text else self._label)


class Field(FieldBase):
    """A line of text."""

    def __init__(
        self,
        name: str,
        label: str,
        *,
        value: str = "",
        placeholder: str = "",
        restrict: str | None = None,
        max_length: int = 120,
        secret: bool = False,
    ) -> None:
        super().__init__(name, label)
        self.input = (SecretInput if secret else QuietInput)(
            value,
            placeholder=placeholder,
            restrict=restrict,
            max_length=max_length,
            password=secret,
            compact=True,
            id=f"input-{name}",
        )
        self.input.cursor_blink = False

    def make_control(self) -> Input:
        """The input."""
        return self.input

    def focus_control(self) -> None:
        """Go to the input."""
        self.input.focus()

    @property
    def value(self) -> str:
        """What was typed."""
        return self.input.value

    @value.setter
    def value(self, text: str) -> None:
        self.input.value = text

    def on_unmount(self) -> None:
        """Wipe what was typed: it may be a card's."""
        self.input.set_reactive(Input.value, "")

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Edited(self))

    @on(Input.Blurred)
    def _blurred(self, event: Input.Blurred) -> None:
        event.stop()
        self.post_message(self.Left(self))


class SelectField(FieldBase):
    """A choice from a list that can be searched by typing. Its labels are ours, never a server's."""

    def __init__(self, name: str, label: str, choices: Sequence[tuple[str, str]], value: str = "") -> None:
        """`choices` are (label, value)."""
        super().__init__(name, label)
        self._choices = choices
        self._initial = value
        self._told = value

    def make_control(self) -> Select[str]:
        """The list."""
        return TypingSelect(
            self._choices,
            prompt="type to choose",
            value=self._known(self._initial),
            compact=True,
            type_to_search=False,
            id=f"input-{self.name}",
        )

    def focus_control(self) -> None:
        """Go to the list."""
        self._select.focus()

    @property
    def _select(self) -> Select[str]:
        return self.query_one(Select)

    def _known(self, value: str) -> str | NoSelection:
        return value if any(known == value for _, known in self._choices) else Select.NULL

    @property
    def value(self) -> str:
        """The value chosen, `""` if none is."""
        return self._select.selection or ""

    @value.setter
    def value(self, value: str) -> None:
        self._select.value = self._known(value)

    def offer(self, label: str, choices: Sequence[tuple[str, str]], value: str = "") -> None:
        """Offer other choices under another name."""
        self.label = label
        self._choices = choices
        with self.prevent(Select.Changed):
            self._select.set_options(self._choices)
            self.value = value
        self._told = self.value

    @on(Select.Changed)
    def _changed(self, event: Select.Changed) -> None:
        event.stop()
        # The list also posts this when it is filled for the first time.
        if self.value != self._told:
            self._told = self.value
            self.post_message(self.Edited(self))
