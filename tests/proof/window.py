"""A window of the app without its screen: a process of its own that orders when it is told to, or dies on the way.

`python -m tests.proof.window` reads jobs from its input, one a line, and has each done by a process that it forks:
nothing is imported twice, and who dies leaves nothing behind but what is on the disk. Each job is answered by lines
of JSON; the last one tells how the process ended.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import signal
import sys
import threading
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import firmly_tui.client.wire  # noqa: F401 - or each window would import it anew
from firmly_tui.checkout import Hive, Journal, MemorySessions
from firmly_tui.client import FirmlyClient
from firmly_tui.models import DeviceSession
from firmly_tui.sandbox import SANDBOX_APP_ID
from tests.checkout.counter import APPROVED
from tests.checkout.wire import no_nap
from tests.proof.buyer import BOOKS, Buyer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from types import FrameType, TracebackType

    import httpx
    from _typeshed import TraceFunction

    from firmly_tui.checkout import Placement
    from firmly_tui.client import Exchange, Timeouts

Steps = Literal["step", "line"]
"""What is counted: each change and each exchange that the app is told of, or each line of its code."""

_CODE = tuple(f"{os.sep}{os.path.join('firmly_tui', part)}{os.sep}" for part in ("checkout", "client"))


@dataclass(frozen=True)
class Job:
    """An order to be placed on a home folder, by a device; the session is a secret, and is only ever piped.

    It dies at its `dies_at`-th step, unless that is 0. It says so when it comes to the step `tells_at`. One that
    `waits` is ready when it says so, and begins at the next line of its input.
    """

    home: str
    database: str
    url: str
    cards_at: str
    session: dict[str, object] = field(repr=False)
    call: str
    number: str = field(default=APPROVED, repr=False)
    dies_at: int = 0
    counts: Steps = "step"
    tells_at: int = 0
    waits: bool = False


@asynccontextmanager
async def device(
    url: str,
    cards_at: str,
    session: dict[str, object],
    observer: Callable[[Exchange], None] | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
    timeouts: Timeouts | None = None,
) -> AsyncIterator[tuple[FirmlyClient, Hive]]:
    """A client of this very device, and its carts as they are now."""
    sessions = MemorySessions()
    await sessions.save(DeviceSession.model_validate(session))
    async with FirmlyClient(
        url,
        cc_url=cards_at,
        app_id=SANDBOX_APP_ID,
        sessions=sessions,
        observer=observer,
        transport=transport,
        timeouts=timeouts,
    ) as client:
        hive = Hive(client)
        await hive.load()
        yield client, hive
        await hive.aclose()


def say(**what: object) -> None:
    """Say a line."""
    os.write(1, json.dumps(what).encode() + b"\n")


class Walk:
    """Counts the steps of a placement, and ends the process at the one where it is to die."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._on = False
        self._count = itertools.count(1)
        self.placement: Placement | None = None
        self.steps = 0

    def __enter__(self) -> None:
        self._on = True
        if self._job.counts == "line":
            threading.settrace(self._traced)
            sys.settrace(self._traced)
            frame: FrameType | None = sys._getframe()
            while frame is not None:
                frame.f_trace = self._traced
                frame = frame.f_back

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        sys.settrace(None)
        threading.settrace(None)
        self._on = False

    def changed(self) -> None:
        """Something was done."""
        assert self.placement is not None
        lane = self.placement.lanes[0]
        if lane.question is not None:
            # The hastiest answer; what it may lead to must hold all the same.
            self.placement.answer(lane, True)
        done = lane.steps[-1].text if lane.steps else "Nothing yet"
        if self._job.counts == "step":
            self._step(f"{lane.state}: {done}")

    def told(self, exchange: Exchange) -> None:
        """A request was answered, or was not."""
        if self._job.counts == "step":
            self._step(f"{exchange.method} {exchange.path} {exchange.status}")

    def _step(self, name: str) -> None:
        if not self._on:
            return
        # No lock: what Python cleans up meanwhile may come here again, on the same thread.
        self.steps = step = next(self._count)
        if step == self._job.tells_at:
            say(told=name)
        if step == self._job.dies_at:
            say(died_at=name)
            os.kill(os.getpid(), signal.SIGKILL)

    def _traced(self, frame: FrameType, event: str, _argument: object) -> TraceFunction | None:
        name = frame.f_code.co_filename
        if not any(part in name for part in _CODE):
            return None
        if event == "line":
            self._step(f"{os.path.basename(name)}:{frame.f_lineno}")
        return self._traced


async def order(job: Job) -> None:
    """Do the job, and say what came of it."""
    walk = Walk(job)
    with Journal(Path(job.home) / "orders.db") as journal:
        async with device(job.url, job.cards_at, job.session, walk.told) as (client, hive):
            assert hive[BOOKS].cart is not None, "no book in the cart"
            somebody = Buyer(client, hive, journal, Path(job.database))
            placement = somebody.placement(job.call, number=job.number, sleep=no_nap, on_change=walk.changed)
            walk.placement = placement
            if job.waits:
                say(ready=True)
                sys.stdin.readline()
            with walk:
                await placement.run()
            lane = placement.lanes[0]
            say(state=lane.state, sentence=lane.sentence, steps=walk.steps)


def main() -> None:
    """Have each job done by a process of its own."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                asyncio.run(order(Job(**json.loads(line))))
            except BaseException as error:
                say(failed=repr(error))
                os._exit(1)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        say(ended=os.waitstatus_to_exitcode(status))


class Nursery:
    """The process that has the jobs done, seen from outside."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Nursery:
        pipe = asyncio.subprocess.PIPE
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.proof.window", stdin=pipe, stdout=pipe
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._process is not None
        await self._process.communicate(b"")

    async def begin(self, job: Job) -> None:
        """Have a job begun."""
        await self.write(json.dumps(asdict(job)))

    async def write(self, line: str) -> None:
        """Give it a line of input."""
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(line.encode() + b"\n")
        await self._process.stdin.drain()

    async def read(self) -> dict[str, object]:
        """What it says next. Raises AssertionError where it failed."""
        assert self._process is not None
        assert self._process.stdout is not None
        line = await self._process.stdout.readline()
        said = json.loads(line or b'{"failed": "it ended"}')
        assert "failed" not in said, said["failed"]
        return said

    async def do(self, job: Job) -> dict[str, object]:
        """All that a job says, to its end."""
        await self.begin(job)
        return await self.rest()

    async def rest(self) -> dict[str, object]:
        """All that the job says from now on, to its end."""
        told: dict[str, object] = {}
        while "ended" not in told:
            told |= await self.read()
        return told


if __name__ == "__main__":
    main()
