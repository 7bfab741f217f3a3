"""Amounts of money as the API writes them."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

Json = dict[str, object]
_SYMBOLS: Final = {"USD": "$", "EUR": "€", "JPY": "¥", "GBP": "£", "CAD": "$"}
_DECIMALS: Final = {"JPY": 0, "KRW": 0, "KWD": 3, "BHD": 3, "JOD": 3, "OMR": 3, "TND": 3}


def amount(minor: int, currency: str) -> Json:
    """Return an amount as the API writes it; ``number`` is exact, ``value`` only its display form.

    The code stands for a symbol that is not known (firmly docs: Amount).
    """
    value = Decimal(minor).scaleb(-_DECIMALS.get(currency, 2))
    return {
        "currency": currency,
        "value": int(value) if value == value.to_integral_value() else float(value),
        "number": minor,
        "symbol": _SYMBOLS.get(currency, currency),
    }


def price_text(minor: int, currency: str) -> str:
    """Return an amount for a sentence, such as "$1,299.00" or "KWD 4.500"."""
    symbol, decimals = _SYMBOLS.get(currency, f"{currency} "), _DECIMALS.get(currency, 2)
    return f"{symbol}{Decimal(minor).scaleb(-decimals):,.{decimals}f}"
