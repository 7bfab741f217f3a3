"""How fast a tour is played, and whether it stands still."""

from __future__ import annotations

import asyncio
from time import monotonic

SPEEDS = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 8.0)
"""What + and − go through."""


class Pace:
    """As fast as it goes: nothing rests. Time is counted as if it did, for recordings."""

    def __init__(self, speed: float = 1.0) -> None:
        self.speed = speed
        self._rested = 0.0
        self._begun = monotonic()

    @property
    def now(self) -> float:
        """Seconds since the beginning, those included that nobody rested."""
        return monotonic() - self._begun + self._rested

    async def rest(self, seconds: float) -> None:
        """Let so many seconds pass, at speed 1."""
        self._rested += seconds / self.speed

    async def turn(self) -> None:
        """Wait until the next step may be made."""


class PresentersPace(Pace):
    """A pace that a presenter changes while the tour is played."""

    def __init__(self, speed: float = 1.0) -> None:
        super().__init__(speed)
        self.paused = False
        self._granted = False
        self._stepping = False
        self._changed = asyncio.Event()

    async def rest(self, seconds: float) -> None:
        """Let so many seconds pass, at speed 1; they stop while the tour is paused, and end when a step is granted."""
        left = seconds
        while (left > 0 and not self._granted) or self._stands:
            begun, speed = monotonic(), self.speed
            stands = self._stands
            await self._change(None if stands else left / speed)
            if not stands:
                left -= (monotonic() - begun) * speed

    @property
    def _stands(self) -> bool:
        return self.paused and not self._stepping and not self._granted

    async def turn(self) -> None:
        """Wait until the next step may be made: at once, or when one is granted."""
        self._stepping = False
        while self._stands:
            await self._change(None)
        self._stepping, self._granted = self.paused, False

    async def _change(self, seconds: float | None) -> None:
        """Wait until something changes, at most so many seconds."""
        self._changed.clear()
        try:
            await asyncio.wait_for(self._changed.wait(), seconds)
        except TimeoutError:
            return

    def pause(self) -> None:
        """Stand still, or go on."""
        self.paused = not self.paused
        self._granted = False
        self._changed.set()

    def step(self) -> None:
        """Make one step, and stand still again."""
        self.paused = self._granted = True
        self._changed.set()

    def change_speed(self, by: int) -> None:
        """Go to the next speed (1) or the one before (-1)."""
        nearest = min(range(len(SPEEDS)), key=lambda index: abs(SPEEDS[index] - self.speed))
        self.speed = SPEEDS[max(0, min(len(SPEEDS) - 1, nearest + by))]
        self._changed.set()
