"""A presenter's keys: they steer the tour, and do not reach the app."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from firmly_tui.tour import sight
from firmly_tui.tour.app import TourApp
from firmly_tui.tour.bar import CaptionBar
from firmly_tui.tour.pace import PresentersPace
from firmly_tui.tour.player import Crew, Player
from firmly_tui.tour.reading import read_tour
from firmly_tui.tour.stage import OwnStage

STEPS = """\
caption Look at this.
note Ask who is from Berlin.
wait 50+ found
caption Now type.
type zo
caption The end is near.
"""


@asynccontextmanager
async def presenting(home: Path, text: str = STEPS) -> AsyncIterator[tuple[TourApp, Pilot[None]]]:
    """A tour before an audience, paused before its first step."""

    async def direct(app: TourApp) -> None:
        await Player(app, Crew()).play()
        app.end("■", "That was it.")

    pace = PresentersPace(8)
    pace.pause()
    stage = OwnStage(home, lively=False, knows_address=False)
    app = TourApp(stage.opening, read_tour(text, Path("small.tour")), pace, direct)
    async with app.run_test(size=(80, 24)) as pilot:
        yield app, pilot


def bar(app: TourApp) -> str:
    return app.screen.query_one(CaptionBar).render().plain


async def until(app: TourApp, pilot: Pilot[None], words: str) -> None:
    for _ in range(400):
        if words in bar(app):
            return
        await pilot.pause(0.02)
    raise AssertionError(bar(app))


async def test_a_step_is_made_for_each_full_stop(tmp_path):
    async with presenting(tmp_path) as (app, pilot):
        await pilot.press("full_stop")
        await until(app, pilot, "Look at this.")
        await pilot.press("full_stop")
        await until(app, pilot, "Now type.")
        assert "‖" in bar(app)
        assert "/  zo" not in sight.said(app)


async def test_what_is_pressed_does_not_reach_the_app(tmp_path):
    async with presenting(tmp_path) as (app, pilot):
        await pilot.press("full_stop", "x", "f3", "a", "ctrl+s")
        app.post_message(events.Paste("pasted"))
        await pilot.pause()
        assert [field.value for field in app.screen.query(Input)] == [""]
        assert len(app.screen_stack) == 1
        await pilot.press("space")
        await until(app, pilot, "That was it.")
        assert "b again · q quits" in bar(app)


async def test_notes_and_the_next_caption_are_shown_when_wanted(tmp_path):
    async with presenting(tmp_path) as (app, pilot):
        await pilot.press("full_stop")
        await until(app, pilot, "Look at this.")
        assert "Berlin" not in bar(app)
        await pilot.press("n")
        assert "✎ Ask who is from Berlin." in bar(app)
        assert "→ Now type." in bar(app)
        await pilot.press("n")
        assert "Berlin" not in bar(app)


async def test_the_speed_is_changed_and_the_beginning_gone_back_to(tmp_path):
    async with presenting(tmp_path) as (app, pilot):
        await pilot.press("minus", "minus")
        assert app.pace.speed == 3
        assert "3×" in bar(app)
        await pilot.press("plus")
        assert app.pace.speed == 5
        await pilot.press("b")
        await pilot.pause()
        assert app.again
