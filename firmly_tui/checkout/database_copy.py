"""Copies a database as it stands, without a change to its file."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3

PATIENCE: Final = 10
"""Seconds that are waited for whoever keeps the file to itself."""


def copy_database(path: Path, copy: "sqlite3.Connection") -> None:
    """Fill `copy` with what the file holds now. Raises sqlite3.Error, also where there is no such file."""
    import sqlite3

    # Not `ro`: what a power cut left half written could not be taken back then.
    address = f"{path.absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, timeout=PATIENCE)) as file:
        # Held from here on: `backup` by itself would wait for ever for whoever writes.
        file.execute("BEGIN")
        file.execute("PRAGMA user_version").fetchone()
        file.backup(copy)
