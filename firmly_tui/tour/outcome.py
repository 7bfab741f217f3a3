"""What came of the orders of a tour, and the exit code that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from firmly_tui.checkout import Attempt, Lane

Result = Literal["placed", "refused", "unknown", "not sent", "no order", "failed"]

EXIT_CODES: Final[Mapping[Result, int]] = {
    "placed": 0,
    "no order": 0,
    "failed": 1,
    "refused": 3,
    "unknown": 4,
    "not sent": 5,
}
_WORST_FIRST: Final[tuple[Result, ...]] = ("unknown", "refused", "not sent", "placed")


def outcome(attempts: Iterable[Attempt], lanes: Iterable[Lane] = ()) -> Result:
    """What came of it: the last try at each merchant counts, and of several merchants the one that ended worst.

    `attempts` are those of the journal, the newest first. `lanes` are of the last placement: an order that failed
    before it was written down is in no journal.
    """
    last: dict[str, str] = {}
    for attempt in attempts:
        last.setdefault(attempt.merchant, attempt.state)
    last |= {lane.domain: lane.state for lane in lanes}
    states = {_ended(state) for state in last.values()}
    for state in _WORST_FIRST:
        if state in states:
            return state
    return "no order"


def never_written(lanes: Iterable[Lane]) -> list[dict[str, object]]:
    """The orders that failed before they were written down, as JSON."""
    return [
        {
            "state": "not sent",
            "merchant": lane.domain,
            "merchant_name": lane.name,
            "detail": lane.sentence,
        }
        for lane in lanes
        if lane.attempt is None
    ]


def _ended(state: str) -> str:
    """An order that is still under way when the app ends is one of which nobody knows, once it has left."""
    match state:
        case "sent":
            return "unknown"
        case "waiting" | "preparing" | "asking" | "prepared":
            return "not sent"
        case _:
            return state
