"""The sandbox's own clock: the time it is, or a time ahead of it that somebody moved it to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

MOST_AHEAD: Final = 10 * 365 * 24 * 3600
"""Seconds that the clock may be ahead: ten years."""


class Clock:
    """Tells the moment for everything in a sandbox; `ahead` is in seconds, 0 is the real time.

    It goes on from where it was moved to. A sandbox that is started anew has the real time.
    """

    def __init__(self, real: Callable[[], datetime]) -> None:
        self.real = real
        self.ahead = 0

    def __call__(self) -> datetime:
        """Return the present moment."""
        return self.real() + timedelta(seconds=self.ahead)

    def move(self, ahead: int) -> None:
        """Be so many seconds ahead of the real time, at most ``MOST_AHEAD``. Raises ValueError beyond."""
        if not 0 <= ahead <= MOST_AHEAD:
            raise ValueError(f"The clock can be 0 to {MOST_AHEAD} seconds ahead.")
        self.ahead = ahead
