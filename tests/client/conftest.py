"""A server to talk to, and clients that wait for nothing."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack

import pytest

from firmly_tui.client import FirmlyClient
from tests.client.server import LoopbackServer


@pytest.fixture
async def server() -> AsyncIterator[LoopbackServer]:
    running = LoopbackServer()
    await running.start()
    yield running
    await running.stop()


@pytest.fixture
def naps() -> list[float]:
    """The seconds that the client would have slept."""
    return []


@pytest.fixture
async def connect(naps: list[float]) -> AsyncIterator[Callable[..., FirmlyClient]]:
    """Make clients that are closed with the test and do not sleep."""

    async def sleep(seconds: float) -> None:
        naps.append(seconds)

    async with AsyncExitStack() as stack:

        def make(url: str, **options: object) -> FirmlyClient:
            options = {"sleep": sleep, "app_id": "app", **options}
            client = FirmlyClient(url, **options)  # type: ignore[arg-type] - by name
            stack.push_async_callback(client.aclose)
            return client

        yield make


@pytest.fixture
def client(server: LoopbackServer, connect: Callable[..., FirmlyClient]) -> FirmlyClient:
    return connect(server.url)
