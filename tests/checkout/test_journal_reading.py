"""Reading a journal beside the app: it is told as the app would tell it, and nothing in the folder changes."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from firmly_tui.checkout import Attempt, Journal, JournalCopy, JournalError
from firmly_tui.checkout.journal_file import VERSIONS
from tests.program import NONE, Run

LEFT = """
INSERT INTO attempts (id, owner, state, merchant, merchant_name, call, cart_id, items, digest, created_at)
VALUES ('1', 'gone', ?, 'a.example', 'A', 'complete-order', 'c', '[]', '', '2026-01-01T00:00:00+00:00')
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home #1" / "orders.db"


def left_by_a_crash(path: Path, version: int, state: str) -> None:
    """A file of this version whose owner is gone, lock and all."""
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as file, file:
        for statements in VERSIONS[:version]:
            for statement in statements:
                file.execute(statement)
        file.execute(f"PRAGMA user_version = {version}")
        file.execute("INSERT INTO owners VALUES ('gone')")
        file.execute(LEFT, (state,))
    path.with_name("orders.gone.lock").touch()


def sending(journal: Journal) -> Attempt:
    attempt = journal.prepare(
        merchant="a.example",
        merchant_name="A",
        call="complete-order",
        cart_id="c",
        items=[],
        total=None,
        digest="",
    )
    journal.mark_sent(attempt.id)
    return attempt


def everything(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Each file with its bytes, and when it was written."""
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}


@pytest.mark.parametrize("version", range(1, len(VERSIONS) + 1))
@pytest.mark.parametrize(("before", "state"), [("prepared", "not sent"), ("sent", "unknown")])
def test_what_a_crash_left_is_told_as_it_is_and_stays_as_it_was(
    path: Path, version: int, before: str, state: str
) -> None:
    left_by_a_crash(path, version, before)
    files = everything(path.parent)
    with JournalCopy(path) as journal:
        assert [kept.state for kept in journal.attempts()] == [state]
        assert bool(journal.unresolved()) == (state == "unknown")
        assert bool(journal.blocking(merchant="a.example")) == (state == "unknown")
    assert everything(path.parent) == files


def test_an_order_that_another_window_is_sending_is_under_way(path: Path) -> None:
    with Journal(path) as window:
        attempt = sending(window)
        files = everything(path.parent)
        with JournalCopy(path) as journal:
            assert [kept.state for kept in journal.attempts()] == ["sent"]
            blocking = journal.blocking(merchant="a.example")
            assert blocking is not None
            assert "under way" in blocking.hold_back
        assert everything(path.parent) == files
        window.finish(attempt.id, "placed")


def test_the_list_of_orders_is_printed_without_a_change(path: Path, tmp_path: Path) -> None:
    run = Run(path.parent, tmp_path / "keyring.json", NONE)
    left_by_a_crash(path, 1, "sent")
    files = everything(path.parent)
    assert re.search("unknown +A", run("orders").stdout)
    assert everything(path.parent) == files


def test_the_list_of_orders_tells_what_another_window_is_sending(path: Path, tmp_path: Path) -> None:
    run = Run(path.parent, tmp_path / "keyring.json", NONE)
    with Journal(path) as window:
        attempt = sending(window)
        assert re.search("under way elsewhere +A", run("orders").stdout)
        assert '"state": "sent"' in run("orders", "--json").stdout
        window.finish(attempt.id, "placed")


def test_a_file_that_is_not_there_or_no_journal_is_told_in_words(path: Path) -> None:
    path.parent.mkdir()
    with pytest.raises(JournalError, match="cannot be used"):
        JournalCopy(path)
    assert list(path.parent.iterdir()) == []
    path.write_bytes(b"not a database, " * 100)
    with pytest.raises(JournalError, match="cannot be used"):
        JournalCopy(path)
