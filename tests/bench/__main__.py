"""The benchmark command: `python -m tests.bench [NAME …] [--runs N]`; `--list` names the figures."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench import lists, network, opening, purchase, sandbox, starting
from tests.bench.measure import Lab, Result
from tests.bench.terminal import NotMeasuredError

FIGURES: dict[str, Callable[[Lab], Iterator[Result]]] = {
    "first-frame": starting.first_frame,
    "first-result": starting.first_result,
    "key-1000": lists.key_1000,
    "key-10000": lists.key_10000,
    "month-200": opening.month_200,
    "cart-50": opening.cart_50,
    "hive-20": network.hive_20,
    "edit-hive-20": network.edit_hive_20,
    "event-to-line": network.event_to_line,
    "idle-cpu": starting.idle_cpu,
    "memory": purchase.memory,
    "sandbox-rates": sandbox.sandbox_rates,
    "search-100000": sandbox.search_100000,
    "sandbox-start": sandbox.sandbox_start,
    "giant-body": sandbox.giant_body,
}


def main() -> int:
    """Measure, and print a line for each figure; 1 when something could not be measured."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="the figures to take (default: all)")
    parser.add_argument("--runs", type=int, metavar="N", help="runs of each figure (default: its own number)")
    parser.add_argument("--list", action="store_true", help="name the figures, and end")
    options = parser.parse_args()
    if options.list:
        for name, figure in FIGURES.items():
            print(f"{name:16}{figure.__doc__}")
        return 0
    if unknown := [name for name in options.names if name not in FIGURES]:
        parser.error(f"no such figure: {', '.join(unknown)}; --list names them")
    failed = 0
    with tempfile.TemporaryDirectory(prefix="firmly-bench-", ignore_cleanup_errors=True) as folder:
        lab = Lab(Path(folder), options.runs)
        for name in options.names or FIGURES:
            try:
                for result in FIGURES[name](lab):
                    print(result, flush=True)
            except NotMeasuredError as error:
                failed = 1
                print(f"{name:22}not measured: {error}", file=sys.stderr, flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
