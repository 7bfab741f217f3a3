"""The commands as a user types them."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from firmly_tui import __version__
from firmly_tui.checkout import Journal
from firmly_tui.models import Money

COMMAND = [sys.executable, "-m", "firmly_tui"]
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("FIRMLY_TUI_")}


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env=ENVIRONMENT | environment,
        check=False,
        timeout=60,
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home folder with one order of each kind that matters."""
    with Journal(tmp_path / "orders.db") as journal:
        for name in ("Nordhaus", "Bücherhalle"):
            attempt = journal.prepare(
                merchant="shop.example",
                merchant_name=name,
                call="place-order",
                cart_id=f"cart of {name}",
                items=["1 × Sofa"],
                total=Money.of(129900, "USD"),
                digest="d",
            )
            journal.mark_sent(attempt.id)
            if name == "Nordhaus":
                journal.finish(attempt.id, "placed", order_number="6800018416")
            else:
                journal.finish(attempt.id, "unknown", detail="Nobody knows.")
    return tmp_path


@contextmanager
def sandbox(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    with subprocess.Popen(
        [*COMMAND, "sandbox", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=ENVIRONMENT,
    ) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline()
        finally:
            process.kill()


@pytest.mark.skipif(os.name != "posix", reason="no such pipes elsewhere")
@pytest.mark.parametrize("options", [[], ["--json"]])
def test_orders_end_without_a_word_where_nobody_reads(home: Path, options: list[str]):
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ended = subprocess.run(
            [*COMMAND, "orders", *options, "--home", str(home)],
            stdout=writing,
            stderr=subprocess.PIPE,
            env=ENVIRONMENT,
            check=False,
            timeout=60,
        )
    finally:
        os.close(writing)
    assert (ended.returncode, ended.stderr) == (141, b"")


def test_version():
    assert run("--version").stdout == f"firmly-tui {__version__}\n"


@pytest.mark.parametrize(
    "arguments", [["--help"], *([name, "--help"] for name in ("sandbox", "orders", "login", "logout"))]
)
def test_help_is_there_for_each_command(arguments):
    answer = run(*arguments)
    assert answer.returncode == 0
    assert answer.stdout.startswith("usage: firmly-tui")
    assert "--home DIR" in answer.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nonsense"], "invalid choice: 'nonsense'"),
        (["--nonsense"], "unrecognized arguments: --nonsense"),
        (["sandbox", "--port", "99999"], "'99999' is not a port; give a number from 0 to 65535"),
        (["sandbox", "--port", "x"], "'x' is not a port"),
        (["sandbox", "--host", ""], "give an address to listen on"),
        (["--server", "http://127.0.0.1:1", "--app-id", "x"], "either --server (a sandbox) or --app-id"),
        (["--api-url", "https://api.example"], "go with --app-id"),
        (["--sandbox", "--app-id", "x"], "or --sandbox"),
        (["doctor", "--server", "http://[bad"], "“http://[bad” cannot be read as an address. Give --server"),
        (["--app-id", "x", "--cc-url", "https://a:99999", "doctor"], "Give --cc-url one such as"),
        (["--app-id", "x", "--scenario=latency"], "unrecognized arguments: --scenario=latency"),
    ],
)
def test_wrong_usage_is_told_in_a_sentence(arguments, said):
    answer = run(*arguments)
    assert answer.returncode == 2
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr
    assert answer.stderr.startswith("firmly-tui")


def test_without_a_terminal_the_app_says_what_works():
    answer = run()
    assert answer.returncode == 1
    assert "this needs a terminal" in answer.stderr


def test_the_sandbox_prints_its_address_when_it_answers():
    with sandbox() as (_, line):
        address = re.fullmatch(r"firmly sandbox listening on (http://127\.0\.0\.1:\d+)\n", line)
        assert address, line
        with urllib.request.urlopen(f"{address[1]}/sandbox/health") as answer:
            assert json.load(answer)["status"] == "ok"


