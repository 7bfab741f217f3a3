"""`firmly-tui sandbox`: only the sandbox, as a server of its own."""

from __future__ import annotations

import argparse
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING, cast

from firmly_tui.commands import DONE, WRONG_USAGE, add_address, environment, fail

if TYPE_CHECKING:
    from firmly_tui.commands import Commands, Parser
    from firmly_tui.settings import Settings

MOST_GENERATED = 100_000


def add_sandbox(commands: Commands, shared: Parser) -> None:
    """Add the command."""
    sandbox = commands.add_parser(
        "sandbox",
        parents=[shared],
        argument_default=argparse.SUPPRESS,
        help="run only the sandbox: a local server that speaks the firmly API",
        description="Run a local server that speaks the firmly API, until Ctrl+C. It prints its address as soon as "
        "it accepts connections.",
    )
    add_address(sandbox, _host)
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
