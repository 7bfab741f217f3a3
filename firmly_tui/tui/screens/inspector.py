"""What goes over the wire, as it happens: the log of exchanges, each in all details."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.binding import Binding
from textual.containers import Container, Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from firmly_tui.tui.commands import command
from firmly_tui.tui.drawing import DIM, plain
from firmly_tui.tui.harmless import harmless
from firmly_tui.tui.screens.base import FirmlyScreen
from firmly_tui.tui.widgets.exchange_detail import ExchangeDetail
from firmly_tui.tui.widgets.exchange_list import ExchangeList
from firmly_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from firmly_tui.checkout import Shop
    from firmly_tui.inspector import Entry, Filter, Outgoing


class FilterLine(Input):
    """What to show of the log."""

    BINDINGS = [Binding("escape,down", "leave", show=False)]

    def action_leave(self) -> None:
        """Go to the list."""
        self.screen.query_one(ExchangeList).focus()


class InspectorScreen(FirmlyScreen[None]):
    """The log of exchanges."""

    PLACE = "Inspector"
    GO = "inspector"
    INSPECTS = True
    EXPLAINS = (
        "Every exchange with the server, as it happens, with the events of a stream below their order. Nothing "
        "secret is held: (hidden) stands for tokens, cards and codes. $ places an order, ◆ is marked. The filter "
        "takes words, and status:4xx, method:POST, merchant:nordhaus, path:cart, body:sofa, slower:500ms, and "
        "is:order, change, error, failed, marked, stream or open; a - before one means not. Tab goes to the details, "
        "where Enter folds and / searches."
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
        command("X", "clear", "clear", "Forget all but what is marked.", footer=False),
        command("f11,I", "close", "close", "Close the inspector.", footer=False),
    ]

    class LogChanged(Message, bubble=False):
        """Something happened. A burst of them is one."""

        def can_replace(self, message: Message) -> bool:
            """One is as good as many."""
            return isinstance(message, InspectorScreen.LogChanged)

    def __init__(self, shop: Shop) -> None:
        super().__init__(shop)
        self.here = shop
        self._shown: Sequence[Entry] = ()
        self._filter: Filter | None = None
        self._drafts: dict[int, str] = {}
        self._unsubscribe_log: Callable[[], None] | None = None

    def compose_body(self) -> ComposeResult:
        """The filter, the list, and the details of what is under the cursor."""
        with Horizontal(id="filter-row"):
            yield FilterLine(
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
        entries = self.here.log.entries
        self._shown = [entry for entry in entries if self._filter is None or self._filter(entry)]
        exchanges = self.query_one(ExchangeList)
        exchanges.show_entries(self._shown)
        self._count(len(entries))
        self._show_detail()

    def _count(self, total: int) -> None:
        following = "following" if self.query_one(ExchangeList).following else "f follows"
        gone = f" · {self.here.log.forgotten} gone" if self.here.log.forgotten else ""
        self.query_one("#counts", Static).update(
            plain(f"{len(self._shown)} of {total}{gone} · {following}", DIM)
        )

    @on(RowList.Moved, "ExchangeList")
    def _show_detail(self) -> None:
        row = self.query_one(ExchangeList).selected
        detail = self.query_one(ExchangeDetail)
        detail.show(row.entry if row else None, self.here.log)
        self._count(len(self.here.log.entries))

    @on(RowList.Chosen, "ExchangeList")
    def _to_detail(self) -> None:
        self.query_one("#lines").focus()

    @property
    def _entry(self) -> Entry | None:
        row = self.query_one(ExchangeList).selected
        if row is None:
            self.say("There is nothing under the cursor.", "warn")
        return row.entry if row else None

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
            self.say(harmless(str(error)), "warn")
            return
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
        self._count(len(self.here.log.entries))

    def action_mark(self) -> None:
        """Mark the exchange, or no more."""
        if (entry := self._entry) is not None:
            self.here.log.mark(entry.id)

    def action_clear(self) -> None:
        """Forget all but what is marked."""
        self.here.log.clear()
        self.say("The log is empty, but for what is marked.")

    def action_copy_ray(self) -> None:
        """Copy the ray id."""
        if (entry := self._entry) is not None:
            self._copy("ray id", entry.exchange.ray_id)

    def action_copy_identifier(self) -> None:
        """Copy the identifier of the error."""
        if (entry := self._entry) is not None:
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

        entry = self._entry
        if entry is None or self.here.exports is None:
            return
        wish = await self.app.push_screen_wait(ExportScreen(entry, self._shown, self.here.log.entries))
        if wish is None:
            return
        try:
            path = await write_export(self.here.exports, wish)
        except OSError as error:
            self.say(f"It could not be written: {error.strerror}. Look at {self.here.exports}.", "bad")
            return
        self.say(f"Written, for you alone to read: {path}", "good")

    def action_replay(self) -> None:
        """Send the request again."""
        from firmly_tui.inspector import Outgoing

        if (entry := self._entry) is not None:
            self._send(Outgoing.of(entry.exchange))

    @work(group="editing", exclusive=True)
    async def action_edit(self) -> None:
        """Edit the request, and send it."""
        from firmly_tui.inspector import Outgoing
        from firmly_tui.tui.screens.inspector_resend import ResendScreen

        if (entry := self._entry) is None:
            return
        outgoing = Outgoing.of(entry.exchange)
        text = self._drafts.get(entry.id, outgoing.text)
        edited = await self.app.push_screen_wait(ResendScreen(self.here, outgoing, text))
        if edited is None:
            return
        self._drafts[entry.id] = edited.text
        if edited.wanted is not None:
            self._send(edited.wanted)

    @work(group="asking", exclusive=True)
    async def _send(self, outgoing: Outgoing) -> None:
        from firmly_tui.inspector import refusal
        from firmly_tui.tui.screens.inspector_resend import OrderAgainScreen

        if reason := refusal(self.here.client, outgoing, is_live=self.here.environment == "LIVE"):
            self.say(reason, "warn")
            return
        number = ""
        if outgoing.is_order:
            cards = self.here.test_cards if outgoing.wants_card else []
            answer = await self.app.push_screen_wait(OrderAgainScreen(outgoing, cards))
            if answer is None:
                self.say("Nothing was sent.")
                return
            number = answer
        self.query_one(ExchangeList).go_to_end()
        # The app's: what was sent goes on, whatever screen is shown.
        self.app.run_worker(self._send_now(outgoing, number), group="sending")

    async def _send_now(self, outgoing: Outgoing, number: str) -> None:
        from firmly_tui.client import FirmlyError
        from firmly_tui.inspector import send_again
        from firmly_tui.tui.exporting import test_card

        try:
            card = await test_card(self.here, number) if number else ""
            await send_again(self.here.client, outgoing, card)
        except FirmlyError as error:
            self.say_error(error)
        else:
            self.say(f"Sent: {outgoing.method} {harmless(outgoing.path)}", "good")
        if outgoing.method != "GET":
            # The carts are not what the app thinks they are.
            await self.here.hive.load()
