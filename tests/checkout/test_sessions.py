"""Sessions rest in a keyring or in files of their owner's alone, and a keyring that does not open is an error."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import InitError, KeyringLocked
from pydantic import SecretStr

from firmly_tui.checkout import KeptSessions, MemorySessions, Secrets, SecretsError
from firmly_tui.checkout.secrets import fit_backend
from firmly_tui.checkout.sessions import server_name, session_name
from firmly_tui.client import NotSent
from firmly_tui.models import DeviceSession
from tests.keyrings import Lockable, Safe, Silent

API = "https://api.firmly.work"
TOKEN = "token-1-hush"
SESSION = DeviceSession(access_token=SecretStr(TOKEN), device_id="device-1", expires=2_000_000_000)


@pytest.fixture(autouse=True)
def _no_keyring_afterwards() -> Iterator[None]:
    yield
    keyring.set_keyring(fail.Keyring())


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def sessions(home: Path, app_id: str = "app-1", **options: float) -> KeptSessions:
    """The sessions as a new start of the app finds them."""
    return KeptSessions(Secrets(home, **options), API, app_id)


def files(home: Path) -> list[Path]:
    return [path for path in home.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("https://API.firmly.work:443/", "https://api.firmly.work"),
        ("http://localhost:8899/", "http://127.0.0.1:8899"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
        ("http://[::1]:8899/v1/", "http://[::1]:8899/v1"),
        ("https://api.firmly.work:8443", "https://api.firmly.work:8443"),
    ],
)
def test_a_server_has_one_name_however_it_is_typed(typed: str, name: str) -> None:
    assert server_name(typed) == name
    assert session_name(typed, "app") == session_name(name, "app")


async def test_a_session_survives_in_the_keyring_and_nowhere_else(home: Path) -> None:
    keyring.set_keyring(safe := Safe())
    await sessions(home).save(SESSION)
    assert await sessions(home).load() == SESSION
    assert await sessions(home, "app-2").load() is None
    assert files(home) == []
    assert not [name for _, name in safe.kept if "app-1" in name or TOKEN in name]


@pytest.mark.parametrize("backend", [fail.Keyring(), null.Keyring()])
async def test_without_a_keyring_it_survives_in_a_file_of_ones_own(
    home: Path, backend: KeyringBackend
) -> None:
    keyring.set_keyring(backend)
    await sessions(home).save(SESSION)
    assert await sessions(home).load() == SESSION
    (path,) = files(home)
    assert [found.stat().st_mode & 0o777 for found in (path, path.parent, home)] == [0o600, 0o700, 0o700]


async def test_that_there_is_no_keyring_is_said_once(home: Path) -> None:
    keyring.set_keyring(fail.Keyring())
    news = await Secrets(home).news()
    assert "This system has no keyring" in news
    assert str(home / "secrets") in news
    assert [await Secrets(home).news() for _ in range(2)] == ["", ""]


async def test_of_a_keyring_nothing_is_said(home: Path) -> None:
    keyring.set_keyring(Safe())
    assert await Secrets(home).news() == ""
    assert files(home) == []


async def test_a_file_moves_into_the_keyring_once_there_is_one(home: Path) -> None:
    keyring.set_keyring(fail.Keyring())
    await sessions(home).save(SESSION)
    keyring.set_keyring(safe := Safe())
    assert await sessions(home).load() == SESSION
    assert TOKEN in str(safe.kept)
    assert files(home) == []


class LockedException(Exception):
    """What SecretStorage raises, which keyring lets through."""


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (KeyringLocked(TOKEN), "Unlock the keyring."),
        (LockedException(TOKEN), "Unlock the keyring."),
        (InitError(TOKEN), "The keyring does not work (InitError)"),
        (EOFError(TOKEN), "The keyring does not work (EOFError)"),
    ],
)
async def test_a_keyring_that_does_not_open_is_no_reason_for_a_new_device(
    home: Path, error: Exception, said: str
) -> None:
    backend = Lockable()
    keyring.set_keyring(backend)
    backend.unlock()
    await sessions(home).save(SESSION)
    backend.error = error
    kept = sessions(home)
    with pytest.raises(NotSent) as caught:
        await kept.load()
    assert said in caught.value.sentence
    assert TOKEN not in caught.value.sentence
    assert files(home) == []
    backend.unlock()
    assert await kept.load() == SESSION


async def test_a_session_that_cannot_be_written_lasts_for_the_run_and_that_is_said(home: Path) -> None:
    keyring.set_keyring(Lockable())
    said: list[str] = []
    kept = KeptSessions(Secrets(home), API, "app-1", on_problem=said.append)
    await kept.save(SESSION)
    assert await kept.load() == SESSION
    assert len(said) == 1
    assert "its carts are lost when the app ends" in said[0]
    assert "Unlock the keyring." in said[0]
    assert files(home) == []


async def test_a_keyring_that_never_answers_is_given_up(home: Path) -> None:
    keyring.set_keyring(silent := Silent())
    try:
        with pytest.raises(NotSent, match="does not answer"):
            await sessions(home, patience=0.05).load()
    finally:
        silent.go.set()


async def test_a_keyring_that_never_answers_is_asked_once_at_a_time(home: Path) -> None:
    keyring.set_keyring(silent := Silent())
    secrets = Secrets(home, patience=0.05)
    try:
        with pytest.raises(SecretsError, match="does not answer"):
            await secrets.get("a")
        silent.asked.clear()
        for call in (secrets.get("a"), secrets.set("a", "hush")):
            with pytest.raises(SecretsError, match="does not answer"):
                await call
        assert not silent.asked.is_set()
    finally:
        silent.go.set()
    assert await Secrets(home).get("a") is None


async def test_the_event_loop_goes_on_while_the_keyring_is_asked(home: Path) -> None:
    keyring.set_keyring(silent := Silent())
    loading = asyncio.create_task(sessions(home).load())
    await asyncio.to_thread(silent.asked.wait)
    assert not loading.done()
    silent.go.set()
    assert await loading is None


@pytest.mark.parametrize("text", ["{}", "[]", "no json", '{"access_token": 1}'])
async def test_what_is_no_session_is_ignored(home: Path, text: str) -> None:
    keyring.set_keyring(safe := Safe())
    await sessions(home).save(SESSION)
    safe.kept = dict.fromkeys(safe.kept, text)
    assert await sessions(home).load() is None


@pytest.mark.parametrize("backend", [Safe(), fail.Keyring()])
async def test_forgetting_removes_the_secrets_of_all_servers(home: Path, backend: KeyringBackend) -> None:
    keyring.set_keyring(backend)
    secrets = Secrets(home)
    for api in (API, "https://api.firmly.online"):
        await KeptSessions(secrets, api, "app-1").save(SESSION)
    forgotten = await secrets.forget_all()
    assert [name.split(" (")[0] for name in sorted(forgotten.names)] == [
        "session at api.firmly.online",
        "session at api.firmly.work",
    ]
    assert getattr(backend, "kept", {}) == {}
    assert files(home) == []
    assert (await secrets.forget_all()).names == ()


async def test_forgetting_says_what_a_locked_keyring_still_holds(home: Path) -> None:
    keyring.set_keyring(fail.Keyring())
    await sessions(home).save(SESSION)
    keyring.set_keyring(Lockable())
    forgotten = await Secrets(home).forget_all()
    assert len(forgotten.names) == 1
    assert "Unlock the keyring." in forgotten.problem
    assert files(home) == []


def test_plain_files_are_passed_over() -> None:
    plain = type("PlaintextKeyring", (Safe,), {"__module__": "keyrings.alt.file"})()
    safe = Safe()
    chain = type("Chain", (Safe,), {"__module__": "keyring.backends.chainer", "backends": [plain, safe]})()
    assert fit_backend(plain) is None
    assert fit_backend(chain) is safe


async def test_memory_keeps_until_it_is_cleared() -> None:
    kept = MemorySessions()
    await kept.save(SESSION)
    assert await kept.load() == SESSION
    await kept.clear()
    assert await kept.load() is None
