"""The journal of orders: what was sent, written and synced before it left, and what became of it."""

import json
import os
import uuid
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, Literal, Self, cast

from firmly_tui.checkout.private_files import lock, make_folder, unlock
from firmly_tui.models import Money, Order

if TYPE_CHECKING:
    import sqlite3

State = Literal["prepared", "sent", "placed", "refused", "not sent", "unknown"]
Outcome = Literal["placed", "refused", "not sent", "unknown"]
CallKind = Literal["place-order", "complete-order"]
Conclusion = Literal["", "placed", "not placed", "probably not placed"]
"""What the carts told of an order of unknown outcome, `""` if nothing."""

CRASHED_BEFORE: Final = "The app ended before the order was sent. Nothing was ordered."
CRASHED_AFTER: Final = (
    "The app ended while the order was being placed. It may have been placed: look into your mailbox for the "
    "merchant's confirmation before you order again."
)

_CRASHES: Final = (("prepared", "not sent", CRASHED_BEFORE), ("sent", "unknown", CRASHED_AFTER))

_ATTEMPTS: Final = """
CREATE TABLE IF NOT EXISTS attempts (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    owner TEXT NOT NULL,
    state TEXT NOT NULL,
    merchant TEXT NOT NULL,
    merchant_name TEXT NOT NULL,
    call TEXT NOT NULL,
    cart_id TEXT NOT NULL,
    items TEXT NOT NULL,
    total TEXT,
    digest TEXT NOT NULL,
    created_at TEXT NOT NULL,
    finished_at TEXT NOT NULL DEFAULT '',
    order_number TEXT NOT NULL DEFAULT '',
    detail TEXT NOT NULL DEFAULT '',
    ray_id TEXT NOT NULL DEFAULT '',
    new_cart_id TEXT NOT NULL DEFAULT '',
    receipt TEXT NOT NULL DEFAULT ''
)
"""

_VERSIONS: Final = (
    (_ATTEMPTS, "CREATE TABLE IF NOT EXISTS owners (id TEXT PRIMARY KEY)"),
    (
        "ALTER TABLE attempts ADD COLUMN conclusion TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE attempts ADD COLUMN settled_at TEXT NOT NULL DEFAULT ''",
    ),
)
"""What makes each version of the file out of the one before; files are never made in another way."""

_INSERT: Final = """
INSERT INTO attempts
    (id, owner, state, merchant, merchant_name, call, cart_id, items, total, digest, created_at)
VALUES
    (:id, :owner, :state, :merchant, :merchant_name, :call, :cart_id, :items, :total, :digest, :created_at)
"""
_SEND: Final = "UPDATE attempts SET state = 'sent' WHERE id = :id AND state = 'prepared'"
_FINISH: Final = """
UPDATE attempts
SET state = :state, detail = :detail, order_number = :order_number, ray_id = :ray_id, receipt = :receipt,
    finished_at = :finished_at
WHERE id = :id AND state IN ('prepared', 'sent')
"""
_NAME_CART: Final = "UPDATE attempts SET new_cart_id = :new_cart_id WHERE id = :id AND state = 'sent'"
_CONCLUDE: Final = """
UPDATE attempts SET conclusion = :conclusion, detail = :detail WHERE id = :id AND state = 'unknown'
"""
_SETTLE: Final = "UPDATE attempts SET settled_at = :settled_at WHERE id = :id AND state = 'unknown'"
_END_CRASHED: Final = """
UPDATE attempts SET state = :after, detail = :detail, finished_at = :stamp
WHERE owner = :owner AND state = :before
"""
_LEAVE: Final = """
DELETE FROM owners
WHERE id = :owner
    AND NOT EXISTS (SELECT 1 FROM attempts WHERE owner = :owner AND state IN ('prepared', 'sent'))
"""


class JournalError(OSError):
    """The journal cannot be read or written; the text says so to a shopper."""


