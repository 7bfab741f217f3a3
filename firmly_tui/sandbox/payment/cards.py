"""The card network of the sandbox: brands, checks, and the test cards that make a payment fail on purpose.

A `Card` lives only while it is read and checked; what is kept of it is a `Payment`, without number and code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from types import MappingProxyType
from typing import Final, Literal

from firmly_tui.sandbox.errors import Problem, Refusal


class Behavior(Enum):
    """What happens to a payment with a card."""

    APPROVED = auto()
    DECLINED = auto()
    NO_FUNDS = auto()
    EXPIRED = auto()
    WRONG_CODE = auto()
    REVIEWED = auto()
    SLOW = auto()
    CUT_BEFORE_ORDER = auto()
    CUT_AFTER_ORDER = auto()


@dataclass(frozen=True, slots=True)
class TestCard:
    """A number that is known to everybody, and what a payment with it does."""

    number: str
    brand: str
    meaning: str
    behavior: Behavior


TEST_CARDS: Final = (
    TestCard("4111111111111111", "Visa", "approved", Behavior.APPROVED),
    TestCard("4242424242424242", "Visa", "approved", Behavior.APPROVED),
    TestCard("5555555555554444", "Mastercard", "approved", Behavior.APPROVED),
    TestCard("378282246310005", "American Express", "approved (code of 4 digits)", Behavior.APPROVED),
    TestCard("6011111111111117", "Discover", "approved", Behavior.APPROVED),
    TestCard("4000000000000002", "Visa", "declined", Behavior.DECLINED),
    TestCard("4000000000009995", "Visa", "declined: insufficient funds", Behavior.NO_FUNDS),
    TestCard("4000000000000069", "Visa", "declined: the card has expired", Behavior.EXPIRED),
    TestCard("4000000000000127", "Visa", "declined: wrong security code", Behavior.WRONG_CODE),
    TestCard("4000000000000119", "Visa", "refused: the payment cannot be processed", Behavior.REVIEWED),
    TestCard("4000000000000259", "Visa", "approved after a wait of some seconds", Behavior.SLOW),
    TestCard(
        "4000000000000341",
        "Visa",
        "the connection drops before the order is placed",
        Behavior.CUT_BEFORE_ORDER,
    ),
    TestCard(
        "4000000000000358",
        "Visa",
        "the connection drops after the order is placed, before it is reported",
        Behavior.CUT_AFTER_ORDER,
    ),
)

_REFUSED: Final[Mapping[Behavior, tuple[Problem, str]]] = MappingProxyType(
    {
        Behavior.DECLINED: (Problem.CARD_DECLINED, "The card was declined. Use another card."),
        Behavior.NO_FUNDS: (Problem.CARD_FUNDS, "The card was declined: its funds do not suffice."),
        Behavior.EXPIRED: (Problem.CARD_EXPIRY, "The card has expired. Check its date or use another card."),
        Behavior.WRONG_CODE: (Problem.CARD_CODE, "The security code is wrong. Check the code of the card."),
        Behavior.REVIEWED: (
            Problem.CHECKOUT_BLOCKED,
            "The payment could not be processed. Check the billing address, or pay in another way.",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Payment:
    """A way to pay as a receipt shows it, and what happens when it is used; never a number or a code.

    ``wallet`` is whose it is: the shopper's (``user``), the merchant's, PayPal's, or that of a provider.
    """

    kind: Literal["CreditCard", "PayPal"] = "CreditCard"
    wallet: str = "user"
    brand: str = ""
    last_four: str = ""
    month: int = 0
    year: int = 0
    name: str = ""
    behavior: Behavior = Behavior.APPROVED

    @property
    def needs_billing(self) -> bool:
        """Whether it is billed to an address."""
        return self.kind == "CreditCard"

    def checked(self, now: datetime) -> Payment:
        """Return it, or raise Refusal when it is a card that has expired since."""
        if self.kind == "CreditCard" and (self.year, self.month) < (now.year, now.month):
            raise Refusal(Problem.CARD_EXPIRY, "The card has expired. Use another card.")
        return self

    def authorize(self) -> None:
        """Ask the imaginary bank; raises Refusal when the behavior is to be refused."""
        refusal = _REFUSED.get(self.behavior)
        if refusal is not None:
            raise Refusal(*refusal)


class Card:
    """A decrypted card. Its repr shows nothing of it."""

    __slots__ = ("_code", "_month", "_name", "_number", "_year")

    def __init__(self, number: str, code: str, month: int, year: int, name: str) -> None:
        self._number = number
        self._code = code
        self._month = month
        self._year = year
        self._name = name

    @property
    def needs_billing(self) -> bool:
        """Whether it is billed to an address: a card always is."""
        return True

    def checked(self, now: datetime) -> Payment:
        """Return what may be kept of the card; raises Refusal unless it could be a valid one."""
        brand = brand_of(self._number)
        if len(self._number) not in _LENGTHS.get(brand, range(12, 20)) or not passes_luhn(self._number):
            raise Refusal(Problem.CARD_NUMBER, "The card number is not valid. Check its digits.")
        if not 1 <= self._month <= 12 or (self._year, self._month) < (now.year, now.month):
            raise Refusal(Problem.CARD_EXPIRY, "The expiry date of the card is not valid or has passed.")
        check_code(self._code, brand)
        return Payment(
            brand=brand,
            last_four=self._number[-4:],
            month=self._month,
            year=self._year,
            name=self._name,
            behavior=self._behavior(),
        )

    def _behavior(self) -> Behavior:
        known = (card.behavior for card in TEST_CARDS if card.number == self._number)
        return next(known, Behavior.APPROVED)


_LENGTHS: Final = {
    "Visa": (13, 16, 19),
    "Mastercard": (16,),
    "American Express": (15,),
    "Discover": (16, 17, 18, 19),
    "Diners Club": (14, 15, 16, 17, 18, 19),
    "JCB": (16, 17, 18, 19),
    "UnionPay": (16, 17, 18, 19),
}


def check_code(code: str, brand: str) -> None:
    """Raise Refusal unless a card of the brand can have this security code."""
    lengths = {"American Express": (4,), "Card": (3, 4)}.get(brand, (3,))
    if not _is_digits(code) or len(code) not in lengths:
        raise Refusal(
            Problem.CARD_CODE, f"The security code of this card has {' or '.join(map(str, lengths))} digits."
        )


def brand_of(number: str) -> str:
    """Return the brand a number belongs to by its first digits, or Card."""
    if not _is_digits(number[:4]) or len(number) < 4:
        return "Card"
    two, three, four = int(number[:2]), int(number[:3]), int(number[:4])
    rules = (
        ("Visa", number[0] == "4"),
        ("Mastercard", 51 <= two <= 55 or 2221 <= four <= 2720),
        ("American Express", two in {34, 37}),
        ("Discover", four == 6011 or two == 65 or 644 <= three <= 649),
        ("Diners Club", two in {36, 38, 39} or 300 <= three <= 305),
        ("JCB", 3528 <= four <= 3589),
        ("UnionPay", two == 62),
    )
    return next((brand for brand, fits in rules if fits), "Card")


def passes_luhn(number: str) -> bool:
    """Tell whether a text is all digits and its check digit is right (ISO/IEC 7812-1)."""
    if not _is_digits(number):
        return False
    digits = [int(digit) for digit in reversed(number)]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def read_card(fields: dict[str, object]) -> Card:
    """Make a card of a decrypted payload.

    Takes month/year and exp_month/exp_year, texts and numbers, years of two digits, and no name.
    Raises Refusal when number, code, month or year is absent or no number at all.
    """
    number = _text(fields, "number").replace(" ", "").replace("-", "")
    code = _text(fields, "verification_value", "cvv")
    month = _whole(_text(fields, "month", "exp_month"))
    year = _whole(_text(fields, "year", "exp_year"))
    return Card(
        number, code, month, year + 2000 if year < 100 else year, _text(fields, "name", optional=True)
    )


def _text(fields: dict[str, object], *names: str, optional: bool = False) -> str:
    for name in names:
        value = fields.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool):
            return str(value).strip()[:100]
    if optional:
        return ""
    raise Refusal(Problem.INVALID_BODY, f"The encrypted card lacks its {names[0]}.")


def _whole(text: str) -> int:
    if not _is_digits(text) or len(text) > 4:
        raise Refusal(Problem.CARD_EXPIRY, "The expiry date of the card is not valid.")
    return int(text)
