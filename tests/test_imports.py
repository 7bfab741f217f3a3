"""Each part brings along only what it may, seen in a process of its own."""

import importlib
import json
import subprocess
import sys

import pytest

HEAVY = {
    "httpx",
    "pydantic",
    "jwcrypto",
    "cryptography",
    "keyring",
    "starlette",
    "uvicorn",
    "sqlite3",
    "aiohttp",
}
SERVER = {"starlette", "uvicorn"}
TERMINAL = {"textual", "rich"}
OTHERS = {
    f"firmly_tui.{part}"
    for part in ("models", "client", "inspector", "checkout", "tui", "settings", "wiring")
}


def brought_along(statement: str, unwanted: set[str]) -> list[str]:
    """Which of the unwanted modules a statement loads into a fresh interpreter."""
    script = f"{statement}\nimport json, sys\nprint(json.dumps(list(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = json.loads(run.stdout)
    return sorted(name for name in unwanted if any(f"{module}.".startswith(f"{name}.") for module in loaded))


@pytest.mark.parametrize(
    ("statement", "unwanted"),
    [
        ("import firmly_tui.models", {"httpx"} | TERMINAL | SERVER),
        ("import firmly_tui.client", {"httpx", "sqlite3"} | TERMINAL | SERVER),
        ("import firmly_tui.inspector", {"httpx", "sqlite3"} | TERMINAL | SERVER),
        ("import firmly_tui.checkout", {"httpx", "jwcrypto", "keyring", "phonenumbers"} | TERMINAL | SERVER),
        ("import firmly_tui.sandbox", {"httpx", "pydantic"} | TERMINAL | SERVER | OTHERS),
        ("import firmly_tui.sandbox.app, firmly_tui.sandbox.runner", {"httpx"} | TERMINAL | OTHERS),
        ("import firmly_tui.cli", HEAVY | TERMINAL),
        ("import firmly_tui.cli, firmly_tui.wiring, firmly_tui.tui.app", HEAVY),
    ],
)
def test_a_part_brings_along_only_what_it_may(statement, unwanted):
    assert brought_along(statement, unwanted) == []


@pytest.mark.parametrize("part", ["models", "client", "inspector", "checkout", "sandbox"])
def test_public_names_exist(part):
    module = importlib.import_module(f"firmly_tui.{part}")
    assert [name for name in module.__all__ if not hasattr(module, name)] == []
