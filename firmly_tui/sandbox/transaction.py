"""What one transaction of the store can read and write: devices, carts, orders, stock, slots, settings."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Final

from firmly_tui.sandbox.documents import CartState, SlotKey, Visit
from firmly_tui.sandbox.goods.catalog import Shelf

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS devices (
    device_id TEXT PRIMARY KEY, app_id TEXT NOT NULL, created_at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS carts (
    device_id TEXT NOT NULL, domain TEXT NOT NULL, cart_id TEXT NOT NULL UNIQUE, document TEXT NOT NULL,
    PRIMARY KEY (device_id, domain)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS orders (
    domain TEXT NOT NULL, number TEXT NOT NULL, cart_id TEXT NOT NULL UNIQUE, device_id TEXT NOT NULL,
    submitted_at TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (domain, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS visits (
    device_id TEXT NOT NULL, domain TEXT NOT NULL, document TEXT NOT NULL,
    PRIMARY KEY (device_id, domain)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS postal_codes (
    device_id TEXT PRIMARY KEY, postal_code TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS goods (
    domain TEXT NOT NULL, sku TEXT NOT NULL,
    quantity INTEGER CHECK (quantity >= 0), price INTEGER CHECK (price >= 0),
    PRIMARY KEY (domain, sku)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS slots (
    domain TEXT NOT NULL, location_id TEXT NOT NULL, date TEXT NOT NULL, slot_id TEXT NOT NULL,
    orders INTEGER NOT NULL, PRIMARY KEY (domain, location_id, date, slot_id)) WITHOUT ROWID;
"""
VERSION: Final = 2
"""Of the schema and of the documents in it. Carts of an older one are dropped."""


class Transaction:
    """Everything that can be read or written, inside one transaction of the store."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def _value(self, sql: str, *values: object) -> str | int | None:
        row = self._connection.execute(sql, values).fetchone()
        return None if row is None else row[0]

    def query(
        self, sql: str, values: Mapping[str, object] | None = None
    ) -> list[tuple[str | int | None, ...]]:
        """Run a statement with named values, and return its rows."""
        return self._connection.execute(sql, values or {}).fetchall()

    def fill(self, sql: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Run a statement once for each row of values."""
        self._connection.executemany(sql, rows)

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

    def cart_of_id(self, cart_id: str) -> CartState | None:
        """Return an active cart by its id, whosever it is."""
        document = self._value("SELECT document FROM carts WHERE cart_id = ?", cart_id)
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

    def visit(self, device_id: str, domain: str) -> Visit:
        """Return what a device is to a merchant; a stranger at first."""
        sql = "SELECT document FROM visits WHERE device_id = ? AND domain = ?"
        document = self._value(sql, device_id, domain)
        if document is None:
            return Visit(device_id=device_id, domain=domain)
        return Visit.model_validate_json(str(document))

    def save_visit(self, visit: Visit) -> None:
        """Keep what a device is to a merchant."""
        values = (visit.device_id, visit.domain, visit.model_dump_json())
        self._connection.execute("INSERT OR REPLACE INTO visits VALUES (?, ?, ?)", values)

    def postal_code(self, device_id: str) -> str:
        """Return the postal code that shipping is estimated for; "" at first."""
        sql = "SELECT postal_code FROM postal_codes WHERE device_id = ?"
        return str(self._value(sql, device_id) or "")

    def set_postal_code(self, device_id: str, postal_code: str) -> None:
        """Keep the postal code of a device, for all merchants."""
        self._connection.execute(
            "INSERT OR REPLACE INTO postal_codes VALUES (?, ?)", (device_id, postal_code)
        )

    def shelf(self, domain: str) -> Shelf:
        """Return what changed of a merchant's goods."""
        return self.shelves(domain).get(domain, Shelf({}, {}))

    def shelves(self, domain: str | None = None) -> Mapping[str, Shelf]:
        """Return what changed of all merchants' goods, or of one's, by domain."""
        sql = "SELECT domain, sku, quantity, price FROM goods WHERE domain = coalesce(?, domain)"
        found: dict[str, tuple[dict[str, int], dict[str, int]]] = {}
        for name, sku, quantity, price in self._connection.execute(sql, (domain,)):
            quantities, prices = found.setdefault(name, ({}, {}))
            if quantity is not None:
                quantities[sku] = quantity
            if price is not None:
                prices[sku] = price
        return {name: Shelf(*changes) for name, changes in found.items()}

    def set_stock(self, domain: str, sku: str, quantity: int) -> None:
        """Set what is left of a sku."""
        sql = (
            "INSERT INTO goods (domain, sku, quantity) VALUES (?, ?, ?) "
            "ON CONFLICT DO UPDATE SET quantity = excluded.quantity"
        )
        self._connection.execute(sql, (domain, sku, quantity))

    def set_price(self, domain: str, sku: str, price: int) -> None:
        """Set what a sku costs, in minor units."""
        sql = (
            "INSERT INTO goods (domain, sku, price) VALUES (?, ?, ?) "
            "ON CONFLICT DO UPDATE SET price = excluded.price"
        )
        self._connection.execute(sql, (domain, sku, price))

    def booked_slots(self, domain: str, since: str) -> Mapping[SlotKey, int]:
        """Return how many orders took each slot of a merchant and of its places, from a day on."""
        sql = "SELECT location_id, date, slot_id, orders FROM slots WHERE domain = ? AND date >= ?"
        return {SlotKey(*row[:3]): row[3] for row in self._connection.execute(sql, (domain, since))}

    def take_slot(self, domain: str, slot: SlotKey) -> None:
        """Count one order more in a slot."""
        sql = "INSERT INTO slots VALUES (?, ?, ?, ?, 1) ON CONFLICT DO UPDATE SET orders = orders + 1"
        self._connection.execute(sql, (domain, *slot))
