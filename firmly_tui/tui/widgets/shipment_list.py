"""How the goods of each merchant are sent: everything that can be chosen, as rows of one list."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from textual.content import Content
from textual.geometry import Region

from firmly_tui.tui.commands import command
from firmly_tui.tui.drawing import DIM, joined, plain, spread
from firmly_tui.tui.widgets.row_list import RowList
from firmly_tui.tui.widgets.shipment_rows import ShipmentRow

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from textual import events
    from textual.strip import Strip

LABEL = 8
"""Cells of `Method`, and room behind it."""
MARK = 4
"""Cells of `( ) `."""
LEAST_WIDTH = 20


class ShipmentList(RowList[ShipmentRow]):
    """Types, methods, windows, places and days of all shipments, under their merchants."""

    HEIGHT = 0
    BINDINGS = [command("enter,space", "choose", "choose", "Choose, or change, what the cursor is on.")]

    def __init__(self) -> None:
        super().__init__()
        self._heights: dict[int, tuple[ShipmentRow, int, int]] = {}

    def row_height(self, row: ShipmentRow) -> int:
        """A blank line stands above each merchant and each further shipment; words take the lines they need.

        Rows that stay the same are measured once.
        """
        width = self._text_width
        kept = self._heights.get(id(row))
        if kept is None or kept[0] is not row or kept[1] != width:
            kept = self._heights[id(row)] = (row, width, row.spaced + len(self._lines(row, width)))
        return kept[2]

    @property
    def _text_width(self) -> int:
        """Cells of a row, whether there is a scroll bar or not: its height must not depend on that."""
        return max(LEAST_WIDTH, self.size.width - 2)

    def row_selectable(self, row: ShipmentRow) -> bool:
        """The cursor rests on what can be chosen."""
        return row.selectable

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Where nothing can be chosen, no key says so."""
        return self.selected is not None if action == "choose" else True

    def show(self, rows: Sequence[ShipmentRow], *, keep_cursor: bool = True) -> None:
        """Show these rows. Where that of the cursor is gone, the cursor stays at its shipment, else at its merchant."""
        present = set(map(id, rows))
        self._heights = {key: kept for key, kept in self._heights.items() if key in present}
        before = self.selected if keep_cursor else None
        super().show(rows, keep_cursor=keep_cursor)
        if before is not None:
            self._stay_at(before)
        self.refresh_bindings()

    def _stay_at(self, before: ShipmentRow) -> None:
        """Go back where the cursor was, if it has left that shipment because its row is gone."""
        here, firsts = self.selected, self._firsts()
        was = (before.entry.domain, before.shipment_id)
        if here is None or (here.entry.domain, here.shipment_id) == was:
            return
        own = (index for (domain, _), index in firsts.items() if domain == before.entry.domain)
        self.cursor = firsts.get(was, next(own, self.cursor))

    def _reveal(self) -> None:
        """A choice brings what its shipment is, and whose, into sight too, where there is room."""
        super()._reveal()
        if self.selected is not None:
            top, end = self._starts[self._heading(self.cursor)], self._starts[self.cursor + 1]
            if end - top <= self.size.height:
                self.scroll_to_region(Region(0, top, 1, end - top), animate=False, immediate=True)
            start = self._starts[self.cursor]
            if self._title_above() is not None and self.scroll_offset.y == start:
                self.scroll_to(y=start - 1, animate=False, immediate=True)

    def _title_above(self) -> int | None:
        """Where the title stands of the merchant whose rows begin the screen, when it was scrolled out of sight."""
        line = self.scroll_offset.y
        index = min(bisect_right(self._starts, line), len(self.rows)) - 1
        while index >= 0 and self.rows[index].kind != "merchant":
            index -= 1
        return index if index >= 0 and self._starts[index + 1] <= line else None

    def render_line(self, y: int) -> Strip:
        """One line of the screen; the first one says whose the rows below are."""
        above = self._title_above() if y == 0 else None
        if above is None:
            return super().render_line(y)
        return self._row_strips(above, self.scrollable_content_region.width, False)[-1]

    def on_click(self, event: events.Click) -> None:
        """The title that took the first line cannot be chosen, nor what it lies on. Textual calls the base's own."""
        if event.y == 0 and self._title_above() is not None:
            event.prevent_default()

    @property
    def shipments(self) -> list[Hashable]:
        """What tells the shipments apart, in their order."""
        return list(self._firsts())

    def _firsts(self) -> dict[tuple[str, str], int]:
        """Where the first choice of each shipment stands, by merchant and shipment."""
        first: dict[tuple[str, str], int] = {}
        for index, row in enumerate(self.rows):
            if row.selectable:
                first.setdefault((row.entry.domain, row.shipment_id), index)
        return first

    def row_refusal(self, row: ShipmentRow) -> str:
        """Why it cannot be chosen."""
        return row.refusal

    def row_key(self, row: ShipmentRow) -> Hashable:
        """The same choice of the same shipment."""
        return row.key

    def draw_row(self, row: ShipmentRow, width: int, selected: bool) -> Sequence[Content]:  # noqa: ARG002
        """A label for the first of its kind, what it is, and what it costs."""
        first, *below = self._lines(row, self._text_width)
        top = [Content("")] if row.spaced else []
        return [*top, spread(first, Content.assemble(row.right, " "), width), *below]

    @staticmethod
    def _lines(row: ShipmentRow, width: int) -> list[Content]:
        """What it is, with what is said about it behind it or below; titles and remarks whole."""
        lead = Content(" ") if row.kind == "merchant" else Content("   ")
        if row.selectable:
            lead = Content.assemble(lead, (row.label.ljust(LABEL), DIM))
        room = max(LEAST_WIDTH, width - lead.cell_length - row.right.cell_length - 2)
        note = plain(row.note, DIM)
        whole = joined([row.left, note])
        if whole.cell_length <= room:
            return [Content.assemble(lead, whole)]
        indent = lead.cell_length + (MARK if row.left.plain.startswith("(") else 0)
        first, *more = [row.left] if row.selectable else row.left.wrap(room)
        more += note.wrap(max(LEAST_WIDTH, width - indent - 1)) if note else []
        return [Content.assemble(lead, first.rstrip()), *(line.rstrip().pad_left(indent) for line in more)]

    def action_shipment(self, by: int) -> None:
        """Go to the first choice of the next shipment, or of the one before."""
        here = self.selected
        if here is None:
            return
        first = self._firsts()
        shipments = list(first)
        wanted = shipments.index((here.entry.domain, here.shipment_id)) + by
        if 0 <= wanted < len(shipments):
            self.cursor = first[shipments[wanted]]
            # From its heading on, as much of it as there is room for.
            self.scroll_to(y=self._starts[self._heading(self.cursor)], animate=False, immediate=True)

    def _heading(self, index: int) -> int:
        """Where what belongs to the shipment of a choice begins: its heading, and its merchant's."""
        here = self.rows[index]
        wanted = (here.entry.domain, here.shipment_id)
        while index > 0 and self.rows[index].kind != "merchant":
            above = self.rows[index - 1]
            if above.selectable and (above.entry.domain, above.shipment_id) != wanted:
                break
            index -= 1
        return index
