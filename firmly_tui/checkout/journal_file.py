"""The journal's file: its tables, what makes each version out of the one before, and what a crash left in it."""

import json
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from firmly_tui.checkout.attempts import CRASHED_AFTER, CRASHED_BEFORE, Attempt
from firmly_tui.checkout.private_files import lock, unlock
from firmly_tui.models import Money

if TYPE_CHECKING:
    import sqlite3

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

BLOCKS_CART: Final = (
    "state IN ('prepared', 'sent', 'unknown', 'placed') AND cleared_at = '' AND cart_id != ''"
)
"""Such an attempt lets nobody order its cart: not at the same time, not after it, in no process."""
BLOCKS_NEW_CART: Final = (
    "(state = 'placed' OR (state = 'unknown' AND 'placed' IN (conclusion, told))) AND new_cart_id != ''"
)
"""Such an attempt bought the cart that it was made in, which another window may still show as open."""
BLOCKS_MERCHANT: Final = (
    "state IN ('prepared', 'sent', 'unknown') AND conclusion != 'placed' "
    "AND settled_at = '' AND cleared_at = ''"
)
"""Such an attempt lets nobody order at its merchant: a one-call order makes a cart of its own."""

# Of what older versions allowed to stand side by side, only the newest holds the cart.
_LIFT: Final = """
UPDATE attempts SET cleared_at = created_at
WHERE state IN ('prepared', 'sent', 'unknown', 'placed') AND cart_id != '' AND EXISTS (
    SELECT 1 FROM attempts AS newer
    WHERE newer.cart_id = attempts.cart_id AND newer.number > attempts.number
        AND newer.state IN ('prepared', 'sent', 'unknown', 'placed')
)
"""
_HOLDS_MERCHANT: Final = """
CREATE TRIGGER one_open_order_a_merchant BEFORE INSERT ON attempts
WHEN EXISTS (
    SELECT 1 FROM attempts WHERE server IN ('', NEW.server)
        AND ((merchant = NEW.merchant AND {merchant}) OR (new_cart_id = NEW.cart_id AND {new_cart}))
)
BEGIN
    SELECT RAISE(ABORT, 'another order at this merchant is open');
END
"""
_BLOCKED_NEW_CART: Final = (
    "(state = 'placed' OR (state = 'unknown' AND conclusion = 'placed')) AND new_cart_id != ''"
)
"""As it was before one could say that an order was placed."""

VERSIONS: Final = (
    (_ATTEMPTS, "CREATE TABLE IF NOT EXISTS owners (id TEXT PRIMARY KEY)"),
    (
        "ALTER TABLE attempts ADD COLUMN conclusion TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE attempts ADD COLUMN settled_at TEXT NOT NULL DEFAULT ''",
    ),
    (
        "ALTER TABLE attempts ADD COLUMN cleared_at TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE attempts ADD COLUMN device TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE attempts ADD COLUMN looks TEXT NOT NULL DEFAULT '[]'",
        "ALTER TABLE attempts ADD COLUMN server TEXT NOT NULL DEFAULT ''",
        _LIFT,
        f"CREATE UNIQUE INDEX one_order_a_cart ON attempts (server, cart_id) WHERE {BLOCKS_CART}",
        _HOLDS_MERCHANT.format(merchant=BLOCKS_MERCHANT, new_cart=_BLOCKED_NEW_CART),
    ),
    (
        "ALTER TABLE attempts ADD COLUMN told TEXT NOT NULL DEFAULT ''",
        "DROP TRIGGER one_open_order_a_merchant",
        _HOLDS_MERCHANT.format(merchant=BLOCKS_MERCHANT, new_cart=BLOCKS_NEW_CART),
    ),
    (
        "ALTER TABLE attempts ADD COLUMN identifier TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE attempts ADD COLUMN http_status INTEGER NOT NULL DEFAULT 0",
    ),
)
"""What makes each version of the file out of the one before; files are never made in another way."""

