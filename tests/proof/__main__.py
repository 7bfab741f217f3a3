"""The whole proof, which takes its time: `python -m tests.proof cut|kill [--every N]`."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections import Counter
from pathlib import Path

from firmly_tui.sandbox import Sandbox, SandboxOptions
from tests.checkout.counter import APPROVED, DECLINED
from tests.proof.buyer import stock_up
from tests.proof.cutting import CALLS, bench
from tests.proof.killing import main_kill


async def cut_everywhere(step: int) -> int:
    """Cut at each `step`-th byte; tells what came of it, and returns how often it was wrong."""
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "sandbox.db"
        with Sandbox(SandboxOptions(database=database, step_seconds=0, slow_seconds=0)) as sandbox:
            stock_up(database)
            made, cutter = bench(sandbox, database, Path(folder))
            async with cutter:
                for call, number in ((call, number) for call in CALLS for number in (APPROVED, DECLINED)):
                    came: Counter[str] = Counter()
                    cases = await made.cases(call, number, step)
                    for case in cases:
                        outcome = await made.order(case)
                        came[f"{outcome.state} {outcome.conclusion}".strip()] += 1
                        if not outcome.is_true:
                            wrong += 1
                            print("WRONG", case, outcome, flush=True)
                    card = "approved" if number == APPROVED else "declined"
                    told = ", ".join(f"{times} {words}" for words, times in came.most_common())
                    print(f"{call}, card {card}: {len(cases)} cuts: {told}", flush=True)
    return wrong


def main() -> int:
    """Run what is asked for; 1 if anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.proof", description=__doc__)
    parser.add_argument("what", choices=["cut", "kill"])
    parser.add_argument(
        "--every", type=int, default=1, metavar="N", help="only every N-th byte, or executed line"
    )
    asked = parser.parse_args()
    if asked.what == "kill":
        return main_kill(asked)
    return 1 if asyncio.run(cut_everywhere(asked.every)) else 0


if __name__ == "__main__":
    raise SystemExit(main())
