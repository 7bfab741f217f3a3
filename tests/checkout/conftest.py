"""A sandbox of its own for each test, and a shopper who is connected to it."""

import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from firmly_tui.checkout import Hive, MemorySessions, normalize
from firmly_tui.client import FirmlyClient
from firmly_tui.models import Address
from firmly_tui.sandbox import SANDBOX_APP_ID, Sandbox, SandboxOptions
from tests.checkout.counter import Counter
from tests.checkout.goods import BOOK, BOOKS, FURNITURE, SOFA
from tests.checkout.wire import Wire, no_nap


@pytest.fixture
def sandbox(tmp_path: Path, keys_made: Path) -> Iterator[Sandbox]:
    database = Path(shutil.copy(keys_made, tmp_path / "sandbox.db"))
    with Sandbox(SandboxOptions(database=database, step_seconds=0, slow_seconds=0)) as running:
        yield running


@pytest.fixture
def sessions() -> MemorySessions:
    """The device: whoever has these sessions has its carts."""
    return MemorySessions()


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
async def client(sandbox: Sandbox, wire: Wire, sessions: MemorySessions) -> AsyncIterator[FirmlyClient]:
    async with FirmlyClient(
        sandbox.url, app_id=SANDBOX_APP_ID, sessions=sessions, transport=wire, sleep=no_nap
    ) as made:
        yield made


@pytest.fixture
async def elsewhere(
    sandbox: Sandbox, client: FirmlyClient, sessions: MemorySessions
) -> AsyncIterator[FirmlyClient]:
    """Another window of the same device."""
    await client.session.active_carts()
    async with FirmlyClient(sandbox.url, app_id=SANDBOX_APP_ID, sessions=sessions, sleep=no_nap) as made:
        yield made


@pytest.fixture
def clock() -> Callable[[], float]:
    """Seconds that pass with every look."""
    moments = iter(range(1_000_000))
    return lambda: float(next(moments))


@pytest.fixture
async def hive(client: FirmlyClient, clock: Callable[[], float]) -> AsyncIterator[Hive]:
    made = Hive(client, clock=clock)
    yield made
    await made.aclose()


@pytest.fixture
def address() -> Address:
    """Delivered to by every merchant that the tests shop at."""
    return normalize(
        Address(
            first_name="Ada",
            last_name="Quill",
            email="ada@example.com",
            phone="206 555 1212",
            address1="1 Pine St",
            city="Seattle",
            state_or_province="WA",
            postal_code="98101",
            country="US",
        )
    )


@pytest.fixture
def counter(client: FirmlyClient, hive: Hive, address: Address, tmp_path: Path) -> Iterator[Counter]:
    """The checkout counter; carts are filled by `books` or `two_carts`."""
    made = Counter(client, hive, address, tmp_path / "home")
    yield made
    made.journal.close()


@pytest.fixture
async def books(hive: Hive, address: Address) -> None:
    """Two books of one merchant, ready to be ordered."""
    await hive.add(BOOKS, BOOK, 2)
    await hive.set_address(address)


@pytest.fixture
async def two_carts(hive: Hive, address: Address, books: None) -> None:
    """The books, and a sofa of another merchant."""
    await hive.add(FURNITURE, SOFA)
    await hive.set_address(address)
