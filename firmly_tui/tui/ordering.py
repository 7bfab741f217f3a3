"""The life of an order in the app: placed once, watched from anywhere, looked into where no answer came."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from textual import work

from firmly_tui.tui.drawing import one_line, shortened
from firmly_tui.tui.quiet_app import QuietApp
from firmly_tui.tui.screens.base import FirmlyScreen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmly_tui.checkout import Attempt, Check, Lane, Placement, Shop
    from firmly_tui.tui.screens.check import CheckScreen
    from firmly_tui.tui.screens.orders import OrdersScreen
    from firmly_tui.tui.screens.progress import ProgressScreen
    from firmly_tui.tui.screens.receipt import ReceiptScreen
    from firmly_tui.tui.screens.review import ReviewScreen


class OrderingApp(QuietApp):
    """An app that places orders. They belong to it, so that no screen that is closed ends them."""

    def __init__(self) -> None:
        super().__init__()
        self.shop: Shop | None = None
        self.placement: Placement | None = None
        self._told_of_leaving = ""

    async def action_go(self, place: str) -> None:
        """Go to a place by its name."""
        raise NotImplementedError

    def say(self, text: str, kind: str = "") -> None:
        """Say a sentence on the screen that is on top."""
        if isinstance(self.screen, FirmlyScreen):
            self.screen.say(text, kind)
        else:
            self.notify(text, severity="warning", markup=False)

    async def on_review_screen_confirmed(self, message: ReviewScreen.Confirmed) -> None:
        """Place the orders, once, whatever else is pressed."""
        from firmly_tui.checkout import Placement

        shop = self.shop
        if shop is None or self.is_placing:
            if message.card is not None:
                message.card.wipe()
            self._tell_not_taken()
            return
        self.placement = placement = Placement(
            shop.client,
            shop.hive,
            shop.journal,
            orders=message.orders,
            card=message.card,
            on_change=self._placement_changed,
            clock=shop.clock,
            sleep=shop.sleep,
        )
        self._told_of_leaving = ""
        self._place(placement)
        # From the bottom up, so that no progress of an earlier purchase is left below; drawn when it is done.
        with self.batch_update():
            for place in ("shop", "carts", "progress"):
                await self.action_go(place)

    def _tell_not_taken(self) -> None:
        """An order was confirmed while another is being placed: it is not, and can be again later."""
        from firmly_tui.tui.screens.review import ReviewScreen

        for screen in self.screen_stack:
            if isinstance(screen, ReviewScreen):
                screen.not_taken()
        self.say("Another order is still being placed, so nothing of this one was sent. F5 shows it.", "warn")

    @work(group="placing")
    async def _place(self, placement: Placement) -> None:
        await placement.run()

    @property
    def is_placing(self) -> bool:
        """Whether an order is being placed; looking into what became of one is not that."""
        return self.placement is not None and not all(lane.ended for lane in self.placement.lanes)

    def _placement_changed(self) -> None:
        if self.shop is not None and self.placement is not None:
            placement = self.placement
            for lane in placement.lanes:
                self.shop.payments.note_refusal(lane.domain, lane.error, lane.way)
            after = "" if placement.finished else "checking"
            self.shop.placing = "asking" if placement.asking else "placing" if self.is_placing else after
        for screen in self.screen_stack:
            if isinstance(screen, FirmlyScreen):
                screen.something_changed()

    async def on_progress_screen_receipt_wanted(self, message: ProgressScreen.ReceiptWanted) -> None:
        """The orders are through: show what came of them."""
        if isinstance(self.screen, FirmlyScreen) and self.screen.GO == "progress":
            await self.pop_screen()
        await self.show_receipt(message.attempts)

    async def on_progress_screen_check_wanted(self, message: ProgressScreen.CheckWanted) -> None:
        """Orders have no answer: show what is found out about them."""
        lanes = self.placement.lanes if self.placement is not None else ()
        await self.show_check([check.attempt for check in message.checks], message.checks, lanes)

    async def on_receipt_screen_check_wanted(self, message: ReceiptScreen.CheckWanted) -> None:
        """Find out about orders of which nobody knows."""
        await self.show_check(message.attempts)

    async def on_orders_screen_attempt_chosen(self, message: OrdersScreen.AttemptChosen) -> None:
        """Show an order of the journal, or find out what became of it."""
        if message.attempt.needs_check:
            await self.show_check([message.attempt])
        else:
            await self.show_receipt([message.attempt])

    async def on_check_screen_settled(self, message: CheckScreen.Settled) -> None:
        """All is settled: go back, or on, and say so."""
        if isinstance(self.screen, FirmlyScreen) and self.screen.GO == "check":
            await self.pop_screen()
        if message.place:
            await self.action_go(message.place)
        self.say(message.sentence, "good")

    async def unresolved(self, shop: Shop) -> list[Attempt]:
        """The orders of which nobody knows, of an earlier run or of this one."""
        from firmly_tui.checkout import JournalError

        try:
            return await asyncio.to_thread(shop.journal.unresolved)
        except JournalError as error:
            self.say(str(error), "bad")
            return []

    async def remind(self, shop: Shop) -> None:
        """Tell, with whatever is told next, of orders that nobody but the cart told what became of."""
        from firmly_tui.checkout import JournalError
        from firmly_tui.checkout.order_words import reminder

        # A journal that cannot be read was told of when the unresolved ones were looked for.
        with suppress(JournalError):
            words = reminder(await asyncio.to_thread(shop.journal.awaiting_word), listed=False)
            shop.notice = f"{shop.notice} {words}".strip()

    async def show_check(
        self, attempts: Sequence[Attempt], begun: Sequence[Check] = (), lanes: Sequence[Lane] = ()
    ) -> None:
        """Show what the carts tell of these attempts; `begun` are the looks at them that go on already.

        `lanes` are all orders of the purchase, of which the others are told, too.
        """
        from firmly_tui.tui.screens.check import CheckScreen

        if self.shop is not None and attempts:
            await self.push_screen(CheckScreen(self.shop, attempts, begun, lanes))

    async def show_receipt(self, attempts: list[Attempt]) -> None:
        """Show what came of these attempts."""
        from firmly_tui.tui.screens.receipt import ReceiptScreen

        if self.shop is not None:
            await self.push_screen(ReceiptScreen(self.shop, attempts))

    def action_suspend_process(self) -> None:
        """Go to the shell, but not while an order is being placed: it would not be followed."""
        if self.is_placing:
            self.say("An order is being placed. Ctrl+Z works again when it is through.", "warn")
        else:
            super().action_suspend_process()

    async def action_leave_placing(self) -> None:
        """Ctrl+C while an order is being placed; it copies, or tells how to quit, at other times."""
        await self.action_quit()

    def action_help_quit(self) -> None:
        """Ctrl+C where nothing is copied or placed: say how to leave."""
        found = (key for key, active in self.active_bindings.items() if active.binding.action == "quit")
        key = "+".join(part.capitalize() for part in next(found, "ctrl+q").split("+"))
        self.say(f"Ctrl+C copies what is marked. {key} leaves firmly-tui.")

    async def action_quit(self) -> None:
        """Leave; while an order is being placed, only when asked twice."""
        words = self._what_leaving_means() if self.is_placing else ""
        # What was true of a question is not of the order that was sent since.
        if words == self._told_of_leaving or not words:
            self.exit()
        else:
            self._told_of_leaving = words
            self.say(words, "warn")

    def _what_leaving_means(self) -> str:
        """What becomes of the orders when one leaves now."""
        asking = self.placement.asking if self.placement is not None else None
        if asking is None:
            return (
                "An order is being placed and cannot be stopped. Wait for its end, or press it again to "
                "leave; the journal then says that its outcome is unknown."
            )
        return (
            f"You are asked something first: nothing was bought yet at {shortened(one_line(asking.name), 24)}. "
            "n stops it, where you are asked (F5). Press it again to leave; then, too, nothing is ordered there."
        )
