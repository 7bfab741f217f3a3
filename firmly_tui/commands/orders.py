"""`firmly-tui orders`: the journal, for people and for programs."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from firmly_tui.commands import DONE, fail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmly_tui.checkout import Attempt
    from firmly_tui.commands import Commands, Parser
    from firmly_tui.settings import Settings


def add_orders(commands: Commands, shared: Parser) -> None:
    """Add the command."""
    orders = commands.add_parser(
        "orders",
        parents=[shared],
        argument_default=argparse.SUPPRESS,
        help="list every order that was placed, or tried",
        description="List the journal of orders, newest first.",
    )
    orders.add_argument("--json", action="store_true", help="as JSON, for programs")
    orders.set_defaults(run=run_orders)


def run_orders(settings: Settings, options: dict[str, object]) -> int:
    """List the journal."""
    from firmly_tui.checkout import JournalCopy, JournalError
    from firmly_tui.wiring import JOURNAL_FILE

    path = settings.home / JOURNAL_FILE
    attempts: list[Attempt] = []
    if path.exists():
        try:
            with JournalCopy(path) as journal:
                attempts = journal.attempts()
        except JournalError as error:
            return fail(str(error))
    if options.get("json"):
        import json

        print(json.dumps([attempt.to_json() for attempt in attempts], indent=2, ensure_ascii=False))
    elif not attempts:
        print("No orders yet.")
    else:
        _print_table(attempts)
    return DONE


def _print_table(attempts: Sequence[Attempt]) -> None:
    rows = [("when (UTC)", "state", "merchant", "order", "total")]
    for attempt in attempts:
        total = str(attempt.total) if attempt.total is not None else ""
        when = attempt.created_at[:16].replace("T", " ")
        rows.append((when, _state(attempt), attempt.merchant_name, attempt.order_number, total))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row[:4], widths, strict=False)]
        print("  ".join([*cells, row[4].rjust(widths[4])]).rstrip())


def _state(attempt: Attempt) -> str:
    """What came of it, if anything did yet; where no answer came and the carts were looked at, what they told."""
    if attempt.is_under_way:
        return "under way elsewhere"
    if attempt.became == "unknown" and attempt.looks:
        return "unknown, checked: nobody can tell"
    return attempt.became
