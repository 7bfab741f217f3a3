"""`firmly-tui doctor`, as a user types it: what would stop a purchase, and what to do about it."""

import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from firmly_tui.checkout import Journal
from firmly_tui.doctor import NOTE, Finding
from firmly_tui.doctor.guard import guarded
from firmly_tui.doctor.machine import fits
from firmly_tui.sandbox import SANDBOX_APP_ID, Sandbox, SandboxOptions
from firmly_tui.settings import Settings
from firmly_tui.wiring import EMBEDDED, open_shop
from tests.program import ENVIRONMENT, LOCKED, NONE, SHARED, Run

NOWHERE = "http://127.0.0.1:1"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(SandboxOptions(step_seconds=0, slow_seconds=0)) as running:
        yield running


@pytest.fixture
def run(home: Path, tmp_path: Path) -> Run:
    return Run(home, tmp_path / "keyring.json", NONE)


def levels(answer: subprocess.CompletedProcess[str]) -> dict[str, str]:
    """What each check came to, of the answer in JSON; the worst, where it found several things."""
    assert answer.stderr == ""
    told = json.loads(answer.stdout)
    assert told["stops"] == sum(check["level"] == "stops" for check in told["checks"])
    assert answer.returncode == (1 if told["stops"] else 0)
    order = ["ok", "note", "stops"]
    found: dict[str, str] = {}
    for check in told["checks"]:
        name, level = cast("str", check["check"]), cast("str", check["level"])
        found[name] = max(found.get(name, "ok"), level, key=order.index)
    return found


def what_is_said(answer: subprocess.CompletedProcess[str]) -> str:
    assert "Traceback" not in answer.stdout + answer.stderr
    return " ".join(answer.stdout.split())


def test_where_all_is_well_it_says_so_and_leaves_nothing_behind(run: Run, home: Path) -> None:
    answer = run("doctor")
    assert answer.returncode == 0
    assert "Nothing would stop a purchase." in answer.stdout
    assert "SANDBOX on this machine" in answer.stdout
    # A path is not broken, so that it can be copied.
    assert all(len(line) <= 80 for line in answer.stdout.splitlines() if str(home) not in line)
    starts = {line.split()[0] for line in answer.stdout.splitlines() if line and line[0] != " "}
    assert starts == {"ok", "note", "Nothing"}
    assert not home.exists()
    assert levels(run("doctor", "--json")) == {
        **dict.fromkeys(["python", "packages", "time zones", "home", "shop", "keyring", "orders"], "ok"),
        "sandbox": "ok",
        "terminal": "note",
    }


def test_a_server_that_is_not_there_stops_a_purchase(run: Run) -> None:
    answer = run("doctor", "--server", NOWHERE)
    assert answer.returncode == 1
    assert "Nothing answers at 127.0.0.1:1." in what_is_said(answer)
    assert "2 things would stop a purchase" in answer.stdout
    found = levels(run("--server", NOWHERE, "doctor", "--json"))
    assert (found["api"], found["cards"], found["health"]) == ("stops", "stops", "note")


def test_a_server_that_is_there_is_asked_for_all_that_a_purchase_needs(run: Run, sandbox: Sandbox) -> None:
    answer = run("doctor", "--server", sandbox.url)
    assert answer.returncode == 0
    assert "answers, and takes the app id" in what_is_said(answer)
    assert "RSA, 2048 bits" in what_is_said(answer)


def test_an_app_id_that_is_refused_stops_a_purchase(run: Run, sandbox: Sandbox) -> None:
    answer = run("doctor", "--app-id", "not-an-app", "--api-url", sandbox.url)
    assert answer.returncode == 1
    assert "LIVE at 127.0.0.1" in answer.stdout
    assert "does not accept this app id" in what_is_said(answer)
    assert "not-an-app" not in answer.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="a folder that not even root can write to")
def test_a_home_that_cannot_be_written_stops_a_purchase(run: Run) -> None:
    answer = run("doctor", "--home", "/proc/firmly")
    assert answer.returncode == 1
    assert "/proc/firmly cannot be written" in what_is_said(answer)
    assert "name another folder with --home" in what_is_said(answer)


def test_a_home_that_others_can_read_is_noted(run: Run, home: Path) -> None:
    home.mkdir(mode=0o755)
    answer = run("doctor")
    assert answer.returncode == 0
    assert f"chmod 700 {home}" in what_is_said(answer)


def an_order(home: Path, server: str, outcome: str = "") -> None:
    """An order in the journal; without an outcome it was under way when the app crashed."""
    with Journal(home / "orders.db", server=server) as journal:
        sent = journal.prepare(
            merchant="nordhaus.example",
            merchant_name="Nordhaus\x1b[2J",
            call="complete-order",
            cart_id="c",
            items=[],
            total=None,
            digest="d",
        )
        journal.mark_sent(sent.id)
        if outcome:
            journal.finish(sent.id, outcome)  # type: ignore[arg-type]


def test_an_order_of_unknown_outcome_holds_its_merchant_back(run: Run, home: Path, sandbox: Sandbox) -> None:
    an_order(home, EMBEDDED, "unknown")
    answer = run("doctor")
    assert answer.returncode == 1
    assert "(nordhaus.example) is held back. It is not known whether the order of" in what_is_said(answer)
    assert "F4 lists the order" in what_is_said(answer)
    assert "\x1b" not in answer.stdout
    # At another server it holds back nobody.
    assert run("doctor", "--server", sandbox.url).returncode == 0


