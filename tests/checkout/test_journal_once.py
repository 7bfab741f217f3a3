"""One cart is ordered once, whoever asks: the file itself sees to it, for every process that has it open."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from firmly_tui.checkout import Attempt, Journal, JournalError, OrderBlocked
from firmly_tui.checkout.attempts import Conclusion, Outcome


def prepare(journal: Journal, cart_id: str, merchant: str = "a.example") -> Attempt:
    return journal.prepare(
        merchant=merchant,
        merchant_name="A",
        call="complete-order",
        cart_id=cart_id,
        items=[],
        total=None,
        digest="",
    )


def ended(journal: Journal, state: Outcome, cart_id: str = "c", merchant: str = "a.example") -> str:
    attempt = prepare(journal, cart_id, merchant)
    journal.mark_sent(attempt.id)
    journal.finish(attempt.id, state, order_number="#7" if state == "placed" else "")
    return attempt.id


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "orders.db"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    with Journal(path) as opened:
        yield opened


@pytest.mark.parametrize(
    ("state", "says"), [("placed", "was ordered at"), ("unknown", "It is not known whether")]
)
def test_cart_of_such_an_order_is_not_prepared_again(journal: Journal, state: Outcome, says: str) -> None:
    first = ended(journal, state)
    with pytest.raises(OrderBlocked, match=says) as blocked:
        prepare(journal, "c", merchant="other-name.example")
    assert blocked.value.attempt.id == first
    assert len(journal.attempts()) == 1


@pytest.mark.parametrize("state", ["refused", "not sent"])
def test_what_was_not_bought_can_be_ordered_again(journal: Journal, state: Outcome) -> None:
    ended(journal, state)
    assert journal.blocking(cart_id="c", merchant="a.example") is None
    prepare(journal, "c")


def test_merchant_with_an_open_outcome_is_held_back_altogether(journal: Journal) -> None:
    first = ended(journal, "unknown")
    with pytest.raises(OrderBlocked):
        prepare(journal, "another cart")
    prepare(journal, "a third one", merchant="b.example")
    journal.settle(first, "not placed")
    prepare(journal, "another cart")


def test_placed_order_holds_back_its_cart_alone(journal: Journal) -> None:
    ended(journal, "placed")
    prepare(journal, "the next cart")


def test_cart_without_an_id_is_not_taken_for_another_one(journal: Journal) -> None:
    ended(journal, "placed", cart_id="")
    prepare(journal, "", merchant="b.example")


@pytest.mark.parametrize("conclusion", ["not placed", "probably not placed"])
def test_cart_is_free_once_the_carts_told_and_it_was_cleared(
    journal: Journal, conclusion: Conclusion
) -> None:
    first = ended(journal, "unknown")
    journal.conclude(first, conclusion, "")
    with pytest.raises(OrderBlocked, match=f"was {conclusion}"):
        prepare(journal, "c")
    assert journal.attempts()[0].can_clear
    journal.clear(first)
    assert not journal.attempts()[0].can_clear
    assert journal.unresolved() == []
    prepare(journal, "c")


@pytest.mark.parametrize("conclusion", ["", "placed"])
def test_nothing_is_cleared_that_may_have_been_placed(journal: Journal, conclusion: Conclusion) -> None:
    first = ended(journal, "unknown")
    journal.conclude(first, conclusion, "")
    with pytest.raises(JournalError, match="cannot be cleared"):
        journal.clear(first)
    with pytest.raises(OrderBlocked):
        prepare(journal, "c")


def test_a_look_that_tells_nothing_takes_nothing_back(journal: Journal) -> None:
    first = ended(journal, "unknown")
    journal.conclude(first, "placed", "gone")
    kept = journal.conclude(first, "", "cannot be read", ["a look"])
    assert kept == journal.attempts()[0]
    assert (kept.conclusion, kept.detail, kept.looks) == ("placed", "gone", ("a look",))
    assert not kept.is_open


def test_placed_order_is_never_cleared(journal: Journal) -> None:
    first = ended(journal, "placed")
    with pytest.raises(JournalError):
        journal.clear(first)


def test_order_that_was_settled_keeps_its_cart_to_itself(journal: Journal) -> None:
    journal.settle(ended(journal, "unknown"), "not placed")
    with pytest.raises(OrderBlocked):
        prepare(journal, "c")


def test_of_many_windows_one_gets_the_cart(path: Path) -> None:
    journals = [Journal(path) for _ in range(8)]

    def attempt(opened: Journal) -> str:
        try:
            return prepare(opened, "c").id
        except OrderBlocked as blocked:
            return str(blocked)

    with ThreadPoolExecutor(len(journals)) as pool:
        got = list(pool.map(attempt, journals))
    assert sum("perhaps in another window" in words for words in got) == len(journals) - 1
    for opened in journals:
        opened.close()


OTHER = """
import sys
from pathlib import Path
from tests.checkout.test_journal_once import Journal, prepare
journal = Journal(Path(sys.argv[1]))
journal.mark_sent(prepare(journal, "c").id)
print("written", flush=True)
sys.stdin.read()
"""


def test_process_that_dies_meanwhile_leaves_an_open_outcome_and_not_an_order_under_way(
    path: Path, journal: Journal
) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", OTHER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "written\n"
    with pytest.raises(OrderBlocked, match="under way"):
        prepare(journal, "c")
    os.kill(other.pid, signal.SIGKILL)
    other.communicate()
    with pytest.raises(OrderBlocked, match="It is not known whether"):
        prepare(journal, "c")
    assert journal.attempts()[0].state == "unknown"


def test_orders_of_another_server_hold_nothing_back(tmp_path: Path) -> None:
    with (
        Journal(tmp_path / "orders.db", server="here") as here,
        Journal(tmp_path / "orders.db", server="there") as there,
    ):
        ended(here, "unknown")
        prepare(there, "c")
        assert there.unresolved() == []
        assert [attempt.server for attempt in here.unresolved()] == ["here"]
        with pytest.raises(OrderBlocked):
            prepare(here, "c")


def test_orders_of_another_server_that_only_the_carts_told_of_are_not_asked_about(tmp_path: Path) -> None:
    with (
        Journal(tmp_path / "orders.db", server="here") as here,
        Journal(tmp_path / "orders.db", server="there") as there,
    ):
        ended(here, "unknown")
        here.conclude(here.attempts()[0].id, "placed", "The cart is gone: it was placed.")
        assert [attempt.server for attempt in here.awaiting_word()] == ["here"]
        assert there.awaiting_word() == []
