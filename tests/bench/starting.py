"""How long a shopper waits at the start, and what an untouched app costs."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.bench.measure import Lab, Result, cpu_seconds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIRST_FRAME = "Search all merchants"
FIRST_RESULT = r"/  sofa .* \d found(?s:.*)Linden 3-Seat Sofa"
IDLE_SECONDS = 10.0


def first_frame(lab: Lab) -> Iterator[Result]:
    """Start to the first frame with the search box."""
    ours: list[float] = []
    bare: list[float] = []
    warm_up(lab)
    for _ in range(lab.times(9)):
        ours.append(_ours_first(lab))
        bare.append(_bare_first(lab))
    yield Result("first-frame", "ms", ours, bare, "bare app", times=1.3)


def first_result(lab: Lab) -> Iterator[Result]:
    """Start to the first hit of a word typed as soon as there is a search box; the sandbox starts meanwhile."""
    fresh: list[float] = []
    warm: list[float] = []
    bare: list[float] = []
    warm_up(lab)
    home = lab.fresh_folder()
    _typed_result(lab, home)
    for _ in range(lab.times(7)):
        fresh.append(_typed_result(lab, lab.fresh_folder()))
        bare.append(_bare_first(lab))
        warm.append(_typed_result(lab, home))
    yield Result("first-result fresh", "ms", fresh, bare, "bare app", times=5)
    yield Result("first-result warm", "ms", warm, bare, "bare app", times=5)


def idle_cpu(lab: Lab) -> Iterator[Result]:
    """CPU time of an untouched screen in 10 s, in percent of one core."""
    ours: list[float] = []
    reference: list[float] = []
    for _ in range(lab.times(1)):
        with lab.firmly() as app, lab.bare() as bare:
            app.wait(r"\d\+? found")
            bare.wait("READY")
            app.settle(1.0)
            before = cpu_seconds(app.process), cpu_seconds(bare.process)
            end = time.monotonic() + IDLE_SECONDS
            while time.monotonic() < end:
                app.read(0.2)
                bare.read(0.0)
            ours.append((cpu_seconds(app.process) - before[0]) / IDLE_SECONDS * 100)
            reference.append((cpu_seconds(bare.process) - before[1]) / IDLE_SECONDS * 100)
    yield Result("idle-cpu", "%", ours, reference, "bare app", limit=1)


def warm_up(lab: Lab) -> None:
    """Have everything compiled once."""
    if "start" not in lab.warm:
        lab.warm.add("start")
        _typed_result(lab, lab.fresh_folder())
        _bare_first(lab)


def _ours_first(lab: Lab) -> float:
    with lab.firmly() as app:
        return app.wait(FIRST_FRAME) * 1000


def _bare_first(lab: Lab) -> float:
    with lab.bare() as app:
        return app.wait("READY") * 1000


def _typed_result(lab: Lab, home: Path) -> float:
    with lab.firmly(home) as app:
        app.wait(FIRST_FRAME)
        app.press("sofa")
        return app.wait(FIRST_RESULT) * 1000
