"""What a figure is, how one is taken, and what a process costs."""

from __future__ import annotations

import os
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp

from tests.bench.terminal import Terminal

ROOT = Path(__file__).parents[2]
APPS = Path(__file__).parent / "apps"
SIZE = (120, 36)
"""Columns and rows of the terminals."""

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Result:
    """One line of the report. `limit` is for `ours` itself, `times` for its ratio to the reference."""

    name: str
    unit: str
    ours: Sequence[float]
    reference: Sequence[float]
    against: str
    times: float | None = None
    limit: float | None = None
    value: Callable[[Sequence[float]], float] = statistics.median

    @property
    def ratio(self) -> float:
        """The median of the ratios of neighbors, who met the same weather; for others that of the values."""
        if self.value is statistics.median and len(self.ours) == len(self.reference):
            pairs = zip(self.ours, self.reference, strict=True)
            return statistics.median(_ratio(ours, reference) for ours, reference in pairs)
        return _ratio(self.value(self.ours), self.value(self.reference))

    @property
    def ok(self) -> bool:
        """Whether it is within its bound."""
        if self.limit is not None:
            return self.value(self.ours) <= self.limit
        return self.times is None or self.ratio <= self.times

    def __str__(self) -> str:
        ours, reference = self.value(self.ours), self.value(self.reference) if self.reference else 0.0
        ratio = f"{self.ratio:7.2f} ×" if reference else f"{'–':>9}"
        bound = f"{self.times:g} ×" if self.limit is None else f"{self.limit:g} {self.unit}"
        return (
            f"{self.name:20}{ours:8.1f} {self.unit:4}{self.against:>10}{reference:8.1f} {self.unit:4}"
            f"{ratio}   bound {bound:6}  {'ok' if self.ok else 'over'}"
        )


def _ratio(ours: float, reference: float) -> float:
    return ours / reference if reference else float("inf")


def p95(values: Sequence[float]) -> float:
    """What nineteen of twenty values stay below."""
    return sorted(values)[round(0.95 * (len(values) - 1))]


@dataclass
class Lab:
    """Where measuring happens: a folder of its own, and an environment that leaks nothing in."""

    folder: Path
    runs: int | None = None
    warm: set[str] = field(default_factory=set[str])

    def times(self, usual: int) -> int:
        """How many runs to make of a figure that usually takes `usual`."""
        return self.runs or usual

    @property
    def environment(self) -> dict[str, str]:
        """The same for all programs. Bytecode is kept, or all would be compiled anew at every start."""
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(self.folder),
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "PYTHONPYCACHEPREFIX": str(self.folder / "bytecode"),
        }

    def fresh_folder(self) -> Path:
        """An empty folder."""
        return Path(mkdtemp(dir=self.folder))

    def start(self, command: Sequence[str]) -> Terminal:
        """Start a program in a terminal."""
        return Terminal(command, self.environment, ROOT, SIZE)

    def firmly(self, home: Path | None = None, *options: str) -> Terminal:
        """Start firmly-tui; in an empty home unless told otherwise."""
        script = Path(sys.prefix) / "bin" / "firmly-tui"
        command = [str(script)] if script.exists() else [sys.executable, "-m", "firmly_tui"]
        return self.start([*command, "--home", str(home or self.fresh_folder()), *options])

    def bare(self) -> Terminal:
        """Start the bare app."""
        return self.start([sys.executable, str(APPS / "bare.py")])

    def app(self, name: str, *arguments: str) -> Terminal:
        """Start one of our small programs."""
        return self.start([sys.executable, "-m", f"tests.bench.apps.{name}", *arguments])


def process_tree(process: int) -> Iterator[int]:
    """The process and its descendants."""
    yield process
    for task in Path(f"/proc/{process}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from process_tree(int(child))


def cpu_seconds(process: int) -> float:
    """User and system time of a process and its descendants so far."""
    ticks = 0
    for member in process_tree(process):
        values = Path(f"/proc/{member}/stat").read_text().rpartition(") ")[2].split()
        ticks += int(values[11]) + int(values[12])
    return ticks / TICKS


def resident_mib(process: int) -> float:
    """Resident memory of a process and its descendants, in MiB."""
    pages = sum(int(Path(f"/proc/{member}/statm").read_text().split()[1]) for member in process_tree(process))
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
