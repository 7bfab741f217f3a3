"""Asks what to write to a file of what went over the wire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from firmly_tui.tui.commands import command
from firmly_tui.tui.drawing import BOLD, DIM, FOCUS, count, plain
from firmly_tui.tui.exporting import ExportWish, Format
from firmly_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from textual.app import ComposeResult

    from firmly_tui.inspector import Entry


@dataclass(frozen=True)
class FormatRow:
    """A format, and what it is good for."""

    kind: Format
    name: str
    explains: str


FORMATS = (
    FormatRow("curl", "curl", "a shell script; the token comes from $FIRMLY_TOKEN"),
    FormatRow("har", "HAR 1.2", "for browsers, proxies and other tools"),
    FormatRow("jsonl", "JSON lines", "one object a line, for scripts"),
)


class FormatList(RowList[FormatRow]):
    """The formats."""

    BINDINGS = [command("enter", "choose", "write", "Write the file.")]

    def row_key(self, row: FormatRow) -> Hashable:
        """By its name."""
        return row.kind

    def draw_row(self, row: FormatRow, width: int, selected: bool) -> Sequence[Content]:  # noqa: ARG002
        """Name and explanation."""
        return [Content.assemble(plain(row.name, BOLD).pad_right(12 - len(row.name)), (row.explains, DIM))]


class ExportScreen(ModalScreen["ExportWish | None"]):
    """Which exchanges, and how."""

    CSS_PATH = "../styles/inspector.tcss"
    AUTO_FOCUS = "FormatList"
    BINDINGS = [
        command("escape,q", "close", "close", "Write nothing."),
        command("s,left,right", "scope", "which", "This one, the marked ones, those shown, or all."),
        command("p", "people", "people", "Leave names and addresses out, or not."),
    ]

    def __init__(self, entry: Entry | None, shown: Sequence[Entry], every: Sequence[Entry]) -> None:
        """`every` holds at least one; `entry` is None where the list shows none of them."""
        super().__init__()
        marked = [one for one in every if one.marked]
        scopes: dict[str, Sequence[Entry]] = {
            "this one": [entry] if entry else [],
            "the marked": marked,
            "those shown": shown,
            "all": every,
        }
        self._scopes = [(name, entries) for name, entries in scopes.items() if entries]
        # Who marked some means them.
        self._scope = [name for name, _ in self._scopes].index("the marked") if marked else 0
        self._with_people = False

    def compose(self) -> ComposeResult:
        """The question."""
        with Vertical(id="box"):
            yield Static(id="wish", markup=False)
            yield FormatList()
            yield Static(id="hint", markup=False)

    def on_mount(self) -> None:
        """Show what can be had."""
        self.query_one(FormatList).show(FORMATS)
        self._draw()

    def _draw(self) -> None:
        name, entries = self._scopes[self._scope]
        people = "are in it" if self._with_people else "are left out (curl keeps them: it would not run)"
        own = sum(entry.is_app for entry in entries)
        told = count(len(entries), "exchange") + (f", {own} of them the app's own (is:app)" if own else "")
        lines = [
            Content.assemble(("Export ", BOLD), (name, FOCUS), (f"  {told}", DIM)),
            Content.assemble(("Names and addresses ", ""), (people, FOCUS if self._with_people else "")),
            Content(""),
        ]
        self.query_one("#wish", Static).update(Content("\n").join(lines))
        hint = "Enter writes a file that only you can read.\ns which ones   p people   Escape nothing"
        self.query_one("#hint", Static).update(plain(hint, DIM))

    def action_scope(self) -> None:
        """Mean other ones."""
        self._scope = (self._scope + 1) % len(self._scopes)
        self._draw()

    def action_people(self) -> None:
        """Leave people out, or not."""
        self._with_people = not self._with_people
        self._draw()

    def action_close(self) -> None:
        """Write nothing."""
        self.dismiss(None)

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        row = event.row
        if isinstance(row, FormatRow):
            self.dismiss(ExportWish(row.kind, self._scopes[self._scope][1], self._with_people))
