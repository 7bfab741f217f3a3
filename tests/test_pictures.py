"""The pictures in `screenshots/` are what the app looks like."""

import pytest

from tests.pictures import FOLDER, LOOKS, photograph
from tests.states import ACTS, play

ADVICE = "if the change is wanted, run `python -m tests.pictures` and look at the pictures"


@pytest.fixture(autouse=True)
def the_same_clock_for_everybody(monkeypatch):
    monkeypatch.setenv("TZ", "UTC")


@pytest.mark.parametrize(("size", "theme"), LOOKS)
async def test_every_screen_looks_as_pictured(size, theme):
    assert not changed(await photograph(size, theme)), ADVICE


@pytest.mark.parametrize("act", ACTS)
async def test_every_state_looks_as_pictured(act):
    assert not changed(await play(act)), ADVICE


def changed(pictures: dict[str, str]) -> list[str]:
    return [name for name, svg in pictures.items() if not same(name, svg)]


def same(name: str, svg: str) -> bool:
    path = FOLDER / name
    return path.exists() and path.read_text(encoding="utf-8") == svg
