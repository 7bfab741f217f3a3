"""Where a device's session rests between runs: in the system's keyring, else in memory alone."""

import asyncio
import json
from typing import TYPE_CHECKING, Final, cast

from firmly_tui.models import DeviceSession

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_NO_KEYRING: Final = (
    "This system has no keyring, so the session is forgotten when the app ends, and the carts with it."
)
_LOCKED: Final = (
    "The keyring is locked, so the session is forgotten when the app ends, and the carts with it. "
    "Unlock it and start again."
)
_FAILED: Final = (
    "The keyring does not work, so the session is forgotten when the app ends, and the carts with it."
)
# Plain files, prompts in the middle of the screen, and a store that keeps nothing.
_UNFIT: Final = ("keyrings.", "keyring.backends.null", "keyring.backends.fail", "keyring.backends.chainer")


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


class KeyringSessions:
    """A session in the system's keyring, under a service and a user (one for each API and app id).

    Where there is no fit keyring, or it fails, the session is kept in memory, and `problem` says so. Only the
    system's own keyrings are used: no plain files, and nothing that asks for a password on the terminal.
    """

    def __init__(self, service: str, user: str):
        self.problem = ""
        self._service = service
        self._user = user
        self._memory: DeviceSession | None = None

    async def load(self) -> DeviceSession | None:
        """The session, if there is one that can be read."""
        if self._memory is None:
            self._memory = _parse(await asyncio.to_thread(self._get))
        return self._memory

    async def save(self, session: DeviceSession) -> None:
        """Keep the session."""
        self._memory = session
        kept = {
            "access_token": session.access_token.get_secret_value(),
            "device_id": session.device_id,
            "expires": session.expires,
        }
        await asyncio.to_thread(self._set, json.dumps(kept))

    async def clear(self) -> None:
        """Forget the session."""
        self._memory = None
        await asyncio.to_thread(self._delete)

    def _get(self) -> str | None:
        try:
            backend = self._backend()
            return backend.get_password(self._service, self._user) if backend else None
        except Exception as error:  # keyring plugins raise anything, EOFError and ImportError too
            self._tell(error)
            return None

    def _set(self, text: str) -> None:
        try:
            if backend := self._backend():
                # keyring wraps this method without passing its type on.
                backend.set_password(self._service, self._user, text)  # pyright: ignore[reportUnknownMemberType]
        except Exception as error:  # as above
            self._tell(error)

    def _delete(self) -> None:
        from keyring.errors import PasswordDeleteError

        try:
            if backend := self._backend():
                backend.delete_password(self._service, self._user)
        except PasswordDeleteError:
            return  # there was none
        except Exception as error:  # as above
            self._tell(error)

    def _backend(self) -> "KeyringBackend | None":
        import keyring

        found = fit_backend(keyring.get_keyring())
        if found is None:
            self.problem = _NO_KEYRING
        return found

    def _tell(self, error: Exception) -> None:
        from keyring.errors import KeyringLocked

        self.problem = _LOCKED if isinstance(error, KeyringLocked) else _FAILED


def fit_backend(backend: "KeyringBackend") -> "KeyringBackend | None":
    """The keyring itself if a token may rest in it, or the first such one of a chain."""
    members = cast("list[KeyringBackend]", getattr(backend, "backends", [backend]))
    return next((member for member in members if _is_fit(member)), None)


def _is_fit(backend: "KeyringBackend") -> bool:
    return backend.priority >= 1 and not type(backend).__module__.startswith(_UNFIT)


def _parse(text: str | None) -> DeviceSession | None:
    try:
        return DeviceSession.model_validate_json(text) if text else None
    except ValueError:
        return None
