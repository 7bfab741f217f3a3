"""How soon the carts are there, and how soon a server's event is on the screen."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING
from urllib.request import urlopen

from firmly_tui.wiring import SHOPPER_FILE
from tests.bench.measure import ROOT, Lab, Result, p95
from tests.bench.server import ADDRESS, EVENTS
from tests.bench.starting import warm_up
from tests.bench.terminal import PATIENCE, NotMeasuredError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterator

    from tests.bench.terminal import Terminal

CARTS = 20
LINES = 100
LANES = 2
LINE = re.compile(r"Item \d+ in the cart")


@contextmanager
def server(lab: Lab, carts: int, lines: int = 5, shipments: int = 1) -> Iterator[str]:
    """Run the tiny server; its address."""
    command = [sys.executable, "-m", "tests.bench.server", str(carts), str(lines), str(shipments)]
    process = subprocess.Popen(command, cwd=ROOT, env=lab.environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


def hive_20(lab: Lab) -> Iterator[Result]:
    """All of 20 carts, of a server that takes 50 ms to answer, and one cart alone."""
    with server(lab, CARTS) as url:
        ours, one = asyncio.run(_load(url, lab.times(15)))
    yield Result("hive-20", "ms", ours, one, "one cart", times=2)


async def _load(url: str, runs: int) -> tuple[list[float], list[float]]:
    from firmly_tui.checkout import Hive
    from firmly_tui.client import FirmlyClient

    times: tuple[list[float], list[float]] = ([], [])
    async with FirmlyClient(url, app_id="bench") as client:
        await client.carts.get("shop00.example")
        for _ in range(runs):
            hive = Hive(client)
            times[0].append(await _timed(hive.load()))
            times[1].append(await _timed(client.carts.get("shop00.example")))
            if len(hive.entries) != CARTS:
                raise NotMeasuredError(f"{len(hive.entries)} carts came: {hive.error}")
    return times


async def _timed(call: Awaitable[object]) -> float:
    began = time.monotonic()
    await call
    return (time.monotonic() - began) * 1000


def edit_hive_20(lab: Lab) -> Iterator[Result]:
    """One more of a line, in a cart of 100 lines: key to its new total, among 20 such carts, and alone."""
    with ExitStack() as stack:
        apps: list[Terminal] = []
        for carts in (CARTS, 1):
            url = stack.enter_context(server(lab, carts, LINES))
            app = stack.enter_context(lab.firmly(lab.fresh_folder(), "--server", url))
            app.wait(rf"{carts} carts?\b")
            app.press("f3")
            app.wait("check out")
            app.settle(0.5)
            apps.append(app)
        times: tuple[list[float], list[float]] = ([], [])
        for edit in range(lab.times(15) + 1):
            for app, taken in zip(apps, times, strict=True):
                app.settle(0.2)
                began = time.monotonic()
                app.press("+")
                done = app.started + app.wait(rf"− {edit + 2} \+ .*\${(edit + 2) * 10}\.00")
                if edit:  # the first one finds nothing prepared
                    taken.append((done - began) * 1000)
    yield Result("edit-hive-20", "ms", *times, "one cart", times=1.5)


def event_to_line(lab: Lab) -> Iterator[Result]:
    """A server's event written to its line painted: the app's own progress screen, two orders, driven by keys."""
    ours: list[float] = []
    bare: list[float] = []
    warm_up(lab)
    for _ in range(lab.times(5)):
        home = lab.fresh_folder()
        (home / SHOPPER_FILE).write_text(json.dumps(ADDRESS))
        with server(lab, LANES) as url, lab.firmly(home, "--server", url) as app:
            _begin_placing(app)
            ours += _lags(app, url, LANES)
        with server(lab, LANES) as url, lab.app("stream", url.removeprefix("http://")) as app:
            app.wait("READY")
            app.press("s")
            bare += _lags(app, url, 1)
    yield Result("event-to-line p95", "ms", ours, bare, "bare app", limit=50, value=p95)


def _begin_placing(app: Terminal) -> None:
    for shown, key in (
        (f"{LANES} carts", "f3"),
        ("check out", "o"),
        ("E-mail(?s:.*)go on", "ctrl+s"),
        ("Ground", "o"),
        (f"Place {LANES} orders", "f7"),
        ("1111", "ctrl+s"),
    ):
        app.wait(shown)
        app.press(key)


def _lags(app: Terminal, url: str, orders: int) -> list[float]:
    """Milliseconds from each event to its line."""
    seen: list[float] = []
    deadline = time.monotonic() + PATIENCE
    while len(seen) < orders * EVENTS:
        changed, now = app.read(1.0)
        if now > deadline:
            raise NotMeasuredError(f"{len(seen)} lines were shown. The screen:\n{app.display.text}")
        if changed:
            seen += [now] * (len(LINE.findall(app.display.text)) - len(seen))
    with urlopen(f"{url}/stamps") as answer:
        written: list[float] = json.load(answer)
    return [(shown - stamp) * 1000 for shown, stamp in zip(seen, written, strict=True)]
