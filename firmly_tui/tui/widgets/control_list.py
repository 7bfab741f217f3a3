"""What can be changed about a sandbox, row by row: a name, what it shows, and how it is now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from firmly_tui.tui.commands import command
from firmly_tui.tui.drawing import BOLD, DIM, FOCUS, GOOD, WARN, plain, spread
from firmly_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

INDENT = 3
STYLES = {"": DIM, "on": WARN, "over": GOOD}
SIGNS = {"": " ", "on": "●", "over": "✓"}


@dataclass(frozen=True, slots=True)
class ControlRow:
    """A row; without a `key` it is the title of those below it.

    `state` tells at the right how it is now, `mark` ("on", "over" or "") repeats that as a sign; `shows` and
    `note` stand below, the lines of `note` each on its own.
    """

    key: str
    title: str
    shows: str = ""
    state: str = ""
    mark: str = ""
    note: str = ""


class ControlList(RowList[ControlRow]):
    """Rows with their sentences below them."""

    HEIGHT = 0
    BINDINGS = [command("enter", "choose", "open", "Set, change, copy or fill in what is under the cursor.")]

    def row_selectable(self, row: ControlRow) -> bool:
        """Titles are passed over."""
        return bool(row.key)

    def row_key(self, row: ControlRow) -> Hashable:
        """What it is about."""
        return row.key or row.title

    def row_height(self, row: ControlRow) -> int:
        """Its name, and its sentences."""
        return 1 + len(self._below(row, self.scrollable_content_region.width - 1))

    def draw_row(self, row: ControlRow, width: int, selected: bool) -> Sequence[Content]:  # noqa: ARG002
        """The lines."""
        if not row.key:
            return [plain(f" {row.title}", FOCUS)]
        sign = plain(f" {SIGNS[row.mark]} ", STYLES[row.mark])
        left = Content.assemble(sign, plain(row.title, BOLD if row.mark else ""))
        right = Content.assemble(plain(row.state, STYLES[row.mark]), " ")
        return [spread(left, right, width), *self._below(row, width)]

    def _below(self, row: ControlRow, width: int) -> list[Content]:
        room = max(20, width - INDENT - 1)
        lines = [(text, style) for text, style in ((row.shows, DIM), (row.note, WARN)) if text]
        return [
            Content.assemble(" " * INDENT, line)
            for text, style in lines
            for line in plain(text, style).wrap(room)
        ]
