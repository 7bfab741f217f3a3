"""The rows of the database that a saved state is made of, and putting them back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from firmly_tui.sandbox.transaction import Transaction

if TYPE_CHECKING:
    from firmly_tui.sandbox.state import Content

Rows = list[tuple[str | int | None, ...]]
_DUMPED: Final = {
    "devices": "SELECT device_id, created_at FROM devices",
    "counts": "SELECT substr(name, 7), value FROM settings WHERE name LIKE 'count:%'",
    "carts": "SELECT document FROM carts",
    "orders": "SELECT number, submitted_at, document FROM orders",
    "visits": "SELECT document FROM visits",
    "postal_codes": "SELECT device_id, postal_code FROM postal_codes",
    "goods": "SELECT domain, sku, quantity, price FROM goods",
    "slots": "SELECT domain, location_id, date, slot_id, orders FROM slots",
}
"""What a saved state is made of. Keys are settings, too, and stay where they are."""


class Dump(NamedTuple):
    """The rows of `_DUMPED`."""

    devices: Rows
    counts: Rows
    carts: Rows
    orders: Rows
    visits: Rows
    postal_codes: Rows
    goods: Rows
    slots: Rows


def dump(transaction: Transaction) -> Dump:
    """Return all that a saved state is made of."""
    return Dump(**{name: transaction.query(sql) for name, sql in _DUMPED.items()})


def refill(transaction: Transaction, content: Content) -> None:
    """Put a saved state in the place of all but keys and devices. Raises sqlite3.IntegrityError."""
    for table in ("carts", "orders", "visits", "postal_codes", "goods", "slots"):
        transaction.query(f"DELETE FROM {table}")  # noqa: S608 (all text is ours)
    transaction.fill(
        "INSERT OR IGNORE INTO devices VALUES (?, ?, ?)",
        ((name, "", created.isoformat()) for name, created in content.devices.items()),
    )
    for kind, number in content.counts.items():
        # Never back: no id is to be made twice.
        transaction.set_setting(
            f"count:{kind}", str(max(number, int(transaction.setting(f"count:{kind}") or "0")))
        )
    transaction.fill(
        "INSERT INTO carts VALUES (?, ?, ?, ?)",
        ((cart.device_id, cart.domain, cart.cart_id, cart.model_dump_json()) for cart in content.carts),
    )
    for order in content.orders:
        transaction.add_order(order.cart, order.number, order.submitted_at)
    transaction.fill(
        "INSERT INTO visits VALUES (?, ?, ?)",
        ((visit.device_id, visit.domain, visit.model_dump_json()) for visit in content.visits),
    )
    transaction.fill("INSERT INTO postal_codes VALUES (?, ?)", content.postal_codes.items())
    transaction.fill(
        "INSERT INTO goods VALUES (?, ?, ?, ?)",
        ((part.domain, part.sku, part.stock, part.price) for part in content.goods),
    )
    transaction.fill(
        "INSERT INTO slots VALUES (?, ?, ?, ?, ?)",
        ((part.domain, part.location_id, part.date, part.slot_id, part.orders) for part in content.slots),
    )
