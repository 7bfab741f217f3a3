"""What a search is narrowed down to, and how typed amounts and product addresses are read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

Kind = Literal["merchants", "price", "stock", "options"]
"""The filters that there are."""

LARGEST: Final = 10**12
"""The largest price that a search can be asked for, in minor units."""

_ADDRESS: Final = re.compile(
    r"https?:\S*|www\.\S*|(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?/\S*", re.IGNORECASE | re.ASCII
)
_AMOUNT: Final = re.compile(r"[^\d.,−-]*(?P<figure>[\d.,\s]*\d[.,]?)[^\d−-]*")
_WHOLE: Final = re.compile(r"\d+|\d{1,3}(?:[.,\s]\d{3})+|")


class AmountError(ValueError):
    """What was typed is no amount; the message is a sentence for a shopper."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is narrowed down to; nothing is set at first.

    Prices are in minor units of each merchant's own currency: the API takes a bare number and converts nothing
    (firmly docs: Product Search).
    """

    merchants: tuple[str, ...] = ()
    """Domains; none for all."""
    least: int | None = None
    most: int | None = None
    in_stock: bool = False
    options: tuple[tuple[str, str], ...] = ()
    """Option and value, as the server spells them. One of an option's values must fit, and every option."""
    order: tuple[Kind, ...] = field(default=(), compare=False)
    """What is set, the last one last."""

    def at(self, merchants: Iterable[str]) -> Filters:
        """Only goods of these merchants, or of all if there are none."""
        return replace(self, merchants=tuple(merchants))._ordered("merchants")

    def priced(self, least: int | None, most: int | None) -> Filters:
        """Only goods between these prices."""
        return replace(self, least=least, most=most)._ordered("price")

    def stocked(self, in_stock: bool) -> Filters:
        """Only goods that are in stock, or all."""
        return replace(self, in_stock=in_stock)._ordered("stock")

    def made(self, options: Iterable[tuple[str, str]]) -> Filters:
        """Only goods that there are in these variants."""
        return replace(self, options=tuple(options))._ordered("options")

    def without(self, kind: Kind) -> Filters:
        """All but this one."""
        match kind:
            case "merchants":
                return self.at(())
            case "price":
                return self.priced(None, None)
            case "stock":
                return self.stocked(False)
            case "options":
                return self.made(())

    def has(self, kind: Kind) -> bool:
        """Whether this one is set."""
        match kind:
            case "merchants":
                return bool(self.merchants)
            case "price":
                return self.least is not None or self.most is not None
            case "stock":
                return self.in_stock
            case "options":
                return bool(self.options)

    @property
    def is_set(self) -> bool:
        """Whether any of them is."""
        return bool(self.order)

    def none(self) -> Filters:
        """Nothing set."""
        return Filters()

    def values(self) -> dict[str, list[str]]:
        """The values asked for, by option."""
        found: dict[str, list[str]] = {}
        for option, value in self.options:
            found.setdefault(option, []).append(value)
        return found

    def _ordered(self, changed: Kind) -> Filters:
        others = tuple(kind for kind in self.order if kind != changed)
        return replace(self, order=(*others, changed) if self.has(changed) else others)


def read_amount(text: str, decimals: int) -> int | None:
    """What was typed as minor units of a currency with so many decimals; `None` for nothing.

    Takes a currency's sign, and points and commas as people use them. Raises `AmountError`.
    """
    text = text.strip()
    if not text:
        return None
    example = "20 or 19.90" if decimals == 2 else f"20 or 19.{'9' * decimals}" if decimals else "2000"
    found = _AMOUNT.fullmatch(text)
    if found is None:
        raise AmountError(f"Write it as {example}.")
    figure = found["figure"].strip().rstrip(".,")
    whole, fraction = figure, ""
    if decimals and (parts := re.fullmatch(rf"(.*)[.,](\d{{1,{decimals}}})", figure)):
        whole, fraction = parts[1], parts[2]
    if not _WHOLE.fullmatch(whole):
        raise AmountError(f"Write it as {example}.")
    number = int((re.sub(r"\D", "", whole) or "0") + fraction.ljust(decimals, "0"))
    if number > LARGEST:
        raise AmountError("Nothing is that dear. Write a smaller amount.")
    return number


def product_address(text: str) -> str:
    """The address of a web page that the text is, or begins to be; `""` for words to search for."""
    text = text.strip()
    if not _ADDRESS.fullmatch(text):
        return ""
    return text if text.lower().startswith("http") else f"https://{text}"


def as_domain(text: str) -> str:
    """The domain that somebody typed to name a merchant; `""` if it is none."""
    text = text.strip().lower().removeprefix("https://").removeprefix("http://").removeprefix("www.")
    text = text.partition("/")[0]
    return text if re.fullmatch(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", text) else ""
