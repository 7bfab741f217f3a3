"""`firmly-tui login` and `logout`, as a user types them, with keyrings of all kinds."""

import json
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail

from firmly_tui.checkout import Shop
from firmly_tui.sandbox import SANDBOX_APP_ID, Sandbox, SandboxOptions
from firmly_tui.settings import load_settings
from firmly_tui.wiring import open_shop
from tests.keyrings import Lockable, Safe, Shared
from tests.program import NONE, SHARED, Run

BOTH = pytest.mark.parametrize("backend", [SHARED, NONE], ids=["keyring", "file"])


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """Where the keyring that several processes share keeps its entries."""
    return tmp_path / "keyring.json"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(SandboxOptions(step_seconds=0, slow_seconds=0)) as running:
        yield running


@pytest.fixture
def run(home: Path, vault: Path) -> Run:
    return Run(home, vault, SHARED)


def logged_in(run: Run, sandbox: Sandbox, **options: str) -> None:
    answer = run("login", "--api-url", sandbox.url, typed=f"{SANDBOX_APP_ID}\n", **options)
    assert (answer.returncode, answer.stderr) == (0, "")


def kept(folder: Path) -> str:
    """Everything that is in any file below."""
    return "".join(path.read_text(errors="replace") for path in folder.rglob("*") if path.is_file())


@BOTH
def test_a_login_is_kept_and_a_logout_removes_all_of_it(
    run: Run, sandbox: Sandbox, home: Path, vault: Path, backend: str
) -> None:
    answer = run("login", "--api-url", sandbox.url, typed=f" {SANDBOX_APP_ID} \n", backend=backend)
    assert answer.returncode == 0
    assert "opens 127.0.0.1" in answer.stdout
    assert "LIVE" in answer.stdout
    assert ("This system has no keyring" in answer.stdout) == (backend == NONE)
    assert "eyJ" not in answer.stdout + answer.stderr
    everything = kept(home) + kept(vault.parent)
    assert SANDBOX_APP_ID in everything
    assert "access_token" in everything
    assert not [path for path in home.rglob("*") if path.stat().st_mode & 0o077]
    answer = run("logout", backend=backend)
    assert answer.returncode == 0
    assert "Removed: the app id." in answer.stdout
    assert "Removed: the session at 127.0.0.1" in answer.stdout
    assert kept(home) == ""
    assert not vault.exists() or json.loads(vault.read_text()) == []
    answer = run("logout", backend=backend)
    assert (answer.returncode, answer.stdout) == (0, "There was nothing to remove.\n")


def test_with_a_keyring_nothing_secret_is_in_a_file(run: Run, sandbox: Sandbox, home: Path) -> None:
    logged_in(run, sandbox)
    assert SANDBOX_APP_ID not in kept(home)
    assert "token" not in kept(home)


@BOTH
def test_logging_in_again_keeps_the_device(run: Run, sandbox: Sandbox, tmp_path: Path, backend: str) -> None:
    def devices() -> set[str]:
        return {part.split('\\"')[2] for part in kept(tmp_path).split('device_id\\"')[1:]}

    logged_in(run, sandbox, backend=backend)
    before = devices()
    logged_in(run, sandbox, backend=backend)
    assert len(before) == 1
    assert devices() == before


def test_an_app_id_that_is_refused_is_not_kept(run: Run, sandbox: Sandbox, home: Path, vault: Path) -> None:
    answer = run("login", "--api-url", sandbox.url, typed="not-an-app\n")
    assert answer.returncode == 1
    assert "does not accept this app id" in answer.stderr
    assert "Nothing was kept." in answer.stderr
    assert not vault.exists()
    assert kept(home) == ""


@pytest.mark.parametrize(
    ("arguments", "typed", "code", "said"),
    [
        (["login"], "", 2, "No app id was given"),
        (["login"], "\n", 2, "No app id was given"),
        (["login", "--api-url", "http://shop.example"], "x\n", 1, "must begin with https://"),
        (["--server", "http://127.0.0.1:1", "login"], "x\n", 2, "needs no login"),
    ],
)
def test_a_login_that_cannot_be_made_is_told(
    run: Run, arguments: list[str], typed: str, code: int, said: str
) -> None:
    answer = run(*arguments, typed=typed)
    assert answer.returncode == code
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_locked_keyring_is_an_error_of_both(run: Run, sandbox: Sandbox, home: Path) -> None:
    logged_in(run, sandbox)
    for arguments in (["login", "--api-url", sandbox.url], ["logout"]):
        answer = run(*arguments, typed=f"{SANDBOX_APP_ID}\n", backend="tests.keyrings.Locked")
        assert answer.returncode == 1
        assert "The keyring is locked" in answer.stderr
    assert run("logout").stdout.startswith("Removed: ")


