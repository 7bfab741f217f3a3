"""All checks in the order in which they are told: this machine, what is kept on it, and who is asked to sell."""

from __future__ import annotations

import asyncio
import sqlite3
from functools import partial
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from firmly_tui.doctor.finding import NOTE, OK, STOPS, Finding
from firmly_tui.doctor.guard import all_of, guarded
from firmly_tui.doctor.home import look_at_home, look_at_orders
from firmly_tui.doctor.machine import look_at_machine
from firmly_tui.doctor.servers import ask_for_key, ask_servers

if TYPE_CHECKING:
    from firmly_tui.checkout import Secrets
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
    from firmly_tui.tui.themes import THEMES

    known = [theme.name for theme in THEMES]
    if name and name not in known:
        said = f"There is no theme “{name}”, so the app would not open."
        return [Finding("theme", STOPS, said, f"There are {', '.join(known)}.")]
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
    found = [_where(settings), *(Finding("login", STOPS, sentence) for sentence in lost), keyring]
    found += all_of("orders", partial(look_at_orders, settings.home, _server(settings)))
    if settings.embedded:
        return [*found, await guarded("sandbox", _sandbox(settings))]
    from firmly_tui.sandbox import SANDBOX_APP_ID

    return [*found, *await ask_servers(settings, settings.app_id or SANDBOX_APP_ID)]


def _where(settings: Settings) -> Finding:
    from firmly_tui.client import is_loopback

    host = urlsplit(settings.api).netloc
    if settings.embedded:
        return Finding("shop", OK, "SANDBOX on this machine: nothing is bought for real")
    if settings.server and is_loopback(settings.server):
        return Finding("shop", OK, f"SANDBOX at {host}: nothing is bought for real")
    return Finding("shop", OK, f"LIVE at {host}: what is bought there is bought")


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
    """Start the sandbox as the app does, and ask it for the key to pay with. Raises FirmlyError."""
    from firmly_tui.client import FirmlyClient
    from firmly_tui.sandbox import SANDBOX_APP_ID, Sandbox, SandboxOptions
    from firmly_tui.wiring import SANDBOX_DATABASE

    database = settings.home / SANDBOX_DATABASE
    sandbox = Sandbox(SandboxOptions(database=database if database.exists() else None))
    try:
        await asyncio.to_thread(sandbox.start)
    except sqlite3.Error as error:
        advice = "Move the file away: the sandbox then begins anew, with empty carts."
        return Finding("sandbox", STOPS, f"Its database {database} cannot be used: {error}.", advice)
    except OSError as error:
        said = f"It cannot be started on 127.0.0.1: {error.strerror or error}."
        return Finding("sandbox", STOPS, said, "Check whether a firewall guards this machine from itself.")
    try:
        async with FirmlyClient(sandbox.url, app_id=SANDBOX_APP_ID) as client:
            key = await ask_for_key(client)
            merchants = await client.sandbox.merchants()
    finally:
        await asyncio.to_thread(sandbox.stop)
    if key.level != OK:
        return key
    return Finding("sandbox", OK, f"starts, has {len(merchants)} merchants, and a key to encrypt cards with")