def test_the_sandbox_keeps_its_state_where_it_is_told(tmp_path):
    with sandbox("--db", str(tmp_path / "state.db")) as (_, line):
        assert "listening" in line
    assert (tmp_path / "state.db").exists()


def test_the_sandbox_ends_well_on_an_interrupt():
    with sandbox() as (process, _):
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0
        assert process.stdout is not None
        assert process.stdout.read() == ""


@pytest.mark.parametrize("content", [b"no database at all, but a long text" * 100, None])
def test_a_file_that_is_not_the_sandboxs_is_left_alone(tmp_path, content):
    path = tmp_path / "other.db"
    if content is None:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE treasures (name)")
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    answer = run("sandbox", "--db", str(path))
    assert answer.returncode == 1
    assert f"{path} cannot be used as the sandbox's database" in answer.stderr
    assert path.read_bytes() == before


def test_a_port_in_use_is_told():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = run("sandbox", "--port", str(port))
    assert answer.returncode == 1
    assert f"Port {port} is used by another program." in answer.stderr


def test_no_orders_is_an_answer(tmp_path):
    assert run("orders", "--home", str(tmp_path)).stdout == "No orders yet.\n"
    assert json.loads(run("orders", "--json", "--home", str(tmp_path)).stdout) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("where", ["before", "after", "environment"])
def test_orders_are_listed_newest_first_from_the_home_that_is_named(home, where):
    if where == "environment":
        answer = run("orders", FIRMLY_TUI_HOME=str(home))
    else:
        arguments = ["--home", str(home)]
        answer = run(*arguments, "orders") if where == "before" else run("orders", *arguments)
    first, second = answer.stdout.splitlines()[1:]
    assert "unknown" in first
    assert "Bücherhalle" in first
    assert "placed" in second
    assert second.endswith("$1,299.00")


def test_orders_as_json_hold_what_a_program_needs(home):
    unknown, placed = json.loads(run("orders", "--json", "--home", str(home)).stdout)
    assert (unknown["state"], unknown["detail"]) == ("unknown", "Nobody knows.")
    assert (placed["state"], placed["order_number"]) == ("placed", "6800018416")
    assert placed["total"] == {"currency": "USD", "number": 129900}


@pytest.mark.parametrize(
    ("conclusion", "words"),
    [
        ("not placed", "not placed, as the cart shows"),
        ("placed", "placed, as the cart shows"),
        ("", "unknown, checked: nobody can tell"),
    ],
)
def test_what_a_check_found_out_is_listed(home, conclusion, words):
    with Journal(home / "orders.db") as journal:
        unknown = journal.attempts()[0]
        journal.conclude(unknown.id, conclusion, "The carts were looked at.", ["The cart is still there."])
    line = run("orders", "--home", str(home)).stdout.splitlines()[1]
    assert f" {words}  Bücherhalle" in line
    told, _ = json.loads(run("orders", "--json", "--home", str(home)).stdout)
    assert (told["state"], told["conclusion"]) == ("unknown", conclusion)
    assert told["looks"] == ["The cart is still there."]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("theme = ", "not valid TOML"),
        ('colour = "red"', "no setting “colour”"),
        ('server = "http://127.0.0.1:1"\napp_id = "x"', "either --server"),
    ],
)
def test_a_broken_settings_file_names_the_file_and_the_setting(tmp_path, text, said):
    (tmp_path / "config.toml").write_text(text)
    answer = run("orders", "--home", str(tmp_path))
    assert answer.returncode == 2
    assert said in answer.stderr
    if "either" not in said:
        assert str(tmp_path / "config.toml") in answer.stderr


def test_a_journal_that_cannot_be_read_is_told(tmp_path):
    (tmp_path / "orders.db").write_text("this is not a database, but it is long enough to look like one" * 20)
    answer = run("orders", "--home", str(tmp_path))
    assert answer.returncode == 1
    assert str(tmp_path / "orders.db") in answer.stderr
    assert "Traceback" not in answer.stderr
