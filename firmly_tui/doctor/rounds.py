"""All checks in the order in which they are told: this machine, what is kept on it, and who is asked to sell."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from firmly_tui.doctor.finding import NOTE, OK, STOPS, Finding
from firmly_tui.doctor.guard import all_of, guarded
from firmly_tui.doctor.home import look_at_home, look_at_orders
from firmly_tui.doctor.machine import look_at_machine
from firmly_tui.doctor.servers import ask_for_key, ask_servers

if TYPE_CHECKING:
    from firmly_tui.checkout import Secrets
    from firmly_tui.sandbox import Sandbox
    from firmly_tui.settings import Settings

PATIENCE: Final = 4.0
"""Seconds that the keyring may take."""


def examine(settings: Settings) -> list[Finding]:
    """Look at everything, as the app would find it with these settings. Takes seconds at most, and raises nothing.

    Nothing of the shopper's is changed. Of what is kept secret nothing is told.
    """
    machine = all_of("machine", look_at_machine)
    shop = all_of("theme", lambda: _theme(settings.theme))
    home = all_of("home", partial(look_at_home, settings.home))
    return [*machine, *shop, *home, *asyncio.run(_shop(settings))]


def _theme(name: str) -> list[Finding]:
    from firmly_tui.tui.themes import known_instead

    if known := known_instead(name):
        said = f"There is no theme “{name}”, so the app would not open."
        return [Finding("theme", STOPS, said, f"There are {known}.")]
    return []


async def _shop(settings: Settings) -> list[Finding]:
    """Which shop it would be, what the keyring says, which orders hold it up, and whether the servers answer."""
    from firmly_tui.checkout import Secrets, SecretsError
    from firmly_tui.wiring import with_login

    secrets = Secrets(settings.home, patience=PATIENCE)
    lost: list[str] = []
    try:
        settings = await with_login(settings, secrets, lost.append)
        keyring = await _keyring(settings, secrets)
    except (SecretsError, OSError) as error:
        # Which shop it would be is in there, so there is nobody to ask.
        return [Finding("keyring", STOPS, str(error))]
    found = all_of("shop", lambda: [_where(settings)])
    found += [*(Finding("login", STOPS, sentence) for sentence in lost), keyring]
    found += all_of("orders", partial(look_at_orders, settings.home, _server(settings)))
    if settings.embedded:
        return [*found, await guarded("sandbox", _sandbox(settings))]
    from firmly_tui.sandbox import SANDBOX_APP_ID

    return [*found, *await ask_servers(settings, settings.app_id or SANDBOX_APP_ID)]


def _where(settings: Settings) -> Finding:
    if settings.embedded:
        return Finding("shop", OK, "SANDBOX on this machine: nothing is bought for real")
    host = urlsplit(settings.api).netloc
    if settings.is_live:
        return Finding("shop", OK, f"LIVE at {host}: what is bought there is bought")
    return Finding("shop", OK, f"SANDBOX at {host}: nothing is bought for real")


def _server(settings: Settings) -> str:
    """What the journal calls the server."""
    from firmly_tui.checkout.sessions import server_name
    from firmly_tui.client import NotSent
    from firmly_tui.wiring import EMBEDDED

    try:
        return EMBEDDED if settings.embedded else server_name(settings.api)
    except NotSent:
        # It is told where it is to be asked.
        return settings.api


async def _keyring(settings: Settings, secrets: Secrets) -> Finding:
    """Whether what is kept safe can be had. Raises SecretsError and OSError."""
    from firmly_tui.checkout.login import APP

    if settings.embedded:
        return Finding("keyring", OK, "not asked: the sandbox has nothing to keep safe")
    name = await secrets.keyring_name()
    await secrets.get(APP)
    if name:
        return Finding("keyring", OK, f"{name} is open")
    said = "This system has no keyring. The app id and the device's session rest in files that only you can read."
    return Finding("keyring", NOTE, said)


async def _sandbox(settings: Settings) -> Finding:
    """Start the sandbox as the app does, and ask it for the key to pay with. Raises FirmlyError and OSError."""
    from firmly_tui.client import FirmlyClient
    from firmly_tui.sandbox import SANDBOX_APP_ID
    from firmly_tui.wiring import SANDBOX_DATABASE

    database = settings.home / SANDBOX_DATABASE
    with TemporaryDirectory(prefix="firmly-tui-doctor-") as folder:
        try:
            sandbox = await asyncio.to_thread(_sandbox_on_copy, database, Path(folder))
        except sqlite3.Error as error:
            advice = "Move the file away: the sandbox then begins anew, with empty carts."
            return Finding("sandbox", STOPS, f"Its database {database} cannot be used: {error}.", advice)
        except OSError as error:
            said = f"It cannot be started on 127.0.0.1: {error.strerror or error}."
            return Finding(
                "sandbox", STOPS, said, "Check whether a firewall guards this machine from itself."
            )
        try:
            async with FirmlyClient(sandbox.url, app_id=SANDBOX_APP_ID) as client:
                key = await ask_for_key(client)
                merchants = await client.sandbox.merchants()
        finally:
            await asyncio.to_thread(sandbox.stop)
    if key.level != OK:
        return key
    return Finding("sandbox", OK, f"starts, has {len(merchants)} merchants, and a key to encrypt cards with")


def _sandbox_on_copy(database: Path, folder: Path) -> Sandbox:
    """The sandbox, started on a copy of its database, since it writes whatever it is asked. Raises sqlite3.Error and
    OSError.
    """
    from firmly_tui.checkout.database_copy import copy_database
    from firmly_tui.sandbox import Sandbox, SandboxOptions

    if not database.exists():
        return Sandbox(SandboxOptions()).start()
    own = folder / database.name
    with closing(sqlite3.connect(own)) as copy:
        copy_database(database, copy)
    return Sandbox(SandboxOptions(database=own)).start()
