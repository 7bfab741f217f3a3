"""The orders while they are placed: each step of each merchant as it happens."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import VerticalScroll
from textual.message import Message

from firmly_tui.tui.commands import command
from firmly_tui.tui.screens.base import FirmlyScreen
from firmly_tui.tui.widgets.bars import Stepper
from firmly_tui.tui.widgets.lanes import LaneView
from firmly_tui.tui.widgets.question_box import QuestionBox

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from firmly_tui.checkout import Attempt, Check, Placement, Shop

PAYMENT, DONE = 4, 5
"""Steps of the checkout."""

TICK = 0.25
"""Seconds between two drawings of a running clock."""


class ProgressScreen(FirmlyScreen[None]):
    """Watch the orders being placed. Leaving does not stop them."""

    PLACE = "Placing orders"
    GO = "progress"
    EXPLAINS = (
        "Each merchant's order is placed in turn, at most once. ✓ is done, ● is under way, ✕ was refused, and ? "
        "means that nobody can tell yet whether the order was placed: it is never sent again by itself. Where "
        "something is not as you confirmed it, you are asked before the order leaves. Leaving this screen stops "
        "nothing; F5 comes back. x places no further orders after the one under way."
    )
    CSS_PATH = "../styles/progress.tcss"
    BINDINGS = [
        command("enter", "receipt", "receipt", "Show the receipts, once all orders are through."),
        command("e", "raw", "events", "Show the server's events, or the steps."),
        command("x", "stop", "stop after this", "Place no further orders after the one that is under way."),
        command("k", "check", "check", "See what the carts tell of an unknown order."),
        command(
            "t", "try_again", "try again", "Go to the payment with the orders that were surely not placed."
        ),
    ]

    @dataclass
    class ReceiptWanted(Message):
        """The shopper wants to see what came of the orders."""

        attempts: list[Attempt]

    @dataclass
    class CheckWanted(Message):
        """Orders have no answer: look what became of them."""

        checks: list[Check]

    def __init__(self, shop: Shop, placement: Placement) -> None:
        super().__init__(shop)
        self._seconds = shop.clock
        self._placement = placement
        self._told = False
        self._end: str | None = None
        """What was said of the end, until something else is."""
        self._checked = False
        self._seen = 0

    def compose_body(self) -> ComposeResult:
        """One lane a merchant."""
        yield Stepper(PAYMENT)
        with VerticalScroll(id="lanes"):
            for lane in self._placement.lanes:
                yield LaneView(lane, self._seconds)
        yield QuestionBox()

    def on_mount(self) -> None:
        """Draw what has happened, and keep the clocks going while there is something to wait for."""
        self.say("Leaving this screen does not stop the orders being placed.")
        self._clock = self.set_interval(TICK, self.placement_changed)

    def placement_changed(self) -> None:
        """Draw the lanes as they are now."""
        for lane in self.query(LaneView):
            lane.catch_up()
        self._follow()
        self._ask()
        if self._checks and not self._checked:
            self._checked = True
            self.action_check()
        self.refresh_bindings()
        if self._placement.finished and not self._told:
            self._told = True
            self._clock.stop()
            self._tell_end()

    def on_screen_resume(self, event: events.ScreenResume) -> None:  # noqa: ARG002
        """Have a question read anew, and what was said meanwhile about orders without an answer."""
        for box in self.query(QuestionBox):
            box.begin_reading()
        self._read_told()

    def on_screen_suspend(self) -> None:
        """Leave nothing typed behind."""
        for box in self.query(QuestionBox):
            box.wipe()

    def _follow(self) -> None:
        """Keep what happened last in sight; whoever scrolls is left alone until something else happens."""
        begun = [index for index, lane in enumerate(self._placement.lanes) if lane.started is not None]
        happened = sum(len(lane.steps) + lane.ended for lane in self._placement.lanes)
        if begun and happened != self._seen:
            self._seen = happened
            view = self.query(LaneView)[begun[-1]]
            self.call_after_refresh(view.scroll_visible, animate=False, immediate=True, force=True)

    def _ask(self) -> None:
        """Ask what the first lane with a question asks."""
        lane, box = self._placement.asking, self.query_one(QuestionBox)
        was_asked = box.display
        box.ask(lane.question if lane is not None else None)
        if was_asked and lane is None:
            self.query_one("#lanes").focus()

    @on(QuestionBox.Answered)
    def _answered(self, event: QuestionBox.Answered) -> None:
        lane = self._placement.asking
        if lane is not None and lane.question is event.question:
            self.query_one(QuestionBox).problem(self._placement.answer(lane, event.reply))

    @work(group="told", exclusive=True)
    async def _read_told(self) -> None:
        """Take over from the journal what the shopper said."""
        unknown = [lane for lane in self._placement.lanes if lane.state == "unknown"]
        known = await self._attempts() if unknown else {}
        before = [lane.attempt for lane in unknown]
        for lane in unknown:
            lane.attempt = known.get(lane.attempt_id, lane.attempt)
        self.placement_changed()
        said = [lane.attempt for lane in unknown]
        if before != said and self._notice.sentence.plain == self._end:
            self._tell_end()

    async def _attempts(self) -> dict[str, Attempt]:
        """The journal's attempts by their ids; none where it cannot be read, which is said."""
        from firmly_tui.checkout import JournalError

        assert self.shop is not None  # noqa: S101 (given in the constructor)
        try:
            return {attempt.id: attempt for attempt in await asyncio.to_thread(self.shop.journal.attempts)}
        except JournalError as error:
            self.say(str(error), "bad")
            return {}

    @property
    def _checks(self) -> list[Check]:
        """The looks at orders of which the shopper did not say what became of them."""
        lanes = self._placement.lanes
        return [lane.check for lane in lanes if lane.check and not (lane.attempt and lane.attempt.told)]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """One stops what has not begun, checks what is unknown, and tries again what was surely not placed."""
        placement = self._placement
        match action:
            case "stop":
                waits = any(lane.state == "waiting" for lane in placement.lanes)
                return waits and not placement.finished and not placement.stopping
            case "check":
                return bool(self._checks)
            case "try_again":
                return placement.finished and bool(placement.to_try_again)
            case _:
                return super().check_action(action, parameters)

    def _tell_end(self) -> None:
        placement = self._placement
        if placement.placed == len(placement.lanes):
            self.query_one(Stepper).present = DONE
            kind = "good"
        else:
            kind = "warn" if placement.placed or placement.unknown else "bad"
        again = ", t goes to the payment again" if placement.to_try_again else ""
        self.say(f"{placement.summary} Enter shows the receipts{again}.", kind)
        self._end = self._notice.sentence.plain

    def action_stop(self) -> None:
        """Place no further orders."""
        self._placement.stop()
        self.say("No further order is placed after the one that is under way.", "warn")

    def action_check(self) -> None:
        """See what the carts tell."""
        self.post_message(self.CheckWanted(self._checks))

    def action_try_again(self) -> None:
        """Go to the payment; only carts that are still there are on it."""
        self.post_message(self.GoTo("review"))

    def action_raw(self) -> None:
        """Show events instead of steps, or steps again."""
        for lane in self.query(LaneView):
            lane.raw = not lane.raw
            lane.catch_up()

    @work(group="receipt", exclusive=True)
    async def action_receipt(self) -> None:
        """Show the receipts."""
        if not self._placement.finished:
            self.say("The orders are still being placed. One moment.", "warn")
            return
        known = await self._attempts()
        ids = [lane.attempt_id for lane in self._placement.lanes]
        attempts = [known[found] for found in ids if found in known]
        if attempts:
            self.post_message(self.ReceiptWanted(attempts))
        elif not any(ids):
            self.say("Nothing was sent, so there is no receipt. The carts are as they were.", "warn")
