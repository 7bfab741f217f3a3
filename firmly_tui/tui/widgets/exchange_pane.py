"""The newest exchanges beside any screen, or below it, as they happen; one looks at them, and works on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widgets import Static

from firmly_tui.tui.drawing import BAD, DIM, FOCUS, WARN, plain, spread
from firmly_tui.tui.exchange_words import clock, duration, state, trouble
from firmly_tui.tui.harmless import harmless
from firmly_tui.tui.widgets.exchange_list import ExchangeList, ExchangeRow
from firmly_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.timer import Timer

    from firmly_tui.inspector import Entry, Log

BESIDE = 120
"""From this width on the pane stands at the right of the screen, else below it."""

SCREEN_WIDTH = 80
"""Columns that the screen keeps for itself beside the pane, if it can."""

LEAST_WIDTH, MOST_WIDTH = 40, 56
"""Columns of the pane."""

LINES = 7
"""Lines of the pane below a screen."""

MOST_SHOWN = 200
"""How many exchanges are shown; the inspector has the others."""

FRAME = 1 / 30
"""Seconds in which whatever happens is drawn once."""

ONE_LINE = 70
"""From this width on an exchange has one line, else two."""


def pane_width(width: int) -> int:
    """Columns of the pane beside a screen of this width, 0 where it stands below."""
    return max(LEAST_WIDTH, min(MOST_WIDTH, width - SCREEN_WIDTH)) if width >= BESIDE else 0


class WatchedExchanges(ExchangeList, can_focus=False):
    """Exchanges with no cursor. Who scrolls up stays there until they scroll down again."""

    HEIGHT = 0
    DEFAULT_CSS = "WatchedExchanges { background: $background; height: 1fr; }"

    def row_selectable(self, row: ExchangeRow) -> bool:  # noqa: ARG002
        """There is no cursor."""
        return False

    def row_height(self, row: ExchangeRow) -> int:
        """An event has one line."""
        return 1 if row.event is not None or self.size.width >= ONE_LINE else 2

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these exchanges, the newest in sight if it was."""
        self.following = self.scroll_offset.y >= self.max_scroll_y
        super().show_entries(entries)

    def go_to_end(self) -> None:
        """Bring the newest into sight."""
        self.scroll_to(y=self.max_scroll_y, animate=False, force=True, immediate=True)

    def on_resize(self, _: events.Resize) -> None:
        """Keep the newest in sight, once the rows have their new heights."""
        if self.following:
            self.call_after_refresh(self.go_to_end)

    def draw_row(self, row: ExchangeRow, width: int, selected: bool) -> Sequence[Content]:
        """In a narrow pane what was asked, and below it when, of whom or what went wrong, and how long it took."""
        if row.event is not None or width >= ONE_LINE - 1:
            return super().draw_row(row, width, selected)
        from firmly_tui.inspector import short_path

        entry, exchange = row.entry, row.entry.exchange
        shown, took = state(entry), duration(exchange.elapsed) if exchange.is_over else "…"
        asked = Content.assemble(plain(exchange.method), " ", plain("$ ", WARN) if entry.is_order else "")
        room = width - asked.cell_length - shown.cell_length - 1
        path = short_path(harmless(exchange.path), room)
        problem = trouble(entry)
        whom = plain(problem or harmless(entry.merchant), BAD if problem else DIM)
        return [
            spread(Content.assemble(asked, plain(path)), shown, width),
            spread(
                Content.assemble((f"  {clock(exchange.began, exact=False)} ", DIM), whom),
                plain(took, DIM),
                width,
            ),
        ]


class ExchangePane(Vertical):
    """The newest exchanges. It never has the focus; a click opens the inspector."""

    DEFAULT_CSS = """
    ExchangePane {
        dock: bottom;
        &.-beside { dock: right; border-left: solid $panel; }
        & > #wire { height: 1; padding: 0 1; background: $surface; }
    }
    """

    class LogChanged(Message, bubble=False):
        """Something happened. A burst of them is one."""

        def can_replace(self, message: Message) -> bool:
            """One is as good as many."""
            return isinstance(message, ExchangePane.LogChanged)

    def __init__(self, log: Log) -> None:
        super().__init__()
        self._log = log
        self._unsubscribe: Callable[[], None] | None = None
        self._drawing: Timer | None = None

    def compose(self) -> ComposeResult:
        """A title, and the exchanges."""
        yield Static(
            Content.assemble(("On the wire", FOCUS), ("  F11 all, Shift+F11 off", DIM)),
            markup=False,
            id="wire",
        )
        yield WatchedExchanges()

    def on_mount(self) -> None:
        """Follow the log."""
        self._unsubscribe = self._log.subscribe(self.log_changed)
        self.dock_in(self.screen.size)
        self.log_changed()

    def on_unmount(self) -> None:
        """Follow it no more."""
        if self._unsubscribe is not None:
            self._unsubscribe()

    def dock_in(self, size: Size) -> Size:
        """Stand where there is room in a screen of this size; what the screen then has for itself."""
        width = pane_width(size.width)
        self.set_class(width > 0, "-beside")
        self.styles.width = width or "100%"
        self.styles.height = "100%" if width else LINES
        return Size(size.width - width, size.height - (0 if width else LINES))

    def log_changed(self) -> None:
        """Show soon what is now."""
        self.post_message(self.LogChanged())

    def on_exchange_pane_log_changed(self) -> None:
        """Draw a burst once."""
        if self._drawing is None:
            self._drawing = self.set_timer(FRAME, self._show)

    def _show(self) -> None:
        self._drawing = None
        # A screen below another one catches up when it is seen again.
        if self.screen.is_current:
            entries = [entry for entry in self._log.entries if not entry.is_app]
            self.query_one(WatchedExchanges).show_entries(entries[-MOST_SHOWN:])

    @on(RowList.Moved)
    @on(RowList.NearEnd)
    def _keep(self, message: Message) -> None:
        """The screen has lists of its own, and hears of those alone."""
        message.stop()

    async def on_click(self) -> None:
        """Open the inspector."""
        await self.run_action("app.go('inspector')")
