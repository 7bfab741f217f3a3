"""Lines of text and of JSON, with a cursor, folding and search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from firmly_tui.tui.commands import command
from firmly_tui.tui.drawing import DIM, FOCUS, GOOD, MONEY, plain
from firmly_tui.tui.harmless import harmless
from firmly_tui.tui.widgets.bars import NoticeLine
from firmly_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from firmly_tui.inspector import Line, Tree

STYLES = {"string": GOOD, "number": MONEY, "word": DIM, "open": "", "close": ""}


@dataclass(frozen=True, slots=True)
class TextRow:
    """A line of text."""

    content: Content


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A line of a JSON document."""

    tree: Tree
    line: Line


Row = TextRow | TreeRow


class ExchangeLines(RowList[Row]):
    """What a tab shows: text, and documents that can be folded."""

    BINDINGS = [
        command("enter,space", "fold", "fold", "Fold or unfold the part under the cursor."),
        command("right,l", "unfold", "unfold", "Unfold the part under the cursor.", footer=False),
        command("left,h", "close", "fold", "Fold the part that the cursor is in.", footer=False),
        command("minus", "fold_all(True)", "fold all", "Fold everything.", footer=False),
        command("plus", "fold_all(False)", "unfold all", "Unfold everything.", footer=False),
        command("n", "next(1)", "next", "Go to the next place that was searched for.", footer=False),
        command("N", "next(-1)", "previous", "Go to the place before that was searched for.", footer=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._parts: Sequence[TextRow | Tree] = []
        self._words = ""

    def show_parts(self, parts: Sequence[TextRow | Tree], *, keep_cursor: bool) -> None:
        """Show these, one after the other."""
        self._parts = parts
        if not keep_cursor:
            self.scroll_to(0, 0, animate=False, immediate=True)
        self._rebuild(keep_cursor=keep_cursor)

    def _rebuild(self, *, keep_cursor: bool = True) -> None:
        rows: list[Row] = []
        for part in self._parts:
            if isinstance(part, TextRow):
                rows.append(part)
            else:
                rows += [TreeRow(part, line) for line in part.visible]
        self.show(rows, keep_cursor=keep_cursor)

    def row_key(self, row: Row) -> Hashable:
        """A line of a document stays the same one when others are folded."""
        return id(row) if isinstance(row, TextRow) else (id(row.tree), row.line.number)

    def draw_row(self, row: Row, width: int, selected: bool) -> Sequence[Content]:  # noqa: ARG002
        """The line; of a document, indented and colored by what it is."""
        if isinstance(row, TextRow):
            return [row.content]
        line = row.line
        folded = line.number in row.tree.folded
        sign = "▸ " if folded else "▾ " if line.opens else "  "
        key = plain(f"{harmless(line.key)}: ", FOCUS) if line.key else ""
        text = harmless(line.text)
        inside = plain(f" … {line.count} {'}' if line.text == '{' else ']'}", DIM) if folded else ""
        return [Content.assemble("  " * line.depth, (sign, DIM), key, plain(text, STYLES[line.kind]), inside)]

    def action_fold(self) -> None:
        """Fold or unfold."""
        row = self.selected
        if isinstance(row, TreeRow):
            number = row.line.number if row.line.opens else row.tree.parent(row.line.number)
            self._fold(row.tree, number, folded=number not in row.tree.folded)

    def action_unfold(self) -> None:
        """Unfold."""
        if isinstance(row := self.selected, TreeRow) and row.line.opens:
            self._fold(row.tree, row.line.number, folded=False)

    def action_close(self) -> None:
        """Fold what the cursor is in."""
        if isinstance(row := self.selected, TreeRow):
            number, tree = row.line.number, row.tree
            if not row.line.opens or number in tree.folded:
                number = tree.parent(number)
            self._fold(tree, number, folded=True)

    def action_fold_all(self, folded: bool) -> None:
        """Fold or unfold everything."""
        for part in self._parts:
            if not isinstance(part, TextRow):
                part.fold_all() if folded else part.unfold_all()
        self._rebuild()

    def action_choose(self) -> None:
        """A click on the line with the cursor folds it."""
        self.action_fold()

    def _fold(self, tree: Tree, number: int, *, folded: bool) -> None:
        if tree.lines[number].opens and (number in tree.folded) != folded:
            tree.toggle(number)
            self._rebuild()
        self._go_to(tree, number)

    def _go_to(self, tree: Tree | None, number: int) -> None:
        for index, row in enumerate(self.rows):
            if isinstance(row, TreeRow) and row.tree is tree and row.line.number == number:
                self.cursor = index
                return

    def search(self, words: str) -> None:
        """Go to the first place that holds these words."""
        self._words = words
        if words:
            self.action_next(1)

    def action_next(self, step: int) -> None:
        """Go to the next place that holds the words searched for, in what is folded too."""
        places = self._places()
        if not self._words or not places:
            wanted = f"“{self._words}” is not here." if self._words else "Search with / first."
            self.post_message(NoticeLine.Say(wanted, "warn"))
            return
        here = self._position()
        later = [place for place in places if place > here] if step > 0 else [p for p in places if p < here]
        place = (later or places)[0 if step > 0 else -1]
        part = self._parts[place[0]]
        if isinstance(part, TextRow):
            self.cursor = next((index for index, row in enumerate(self.rows) if row is part), self.cursor)
        else:
            part.reveal(place[1])
            self._rebuild()
            self._go_to(part, place[1])
        self.post_message(
            NoticeLine.Say(
                f"{places.index(place) + 1} of {len(places)} places with “{self._words}”. n goes on."
            )
        )

    def _places(self) -> list[tuple[int, int]]:
        """Where the words are: the number of the part, and of the line in it."""
        wanted = self._words.casefold()
        found: list[tuple[int, int]] = []
        for index, part in enumerate(self._parts):
            if isinstance(part, TextRow):
                if wanted in part.content.plain.casefold():
                    found.append((index, 0))
            else:
                found += [(index, number) for number in part.matches(self._words)]
        return found

    def _position(self) -> tuple[int, int]:
        row = self.selected
        for index, part in enumerate(self._parts):
            if row is part:
                return (index, 0)
            if isinstance(row, TreeRow) and row.tree is part:
                return (index, row.line.number)
        return (-1, 0)
