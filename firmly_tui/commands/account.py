"""`firmly-tui login` and `firmly-tui logout`: what the keyring keeps of firmly itself."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from firmly_tui.commands import DONE, WRONG_USAGE, add_hosts, fail, tell

if TYPE_CHECKING:
    from firmly_tui.commands import Commands, Parser
    from firmly_tui.settings import Settings


def add_login(commands: Commands, shared: Parser) -> None:
    """Add both commands."""
    login = commands.add_parser(
        "login",
        parents=[shared],
        argument_default=argparse.SUPPRESS,
        help="keep an app id in the keyring, so that firmly itself is opened from now on",
        description="Ask for an app id of firmly's, try it, and keep it in the system's keyring. From then on "
        "`firmly-tui` opens firmly itself, LIVE; `firmly-tui --sandbox` opens the sandbox all the same.",
    )
    add_hosts(login, "kept with the app id")
    login.set_defaults(run=run_login)
    logout = commands.add_parser(
        "logout",
        parents=[shared],
        argument_default=argparse.SUPPRESS,
        help="remove the app id and every session from the keyring",
        description="Remove the app id and the sessions of all servers from the keyring, and from the files that "
        "stand in for one. The carts at firmly are out of reach then. Close the app first: while it is open, it "
        "keeps its session.",
    )
    logout.set_defaults(run=run_logout)


def run_login(settings: Settings, _: dict[str, object]) -> int:
    """Ask for an app id, try it, and keep it."""
    from firmly_tui.account import log_in_at_firmly
    from firmly_tui.client import FirmlyError

    if settings.server:
        return fail("A sandbox needs no login: `firmly-tui --server URL` opens it.", WRONG_USAGE)
    app_id = settings.app_id
    try:
        app_id = app_id or input("App id: ").strip()
    except EOFError:
        print()
    if not app_id:
        return fail("No app id was given, and nothing was kept.", WRONG_USAGE)
    try:
        tell(log_in_at_firmly(settings, app_id))
    except FirmlyError as error:
        return fail(f"{error.sentence} Nothing was kept.")
    return DONE


def run_logout(settings: Settings, _: dict[str, object]) -> int:
    """Remove the app id and the sessions."""
    from firmly_tui.account import log_out_everywhere

    told, problem = log_out_everywhere(settings)
    tell(told)
    return fail(f"{problem} Then run this again.") if problem else DONE
