"""The exchanges of the log as they happen, each with its events below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from firmly_tui.tui.commands import command
from firmly_tui.tui.drawing import BAD, BOLD, DIM, WARN, plain, spread
from firmly_tui.tui.exchange_words import clock, duration, size, state, trouble
from firmly_tui.tui.harmless import harmless
from firmly_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from firmly_tui.client import StreamEvent
    from firmly_tui.inspector import Entry

ROOMY = 100
"""From this width on, times are exact and names are long."""

NARROW = 60
"""Below this width no room is lost between the parts of an event."""


@dataclass(frozen=True, slots=True)
class ExchangeRow:
    """An exchange, or with `index`, one of its events."""

    entry: Entry
    index: int = -1

    @property
    def event(self) -> StreamEvent | None:
        """The event that the row shows."""
        return self.entry.exchange.events[self.index] if self.index >= 0 else None


def rows_of(entries: Sequence[Entry]) -> list[ExchangeRow]:
    """A row for each exchange, and for each of its events."""
    return [ExchangeRow(entry, index) for entry in entries for index in range(-1, len(entry.exchange.events))]


class ExchangeList(RowList[ExchangeRow]):
    """One line an exchange. `following` keeps the cursor on the newest; who moves it up ends that."""

    BINDINGS = [command("enter", "choose", "details", "Go to the details.", footer=False)]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.following = True
        self._jumping = False

    def row_key(self, row: ExchangeRow) -> Hashable:
        """An exchange stays the same one while it goes on."""
        return (row.entry.id, row.index)

    def watch_cursor(self, old: int, new: int) -> None:
        """Who goes to the end follows, and who leaves it does no more."""
        super().watch_cursor(old, new)
        if not self._jumping:
            self.following = new == len(self.rows) - 1

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these exchanges."""
        self.show(rows_of(entries))
        if self.following:
            self.go_to_end()

    def go_to_end(self) -> None:
        """Put the cursor on the newest."""
        self.following = True
        self._jumping = True
        self.cursor = len(self.rows) - 1
        self._jumping = False

    def draw_row(self, row: ExchangeRow, width: int, selected: bool) -> Sequence[Content]:
        """Time, method, path; merchant or what went wrong, status, duration, size."""
        if (event := row.event) is not None:
            return [_draw_event(event, width)]
        from firmly_tui.inspector import short_path

        entry, exchange, roomy = row.entry, row.entry.exchange, width >= ROOMY
        left = Content.assemble(
            plain("◆" if entry.marked else " ", WARN),
            plain(clock(exchange.began, exact=roomy), DIM),
            " ",
            plain(exchange.method.ljust(6)),
            " ",
            plain("$ ", WARN) if entry.is_order else "",
        )
        right = _facts(entry, roomy=roomy)
        room = width - left.cell_length - right.cell_length - 1
        path = short_path(harmless(exchange.path), room)
        return [spread(Content.assemble(left, plain(path, BOLD if selected else "")), right, width)]


def _facts(entry: Entry, *, roomy: bool) -> Content:
    """What stands at the right: what went wrong, merchant, status, duration, size."""
    exchange, problem, merchant = entry.exchange, trouble(entry), harmless(entry.merchant)
    name = _cell(plain(problem or merchant, BAD if problem else DIM), 26 if roomy else 18)
    took = duration(exchange.elapsed) if exchange.is_over else "…"
    weight = f"{len(exchange.events)} events" if exchange.is_stream else size(exchange.size)
    shown = state(entry)
    return Content(" ").join(
        [
            name,
            shown.pad_left(max(0, 3 - shown.cell_length)),
            Content(took.rjust(7)),
            Content(weight.rjust(8)),
        ]
    )


def _draw_event(event: StreamEvent, width: int) -> Content:
    from firmly_tui.inspector import error_name, parsed

    data = parsed(event.data)
    said = error_name(data) or (", ".join(map(str, data)) if isinstance(data, dict) else "")
    name = harmless(event.name)
    indent, gap = ("    ", "  ") if width >= NARROW else ("  ", " ")
    line = Content.assemble(
        (f"{indent}+{event.after:.3f} s{gap}", DIM), (name, BAD if name == "error" else ""), gap
    )
    return Content.assemble(line, plain(harmless(said), DIM)).truncate(width, ellipsis=True)


def _cell(text: Content, room: int) -> Content:
    return text.truncate(room, ellipsis=True, pad=True)
