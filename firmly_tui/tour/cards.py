"""The sandbox's test cards by names, so that no card number stands in a tour."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def named_cards() -> Mapping[str, str]:
    """The numbers of the cards by their names."""
    from firmly_tui.sandbox.payment.cards import TEST_CARDS, Behavior

    names = {
        Behavior.APPROVED: "approved",
        Behavior.DECLINED: "declined",
        Behavior.NO_FUNDS: "no-funds",
        Behavior.EXPIRED: "expired",
        Behavior.WRONG_CODE: "wrong-code",
        Behavior.REVIEWED: "blocked",
        Behavior.SLOW: "slow",
        Behavior.CUT_BEFORE_ORDER: "dropped",
        Behavior.CUT_AFTER_ORDER: "dropped-but-placed",
    }
    brands = {"Mastercard": "mastercard", "American Express": "amex", "Discover": "discover"}
    found: dict[str, str] = {}
    for card in TEST_CARDS:
        found.setdefault(brands.get(card.brand) or names[card.behavior], card.number)
    return found


def card_name(number: str) -> str:
    """The name of a test card by its number, `""` if it is none, or has none."""
    return next((name for name, known in named_cards().items() if known == number), "")


def looks_like_card(text: str) -> bool:
    """Whether a text holds what may be the number of a card."""
    import re

    from firmly_tui.checkout.card import digits, luhn

    found = re.findall(r"(?<!\d)\d(?:[ -]?\d){11,18}(?!\d)", text)
    return any(luhn(digits(candidate)) for candidate in found)
