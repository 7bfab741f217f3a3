"""What `firmly-tui sandbox --help` says of inputs and readings, and readings asked for on the command line."""

import os
import re
import subprocess
import sys

import httpx
import pytest

from firmly_tui.sandbox import SANDBOX_APP_ID
from firmly_tui.sandbox.options import READINGS
from tests.sandbox.shopper import SHOP, Shopper

COMMAND = [sys.executable, "-m", "firmly_tui", "sandbox"]
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("FIRMLY_TUI_")}
VALUE = re.compile(
    r"\b\d{5,}\b|[\w.]+@[\w.]+|\b[\w-]+\.example\b|\b[A-Z]+-?[A-Z]*\d+\b|\b[A-Z]{4,}(?:-[A-Z]+)?\b|NO-CART"
)


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
        env={**ENVIRONMENT, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8", **environment},
    )


@pytest.fixture(scope="module")
def inputs() -> list[str]:
    """The part of the help that is about inputs, line by line."""
    told = run("--help").stdout
    return told[told.index("what it is told") : told.index("\n\nreadings")].splitlines()


def test_the_help_about_inputs_fits_on_a_small_screen(inputs: list[str]) -> None:
    assert len(inputs) <= 12
    assert max(len(line) for line in inputs) <= 80
    assert "GET /sandbox/inputs" in inputs[1]
    assert "/sandbox/cards" in "".join(inputs)


def test_the_help_names_nothing_that_is_no_input(inputs: list[str], shopper: Shopper) -> None:
    known = {found["value"] for found in shopper.http.get("/sandbox/inputs").json()["inputs"]}
    named = {value for line in inputs for value in VALUE.findall(line)}
    assert len(named) > 15
    assert named <= known


def test_the_help_lists_the_readings() -> None:
    told = run("--help").stdout
    for name, meaning in READINGS.items():
        assert name in told
        assert meaning in told


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [(["--reading", "no-cart"], {}), ([], {"FIRMLY_TUI_READING": "guide-errors; no-cart"})],
    ids=["by option", "by environment"],
)
def test_a_reading_is_asked_for(arguments: list[str], environment: dict[str, str]) -> None:
    with subprocess.Popen(
        [*COMMAND, *arguments], stdout=subprocess.PIPE, text=True, env={**ENVIRONMENT, **environment}
    ) as process:
        assert process.stdout is not None
        try:
            url = process.stdout.readline().split()[-1]
            app = {"x-firmly-app-id": SANDBOX_APP_ID}
            token = httpx.post(f"{url}/api/v1/browser-session", headers=app).json()["access_token"]
            headers = {"x-firmly-authorization": token}
            answer = httpx.get(f"{url}/api/v1/domains/{SHOP}/cart", headers=headers)
        finally:
            process.kill()
    assert (answer.status_code, answer.json()["error"]) == (404, "CartNotFound")


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [(["--reading", "backwards"], {}), ([], {"FIRMLY_TUI_READING": "backwards"})],
)
def test_an_unknown_reading_is_told_in_a_sentence(arguments: list[str], environment: dict[str, str]) -> None:
    answer = run(*arguments, **environment)
    assert answer.returncode == 2
    assert "There is no reading “backwards”. There are no-cart, accept-first, guide-errors." in answer.stderr
