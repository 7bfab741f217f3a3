"""Sessions rest in a real keyring or in memory, and never anywhere else."""

from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import KeyringLocked
from pydantic import SecretStr

from firmly_tui.checkout import KeyringSessions, MemorySessions
from firmly_tui.checkout.sessions import fit_backend
from firmly_tui.models import DeviceSession

SESSION = DeviceSession(access_token=SecretStr("token-1"), device_id="device-1", expires=2_000_000_000)


class Safe(KeyringBackend):
    """A keyring as a system has one."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError


class Broken(Safe):
    """A keyring that fails in its own way: locked, or asking for a password where there is no terminal."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    def get_password(self, *_names: str) -> str | None:
        raise self._error

    def set_password(self, *_values: str) -> None:
        raise self._error


@pytest.fixture(autouse=True)
def _no_keyring_afterwards() -> Iterator[None]:
    yield
    keyring.set_keyring(fail.Keyring())


async def test_session_survives_in_the_keyring() -> None:
    keyring.set_keyring(Safe())
    await KeyringSessions("firmly-tui", "app-1").save(SESSION)
    assert await KeyringSessions("firmly-tui", "app-1").load() == SESSION
    assert await KeyringSessions("firmly-tui", "app-2").load() is None


async def test_cleared_session_is_gone() -> None:
    keyring.set_keyring(Safe())
    sessions = KeyringSessions("firmly-tui", "app-1")
    await sessions.save(SESSION)
    await sessions.clear()
    await sessions.clear()
    assert await sessions.load() is None
    assert await KeyringSessions("firmly-tui", "app-1").load() is None
    assert sessions.problem == ""


@pytest.mark.parametrize(
    "backend", [fail.Keyring(), null.Keyring(), Broken(KeyringLocked()), Broken(EOFError())]
)
async def test_without_a_keyring_the_session_lasts_for_the_run(backend: KeyringBackend) -> None:
    keyring.set_keyring(backend)
    sessions = KeyringSessions("firmly-tui", "app-1")
    assert await sessions.load() is None
    await sessions.save(SESSION)
    assert await sessions.load() == SESSION
    assert "forgotten when the app ends" in sessions.problem
    assert await KeyringSessions("firmly-tui", "app-1").load() is None


async def test_locked_keyring_is_told_from_a_missing_one() -> None:
    keyring.set_keyring(Broken(KeyringLocked()))
    sessions = KeyringSessions("firmly-tui", "app-1")
    await sessions.load()
    assert "Unlock it" in sessions.problem


async def test_what_is_no_session_is_ignored() -> None:
    safe = Safe()
    safe.kept["firmly-tui", "app-1"] = "{}"
    keyring.set_keyring(safe)
    assert await KeyringSessions("firmly-tui", "app-1").load() is None


def test_plain_files_are_passed_over() -> None:
    plain = type("PlaintextKeyring", (Safe,), {"__module__": "keyrings.alt.file"})()
    safe = Safe()
    chain = type("Chain", (Safe,), {"__module__": "keyring.backends.chainer", "backends": [plain, safe]})()
    assert fit_backend(plain) is None
    assert fit_backend(chain) is safe


async def test_memory_keeps_until_it_is_cleared() -> None:
    sessions = MemorySessions()
    await sessions.save(SESSION)
    assert await sessions.load() == SESSION
    await sessions.clear()
    assert await sessions.load() is None
