"""Choosing for whom an address is, and choosing one of before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.widget import Widget
from textual.widgets import Input

from firmly_tui.tui.commands import TYPED_AHEAD, command
from firmly_tui.tui.drawing import one_line, shortened
from firmly_tui.tui.screens.address_editor import AddressEditor
from firmly_tui.tui.widgets.address_form import form_values
from firmly_tui.tui.widgets.field import FieldBase
from firmly_tui.tui.widgets.recipient_list import Recipient, RecipientList
from firmly_tui.tui.widgets.row_list import RowList
from firmly_tui.tui.widgets.saved_list import SavedList, SavedRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from firmly_tui.checkout import Shop

LISTS = ("-choosing-whom", "-choosing-saved")
"""The screen's classes while a list is chosen from; where it is narrow, the list is in the form's place."""


class AddressLists(AddressEditor):
    """An address editor whose lists can be chosen from."""

    BINDINGS = [
        *TYPED_AHEAD,
        command("ctrl+o,f7", "saved", "saved", "Choose from the addresses that were used before."),
        command("ctrl+g,f12", "whom", "for whom", "Choose which merchant the address is for."),
        command("escape", "leave", "back", "Back to the form, which is as it was."),
    ]

    def __init__(self, shop: Shop) -> None:
        super().__init__(shop)
        self._undo: Callable[[], None] | None = None
        self._undo_tells = ""
        self._came_from: Widget | None = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape leaves a list; otherwise, the screen."""
        if action == "leave":
            return any(self.has_class(name) for name in LISTS) or isinstance(self.focused, RowList)
        if action == "whom":
            return self.has_class("-several")
        return super().check_action(action, parameters)

    def action_saved(self) -> None:
        """Choose from the addresses of before."""
        self._open("-choosing-saved", self.query_one(SavedList), 0)

    def action_whom(self) -> None:
        """Choose for whom the form is."""
        merchants = self.query_one(RecipientList)
        here = next((index for index, row in enumerate(merchants.rows) if row.here), 0)
        self._open("-choosing-whom", merchants, here)

    def action_leave(self) -> None:
        """Back to the form."""
        self.show_form()
        self._go_back()

    def _go_back(self) -> None:
        """Go where one was before the list, which is as it was there; else to the first field."""
        nodes = self._came_from.ancestors_with_self if self._came_from is not None else []
        # A list of countries or states has closed meanwhile: its field is meant.
        around = (node for node in nodes if isinstance(node, Widget) and node.display and node.focusable)
        back, self._came_from = next(around, None), None
        if back is None:
            self.form.query(FieldBase).first().focus_control()
            return
        selected = back.selection if isinstance(back, Input) else None
        self.set_focus(back)
        if isinstance(back, Input) and selected is not None:
            # An input that gets the focus selects all, and the next letter would replace it.
            back.call_later(setattr, back, "selection", selected)

    def go_to(self, whom: str) -> None:
        """Have the form be for another merchant, or for all."""
        self.show_form()
        super().go_to(whom)

    def _open(self, name: str, chosen_from: RowList, at: int) -> None:
        if not isinstance(self.focused, RowList):
            self._came_from = self.focused
        self.remove_class(*LISTS)
        self.add_class(name)
        if chosen_from.rows:
            chosen_from.cursor = at
        chosen_from.focus()
        self.say("")
        self.refresh_bindings()

    def show_form(self) -> None:
        """Show the form in place of a list."""
        self.remove_class(*LISTS)
        self.refresh_bindings()

    @on(RowList.Chosen)
    def _chosen(self, message: RowList.Chosen) -> None:
        row = message.row
        if isinstance(row, Recipient):
            self.say("")
            self.go_to(row.domain)
        elif isinstance(row, SavedRow):
            self._fill_in(row)

    def _fill_in(self, row: SavedRow) -> None:
        """Put the address into the form; what was typed goes into the list."""
        addressing = self.addressing
        typed = addressing.draft(self.whom)
        known = [form_values(address.model_dump()) for address in self.here.shopper.used]
        if row.typed or (typed and typed not in known):
            addressing.set_replaced(self.whom, {} if typed in known else typed)
        self.form.fill(form_values(row.address.model_dump()))
        self.typed()
        self.show_form()
        self.carts_changed()
        self.query_one("#give").focus()
        back = " Ctrl+O has what you typed." if addressing.replaced(self.whom) else ""
        self.say(f"Filled in. Ctrl+S gives it to the merchants.{back}")

    @on(SavedList.Forget)
    @work(group="lists")
    async def _forget(self) -> None:
        """Keep the address under the cursor no longer."""
        row, shopper, addressing, whom = (
            self.query_one(SavedList).selected,
            self.here.shopper,
            self.addressing,
            self.whom,
        )
        if row is None:
            return
        self._undo_tells = ""
        if row.typed:
            typed = dict(addressing.replaced(whom))
            self._undo = lambda: addressing.set_replaced(whom, typed)
            addressing.set_replaced(whom, {})
        else:
            used = shopper.used
            if row.address not in used:
                # Forgotten already, by the same key a moment ago.
                return
            at = used.index(row.address)
            self._undo = lambda: shopper.recall(row.address, at)
            await self.keep(lambda: shopper.forget(row.address))
        self.carts_changed()
        self._tell_lists()
        stays = " It stays in use until you quit." if row.note else ""
        self.say(f"Forgotten.{stays} u brings it back.", "good")

    @on(RecipientList.DropOwn)
    @work(group="lists")
    async def _drop_own(self) -> None:
        """Let the merchant under the cursor have the address for all again."""
        row, addressing = self.query_one(RecipientList).selected, self.addressing
        if row is None or not row.domain:
            self.say("This is the address for all. Delete is for a merchant with its own.", "warn")
            return
        domain, name = row.domain, shortened(one_line(row.name), 30)
        own, draft = addressing.own(domain), dict(addressing.draft(domain))
        if own is None and not draft:
            self.say(f"{name} has the address for all already.", "warn")
            return
        if own is not None and addressing.common() is None:
            self.say("There is no address for all yet. Give that one first.", "warn")
            return

        def undo() -> None:
            addressing.set_draft(domain, draft)
            if own is not None:
                addressing.save(own, domain)

        self._undo, self._undo_tells = undo, domain if own is not None else ""
        addressing.set_draft(domain, {})
        if own is not None:
            await self.keep(lambda: addressing.drop(domain))
            await self.tell(domain)
        self._drawn_again(domain)
        self.say(f"{name} has the address for all again. u undoes it.", "good")

    @on(SavedList.Undo)
    @on(RecipientList.Undo)
    @work(group="lists")
    async def _undo_last(self) -> None:
        """Undo what was done in a list last."""
        undo, self._undo = self._undo, None
        if undo is None:
            return
        await self.keep(undo)
        if domain := self._undo_tells:
            await self.tell(domain)
        self._drawn_again(self.whom)
        self.say("It is back.", "good")

    def _drawn_again(self, domain: str) -> None:
        """Show what is now, in the form too where it is for this merchant."""
        if domain == self.whom:
            self.fill_again()
        self.carts_changed()
        self.show_refusals()
        self._tell_lists()

    def _tell_lists(self) -> None:
        """Whether there is something to undo."""
        for chosen_from in (self.query_one(SavedList), self.query_one(RecipientList)):
            chosen_from.can_undo = self._undo is not None
        self.refresh_bindings()
