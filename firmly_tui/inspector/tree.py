"""A JSON document as lines that can be folded and searched; fast also for large ones."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from collections.abc import Sequence

MANY_LINES: Final = 400
"""From this many lines on, a document is shown folded at first."""

MOST_LINES: Final = 300_000
"""From this many lines on, what is left of each part stands on one line."""

DEEPEST: Final = 100
"""How deep a document is opened; what lies below stands on one line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `end` is the number of the line after all that is inside of it, and of its closing bracket."""

    number: int
    depth: int
    key: str
    text: str
    end: int
    kind: str = ""
    """`string`, `number`, `word`, `open` or `close`."""
    count: int = 0
    """How many parts it has, where it opens."""

    @property
    def opens(self) -> bool:
        """Whether it can be folded."""
        return self.kind == "open"


class Tree:
    """The lines of a document, and which of them are folded."""

    def __init__(self, data: object) -> None:
        self.lines: list[Line] = []
        self.folded: set[int] = set()
        self._add(data, "", 0, last=True)
        if len(self.lines) > MANY_LINES:
            self.fold_all()

    @property
    def visible(self) -> list[Line]:
        """The lines that are not inside of a folded one."""
        shown: list[Line] = []
        number = 0
        while number < len(self.lines):
            line = self.lines[number]
            shown.append(line)
            number = line.end if number in self.folded else number + 1
        return shown

    def toggle(self, number: int) -> bool:
        """Fold a line, or unfold it; whether it can be."""
        if not self.lines[number].opens:
            return False
        self.folded.symmetric_difference_update([number])
        return True

    def fold_all(self) -> None:
        """Leave only the outermost part open."""
        self.folded = {line.number for line in self.lines if line.opens and line.depth > 0}

    def unfold_all(self) -> None:
        """Open everything."""
        self.folded = set()

    def matches(self, words: str) -> list[int]:
        """The lines that hold these words, whatever their case."""
        wanted = words.casefold()
        return [
            line.number
            for line in self.lines
            if wanted in line.key.casefold() or (not line.opens and wanted in line.text.casefold())
        ]

    def reveal(self, number: int) -> None:
        """Unfold whatever a line is inside of."""
        self.folded = {fold for fold in self.folded if not fold < number < self.lines[fold].end}

    def parent(self, number: int) -> int:
        """The line that opens what this one is inside of; itself for the outermost."""
        for above in range(number - 1, -1, -1):
            if self.lines[above].opens and self.lines[above].end > number:
                return above
        return number

    def _add(self, value: object, key: str, depth: int, *, last: bool) -> None:
        comma = "" if last else ","
        number = len(self.lines)
        if not isinstance(value, (dict, list)) or not value or depth >= DEEPEST:
            kind = "string" if isinstance(value, str) else "word" if value is None else "number"
            text = json.dumps(value, ensure_ascii=False) + comma
            self.lines.append(Line(number, depth, key, text, number + 1, kind))
            return
        members: Sequence[tuple[str, object]]
        if isinstance(value, dict):
            members, brackets = list(cast("dict[str, object]", value).items()), "{}"
        else:
            members, brackets = [("", item) for item in cast("list[object]", value)], "[]"
        self.lines.append(Line(number, depth, key, brackets[0], 0, "open", len(members)))
        for index, (name, item) in enumerate(members):
            if len(self.lines) >= MOST_LINES:
                self._add_rest(members[index:], brackets, depth + 1)
                break
            self._add(item, name, depth + 1, last=index == len(members) - 1)
        closing = len(self.lines)
        self.lines.append(Line(closing, depth, "", brackets[1] + comma, closing + 1, "close"))
        self.lines[number] = Line(number, depth, key, brackets[0], closing + 1, "open", len(members))

    def _add_rest(self, members: Sequence[tuple[str, object]], brackets: str, depth: int) -> None:
        rest = dict(members) if brackets == "{}" else [item for _, item in members]
        number = len(self.lines)
        text = json.dumps(rest, ensure_ascii=False)[1:-1]
        self.lines.append(Line(number, depth, "", text, number + 1, "word"))
