"""The sandbox's state in SQLite: devices, carts, orders, stock, settings; changed in transactions."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from firmly_tui.sandbox.catalog import Catalog
from firmly_tui.sandbox.documents import CartState

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS devices (
    device_id TEXT PRIMARY KEY, app_id TEXT NOT NULL, created_at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS carts (
    device_id TEXT NOT NULL, domain TEXT NOT NULL, cart_id TEXT NOT NULL UNIQUE, document TEXT NOT NULL,
    PRIMARY KEY (device_id, domain)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS orders (
    domain TEXT NOT NULL, number TEXT NOT NULL, cart_id TEXT NOT NULL UNIQUE, device_id TEXT NOT NULL,
    submitted_at TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (domain, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS stock (
    domain TEXT NOT NULL, sku TEXT NOT NULL, quantity INTEGER NOT NULL CHECK (quantity >= 0),
    PRIMARY KEY (domain, sku)) WITHOUT ROWID;
"""


class Transaction:
    """Everything that can be read or written, inside one transaction of the store."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def _value(self, sql: str, *values: object) -> str | int | None:
        row = self._connection.execute(sql, values).fetchone()
        return None if row is None else row[0]

    def setting(self, name: str) -> str | None:
        """Return a stored setting."""
        value = self._value("SELECT value FROM settings WHERE name = ?", name)
        return None if value is None else str(value)

    def set_setting(self, name: str, value: str) -> None:
        """Store a setting."""
        self._connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))

    def next_number(self, kind: str) -> int:
        """Count up: 1, 2, 3, … for each kind, never the same number twice in one database."""
        number = int(self.setting(f"count:{kind}") or "0") + 1
        self.set_setting(f"count:{kind}", str(number))
        return number

    def has_device(self, device_id: str) -> bool:
        """Tell whether this database issued the device."""
        return self._value("SELECT 1 FROM devices WHERE device_id = ?", device_id) is not None

    def add_device(self, device_id: str, app_id: str, created_at: str) -> None:
        """Record a new device."""
        self._connection.execute("INSERT INTO devices VALUES (?, ?, ?)", (device_id, app_id, created_at))

    def cart(self, device_id: str, domain: str) -> CartState | None:
        """Return the active cart of a device at a merchant."""
        sql = "SELECT document FROM carts WHERE device_id = ? AND domain = ?"
        document = self._value(sql, device_id, domain)
        return None if document is None else CartState.model_validate_json(str(document))

    def carts(self, device_id: str) -> list[CartState]:
        """Return all active carts of a device, in the order of their domains."""
        sql = "SELECT document FROM carts WHERE device_id = ? ORDER BY domain"
        rows = self._connection.execute(sql, (device_id,)).fetchall()
        return [CartState.model_validate_json(row[0]) for row in rows]

    def save_cart(self, cart: CartState) -> None:
        """Make ``cart`` the active one of its device and merchant."""
        values = (cart.device_id, cart.domain, cart.cart_id, cart.model_dump_json())
        self._connection.execute("INSERT OR REPLACE INTO carts VALUES (?, ?, ?, ?)", values)

    def drop_cart(self, cart: CartState) -> None:
        """Take an active cart away."""
        self._connection.execute("DELETE FROM carts WHERE cart_id = ?", (cart.cart_id,))

    def drop_all_carts(self) -> None:
        """Take every active cart away, of all devices."""
        self._connection.execute("DELETE FROM carts")

    def add_order(self, cart: CartState, number: str, submitted_at: str) -> None:
        """Record an order. Nothing of the card is kept."""
        values = (cart.domain, number, cart.cart_id, cart.device_id, submitted_at, cart.model_dump_json())
        self._connection.execute("INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?)", values)

    def count_orders(self, domain: str) -> int:
        """Return how many orders a merchant has."""
        return int(self._value("SELECT count(*) FROM orders WHERE domain = ?", domain) or 0)

    def stock(self, domain: str) -> Mapping[str, int]:
        """Return what a merchant has left of every sku."""
        rows = self._connection.execute("SELECT sku, quantity FROM stock WHERE domain = ?", (domain,))
        return dict(rows.fetchall())

    def sold_out(self) -> frozenset[tuple[str, str]]:
        """Return domain and sku of everything that is gone."""
        rows = self._connection.execute("SELECT domain, sku FROM stock WHERE quantity = 0").fetchall()
        return frozenset((domain, sku) for domain, sku in rows)

    def set_stock(self, domain: str, sku: str, quantity: int) -> None:
        """Set what is left of a sku."""
        self._connection.execute("INSERT OR REPLACE INTO stock VALUES (?, ?, ?)", (domain, sku, quantity))

    def seed_stock(self, catalog: Catalog) -> None:
        """Give every variant that the database does not know yet the stock of its catalog."""
        rows = [
            (merchant.domain, variant.sku, variant.stock)
            for merchant in catalog.merchants.values()
            for _, variant in merchant.by_sku.values()
        ]
        self._connection.executemany("INSERT OR IGNORE INTO stock VALUES (?, ?, ?)", rows)


class Store:
    """One SQLite database, shared by threads one transaction at a time; ``None`` is in memory."""

    def __init__(self, path: Path | None) -> None:
        self._lock = threading.RLock()
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        self._connection = sqlite3.connect(
            str(path) if path else ":memory:", isolation_level=None, check_same_thread=False, timeout=5
        )
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.executescript(_SCHEMA)

    @contextmanager
    def change(self) -> Generator[Transaction]:
        """Run a block that writes: all of it is kept, or none when it raises."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield Transaction(self._connection)
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    @contextmanager
    def read(self) -> Generator[Transaction]:
        """Run a block that only reads, on one state of the database."""
        with self._lock:
            self._connection.execute("BEGIN")
            try:
                yield Transaction(self._connection)
            finally:
                self._connection.execute("ROLLBACK")

    def close(self) -> None:
        """Close the database; the store cannot be used after."""
        with self._lock:
            self._connection.close()
