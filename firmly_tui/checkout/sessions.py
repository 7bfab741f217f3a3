"""Where a device's session rests between runs, and what it is known by there."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit

from firmly_tui.checkout.secrets import Secrets
from firmly_tui.client import NotSent
from firmly_tui.client.urls import Server
from firmly_tui.models import DeviceSession

_NOT_KEPT: Final = "This device's session could not be kept, so its carts are lost when the app ends. "
_USUAL_PORTS: Final = {"http": 80, "https": 443}


class MemorySessions:
    """A session that lasts as long as the process."""

    def __init__(self) -> None:
        self._session: DeviceSession | None = None

    async def load(self) -> DeviceSession | None:
        """The session, if there is one."""
        return self._session

    async def save(self, session: DeviceSession) -> None:
        """Keep the session."""
        self._session = session

    async def clear(self) -> None:
        """Forget the session."""
        self._session = None


class KeptSessions:
    """The session of one API and app id among the secrets.

    Where it cannot be read, the calls that need it are not made: a new device would lose the carts. Where it
    cannot be written it lasts for this run, and `on_problem` is told in a sentence.
    """

    def __init__(
        self, secrets: Secrets, api: str, app_id: str, *, on_problem: Callable[[str], None] = lambda _: None
    ) -> None:
        self._secrets = secrets
        self._name = session_name(api, app_id)
        self._on_problem = on_problem
        self._session: DeviceSession | None = None

    async def load(self) -> DeviceSession | None:
        """The session, if there is one. Raises NotSent where that cannot be known."""
        if self._session is None:
            try:
                text = await self._secrets.get(self._name)
            except OSError as error:
                raise NotSent(str(error)) from error
            self._session = _parse(text)
        return self._session

    async def save(self, session: DeviceSession) -> None:
        """Keep the session."""
        self._session = session
        try:
            await keep_session(self._secrets, self._name, session)
        except OSError as error:
            self._on_problem(f"{_NOT_KEPT}{error}")

    async def clear(self) -> None:
        """Forget the session, for this run."""
        self._session = None


def session_name(api: str, app_id: str) -> str:
    """What the session of an app id at an API is kept under. The app id itself is not in it. Raises NotSent."""
    api = server_name(api)
    digest = sha256(f"{api} {app_id}".encode()).hexdigest()[:12]
    return f"session at {urlsplit(api).hostname or ''} ({digest})"


def server_name(api: str) -> str:
    """The one spelling of an API's address that things are kept under, however it was typed. Raises NotSent."""
    base = Server.parse(api).base
    parts = urlsplit(base)
    usual = f":{_USUAL_PORTS[parts.scheme]}"
    place = parts.netloc.removesuffix(usual)
    if parts.hostname == "localhost":
        place = place.replace("localhost", "127.0.0.1", 1)
    return f"{parts.scheme}://{place}{parts.path}"


async def keep_session(secrets: Secrets, name: str, session: DeviceSession) -> None:
    """Put a session among the secrets. Raises SecretsError and OSError."""
    kept = {
        "access_token": session.access_token.get_secret_value(),
        "device_id": session.device_id,
        "expires": session.expires,
    }
    await secrets.set(name, json.dumps(kept))


def _parse(text: str | None) -> DeviceSession | None:
    try:
        return DeviceSession.model_validate_json(text) if text else None
    except ValueError:
        return None
