"""A keyring that is absent, locked or silent: the app says what it means, and no device is lost over it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail

from firmly_tui.sandbox import Sandbox
from tests.client.server import LoopbackServer
from tests.keyrings import Lockable, Silent
from tests.tui.shopper import shopping


@pytest.fixture(autouse=True)
def _no_keyring_afterwards() -> Iterator[None]:
    yield
    keyring.set_keyring(fail.Keyring())


@pytest.fixture
async def server() -> AsyncIterator[LoopbackServer]:
    running = LoopbackServer()
    await running.start()
    yield running
    await running.stop()


async def test_a_locked_keyring_keeps_the_shop_closed_until_it_is_unlocked(
    home: Path, server: LoopbackServer
) -> None:
    keyring.set_keyring(locked := Lockable())
    async with shopping(home, server=server.url) as shopper:
        await shopper.until("The shop could not be opened: The keyring is locked")
        assert "Unlock the keyring. F6 tries again." in shopper.said()
        assert server.requests == []
        await shopper.press("f6")
        await shopper.until("The keyring is locked")
        assert server.requests == []
        locked.unlock()
        await shopper.press("f6")
        await shopper.until(lambda: server.seen("/api/v1/browser-session"))
        await shopper.until(lambda: len(locked.kept) == 2)


async def test_nothing_waits_for_a_silent_keyring(home: Path, server: LoopbackServer) -> None:
    keyring.set_keyring(silent := Silent())
    try:
        async with shopping(home, server=server.url) as shopper:
            await shopper.until("opening the shop …")
            await asyncio.to_thread(silent.asked.wait)
            await shopper.type("sofa")
            await shopper.until("/ sofa")
            await shopper.press("ctrl+q")
            assert server.requests == []
    finally:
        silent.go.set()


async def test_that_there_is_no_keyring_is_said_at_the_first_start(home: Path, sandbox: Sandbox) -> None:
    keyring.set_keyring(fail.Keyring())
    async with shopping(home, server=sandbox.url) as shopper:
        await shopper.opened()
        await shopper.until("This system has no keyring, so the app id and this device's session rest in")
        await shopper.type("sofa")
        await shopper.until("6 found", gone="This system has no keyring")
    async with shopping(home, server=sandbox.url) as shopper:
        await shopper.opened()
        assert "keyring" not in shopper.said()
