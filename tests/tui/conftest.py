"""A sandbox of its own for each test, and the app on it."""

import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from firmly_tui.sandbox import Sandbox, SandboxOptions
from tests.tui.delivering import Delivery
from tests.tui.records import Records
from tests.tui.shopper import Shopper, shopping


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same colors and the same clock for everybody."""
    for name in os.environ:
        if name == "NO_COLOR" or name.startswith(("TEXTUAL_", "FIRMLY_TUI_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("TZ", "UTC")


StartSandbox = Callable[..., Sandbox]


@pytest.fixture
def database(tmp_path: Path, keys_made: Path) -> Path:
    """The sandbox's database, with nothing in it but keys."""
    return Path(shutil.copy(keys_made, tmp_path / "sandbox.db"))


@pytest.fixture
def records(database: Path) -> Records:
    """What the merchants know."""
    return Records(database)


@pytest.fixture
def start_sandbox(database: Path) -> Iterator[StartSandbox]:
    """Start sandboxes on the test's own database, which lose no time."""
    with ExitStack() as stack:

        def start(**options: object) -> Sandbox:
            settings = {"database": database, "step_seconds": 0, "slow_seconds": 0, **options}
            return stack.enter_context(Sandbox(SandboxOptions(**settings)))  # type: ignore[arg-type]

        yield start


@pytest.fixture
def sandbox(start_sandbox: StartSandbox) -> Sandbox:
    return start_sandbox()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where the app keeps its files."""
    return tmp_path / "home"


@pytest.fixture
async def shopper(home: Path, sandbox: Sandbox) -> AsyncIterator[Shopper]:
    """The app on the sandbox at 80×24, open."""
    async with shopping(home, sandbox) as somebody:
        await somebody.opened()
        yield somebody


@pytest.fixture
def delivery(shopper: Shopper) -> Delivery:
    """The shopper, about to say how everything is sent."""
    return Delivery(shopper)
