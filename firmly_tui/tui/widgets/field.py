"""Labelled inputs that say below themselves what is wrong with what was filled in."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING
from unicodedata import combining, normalize

from textual import on
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Label, Select
from textual.widgets._select import (
    SelectCurrent,
    SelectOverlay,
)  # (Textual exports no names for a list's parts.)
from textual.widgets.option_list import Option
from textual.widgets.select import NoSelection

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType
    from textual.app import ComposeResult
    from textual.events import Key, Paste
    from textual.widget import Widget

FRAME_ABOVE, FRAME_BELOW = 2, 2
"""Lines of the screen that an open list leaves alone: title and steps, what is said and the keys."""
MOST_SHOWN = 12
"""Lines of an open list."""
ENOUGH = 5
"""Lines for which a list stands below its field."""


class QuietInput(Input):
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


class TypingSelect(Select[str]):
    """A list that opens as soon as one types, and shows what fits what was typed, which stands above it.

    What is typed before the open list has got the focus comes here all the same.
    """

    DEFAULT_CSS = """
    TypingSelect > SelectOverlay { border: none; padding: 0 1; background: $panel; }
    """

    _everything: list[tuple[RenderableType, str | NoSelection]]
    _typed = ""

    def _setup_variables_for_options(self, options: Iterable[tuple[RenderableType, str]]) -> None:
        super()._setup_variables_for_options(options)
        self._everything = list(self._options)
        self._typed = ""

    def check_consume_key(self, key: str, character: str | None = None) -> bool:  # noqa: ARG002
        """Letters are for searching here, not commands."""
        return character is not None and character.isprintable()

    def on_key(self, event: Key) -> None:
        """Open, and narrow the list down; choose what is marked."""
        if event.is_printable and event.character:
            if event.character == " " and not self.expanded:
                return
            self._narrow(self._typed + event.character)
        elif self.expanded and event.key == "backspace":
            self._narrow(self._typed[:-1])
        elif self.expanded and event.key == "enter":
            self._take()
        else:
            return
        event.stop()
        event.prevent_default()

    def _narrow(self, typed: str) -> None:
        """Show what fits, the best first; everything where nothing is typed."""
        if not self.expanded:
            self.action_show_overlay()
        self._typed = typed
        self._options = _fitting(self._everything, typed) if typed.strip() else list(self._everything)
        self._setup_options_renderables()
        overlay = self.query_one(SelectOverlay)
        overlay.select(0 if self._options else None)
        if not self._options:
            overlay.add_option(Option("nothing is called so", disabled=True))
        self.query_one(SelectCurrent).update(f"{typed}▏")
        self._make_room()

    def _take(self) -> None:
        """Choose what is marked, and close."""
        marked = self.query_one(SelectOverlay).highlighted
        if marked is not None and marked < len(self._options):
            self.value = self._options[marked][1]
            self.expanded = False
            self.focus()

    def watch_expanded(self, expanded: bool) -> None:
        """Closed, it shows what is chosen, and has everything to offer again."""
        if expanded:
            self._make_room()
            return
        self._typed = ""
        self._options = list(self._everything)
        if not self.is_mounted:
            return
        self._setup_options_renderables()
        chosen = next((label for label, value in self._options if value == self.value), "")
        self.query_one(SelectCurrent).update(str(chosen) if not self.is_blank() else self.NULL)

    def _make_room(self) -> None:
        """Have the list above the keys, or above the field where there is more room."""
        overlay, top = self.query_one(SelectOverlay), self.region.y
        below = self.screen.size.height - FRAME_BELOW - top - 1
        room = max(1, below if below >= min(ENOUGH, top - FRAME_ABOVE) else top - FRAME_ABOVE)
        height = min(max(1, len(self._options)), MOST_SHOWN, room)
        overlay.styles.max_height = height
        overlay.styles.offset = (0, 0 if room == max(1, below) else -height - 1)


def _fitting(
    options: Iterable[tuple[RenderableType, str | NoSelection]], typed: str
) -> list[tuple[RenderableType, str | NoSelection]]:
    """Those with what was typed in their name, or for their code: first those that begin with it."""
    wanted = _plainly(typed.strip())
    found: list[tuple[int, tuple[RenderableType, str | NoSelection]]] = []
    for option in options:
        name, code = _plainly(str(option[0])), option[1]
        if isinstance(code, NoSelection):
            continue
        if name.startswith(wanted) or code.casefold() == wanted:
            found.append((0, option))
        elif f" {wanted}" in name:
            found.append((1, option))
        elif wanted in name:
            found.append((2, option))
    return [option for _, option in sorted(found, key=itemgetter(0))]


def _plainly(text: str) -> str:
    """The letters without their accents, all small: `Åland` is found by `al`."""
    parts = normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not combining(sign))


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
