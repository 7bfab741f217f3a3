"""What a tour consists of."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import NamedTuple


class TourError(ValueError):
    """A tour cannot be read; the text says in which line, what is wrong, and what would be right."""


class Size(NamedTuple):
    """The size of a terminal in columns and lines."""

    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"


SMALL = Size(80, 24)
"""What every screen works in."""


@dataclass(frozen=True)
class Step:
    """One line of a tour, `source`, and its number, from 1."""

    line: int
    source: str


@dataclass(frozen=True)
class Caption(Step):
    """Tell the audience something, until the next caption."""

    text: str


@dataclass(frozen=True)
class Note(Step):
    """Tell the presenter something; the audience does not see it."""

    text: str


@dataclass(frozen=True)
class Press(Step):
    """Press keys, one after the other."""

    keys: tuple[str, ...]


@dataclass(frozen=True)
class Type(Step):
    """Type a text, letter by letter."""

    text: str


@dataclass(frozen=True)
class GoTo(Step):
    """Press Down until the row under the cursor holds these words."""

    words: str


@dataclass(frozen=True)
class GoToField(Step):
    """Press Tab until the cursor is in the field with this label, or a label that begins so."""

    label: str


@dataclass(frozen=True)
class Wait(Step):
    """Wait until words are on the screen, or, if `gone`, until they are not."""

    words: str
    gone: bool


@dataclass(frozen=True)
class Deadline(Step):
    """From here on a wait fails after so many seconds."""

    seconds: float


@dataclass(frozen=True)
class UseCard(Step):
    """Fill in one of the sandbox's test cards, by its name."""

    name: str


@dataclass(frozen=True)
class Switch(Step):
    """Have a scenario of the sandbox at work, or no more; off without one ends them all."""

    on: bool
    scenario: str


@dataclass(frozen=True)
class Picture(Step):
    """Take a picture in each of these sizes; none stands for the present one."""

    name: str
    sizes: tuple[Size, ...]


@dataclass(frozen=True)
class Tour:
    """A flow, as its file tells it."""

    path: PurePath
    title: str
    about: str
    size: Size
    """The size of the terminal, where there is none: without a terminal, and in recordings."""
    knows_address: bool
    """Whether the shopper has bought before, so that the address is filled in."""
    steps: tuple[Step, ...]

    @property
    def name(self) -> str:
        """The name of the file without its ending."""
        return self.path.stem
