"""How soon what was asked for stands on the screen: the shipments of a cart, the days and hours of one of them."""

from __future__ import annotations

import json
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

from firmly_tui.wiring import SHOPPER_FILE
from tests.bench.measure import Lab, Result
from tests.bench.network import server
from tests.bench.server import ADDRESS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.terminal import Terminal

MANY, FEW = 50, 5
KINDS = ("ours", "bare")
QUIET = 0.3
"""Seconds without a change after which nothing more is expected."""


def month_200(lab: Lab) -> Iterator[Result]:
    """A month of days with 200 times in one of them, key to the last of its frames; and a bare list of 200 lines."""
    with ExitStack() as stack:
        apps = [stack.enter_context(lab.app("month", kind)) for kind in KINDS]
        times: tuple[list[float], list[float]] = ([], [])
        for app in apps:
            app.wait("READY")
            for _ in range(2):  # the first time finds nothing prepared
                app.time_key("o")
        for _ in range(lab.times(15)):
            for app, taken in zip(apps, times, strict=True):
                taken.append(app.time_key("o") * 1000)
                app.time_key("o")
    yield Result("month-200", "ms", *times, "bare list", times=2)


def cart_50(lab: Lab) -> Iterator[Result]:
    """The delivery of a cart of 50 shipments, key to its last frame, with what each can have; and of 5."""
    with ExitStack() as stack:
        apps = [_at_the_address(lab, stack, shipments) for shipments in (MANY, FEW)]
        times: tuple[list[float], list[float]] = ([], [])
        for run in range(lab.times(9) + 1):
            for app, taken in zip(apps, times, strict=True):
                app.settle(QUIET)
                began = time.monotonic()
                app.press("ctrl+s")
                shown = app.started + app.wait("Shipment 1 of")
                done = app.settle(QUIET, since=shown)
                app.press("escape")
                app.wait("E-mail(?s:.*)go on")
                if run:  # the first one finds nothing prepared
                    taken.append((done - began) * 1000)
    yield Result("cart-50", "ms", *times, "5 in it", times=3)


def _at_the_address(lab: Lab, stack: ExitStack, shipments: int) -> Terminal:
    """An app with a cart of as many shipments, one key before their delivery."""
    home = lab.fresh_folder()
    (home / SHOPPER_FILE).write_text(json.dumps(ADDRESS))
    url = stack.enter_context(server(lab, 1, shipments, shipments))
    app = stack.enter_context(lab.firmly(home, "--server", url))
    for shown, key in (("1 cart", "f3"), ("check out", "o")):
        app.wait(shown)
        app.press(key)
    app.wait("E-mail(?s:.*)go on")
    return app
