"""What the merchants know: the sandbox's database, read from outside."""

import sqlite3
from contextlib import closing
from pathlib import Path


class Records:
    """The orders and carts of a sandbox."""

    def __init__(self, database: Path) -> None:
        self._database = database

    def order_numbers(self) -> list[str]:
        """The numbers of all orders, as the merchants gave them."""
        return [str(number) for (number,) in self._read("SELECT number FROM orders")]

    def carts_made(self) -> int:
        """How many carts were ever made. Each order that is placed in one call makes one."""
        rows = self._read("SELECT value FROM settings WHERE name = 'count:cart'")
        return int(str(rows[0][0])) if rows else 0

    def sell_out(self, domain: str, sku: str) -> None:
        """Others buy all that is left of a variant."""
        with closing(sqlite3.connect(self._database)) as connection, connection:
            connection.execute("INSERT INTO goods (domain, sku, quantity) VALUES (?, ?, 0)", (domain, sku))

    def book_out(self, domain: str, day: str, slot_id: str, location_id: str = "") -> None:
        """Others take the last place in the hours of a day."""
        with closing(sqlite3.connect(self._database)) as connection, connection:
            row = (domain, location_id, day, slot_id)
            connection.execute("INSERT INTO slots VALUES (?, ?, ?, ?, 1000)", row)

    def _read(self, sql: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self._database)) as connection:
            return connection.execute(sql).fetchall()
