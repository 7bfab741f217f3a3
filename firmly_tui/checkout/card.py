"""Bank cards: what a number tells, what is wrong with a typed one, and the card while it is needed."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, NoReturn, Self

from firmly_tui.checkout.published_numbers import PUBLISHED_NUMBERS

_LONGEST: Final = 19
_SHORTEST: Final = 12
_FURTHEST_YEARS: Final = 20


@dataclass(frozen=True)
class Brand:
    """A card scheme: how long its numbers and codes are, and how a number is written in groups."""

    name: str
    lengths: tuple[int, ...]
    code_length: int = 3
    grouping: tuple[int, ...] = (4, 4, 4, 4, 3)


_VISA: Final = Brand("Visa", (13, 16, 19))
_MASTERCARD: Final = Brand("Mastercard", (16,))
_AMEX: Final = Brand("American Express", (15,), code_length=4, grouping=(4, 6, 5))
_DISCOVER: Final = Brand("Discover", (16, 17, 18, 19))
_DINERS: Final = Brand("Diners Club", (14, 15, 16, 17, 18, 19), grouping=(4, 6, 4, 5))
_JCB: Final = Brand("JCB", (16, 17, 18, 19))
_UNIONPAY: Final = Brand("UnionPay", (16, 17, 18, 19))
_UNKNOWN: Final = Brand("Card", tuple(range(_SHORTEST, _LONGEST + 1)))

# First digits, from … to, of the same length.
_RANGES: Final = (
    ("4", "4", _VISA),
    ("51", "55", _MASTERCARD),
    ("2221", "2720", _MASTERCARD),
    ("34", "34", _AMEX),
    ("37", "37", _AMEX),
    ("6011", "6011", _DISCOVER),
    ("644", "659", _DISCOVER),
    ("300", "305", _DINERS),
    ("3095", "3095", _DINERS),
    ("36", "36", _DINERS),
    ("38", "39", _DINERS),
    ("3528", "3589", _JCB),
    ("62", "62", _UNIONPAY),
    ("81", "81", _UNIONPAY),
)


def digits(text: str) -> str:
    """The ASCII digits of `text`."""
    return re.sub(r"[^0-9]", "", text)


def brand(number: str) -> Brand | None:
    """The scheme that a number, or its first digits, belongs to; None while or where it is not known."""
    known = digits(number)
    for first, last, scheme in _RANGES:
        if len(known) >= len(first) and first <= known[: len(first)] <= last:
            return scheme
    return None


def luhn(number: str) -> bool:
    """Whether the check digit fits (ISO/IEC 7812): one mistyped digit never does."""
    if not number.isascii() or not number.isdigit():
        return False
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def format_number(text: str) -> str:
    """The typed digits in the groups that are printed on such a card, 4-4-4-4 or 4-6-5."""
    rest = digits(text)[:_LONGEST]
    groups: list[str] = []
    for size in (brand(rest) or _UNKNOWN).grouping:
        groups.append(rest[:size])
        rest = rest[size:]
    return " ".join(group for group in [*groups, rest] if group)


def regroup(text: str, cursor: int) -> tuple[str, int]:
    """`format_number`, and where a cursor at this index then stands: behind the same digit as before."""
    grouped = format_number(text)
    passed = 0
    left = len(digits(text[:cursor]))
    while left and passed < len(grouped):
        left -= grouped[passed].isdigit()
        passed += 1
    return grouped, passed


def mask_number(text: str) -> str:
    """A number as anybody may see it: dots but for the last four digits, and those of a whole number only."""
    kept = len(text) - 4 if len(digits(text)) >= _SHORTEST else len(text)
    return re.sub(r"[0-9]", "•", text[:kept]) + text[kept:]


def check_number(text: str, *, live: bool = False) -> str:
    """Why this cannot be a card number, `""` when it can. Where real orders are placed (`live`), no test card can."""
    if not text.strip():
        return "Type the number on the card."
    if re.search(r"[^0-9 \-]", text):
        return "A card number has digits only."
    number = digits(text)
    scheme = brand(number) or _UNKNOWN
    if len(number) < min(scheme.lengths):
        return f"It is too short: {len(number)} of {min(scheme.lengths)} digits."
    if len(number) > max(scheme.lengths):
        return f"It is too long: {max(scheme.lengths)} digits at most."
    if len(number) not in scheme.lengths:
        return f"{scheme.name}: not {len(number)} digits."
    if not luhn(number):
        return "A digit is wrong: compare them."
    if live and number in PUBLISHED_NUMBERS:
        return "A test card: this shop is live."
    return ""


def parse_expiry(text: str, today: date) -> tuple[int, int]:
    """Month and four-digit year of 0830, 830, 08/30, 8/30, 08/2030 or 082030.

    Raises ValueError, with a sentence, for anything else.
    """
    split = re.fullmatch(r"\s*([0-9]{1,2})\s*[/.\- ]\s*([0-9]{2}|[0-9]{4})\s*", text)
    joined = re.fullmatch(r"\s*([0-9]{1,2})([0-9]{2}|20[0-9]{2})\s*", text)
    found = split or joined
    if found is None:
        raise ValueError("Type month and year, like 08/30.")
    month, year = int(found[1]), int(found[2])
    if year < 100:
        year += today.year // 100 * 100
    if not 1 <= month <= 12:
        raise ValueError("The month is one of 01 to 12.")
    return month, year


def check_expiry(text: str, today: date) -> str:
    """Why the card cannot be used by this date, `""` when it can. It is good until its month ends."""
    if not text.strip():
        return "Type its last month, like 08/30."
    try:
        month, year = parse_expiry(text, today)
    except ValueError as error:
        return str(error)
    if (year, month) < (today.year, today.month):
        return "This card has expired."
    if year > today.year + _FURTHEST_YEARS:
        return "The year is too far ahead."
    return ""


def show_expiry(text: str, today: date) -> str:
    """A date as cards have it, `08/30`; what cannot be read stays as it was typed."""
    try:
        month, year = parse_expiry(text, today)
    except ValueError:
        return text
    return f"{month:02d}/{year % 100:02d}" if year // 100 == today.year // 100 else f"{month:02d}/{year}"


def check_code(text: str, number: str) -> str:
    """Why this cannot be the security code of the card with this number, `""` when it can."""
    scheme = brand(number)
    allowed = (scheme.code_length,) if scheme else (3, 4)
    code = text.strip()
    if code.isascii() and code.isdigit() and len(code) in allowed:
        return ""
    if scheme is _AMEX:
        return "The 4 digits on the card's front."
    return "The 3 digits on the card's back."


def check_holder(text: str) -> str:
    """Why this cannot be the name on the card, `""` when it can."""
    name = text.strip()
    if not name:
        return "Type the name on the card."
    # A number typed into the wrong field would be shown and sent as a name.
    if len(digits(name)) >= 8:
        return "This is a number: type the name."
    return "" if len(name) <= 100 else "The name is too long."


class CardError(ValueError):
    """A typed card cannot be used; `problems` has a sentence for number, holder, expiry or code."""

    def __init__(self, problems: dict[str, str]):
        super().__init__("The card cannot be used: " + ", ".join(problems))
        self.problems = problems


class Card:
    """A card, in memory only: it shows nothing of itself, is never copied or pickled, and is wiped after use.

    `month` is "08", `year` is "2030" (firmly docs: card encryption). Brand and last four digits stay.
    """

    __slots__ = ("brand_name", "code", "last_four", "month", "name", "number", "year")

    def __init__(self, number: str, name: str, month: int, year: int, code: str):
        self.number = digits(number)
        self.name = name
        self.month = f"{month:02d}"
        self.year = f"{year:04d}"
        self.code = code
        self.brand_name = (brand(self.number) or _UNKNOWN).name
        self.last_four = self.number[-4:]

    @classmethod
    def of(cls, number: str, holder: str, expiry: str, code: str, today: date, *, live: bool = False) -> Self:
        """The card that was typed; no test card where it is `live`. Raises CardError when a field is wrong."""
        checks = {
            "number": check_number(number, live=live),
            "holder": check_holder(holder),
            "expiry": check_expiry(expiry, today),
            "code": check_code(code, number),
        }
        problems = {field: sentence for field, sentence in checks.items() if sentence}
        if problems:
            raise CardError(problems)
        month, year = parse_expiry(expiry, today)
        return cls(number, " ".join(holder.split()), month, year, code.strip())

    @property
    def wiped(self) -> bool:
        """Whether the card's data is gone."""
        return not self.number

    def wipe(self) -> None:
        """Let go of everything that could pay. Brand and last four digits stay, for the receipt."""
        self.number = self.name = self.month = self.year = self.code = ""

    def redact(self, text: str) -> str:
        """`text` without this card's number, however it is grouped, should a server repeat it."""
        if not self.number:
            return text
        return re.sub(r"[ \-]?".join(self.number), f"•••• {self.last_four}", text)

    def __repr__(self) -> str:
        return f"Card(•••• {self.last_four})"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a card stays in memory")
