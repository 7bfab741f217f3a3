"""A small form over the scenarios: fields with their bounds, and what is wrong with them in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import ScreenResume
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from firmly_tui.client.errors import ApiError, FirmlyError
from firmly_tui.tui.commands import TYPED_AHEAD, command
from firmly_tui.tui.drawing import BAD, DIM, WARN, plain
from firmly_tui.tui.widgets.bounded_field import BoundedField
from firmly_tui.tui.widgets.field import Field, FieldBase, SelectField

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from textual.app import ComposeResult


BRACKETS = str.maketrans("[]", "()")


@dataclass(frozen=True, slots=True)
class Asked:
    """Something to fill in: what it is, within which bounds, and what stands there at first.

    With `fills` it is a list of (label, value), and what is chosen there goes into the field of that name.
    """

    name: str
    label: str
    limits: str = ""
    value: str = ""
    choices: Sequence[tuple[str, str]] = ()
    fills: str = ""


class Unusable(Exception):
    """What was filled in cannot be; the message is a sentence. `field` names where, "" for anywhere."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class ControlForm(ModalScreen[bool]):
    """Asks, applies, and closes with True; with False when it is left."""

    CSS_PATH = "../styles/scenarios.tcss"
    AUTO_FOCUS = "Input"
    BINDINGS = [
        command("escape", "leave", "leave", "Change nothing."),
        command("ctrl+s,f8", "take", "set", "Set it like this."),
        *TYPED_AHEAD,
    ]

    def __init__(
        self,
        title: str,
        about: str,
        asked: Sequence[Asked],
        apply: Callable[[Mapping[str, str]], Awaitable[None]],
        verb: str = "Set",
    ) -> None:
        """`apply` gets the values by name; it raises Unusable, or FirmlyError. Until it ends the form stays."""
        super().__init__()
        self._about = about
        self._asked = asked
        self._apply = apply
        self._verb = verb
        self._title = title
        self._busy = False
        self._is_done = False

    def compose(self) -> ComposeResult:
        """What it is about, the fields, and what is wrong."""
        with VerticalScroll(id="form", can_focus=False):
            yield Static(plain(self._about, DIM), id="about", markup=False)
            for asked in self._asked:
                yield self._field(asked)
            yield Static(id="wrong", markup=False)
            yield Button(self._verb, variant="primary", compact=True, id="take")

    def _field(self, asked: Asked) -> FieldBase:
        if asked.choices:
            # Lists take brackets for markup, and these words are the server's.
            choices = [(label.translate(BRACKETS), value) for label, value in asked.choices]
            return SelectField(asked.name, asked.label, choices, asked.value)
        return BoundedField(asked.name, asked.label, limits=asked.limits, value=asked.value)

    def on_mount(self) -> None:
        """In the border what it is, and the keys."""
        frame = self.query_one("#form")
        frame.border_title = Content(self._title)
        self.call_after_refresh(frame.scroll_home, animate=False)
        frame.border_subtitle = f"^s {self._verb.lower()} · Escape leaves"

    @on(FieldBase.Edited)
    def _edited(self, event: FieldBase.Edited) -> None:
        event.stop()
        event.field.problem = ""
        self.query_one("#wrong", Static).update("")
        for asked in self._asked:
            if asked.fills and asked.name == event.field.name:
                self.query_one(f"#field-{asked.fills}", Field).value = event.field.value

    @on(FieldBase.Left)
    def _left(self, event: FieldBase.Left) -> None:
        event.stop()

    @on(Input.Submitted)
    @on(Button.Pressed, "#take")
    def _submitted(self, event: Input.Submitted | Button.Pressed) -> None:
        event.stop()
        self.action_take()

    def action_take(self) -> None:
        """Set it like this."""
        if not self._busy:
            self._busy = True
            self._take({field.name or "": field.value for field in self.query(FieldBase)})

    @work(group="apply")
    async def _take(self, values: Mapping[str, str]) -> None:
        try:
            await self._apply(values)
        except Unusable as error:
            self._say(str(error), error.field)
        except ApiError as error:
            sentence = error.description or error.sentence
            # Where it is about one field, the sandbox names that first.
            named = (asked.name for asked in self._asked if sentence.startswith(f"{asked.name} must be"))
            self._say(sentence, next(named, ""))
        except FirmlyError as error:
            self._say(error.sentence)
        else:
            self._is_done = True
            self.leave_done()
        finally:
            self._busy = False

    @on(ScreenResume)
    def leave_done(self) -> None:
        """Close when all is done and this is on top: the inspector may be over it."""
        if self._is_done and self.app.screen is self:
            self.dismiss(True)

    def _say(self, sentence: str, field: str = "") -> None:
        if field:
            self.query_one("#wrong", Static).update("")
            found = self.query_one(f"#field-{field}", FieldBase)
            found.problem = sentence
            found.focus_control()
            found.call_after_refresh(found.scroll_visible, animate=False)
            return
        self._say_below(f"✕ {sentence}", BAD)

    def _say_below(self, sentence: str, style: str) -> None:
        wrong = self.query_one("#wrong", Static)
        wrong.update(plain(sentence, style))
        wrong.call_after_refresh(wrong.scroll_visible, animate=False)

    def action_leave(self) -> None:
        """Change nothing."""
        if self._busy:
            # A form that goes takes its call with it, and nobody would know how much of it was done.
            self._say_below("It is under way, and would be left half done. One moment …", WARN)
        else:
            self.dismiss(False)
