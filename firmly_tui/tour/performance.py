"""Plays a tour from beginning to end: without a terminal, as a recording, or before an audience."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from firmly_tui.tour.app import TourApp
from firmly_tui.tour.asciicast import Asciicast
from firmly_tui.tour.outcome import EXIT_CODES, never_written, outcome
from firmly_tui.tour.pace import Pace, PresentersPace
from firmly_tui.tour.pictures import Pictures
from firmly_tui.tour.player import Crew, Player, StepFailed
from firmly_tui.tour.scenarios import switch
from firmly_tui.tour.stage import OwnStage, Stage

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from firmly_tui.checkout import Attempt, Lane
    from firmly_tui.tour.outcome import Result
    from firmly_tui.tour.player import Made
    from firmly_tui.tour.steps import Tour


@dataclass
class Played:
    """What came of a tour that was played."""

    tour: Tour
    result: Result = "no order"
    made: list[Made] = field(default_factory=list)
    failure: StepFailed | None = None
    attempts: list[Attempt] = field(default_factory=list)
    """The orders that were tried, the newest first."""
    lanes: list[Lane] = field(default_factory=list)
    """The orders of the last placement."""
    pictures: dict[str, str] = field(default_factory=dict)
    """SVG by the names of the files."""
    recording: str = ""
    return_code: int = 0
    """That of the app: not 0 where it ended in an unexpected error."""

    @property
    def exit_code(self) -> int:
        """What a program is told: 0 placed or no order, 1 failed, 3 refused, 4 unknown, 5 not sent."""
        return self.return_code or EXIT_CODES[self.result]

    def to_json(self) -> dict[str, object]:
        """Everything that a program may want to know, but the pictures themselves."""
        failure = self.failure
        return {
            "tour": self.tour.name,
            "title": self.tour.title,
            "outcome": self.result,
            "exit_code": self.exit_code,
            "steps": [
                {"line": made.step.line, "step": made.step.source, "seconds": made.seconds}
                for made in self.made
            ],
            "failure": {
                "line": failure.step.line,
                "step": failure.step.source,
                "sentence": failure.sentence,
                "screen": failure.screen,
            }
            if failure is not None
            else None,
            "orders": [
                *(attempt.to_json() for attempt in reversed(self.attempts)),
                *never_written(self.lanes),
            ],
            "pictures": sorted(self.pictures),
        }


@dataclass(frozen=True)
class Wishes:
    """How a tour is to be played without a terminal; `speed` is that of a recording."""

    pictures: bool = False
    recording: bool = False
    speed: float = 1.0
    theme: str = ""
    report: Callable[[BaseException], str] | None = None
    """Turns an unexpected error into the sentence to end with."""


async def perform(tour: Tour, stage: Stage, wishes: Wishes) -> Played:
    """Play a tour without a terminal, as fast as it goes."""
    played, pace, camera = Played(tour), Pace(wishes.speed), Pictures()
    cast = Asciicast(tour, pace) if wishes.recording else None

    async def direct(app: TourApp) -> None:
        crew = Crew(
            picture=camera.take if wishes.pictures else None,
            switch=_switch(stage),
            frame=cast.frame if cast else None,
            caption=cast.mark if cast else None,
        )
        await _play(app, stage, crew, played)
        app.exit()

    app = TourApp(stage.opening, tour, pace, direct, theme=wishes.theme, report=wishes.report)
    await app.run_async(headless=True, size=tour.size)
    played.return_code = app.return_code or 0
    if played.return_code:
        played.result = "failed"
    played.pictures = camera.taken
    played.recording = cast.text() if cast else ""
    return played


async def perform_on_own_stage(tour: Tour, wishes: Wishes) -> Played:
    """As `perform`, on a sandbox that is the same every time."""
    with tempfile.TemporaryDirectory(prefix="firmly-tui-") as home:
        stage = OwnStage(Path(home), lively=wishes.recording, knows_address=tour.knows_address)
        return await perform(tour, stage, wishes)


def present(
    tour: Tour, *, speed: float, theme: str = "", report: Callable[[BaseException], str] | None = None
) -> Played:
    """Play a tour in the terminal, as often as the presenter wants; what came of it the last time."""
    while True:
        with tempfile.TemporaryDirectory(prefix="firmly-tui-") as home:
            stage = OwnStage(Path(home), lively=True, knows_address=tour.knows_address)
            played = Played(tour)

            async def direct(app: TourApp, stage: Stage = stage, played: Played = played) -> None:
                await _play(app, stage, Crew(switch=_switch(stage)), played)
                if played.failure is None:
                    app.end("■", "That was the tour.")
                else:
                    app.end("✕", str(played.failure))

            app = TourApp(stage.opening, tour, PresentersPace(speed), direct, theme=theme, report=report)
            app.run()
        if not app.again:
            played.return_code = app.return_code or 0
            return played


async def _play(app: TourApp, stage: Stage, crew: Crew, played: Played) -> None:
    player = Player(app, crew)
    try:
        await player.play()
        await player.wait_for_orders()
    except StepFailed as failure:
        played.failure = failure
    played.made = player.made
    if app.placement is not None:
        played.lanes = list(app.placement.lanes)
    if stage.shop is not None:
        attempts = await asyncio.to_thread(stage.shop.journal.attempts)
        played.attempts = [attempt for attempt in attempts if attempt.id not in stage.known]
    played.result = "failed" if played.failure else outcome(played.attempts, played.lanes)


def _switch(stage: Stage) -> Callable[[bool, str], Awaitable[str]]:
    return lambda on, scenario: switch(stage.shop, on, scenario)
