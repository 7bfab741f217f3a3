"""The orders while they are placed: each step of each merchant as it happens."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import work
from textual.containers import VerticalScroll
from textual.message import Message

from firmly_tui.tui.commands import command
from firmly_tui.tui.drawing import count
from firmly_tui.tui.screens.base import FirmlyScreen
from firmly_tui.tui.widgets.bars import Stepper
from firmly_tui.tui.widgets.lanes import LaneView

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from firmly_tui.checkout import Attempt, Placement, Shop

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
        "means that nobody can tell yet whether the order was placed: it is never sent again by itself. Leaving "
        "this screen stops nothing; F5 comes back."
    )
    CSS_PATH = "../styles/progress.tcss"
    BINDINGS = [
        command("enter", "receipt", "receipt", "Show the receipts, once all orders are through."),
        command("e", "raw", "events", "Show the server's events, or the steps."),
    ]

    @dataclass
    class ReceiptWanted(Message):
        """The shopper wants to see what came of the orders."""

        attempts: list[Attempt]

    def __init__(self, shop: Shop, placement: Placement) -> None:
        super().__init__(shop)
        self._seconds = shop.clock
        self._placement = placement
        self._told = False
        self._seen = 0

    def compose_body(self) -> ComposeResult:
        """One lane a merchant."""
        yield Stepper(PAYMENT)
        with VerticalScroll(id="lanes"):
            for lane in self._placement.lanes:
                yield LaneView(lane, self._seconds)

    def on_mount(self) -> None:
        """Draw what has happened, and keep the clocks going while there is something to wait for."""
        self.say("Leaving this screen does not stop the orders being placed.")
        self._clock = self.set_interval(TICK, self.placement_changed)

    def placement_changed(self) -> None:
        """Draw the lanes as they are now."""
        for lane in self.query(LaneView):
            lane.catch_up()
        self._follow()
        if self._placement.finished and not self._told:
            self._told = True
            self._clock.stop()
            self._tell_end()

    def _follow(self) -> None:
        """Keep what happened last in sight; whoever scrolls is left alone until something else happens."""
        begun = [index for index, lane in enumerate(self._placement.lanes) if lane.started is not None]
        happened = sum(len(lane.steps) + lane.ended for lane in self._placement.lanes)
        if begun and happened != self._seen:
            self._seen = happened
            view = self.query(LaneView)[begun[-1]]
            self.call_after_refresh(view.scroll_visible, animate=False, immediate=True, force=True)

    def _tell_end(self) -> None:
        placement = self._placement
        not_sent = len(placement.lanes) - placement.placed - placement.refused - placement.unknown
        parts = [
            f"{count(number, 'order')} {words}"
            for number, words in (
                (placement.placed, "placed"),
                (placement.refused, "refused"),
                (not_sent, "not sent"),
                (placement.unknown, "unknown: look into your mailbox before you order again"),
            )
            if number
        ]
        if placement.placed == len(placement.lanes):
            self.query_one(Stepper).present = DONE
            kind = "good"
        else:
            kind = "warn" if placement.placed or placement.unknown else "bad"
        self.say(f"{', '.join(parts)}. Enter shows the receipts.", kind)

    def action_raw(self) -> None:
        """Show events instead of steps, or steps again."""
        for lane in self.query(LaneView):
            lane.raw = not lane.raw
            lane.catch_up()

    @work(group="receipt", exclusive=True)
    async def action_receipt(self) -> None:
        """Show the receipts."""
        if self.shop is None:
            return
        if not self._placement.finished:
            self.say("The orders are still being placed. One moment.", "warn")
            return
        from firmly_tui.checkout import JournalError

        try:
            known = {attempt.id: attempt for attempt in await asyncio.to_thread(self.shop.journal.attempts)}
        except JournalError as error:
            self.say(str(error), "bad")
            return
        ids = [lane.attempt_id for lane in self._placement.lanes]
        attempts = [known[found] for found in ids if found in known]
        if attempts:
            self.post_message(self.ReceiptWanted(attempts))
        else:
            self.say("Nothing was sent, so there is no receipt. The carts are as they were.", "warn")
