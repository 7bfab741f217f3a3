"""The search index of the generated goods, in the database: made once, asked in order of their numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from firmly_tui.sandbox.goods.generated import GeneratedMerchant, values_of
from firmly_tui.sandbox.store import Store
from firmly_tui.sandbox.transaction import Transaction

_CHUNK: Final = 200
_FITS: Final = f"""
    number > :last AND price BETWEEN :least AND :most AND (:option IS NULL OR option = :option)
    AND (CASE WHEN :in_stock THEN in_stock ELSE options END) & :bits != 0
    ORDER BY number LIMIT {_CHUNK}"""
_LIST: Final = f"SELECT number FROM generated WHERE {_FITS}"  # noqa: S608 (all text is ours)
_FIND: Final = f"""
    SELECT number FROM generated_words JOIN generated ON number = generated_words.rowid
    WHERE generated_words MATCH :words AND {_FITS}"""  # noqa: S608 (all text is ours)
_SCHEMA: Final = (
    "DROP TABLE IF EXISTS generated",
    "DROP TABLE IF EXISTS generated_words",
    "CREATE TABLE generated (number INTEGER PRIMARY KEY, price INTEGER NOT NULL, option TEXT NOT NULL, "
    "options INTEGER NOT NULL, in_stock INTEGER NOT NULL)",
    "CREATE VIRTUAL TABLE generated_words USING fts5(words, content='', columnsize=0, detail=none, "
    "prefix='1 2 3', tokenize='unicode61 remove_diacritics 2')",
)


def prepare(store: Store, merchant: GeneratedMerchant, seed: int) -> None:
    """Make the index unless the database has it already for these goods."""
    wanted = f"{merchant.size}/{seed}"
    with store.change() as transaction:
        if transaction.setting("generated") == wanted:
            return
        for statement in _SCHEMA:
            transaction.query(statement)
        rows = list(merchant.summaries())
        transaction.fill(
            "INSERT INTO generated VALUES (?, ?, ?, ?, ?)",
            ((row.number, row.price, row.option, row.values, row.in_stock) for row in rows),
        )
        transaction.fill(
            "INSERT INTO generated_words (rowid, words) VALUES (?, ?)",
            ((row.number, row.words) for row in rows),
        )
        transaction.set_setting("generated", wanted)


@dataclass(frozen=True, slots=True)
class Limits:
    """What is asked of generated goods: prices in minor units, and values of the one option that they have."""

    min_price: int = 0
    max_price: int = 10**12
    in_stock: bool = False
    option: str | None = None
    allowed: frozenset[str] = frozenset()


def numbers(transaction: Transaction, words: Sequence[str], limits: Limits, after: int = -1) -> Iterator[int]:
    """Yield the numbers of the goods that have every word (or one that begins so), in order, behind ``after``.

    Stock and prices are those of the catalog: who asks looks at what changed since.
    """
    values = values_of(limits.option or "")
    bits = sum(1 << place for place, value in enumerate(values) if value in limits.allowed)
    asked: dict[str, object] = {
        "words": " ".join(f'"{word}"*' for word in words),
        "least": limits.min_price,
        "most": limits.max_price,
        "option": limits.option,
        "bits": -1 if limits.option is None else bits,
        "in_stock": limits.in_stock,
    }
    last = after
    while True:
        found = transaction.query(_FIND if words else _LIST, {**asked, "last": last})
        yield from (int(number or 0) for (number,) in found)
        if len(found) < _CHUNK:
            return
        last = int(found[-1][0] or 0)
