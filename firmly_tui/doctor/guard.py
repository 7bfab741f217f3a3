"""Keeps one check from spoiling the others: each ends in time, and in a sentence."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from firmly_tui.doctor.finding import STOPS, Finding, Level

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator

PATIENCE: Final = 9.0
"""Seconds that a check may take."""


async def guarded(check: str, work: Awaitable[Finding], *, otherwise: Level = STOPS) -> Finding:
    """What a check found; what it failed with is found `otherwise`."""
    found: list[Finding] = []
    with _failures(check, found, otherwise):
        async with asyncio.timeout(PATIENCE):
            found.append(await work)
    return found[0]


def all_of(check: str, work: Callable[[], Iterable[Finding]]) -> list[Finding]:
    """All that a check finds until it fails, and that it failed."""
    found: list[Finding] = []
    with _failures(check, found, STOPS):
        for finding in work():
            found.append(finding)
    return found


@contextmanager
def _failures(check: str, found: list[Finding], level: Level) -> Iterator[None]:
    """Take what a check fails with, whatever it is, for one more finding: the other checks are told."""
    try:
        yield
    except Exception as error:
        found.append(Finding(check, level, *_told(error)))


def _told(error: Exception) -> tuple[str, str]:
    """What happened, and what to do about it."""
    from firmly_tui.client import FirmlyError

    if isinstance(error, TimeoutError):
        return f"There was no answer within {PATIENCE:.0f} s.", "Check the network."
    if isinstance(error, FirmlyError):
        return error.sentence, ""
    # Only its kind: the text of an unexpected error may hold anything.
    return f"This could not be looked at: it ended in an error ({type(error).__name__}).", ""
