"""The command line: `firmly-tui`, which is the app, and the commands of their own modules."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from firmly_tui import __version__
from firmly_tui.commands import (
    CLOSED_PIPE,
    DONE,
    FAILED,
    WRONG_USAGE,
    Parser,
    add_shop,
    fail,
    has_terminal,
    unknown_theme,
)
from firmly_tui.commands.account import add_login, run_login
from firmly_tui.commands.doctor import add_doctor
from firmly_tui.commands.orders import add_orders
from firmly_tui.commands.sandbox import add_sandbox
from firmly_tui.commands.serve import add_serve
from firmly_tui.commands.tours import add_tours
from firmly_tui.settings import PREFIX, Settings, SettingsError, load_settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from firmly_tui.checkout import Shop


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code: 0 done, 1 failed, 2 wrong usage, 141 nobody reads on."""
    options = vars(_parser().parse_args(arguments))
    run = options.pop("run")
    try:
        settings = load_settings(options, login=run is run_login)
    except SettingsError as error:
        return fail(str(error), WRONG_USAGE)
    try:
        code = run(settings, options)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return FAILED
    except BrokenPipeError:
        return _end_unread()
    except OSError as error:
        return fail(_reason(error))
    except Exception as error:
        from firmly_tui.report import write_report

        return fail(write_report(error, settings.home))
    return code


def _end_unread() -> int:
    """Nobody reads on, as with `| head`: end as programs do then, without a word, and write nothing more."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    return CLOSED_PIPE


def _reason(error: OSError) -> str:
    where = f" ({error.filename})" if error.filename else ""
    return f"{error.strerror or error}{where}"


def _parser() -> argparse.ArgumentParser:
    shared = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument(
        "--home", metavar="DIR", help="keep every file under DIR (default: the system's folder for user data)"
    )
    parser = Parser(
        prog="firmly-tui",
        parents=[shared],
        argument_default=argparse.SUPPRESS,
        description="A multi-merchant checkout in the terminal, on the firmly commerce API. "
        "Without options, and without a login, it opens a shop on a sandbox of its own: nothing is bought for real.",
        epilog=f"Every option has an environment variable: --home is {PREFIX}HOME.",
    )
    parser.set_defaults(run=_run_app)
    parser.add_argument("--version", action="version", version=f"firmly-tui {__version__}")
    add_shop(parser)
    parser.add_argument("--fresh", action="store_true", help="forget the embedded sandbox's carts first")
    parser.add_argument("--theme", metavar="NAME", help="firmly-dark, firmly-light or firmly-contrast")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=Parser)
    add_sandbox(commands, shared)
    add_serve(commands, shared)
    add_tours(commands, shared)
    add_orders(commands, shared)
    add_doctor(commands, shared)
    add_login(commands, shared)
    return parser


def _run_app(settings: Settings, _: dict[str, object]) -> int:
    if not has_terminal():
        return fail("this needs a terminal. `firmly-tui orders` and `firmly-tui sandbox` work without one.")
    # What is loaded to open a shop stays. To look for garbage among it takes a tenth of the start.
    gc.disable()
    try:
        return _show_app(settings)
    finally:
        gc.enable()


def _show_app(settings: Settings) -> int:
    from firmly_tui.report import write_report
    from firmly_tui.tui.app import FirmlyApp
    from firmly_tui.wiring import is_new

    if reason := unknown_theme(settings.theme):
        return fail(reason, WRONG_USAGE)
    app = FirmlyApp(
        lambda: _opened(settings),
        theme=settings.theme,
        report=lambda error: write_report(error, settings.home),
        welcome=is_new(settings.home),
    )
    app.run()
    return app.return_code or DONE


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[Shop]:
    """The shop. From now on garbage is looked for again, but not among what was loaded until it was open."""
    from firmly_tui.wiring import open_shop

    async with open_shop(settings) as shop:
        gc.freeze()
        gc.enable()
        yield shop
