"""The commands: `firmly-tui`, `firmly-tui sandbox`, `firmly-tui orders`."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

from firmly_tui import __version__
from firmly_tui.settings import PREFIX, Settings, SettingsError, load_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmly_tui.checkout import Attempt

DONE, FAILED, WRONG_USAGE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code: 0 done, 1 failed, 2 wrong usage."""
    options = vars(_parser().parse_args(arguments))
    run = options.pop("run")
    try:
        settings = load_settings(options)
    except SettingsError as error:
        return _fail(str(error), WRONG_USAGE)
    try:
        return run(settings, options)
    except KeyboardInterrupt:
        return FAILED
    except OSError as error:
        return _fail(_reason(error))
    except Exception as error:
        from firmly_tui.report import write_report

        return _fail(write_report(error, settings.home))


def _fail(sentence: str, code: int = FAILED) -> int:
    print(f"firmly-tui: {sentence}", file=sys.stderr)
    return code


def _reason(error: OSError) -> str:
    where = f" ({error.filename})" if error.filename else ""
    return f"{error.strerror or error}{where}"


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, and where help is."""

    def error(self, message: str) -> NoReturn:
        self.exit(WRONG_USAGE, f"{self.prog}: {message}\nTry `{self.prog} --help`.\n")


def _parser() -> argparse.ArgumentParser:
    shared = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument(
        "--home", metavar="DIR", help="keep every file under DIR (default: the system's folder for user data)"
    )
    parser = _Parser(
        prog="firmly-tui",
        parents=[shared],
        argument_default=argparse.SUPPRESS,
        description="A multi-merchant checkout in the terminal, on the firmly commerce API. "
        "Without options it opens a shop on a sandbox of its own: nothing is bought for real.",
        epilog=f"Every option has an environment variable: --home is {PREFIX}HOME.",
    )
    parser.set_defaults(run=_run_app)
    parser.add_argument("--version", action="version", version=f"firmly-tui {__version__}")
    parser.add_argument("--server", metavar="URL", help="use a sandbox that runs elsewhere, at URL")
    parser.add_argument("--app-id", metavar="ID", help="use firmly itself, as this app")
    parser.add_argument("--api-url", metavar="URL", help="firmly's API host, for --app-id")
    parser.add_argument("--cc-url", metavar="URL", help="firmly's host for card data, for --app-id")
    parser.add_argument("--fresh", action="store_true", help="forget the embedded sandbox's carts first")
    parser.add_argument("--theme", metavar="NAME", help="firmly-dark, firmly-light or firmly-contrast")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=_Parser)
    _add_sandbox(commands, shared)
    _add_orders(commands, shared)
    return parser


def _add_sandbox(commands: argparse._SubParsersAction[_Parser], shared: _Parser) -> None:
    sandbox = commands.add_parser(
        "sandbox",
        parents=[shared],
        argument_default=argparse.SUPPRESS,
        help="run only the sandbox: a local server that speaks the firmly API",
        description="Run a local server that speaks the firmly API, until Ctrl+C. It prints its address as soon as "
        "it accepts connections. GET /sandbox/cards lists the test cards.",
    )
    sandbox.add_argument(
        "--host",
        default=_environment("HOST", "127.0.0.1"),
        help="the address to listen on (default: 127.0.0.1)",
    )
    sandbox.add_argument(
        "--port",
        type=_port,
        default=_environment("PORT", "0"),
        help="the port; 0, the default, takes a free one",
    )
    sandbox.add_argument(
        "--db",
        metavar="PATH",
        default=_environment("DB", ""),
        help="keep its state in this file (default: in memory)",
    )
    sandbox.add_argument(
        "--seed",
        type=int,
        default=_environment("SEED", "0"),
        metavar="N",
        help="where generated ids begin (default: 0)",
    )
    sandbox.set_defaults(run=_run_sandbox)


def _add_orders(commands: argparse._SubParsersAction[_Parser], shared: _Parser) -> None:
    orders = commands.add_parser(
        "orders",
        parents=[shared],
        argument_default=argparse.SUPPRESS,
        help="list every order that was placed, or tried",
        description="List the journal of orders, newest first.",
    )
    orders.add_argument("--json", action="store_true", help="as JSON, for programs")
    orders.set_defaults(run=_run_orders)


def _environment(option: str, default: str) -> str:
    """An option's value where no flag gives one."""
    return os.environ.get(PREFIX + option) or default


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; give a number from 0 to 65535")
    return int(text)


def _run_app(settings: Settings, _: dict[str, object]) -> int:
    if not sys.stdin.isatty() or not sys.stdout.isatty():
        return _fail("this needs a terminal. `firmly-tui orders` and `firmly-tui sandbox` work without one.")
    from firmly_tui.report import write_report
    from firmly_tui.tui.app import FirmlyApp
    from firmly_tui.tui.themes import THEMES
    from firmly_tui.wiring import open_shop

    known = [theme.name for theme in THEMES]
    if settings.theme and settings.theme not in known:
        return _fail(f"There is no theme “{settings.theme}”. There are {', '.join(known)}.", WRONG_USAGE)
    app = FirmlyApp(
        lambda: open_shop(settings),
        theme=settings.theme,
        report=lambda error: write_report(error, settings.home),
    )
    app.run()
    return app.return_code or DONE


def _run_sandbox(_: Settings, options: dict[str, object]) -> int:
    from pathlib import Path

    from firmly_tui.sandbox import PortInUse, Sandbox, SandboxOptions

    database = options.get("db")
    sandbox = Sandbox(
        SandboxOptions(
            host=str(options["host"]),
            port=int(str(options["port"])),
            database=Path(str(database)).expanduser() if database else None,
            seed=int(str(options["seed"])),
        )
    )
    try:
        with suppress(KeyboardInterrupt):
            sandbox.serve(lambda url: print(f"firmly sandbox listening on {url}", flush=True))
    except PortInUse as error:
        return _fail(f"Port {error.port} is used by another program. Give another one with --port, or 0.")
    return DONE


def _run_orders(settings: Settings, options: dict[str, object]) -> int:
    from firmly_tui.checkout import Journal, JournalError
    from firmly_tui.wiring import JOURNAL_FILE

    path = settings.home / JOURNAL_FILE
    attempts: list[Attempt] = []
    if path.exists():
        try:
            with Journal(path) as journal:
                attempts = journal.attempts()
        except JournalError as error:
            return _fail(str(error))
    if options.get("json"):
        import json

        print(json.dumps([attempt.to_json() for attempt in attempts], indent=2, ensure_ascii=False))
    elif not attempts:
        print("No orders yet.")
    else:
        _print_table(attempts)
    return DONE


def _print_table(attempts: Sequence[Attempt]) -> None:
    rows = [("when (UTC)", "state", "merchant", "order", "total")]
    for attempt in attempts:
        total = str(attempt.total) if attempt.total is not None else ""
        when = attempt.created_at[:16].replace("T", " ")
        rows.append((when, attempt.state, attempt.merchant_name, attempt.order_number, total))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row[:4], widths, strict=False)]
        print("  ".join([*cells, row[4].rjust(widths[4])]).rstrip())
