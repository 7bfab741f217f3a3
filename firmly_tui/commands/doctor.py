"""`firmly-tui doctor`: says what would stop a purchase, before one wants to buy."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from firmly_tui.commands import DONE, FAILED, add_shop

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firmly_tui.commands import Commands, Parser
    from firmly_tui.doctor import Finding
    from firmly_tui.settings import Settings

NARROWEST, WIDEST = 60, 110


def add_doctor(commands: Commands, shared: Parser) -> None:
    """Add the command."""
    doctor = commands.add_parser(
        "doctor",
        parents=[shared],
        argument_default=argparse.SUPPRESS,
        help="say what would stop a purchase",
        description="Look at this machine, at what is kept on it, and at the servers, and say what would stop a "
        "purchase: `ok` is fine, `note` is worth knowing, `stops` would stop one. Nothing of yours is changed.",
        epilog="Exit codes: 0 nothing would stop a purchase, 1 something would.",
    )
    add_shop(doctor.add_argument_group("as if the app were opened with"))
    doctor.add_argument("--json", action="store_true", help="as JSON, for programs")
    doctor.set_defaults(run=run_doctor)


def run_doctor(settings: Settings, options: dict[str, object]) -> int:
    """Look at everything, and tell it."""
    from firmly_tui.doctor import STOPS, examine

    found = examine(settings)
    stops = sum(finding.level == STOPS for finding in found)
    if options.get("json"):
        import json

        told = {"stops": stops, "checks": [finding.to_json() for finding in found]}
        print(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        print("\n".join(_lines(found)))
        print("\n" + _sum(stops))
    return FAILED if stops else DONE


def _sum(stops: int) -> str:
    if not stops:
        return "Nothing would stop a purchase."
    return f"{stops} thing{'s' if stops > 1 else ''} would stop a purchase: see `stops`."


def _lines(found: Sequence[Finding]) -> Iterator[str]:
    """A word, the check, and what was found, in columns; below it what to do."""
    names = max(len(finding.check) for finding in found)
    for finding in found:
        start = f"{finding.level:<5}  {finding.check:<{names}}  "
        indent = " " * len(start)
        yield from _broken(finding.says, start, indent)
        if finding.do:
            yield from _broken(finding.do, f"{indent}→ ", f"{indent}  ")


def _broken(text: str, start: str, indent: str) -> Sequence[str]:
    """The lines of a text. Paths and addresses stay whole, so that they can be copied."""
    from shutil import get_terminal_size
    from textwrap import TextWrapper

    from firmly_tui.models import untrusted

    width = min(max(get_terminal_size((80, 24)).columns - 1, NARROWEST), WIDEST)
    wrapper = TextWrapper(
        width, initial_indent=start, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return wrapper.wrap(untrusted(text))
