"""What a scenario can be told: each parameter with its bounds, read from text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite

Value = str | int | float
_LONGEST = 300


class ScenarioError(ValueError):
    """A scenario was asked for that does not exist, or in a way that is not possible; the message says why."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a scenario; ``limits`` says in words what it may be, ``read`` raises ScenarioError."""

    name: str
    meaning: str
    default: Value
    limits: str
    read: Callable[[str], Value]


def whole(name: str, meaning: str, default: int, least: int, most: int) -> Parameter:
    """Return a parameter that is a whole number."""
    limits = f"a whole number from {least} to {most}"

    def read(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            raise _wrong(name, limits, text) from None
        if not least <= value <= most:
            raise _wrong(name, limits, text)
        return value

    return Parameter(name, meaning, default, limits, read)


def number(name: str, meaning: str, default: float, least: float, most: float) -> Parameter:
    """Return a parameter that may have decimals, such as seconds."""
    limits = f"a number from {_plainly(least)} to {_plainly(most)}"

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            raise _wrong(name, limits, text) from None
        if not isfinite(value) or not least <= value <= most:
            raise _wrong(name, limits, text)
        return value

    return Parameter(name, meaning, float(default), limits, read)


def choice(name: str, meaning: str, *choices: str) -> Parameter:
    """Return a parameter that is one of some words; the first is the default."""
    limits = f"one of {', '.join(choices)}"

    def read(text: str) -> str:
        if text.lower() not in choices:
            raise _wrong(name, limits, text)
        return text.lower()

    return Parameter(name, meaning, choices[0], limits, read)


def words(name: str, meaning: str, default: str = "") -> Parameter:
    """Return a parameter that is any printable text on one line."""
    limits = f"text of at most {_LONGEST} characters on one line"

    def read(text: str) -> str:
        if len(text) > _LONGEST or not text.isprintable():
            raise _wrong(name, limits, text)
        return text

    return Parameter(name, meaning, default, limits, read)


def checked(name: str, meaning: str, default: str, limits: str, check: Callable[[str], str]) -> Parameter:
    """Return a parameter that ``check`` reads; it raises KeyError for what is not known."""

    def read(text: str) -> str:
        try:
            return check(text)
        except KeyError:
            raise _wrong(name, limits, text) from None

    return Parameter(name, meaning, default, limits, read)


def _plainly(value: float) -> str:
    return f"{value:f}".rstrip("0").rstrip(".")


def _wrong(name: str, limits: str, text: str) -> ScenarioError:
    shown = "".join(letter for letter in text[:60] if letter.isprintable())
    return ScenarioError(f"{name} must be {limits}, not “{shown}”.")
