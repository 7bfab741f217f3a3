"""The command line: `firmly-tui`, which is the app, `firmly-tui sandbox`, and the commands of their own modules."""

from __future__ import annotations

import argparse
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING, cast

from firmly_tui import __version__
from firmly_tui.commands import (
    DONE,
    FAILED,
    WRONG_USAGE,
    Parser,
    add_hosts,
    environment,
    fail,
    has_terminal,
    port_number,
    unknown_theme,
)
from firmly_tui.commands.account import add_login, run_login
from firmly_tui.commands.doctor import add_doctor
from firmly_tui.commands.orders import add_orders
from firmly_tui.commands.serve import add_serve
from firmly_tui.commands.tours import add_tours
from firmly_tui.settings import PREFIX, Settings, SettingsError, load_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmly_tui.commands import Commands

MOST_GENERATED = 100_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code: 0 done, 1 failed, 2 wrong usage."""
    options = vars(_parser().parse_args(arguments))
    run = options.pop("run")
    try:
        settings = load_settings(options, login=run is run_login)
    except SettingsError as error:
        return fail(str(error), WRONG_USAGE)
    try:
        return run(settings, options)
    except KeyboardInterrupt:
        return FAILED
    except OSError as error:
        return fail(_reason(error))
    except Exception as error:
        from firmly_tui.report import write_report

        return fail(write_report(error, settings.home))


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
    parser.add_argument("--sandbox", action="store_true", help="use the sandbox of its own, despite a login")
    parser.add_argument("--server", metavar="URL", help="use a sandbox that runs elsewhere, at URL")
    parser.add_argument("--app-id", metavar="ID", help="use firmly itself, as this app")
    add_hosts(parser, "for --app-id")
    parser.add_argument("--fresh", action="store_true", help="forget the embedded sandbox's carts first")
    parser.add_argument("--theme", metavar="NAME", help="firmly-dark, firmly-light or firmly-contrast")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=Parser)
    _add_sandbox(commands, shared)
    add_serve(commands, shared)
    add_tours(commands, shared)
    add_orders(commands, shared)
    add_doctor(commands, shared)
    add_login(commands, shared)
    return parser


def _add_sandbox(commands: Commands, shared: Parser) -> None:
    sandbox = commands.add_parser(
        "sandbox",
        parents=[shared],
        argument_default=argparse.SUPPRESS,
        help="run only the sandbox: a local server that speaks the firmly API",
        description="Run a local server that speaks the firmly API, until Ctrl+C. It prints its address as soon as "
        "it accepts connections.",
    )
    sandbox.add_argument(
        "--host",
        type=_host,
        default=environment("HOST", "127.0.0.1"),
        help="the address to listen on (default: 127.0.0.1)",
    )
    sandbox.add_argument(
        "--port",
        type=port_number,
        default=environment("PORT", "0"),
        help="the port; 0, the default, takes a free one",
    )
    sandbox.add_argument(
        "--db",
        metavar="PATH",
        default=environment("DB", ""),
        help="keep its state in this file (default: in memory)",
    )
    sandbox.add_argument(
        "--seed",
        type=_seed,
        default=environment("SEED", ""),
        metavar="N",
        help="where generated ids begin (default: 0 with --db, else another one each time)",
    )
    sandbox.add_argument(
        "--catalog-size",
        type=_size,
        default=environment("CATALOG_SIZE", "0"),
        metavar="N",
        help="add N generated products, at most 100000 (default: none)",
    )
    sandbox.add_argument(
        "--scenario",
        metavar="NAME[,option=value…]",
        action="append",
        help="let something go wrong, as listed below; repeatable (in the environment with ; between them)",
    )
    sandbox.add_argument(
        "--load",
        metavar="FILE",
        default=environment("LOAD", ""),
        help="begin with a state that was saved: carts, orders, stock, clock, scenarios",
    )
    sandbox.add_argument(
        "--reading",
        metavar="NAME",
        action="append",
        help="take a contradiction of firmly's documents in the other way, as listed below; repeatable",
    )
    sandbox.more = _more_about_the_sandbox
    sandbox.set_defaults(run=_run_sandbox)


def _more_about_the_sandbox() -> str:
    from firmly_tui.sandbox.faults.table import overview
    from firmly_tui.sandbox.options import READINGS

    readings = "\n".join(f"  {name.ljust(12)}  {meaning}" for name, meaning in READINGS.items())
    return f"""
