"""Placing the orders of one confirmed purchase: each at most once, each written down before it leaves."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from firmly_tui.checkout.check import Check
from firmly_tui.checkout.journal import Journal
from firmly_tui.checkout.lane import Lane, LaneOrder, LaneState
from firmly_tui.checkout.lane_run import LaneRun, Till
from firmly_tui.checkout.order_words import summary
from firmly_tui.checkout.outcome import LEFT, OUT_OF_REACH, STOPPED, Ending
from firmly_tui.checkout.question import PATIENCE, Pending, Question, Reply
from firmly_tui.checkout.ways import NewCard
from firmly_tui.client import NotSent
from firmly_tui.observable import Observable

if TYPE_CHECKING:
    from firmly_tui.checkout.card import Card
    from firmly_tui.checkout.hive import Hive
    from firmly_tui.client import FirmlyClient

_SAME_CART = "This is the cart of the order before, under another name: nothing was ordered twice."


class Placement(Observable):
    """One confirmed purchase: each merchant's order in turn, at most once.

    A refusal, or an outcome that is not known, does not stop the merchants after it; a server that cannot be
    reached at all does, and so does `stop`. Nothing is ever sent again by itself. What became of an order is in
    the journal before `on_change` is called, in the event loop; `clock` gives monotonic seconds, and a question
    without an answer for `patience` seconds is answered no. The card is wiped as soon as no lane needs it.

    Raises ValueError for two orders at one merchant, and for a new card that is missing.
    """

    def __init__(
        self,
        client: "FirmlyClient",
        hive: "Hive",
        journal: Journal,
        *,
        orders: Sequence[LaneOrder],
        card: "Card | None" = None,
        on_change: Callable[[], None],
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        patience: float = PATIENCE,
    ):
        super().__init__()
        if len({order.domain for order in orders}) != len(orders):
            raise ValueError("one order for each merchant")
        if card is None and any(isinstance(order.way, NewCard) for order in orders):
            raise ValueError("a new card pays with a card")
        self.subscribe(on_change)
        self.finished = False
        self.stopping = False
        self.lanes = [Lane(order.domain, order.cart.name, order.cart.total, order.way) for order in orders]
        self._orders = {order.domain: order for order in orders}
        self._till = Till(client, hive, journal, card, clock, self._changed, self._ask)
        self._runs = {
            lane.domain: LaneRun(self._till, lane, self._orders[lane.domain]) for lane in self.lanes
        }
        self._sleep = sleep
        self._patience = patience
        self._begun = False
        self._unreachable = False
        self._pending: dict[str, Pending] = {}

    @property
    def placed(self) -> int:
        """How many orders were placed."""
        return self._count("placed")

    @property
    def refused(self) -> int:
        """How many orders were refused."""
        return self._count("refused")

    @property
    def unknown(self) -> int:
        """Of how many orders the outcome is not known."""
        return self._count("unknown")

    @property
    def asking(self) -> Lane | None:
        """The lane that waits for an answer, if one does."""
        return next((lane for lane in self.lanes if lane.question is not None), None)

    @property
    def summary(self) -> str:
        """What came of all orders, in words."""
        return summary(self.lanes)

    @property
    def to_try_again(self) -> list[LaneOrder]:
        """The orders that are known not to be placed, as they were confirmed last: for another placement."""
        return [self._runs[lane.domain].order for lane in self.lanes if lane.can_try_again]

    def answer(self, lane: Lane, reply: Reply) -> str:
        """Answer the lane's question: yes, no, or the security code. Returns why it was not taken, `""` if it was."""
        pending = self._pending.get(lane.domain)
        return pending.answer(reply) if pending is not None else "Nothing is asked any more."

    def stop(self) -> None:
        """Let no other lane begin; the one under way goes on to its end."""
        self.stopping = True
        for lane in self.lanes:
            if lane.state == "waiting":
                self._runs[lane.domain].end(Ending("not sent", STOPPED))

    async def run(self) -> None:
        """Place all orders. Raises RuntimeError when called again. The card is wiped however this ends."""
        if self._begun:
            raise RuntimeError("a placement runs once")
        self._begun = True
        try:
            for lane in self.lanes:
                await self._place(lane)
                self._wipe_unless_needed()
            await asyncio.gather(*(self._check(lane) for lane in self.lanes if lane.state == "unknown"))
        finally:
            if self._till.card is not None:
                self._till.card.wipe()
            self.finished = True
            for lane in self.lanes:
                if not lane.ended:
                    self._runs[lane.domain].end(Ending("not sent", LEFT))
            self._changed()

    async def _place(self, lane: Lane) -> None:
        """Bring one lane to its end."""
        run = self._runs[lane.domain]
        if lane.ended:
            return
        if self._unreachable:
            run.end(Ending("not sent", OUT_OF_REACH))
            return
        if self._is_ordered_before(lane):
            run.end(Ending("not sent", _SAME_CART))
            return
        ending = await run.run()
        self._unreachable = isinstance(ending.error, NotSent)
        # Also where nothing was sent: another window may have bought the cart, or changed it.
        if not self._unreachable:
            await self._till.hive.refresh(lane.domain)

    def _is_ordered_before(self, lane: Lane) -> bool:
        """Whether a lane before this one has the same cart, under another domain of the merchant."""
        cart_id = self._orders[lane.domain].cart.cart_id
        same = [domain for domain, order in self._orders.items() if order.cart.cart_id == cart_id]
        return bool(cart_id) and same[0] != lane.domain

    def _wipe_unless_needed(self) -> None:
        needed = any(isinstance(lane.way, NewCard) and not lane.ended for lane in self.lanes)
        if self._till.card is not None and not needed:
            self._till.card.wipe()

    async def _ask(self, lane: Lane, question: Question) -> Reply:
        self._pending[lane.domain] = pending = Pending(question)
        # Told again now that it can be answered.
        self._changed()
        try:
            return await pending.reply(self._patience)
        finally:
            del self._pending[lane.domain]

    async def _check(self, lane: Lane) -> None:
        """Replace what is said about an unknown outcome by what the carts tell."""
        if lane.attempt is None:
            return
        run, till = self._runs[lane.domain], self._till
        lane.check = check = Check(
            till.client,
            till.hive,
            till.journal,
            lane.attempt,
            self._changed,
            self._sleep,
            device_changes=run.device_changes,
        )
        run.step("Looking at the cart")
        await check.run()
        lane.attempt = check.attempt
        lane.sentence = check.sentence
        run.step("Looked at the cart")

    def _count(self, state: LaneState) -> int:
        return sum(lane.state == state for lane in self.lanes)
