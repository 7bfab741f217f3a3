"""The pictures in `screenshots/` are what the app looks like."""

import pytest

from tests.pictures import FOLDER, SIZES, photograph


@pytest.mark.parametrize(("size", "theme"), [*((size, "") for size in SIZES), ((80, 24), "firmly-light")])
async def test_every_screen_looks_as_pictured(size, theme, monkeypatch):
    monkeypatch.setenv("TZ", "UTC")
    pictures = await photograph(size, theme)
    changed = [name for name, svg in pictures.items() if not same(name, svg)]
    assert not changed, "if the change is wanted, run `python -m tests.pictures` and look at the pictures"


def same(name: str, svg: str) -> bool:
    path = FOLDER / name
    return path.exists() and path.read_text(encoding="utf-8") == svg
