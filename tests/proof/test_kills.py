"""Whenever the process is killed: at most one order, nothing untrue is said at the next start, and nothing is lost."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.checkout.counter import APPROVED, DECLINED
from tests.proof.cutting import CALLS
from tests.proof.killing import Bench, bench, each_step

MARKS = (
    "preparing: Cart is as you saw it",
    "preparing: Written to the journal",
    "sent: Order sent",
    "-order 200",
    "placed: ",
)
"""Steps that an order comes to."""


@pytest.fixture
async def made(tmp_path: Path) -> AsyncIterator[Bench]:
    async with bench(tmp_path) as ready:
        yield ready


@pytest.mark.parametrize("call", CALLS)
async def test_a_kill_at_any_step_never_orders_twice_nor_tells_a_lie(made: Bench, call: str) -> None:
    """At all that the app is told of; `python -m tests.proof kill` kills at the lines of the code."""
    fates = [fate async for fate in each_step(made, call, APPROVED)]
    for fate in fates:
        assert fate.is_right, fate
    died = [fate.died_at for fate in fates]
    assert [mark for mark in MARKS if not any(mark in name for name in died)] == []
    assert {fate.outcome.state for fate in fates} == {"not sent", "unknown", "placed"}


async def test_a_killed_order_that_was_refused_is_no_order(made: Bench) -> None:
    fates = [fate async for fate in each_step(made, "complete-order", DECLINED, every=2)]
    for fate in fates:
        assert fate.is_right, fate
    told = {(fate.outcome.state, fate.outcome.conclusion) for fate in fates}
    assert told == {("not sent", ""), ("unknown", "not placed"), ("refused", "")}
    # Nothing was bought, so that each cart could be ordered in the end.
    assert [fate.orders for fate in fates] == [1] * len(fates)
