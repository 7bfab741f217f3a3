"""The store: what a change leaves behind when something goes wrong in it, beside it, or on the disk."""

import asyncio
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from firmly_tui.sandbox.store import Store


class Oops(Exception):
    """Something that went wrong in the middle of a change."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "store.db")
    yield opened
    opened.close()


def kept(tmp_path: Path) -> set[str]:
    """Return the settings that another program sees in the database."""
    with closing(sqlite3.connect(tmp_path / "store.db")) as other:
        return {name for (name,) in other.execute("SELECT name FROM settings")}


def note(store: Store, *names: str) -> None:
    """Keep some settings in one change."""
    with store.change() as transaction:
        for name in names:
            transaction.set_setting(name, "kept")


def fill_the_disk(store: Store) -> None:
    """Let the database grow no more."""
    with store.change() as transaction:
        pages = transaction.query("PRAGMA page_count")[0][0]
        transaction.query(f"PRAGMA max_page_count = {pages}")


def test_a_change_that_raises_leaves_nothing(store: Store, tmp_path: Path) -> None:
    with suppress(Oops), store.change() as transaction:
        transaction.set_setting("lost", "")
        raise Oops
    note(store, "next")
    assert kept(tmp_path) == {"next"}


def test_a_change_inside_another_one_ends_with_it(store: Store, tmp_path: Path) -> None:
    with suppress(Oops), store.change() as transaction:
        transaction.set_setting("outer", "")
        note(store, "inner")
        assert kept(tmp_path) == set()
        raise Oops
    assert kept(tmp_path) == set()


def test_a_change_inside_another_one_can_fail_alone(store: Store, tmp_path: Path) -> None:
    with store.change() as outer:
        outer.set_setting("before", "")
        with suppress(Oops), store.change() as inner:
            inner.set_setting("lost", "")
            raise Oops
        outer.set_setting("after", "")
    assert kept(tmp_path) == {"before", "after"}


def test_reading_inside_reading_sees_the_same(store: Store) -> None:
    note(store, "name")
    with store.read() as outer, store.read() as inner:
        assert outer.setting("name") == inner.setting("name") == "kept"


def test_a_block_that_reads_cannot_change(store: Store) -> None:
    with store.read(), pytest.raises(sqlite3.Error):
        note(store, "lost")
    note(store, "kept")


def test_a_full_disk_does_not_break_the_next_change(store: Store, tmp_path: Path) -> None:
    fill_the_disk(store)
    with pytest.raises(sqlite3.OperationalError, match="full"):
        note(store, "lost", "x" * 1_000_000)
    note(store, "next")
    assert kept(tmp_path) == {"next"}


async def test_the_changes_of_one_turn_are_kept_together(store: Store, tmp_path: Path) -> None:
    await store.durable()
    note(store, "first")
    note(store, "second")
    assert kept(tmp_path) == set()
    await store.durable()
    assert kept(tmp_path) == {"first", "second"}


async def test_a_change_that_raises_leaves_those_of_its_turn_alone(store: Store, tmp_path: Path) -> None:
    await store.durable()
    note(store, "first")
    with suppress(Oops), store.change() as transaction:
        transaction.set_setting("lost", "")
        raise Oops
    note(store, "last")
    await store.durable()
    assert kept(tmp_path) == {"first", "last"}


async def test_when_the_disk_is_full_whoever_lost_a_change_learns_it(store: Store, tmp_path: Path) -> None:
    """SQLite gives up the whole transaction then, with what others changed in the same turn."""

    async def change(*names: str) -> None:
        note(store, *names)
        await store.durable()

    await store.durable()
    fill_the_disk(store)
    answers = await asyncio.gather(
        change("lost"), change("x" * 1_000_000), change("kept"), return_exceptions=True
    )
    assert [isinstance(answer, sqlite3.Error) for answer in answers] == [True, True, False]
    assert kept(tmp_path) == {"kept"}


async def test_a_change_of_another_thread_is_on_disk_when_it_returns(store: Store, tmp_path: Path) -> None:
    await store.durable()
    note(store, "ours")
    await asyncio.to_thread(note, store, "theirs")
    assert kept(tmp_path) == {"ours", "theirs"}
    await asyncio.wait_for(store.durable(), 5)


async def test_closing_keeps_what_was_changed_in_this_turn(store: Store, tmp_path: Path) -> None:
    await store.durable()
    note(store, "last")
    store.close()
    assert kept(tmp_path) == {"last"}
    await store.durable()


def test_nothing_can_be_changed_after_closing(store: Store) -> None:
    store.close()
    with pytest.raises(sqlite3.Error):
        note(store, "late")


def test_a_change_waits_for_one_that_another_thread_is_in(store: Store, tmp_path: Path) -> None:
    with store.change() as transaction:
        transaction.set_setting("first", "")
        thread = threading.Thread(target=note, args=(store, "second"))
        thread.start()
        thread.join(0.05)
        assert thread.is_alive()
        assert kept(tmp_path) == set()
    thread.join()
    assert kept(tmp_path) == {"first", "second"}