def test_an_order_that_was_placed_holds_nobody_back(run: Run, home: Path) -> None:
    an_order(home, EMBEDDED, "placed")
    assert levels(run("doctor", "--json"))["orders"] == "ok"


def everything(home: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in home.iterdir()}


async def test_what_is_kept_is_looked_at_and_stays_as_it_is(run: Run, home: Path) -> None:
    async with open_shop(Settings(home)) as shop:
        await shop.client.carts.add("buecherhalle.example", {"variant_id": "BH-1007-PB"}, 1)
    an_order(home, EMBEDDED)
    before = everything(home)
    answer = run("doctor")
    assert "It is not known whether the order of" in what_is_said(answer)
    assert levels(run("doctor", "--json"))["sandbox"] == "ok"
    assert everything(home) == before


@pytest.mark.parametrize(("name", "check"), [("orders.db", "orders"), ("sandbox.db", "sandbox")])
def test_a_file_that_is_damaged_is_told_and_left_alone(run: Run, home: Path, name: str, check: str) -> None:
    home.mkdir(mode=0o700)
    path = home / name
    path.write_bytes(b"no database at all, but a long text" * 100)
    before = path.read_bytes()
    assert levels(run("doctor", "--json"))[check] == "stops"
    assert path.read_bytes() == before


def test_after_a_login_the_keyring_is_looked_into_and_nothing_of_it_is_told_or_changed(
    run: Run, sandbox: Sandbox, tmp_path: Path
) -> None:
    logged_in = run("login", "--api-url", sandbox.url, typed=f"{SANDBOX_APP_ID}\n", backend=SHARED)
    assert logged_in.returncode == 0
    kept = (tmp_path / "keyring.json").read_text()
    answer = run("doctor", backend=SHARED)
    assert answer.returncode == 0
    assert "LIVE at 127.0.0.1" in answer.stdout
    assert "is open" in answer.stdout
    for secret in (SANDBOX_APP_ID, "eyJ"):
        assert secret not in answer.stdout
    assert (tmp_path / "keyring.json").read_text() == kept
    locked = run("doctor", backend=LOCKED)
    assert locked.returncode == 1
    assert "The keyring is locked" in what_is_said(locked)
    assert "Unlock the keyring." in what_is_said(locked)
    assert run("doctor", "--sandbox", backend=LOCKED).returncode == 0


def test_files_that_stand_in_for_a_keyring_are_noted(run: Run, sandbox: Sandbox, home: Path) -> None:
    assert levels(run("doctor", "--server", sandbox.url, "--json"))["keyring"] == "note"
    assert not home.exists()


def test_a_theme_that_there_is_not_stops_the_app(run: Run) -> None:
    answer = run("doctor", FIRMLY_TUI_THEME="firmly-pink")
    assert answer.returncode == 1
    assert "no theme “firmly-pink”" in what_is_said(answer)


async def test_what_nobody_expected_is_found_at_the_level_of_its_check() -> None:
    async def fails() -> Finding:
        raise KeyError("hush")

    found = await guarded("health", fails(), otherwise=NOTE)
    assert found.level == NOTE
    assert "KeyError" in found.says
    assert "hush" not in found.says


def in_a_terminal(home: Path, columns: int, lines: int, **environment: str) -> tuple[str, int]:
    """What it says in a terminal of this size, and how it ends."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    program = [sys.executable, "-m", "firmly_tui", "doctor", "--home", str(home)]
    with subprocess.Popen(
        program, stdin=its, stdout=its, stderr=its, env=ENVIRONMENT | environment
    ) as process:
        os.close(its)
        said = b""
        try:
            while piece := os.read(ours, 65536):
                said += piece
        except OSError:
            # So Linux says that the other side hung up.
            pass
    os.close(ours)
    return " ".join(said.decode(errors="replace").split()), process.returncode


UTF_8 = {"LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8"}


def test_a_terminal_that_fits_is_described(home: Path) -> None:
    said, code = in_a_terminal(home, 120, 40, TERM="xterm-256color", NO_COLOR="", COLORTERM="", **UTF_8)
    assert "terminal 120×40, 256 colors, UTF-8" in said
    assert code == 0


def test_a_small_terminal_is_noted_and_one_without_a_screen_stops(home: Path) -> None:
    said, code = in_a_terminal(home, 70, 20, TERM="xterm", **UTF_8)
    assert "note terminal It is 70×20." in said
    assert code == 0
    said, code = in_a_terminal(home, 80, 24, TERM="dumb", **UTF_8)
    assert "stops terminal TERM says that it can only print lines" in said
    assert code == 1
    said, code = in_a_terminal(home, 80, 24, TERM="xterm", PYTHONIOENCODING="ascii:replace")
    assert "Its characters are ascii, not UTF-8" in said
    assert code == 1


@pytest.mark.parametrize(
    ("version", "wanted", "expected"),
    [
        ("8.2.8", "==8.2.8", True),
        ("8.2.9", "==8.2.8", False),
        ("25", "<26,>=25", True),
        ("26.0", "<26,>=25", False),
        ("1.5.10", ">=1.5.6, <2", True),
        ("46.0.1rc1", ">=45", True),
        ("3.9.2", ">=3.11", False),
        ("1", "", True),
        ("1", "~=2.0", True),
    ],
)
def test_versions_are_compared_as_numbers(version: str, wanted: str, expected: bool) -> None:
    assert fits(version, wanted) is expected
