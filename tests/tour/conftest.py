"""The same clock and colors for all tours, and a place for small ones."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from firmly_tui.tour.performance import Played, Wishes, perform_on_own_stage
from firmly_tui.tour.reading import read_tour
from firmly_tui.tour.stage import SYSTEM_ZONE

CARD = """\
address
wait 50+ found
type hoodie
wait Hero Hoodie
key enter
wait ✓ available
key enter
wait c shows the carts.
key c
wait Total so far
key o
wait 1 Pine St
key ctrl+s
wait (•)
key o
wait Card number
"""
"""From the shop to the card form."""


@pytest.fixture(autouse=True)
def the_same_for_everybody(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in os.environ:
        if name == "NO_COLOR" or name.startswith(("TEXTUAL_", "FIRMLY_TUI_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("TZ", SYSTEM_ZONE)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


async def play(text: str, wishes: Wishes | None = None) -> Played:
    """Play a tour that is given by its text."""
    return await perform_on_own_stage(read_tour(text, Path("small.tour")), wishes or Wishes())
