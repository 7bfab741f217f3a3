"""What the doctor looks at on this machine: Python and packages, the terminal, time zones."""

from __future__ import annotations

import os
import platform
import re
import sys
from importlib import metadata
from typing import TYPE_CHECKING, Final

from firmly_tui import __version__
from firmly_tui.doctor.finding import NOTE, OK, STOPS, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

DISTRIBUTION: Final = "firmly-tui"
COLUMNS, LINES = 80, 24
"""The smallest terminal that every screen fits into."""

_INSTALL: Final = "Install firmly-tui anew, in an environment of its own: `pip install -c constraints.txt .`"
_REQUIREMENT: Final = re.compile(r"([\w.-]+)\s*(?:\[[^\]]*\])?\s*\(?([^;)]*)")
_CLAUSE: Final = re.compile(r"(==|>=|<=|!=|<|>)\s*(\d+(?:\.\d+)*)\s*$")


def look_at_machine() -> Iterator[Finding]:
    """All of it. Nothing is changed."""
    yield from _versions()
    yield from _terminal()
    yield _zones()


def _versions() -> Iterator[Finding]:
    python = platform.python_version()
    try:
        found = metadata.distribution(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        yield Finding("python", OK, f"Python {python}")
        yield Finding(
            "packages", NOTE, "firmly-tui is not installed here, so no versions were compared.", _INSTALL
        )
        return
    wanted = found.metadata["Requires-Python"] or ""
    if fits(python, wanted):
        yield Finding("python", OK, f"Python {python}")
    else:
        yield Finding("python", STOPS, f"Python {python} is not {wanted}, which firmly-tui needs.", _INSTALL)
    needed = [needs for needs in found.requires or [] if "extra" not in needs.partition(";")[2]]
    troubles = list(filter(None, map(_trouble, needed)))
    for trouble in troubles:
        yield Finding("packages", STOPS, trouble, _INSTALL)
    if not troubles:
        yield Finding(
            "packages", OK, f"firmly-tui {__version__} and {len(needed)} packages, in versions that fit"
        )


def _trouble(needs: str) -> str:
    """What is wrong with a package that is needed, `""` if nothing is."""
    parts = _REQUIREMENT.match(needs)
    if parts is None:
        return ""
    name, wanted = parts[1], parts[2].strip()
    try:
        present = metadata.version(name)
    except metadata.PackageNotFoundError:
        return f"The package {name} is missing."
    return "" if fits(present, wanted) else f"The package {name} is {present}, and {wanted} is needed."


def fits(version: str, wanted: str) -> bool:
    """Whether a version is one of those that are wanted (`>=25,<26`). What is not understood is taken to fit."""
    clauses = filter(None, map(_CLAUSE.match, (part.strip() for part in wanted.split(","))))
    return all(_holds(_numbers(version), clause[1], _numbers(clause[2])) for clause in clauses)


def _holds(present: tuple[int, ...], operator: str, wanted: tuple[int, ...]) -> bool:
    length = max(len(present), len(wanted))
    left, right = (numbers + (0,) * (length - len(numbers)) for numbers in (present, wanted))
    return {
        "==": left == right,
        "!=": left != right,
        ">=": left >= right,
        "<=": left <= right,
        ">": left > right,
        "<": left < right,
    }[operator]


def _numbers(version: str) -> tuple[int, ...]:
    """The numbers that a version begins with; what stands behind them (`rc1`, `.post2`) is left out."""
    found = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(int(part) for part in found[0].split(".")) if found else ()


def _terminal() -> Iterator[Finding]:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        yield Finding(
            "terminal",
            NOTE,
            "This is not a terminal, so it was not looked at.",
            "Run this in the one that you use.",
        )
        return
    troubles = list(_terminal_troubles())
    yield from troubles
    if not troubles:
        size = os.get_terminal_size()
        yield Finding("terminal", OK, f"{size.columns}×{size.lines}, {_colors()}, UTF-8")


def _terminal_troubles() -> Iterator[Finding]:
    size = os.get_terminal_size()
    if size.columns < COLUMNS or size.lines < LINES:
        yield Finding(
            "terminal",
            NOTE,
            f"It is {size.columns}×{size.lines}. Not everything can be seen below {COLUMNS}×{LINES}.",
            "Make the window larger, or its letters smaller.",
        )
    if os.environ.get("TERM", "") in ("", "dumb", "unknown"):
        yield Finding(
            "terminal",
            STOPS,
            "TERM says that it can only print lines, so there can be no screen.",
            "Use another terminal, or set TERM to what this one is: `TERM=xterm-256color firmly-tui`.",
        )
    encoding = getattr(sys.stderr, "encoding", "") or ""
    if encoding.lower().replace("-", "") != "utf8":
        yield Finding(
            "terminal",
            STOPS,
            f"Its characters are {encoding or 'of no known encoding'}, not UTF-8: the screen could not be read.",
            "Set LC_ALL to a locale of UTF-8, such as C.UTF-8 or en_US.UTF-8.",
        )


def _colors() -> str:
    if os.environ.get("NO_COLOR"):
        return "no colors, as NO_COLOR wants it"
    if os.environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return "all colors"
    return "256 colors" if "256color" in os.environ.get("TERM", "") else "a few colors"


def _zones() -> Finding:
    from firmly_tui.checkout.delivery_days import zone_named
    from firmly_tui.checkout.local_zone import local_zone

    if zone_named("America/Los_Angeles") is None:
        return Finding(
            "time zones",
            NOTE,
            "There is no table of them, so hours of delivery cannot be told in your time.",
            "Install the package tzdata.",
        )
    return Finding("time zones", OK, f"known; yours is {local_zone() or 'not known'}")
