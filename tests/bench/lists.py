"""How soon a key shows in a long list."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from tests.bench.measure import Lab, Result

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.terminal import Terminal

KINDS = ("ours", "bare", "options")
IN_PLACE = 14
"""Keys until the list begins to scroll, in 36 rows of the terminal."""


def key_1000(lab: Lab) -> Iterator[Result]:
    """Down key to repaint among 1,000 results; while nothing scrolls, and while the list does."""
    yield from _keys(lab, 1_000)


def key_10000(lab: Lab) -> Iterator[Result]:
    """The same among 10,000 results."""
    yield from _keys(lab, 10_000)


def _keys(lab: Lab, rows: int) -> Iterator[Result]:
    with ExitStack() as stack:
        apps = [stack.enter_context(lab.app("rows", kind, str(rows))) for kind in KINDS]
        for app in apps:
            app.wait("Product 00000")
            app.settle(0.5)
            app.press("down")  # the first key finds nothing prepared
            app.settle(0.5)
        still = _in_turn(apps, IN_PLACE)
        _in_turn(apps, 4)
        moving = _in_turn(apps, lab.times(30))
    for what, (ours, bare, options) in (("", still), (" scrolling", moving)):
        yield Result(f"key-{rows}{what}", "ms", ours, bare, "bare list", times=1.2)
        yield Result(f"key-{rows}{what}", "ms", ours, options, "OptionList", times=1)


def _in_turn(apps: list[Terminal], keys: int) -> tuple[list[float], ...]:
    times: tuple[list[float], ...] = tuple([] for _ in apps)
    for _ in range(keys):
        for app, taken in zip(apps, times, strict=True):
            taken.append(app.time_key("down") * 1000)
    return times
