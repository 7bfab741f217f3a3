"""Inputs that provoke, at every merchant, the errors of firmly that nothing else in the sandbox leads to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from firmly_tui.sandbox.errors import Problem, Refusal

Kind = Literal["postal code", "e-mail address", "one-time code", "sku"]
GOOD_CODE: Final = "123456"
"""The one-time code that every customer of every merchant gets."""


@dataclass(frozen=True, slots=True)
class Magic:
    """A value of a kind that is refused wherever it is given, and what the refusal says."""

    kind: Kind
    value: str
    problem: Problem
    sentence: str


MAGIC: Final = (
    Magic(
        "postal code",
        "00409",
        Problem.TRY_AGAIN_LATER,
        "The shop is still working on this address. Try again in a moment.",
    ),
    Magic(
        "postal code",
        "00422",
        Problem.UNPROCESSABLE,
        "The shop cannot make sense of this address. Check it, or enter another one.",
    ),
    Magic(
        "postal code",
        "00429",
        Problem.TOO_MANY_RETRIES,
        "The shop got this address too often. Change it, or try again later.",
    ),
    Magic(
        "postal code",
        "00503",
        Problem.STORE_UNAVAILABLE,
        "The shop cannot be reached for now. Try again later.",
    ),
    Magic(
        "e-mail address",
        "locked@example.com",
        Problem.LOGIN_FAILED,
        "This account is locked. Ask the shop to open it, or go on as a guest.",
    ),
    Magic(
        "one-time code",
        "000000",
        Problem.LOGIN_FAILED,
        "Logging in failed at the shop. Ask for a new code and try again.",
    ),
    Magic(
        "one-time code",
        "999999",
        Problem.UNAUTHORIZED,
        "The code has expired. Ask for a new one.",
    ),
    Magic(
        "sku",
        "NO-CART",
        Problem.CART_FULL,
        "The shop cannot make a cart for this item. Try another one.",
    ),
    Magic(
        "sku",
        "UNSUPPORTED",
        Problem.PRODUCT_NOT_SUPPORTED,
        "This item cannot be bought here. Buy it on the site of the shop.",
    ),
)


def provoke(kind: Kind, value: str) -> None:
    """Raise Refusal if the value is one that asks for it."""
    for magic in MAGIC:
        if magic.kind == kind and magic.value.casefold() == value.strip().casefold():
            raise Refusal(magic.problem, magic.sentence)
