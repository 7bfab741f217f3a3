"""`firmly-tui tour`, `run` and `screenshots`: scripted flows, shown, checked, pictured and recorded."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

from firmly_tui.commands import (
    DONE,
    FAILED,
    WRONG_USAGE,
    environment,
    fail,
    has_terminal,
    tell,
    unknown_theme,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from firmly_tui.commands import Commands, Parser
    from firmly_tui.settings import Settings
    from firmly_tui.tour.performance import Played
    from firmly_tui.tour.steps import Size, Tour

FIRST = "first-purchase"
"""The tour that is played when none is named."""
PICTURES = "screenshots"
ELSEWHERE = (
    "A tour takes place on a sandbox of its own, which is the same every time. `firmly-tui run` takes --server; "
    "with --sandbox no other shop is used, whatever is set."
)


def add_tours(commands: Commands, shared: Parser) -> None:
    """Add the commands."""
    tour = commands.add_parser(
        "tour",
        parents=[shared],
        argument_default=argparse.SUPPRESS,
        help="play a scripted flow in the app, with captions",
        description="Play a tour in the app, on a sandbox that is the same every time and needs no network. Space "
        "pauses, . makes one step, b begins again, + and − change the speed, n shows the presenter's notes, q quits.",
    )
    tour.add_argument("name", nargs="?", metavar="NAME", help="its name, or the path of a file of your own")
    tour.add_argument(
        "--speed",
        type=tour_speed,
        default=environment("SPEED", "1"),
        metavar="X",
        help="2 is twice as fast (0.1 to 20)",
    )
    _add_size(tour)
    instead = tour.add_mutually_exclusive_group()
    instead.add_argument("--list", action="store_true", help="list the tours that there are")
    instead.add_argument("--format", action="store_true", help="explain the format of tours")
    instead.add_argument(
        "--record",
        metavar="FILE",
        help="make a recording (asciicast v2) instead of playing it in the terminal",
    )
    instead.add_argument(
        "--new", metavar="FILE", help="write a tour of what you do in the app, on a sandbox, until you quit"
    )
    tour.set_defaults(run=_run_tour)
    _add_run(commands, shared)
    _add_screenshots(commands, shared)


def _add_run(commands: Commands, shared: Parser) -> None:
    run = commands.add_parser(
        "run",
        parents=[shared],
        argument_default=argparse.SUPPRESS,
        help="run a tour without a terminal, for scripts",
        description="Run a tour without a terminal, as fast as it goes, on a sandbox of its own that is the same every "
        "time, or on that of --server. The exit code tells what came of its orders: 0 all placed, or none tried; "
        "3 refused; 4 unknown; 5 not sent; 1 a step failed; 2 wrong usage.",
    )
    run.add_argument("tour", metavar="TOUR", help="the name of a tour, or the path of a file")
    run.add_argument("--json", action="store_true", help="tell steps, orders, outcome and pictures as JSON")
    run.add_argument(
        "--out", metavar="DIR", default=environment("OUT", ""), help="write its pictures into DIR"
    )
    run.add_argument("--server", metavar="URL", help="use a sandbox that runs elsewhere, at URL")
    run.add_argument(
        "--live", action="store_true", help="run it on firmly itself, where what is bought is bought"
    )
    _add_size(run)
    run.set_defaults(run=_run_run)


def _add_screenshots(commands: Commands, shared: Parser) -> None:
    screenshots = commands.add_parser(
        "screenshots",
        parents=[shared],
        argument_default=argparse.SUPPRESS,
        help="make the pictures that tours take",
        description="Play tours without a terminal, and write the pictures that they take as SVG.",
    )
    screenshots.add_argument(
        "tours", nargs="*", metavar="TOUR", default=[], help="which ones (default: all that come along)"
    )
    screenshots.add_argument(
        "--out", metavar="DIR", default=environment("OUT", PICTURES), help=f"where to (default: {PICTURES})"
    )
    screenshots.set_defaults(run=_run_screenshots)


def _add_size(parser: Parser) -> None:
    parser.add_argument(
        "--size",
        type=_size,
        default=environment("SIZE", ""),
        metavar="80x24",
        help="the size of the terminal where there is none (default: what the tour says)",
    )


def tour_speed(text: str) -> float:
    """How fast a tour is played, as an option's value."""
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 0.1 <= speed <= 20:
        raise argparse.ArgumentTypeError(f"{text!r} is not a speed from 0.1 to 20")
    return speed


def _size(text: str) -> Size | None:
    from firmly_tui.tour.reading import read_size

    try:
        return read_size(text) if text else None
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _find(name: str, options: dict[str, object]) -> Tour:
    """The tour of this name, in the size that is wanted. Raises TourError."""
    from dataclasses import replace

    from firmly_tui.tour.library import find

    tour = find(name)
    size = cast("Size | None", options.get("size"))
    return replace(tour, size=size) if size else tour


def _same_everywhere() -> None:
    """Have times of day shown as they are where tours take place, on every machine."""
    import time

    from firmly_tui.tour.stage import SYSTEM_ZONE

    os.environ["TZ"] = SYSTEM_ZONE
    if hasattr(time, "tzset"):
        time.tzset()


def _report(settings: Settings) -> Callable[[BaseException], str]:
    from firmly_tui.report import write_report

    return lambda error: write_report(error, settings.home)