@dataclass(frozen=True)
class Attempt:
    """One try to place one merchant's order.

    `items` are lines of text, `digest` is the SHA-256 of what was ordered, without the card; times are ISO
    8601 in UTC. `new_cart_id` is the cart that the server named while it placed the order. `receipt` is the
    order as JSON: of the card it has brand and last four digits. Of an unknown outcome, `conclusion` is what
    the carts told, and `settled_at` when the shopper had looked for themselves.
    """

    id: str
    merchant: str
    merchant_name: str
    call: CallKind
    cart_id: str
    items: tuple[str, ...]
    total: Money | None
    digest: str
    created_at: str
    state: State = "prepared"
    order_number: str = ""
    detail: str = ""
    ray_id: str = ""
    finished_at: str = ""
    new_cart_id: str = ""
    receipt: str = ""
    conclusion: Conclusion = ""
    settled_at: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nobody knows if it was placed: neither the answer, nor the carts, nor the shopper."""
        told = self.conclusion in ("placed", "not placed") or self.settled_at
        return self.state in ("unknown", "sent") and not told

    @property
    def order(self) -> Order | None:
        """The order as it was answered, for the receipt; None unless it was placed."""
        return Order.model_validate_json(self.receipt) if self.receipt else None

    def to_json(self) -> dict[str, object]:
        """Everything that a program may want to know."""
        total = self.total
        return {
            "id": self.id,
            "state": self.state,
            "merchant": self.merchant,
            "merchant_name": self.merchant_name,
            "order_number": self.order_number,
            "total": {"currency": total.currency, "number": total.number} if total is not None else None,
            "items": list(self.items),
            "call": self.call,
            "cart_id": self.cart_id,
            "new_cart_id": self.new_cart_id,
            "digest": self.digest,
            "created_at": self.created_at,
            "finished_at": self.finished_at,
            "detail": self.detail,
            "ray_id": self.ray_id,
            "conclusion": self.conclusion,
            "settled_at": self.settled_at,
            "order": json.loads(self.receipt) if self.receipt else None,
        }


class Journal:
    """The journal in a file (0600). Every change is on the disk before its method returns; thread-safe.

    Each open journal holds a lock beside the file. What an earlier process left open is settled here: an
    attempt that was only prepared is "not sent", one that was sent is "unknown". Attempts of a process that
    still runs are left alone.
    """

    def __init__(self, path: Path, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)):
        self._path = path
        self._now = now
        self._guard = Lock()
        self._owner = uuid.uuid4().hex
        self._closed = False
        with self._told():
            make_folder(path.parent)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            held = lock(self._lock_path(self._owner))
            if held is None:
                raise JournalError("The journal's lock is taken by somebody else.")
            self._held = held
            try:
                self._database = self._open()
            except BaseException:
                unlock(self._lock_path(self._owner), held)
                raise

    def prepare(
        self,
        *,
        merchant: str,
        merchant_name: str,
        call: CallKind,
        cart_id: str,
        items: Sequence[str],
        total: Money | None,
        digest: str,
    ) -> Attempt:
        """Write down what is about to be ordered. Raises JournalError; nothing may be sent then."""
        attempt = Attempt(
            id=uuid.uuid4().hex,
            merchant=merchant,
            merchant_name=merchant_name,
            call=call,
            cart_id=cart_id,
            items=tuple(items),
            total=total,
            digest=digest,
            created_at=self._stamp(),
        )
        row = {
            "id": attempt.id,
            "owner": self._owner,
            "state": attempt.state,
            "merchant": merchant,
            "merchant_name": merchant_name,
            "call": call,
            "cart_id": cart_id,
            "items": json.dumps(list(items)),
            "total": total.model_dump_json() if total is not None else None,
            "digest": digest,
            "created_at": attempt.created_at,
        }
        self._run(_INSERT, row)
        return attempt

    def mark_sent(self, attempt_id: str) -> None:
        """Write that the order leaves now. Raises JournalError; it may not leave then."""
        self._change(_SEND, {"id": attempt_id})

    def finish(
        self,
        attempt_id: str,
        state: Outcome,
        *,
        detail: str = "",
        order_number: str = "",
        ray_id: str = "",
        receipt: str = "",
    ) -> None:
        """Write how it ended; an attempt ends once. Raises JournalError."""
        row = {
            "id": attempt_id,
            "state": state,
            "detail": detail,
            "order_number": order_number,
            "ray_id": ray_id,
            "receipt": receipt,
            "finished_at": self._stamp(),
        }
        self._change(_FINISH, row)

    def name_cart(self, attempt_id: str, new_cart_id: str) -> None:
        """Write which cart the server makes the order in, while it is under way. Raises JournalError."""
        self._change(_NAME_CART, {"id": attempt_id, "new_cart_id": new_cart_id})

    def conclude(self, attempt_id: str, conclusion: Conclusion, detail: str) -> None:
        """Write what the carts tell of an unknown outcome, which it stays, and say so. Raises JournalError."""
        self._change(_CONCLUDE, {"id": attempt_id, "conclusion": conclusion, "detail": detail})

    def settle(self, attempt_id: str) -> None:
        """Write that the shopper has looked what became of an unknown outcome. Raises JournalError."""
        self._change(_SETTLE, {"id": attempt_id, "settled_at": self._stamp()})

    def attempts(self) -> list[Attempt]:
        """All attempts, the newest first. Raises JournalError."""
        return self._read("SELECT * FROM attempts ORDER BY number DESC", {})

    def unresolved(self) -> list[Attempt]:
        """The attempts of which nobody knows whether they were placed, the newest first."""
        return [attempt for attempt in self.attempts() if attempt.is_open]

    def close(self) -> None:
        """Close the file, and let go of the lock. Closing twice does no harm."""
        with self._guard, self._told():
            if self._closed:
                return
            self._closed = True
            self._database.execute(_LEAVE, {"owner": self._owner})
            self._database.close()
            unlock(self._lock_path(self._owner), self._held)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _open(self) -> "sqlite3.Connection":
        import sqlite3

        database = sqlite3.connect(self._path, timeout=10, isolation_level=None, check_same_thread=False)
        database.row_factory = sqlite3.Row
        try:
            # EXTRA is FULL, and the folder synced as well: a committed attempt survives a power cut.
            database.execute("PRAGMA synchronous = EXTRA")
            self._bring_up_to_date(database)
            self._end_crashed(database)
            # After the lock is held: whoever is listed here and does not hold it is gone.
            database.execute("INSERT INTO owners (id) VALUES (?)", (self._owner,))
        except BaseException:
            database.close()
            raise
        return database

    def _bring_up_to_date(self, database: "sqlite3.Connection") -> None:
        """Make the file of an older version, or an empty one, into one of this version."""
        newest = len(_VERSIONS)
        # All or nothing, and one process at a time.
        database.execute("BEGIN IMMEDIATE")
        (version,) = database.execute("PRAGMA user_version").fetchone()
        if version > newest:
            raise JournalError(
                f"The journal of orders at {self._path} was written by a newer version of this program. "
                "Use that one, or move the file away."
            )
        for statements in _VERSIONS[version:]:
            for statement in statements:
                database.execute(statement)
        database.execute(f"PRAGMA user_version = {newest}")
        database.execute("COMMIT")

    def _end_crashed(self, database: "sqlite3.Connection") -> None:
        """End what was left by processes whose lock nobody holds any more."""
        for row in database.execute("SELECT id FROM owners").fetchall():
            owner = cast("str", row["id"])
            path = self._lock_path(owner)
            held = lock(path)
            if held is None:
                continue
            for before, after, detail in _CRASHES:
                values = {"before": before, "after": after, "detail": detail, "owner": owner}
                database.execute(_END_CRASHED, {**values, "stamp": self._stamp()})
            database.execute("DELETE FROM owners WHERE id = ?", (owner,))
            unlock(path, held)

    def _lock_path(self, owner: str) -> Path:
        return self._path.with_name(f"{self._path.stem}.{owner}.lock")

    def _stamp(self) -> str:
        return self._now().astimezone(UTC).isoformat(timespec="seconds")

    def _run(self, statement: str, values: Mapping[str, str | None]) -> "sqlite3.Cursor":
        with self._guard, self._told():
            return self._database.execute(statement, values)

    def _change(self, statement: str, values: Mapping[str, str | None]) -> None:
        if self._run(statement, values).rowcount != 1:
            raise JournalError("The journal has no such attempt, or it has ended.")

    def _read(self, statement: str, values: Mapping[str, str | None]) -> list[Attempt]:
        with self._guard, self._told():
            return [_attempt(row) for row in self._database.execute(statement, values)]

    @contextmanager
    def _told(self) -> Generator[None]:
        import sqlite3

        try:
            yield
        except JournalError:
            raise
        except (sqlite3.Error, OSError) as error:
            raise JournalError(
                f"The journal of orders at {self._path} cannot be used ({error}). "
                "Free some space, or move the file away."
            ) from error


def _attempt(row: "sqlite3.Row") -> Attempt:
    fields: dict[str, Any] = dict(zip(row.keys(), tuple(row), strict=True))
    del fields["number"], fields["owner"]
    fields["items"] = tuple(json.loads(fields["items"]))
    fields["total"] = Money.model_validate_json(fields["total"]) if fields["total"] else None
    return Attempt(**fields)
