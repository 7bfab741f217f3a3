"""Some lines of a shipment, picked to travel on their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from textual.content import Content
from textual.message import Message

from firmly_tui.tui.commands import command
from firmly_tui.tui.drawing import BOLD, DIM, joined, one_line, plain
from firmly_tui.tui.offer_words import line_name
from firmly_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from firmly_tui.models import LineItem


class LinePicker(RowList["LineItem"]):
    """Lines with check boxes: Space picks, Enter is done."""

    BINDINGS = [
        command("enter", "done", "split", "Let the picked items travel on their own."),
        command("space", "choose", "pick", "Pick the item under the cursor, or no more."),
    ]

    @dataclass
    class Picked(Message):
        """These lines are to travel on their own; none is a mistake, and so is all."""

        line_item_ids: list[str]

    def __init__(self) -> None:
        super().__init__()
        self._picked: set[str] = set()

    def offer(self, lines: Sequence[LineItem]) -> None:
        """Show these lines, none of them picked."""
        self._picked = set()
        self.show(lines, keep_cursor=False)

    def row_key(self, row: LineItem) -> Hashable:
        """The line's id."""
        return row.line_item_id

    def draw_row(self, row: LineItem, width: int, selected: bool) -> Sequence[Content]:  # noqa: ARG002
        """The box and the goods."""
        is_picked = row.line_item_id in self._picked
        return [
            Content.assemble(
                " [x] " if is_picked else " [ ] ",
                joined(
                    [
                        plain(line_name(row, ()), BOLD if is_picked else ""),
                        plain(one_line(row.variant_description), DIM),
                    ],
                    "  ",
                ),
            )
        ]

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Pick the line, or no more."""
        message.stop()
        self._picked ^= {cast("LineItem", message.row).line_item_id}
        self.redraw_row(message.index)

    def action_done(self) -> None:
        """These are picked."""
        self.post_message(
            self.Picked([row.line_item_id for row in self.rows if row.line_item_id in self._picked])
        )
