"""Reads a journal: how each order ended, and what is held back."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Self

from firmly_tui.checkout import journal_file
from firmly_tui.checkout.attempts import Attempt
from firmly_tui.checkout.database_copy import copy_database
from firmly_tui.checkout.journal_file import JournalError, attempt_of
from firmly_tui.checkout.private_files import is_locked

if TYPE_CHECKING:
    import sqlite3


class JournalReader:
    """What a journal tells; thread-safe. Each method raises JournalError. `_database` is opened by who derives.

    `server` is where the orders go: those of another one hold nothing back here.
    """

    _database: "sqlite3.Connection"

    def __init__(self, path: Path, server: str):
        self._path = path
        self._server = server
        self._guard = Lock()

    def attempts(self) -> list[Attempt]:
        """All attempts, the newest first."""
        return self._read("SELECT * FROM attempts ORDER BY number DESC", {})

    def unresolved(self) -> list[Attempt]:
        """The attempts of which nobody knows whether they were placed, the newest first; not those of other servers."""
        here = ("", self._server)
        return [attempt for attempt in self.attempts() if attempt.is_open and attempt.server in here]

    def awaiting_word(self) -> list[Attempt]:
        """The attempts of which only the carts told what became of them, as `unresolved` gives the others."""
        here = ("", self._server)
        return [attempt for attempt in self.attempts() if attempt.awaits_word and attempt.server in here]

    def blocking(self, *, cart_id: str = "", merchant: str = "") -> Attempt | None:
        """The newest attempt that keeps this cart, or anything at this merchant, from being ordered."""
        row = {"cart_id": cart_id, "merchant": merchant, "server": self._server}
        return next(iter(self._read(journal_file.BLOCKING, row)), None)

    def close(self) -> None:
        """Close it. Closing twice does no harm."""
        with self._guard, self._told():
            self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read(self, statement: str, values: Mapping[str, str | None]) -> list[Attempt]:
        with self._guard, self._told():
            return [attempt_of(row) for row in self._database.execute(statement, values)]

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


class JournalCopy(JournalReader):
    """A journal as the app would find it now, read into memory. In its file nothing changes.

    The copy is brought up to date, and what a crash left is ended in it: at no time, since nobody wrote it down.
    Raises JournalError, also where there is no such file.
    """

    def __init__(self, path: Path, *, server: str = ""):
        super().__init__(path, server)
        with self._told():
            self._database = self._copied()

    def _copied(self) -> "sqlite3.Connection":
        import sqlite3

        copy = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        copy.row_factory = sqlite3.Row
        try:
            copy_database(self._path, copy)
            journal_file.bring_up_to_date(copy, self._path)
            for owner in journal_file.owners(copy):
                if not is_locked(journal_file.lock_path(self._path, owner)):
                    journal_file.end_owner(copy, owner, stamp="")
        except BaseException:
            copy.close()
            raise
        return copy
