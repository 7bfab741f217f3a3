"""Each tour that comes along is a test: it is played in the real app, as fast as it goes."""

from dataclasses import replace
from pathlib import Path

import pytest

from firmly_tui.tour.library import find, shipped
from firmly_tui.tour.performance import Wishes, perform_on_own_stage
from firmly_tui.tour.steps import Size

SCREENSHOTS = Path(__file__).parents[2] / "screenshots"


@pytest.mark.parametrize("tour", shipped(), ids=lambda tour: tour.name)
async def test_a_shipped_tour_plays_and_its_pictures_are_those_that_are_kept(tour):
    played = await perform_on_own_stage(tour, Wishes(pictures=True))
    assert played.failure is None, "\n".join([str(played.failure), *played.failure.screen])
    assert (played.result, played.exit_code) == ("placed", 0)
    assert len(played.made) == len(tour.steps)
    changed = [name for name, svg in played.pictures.items() if not _is_kept(name, svg)]
    assert changed == [], "if the change is wanted, run `firmly-tui screenshots` and look at the pictures"


async def test_a_tour_waits_for_what_a_wide_terminal_shows_too():
    played = await perform_on_own_stage(replace(find("full-cart"), size=Size(142, 38)), Wishes())
    assert played.failure is None, "\n".join([str(played.failure), *played.failure.screen])
    assert played.result == "placed"


def _is_kept(name: str, svg: str) -> bool:
    path = SCREENSHOTS / name
    return path.exists() and path.read_text(encoding="utf-8") == svg
