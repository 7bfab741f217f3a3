"""Orders whose process is killed at each step of the way, and what the next start of the app makes of it."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from firmly_tui.checkout import Check, Journal
from firmly_tui.sandbox import Sandbox, SandboxOptions
from tests.checkout.counter import APPROVED, DECLINED
from tests.proof.buyer import BOOK, BOOKS, HOME, Buyer, Outcome, stock_up
from tests.proof.cutter import Cutter
from tests.proof.cutting import CALLS
from tests.proof.window import Job, Nursery, device

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import AsyncIterator

    from firmly_tui.checkout import Placement
    from tests.proof.window import Steps


@dataclass(frozen=True)
class Kill:
    """An order, and the step at which its process is killed."""

    call: str
    number: str = field(repr=False)
    dies_at: int
    counts: Steps = "step"


@dataclass(frozen=True)
class Fate:
    """What became of it: `died_at` names the step, `""` for none; `steps` is how many there were then.

    `outcome` is what the journal and the carts said of the order, `again` what became of the same cart when it was
    ordered again, which is several states where the rules held it back first. `orders` are all in the end.
    """

    died_at: str
    steps: int
    outcome: Outcome
    again: tuple[str, ...]
    orders: int

    @property
    def is_right(self) -> bool:
        """Whether all that was said is true, nothing was ordered twice, and the rules were kept."""
        free = self.outcome.state in ("not sent", "refused")
        first = "placed" if free else "not sent"
        said = self.orders == 1 if "placed" in (self.outcome.state, *self.again) else True
        return self.outcome.is_true and self.orders <= 1 and said and self.again[0] == first


class Bench:
    """A sandbox, a process in which orders are placed, and a way between them that tells when an order is through.

    A server that has the whole order goes on with it when who ordered is dead, as behind any gateway.
    """

    def __init__(
        self, sandbox: Sandbox, database: Path, home: Path, cutter: Cutter, nursery: Nursery
    ) -> None:
        self._sandbox = sandbox
        self._database = database
        self._home = home
        self._cutter = cutter
        self._nursery = nursery
        self._number = 0

    async def kill(self, kill: Kill) -> Fate:
        """Order with a new device, kill the process, and take it up anew."""
        self._cutter.ready(None)
        self._number += 1
        home, session = self._home / f"{self._number}", self._sandbox.issue_session()
        async with device(self._sandbox.url, self._sandbox.url, session) as (client, hive):
            await hive.add(BOOKS, BOOK)
            await hive.set_address(HOME)
            said = await self._nursery.do(
                Job(
                    str(home),
                    str(self._database),
                    self._sandbox.url,
                    self._cutter.url,
                    session,
                    kill.call,
                    kill.number,
                    kill.dies_at,
                    kill.counts,
                )
            )
            died_at = str(said.get("died_at", ""))
            assert said["ended"] == (-9 if died_at else 0), said
            await self._until_the_server_is_done()
            with Journal(home / "orders.db") as journal:
                somebody = Buyer(client, hive, journal, self._database)
                # As a window has it on its screen that was opened before.
                stale = self._placement(somebody, kill.call)
                outcome, check = await self._found(somebody)
                again = [await self._place(stale)]
                if check is not None and check.place_again_allowed:
                    journal.clear(check.attempt.id)
                    again.append(await self._place(self._placement(somebody, kill.call)))
            steps = cast("int", said.get("steps", kill.dies_at))
            return Fate(died_at, steps, outcome, tuple(again), somebody.orders())

    def _placement(self, somebody: Buyer, call: str) -> Placement:
        made: list[Placement] = []

        def changed() -> None:
            # A refused order may have left another cart; the shopper wants that one as well.
            for placement in made:
                if placement.asking is not None:
                    placement.answer(placement.asking, True)

        made.append(somebody.placement(call, sleep=_at_once, on_change=changed))
        return made[0]

    async def _place(self, placement: Placement) -> str:
        await placement.run()
        return placement.lanes[0].state

    async def _found(self, somebody: Buyer) -> tuple[Outcome, Check | None]:
        """What the journal and the carts say of the order. One that is not in the journal was never sent."""
        attempts = somebody.journal.attempts()
        assert len(attempts) <= 1, attempts
        if not attempts:
            return Outcome("not sent", "", somebody.orders()), None
        (attempt,) = attempts
        before = Outcome(attempt.state, attempt.conclusion, somebody.orders())
        if not before.is_true or attempt.state != "unknown":
            return before, None
        check = Check(somebody.client, somebody.hive, somebody.journal, attempt, sleep=_at_once)
        await check.run()
        return Outcome(attempt.state, check.conclusion, somebody.orders()), check

    async def _until_the_server_is_done(self) -> None:
        # What was sent before the process died came before this.
        reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(self._cutter.url).port)
        writer.write(b"GET /api/v1/payment/key HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
        await reader.read()
        writer.close()
        await writer.wait_closed()
        if self._cutter.sizes:
            await self._cutter.over.wait()


async def _at_once(_seconds: float) -> None:
    await asyncio.sleep(0)


@asynccontextmanager
async def bench(folder: Path) -> AsyncIterator[Bench]:
    """A bench that keeps everything in a folder."""
    database = folder / "sandbox.db"
    async with AsyncExitStack() as stack:
        options = SandboxOptions(database=database, step_seconds=0, slow_seconds=0)
        sandbox = stack.enter_context(Sandbox(options))
        stock_up(database)
        cutter = await stack.enter_async_context(Cutter(urlsplit(sandbox.url).port or 0))
        nursery = await stack.enter_async_context(Nursery())
        yield Bench(sandbox, database, folder, cutter, nursery)


async def each_step(
    bench: Bench, call: str, number: str, counts: Steps = "step", every: int = 1
) -> AsyncIterator[Fate]:
    """Kill at each `every`-th step, until there are no more; the last one is of an order that nobody killed."""
    dies_at = 1
    while True:
        fate = await bench.kill(Kill(call, number, dies_at, counts))
        yield fate
        if not fate.died_at:
            return
        dies_at += every


def main_kill(asked: Namespace) -> int:
    """Kill at each step, and at each `asked.every`-th line of the code. 1 if anything was wrong."""
    return 1 if asyncio.run(kill_everywhere(asked.every)) else 0


async def kill_everywhere(every: int) -> int:
    """Kill everywhere; tells what came of it, and returns how often it was wrong."""
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        async with bench(Path(folder)) as made:
            for call in CALLS:
                for number in (APPROVED, DECLINED):
                    for counts, stride in (("step", 1), ("line", every)):
                        wrong += await _kill_at_each(made, call, number, cast("Steps", counts), stride)
    return wrong


async def _kill_at_each(made: Bench, call: str, number: str, counts: Steps, every: int) -> int:
    wrong, kills, steps = 0, 0, 0
    came: Counter[str] = Counter()
    async for fate in each_step(made, call, number, counts, every):
        outcome = fate.outcome
        words = [f"{outcome.state} {outcome.conclusion}".strip(), *(f"again {state}" for state in fate.again)]
        came[" → ".join(words)] += 1
        kills += bool(fate.died_at)
        steps = fate.steps
        if not fate.is_right:
            wrong += 1
            print("WRONG", call, counts, fate, flush=True)
    card = "approved" if number == APPROVED else "declined"
    told = "; ".join(f"{times} {words}" for words, times in came.most_common())
    print(f"{call}, card {card}: {kills} kills at {steps} {counts}s: {told}", flush=True)
    return wrong