@pytest.mark.parametrize("damage", ["no json", "{}"])
def test_a_logout_finds_the_login_without_the_keyrings_list_and_says_that_there_may_be_more(
    run: Run, sandbox: Sandbox, vault: Path, damage: str
) -> None:
    logged_in(run, sandbox)
    entries = [
        [service, name, damage if name == "index" else secret]
        for service, name, secret in json.loads(vault.read_text())
    ]
    vault.write_text(json.dumps([*entries, ["firmly-tui", "session", "of another app id"]]))
    answer = run("logout")
    assert "Removed: the app id." in answer.stdout
    assert "Removed: the session at 127.0.0.1" in answer.stdout
    assert answer.returncode == 1
    assert "something may be left there. Remove what is called firmly-tui" in answer.stderr
    assert [name for _, name, _ in json.loads(vault.read_text())] == ["session"]
    vault.unlink()
    answer = run("logout")
    assert (answer.returncode, answer.stdout) == (0, "There was nothing to remove.\n")


def test_a_logout_says_what_stays(run: Run, home: Path) -> None:
    home.mkdir()
    (home / "address.json").write_text("{}")
    answer = run("logout", "--home", str(home))
    assert "What stays" in answer.stdout
    assert "the delivery address (address.json)" in answer.stdout


# What the app opens after a login


@pytest.fixture
def login(run: Run, sandbox: Sandbox, vault: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shared]:
    """The keyring after a login."""
    logged_in(run, sandbox)
    monkeypatch.setenv("KEYRING_FILE", str(vault))
    backend = Shared()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(fail.Keyring())


async def opened(home: Path, **flags: object) -> Shop:
    async with open_shop(load_settings({"home": home, **flags}, {})) as shop:
        return shop


async def test_without_options_the_login_is_opened_live(login: Shared, home: Path, sandbox: Sandbox) -> None:
    shop = await opened(home)
    assert (shop.environment, f"http://{shop.host}") == ("LIVE", sandbox.url)
    assert (shop.notice, shop.test_cards) == ("", [])


async def test_the_sandbox_is_opened_despite_a_login(login: Shared, home: Path) -> None:
    shop = await opened(home, sandbox=True)
    assert (shop.environment, shop.host, shop.notice) == ("SANDBOX", "127.0.0.1", "")


async def test_options_come_before_a_login(login: Shared, home: Path, sandbox: Sandbox) -> None:
    shop = await opened(home, server=sandbox.url)
    assert shop.environment == "SANDBOX"


async def test_an_order_of_one_server_is_known_however_its_address_is_typed(
    home: Path, sandbox: Sandbox
) -> None:
    keyring.set_keyring(Safe())
    port = sandbox.url.rpartition(":")[2]
    for address in (f"http://LOCALHOST:{port}/", sandbox.url, f"{sandbox.url}/"):
        async with open_shop(load_settings({"home": home, "server": address}, {})) as shop:
            if not shop.journal.attempts():
                sent = shop.journal.prepare(
                    merchant="a.example",
                    merchant_name="A",
                    call="complete-order",
                    cart_id="c",
                    items=[],
                    total=None,
                    digest="",
                )
                shop.journal.mark_sent(sent.id)
                shop.journal.finish(sent.id, "unknown")
            assert len(shop.journal.unresolved()) == 1


async def test_a_locked_keyring_opens_no_shop_in_place_of_the_login(login: Shared, home: Path) -> None:
    keyring.set_keyring(Lockable())
    with pytest.raises(OSError, match="Unlock the keyring"):
        await opened(home)


async def test_a_login_that_is_not_found_is_told(login: Shared, home: Path) -> None:
    keyring.set_keyring(Safe())
    shop = await opened(home)
    assert shop.environment == "SANDBOX"
    assert "The app id of your login is not to be found" in shop.notice


async def test_the_sandbox_never_asks_the_keyring(home: Path) -> None:
    keyring.set_keyring(Lockable())
    try:
        shop = await opened(home)
    finally:
        keyring.set_keyring(fail.Keyring())
    assert shop.environment == "SANDBOX"
    assert not (home / "secrets").exists()
