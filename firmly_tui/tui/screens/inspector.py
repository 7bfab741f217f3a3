"""What goes over the wire, as it happens: the log of exchanges, each in all details."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.binding import Binding
from textual.containers import Container, Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from firmly_tui.tui.asked import AskedTwice
from firmly_tui.tui.commands import ActsAtOnce, command
from firmly_tui.tui.drawing import DIM, plain
from firmly_tui.tui.harmless import harmless
from firmly_tui.tui.screens.inspector_sends import InspectorSends
from firmly_tui.tui.widgets.exchange_detail import ExchangeDetail
from firmly_tui.tui.widgets.exchange_list import ExchangeList
from firmly_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.app import ComposeResult

    from firmly_tui.checkout import Shop
    from firmly_tui.inspector import Entry


class FilterLine(ActsAtOnce, Input):
    """What to show of the log."""

    BINDINGS = [Binding("escape,down", "leave", show=False)]

    def action_leave(self) -> None:
        """Go to the list."""
        self.screen.query_one(ExchangeList).focus()


class InspectorScreen(InspectorSends):
    """The log of exchanges."""

    PLACE = "Inspector"
    GO = "inspector"
    INSPECTS = True
    EXPLAINS = (
        "Every exchange with the server, as it happens, with the events of a stream below their order. Nothing "
        "secret is held: (hidden) stands for tokens, cards and codes. $ places an order, ◆ is marked. The filter "
        "takes words, and status:4xx, method:POST, merchant:nordhaus, path:cart, body:sofa, slower:500ms, and "
        "is:order, change, error, failed, marked, stream or open; a - before one means not. Only is:app shows what "
        "the app asks for itself: the sandbox's state (/sandbox/…) and pictures. Tab goes to the details, where Enter "
        "folds, or shows a line in full that is cut, and / searches; Escape goes one back."
    )
    CSS_PATH = "../styles/inspector.tcss"
    AUTO_FOCUS = "ExchangeList"
    BINDINGS = [
        command("slash", "filter", "filter", "Keep to some: words, status:4xx, method:POST, is:order …"),
        command("x", "export", "export", "Write one, the marked or all to a file: curl, HAR, JSON lines."),
        command("r", "replay", "replay", "Send this request again, as it was."),
        command("e", "edit", "edit", "Edit this request, and send it."),
        command("m", "mark", "mark", "Mark this one, or no more: marked ones are kept longest."),
        command("f", "follow", "follow", "Stay with the newest, or no more.", footer=False),
        command(
            "y", "copy_ray", "copy ray id", "Copy the ray id, which firmly's support asks for.", footer=False
        ),
        command("Y", "copy_identifier", "copy error", "Copy the error's identifier.", footer=False),
        command("left", "tab(-1)", "tab before", "Show the tab before.", footer=False),
        command("right", "tab(1)", "next tab", "Show the next tab.", footer=False),
        *(
            command(str(number), f"show_tab({number})", f"tab {number}", f"Show {name}.", footer=False)
            for number, name in enumerate(
                ("what changed in the carts", "the request", "the answer", "the events", "how long it took"),
                1,
            )
        ),
        command("X", "clear", "clear", "Ask, and forget all but what is marked.", footer=False),
        command("f11,I", "close", "close", "Close the inspector.", footer=False),
    ]

    class LogChanged(Message, bubble=False):
        """Something happened. A burst of them is one."""

        def can_replace(self, message: Message) -> bool:
            """One is as good as many."""
            return isinstance(message, InspectorScreen.LogChanged)

    def __init__(self, shop: Shop) -> None:
        from firmly_tui.inspector import Filter

        super().__init__(shop)
        self._shown: Sequence[Entry] = ()
        self._filter = Filter.parse(shop.log_filter)
        self._is_read = True
        """Whether what stands in the filter line is what the list is filtered by."""
        self._asked = AskedTwice()
        self._unsubscribe_log: Callable[[], None] | None = None

    def compose_body(self) -> ComposeResult:
        """The filter, the list, and the details of what is under the cursor."""
        with Horizontal(id="filter-row"):
            yield FilterLine(
                self.here.log_filter,
                select_on_focus=False,
                placeholder="/ filters: words, status:4xx, is:order …",
                compact=True,
                id="filter",
            )
            yield Static(id="counts", markup=False)
        with Container(id="panes"):
            yield ExchangeList()
            yield ExchangeDetail()

    def on_mount(self) -> None:
        """Follow the log."""
        self._unsubscribe_log = self.here.log.subscribe(self._log_changed)
        self.call_after_refresh(self.on_inspector_screen_log_changed)

    def on_unmount(self) -> None:
        """Follow it no more."""
        if self._unsubscribe_log is not None:
            self._unsubscribe_log()

    def _log_changed(self) -> None:
        self.post_message(self.LogChanged())

    def on_inspector_screen_log_changed(self) -> None:
        """Show what is now."""
        self._shown = [entry for entry in self.here.log.entries if self._filter(entry)]
        exchanges = self.query_one(ExchangeList)
        exchanges.show_entries(self._shown)
        self._show_detail()

    def _count(self) -> None:
        entries = self.here.log.entries
        own = sum(entry.is_app for entry in entries)
        total = own if self._filter.is_app else len(entries) - own
        following = "following" if self.query_one(ExchangeList).following else "f follows"
        gone = f" · {self.here.log.forgotten} gone" if self.here.log.forgotten else ""
        hidden = "" if self._filter.is_app or not own else f" · is:app {own} more"
        unread = "" if self._is_read else "as before: "
        told = f"{unread}{len(self._shown)} of {total}{hidden}{gone} · {following}"
        self.query_one("#counts", Static).update(plain(told, DIM))

    @on(RowList.Moved, "ExchangeList")
    def _show_detail(self) -> None:
        row = self.query_one(ExchangeList).selected
        detail = self.query_one(ExchangeDetail)
        detail.show(row.entry if row else None, self.here.log)
        self._count()

    @on(ExchangeDetail.Left)
    def _to_list(self) -> None:
        self.query_one(ExchangeList).focus()

    @on(RowList.Chosen, "ExchangeList")
    def _to_detail(self) -> None:
        self.query_one("#lines").focus()

    # The filter

    def action_filter(self) -> None:
        """Go to the filter line."""
        self.query_one(FilterLine).focus()

    @on(Input.Changed, "#filter")
    def _filtered(self, event: Input.Changed) -> None:
        from firmly_tui.inspector import Filter, FilterError

        event.stop()
        try:
            self._filter = Filter.parse(event.value)
        except FilterError as error:
            self._is_read = False
            kept = self.here.log_filter.strip()
            shows = f"still keeps to “{kept}”" if kept else "shows everything"
            self.say(harmless(f"{error} Until then the list {shows}."), "warn")
            self._count()
            return
        self._is_read = True
        self.here.log_filter = event.value
        self.say("")
        self.on_inspector_screen_log_changed()

    @on(Input.Submitted, "#filter")
    def _filter_done(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one(ExchangeList).focus()

    # What one can do with an exchange

    def action_tab(self, by: int) -> None:
        """Show the next tab, or the one before."""
        detail = self.query_one(ExchangeDetail)
        detail.go_to_tab(detail.tab + by)

    def action_show_tab(self, number: int) -> None:
        """Show a tab; the first is 1."""
        self.query_one(ExchangeDetail).go_to_tab(number - 1)

    def action_follow(self) -> None:
        """Stay with the newest, or no more."""
        exchanges = self.query_one(ExchangeList)
        if exchanges.following:
            exchanges.following = False
        else:
            exchanges.go_to_end()
        self._count()

    def action_mark(self) -> None:
        """Mark the exchange, or no more."""
        if (entry := self.entry) is not None:
            self.here.log.mark(entry.id)

    def action_clear(self) -> None:
        """Ask, and forget all but what is marked."""
        count = sum(not entry.marked for entry in self.here.log.entries)
        if not count:
            self.say("There is nothing to forget: what is marked is kept.", "warn")
        elif self._asked.confirmed("clear"):
            self.here.log.clear()
            self.say("The log is empty, but for what is marked.")
        else:
            some = "1 exchange" if count == 1 else f"all {count} exchanges"
            self.say(f"X again forgets {some}, but for what is marked. Any other key keeps them.", "warn")

    def on_key(self, event: events.Key) -> None:
        """Any key but the one that was asked for is no."""
        if event.key != "X" and self._asked.withdraw():
            self.say("")

    def action_copy_ray(self) -> None:
        """Copy the ray id."""
        if (entry := self.entry) is not None:
            self._copy("ray id", entry.exchange.ray_id)

    def action_copy_identifier(self) -> None:
        """Copy the identifier of the error."""
        if (entry := self.entry) is not None:
            self._copy("identifier", entry.identifier)

    def _copy(self, name: str, text: str) -> None:
        text = harmless(text)
        if text:
            self.app.copy_to_clipboard(text)
            self.say(f"Copied the {name}: {text}", "good")
        else:
            self.say(f"There is no {name} here.", "warn")

    async def action_close(self) -> None:
        """Go back to the screen below."""
        await self.run_action("app.back")

    @work(group="exporting", exclusive=True)
    async def action_export(self) -> None:
        """Ask what to write, and write it."""
        from firmly_tui.tui.exporting import write_export
        from firmly_tui.tui.screens.inspector_export import ExportScreen

        every = self.here.log.entries
        if not every or self.here.exports is None:
            self.say("Nothing went over the wire yet.", "warn")
            return
        row = self.query_one(ExchangeList).selected
        wish = await self.app.push_screen_wait(ExportScreen(row.entry if row else None, self._shown, every))
        if wish is None:
            return
        try:
            path = await write_export(self.here.exports, wish)
        except OSError as error:
            self.say(f"It could not be written: {error.strerror}. Look at {self.here.exports}.", "bad")
            return
        self.say(f"Written, for you alone to read: {path}", "good")
