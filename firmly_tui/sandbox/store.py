"""The sandbox's database: who may change it when, and when what was changed is on disk."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from firmly_tui.sandbox.transaction import SCHEMA, VERSION, Transaction

OUT_OF_ORDER: Final = "The shop cannot be reached for now. Try again soon."
"""What a shopper is told when the database fails."""


class Store:
    """One SQLite database, shared by threads one transaction at a time; ``None`` is in memory.

    Changes that the server makes in one turn of its event loop share one commit, since each commit waits for
    the disk: ``durable`` ends when what was changed so far is kept. All other changes are committed at once.
    """

    def __init__(self, path: Path | None) -> None:
        self._lock = threading.RLock()
        self._is_open = False
        self._depth = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._kept: asyncio.Future[None] | None = None
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        self._connection = sqlite3.connect(
            str(path) if path else ":memory:", isolation_level=None, check_same_thread=False, timeout=5
        )
        tables = {
            row[0] for row in self._connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        if tables and "devices" not in tables:
            self._connection.close()
            raise sqlite3.DatabaseError("file belongs to another program")
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.executescript(SCHEMA)
        if self._connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
            self._connection.execute("DELETE FROM carts")
            self._connection.execute(f"PRAGMA user_version = {VERSION}")

    @contextmanager
    def change(self) -> Generator[Transaction]:
        """Run a block that writes: all of it is kept, or none when it raises.

        Inside another change it is a part of that one, and kept with it. Raises sqlite3.Error when another
        program keeps the database to itself for more than 5 seconds.
        """
        with self._lock:
            if not self._is_open:
                self._connection.execute("BEGIN IMMEDIATE")
                self._is_open = True
            self._connection.execute("SAVEPOINT change")
            self._depth += 1
            try:
                yield Transaction(self._connection)
                self._connection.execute("RELEASE change")
            except BaseException:
                self._undo()
                raise
            finally:
                self._depth -= 1
                if not self._depth:
                    self._commit_or_wait()

    @contextmanager
    def read(self) -> Generator[Transaction]:
        """Run a block that only reads, on one state of the database."""
        with self._lock:
            if self._connection.in_transaction:
                yield Transaction(self._connection)
                return
            self._connection.execute("BEGIN")
            try:
                yield Transaction(self._connection)
            finally:
                self._connection.execute("ROLLBACK")

    async def durable(self) -> None:
        """Wait until every change so far is on disk. Raises sqlite3.Error when they could not be kept.

        Only the server calls this, before it answers; the first call tells which event loop is the server's.
        """
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
        if self._kept is not None:
            await asyncio.shield(self._kept)

    def close(self) -> None:
        """Close the database; the store cannot be used after."""
        with self._lock:
            self._commit()
            self._connection.close()

    def _undo(self) -> None:
        """Take back what the block did. A broken disk ends the whole transaction: then all of it is lost."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK TO change")
            self._connection.execute("RELEASE change")
        else:
            self._commit()

    def _commit_or_wait(self) -> None:
        if self._loop is None or self._loop is not _running_loop():
            error = self._commit()
            if error is not None:
                raise error
        elif self._kept is None:
            self._kept = self._loop.create_future()
            self._loop.call_soon(self._commit)

    def _commit(self) -> sqlite3.Error | None:
        """Commit what is open, and tell who waits for it."""
        with self._lock:
            kept, self._kept = self._kept, None
            error: sqlite3.Error | None = None
            if self._is_open:
                self._is_open = False
                try:
                    self._connection.execute("COMMIT")
                except sqlite3.Error as reason:
                    error = reason
                    if self._connection.in_transaction:
                        self._connection.execute("ROLLBACK")
            if kept is not None and self._loop is not None and not self._loop.is_closed():
                self._loop.call_soon_threadsafe(_settle, kept, error)
            return error


def _settle(kept: asyncio.Future[None], error: sqlite3.Error | None) -> None:
    if error is None:
        kept.set_result(None)
    else:
        kept.set_exception(error)
        kept.exception()  # all who waited may have left; asyncio must not complain about that on stderr


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
