"""Money as the API means it: an integer of minor units and a currency."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Final, Self

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, model_validator

from firmly_tui.models.base import Document, json_object
from firmly_tui.models.text import Line

_NO_DECIMALS: Final = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE_DECIMALS: Final = "BHD IQD JOD KWD LYD OMR TND"
_SYMBOLS: Final = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CAD": "CA$", "AUD": "A$", "CHF": "CHF "}


class CurrencyMismatchError(ValueError):
    """Two amounts of different currencies were added, subtracted or compared."""


def exponent(currency: str) -> int:
    """How many decimals the currency has (ISO 4217): 2 for USD, 0 for JPY, 3 for KWD."""
    code = currency.upper()
    if code in _NO_DECIMALS.split():
        return 0
    return 3 if code in _THREE_DECIMALS.split() else 2


class Money(Document):
    """An amount: `number` is in minor units (cents; yen for JPY), `symbol` is for showing.

    Reads the API's Amount (`{currency, value, number, symbol}`); `number` wins, and is worked out from
    `value` in decimal arithmetic where a document leaves it out (firmly docs: Amount).
    """

    model_config = ConfigDict(frozen=True)

    currency: Annotated[Line, Field(min_length=1)]
    number: int
    symbol: Line = ""

    @model_validator(mode="before")
    @classmethod
    def _number_from_value(cls, data: object) -> object:
        amount = json_object(data)
        if amount is None or amount.get("number") is not None:
            return data
        value, currency = amount.get("value"), amount.get("currency")
        if value is None or not isinstance(currency, str):
            return data
        try:
            scaled = Decimal(str(value)).scaleb(exponent(currency))
            number = int(scaled.quantize(Decimal(1), ROUND_HALF_UP))
        except (ArithmeticError, ValueError) as error:
            raise ValueError("an amount must be a number") from error
        return {**amount, "number": number}

    @classmethod
    def of(cls, number: int, currency: str) -> Self:
        """An amount of `number` minor units."""
        return cls(currency=currency, number=number)

    @property
    def is_zero(self) -> bool:
        """Whether nothing is to be paid. An amount is always true; one that is absent is `None`."""
        return self.number == 0

    def _with(self, number: int) -> "Money":
        return Money(currency=self.currency, number=number, symbol=self.symbol)

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise CurrencyMismatchError(f"{self.currency} and {other.currency} cannot be mixed")
        return other.number

    def __add__(self, other: "Money") -> "Money":
        return self._with(self.number + self._same(other))

    def __sub__(self, other: "Money") -> "Money":
        return self._with(self.number - self._same(other))

    def __neg__(self) -> "Money":
        return self._with(-self.number)

    def __mul__(self, times: int) -> "Money":
        return self._with(self.number * times)

    def __lt__(self, other: "Money") -> bool:
        return self.number < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.number <= self._same(other)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Money) and (self.currency, self.number) == (other.currency, other.number)

    def __hash__(self) -> int:
        return hash((self.currency, self.number))

    def __str__(self) -> str:
        decimals = exponent(self.currency)
        sign = "−" if self.number < 0 else ""
        whole, fraction = divmod(abs(self.number), 10**decimals)
        digits = f"{whole:,}" + (f".{fraction:0{decimals}d}" if decimals else "")
        return f"{sign}{self._mark()}{digits}"

    def _mark(self) -> str:
        if known := _SYMBOLS.get(self.currency):
            return known
        # The API gives the currency's code as symbol where it knows none.
        if self.symbol and self.symbol != self.currency:
            return self.symbol
        return f"{self.currency} "


MAX_AMOUNT: Final = 10**15
"""The largest amount that a server can mean, in minor units."""


def _plausible(amount: Money) -> Money:
    if abs(amount.number) > MAX_AMOUNT:
        raise ValueError("an amount beyond all reason")
    return amount


def _some(value: object) -> object:
    amount = json_object(value)
    if amount is None:
        return None if value == "" else value
    figure = amount.get("value") if amount.get("number") is None else amount.get("number")
    # Nothing of no currency is what an empty cart is said to cost.
    return value if figure or (figure is not None and amount.get("currency")) else None


Price = Annotated[Money, AfterValidator(_plausible)]
"""An amount in a document."""

Amount = Annotated[Price | None, BeforeValidator(_some)]
"""An amount that a document may leave out, send as null or without a figure."""
