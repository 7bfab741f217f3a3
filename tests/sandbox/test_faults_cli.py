"""Scenarios from the command line and from the environment."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.sandbox.faults import ACTED, OPTIONS

COMMAND = [sys.executable, "-m", "firmly_tui", "sandbox"]
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("FIRMLY_TUI_")}


@contextmanager
def running(*arguments: str, **environment: str) -> Iterator[httpx.Client]:
    with subprocess.Popen(
        [*COMMAND, *arguments], stdout=subprocess.PIPE, text=True, env=ENVIRONMENT | environment
    ) as process:
        assert process.stdout is not None
        url = process.stdout.readline().rpartition(" ")[2].strip()
        try:
            with httpx.Client(base_url=url) as http:
                yield http
        finally:
            process.kill()


def failed(*arguments: str, code: int = 2, **environment: str) -> str:
    done = subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, env=ENVIRONMENT | environment, timeout=60
    )
    assert (done.returncode, done.stdout) == (code, "")
    return done.stderr


def test_scenarios_are_given_one_by_one() -> None:
    with running("--scenario", "rate-limit,route=GET *", "--scenario", "latency,seconds=0") as http:
        answer = http.get(OPTIONS)
        other = http.post(OPTIONS)
    assert (answer.status_code, answer.headers[ACTED]) == (429, "latency, rate-limit")
    assert (other.status_code, other.headers[ACTED]) == (405, "latency")


def test_the_environment_names_several_and_an_option_goes_before_it() -> None:
    with running(FIRMLY_TUI_SCENARIO="html-page,status=502; latency,seconds=0;") as http:
        assert http.get(OPTIONS).headers[ACTED] == "latency, html-page"
    with running("--scenario", "server-error", FIRMLY_TUI_SCENARIO="html-page") as http:
        assert http.get(OPTIONS).headers[ACTED] == "server-error"


@pytest.mark.parametrize("where", ["option", "environment"])
def test_what_there_is_not_is_told_with_what_there_is(where: str) -> None:
    told = (
        failed("--scenario", "earthquake")
        if where == "option"
        else failed(FIRMLY_TUI_SCENARIO="latency,seconds=0;earthquake")
    )
    assert told.startswith("firmly-tui: There is no scenario “earthquake”. There are ")
    assert "connection-refused" in told


def test_a_route_that_there_is_not_is_told() -> None:
    assert "would never act" in failed("--scenario", "latency,route=GET /nowhere")


def test_a_saved_state_is_loaded_and_a_wrong_one_is_told(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    with running("--scenario", "server-error") as http:
        file.write_text(http.get("/sandbox/state").text)
    with running("--load", str(file)) as http:
        assert http.get(OPTIONS).headers[ACTED] == "server-error"
    file.write_text(file.read_text().replace("server-error", "rate-limit"))
    assert f"{file} cannot be loaded. It is damaged" in failed("--load", str(file), code=1)


def test_help_lists_them_all() -> None:
    told = subprocess.run(
        [*COMMAND, "--help"], capture_output=True, text=True, env=ENVIRONMENT, check=True
    ).stdout
    assert "  latency               seconds=2.0\n" in told
    assert "  connection-refused\n" in told
    assert max(len(line) for line in told.splitlines()) <= 120
