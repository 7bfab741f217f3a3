"""Keeps one check from spoiling the others: each ends in time, and in a sentence."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from firmly_tui.doctor.finding import STOPS, Finding, Level

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

PATIENCE: Final = 9.0
"""Seconds that a check may take."""


async def guarded(check: str, work: Awaitable[Finding], *, otherwise: Level = STOPS) -> Finding:
    """What a check found; what it failed with is found `otherwise`."""
    from firmly_tui.client import FirmlyError

    try:
        async with asyncio.timeout(PATIENCE):
            return await work
    except TimeoutError:
        return Finding(
            check, otherwise, f"There was no answer within {PATIENCE:.0f} s.", "Check the network."
        )
    except FirmlyError as error:
        return Finding(check, otherwise, error.sentence)
    except Exception as error:  # whatever it is, the other checks are told
        return _failed(check, error)


def all_of(check: str, work: Callable[[], Iterable[Finding]]) -> list[Finding]:
    """All that a check finds until it fails, and that it failed."""
    found: list[Finding] = []
    try:
        for finding in work():
            found.append(finding)
    except Exception as error:  # whatever it is, the other checks are told
        found.append(_failed(check, error))
    return found


def _failed(check: str, error: Exception) -> Finding:
    # Only its kind: the text of an unexpected error may hold anything.
    return Finding(
        check, STOPS, f"This could not be looked at: it ended in an error ({type(error).__name__})."
    )
