"""`firmly-tui serve`: the app in a browser, on this machine."""

from __future__ import annotations

import argparse
import errno
from pathlib import Path
from typing import TYPE_CHECKING

from firmly_tui.commands import DONE, WRONG_USAGE, add_address, environment, fail, unknown_theme
from firmly_tui.commands.tours import tour_speed
from firmly_tui.loopback import loopback_address
from firmly_tui.settings import PREFIX

if TYPE_CHECKING:
    from firmly_tui.browser.visitor import Offer
    from firmly_tui.commands import Commands, Parser
    from firmly_tui.settings import Settings

TARGETS = ("server", "app_id")
HOSTS = ("api_url", "cc_url", "status_url")


def add_serve(commands: Commands, shared: Parser) -> None:
    """Add the command."""
    serve = commands.add_parser(
        "serve",
        parents=[shared],
        argument_default=argparse.SUPPRESS,
        help="open the app in a browser",
        description="Show the app in a browser on this machine, until Ctrl+C. It prints the link as soon as it accepts "
        "connections. Every page that opens has a sandbox and a home folder of its own, which are gone when it closes. "
        "Neither a login nor the environment leads out of the sandbox here: only --server, or --app-id before `serve`.",
    )
    add_address(serve, _loopback)
    serve.add_argument("--server", metavar="URL", help="use a sandbox that runs elsewhere, for all visitors")
    serve.add_argument(
        "--tour",
        metavar="NAME",
        default=environment("TOUR", ""),
        help="play a tour instead of opening a shop",
    )
    serve.add_argument(
        "--speed",
        type=tour_speed,
        default=environment("SPEED", "1"),
        metavar="X",
        help="of the tour: 2 is twice as fast (0.1 to 20)",
    )
    serve.set_defaults(run=run_serve)


def _loopback(text: str) -> str:
    address = loopback_address(text)
    if not address:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not an address of this machine alone, such as 127.0.0.1 or ::1. What is typed goes to the "
            "page unencrypted, so it must not leave this machine"
        )
    return address


def run_serve(settings: Settings, options: dict[str, object]) -> int:
    """Serve until Ctrl+C."""
    from firmly_tui.tour.steps import TourError

    if reason := unknown_theme(settings.theme):
        return fail(reason, WRONG_USAGE)
    try:
        offer = _offer(settings, options)
    except (TourError, ValueError) as error:
        return fail(str(error), WRONG_USAGE)
    import asyncio

    from firmly_tui.browser.server import MOST_VISITORS, serve

    def tell(link: str) -> None:
        print(f"firmly-tui in a browser: {link}")
        if options.get("app_id"):
            print("This is firmly itself: what is bought there is bought.")
        print(
            f"Whoever has this link on this machine can open it, up to {MOST_VISITORS} at once. Ctrl+C ends it.",
            flush=True,
        )

    port = int(str(options["port"]))
    try:
        asyncio.run(serve(offer, str(options["host"]), port, tell))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        return fail(f"Port {port} is used by another program. Give another one with --port, or 0.")
    return DONE


def _offer(settings: Settings, options: dict[str, object]) -> Offer:
    """What visitors get: the sandbox, unless the command line says otherwise. Raises TourError, ValueError."""
    from firmly_tui.browser.visitor import Offer

    theme = ("--theme", settings.theme) if settings.theme else ()
    target = next((name for name in TARGETS if options.get(name)), "")
    if tour := str(options["tour"]):
        if target:
            raise ValueError(
                "A tour is played on a sandbox of its own: give either --tour, or where to shop."
            )
        return Offer((*theme, "tour", _tour(tour), "--speed", str(options["speed"])))
    if not target:
        return Offer((*theme, "--sandbox"))
    told = {name: str(options[name]) for name in (target, *HOSTS) if options.get(name)}
    return Offer(theme, {PREFIX + name.upper(): value for name, value in told.items()})


def _tour(name: str) -> str:
    """The tour's name, or the whole path of its file: an app has another current folder. Raises TourError."""
    from firmly_tui.tour.library import SHIPPED, find

    path = find(name).path
    return name if Path(path).parent == SHIPPED else str(Path(path).absolute())
