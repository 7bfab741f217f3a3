"""How the goods of each merchant are sent: everything that can be chosen, as rows of one list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from firmly_tui.tui.commands import command
from firmly_tui.tui.drawing import DIM, plain, spread
from firmly_tui.tui.widgets.row_list import RowList
from firmly_tui.tui.widgets.shipment_rows import ShipmentRow

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

LABEL = 8
"""Cells of `Method`, and room behind it."""


class ShipmentList(RowList[ShipmentRow]):
    """Types, methods, windows, places and days of all shipments, under their merchants."""

    HEIGHT = 0
    BINDINGS = [command("enter,space", "choose", "choose", "Choose, or change, what the cursor is on.")]

    def row_height(self, row: ShipmentRow) -> int:
        """A blank line stands above each merchant and each further shipment."""
        return 2 if row.spaced else 1

    def row_selectable(self, row: ShipmentRow) -> bool:
        """The cursor rests on what can be chosen."""
        return row.selectable

    def row_refusal(self, row: ShipmentRow) -> str:
        """Why it cannot be chosen."""
        return row.refusal

    def row_key(self, row: ShipmentRow) -> Hashable:
        """The same choice of the same shipment."""
        return row.key

    def draw_row(self, row: ShipmentRow, width: int, selected: bool) -> Sequence[Content]:  # noqa: ARG002
        """A label for the first of its kind, what it is, and what it costs."""
        right = Content.assemble(row.right, " ")
        if not row.selectable:
            indent = " " if row.kind == "merchant" else "   "
            line = spread(Content.assemble(indent, row.left), right, width)
            return [Content(""), line] if row.spaced else [line]
        label = plain(row.label.ljust(LABEL), DIM)
        return [spread(Content.assemble("   ", label, row.left), right, width)]

    def action_shipment(self, by: int) -> None:
        """Go to the first choice of the next shipment, or of the one before."""
        here = self.selected
        if here is None:
            return
        first: dict[Hashable, int] = {}
        for index, row in enumerate(self.rows):
            if row.selectable:
                first.setdefault((row.entry.domain, row.shipment_id), index)
        shipments = list(first)
        wanted = shipments.index((here.entry.domain, here.shipment_id)) + by
        if 0 <= wanted < len(shipments):
            self.cursor = first[shipments[wanted]]
