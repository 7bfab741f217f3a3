"""Orders whose connection is cut at each byte of the request, and at each byte of the answer."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.proof.buyer import Outcome, buyer
from tests.proof.cutter import Cut, Cutter

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from firmly_tui.sandbox import Sandbox

CALLS = ("place-order", "complete-order")


@dataclass(frozen=True)
class Case:
    """An order with a card that is approved or declined, and where its connection is cut."""

    call: str
    number: str = field(repr=False)
    cut: Cut | None = None


class Bench:
    """A sandbox with a way to it that can be cut."""

    def __init__(self, sandbox: Sandbox, database: Path, home: Path, cutter: Cutter) -> None:
        self._sandbox = sandbox
        self._database = database
        self._home = home
        self._cutter = cutter
        self._number = 0

    async def order(self, case: Case) -> Outcome:
        """Order with a new device, and say what came of it."""
        self._cutter.ready(case.cut)
        self._number += 1

        async def until_the_server_is_done(_seconds: float) -> None:
            await self._cutter.over.wait()

        home = self._home / f"{self._number}"
        async with buyer(self._sandbox, self._database, home, self._cutter.url) as somebody:
            placement = somebody.placement(case.call, number=case.number, sleep=until_the_server_is_done)
            await placement.run()
            await self._cutter.over.wait()
            return somebody.outcome(placement.lanes[0])

    async def cases(self, call: str, number: str, step: int = 1) -> list[Case]:
        """Each `step`-th byte of an order and of its answer, the first and the last ones in any case."""
        whole = Case(call, number)
        outcome = await self.order(whole)
        assert outcome.is_true, outcome
        assert outcome.state in ("placed", "refused"), outcome
        return [
            replace(whole, cut=Cut(direction, after))
            for direction, size in self._cutter.sizes.items()
            for after in _places(size, step)
        ]


def bench(sandbox: Sandbox, database: Path, home: Path) -> tuple[Bench, Cutter]:
    """A bench, and its cutter, which is to be entered."""
    cutter = Cutter(urlsplit(sandbox.url).port or 0)
    return Bench(sandbox, database, home, cutter), cutter


def _places(size: int, step: int) -> Iterable[int]:
    # The length of an answer differs by some bytes from one to the next: cut in the last ones, not behind.
    return sorted({*range(0, size, step), 1, 2, *range(max(0, size - 8), size)})
