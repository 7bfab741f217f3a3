"""One exchange in all details: what it changed, request, response, events, timing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on, work
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input

from firmly_tui.tui import exchange_words as words
from firmly_tui.tui.commands import ActsAtOnce, command
from firmly_tui.tui.drawing import DIM, FOCUS, plain
from firmly_tui.tui.harmless import harmless
from firmly_tui.tui.widgets.exchange_lines import ExchangeLines, TextRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual import events
    from textual.app import ComposeResult

    from firmly_tui.inspector import Entry, Log, Tree

TABS = ("Changes", "Request", "Response", "Events", "Timing")
LARGE = 200_000
"""From this many characters on, a document is read beside the event loop."""

NOTHING = "Nothing was sent yet. Whatever the app asks the server is shown here as it happens."

RAW_WIDTH = 200
"""How many characters of a raw body stand on one line at most."""


class TabLine(Widget):
    """The names of the tabs; a click goes to one."""

    DEFAULT_CSS = """
    TabLine { height: 1; padding: 0 1; background: $panel; }
    """

    tab: reactive[int] = reactive(0)

    @dataclass
    class Clicked(Message):
        """Somebody wants this tab."""

        tab: int

    def render(self) -> Content:
        """The line."""
        return Content("  ").join(
            [
                Content.assemble((f"{index + 1} ", DIM), (name, FOCUS if index == self.tab else ""))
                for index, name in enumerate(TABS)
            ]
        )

    def on_click(self, event: events.Click) -> None:
        """Go to the tab under the mouse."""
        start = 1
        for index, name in enumerate(TABS):
            if start <= event.x < start + len(name) + 4:
                self.post_message(self.Clicked(index))
                return
            start += len(name) + 4


class SearchLine(ActsAtOnce, Input):
    """Where one types what to search for in the details."""

    BINDINGS = [Binding("escape", "leave", show=False)]

    def action_leave(self) -> None:
        """Search no more."""
        self.display = False
        self.screen.query_one(ExchangeLines).focus()


class ExchangeDetail(Vertical):
    """The tabs of one exchange."""

    BINDINGS = [
        command("slash", "search", "search", "Search in what is shown here."),
        command("w", "raw", "raw", "Show the bodies as they came, or as documents.", footer=False),
        command("escape", "leave", "list", "Go back to the list."),
    ]

    class Left(Message):
        """One goes back to the list."""

    def __init__(self) -> None:
        super().__init__()
        self.entry: Entry | None = None
        self._log: Log | None = None
        self._raw = False
        self._trees: dict[str, Tree] = {}

    def compose(self) -> ComposeResult:
        """The names of the tabs, their lines, and the search."""
        yield TabLine()
        yield ExchangeLines(id="lines")
        yield SearchLine(placeholder="search in these lines", compact=True, id="find")

    def on_mount(self) -> None:
        """The search is shown when it is wanted."""
        self.query_one(SearchLine).display = False

    def show(self, entry: Entry | None, log: Log) -> None:
        """Show an exchange; what is shown already stays where it is."""
        same = entry is not None and self.entry is not None and entry.id == self.entry.id
        if same and entry is not None and self.entry is not None and entry.exchange is self.entry.exchange:
            return
        if not same:
            self._trees.clear()
        self.entry, self._log = entry, log
        self._draw(keep_cursor=same)

    @property
    def tab(self) -> int:
        """The tab that is shown, from 0."""
        return self.query_one(TabLine).tab

    def go_to_tab(self, tab: int) -> None:
        """Show another tab."""
        self.query_one(TabLine).tab = tab % len(TABS)
        self._draw(keep_cursor=False)

    @on(TabLine.Clicked)
    def _tab_clicked(self, message: TabLine.Clicked) -> None:
        self.go_to_tab(message.tab)

    def action_raw(self) -> None:
        """Switch between documents and what came."""
        self._raw = not self._raw
        self._draw(keep_cursor=False)

    def action_leave(self) -> None:
        """Go back to the list."""
        self.post_message(self.Left())

    def action_search(self) -> None:
        """Ask what to search for."""
        line = self.query_one(SearchLine)
        line.display = True
        line.focus()

    @on(Input.Submitted, "#find")
    def _searched(self, event: Input.Submitted) -> None:
        event.stop()
        lines = self.query_one(ExchangeLines)
        lines.focus()
        # Later: what it says in a handler of its parent would get no further than here.
        lines.call_later(lines.search, event.value)

    def _draw(self, *, keep_cursor: bool) -> None:
        entry = self.entry
        if entry is None:
            sent = self._log is not None and self._log.entries
            empty = "Nothing fits the filter. / changes it." if sent else NOTHING
            self.query_one(ExchangeLines).show_parts([TextRow(plain(empty, DIM))], keep_cursor=False)
            return
        bodies = self._bodies(entry)
        if not self._raw and any(len(text) > LARGE and text not in self._trees for text in bodies):
            waiting = TextRow(plain("Reading a large document …", DIM))
            self.query_one(ExchangeLines).show_parts([waiting], keep_cursor=False)
            self._read(bodies)
            return
        self.query_one(ExchangeLines).show_parts([*self._parts(entry)], keep_cursor=keep_cursor)

    def _bodies(self, entry: Entry) -> list[str]:
        exchange = entry.exchange
        found = {
            1: [exchange.request_body],
            2: [exchange.response_body],
            3: [e.data for e in exchange.events],
        }
        return found.get(self.tab, [])

    @work(group="reading", exclusive=True)
    async def _read(self, bodies: list[str]) -> None:
        for text in bodies:
            if text not in self._trees:
                tree = await asyncio.to_thread(_tree, text)
                if tree is not None:
                    self._trees[text] = tree
        if self.entry is not None:
            self.query_one(ExchangeLines).show_parts([*self._parts(self.entry)], keep_cursor=False)

    def _parts(self, entry: Entry) -> Iterator[TextRow | Tree]:
        exchange = entry.exchange
        match TABS[self.tab]:
            case "Changes":
                yield from map(TextRow, self._changes(entry))
            case "Request":
                yield from map(TextRow, words.request_lines(exchange))
                yield from self._body(exchange.request_body)
            case "Response":
                yield from map(TextRow, words.response_lines(entry))
                if not exchange.is_stream:
                    yield from self._body(exchange.response_body)
            case "Events":
                yield from self._events(entry)
            case _:
                yield from map(TextRow, words.timing_lines(exchange))

    def _changes(self, entry: Entry) -> Iterator[Content]:
        from firmly_tui.inspector import cart_changes

        yield words.headline(entry)
        yield Content("")
        changes = cart_changes(self._log, entry) if self._log is not None else []
        yield from words.change_lines(
            changes, may_change=entry.exchange.is_over or bool(entry.exchange.events)
        )

    def _events(self, entry: Entry) -> Iterator[TextRow | Tree]:
        exchange = entry.exchange
        if not exchange.events:
            yield TextRow(plain("No events: the answer is no stream, or none came.", DIM))
        for event in exchange.events:
            title = Content.assemble((f"+{event.after:.3f} s ", DIM), (harmless(event.name), FOCUS))
            yield TextRow(title)
            yield from self._body(event.data)
        if exchange.lost_events:
            yield TextRow(plain(f"{exchange.lost_events} more were too many to be kept.", DIM))

    def _body(self, text: str) -> Iterator[TextRow | Tree]:
        if not text:
            yield TextRow(plain("no body", DIM))
        elif self._raw:
            yield from map(TextRow, words.raw_lines(text, max(20, min(RAW_WIDTH, self.size.width - 2))))
        else:
            tree = self._trees.get(text) or _tree(text)
            if tree is None:
                yield TextRow(Content(harmless(text)))
            else:
                self._trees[text] = tree
                yield tree


def _tree(text: str) -> Tree | None:
    from firmly_tui.inspector import Tree, parsed

    data = parsed(text)
    return None if data is None else Tree(data)
