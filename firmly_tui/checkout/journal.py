"""The journal of orders: what was sent, written and synced before it left, and what became of it."""

import json
import os
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from firmly_tui.checkout import journal_file
from firmly_tui.checkout.attempts import Attempt, CallKind, Conclusion, Outcome, Told
from firmly_tui.checkout.journal_file import JournalError, bring_up_to_date, end_crashed, lock_path
from firmly_tui.checkout.journal_reading import JournalReader
from firmly_tui.checkout.private_files import lock, make_folder, unlock
from firmly_tui.models import Money

if TYPE_CHECKING:
    import sqlite3


class OrderBlocked(JournalError):
    """Another attempt stands in the way, `attempt`; the text says so to a shopper. Nothing was written."""

    def __init__(self, attempt: Attempt):
        super().__init__(attempt.hold_back)
        self.attempt = attempt


class Journal(JournalReader):
    """The journal in a file (0600). Every change is on the disk before its method returns; thread-safe.

    Each open journal holds a lock beside the file. What an earlier process left open is settled here: an
    attempt that was only prepared is "not sent", one that was sent is "unknown". Attempts of a process that
    still runs are left alone.

    The file itself sees to it, for all processes that have it open, that a cart is ordered once: it cannot be
    prepared while another attempt for it is under way, of unknown outcome or placed, unless that was cleared.
    Nor can anything be prepared at a merchant where an outcome is not known.
    """

    def __init__(
        self, path: Path, *, server: str = "", now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ):
        super().__init__(path, server)
        self.now = now
        """Tells the moment for all that is written down."""
        self._owner = uuid.uuid4().hex
        self._lock = lock_path(path, self._owner)
        self._closed = False
        with self._told():
            make_folder(path.parent)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            held = lock(self._lock)
            if held is None:
                raise JournalError("The journal's lock is taken by somebody else.")
            self._held = held
            try:
                self._database = self._open()
            except BaseException:
                unlock(self._lock, held)
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
        device: str = "",
    ) -> Attempt:
        """Write down what is about to be ordered.

        Raises OrderBlocked where another attempt stands in the way, and JournalError; nothing may be sent then.
        """
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
            device=device,
            server=self._server,
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
            "device": device,
            "server": self._server,
        }
        self._insert(row)
        return attempt

    def mark_sent(self, attempt_id: str) -> None:
        """Write that the order leaves now. Raises JournalError; it may not leave then."""
        self._change(journal_file.SEND, {"id": attempt_id})

    def finish(
        self,
        attempt_id: str,
        state: Outcome,
        *,
        detail: str = "",
        order_number: str = "",
        ray_id: str = "",
        receipt: str = "",
        identifier: str = "",
        http_status: int = 0,
    ) -> None:
        """Write how it ended; an attempt ends once. Raises JournalError."""
        row = {
            "id": attempt_id,
            "state": state,
            "detail": detail,
            "order_number": order_number,
            "ray_id": ray_id,
            "receipt": receipt,
            "identifier": identifier,
            "http_status": http_status,
            "finished_at": self._stamp(),
        }
        self._change(journal_file.FINISH, row)

    def name_cart(self, attempt_id: str, new_cart_id: str) -> None:
        """Write which cart the server makes the order in, while it is under way. Raises JournalError."""
        self._change(journal_file.NAME_CART, {"id": attempt_id, "new_cart_id": new_cart_id})

    def conclude(
        self, attempt_id: str, conclusion: Conclusion, detail: str, looks: Sequence[str] = ()
    ) -> Attempt:
        """Write what the carts tell of an unknown outcome, which it stays; `""` leaves what they told before.

        Returns the attempt as it stands now. Raises JournalError.
        """
        seen = json.dumps(list(looks))
        row = {"id": attempt_id, "conclusion": conclusion, "detail": detail, "looks": seen}
        self._change(journal_file.CONCLUDE, row)
        return self._read("SELECT * FROM attempts WHERE id = :id", {"id": attempt_id})[0]

    def settle(self, attempt_id: str, told: Told) -> None:
        """Write what the shopper says became of an unknown outcome. Raises JournalError.

        The merchant is free again; the cart of the attempt itself stays blocked, since it may have been placed.
        """
        self._change(journal_file.SETTLE, {"id": attempt_id, "told": told, "stamp": self._stamp()})

    def clear(self, attempt_id: str) -> None:
        """Let the cart of an unknown outcome be ordered again, because the shopper, too, says that it was not placed.

        Raises JournalError unless the carts told so.
        """
        if self._run(journal_file.CLEAR, {"id": attempt_id, "stamp": self._stamp()}).rowcount != 1:
            raise JournalError("This order cannot be cleared: nothing tells that it was not placed.")

    def close(self) -> None:
        """Close the file, and let go of the lock. Closing twice does no harm.

        Raises JournalError where it cannot be written that the file was left: the next one to open it finds out.
        """
        with self._guard, self._told():
            if self._closed:
                return
            self._closed = True
            try:
                self._database.execute(journal_file.LEAVE, {"owner": self._owner})
            finally:
                self._database.close()
                unlock(self._lock, self._held)

    def _open(self) -> "sqlite3.Connection":
        import sqlite3

        database = sqlite3.connect(self._path, timeout=10, isolation_level=None, check_same_thread=False)
        database.row_factory = sqlite3.Row
        try:
            # EXTRA is FULL, and the folder synced as well: a committed attempt survives a power cut.
            database.execute("PRAGMA synchronous = EXTRA")
            bring_up_to_date(database, self._path)
            end_crashed(database, self._path, self._stamp())
            # After the lock is held: whoever is listed here and does not hold it is gone.
            database.execute("INSERT INTO owners (id) VALUES (?)", (self._owner,))
        except BaseException:
            database.close()
            raise
        return database

    def _insert(self, row: Mapping[str, str | None]) -> None:
        import sqlite3

        try:
            self._run(journal_file.INSERT, row)
        except JournalError as error:
            if not isinstance(error.__cause__, sqlite3.IntegrityError):
                raise
        else:
            return
        other = self.blocking(cart_id=row["cart_id"] or "", merchant=row["merchant"] or "")
        if other is None:
            raise JournalError("Another order there ended just now. Look at the cart, then order again.")
        raise OrderBlocked(other)

    def _stamp(self) -> str:
        return self.now().astimezone(UTC).isoformat(timespec="seconds")

    def _run(self, statement: str, values: Mapping[str, str | int | None]) -> "sqlite3.Cursor":
        with self._guard, self._told():
            return self._database.execute(statement, values)

    def _change(self, statement: str, values: Mapping[str, str | int | None]) -> None:
        if self._run(statement, values).rowcount != 1:
            raise JournalError("The journal has no such attempt, or it has ended.")

    def _read(self, statement: str, values: Mapping[str, str | None]) -> list[Attempt]:
        found = super()._read(statement, values)
        if any(attempt.is_under_way for attempt in found):
            # Whoever was at it may have crashed since this journal was opened.
            with self._guard, self._told():
                end_crashed(self._database, self._path, self._stamp())
            found = super()._read(statement, values)
        return found
