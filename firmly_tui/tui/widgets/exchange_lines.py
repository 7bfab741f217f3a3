"""Lines of text and of JSON, with a cursor, folding and search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content
from textual.geometry import Region

from firmly_tui.tui.commands import command
from firmly_tui.tui.drawing import DIM, FOCUS, GOOD, MONEY, plain
from firmly_tui.tui.harmless import harmless
from firmly_tui.tui.widgets.bars import NoticeLine
from firmly_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from textual import events

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


@dataclass(frozen=True, slots=True)
class PieceRow:
    """A piece of a line that is longer than the list is wide, and was opened; the first one is piece 0."""

    line: TextRow | TreeRow
    number: int
    content: Content


Row = TextRow | TreeRow | PieceRow


def _line(row: Row | None) -> TextRow | TreeRow | None:
    """The whole line that a row shows, or is a piece of."""
    return row.line if isinstance(row, PieceRow) else row


class ExchangeLines(RowList[Row]):
    """What a tab shows: text, and documents that can be folded."""

    BINDINGS = [
        command(
            "enter,space",
            "fold",
            "fold, open",
            "Fold or unfold the part under the cursor; show a line that is cut (…) in full.",
        ),
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
        self._opened: set[Hashable] = set()

    def show_parts(self, parts: Sequence[TextRow | Tree], *, keep_cursor: bool) -> None:
        """Show these, one after the other."""
        self._parts = parts
        self._opened.clear()
        if not keep_cursor:
            self.scroll_to(0, 0, animate=False, immediate=True)
        self._rebuild(keep_cursor=keep_cursor)

    def _rebuild(self, *, keep_cursor: bool = True) -> None:
        rows: list[Row] = []
        for part in self._parts:
            if isinstance(part, TextRow):
                rows += self._pieces(part)
            elif self._opened:
                rows += [row for line in part.visible for row in self._pieces(TreeRow(part, line))]
            else:
                rows += [TreeRow(part, line) for line in part.visible]
        self.show(rows, keep_cursor=keep_cursor)

    def _pieces(self, row: TextRow | TreeRow) -> Sequence[Row]:
        """The row, or as many as its whole text needs if it was opened."""
        if self.row_key(row) not in self._opened:
            return [row]
        content = row.content if isinstance(row, TextRow) else _drawn(row, whole=True)
        # With so many lines more there may be a scrollbar, too.
        room = max(1, self._room - (0 if self.show_vertical_scrollbar else 1))
        return [PieceRow(row, number, piece) for number, piece in enumerate(content.wrap(room))]

    @property
    def _room(self) -> int:
        """Cells of a line, beside the marker."""
        return max(1, self.scrollable_content_region.width - 1)

    def on_resize(self, _: events.Resize) -> None:
        """What was opened is broken where it must be now."""
        if self._opened:
            self._rebuild()

    def row_key(self, row: Row) -> Hashable:
        """A line stays the same one when others are folded or opened."""
        if isinstance(row, PieceRow):
            return (self.row_key(row.line), row.number) if row.number else self.row_key(row.line)
        return id(row) if isinstance(row, TextRow) else (id(row.tree), row.line.number)

    def draw_row(self, row: Row, width: int, selected: bool) -> Sequence[Content]:  # noqa: ARG002
        """The line; of a document, indented and colored by what it is."""
        return [_drawn(row) if isinstance(row, TreeRow) else row.content]

    def action_fold(self) -> None:
        """Fold or unfold; open a line that is cut, or close it again."""
        row = _line(self.selected)
        if row is None:
            return
        key = self.row_key(row)
        is_cut = (row.content if isinstance(row, TextRow) else _drawn(row)).cell_length > self._room
        if key in self._opened or is_cut:
            self._opened.symmetric_difference_update([key])
            self.cursor = next(index for index, shown in enumerate(self.rows) if _line(shown) is row)
            self._rebuild()
            self._reveal_pieces()
        elif isinstance(row, TreeRow):
            number = row.line.number if row.line.opens else row.tree.parent(row.line.number)
            self._fold(row.tree, number, folded=number not in row.tree.folded)

    def _reveal_pieces(self) -> None:
        """Bring the line under the cursor into sight, as much of it as there is room for."""
        line = _line(self.selected)
        lines = sum(_line(row) is line for row in self.rows)
        region = Region(0, self.cursor, 1, min(lines, self.size.height))
        self.scroll_to_region(region, animate=False, force=True, immediate=True)

    def action_unfold(self) -> None:
        """Unfold."""
        if isinstance(row := _line(self.selected), TreeRow) and row.line.opens:
            self._fold(row.tree, row.line.number, folded=False)

    def action_close(self) -> None:
        """Fold what the cursor is in."""
        if isinstance(row := _line(self.selected), TreeRow):
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
        for index, shown in enumerate(self.rows):
            row = _line(shown)
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
            self.cursor = next(
                (index for index, row in enumerate(self.rows) if _line(row) is part), self.cursor
            )
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
        row = _line(self.selected)
        for index, part in enumerate(self._parts):
            if row is part:
                return (index, 0)
            if isinstance(row, TreeRow) and row.tree is part:
                return (index, row.line.number)
        return (-1, 0)


def _drawn(row: TreeRow, *, whole: bool = False) -> Content:
    """A line of a document, indented and colored by what it is; a very long text only if it is wanted `whole`."""
    from firmly_tui.models import untrusted

    line = row.line
    folded = line.number in row.tree.folded
    sign = "▸ " if folded else "▾ " if line.opens else "  "
    key = plain(f"{harmless(line.key)}: ", FOCUS) if line.key else ""
    text = untrusted(line.text, len(line.text) + 1) if whole else harmless(line.text)
    inside = plain(f" … {line.count} {'}' if line.text == '{' else ']'}", DIM) if folded else ""
    return Content.assemble("  " * line.depth, (sign, DIM), key, plain(text, STYLES[line.kind]), inside)
