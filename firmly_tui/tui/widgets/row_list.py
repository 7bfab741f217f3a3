"""A list of any length that draws only the lines that are seen."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from rich.segment import Segment
from textual.binding import Binding
from textual.cache import LRUCache
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from textual import events

RowT = TypeVar("RowT")

DRAW_AHEAD = 0.03
"""Seconds after the cursor moved until its neighbors are drawn: well after the frame that shows the move."""


class RowList(ScrollView, Generic[RowT], can_focus=True):
    """Rows of one or more lines, with a cursor.

    A subclass says how a row is drawn (`draw_row`), and where rows differ, how tall a row is (`HEIGHT`, `row_height`),
    whether the cursor may rest on it (`row_selectable`), why it cannot be chosen (`row_refusal`), and what
    identifies it (`row_key`), so that the cursor stays on its row when the rows change.
    """

    DEFAULT_CSS = """
    RowList {
        scrollbar-size-vertical: 1;
        overflow-x: hidden;
        background: $background;
        & > .row-list--cursor { background: $panel; }
        & > .row-list--marker { color: $text-muted; background: $panel; }
        &:focus > .row-list--marker { color: $primary; text-style: bold; background: $panel; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"row-list--cursor", "row-list--marker"}
    BINDINGS = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home,g", "edge(-1)", "First", show=False),
        Binding("end,G", "edge(1)", "Last", show=False),
    ]
    MARKER: ClassVar[str] = "▌"
    HEIGHT: ClassVar[int] = 1
    """Lines of every row, 0 where rows differ."""
    NEAR_END: ClassVar[int] = 20
    """How many rows before the last one `NearEnd` is posted."""

    cursor: var[int] = var(-1, init=False)
    """The index of the row with the cursor, -1 when there is none."""

    @dataclass
    class ListMessage(Message):
        """What all messages of a list have."""

        row_list: RowList

        @property
        def control(self) -> RowList:
            """The list."""
            return self.row_list

    @dataclass
    class Moved(ListMessage):
        """The cursor went to another row, or its row was drawn anew."""

        index: int

    @dataclass
    class Chosen(ListMessage):
        """A row was chosen: by a click on the cursor's row, or by `action_choose`.

        It is this `row` that is meant: a cursor key right behind the choice has moved the cursor on by now.
        """

        index: int
        row: object

    @dataclass
    class Refused(ListMessage):
        """The row under the cursor cannot be chosen; `reason` is a sentence."""

        index: int
        reason: str

    @dataclass
    class NearEnd(ListMessage):
        """The cursor comes near the last row: time to fetch more."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._rows: Sequence[RowT] = []
        self._starts: Sequence[int] = range(1)
        self._cache: LRUCache[tuple[int, int, bool, bool], list[Strip]] = LRUCache(512)

    def draw_row(self, row: RowT, width: int, selected: bool) -> Sequence[Content]:
        """The row's lines, `width` cells wide."""
        raise NotImplementedError

    def row_height(self, row: RowT) -> int:  # noqa: ARG002
        """Lines of the row; asked only where rows differ (`HEIGHT` is 0)."""
        return self.HEIGHT

    def row_selectable(self, row: RowT) -> bool:  # noqa: ARG002
        """Whether the cursor may rest on the row."""
        return True

    def row_refusal(self, row: RowT) -> str:  # noqa: ARG002
        """Why the row cannot be chosen, in a sentence; `""` if it can."""
        return ""

    def row_key(self, row: RowT) -> Hashable:
        """What stays the same when the row is drawn anew."""
        return id(row)

    @property
    def rows(self) -> Sequence[RowT]:
        """The rows shown."""
        return self._rows

    @property
    def selected(self) -> RowT | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if 0 <= self.cursor < len(self._rows) else None

    def show(self, rows: Sequence[RowT], *, keep_cursor: bool = True) -> None:
        """Show these rows; the cursor stays on its row if that is still there, else near it."""
        before = self.selected
        key = self.row_key(before) if before is not None and keep_cursor else None
        position = self.cursor if keep_cursor else -1
        self._rows = rows
        self._measure()
        if key is not None:
            position = next((i for i, row in enumerate(rows) if self.row_key(row) == key), position)
        self.set_reactive(RowList.cursor, self._nearest(max(position, 0), 1))
        # Another length is another `virtual_size`, which has all laid out anew by itself.
        self.refresh()
        self._reveal()
        self.post_message(self.Moved(self, self.cursor))

    def extend(self, rows: Sequence[RowT]) -> None:
        """Append rows, leaving cursor and scrolling alone."""
        self._rows = [*self._rows, *rows]
        self._measure(keep_cache=True)
        self.refresh(layout=True)

    def redraw_row(self, index: int) -> None:
        """Draw one row anew."""
        if 0 <= index < len(self._rows):
            for key in list(self._cache.keys()):
                if key[0] == index:
                    self._cache.discard(key)
            self._refresh_row(index)

    def _measure(self, *, keep_cache: bool = False) -> None:
        if self.HEIGHT:
            self._starts = range(0, len(self._rows) * self.HEIGHT + 1, self.HEIGHT)
        else:
            self._starts = [0, *accumulate(map(self.row_height, self._rows))]
        if not keep_cache:
            self._cache.clear()
        self.virtual_size = Size(self.scrollable_content_region.width, self._starts[-1])

    def notify_style_update(self) -> None:
        """Forget what was drawn in other colors."""
        self._cache.clear()
        super().notify_style_update()

    def on_resize(self, _: events.Resize) -> None:
        """Keep the cursor in sight. Where rows differ their heights may depend on the width."""
        self._measure(keep_cache=self.HEIGHT > 0)
        self._reveal()

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width = self.scrollable_content_region.width
        line = y + self.scroll_offset.y
        if line >= self._starts[-1]:
            return Strip.blank(width, self.rich_style)
        index = bisect_right(self._starts, line) - 1
        strips = self._row_strips(index, width, index == self.cursor)
        return strips[line - self._starts[index]]

    def _row_strips(self, index: int, width: int, selected: bool) -> list[Strip]:
        key = (index, width, selected, self.has_focus)
        if (strips := self._cache.get(key)) is None:
            strips = self._cache[key] = self._draw(index, width, selected)
        return strips

    def _draw(self, index: int, width: int, selected: bool) -> list[Strip]:
        style = self.get_visual_style("row-list--cursor") if selected else self.visual_style
        marker = Segment(
            self.MARKER if selected else " ",
            (self.get_visual_style("row-list--marker") if selected else style).rich_style,
        )
        tall = self._starts[index + 1] - self._starts[index]
        lines = list(self.draw_row(self._rows[index], width - 1, selected))[:tall]
        lines += [Content("")] * (tall - len(lines))
        # Not `Visual.to_strips`: it marks every part with its place, for selecting with the mouse, and parts
        # that differ can neither be joined nor drawn from Textual's caches.
        parse = self.app.stylesheet.parse_style
        strips: list[Strip] = []
        for line in lines:
            text = line.truncate(width - 1, ellipsis=True, pad=True)
            drawn = [Segment(part, look.rich_style) for part, look in text.render(style, "", parse)]
            strips.append(Strip([marker, *drawn], width).simplify())
        return strips

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw the two rows that changed, and no more."""
        self._refresh_row(old)
        self._refresh_row(new)
        self._reveal()
        self.set_timer(DRAW_AHEAD, self._draw_ahead)
        self.post_message(self.Moved(self, new))
        if new >= len(self._rows) - self.NEAR_END:
            self.post_message(self.NearEnd(self))

    def watch_has_focus(self, has_focus: bool) -> None:
        """The marker shows the focus."""
        super().watch_has_focus(has_focus)
        self._refresh_row(self.cursor)

    def _draw_ahead(self) -> None:
        """Draw what the next key will most likely show, while nobody waits."""
        width = self.scrollable_content_region.width
        for index in (self.cursor - 1, self.cursor, self.cursor + 1):
            if width and 0 <= index < len(self._rows):
                self._row_strips(index, width, index != self.cursor)

    def _refresh_row(self, index: int) -> None:
        if 0 <= index < len(self._rows):
            start = self._starts[index]
            self.refresh_lines(start, self._starts[index + 1] - start)

    def _reveal(self) -> None:
        if 0 <= self.cursor < len(self._rows):
            start, end = self._starts[self.cursor], self._starts[self.cursor + 1]
            # The first row brings what stands above it (titles that cannot be selected) into sight too, where it fits.
            top = max(0, min(start, end - self.size.height)) if self._nearest(0, 1) == self.cursor else start
            # By force: where there is just more than fits, there is no scrollbar yet, and nothing would scroll.
            self.scroll_to_region(
                Region(0, top, 1, end - top),
                animate=False,
                force=True,
                immediate=True,
            )

    def _nearest(self, index: int, direction: int) -> int:
        """The closest row the cursor may rest on, looking in `direction` first."""
        ahead = range(index, len(self._rows)) if direction > 0 else range(index, -1, -1)
        behind = range(index - 1, -1, -1) if direction > 0 else range(index + 1, len(self._rows))
        for found in (*ahead[:1000], *behind[:1000]):
            if 0 <= found < len(self._rows) and self.row_selectable(self._rows[found]):
                return found
        return -1

    def action_move(self, by: int) -> None:
        """Move the cursor by one row."""
        target = self.cursor + by
        while 0 <= target < len(self._rows) and not self.row_selectable(self._rows[target]):
            target += by
        self._go(target if 0 <= target < len(self._rows) else -1, by)

    def action_page(self, direction: int) -> None:
        """Move the cursor by a screenful."""
        if self._rows:
            line = self._starts[max(self.cursor, 0)] + direction * max(1, self.size.height - 1)
            line = min(max(line, 0), self._starts[-1] - 1)
            target = self._nearest(bisect_right(self._starts, line) - 1, direction)
            self._go(target, direction * max(1, self.size.height - 1))

    def action_edge(self, direction: int) -> None:
        """Move the cursor to the first or the last row."""
        if self._rows:
            target = self._nearest(0 if direction < 0 else len(self._rows) - 1, -direction)
            self._go(target, direction * self._starts[-1])

    def _go(self, index: int, lines: int) -> None:
        """Move the cursor to this row; where it can go no further, scroll, so that the rest can be read."""
        if index not in (-1, self.cursor):
            self.cursor = index
        else:
            self.scroll_relative(y=lines, animate=False, force=True, immediate=True)

    def action_choose(self) -> None:
        """Choose the row under the cursor, or tell why that cannot be."""
        row = self.selected
        if row is not None:
            reason = self.row_refusal(row)
            at = self.cursor
            self.post_message(self.Refused(self, at, reason) if reason else self.Chosen(self, at, row))

    def on_click(self, event: events.Click) -> None:
        """The first click moves the cursor, a click on the cursor's row chooses it."""
        line = event.y + self.scroll_offset.y
        if not 0 <= line < self._starts[-1]:
            return
        index = bisect_right(self._starts, line) - 1
        if not self.row_selectable(self._rows[index]):
            return
        if index == self.cursor:
            self.action_choose()
        else:
            self.cursor = index
