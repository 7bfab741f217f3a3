"""Whatever byte the connection breaks at: at most one order, and nothing untrue is said of it."""

from pathlib import Path

import pytest

from firmly_tui.sandbox import Sandbox, SandboxOptions
from tests.checkout.counter import APPROVED, DECLINED
from tests.proof.buyer import stock_up
from tests.proof.cutting import CALLS, bench


@pytest.mark.parametrize("number", [APPROVED, DECLINED], ids=["approved", "declined"])
@pytest.mark.parametrize("call", CALLS)
async def test_a_cut_at_any_byte_never_orders_twice_nor_tells_a_lie(
    tmp_path: Path, call: str, number: str
) -> None:
    """A sample of all bytes; `python -m tests.proof cut` cuts at each of them."""
    database = tmp_path / "sandbox.db"
    with Sandbox(SandboxOptions(database=database, step_seconds=0, slow_seconds=0)) as sandbox:
        stock_up(database)
        made, cutter = bench(sandbox, database, tmp_path)
        async with cutter:
            for case in await made.cases(call, number, step=1753):
                outcome = await made.order(case)
                assert outcome.is_true, (case, outcome)
                assert outcome.state != "not sent", (case, outcome)