what it is told, and what comes of it:
  GET /sandbox/inputs  every input that means something, and how to provoke each
                       error identifier; /sandbox/cards lists the cards alone
  card           4111111111111111 pays, 4000000000000002 is declined,
                 4000000000009995 has no funds, 4000000000000069 has expired
  postal code    00409, 00422, 00429, 00503: shipping-info fails like that
  one-time code  123456 is right; 000000 fails, 999999 has expired
  e-mail         anna@example.com is a customer, shopper@example.com has wallets
  sku            NO-CART, UNSUPPORTED; promo codes LUMA10, FREESHIP, BAGS25
  merchant       guildhall.example wants a login, paperlane.example is in outage
  all else       --scenario refuse,error=ID, with any identifier of firmly

readings:
{readings}

scenarios, with their own options and defaults:
{overview()}

Each also takes route=METHOD PATH with * for anything and | between several,
times=once|always|N, and chance=0.5, which --seed decides, as in
  --scenario "latency,seconds=3,route=GET /api/*,times=2"
GET /sandbox/scenario explains them all, PUT /sandbox/scenario changes them
while the server runs.
"""


def _host(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("give an address to listen on, such as 127.0.0.1")
    return text


def _size(text: str) -> int:
    if not text.isdecimal() or int(text) > MOST_GENERATED:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to {MOST_GENERATED}")
    return int(text)


def _run_app(settings: Settings, _: dict[str, object]) -> int:
    if not has_terminal():
        return fail("this needs a terminal. `firmly-tui orders` and `firmly-tui sandbox` work without one.")
    from firmly_tui.report import write_report
    from firmly_tui.tui.app import FirmlyApp
    from firmly_tui.wiring import is_new, open_shop

    if reason := unknown_theme(settings.theme):
        return fail(reason, WRONG_USAGE)
    app = FirmlyApp(
        lambda: open_shop(settings),
        theme=settings.theme,
        report=lambda error: write_report(error, settings.home),
        welcome=is_new(settings.home),
    )
    app.run()
    return app.return_code or DONE


def _run_sandbox(_: Settings, options: dict[str, object]) -> int:
    import sqlite3
    from pathlib import Path

    from firmly_tui.sandbox import PortInUse, Sandbox, SandboxOptions
    from firmly_tui.sandbox.faults import ScenarioError
    from firmly_tui.sandbox.options import readings_named
    from firmly_tui.sandbox.state import StateError

    database = options.get("db")
    try:
        readings = readings_named(_several(options, "reading"))
    except ValueError as error:
        return fail(str(error), WRONG_USAGE)
    sandbox = Sandbox(
        SandboxOptions(
            host=str(options["host"]),
            port=int(str(options["port"])),
            database=Path(str(database)).expanduser() if database else None,
            seed=_seed_of(options),
            scenarios=_several(options, "scenario"),
            readings=readings,
            catalog_size=int(str(options["catalog_size"])),
            state=Path(str(options["load"])).expanduser() if options["load"] else None,
        )
    )
    try:
        with suppress(KeyboardInterrupt):
            sandbox.serve(lambda url: print(f"firmly sandbox listening on {url}", flush=True))
    except ScenarioError as error:
        return fail(str(error), WRONG_USAGE)
    except StateError as error:
        return fail(str(error))
    except sqlite3.Error as error:
        return fail(
            f"{database} cannot be used as the sandbox's database: {error}. Name another file with --db."
        )
    except PortInUse as error:
        return fail(f"Port {error.port} is used by another program. Give another one with --port, or 0.")
    return DONE


def _seed(text: str) -> int | None:
    try:
        return int(text) if text else None
    except ValueError:
        raise argparse.ArgumentTypeError("give a whole number") from None


def _seed_of(options: dict[str, object]) -> int:
    """The seed that was asked for. What is in memory begins with ids of its own each time: whoever bought from the
    one before would take a new cart for one that was ordered already.
    """
    given = options["seed"]
    if isinstance(given, int):
        return given
    return 0 if options.get("db") else secrets.randbits(32)


def _several(options: dict[str, object], name: str) -> tuple[str, ...]:
    """All values of a repeatable option, or those in the environment with ; between them."""
    given = options.get(name) or environment(name.upper(), "").split(";")
    return tuple(text for text in cast("list[str]", given) if text.strip())
