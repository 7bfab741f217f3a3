"""The app id that is kept between runs: begun with, kept and found again."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final, cast

from firmly_tui.checkout.private_files import make_folder, write_atomically
from firmly_tui.checkout.secrets import Forgotten, Secrets
from firmly_tui.checkout.sessions import KeptSessions, MemorySessions, keep_session, session_name
from firmly_tui.client import FirmlyClient, NotSent

APP: Final = "app id"
"""What the app id is kept under."""

_MARKER: Final = "login"
_MARKED: Final = "An app id is kept for firmly-tui, not in this file. `firmly-tui logout` removes it.\n"


@dataclass(frozen=True)
class Login:
    """An app id at firmly, and the hosts where they are not firmly's usual ones (`""` where they are)."""

    app_id: str = field(repr=False)
    api_url: str
    cc_url: str = ""
    status_url: str = ""


def is_logged_in(home: Path) -> bool:
    """Whether an app id was kept from here. The secrets are not asked: that might want a password."""
    return (home / _MARKER).exists()


async def kept_login(secrets: Secrets) -> Login | None:
    """The app id that was kept, if it is to be found. Raises SecretsError and OSError."""
    return _login_of(await secrets.get(APP))


def _login_of(text: str | None) -> Login | None:
    """The app id as it is kept; None for what is damaged."""
    try:
        data = cast("object", json.loads(text or "null"))
    except ValueError:
        return None
    fields = cast("dict[str, object]", data) if isinstance(data, dict) else {}
    known = [str(fields.get(name) or "") for name in ("app_id", "api_url", "cc_url", "status_url")]
    return Login(*known) if known[0] and known[1] else None


async def log_in(secrets: Secrets, home: Path, login: Login) -> bool:
    """Begin a session with the app id, or renew the one it has, and keep both for the runs to come.

    Nothing is kept that the server does not take. Returns whether the carts of an older session are gone.
    Raises FirmlyError, SecretsError and OSError.
    """
    kept = await KeptSessions(secrets, login.api_url, login.app_id).load()
    sessions = MemorySessions()
    if kept is not None:
        # As if it were over: what is asked is whether the server still takes this app id.
        await sessions.save(kept.model_copy(update={"expires": 0}))
    async with FirmlyClient(
        login.api_url,
        app_id=login.app_id,
        cc_url=login.cc_url or None,
        status_url=login.status_url or None,
        sessions=sessions,
    ) as client:
        await client.session.begin()
        lost = client.device_changes > 0
    begun = await sessions.load()
    if begun is not None:
        await keep_session(secrets, session_name(login.api_url, login.app_id), begun)
    await secrets.set(APP, json.dumps(asdict(login)))
    make_folder(home)
    write_atomically(home / _MARKER, _MARKED)
    return lost


async def log_out(secrets: Secrets, home: Path) -> Forgotten:
    """Remove the app id and the sessions of all APIs. Raises SecretsError and OSError."""
    forgotten = await secrets.forget_all(_names)
    if not forgotten.problem:
        (home / _MARKER).unlink(missing_ok=True)
    return forgotten


def _names(get: Callable[[str], str | None]) -> list[str]:
    """What the app id and its session are kept under."""
    login = _login_of(get(APP))
    try:
        return [APP, *([session_name(login.api_url, login.app_id)] if login is not None else [])]
    except NotSent:
        return [APP]
