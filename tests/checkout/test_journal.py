"""The journal: what it keeps, that it is synced and private, and what it says after a crash."""

import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from firmly_tui.checkout import Attempt, Journal, JournalError, OrderBlocked
from firmly_tui.checkout.attempts import CRASHED_AFTER, CRASHED_BEFORE, Conclusion
from firmly_tui.checkout.journal_file import VERSIONS
from firmly_tui.models import Money

PRICE = Money.of(1200, "USD")


def prepare(
    journal: Journal, merchant: str = "a.example", total: Money = PRICE, cart_id: str = ""
) -> Attempt:
    return journal.prepare(
        merchant=merchant,
        merchant_name="A",
        call="place-order",
        cart_id=cart_id or f"cart of {merchant}",
        items=["1 × Sofa  $12.00"],
        total=total,
        digest="0" * 64,
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "orders.db"


def test_attempt_is_kept_as_it_was_written(path: Path) -> None:
    with Journal(path) as journal:
        written = prepare(journal)
    with Journal(path) as journal:
        (kept,) = journal.attempts()
    assert kept.items == ("1 × Sofa  $12.00",)
    assert kept.total == Money.of(1200, "USD")
    assert (kept.id, kept.created_at, kept.digest) == (written.id, written.created_at, "0" * 64)


def test_order_goes_from_prepared_over_sent_to_its_end(path: Path) -> None:
    with Journal(path) as journal:
        attempt = prepare(journal)
        states = [journal.attempts()[0].state]
        journal.mark_sent(attempt.id)
        states.append(journal.attempts()[0].state)
        journal.finish(
            attempt.id, "placed", order_number="#1784", receipt='{"platform_order_number": "#1784"}'
        )
        done = journal.attempts()[0]
    assert states == ["prepared", "sent"]
    assert done is not None
    assert (done.state, done.order_number) == ("placed", "#1784")
    assert done.finished_at >= done.created_at
    assert done.order is not None
    assert done.order.platform_order_number == "#1784"


def test_attempt_is_sent_once_and_ends_once(path: Path) -> None:
    with Journal(path) as journal:
        attempt = prepare(journal)
        journal.mark_sent(attempt.id)
        with pytest.raises(JournalError):
            journal.mark_sent(attempt.id)
        journal.finish(attempt.id, "refused", detail="declined")
        with pytest.raises(JournalError):
            journal.finish(attempt.id, "placed")
        assert journal.attempts()[0].detail == "declined"


def test_newest_comes_first_and_unknown_ones_are_listed(path: Path) -> None:
    with Journal(path) as journal:
        for merchant in ("a.example", "b.example", "c.example"):
            attempt = prepare(journal, merchant)
            journal.mark_sent(attempt.id)
            journal.finish(attempt.id, "unknown" if merchant == "b.example" else "placed")
        assert [kept.merchant for kept in journal.attempts()] == ["c.example", "b.example", "a.example"]
        assert [kept.merchant for kept in journal.unresolved()] == ["b.example"]


def unknown(journal: Journal) -> str:
    attempt = prepare(journal)
    journal.mark_sent(attempt.id)
    journal.finish(attempt.id, "unknown", detail="no answer")
    return attempt.id


@pytest.mark.parametrize(
    ("conclusion", "is_open"),
    [("placed", False), ("not placed", False), ("probably not placed", True), ("", True)],
)
def test_what_the_carts_tell_is_kept_and_the_state_stays(
    path: Path, conclusion: Conclusion, is_open: bool
) -> None:
    with Journal(path) as journal:
        journal.conclude(unknown(journal), conclusion, "the cart was looked at")
        kept = journal.attempts()[0]
        assert (kept.state, kept.conclusion, kept.detail) == ("unknown", conclusion, "the cart was looked at")
        assert bool(journal.unresolved()) == is_open
        assert bool(journal.awaiting_word()) == (not is_open)
        journal.settle(kept.id, "placed")
        assert journal.awaiting_word() == []


def test_shopper_who_has_looked_is_not_asked_again(path: Path) -> None:
    with Journal(path) as journal:
        journal.settle(unknown(journal), "placed")
        kept = journal.attempts()[0]
        assert (kept.state, kept.detail) == ("unknown", "no answer")
        assert kept.settled_at >= kept.created_at
        assert journal.unresolved() == []


def test_only_an_unknown_outcome_can_be_settled_or_concluded(path: Path) -> None:
    with Journal(path) as journal:
        attempt = prepare(journal)
        with pytest.raises(JournalError):
            journal.settle(attempt.id, "placed")
        with pytest.raises(JournalError):
            journal.conclude(attempt.id, "placed", "")


def test_free_order_keeps_its_total(path: Path) -> None:
    with Journal(path) as journal:
        prepare(journal, total=Money.of(0, "USD"))
        kept = journal.attempts()[0]
    assert kept.total == Money.of(0, "USD")
    assert kept.to_json()["total"] == {"currency": "USD", "number": 0}


OLD_ROW = """
INSERT INTO attempts (id, owner, state, merchant, merchant_name, call, cart_id, items, digest, created_at)
VALUES (?, 'gone', ?, ?, 'A', 'place-order', ?, '[]', '', '2026-01-01T00:00:00+00:00')
"""


def old_file(path: Path, version: int, *rows: tuple[str, str, str, str]) -> None:
    """A file as an earlier version of the program left it, with these ids, states, merchants and carts."""
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as old, old:
        for statements in VERSIONS[:version]:
            for statement in statements:
                old.execute(statement)
        old.execute(f"PRAGMA user_version = {version}")
        old.executemany(OLD_ROW, rows)


@pytest.mark.parametrize("version", [1, 2])
def test_file_of_an_older_version_is_brought_up_to_date(path: Path, version: int) -> None:
    old_file(path, version, ("1", "unknown", "a.example", "c"))
    with Journal(path) as journal:
        assert [kept.id for kept in journal.unresolved()] == ["1"]
        with pytest.raises(OrderBlocked):
            prepare(journal, "b.example", cart_id="c")
        journal.settle("1", "placed")
        assert journal.unresolved() == []


def test_what_an_older_version_let_stand_side_by_side_is_kept_and_the_newest_holds_the_cart(
    path: Path,
) -> None:
    old_file(
        path,
        2,
        ("1", "unknown", "a.example", "c"),
        ("2", "placed", "a.example", "c"),
        ("3", "unknown", "a.example", "d"),
    )
    with Journal(path) as journal:
        assert [kept.id for kept in journal.unresolved()] == ["3", "1"]
        blocking = journal.blocking(cart_id="c")
        assert blocking is not None
        assert blocking.id == "2"


def test_file_of_a_newer_version_is_left_alone_in_words(path: Path) -> None:
    with Journal(path) as journal:
        prepare(journal)
    with closing(sqlite3.connect(path)) as newer, newer:
        newer.execute("PRAGMA user_version = 1000")
    before = path.read_bytes()
    with pytest.raises(JournalError, match="newer version"):
        Journal(path)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_files_are_private(path: Path) -> None:
    with Journal(path) as journal:
        prepare(journal)
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_journal_that_cannot_write_that_it_was_left_lets_go_of_it_all_the_same(path: Path) -> None:
    journal = Journal(path)
    prepare(journal)
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("DROP TABLE owners")
    with pytest.raises(JournalError, match="cannot be used"):
        journal.close()
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    with pytest.raises(JournalError, match="closed"):
        journal.attempts()
    journal.close()


def test_json_has_plain_values(path: Path) -> None:
    with Journal(path) as journal:
        prepare(journal)
        told = json.loads(json.dumps(journal.attempts()[0].to_json()))
    assert told["total"] == {"currency": "USD", "number": 1200}
    assert told["order"] is None


def test_journal_that_is_closed_over_an_open_order_does_not_forget_it(path: Path) -> None:
    with Journal(path) as journal:
        journal.mark_sent(prepare(journal).id)
    with Journal(path) as journal:
        assert journal.attempts()[0].state == "unknown"


def test_file_that_is_no_journal_is_refused_in_words(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"not a database, " * 100)
    with pytest.raises(JournalError, match="cannot be used"):
        Journal(path)
    assert path.read_bytes().startswith(b"not a database")
    assert [file.name for file in path.parent.iterdir()] == [path.name]


CRASH = """
import sys
from contextlib import closing
from pathlib import Path
from firmly_tui.checkout import Journal
journal = Journal(Path(sys.argv[1]))
attempt = journal.prepare(merchant="a.example", merchant_name="A", call="place-order", cart_id="c",
                          items=["1"], total=None, digest="")
if sys.argv[2] in ("sent", "placed"):
    journal.mark_sent(attempt.id)
    journal.name_cart(attempt.id, "new-cart")
if sys.argv[2] == "placed":
    journal.finish(attempt.id, "placed", order_number="#1")
print("written", flush=True)
sys.stdin.read()
"""


def crashing(path: Path, until: str) -> "subprocess.Popen[str]":
    """A process that has written so far, and waits to be killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", CRASH, str(path), until],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "written\n"
    return process


def kill(process: "subprocess.Popen[str]") -> None:
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()


@pytest.mark.parametrize(
    ("until", "state", "detail"),
    [
        ("prepared", "not sent", CRASHED_BEFORE),
        ("sent", "unknown", CRASHED_AFTER),
        ("placed", "placed", ""),
    ],
)
def test_killed_process_leaves_the_truth(path: Path, until: str, state: str, detail: str) -> None:
    kill(crashing(path, until))
    with Journal(path) as journal:
        (kept,) = journal.attempts()
    assert (kept.state, kept.detail) == (state, detail)
    assert kept.new_cart_id == ("" if until == "prepared" else "new-cart")
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_second_window_leaves_the_orders_of_the_first_alone_until_that_one_is_gone(path: Path) -> None:
    first = crashing(path, "sent")
    with Journal(path) as journal:
        try:
            assert journal.attempts()[0].state == "sent"
            assert journal.unresolved() == []
        finally:
            kill(first)
        assert journal.attempts()[0].state == "unknown"
        assert len(journal.unresolved()) == 1