def _run_tour(settings: Settings, options: dict[str, object]) -> int:
    from firmly_tui.tour.steps import TourError

    if options.get("format"):
        from firmly_tui.tour.reading import describe_format

        print(describe_format(), end="")
        return DONE
    try:
        if options.get("list"):
            return _list()
        if not settings.embedded:
            return fail(ELSEWHERE, WRONG_USAGE)
        if reason := unknown_theme(settings.theme):
            return fail(reason, WRONG_USAGE)
        if options.get("new"):
            return _write_new(
                settings, Path(str(options["new"])).expanduser(), named=bool(options.get("name"))
            )
        tour = _find(str(options.get("name") or FIRST), options)
    except TourError as error:
        return fail(str(error), WRONG_USAGE)
    if options.get("record"):
        return _record(settings, tour, options)
    if not has_terminal():
        return fail("this needs a terminal. `firmly-tui run TOUR` plays a tour without one.")
    from firmly_tui.tour.performance import present

    _same_everywhere()
    speed = cast("float", options["speed"])
    played = present(tour, speed=speed, theme=settings.theme, report=_report(settings))
    # The app said where it stopped, and what was on the screen there is seen no more: the sentence stays.
    return fail(f"{tour.path}: {played.failure}") if played.failure else played.return_code


def _list() -> int:
    from firmly_tui.tour.library import shipped

    tours = shipped()
    width = max(len(tour.name) for tour in tours)
    for tour in tours:
        print(f"{tour.name.ljust(width)}  {tour.about or tour.title}")
    return DONE


def _record(settings: Settings, tour: Tour, options: dict[str, object]) -> int:
    import asyncio

    from firmly_tui.tour.performance import Wishes, perform_on_own_stage

    path = Path(str(options["record"])).expanduser()
    _same_everywhere()
    played = asyncio.run(
        perform_on_own_stage(
            tour,
            Wishes(
                recording=True,
                speed=cast("float", options["speed"]),
                theme=settings.theme,
                report=_report(settings),
            ),
        )
    )
    if played.failure is not None or played.return_code:
        return _told_failure(played)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(played.recording, encoding="utf-8")
    tell(f"{path}: {tour.title}. `asciinema play {path}` plays it.")
    return DONE


def _write_new(settings: Settings, path: Path, *, named: bool) -> int:
    if named:
        return fail("Give either the name of a tour to play, or --new FILE to write one.", WRONG_USAGE)
    if path.exists():
        return fail(f"{path} exists already. Name another file: it is not written over.", WRONG_USAGE)
    if not has_terminal():
        return fail("this needs a terminal, to see what you do.")
    from firmly_tui.tour.recorder import record

    _same_everywhere()
    code, lines = record(path, theme=settings.theme, report=_report(settings))
    tell(
        f"{path}: {lines} steps. `firmly-tui tour {path}` plays it; it is a text file, to be changed at will."
    )
    return code


def _run_run(settings: Settings, options: dict[str, object]) -> int:
    import asyncio
    import json

    from firmly_tui.tour.performance import Wishes, perform, perform_on_own_stage
    from firmly_tui.tour.stage import GivenStage
    from firmly_tui.tour.steps import TourError

    if reason := unknown_theme(settings.theme):
        return fail(reason, WRONG_USAGE)
    if settings.is_live and not options.get("live"):
        return fail(
            "This would run on firmly itself, where what is bought is bought. Say --live if that is meant.",
            WRONG_USAGE,
        )
    try:
        tour = _find(str(options["tour"]), options)
    except TourError as error:
        return fail(str(error), WRONG_USAGE)
    wishes = Wishes(pictures=bool(options.get("out")), theme=settings.theme, report=_report(settings))
    if settings.embedded:
        _same_everywhere()
        played = asyncio.run(perform_on_own_stage(tour, wishes))
    else:
        stage = GivenStage(settings, knows_address=tour.knows_address)
        played = asyncio.run(perform(tour, stage, wishes))
    if options.get("out"):
        _keep(played.pictures, Path(str(options["out"])).expanduser())
    if options.get("json"):
        print(json.dumps(played.to_json(), indent=2, ensure_ascii=False))
    elif played.failure is None and not played.return_code:
        tell(f"{tour.name}: {played.result}, {len(played.made)} steps.")
    else:
        return _told_failure(played)
    return played.exit_code


def _told_failure(played: Played) -> int:
    """Tell where a tour stopped, and what was on the screen there."""
    if played.failure is None:
        return played.exit_code or FAILED
    for line in played.failure.screen:
        print(f"  | {line}".rstrip(), file=sys.stderr)
    return fail(f"{played.tour.path}: {played.failure}")


def _run_screenshots(settings: Settings, options: dict[str, object]) -> int:
    import asyncio

    from firmly_tui.tour.library import find, shipped
    from firmly_tui.tour.performance import Wishes, perform_on_own_stage
    from firmly_tui.tour.steps import TourError

    if not settings.embedded:
        return fail(ELSEWHERE, WRONG_USAGE)
    if reason := unknown_theme(settings.theme):
        return fail(reason, WRONG_USAGE)
    folder = Path(str(options["out"])).expanduser()
    try:
        tours = [find(name) for name in cast("list[str]", options["tours"])] or shipped()
    except TourError as error:
        return fail(str(error), WRONG_USAGE)
    _same_everywhere()
    wishes = Wishes(pictures=True, theme=settings.theme, report=_report(settings))
    for tour in tours:
        played = asyncio.run(perform_on_own_stage(tour, wishes))
        if played.failure is not None or played.return_code:
            return _told_failure(played)
        _keep(played.pictures, folder)
        tell(f"{tour.name}: {len(played.pictures)} pictures in {folder}")
    return DONE


def _keep(pictures: dict[str, str], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, svg in pictures.items():
        (folder / name).write_text(svg, encoding="utf-8")
