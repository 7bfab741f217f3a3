"""What became of orders without an answer: looks at the carts, shows what they tell, and asks the shopper."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.widgets import Input, Label

from firmly_tui.tui.commands import command
from firmly_tui.tui.drawing import one_line
from firmly_tui.tui.screens.base import FirmlyScreen
from firmly_tui.tui.widgets.check_view import CheckView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from firmly_tui.checkout import Attempt, Check, Lane, Shop

PLACED = "placed"
"""What one types about an order that was placed."""


class CheckScreen(FirmlyScreen[None]):
    """One unknown order after the other; nothing is ever sent from here."""

    PLACE = "Unknown order"
    GO = "check"
    EXPLAINS = (
        "An order was sent and no answer came, so it may have been placed. The app looks at your carts, which "
        "change when an order is placed, and shows what they tell. It never sends the order again by itself. "
        "Only when the carts tell that it was not placed can you place it again, and you are asked for the "
        "merchant's name. If you know from your mailbox what became of it, x lets you say so, by a word."
    )
    CSS_PATH = "../styles/check.tcss"
    AUTO_FOCUS = "#scroll"
    BINDINGS = [
        command("l", "look", "look again", "Look at the carts once more."),
        command(
            "p",
            "place_again",
            "place again",
            "Place it again, because the carts tell that it was not placed.",
        ),
        command("x", "settle", "I know", "Say what became of it, by a word; the app stops asking."),
        command("n", "next", "next", "Show the next unknown order."),
        command("ctrl+s,f8", "submit", "say so", "Take the word that is typed, as Enter does."),
        command("escape", "leave", "back", "Go back; the order stays unknown, and its cart is not ordered."),
    ]

    @dataclass
    class Settled(Message):
        """Nothing is open here any more: `sentence` says what was decided."""

        sentence: str
        place: str
        """Where to go on, `""` for where one came from."""

    def __init__(
        self,
        shop: Shop,
        attempts: Sequence[Attempt],
        begun: Sequence[Check] = (),
        lanes: Sequence[Lane] = (),
    ) -> None:
        """`begun` are the looks that go on already, `lanes` the orders of the same purchase."""
        super().__init__(shop)
        self._lanes = lanes
        self._attempts = list(attempts)
        self._begun = {check.attempt.id: check for check in begun}
        self._check: Check | None = None
        self._unfollow: Callable[[], None] | None = None
        self._settling = False

    def compose_body(self) -> ComposeResult:
        """What is known, and the field for what is to be typed."""
        with VerticalScroll(id="scroll"):
            yield CheckView()
        with Horizontal(id="confirm"):
            yield Label(id="confirm-label", markup=False)
            yield Input(compact=True, max_length=200, id="name")

    def on_mount(self) -> None:
        """Begin to look, where nobody does."""
        self._show(self._attempts[0])

    def on_unmount(self) -> None:
        """Stop following; a look of the app's own goes on."""
        if self._unfollow is not None:
            self._unfollow()

    def _show(self, attempt: Attempt) -> None:
        """Show the look at this attempt that goes on already, or begin one."""
        from firmly_tui.checkout import Check

        assert self.shop is not None  # noqa: S101 (given in the constructor)
        if self._unfollow is not None:
            self._unfollow()
        shop, known = self.shop, self._begun.get(attempt.id)
        check = known or Check(shop.client, shop.hive, shop.journal, attempt, sleep=shop.sleep)
        self._check = self._begun[attempt.id] = check
        self._unfollow = check.subscribe(self.something_changed)
        self._ask("")
        left = len(self._attempts) - 1
        self.say(f"{left} more: n shows the next." if left else "")
        if known is None:
            self._look(check)
        self.something_changed()

    def placement_changed(self) -> None:
        """Show what was found by now."""
        if self._check is not None:
            unknown = self._check.attempt.id
            others = [lane for lane in self._lanes if lane.attempt is None or lane.attempt.id != unknown]
            self.query_one(CheckView).show(self._check, others)
        self.refresh_bindings()

    @work(group="check")
    async def _look(self, check: Check) -> None:
        await check.run()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is decided while the app still looks, unless it is known that the order was placed."""
        check = self._check
        match action:
            case "settle":
                return check is not None and (check.finished or check.conclusion == "placed")
            case "look":
                return check is not None and check.finished
            case "submit":
                return self.query_one("#confirm").display
            case "place_again":
                return check is not None and check.place_again_allowed
            case "next":
                return len(self._attempts) > 1
            case _:
                return super().check_action(action, parameters)

    def action_look(self) -> None:
        """Look again, from the beginning."""
        if self._check is not None:
            del self._begun[self._check.attempt.id]
            self._show(self._check.attempt)

    def action_next(self) -> None:
        """Show the next one; this one comes back at the end."""
        self._attempts.append(self._attempts.pop(0))
        self._show(self._attempts[0])

    def action_leave(self) -> None:
        """Leave the field for the name, or the screen."""
        if self.query_one("#confirm").display:
            self._ask("")
        else:
            self.dismiss()

    def action_place_again(self) -> None:
        """Ask for the merchant's name."""
        if self._check is not None:
            self._settling = False
            self._ask(f"To place it again, type {self._check.attempt.merchant_name}: ")

    def action_settle(self) -> None:
        """Ask what became of it."""
        if self._check is not None:
            self._settling = True
            self._ask(f"Type {PLACED}, or {self._check.attempt.merchant_name} if it was not: ")
            self.say("Look into your mailbox first. Escape leaves it unknown.")

    def _ask(self, words: str) -> None:
        """Show the field for a word, or hide it again."""
        self.query_one("#confirm-label", Label).update(words)
        self.query_one("#confirm").display = bool(words)
        self.refresh_bindings()
        field = self.query_one("#name", Input)
        field.value = ""
        (field if words else self.query_one("#scroll")).focus()

    @on(Input.Submitted)
    def action_submit(self) -> None:
        """Take the word that is typed."""
        assert self._check is not None  # noqa: S101 (the field is shown with one)
        check, attempt = self._check, self._check.attempt
        word, name = one_line(self.query_one("#name", Input).value).casefold(), attempt.merchant_name
        if self._settling and word == PLACED:
            sentence = "Noted: it was placed. Its cart is not ordered again."
            self._write(attempt.id, lambda shop: shop.journal.settle(attempt.id, "placed"), sentence, "")
        elif word != one_line(name).casefold():
            other = f"{PLACED}, or {name}" if self._settling else name
            self.say(
                f"This is not {'it' if self._settling else 'its name'}. Type {other}, or Escape.", "warn"
            )
            return
        elif check.place_again_allowed:
            sentence = f"{name} can be ordered at again: o checks out."
            self._write(attempt.id, lambda shop: shop.journal.clear(attempt.id), sentence, "carts")
        else:
            sentence = f"Noted: it was not placed. Other carts of {name} can be ordered."
            self._write(attempt.id, lambda shop: shop.journal.settle(attempt.id, "not placed"), sentence, "")
        self._ask("")

    @work(group="journal")
    async def _write(
        self, attempt_id: str, change: Callable[[Shop], None], sentence: str, place: str
    ) -> None:
        from firmly_tui.checkout import JournalError

        assert self.shop is not None  # noqa: S101 (given in the constructor)
        try:
            await asyncio.to_thread(change, self.shop)
        except JournalError as error:
            self.say(str(error), "bad")
            return
        # Another one may be shown by now, and this one may be settled by a key pressed twice.
        left = [attempt for attempt in self._attempts if attempt.id != attempt_id]
        if left == self._attempts:
            return
        shown, self._attempts = self._attempts[0], left
        if not left:
            self.post_message(self.Settled(sentence, place))
            return
        if left[0] != shown:
            self._show(left[0])
        self.say(sentence, "good")
