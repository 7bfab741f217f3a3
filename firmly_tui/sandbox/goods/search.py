"""Product search over all merchants: every word must be found, titles come first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from firmly_tui.sandbox.goods.catalog import Catalog, Merchant, Product, Shelf, Variant
from firmly_tui.sandbox.goods.generated import DOMAIN, GeneratedMerchant
from firmly_tui.sandbox.goods.index import Limits, numbers
from firmly_tui.sandbox.transaction import Transaction

_WORD: Final = re.compile(r"\w+")
_UNCHANGED: Final = Shelf({}, {})
_TITLE, _BRAND, _FILED, _ELSEWHERE = 8, 4, 3, 2


@dataclass(frozen=True, slots=True)
class Wish:
    """The filters of a search; prices in minor units, ``variants`` as option name and allowed values."""

    domains: frozenset[str] | None = None
    min_price: int | None = None
    max_price: int | None = None
    in_stock: bool = False
    variants: tuple[tuple[str, frozenset[str]], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A product that was found, whose it is, and its number if it is a generated one."""

    merchant: Merchant
    product: Product
    number: int | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    hit: Hit
    title: str
    fields: tuple[tuple[int, str], ...]
    everything: str


class Index:
    """The words of every product, ready to be searched."""

    def __init__(self, catalog: Catalog) -> None:
        merchants = catalog.merchants.values()
        self._generated = [found for found in merchants if isinstance(found, GeneratedMerchant)]
        shelves = [[_entry(merchant, product) for product in merchant.products] for merchant in merchants]
        self._entries = tuple(_in_turns(shelves))

    def find(
        self, query: str, wish: Wish, transaction: Transaction, after: int | None = None
    ) -> Iterator[Hit]:
        """Yield what fits, best first, generated goods last; with ``after`` only those behind that number.

        An empty query gives everything, the merchants taking turns.
        """
        words = tuple(dict.fromkeys(_WORD.findall(folded(query))))
        if not words and query.strip():
            return
        shelves = transaction.shelves()
        if after is None:
            yield from (hit for hit in self._ranked(words) if _fits(hit, wish, shelves))
        for merchant in self._generated:
            for number in _generated(words, wish, transaction, -1 if after is None else after):
                hit = Hit(merchant, merchant.at(number), number)
                if _fits(hit, wish, shelves):
                    yield hit

    def _ranked(self, words: Sequence[str]) -> list[Hit]:
        found = [entry for entry in self._entries if all(word in entry.everything for word in words)]
        if words:
            found.sort(key=lambda entry: (-_score(entry, words), entry.title, entry.hit.merchant.domain))
        return [entry.hit for entry in found]


def _generated(words: Sequence[str], wish: Wish, transaction: Transaction, after: int) -> Iterator[int]:
    if wish.domains is not None and DOMAIN not in wish.domains:
        return iter(())
    # Goods have one option here: more than one wish cannot be met, and is sorted out with the details.
    option, allowed = wish.variants[0] if wish.variants else (None, frozenset[str]())
    limits = Limits(
        min_price=wish.min_price or 0,
        max_price=10**12 if wish.max_price is None else wish.max_price,
        in_stock=wish.in_stock,
        option=option.capitalize() if option else None,
        allowed=allowed,
    )
    return numbers(transaction, words, limits, after)


def folded(text: str) -> str:
    """Return text as it is compared: without accents and without case."""
    if text.isascii():
        return text.lower()
    return "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(letter)
    )


def _entry(merchant: Merchant, product: Product) -> _Entry:
    shop = f"{merchant.name} {merchant.domain.partition('.')[0]}"
    fields = (
        (_TITLE, product.title),
        (_BRAND, product.brand),
        (_FILED, f"{product.category.l1} {product.category.l2} {' '.join(product.tags)}"),
        (_ELSEWHERE, f"{shop} {product.base_sku} {' '.join(v.sku for v in product.variants)}"),
    )
    words = tuple((weight, _spaced(text)) for weight, text in fields)
    return _Entry(Hit(merchant, product), folded(product.title), words, "".join(text for _, text in words))


def _spaced(text: str) -> str:
    return f" {' '.join(_WORD.findall(folded(text)))} "


def _score(entry: _Entry, words: Iterable[str]) -> int:
    return sum(max(_weight(text, word) * weight for weight, text in entry.fields) for word in words)


def _weight(text: str, word: str) -> int:
    if f" {word} " in text:
        return 6
    if f" {word}" in text:
        return 4
    return 2 if word in text else 0


def _in_turns(shelves: Iterable[Sequence[_Entry]]) -> Iterator[_Entry]:
    for row in zip_longest(*shelves):
        yield from (entry for entry in row if entry is not None)


def _fits(hit: Hit, wish: Wish, shelves: Mapping[str, Shelf]) -> bool:
    shelf = shelves.get(hit.merchant.domain, _UNCHANGED)
    if wish.domains is not None and hit.merchant.domain not in wish.domains:
        return False
    return any(_variant_fits(variant, hit, wish, shelf) for variant in hit.product.variants)


def _variant_fits(variant: Variant, hit: Hit, wish: Wish, shelf: Shelf) -> bool:
    if wish.min_price is not None and shelf.price(variant) < wish.min_price:
        return False
    if wish.max_price is not None and shelf.price(variant) > wish.max_price:
        return False
    if wish.in_stock and not shelf.left(variant):
        return False
    chosen = {
        option.name.lower(): value for option, value in zip(hit.product.options, variant.options, strict=True)
    }
    return all(chosen.get(name.lower()) in values for name, values in wish.variants)
