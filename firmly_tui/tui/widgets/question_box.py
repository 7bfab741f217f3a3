"""What an order on its way asks the shopper, and the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from firmly_tui.tui.commands import command
from firmly_tui.tui.drawing import BOLD, DIM, WARN, plain
from firmly_tui.tui.widgets.field import SecretInput

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.timer import Timer

    from firmly_tui.checkout import Question

READING = 0.9
"""Seconds without a key until an answer counts; longer than the pause before a held key repeats itself."""
YES = {
    "changed": "y orders it as it is now, n does not order it. Nothing was sent yet.",
    "key": "y sends it once more, n does not. Nothing was bought yet.",
}
READ_FIRST = "Read it first. The keys for an answer are shown in a moment."


class QuestionBox(Vertical, can_focus=True):
    """A question with yes and no, or with a code to type; hidden while nothing is asked."""

    DEFAULT_CSS = """
    QuestionBox {
        display: none;
        height: auto;
        max-height: 60%;
        padding: 0 1;
        background: $panel;
        & > #asked { height: auto; }
        & > Input { width: 20; margin: 0 0 0 2; background: $surface; }
    }
    """
    BINDINGS = [
        command("y", "reply(True)", "yes", "Order it as it is now, or send it once more."),
        command("n", "reply(False)", "no", "Do not order it."),
        command("ctrl+s,f8", "send_code", "send", "Send the code that is typed."),
    ]

    @dataclass
    class Answered(Message):
        """The shopper answered. The message's repr shows no code."""

        question: Question
        reply: bool | str

        def __repr__(self) -> str:
            return "Answered()"

    def __init__(self) -> None:
        super().__init__()
        self._question: Question | None = None
        self._problem = ""
        self._is_read = False
        self._reading: Timer | None = None

    def compose(self) -> ComposeResult:
        """The words, and the field for a code."""
        yield Static(id="asked", markup=False)
        yield SecretInput(
            password=True, compact=True, restrict=r"\d*", max_length=4, placeholder="security code"
        )

    @property
    def _field(self) -> SecretInput:
        return self.query_one(SecretInput)

    def ask(self, question: Question | None) -> None:
        """Show this question, once; or none."""
        if question is self._question:
            return
        self._question = question
        self._problem = ""
        self._is_read = False
        self.wipe()
        self.display = question is not None
        if question is None:
            return
        self._field.display = question.kind == "code"
        self.begin_reading()
        (self._field if question.kind == "code" else self).focus()

    def problem(self, sentence: str) -> None:
        """Say why an answer was not taken."""
        if self._question is not None and sentence:
            self._problem = sentence
            self._draw()

    def wipe(self) -> None:
        """Let go of what was typed."""
        self._field.value = ""

    # A key that was pressed before anybody can have read the question is no answer to it.

    def begin_reading(self) -> None:
        """Take no answer until the question has been on the screen for a while without a key."""
        if self._question is None:
            return
        self._is_read = False
        if self._reading is not None:
            self._reading.stop()
        self._draw()
        self.call_after_refresh(self._wait)

    def _wait(self) -> None:
        if self._reading is not None:
            self._reading.stop()
        self._reading = self.set_timer(READING, self._was_read)

    def _was_read(self) -> None:
        if self._question is not None and self.screen.is_current:
            self._is_read = True
            self._draw()

    def _draw(self) -> None:
        if self._question is not None:
            words = _words(self._question, is_read=self._is_read)
            if self._problem:
                words = Content.assemble(words, "\n", (f"! {self._problem}", WARN))
            self.query_one("#asked", Static).update(words)

    def on_key(self) -> None:
        """Somebody still types at something else."""
        if not self._is_read:
            self._wait()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a code is typed, letters are no answers."""
        typing = self._question is not None and self._question.kind == "code"
        if action == "send_code":
            return typing
        return not (action == "reply" and typing and parameters == (True,))

    def action_reply(self, yes: bool) -> None:
        """Answer yes or no; once, and only what was read."""
        if not self._is_read:
            self._wait()
        elif self._question is not None:
            self._is_read = False
            self.post_message(self.Answered(self._question, yes))

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_send_code()

    def action_send_code(self) -> None:
        """Answer with the code. Nobody types a whole one by holding a key, so that it counts at once."""
        if self._question is not None:
            self.post_message(self.Answered(self._question, self._field.value))
            self.wipe()


def _words(question: Question, *, is_read: bool) -> Content:
    """The title, what there is to know, and how to answer."""
    how = YES.get(question.kind, "") if is_read else READ_FIRST
    if question.kind == "code":
        how = "Enter sends it, encrypted. n in the empty field pays nothing."
    lines = [plain(f"! {question.title}", f"{BOLD} {WARN}"), *(plain(f"  {line}") for line in question.words)]
    return Content("\n").join([*lines, plain(f"  {how}", DIM)])
