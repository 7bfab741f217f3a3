"""Apps that share a home are one device, also where they begin at the same moment."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Barrier

import pytest

from firmly_tui.checkout import write_atomically
from firmly_tui.sandbox import Sandbox, SandboxOptions
from firmly_tui.settings import Settings
from firmly_tui.wiring import EmbeddedSessions, open_shop


class Meeting(Sandbox):
    """A sandbox whose first two sessions are handed out together: nobody has kept a device before."""

    def __init__(self) -> None:
        super().__init__(SandboxOptions())
        self._both = Barrier(2)

    def issue_session(self, device_id: str | None = None, *rest: str) -> dict[str, object]:
        """A session, once another one is wanted."""
        session = super().issue_session(device_id, *rest)
        if device_id is None:
            self._both.wait(timeout=10)
        return session


async def test_two_apps_that_begin_together_on_an_empty_home_are_one_device(tmp_path: Path) -> None:
    file = tmp_path / "home" / "device"
    with Meeting() as sandbox:
        apps = [EmbeddedSessions(sandbox, file) for _ in range(2)]
        sessions = await asyncio.gather(*(app.load() for app in apps))
        devices = {session.device_id for session in sessions if session is not None}
        assert devices == {file.read_text().strip()}
        later = await EmbeddedSessions(sandbox, file).load()
    assert later is not None
    assert devices == {later.device_id}
    assert [path.name for path in file.parent.iterdir()] == ["device"]


async def test_a_damaged_device_file_is_made_anew(tmp_path: Path) -> None:
    file = tmp_path / "device"
    file.write_text("")
    with Sandbox(SandboxOptions()) as sandbox:
        session = await EmbeddedSessions(sandbox, file).load()
    assert session is not None
    assert file.read_text().strip() == session.device_id


@pytest.mark.parametrize("file", ["sandbox.db", "orders.db"])
def test_who_quits_while_the_shop_opens_leaves_nothing_open(tmp_path: Path, file: str) -> None:
    home, before = tmp_path / "home", threading.enumerate()

    async def open_it() -> None:
        async with open_shop(Settings(home)):
            pass

    async def quit_meanwhile() -> None:
        opening = asyncio.create_task(open_it())
        while not (home / file).exists() and not opening.done():  # noqa: ASYNC110 - no event tells of it
            await asyncio.sleep(0)
        opening.cancel()

    # It ends before the opening does, which it cancels once more.
    asyncio.run(quit_meanwhile())
    assert "sandbox" not in [thread.name for thread in threading.enumerate() if thread not in before]
    assert sorted(path.name for path in home.iterdir()) in (["sandbox.db"], ["orders.db", "sandbox.db"])


def test_a_file_is_written_whole_by_many_at_once(tmp_path: Path) -> None:
    file = tmp_path / "address.json"
    texts = [f"{number}" * 50_000 for number in range(8)]
    with ThreadPoolExecutor(len(texts)) as many:
        assert [*many.map(partial(write_atomically, file), texts)] == [None] * len(texts)
    assert file.read_text() in texts
    assert [path.name for path in tmp_path.iterdir()] == ["address.json"]


def test_a_link_is_replaced_and_not_written_through(tmp_path: Path) -> None:
    file, elsewhere = tmp_path / "home" / "address.json", tmp_path / "elsewhere"
    elsewhere.touch()
    write_atomically(file, "one")
    file.unlink()
    file.symlink_to(elsewhere)
    write_atomically(file, "two")
    assert elsewhere.read_text() == ""
    assert not file.is_symlink()
    assert file.read_text() == "two"