INSERT: Final = """
INSERT INTO attempts
    (id, owner, state, merchant, merchant_name, call, cart_id, items, total, digest, created_at, device,
    server)
VALUES
    (:id, :owner, :state, :merchant, :merchant_name, :call, :cart_id, :items, :total, :digest, :created_at, :device,
    :server)
"""
SEND: Final = "UPDATE attempts SET state = 'sent' WHERE id = :id AND state = 'prepared'"
FINISH: Final = """
UPDATE attempts
SET state = :state, detail = :detail, order_number = :order_number, ray_id = :ray_id, receipt = :receipt,
    finished_at = :finished_at, identifier = :identifier, http_status = :http_status
WHERE id = :id AND state IN ('prepared', 'sent')
"""
NAME_CART: Final = "UPDATE attempts SET new_cart_id = :new_cart_id WHERE id = :id AND state = 'sent'"
CONCLUDE: Final = """
UPDATE attempts
SET conclusion = CASE :conclusion WHEN '' THEN conclusion ELSE :conclusion END,
    detail = CASE WHEN :conclusion = '' AND conclusion != '' THEN detail ELSE :detail END,
    looks = :looks
WHERE id = :id AND state = 'unknown'
"""
"""Carts that tell nothing take nothing back that they told before, be it to another window."""
SETTLE: Final = """
UPDATE attempts SET settled_at = :stamp, told = :told
WHERE id = :id AND state = 'unknown' AND cleared_at = ''
"""
CLEAR: Final = """
UPDATE attempts
SET cleared_at = :stamp, settled_at = :stamp, told = 'not placed'
WHERE id = :id AND state = 'unknown' AND told != 'placed' AND conclusion IN ('not placed', 'probably not placed')
"""
BLOCKING: Final = f"""
SELECT * FROM attempts
WHERE server IN ('', :server)
    AND (
        (cart_id = :cart_id AND {BLOCKS_CART}) OR (new_cart_id = :cart_id AND {BLOCKS_NEW_CART})
        OR (merchant = :merchant AND {BLOCKS_MERCHANT})
    )
ORDER BY number DESC LIMIT 1
"""  # noqa: S608 - of constants
LEAVE: Final = """
DELETE FROM owners
WHERE id = :owner
    AND NOT EXISTS (SELECT 1 FROM attempts WHERE owner = :owner AND state IN ('prepared', 'sent'))
"""
_END_CRASHED: Final = """
UPDATE attempts SET state = :after, detail = :detail, finished_at = :stamp
WHERE owner = :owner AND state = :before
"""


class JournalError(OSError):
    """The journal cannot be read or written; the text says so to a shopper."""


def bring_up_to_date(database: "sqlite3.Connection", path: Path) -> None:
    """Make the file of an older version, or an empty one, into one of this version. Raises JournalError."""
    newest = len(VERSIONS)
    # All or nothing, and one process at a time.
    database.execute("BEGIN IMMEDIATE")
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if version > newest:
        raise JournalError(
            f"The journal of orders at {path} was written by a newer version of this program. "
            "Use that one, or move the file away."
        )
    for statements in VERSIONS[version:]:
        for statement in statements:
            database.execute(statement)
    database.execute(f"PRAGMA user_version = {newest}")
    database.execute("COMMIT")


def lock_path(path: Path, owner: str) -> Path:
    """The lock that an owner of the journal holds beside its file."""
    return path.with_name(f"{path.stem}.{owner}.lock")


def owners(database: "sqlite3.Connection") -> list[str]:
    """Who has the journal open, or had it open and did not take leave."""
    return [cast("str", row["id"]) for row in database.execute("SELECT id FROM owners").fetchall()]


def end_crashed(database: "sqlite3.Connection", path: Path, stamp: str) -> None:
    """End what was left by processes whose lock nobody holds any more."""
    for owner in owners(database):
        held = lock(lock_path(path, owner))
        if held is None:
            continue
        end_owner(database, owner, stamp)
        unlock(lock_path(path, owner), held)


def end_owner(database: "sqlite3.Connection", owner: str, stamp: str) -> None:
    """End what was left by a process that is gone."""
    for before, after, detail in _CRASHES:
        values = {"before": before, "after": after, "detail": detail, "owner": owner}
        database.execute(_END_CRASHED, {**values, "stamp": stamp})
    database.execute("DELETE FROM owners WHERE id = ?", (owner,))


def attempt_of(row: "sqlite3.Row") -> Attempt:
    """The attempt in a row of the table."""
    known = {field.name for field in fields(Attempt)}
    values: dict[str, Any] = {name: row[name] for name in row.keys() if name in known}  # noqa: SIM118
    values["items"] = tuple(json.loads(values["items"]))
    values["looks"] = tuple(json.loads(values["looks"]))
    values["total"] = Money.model_validate_json(values["total"]) if values["total"] else None
    return Attempt(**values)
