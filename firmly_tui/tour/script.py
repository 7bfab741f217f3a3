"""Turns what somebody does into the lines of a tour: keys, typed text, and waits for what came of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from firmly_tui.tour.cards import looks_like_card

if TYPE_CHECKING:
    from collections.abc import Sequence

MOVES = frozenset(
    {"up", "down", "left", "right", "tab", "shift+tab", "home", "end", "pageup", "pagedown"}
    | {"backspace", "delete", "ctrl+u", "ctrl+k", "ctrl+w"}
)
"""Keys after which there is nothing to wait for."""
ONWARD = frozenset({"enter", "ctrl+s", "f8"})
"""Keys that are pressed once more than it takes by those who are in a hurry."""
SHORTEST, LONGEST = 4, 60
_BETWEEN = re.compile(r"\s{2,}|[│┃▌▎▁▅█─]+")
_CHANGES = re.compile(r"\d\.\d s\b|\d:\d\d:\d\d|…|\d{8,}|[•]{2,}")
"""What is another one the next time: durations, moments, what is cut off, order numbers, what is masked."""


class Script:
    """The lines of a tour while it is being made. What is on the screen is told as its lines."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._typed = ""
        self._key, self._times = "", 0
        self._before: Sequence[str] = ()

    def type(self, text: str, screen: Sequence[str]) -> None:
        """Somebody types, and sees this."""
        if not self._typed:
            self._look(screen)
        self._typed += text

    def press(self, key: str, screen: Sequence[str]) -> None:
        """Somebody presses a key, and sees this."""
        if key == self._key and key in MOVES:
            self._times += 1
            return
        if key == self._key and key in ONWARD and list(screen) == self._before:
            return
        self._look(screen)
        self._key, self._times = key, 1

    def add(self, line: str, screen: Sequence[str]) -> None:
        """Add a line of another kind."""
        self._look(screen)
        self._lines.append(line)

    def end(self, screen: Sequence[str]) -> list[str]:
        """All lines, now that this is on the screen."""
        self._look(screen)
        return list(self._lines)

    def _look(self, screen: Sequence[str]) -> None:
        """Write down what was done last, and what to wait for after it."""
        typed, key = self._typed, self._key
        if typed:
            quoted = f'"{typed}"' if typed != typed.strip() or typed[0] == '"' else typed
            self._lines.append(f"type {quoted}")
        elif key:
            self._lines.append(f"key {key}*{self._times}" if self._times > 1 else f"key {key}")
        if key not in MOVES and (words := new_words(self._before, screen, typed)):
            self._lines.append(f"wait {words}")
        self._typed, self._key, self._times = "", "", 0
        self._before = list(screen)


def new_words(before: Sequence[str], now: Sequence[str], typed: str = "") -> str:
    """The words on the screen that tell best that it is not the one of before; `""` if nothing does."""
    was, said = (" ".join(" ".join(lines).split()) for lines in (before, now))
    # The last line names keys, the first one what is in the carts: both may be the same before and after.
    phrases = [_cut(phrase.strip()) for line in now[1:-1] for phrase in _BETWEEN.split(line)]
    known = [
        phrase
        for phrase in phrases
        if len(phrase) >= SHORTEST
        and len(re.findall(r"[^\W\d_]", phrase)) >= 3
        and phrase not in was
        and said.count(phrase) == 1
        and not _CHANGES.search(phrase)
        and not looks_like_card(phrase)
        and not (typed.strip() and typed.strip() in phrase)
        and phrase[0] not in '"#'
    ]
    above_keys = next((line.strip() for line in reversed(now[:-1]) if line.strip()), "")
    return max(known, key=lambda phrase: _tells(phrase, above_keys), default="")


def _cut(phrase: str) -> str:
    """The beginning of a long phrase, up to the end of a word."""
    return phrase if len(phrase) <= LONGEST else phrase[: LONGEST + 1].rpartition(" ")[0]


def _tells(phrase: str, above_keys: str) -> float:
    """How well a phrase tells what happened: best a sentence above the keys, and rather without numbers.

    Of an order that is placed the steps have signs, too, but each is there before all is done.
    """
    happened = 3 if phrase[0] in "✓✕!" else 0
    if happened and above_keys.startswith(phrase):
        happened += 2
    return happened + (0 if re.search(r"\d", phrase) else 1) + min(len(phrase), 30) / 30
