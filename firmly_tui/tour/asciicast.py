"""Recordings of tours in the format asciicast v2: a header, then a line of JSON for each change of the screen.

(asciinema docs: asciicast v2)
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rich.console import Console

from firmly_tui.tour import sight
from firmly_tui.tour.stage import MORNING

if TYPE_CHECKING:
    from firmly_tui.tour.app import TourApp
    from firmly_tui.tour.pace import Pace
    from firmly_tui.tour.steps import Tour

LAST_SECONDS = 3.0
"""How long the last frame stays."""


class Asciicast:
    """Collects the frames of the running app: of each only the lines that changed."""

    def __init__(self, tour: Tour, pace: Pace) -> None:
        self._tour = tour
        self._pace = pace
        self._console = Console(color_system="truecolor", force_terminal=True, legacy_windows=False)
        self._seen: list[str] = []
        self._caption = ""
        self._events: list[tuple[float, str, str]] = []
        self._begun: float | None = None

    def frame(self, app: TourApp) -> None:
        """Keep what is on the screen now, if it is not what was there before."""
        drawn = [strip.render(self._console) for strip in sight.strips(app)]
        old = self._seen if len(self._seen) == len(drawn) else [""] * len(drawn)
        changed = [
            (row, line) for row, (line, was) in enumerate(zip(drawn, old, strict=True), 1) if line != was
        ]
        if not changed:
            return
        if self._begun is None:
            self._begun = self._pace.now
        now = round(self._pace.now - self._begun, 3)
        first = "" if self._seen else "\x1b[?25l\x1b[2J"
        self._seen = drawn
        self._events.append(
            (now, "o", first + "".join(f"\x1b[{row};1H{line}\x1b[0m" for row, line in changed))
        )

    def mark(self, caption: str) -> None:
        """Mark a place to which players of recordings can jump."""
        now = 0.0 if self._begun is None else round(self._pace.now - self._begun, 3)
        self._events.append((now, "m", caption))

    def text(self) -> str:
        """The whole recording."""
        width, height = self._tour.size
        header = {
            "version": 2,
            "width": width,
            "height": height,
            "timestamp": int(MORNING.timestamp()),
            "title": self._tour.title,
            "env": {"TERM": "xterm-256color"},
        }
        end = (self._events[-1][0] if self._events else 0.0) + LAST_SECONDS
        lines = [header, *self._events, (round(end, 3), "o", "\x1b[?25h")]
        return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
