"""What every choice of a delivery comes to: the merchant is told, and what it refuses is shown where it belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.widgets import Input

from firmly_tui.tui.delivery_words import lacks, taken
from firmly_tui.tui.drawing import one_line
from firmly_tui.tui.screens.base import FirmlyScreen
from firmly_tui.tui.widgets.delivery_detail import DeliveryDetail
from firmly_tui.tui.widgets.month_calendar import MonthCalendar
from firmly_tui.tui.widgets.shipment_list import ShipmentList

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable, Sequence
    from datetime import date

    from textual.content import Content

    from firmly_tui.checkout import ChoiceRefused, DeliveryChoice, MerchantCart, Shop
    from firmly_tui.checkout.delivery_days import DeliveryDays
    from firmly_tui.checkout.fulfillment import TypeOption
    from firmly_tui.checkout.offers import Offer, Offers
    from firmly_tui.models import Cart, Shipment
    from firmly_tui.tui.widgets.shipment_rows import ShipmentRow

    Edit = Callable[[DeliveryChoice], DeliveryChoice]


class DeliveryChanges(FirmlyScreen[None]):
    """The part of the delivery screen that knows which shipment is changed, and changes it.

    While something is chosen beside the list the screen has the class `-picking`, while notes are written `-writing`.
    """

    def _show_detail(self) -> None:
        """Show what there is to choose for the shipment."""
        raise NotImplementedError

    def _show_where_to(self) -> None:
        """Show where the goods of the shipment under the cursor go."""
        raise NotImplementedError

    def __init__(self, shop: Shop | None = None) -> None:
        super().__init__(shop)
        self._offers: Offers | None = None
        self._at: Hashable = None
        self._asked: Hashable = None
        self._new_type: TypeOption | None = None
        self._subject: tuple[str, str] = ("", "")
        self._notes_of: tuple[str, str] = ("", "")
        self._limited: DeliveryDays | None = None
        self._with_day: Edit | None = None
        self._said_lacking: list[tuple[str, str, tuple[str, ...]]] = []
        self._stop_following: Callable[[], None] | None = None
        self._said_for_now: tuple[Content, Callable[[], bool]] | None = None
        self._said_of_day: tuple[Content, date] | None = None

    def open(self, shop: Shop) -> None:
        """Follow the carts, and what can be chosen for them; what is old of that is asked for again."""
        self._offers = shop.offers
        self._stop_following = self._offers.subscribe(self.something_changed)
        super().open(shop)
        for entry, shipment in self._offers.old(shop.hive.entries):
            self._ask(entry, shipment)

    def on_unmount(self) -> None:
        """Stop following what can be chosen. Textual calls the base's own by itself."""
        if self._stop_following is not None:
            self._stop_following()

    @work(group="ask")
    async def _ask(self, entry: MerchantCart, shipment: Shipment) -> None:
        if self._offers is not None:
            await self._offers.ask(entry, shipment)

    @work(group="ask")
    async def _ask_anew(self, entry: MerchantCart, shipment: Shipment) -> None:
        """Ask what can be chosen, and how the merchants are; what is said of it goes with the answer."""
        if self.shop is None or self._offers is None:
            return
        self.shop.hive.health.begin(found.domain for found in self.shop.hive.entries)
        self.say("Asking for the days and stores again; what changed is shown.")
        said = self._notice.sentence
        await self._offers.ask(entry, shipment)
        if self._notice.sentence is said:
            self.say("")

    def _say_while(self, holds: Callable[[], bool], text: str) -> None:
        """Say what one has to wait for; it goes when that does not hold any more."""
        self.say(text, "warn")
        self._said_for_now = (self._notice.sentence, holds)

    def _forget_what_is_over(self) -> None:
        """Take away what was said for now, unless something else was said since."""
        if self._said_for_now is None or self._said_for_now[1]():
            return
        if self._notice.sentence is self._said_for_now[0]:
            self.say("")
        self._said_for_now = None

    def _asks_for_stores(self) -> bool:
        """Whether it is still asked what can be chosen for the shipment."""
        found = self._found()
        return found is not None and found[2].asking

    def _answering(self) -> list[MerchantCart]:
        """Those one has to wait for. An answer that changes nothing may come late: it must not hold up the others."""
        entries = self.shop.hive.entries if self.shop else []
        return [entry for entry in entries if entry.changing or entry.in_turn or entry.quantities]

    @property
    def _is_picking(self) -> bool:
        return self.has_class("-picking")

    @property
    def _is_writing(self) -> bool:
        return self.has_class("-writing")

    def _row(self) -> ShipmentRow | None:
        return self.query_one(ShipmentList).selected

    def _found(self) -> tuple[MerchantCart, Shipment, Offer] | None:
        """The shipment that the detail is about, as it is now."""
        entry = self.shop.hive.get(self._subject[0]) if self.shop else None
        shipment = entry.shipment(self._subject[1]) if entry else None
        if entry is None or shipment is None or self._offers is None:
            return None
        return entry, shipment, self._offers.of(entry, shipment)

    def _merge(self, row: ShipmentRow) -> None:
        if self.shop is not None and isinstance(row.item, str):
            ids = [row.item, row.shipment_id]
            self._change(self.shop.hive.shipments.merge(row.entry.domain, ids), tells_cost=True)

    def _set_type(self, type_id: str, location_id: str | None) -> None:
        if self.shop is not None:
            self._change(self.shop.hive.shipments.set_type(*self._subject, type_id, location_id))

    def _choose(self, edit: Edit) -> None:
        if self.shop is not None:
            self._change(self.shop.hive.shipments.choose(*self._subject, edit), edit)

    @work(group="choice")
    async def _change(
        self, call: Awaitable[ChoiceRefused | None], edit: Edit | None = None, *, tells_cost: bool = False
    ) -> None:
        """Make a change; go back to the shipments when it is made, and to the day when that was taken.

        With `tells_cost` one could not see before what it costs: that is said after it.
        """
        subject = self._subject
        before = self.shop.hive[subject[0]].cart if self.shop and tells_cost else None
        self.say("Telling the merchant …")
        refused = await call
        if refused is None:
            self.say("")
            if self._is_picking and self._subject == subject:
                self.action_leave(keep=False)
            if before is not None:
                self._say_cost(subject[0], before)
            return
        entry = self.shop.hive.get(subject[0]) if self.shop else None
        if self.query_one(DeliveryDetail).mode == "lines" and entry and "split" in entry.not_offered:
            self.action_leave(keep=False)
        self.say(refused.sentence, "bad")
        if refused.reopen:
            await self._reopen(subject, refused, edit)

    def _say_cost(self, domain: str, before: Cart) -> None:
        """Say what the delivery costs now, if that is something else."""
        from firmly_tui.checkout.changes import compare

        entry = self.shop.hive.get(domain) if self.shop else None
        if entry is not None and (cost := compare(before, entry.cart).amount("shipping_total")):
            self.say(f"{cost.words}.", "warn")

    async def _reopen(self, subject: tuple[str, str], refused: ChoiceRefused, edit: Edit | None) -> None:
        """Show the day as it is now, unless something else is being done; of a window that was refused its own days.

        The day that is chosen then makes what was refused whole.
        """
        from firmly_tui.checkout.delivery_days import as_date

        entry = self.shop.hive.get(subject[0]) if self.shop else None
        shipment = entry.shipment(subject[1]) if entry else None
        if entry is None or shipment is None or self._offers is None:
            return
        await self._offers.ask(entry, shipment)
        found = self._found()
        detail = self.query_one(DeliveryDetail)
        busy = self._is_writing or (self._is_picking and detail.mode != "days")
        if found is None or busy or self._subject != subject or not found[2].view.days.days:
            return
        view = found[2].view
        self._limited = (
            view.own_days.within(refused.window) if refused.window and not view.is_pickup else None
        )
        self._with_day = edit if self._limited is not None else None
        detail.show_days(found[1], view, self._limited)
        if day := as_date(refused.reopen):
            detail.open_day(day)
        self._pick()
        self.say(refused.sentence, "bad")
        self._said_of_day = (self._notice.sentence, self.query_one(MonthCalendar).cursor)

    @on(MonthCalendar.Highlighted)
    def _day_seen(self, message: MonthCalendar.Highlighted) -> None:
        """What was said of a day goes when the cursor leaves it, unless something else was said since."""
        if self._said_of_day is None or self._said_of_day[1] == message.calendar.cursor:
            return
        if self._notice.sentence is self._said_of_day[0]:
            self.say("")
        self._said_of_day = None

    def _pick(self) -> None:
        self.say("")
        self.add_class("-picking")
        self.query_one(DeliveryDetail).focus_choice()
        self.refresh_bindings()

    def action_leave(self, *, keep: bool = True) -> None:
        """Back to the shipments. Notes that are not sent yet are kept for when they are opened again."""
        if keep and self._is_picking and self.query_one(DeliveryDetail).step_back():
            return
        if keep and self._is_writing:
            self._keep_draft()
        self.remove_class("-picking", "-writing")
        self._asked = self._new_type = self._limited = self._with_day = None
        self.say("")
        self.query_one(ShipmentList).focus()
        self._show_detail()
        self.refresh_bindings()

    def _keep_draft(self) -> None:
        """Keep what is written, for when the notes of this shipment are opened again."""
        entry = self.shop.hive.get(self._notes_of[0]) if self.shop else None
        if entry is not None:
            entry.drafts[self._notes_of[1]] = self.query_one("#words", Input).value

    def _something_lacks(self, entries: Sequence[MerchantCart]) -> bool:
        """Whether something is still to choose: say so once, and go there. Asked again, days are left open."""
        from firmly_tui.checkout.undecided import DAY

        found = [
            (entry, shipment)
            for entry in entries
            for shipment in (entry.cart.shipments if entry.cart else [])
            if _lost(entry, shipment) or (entry.can_be_decided and entry.lacks(shipment))
        ]
        lacking = [(entry.domain, one.shipment_id, entry.lacks(one)) for entry, one in found]
        if not lacking:
            return False
        if lacking != self._said_lacking:
            self._said_lacking = lacking
            self._say_lacking(found, entries)
            return True
        for entry, shipment in found:
            if entry.lacks(shipment) == (DAY,):
                entry.any_day.add(shipment.shipment_id)
        self._said_lacking = []
        if any(entry.ready for entry in entries):
            return False
        self._say_lacking(found, entries)
        return True

    def _say_lacking(
        self, found: Sequence[tuple[MerchantCart, Shipment]], entries: Sequence[MerchantCart]
    ) -> None:
        """Go to the first of what is still to choose, and say what that is."""
        entry, shipment = found[0]
        self._go_to_choose(entry, shipment)
        lost = _lost(entry, shipment)
        others = any(other.ready for other in entries)
        words = taken(entry, shipment, lost.sentence, others=others) if lost else None
        self.say(words or lacks(entry, shipment, len(found)), "warn")

    def _lost_at(self, domain: str) -> tuple[MerchantCart, Shipment] | None:
        """The first shipment whose time was taken, at this merchant where one is named."""
        entries = self.shop.hive.entries if self.shop else []
        found = (
            (entry, shipment)
            for entry in entries
            if domain in ("", entry.domain) and entry.cart is not None
            for shipment in entry.cart.shipments
            if _lost(entry, shipment)
        )
        return next(found, None)

    def _what_hinders(self, entries: Sequence[MerchantCart]) -> str:
        """Why the first cart that is filled cannot be paid, and what to do."""
        from firmly_tui.checkout.payable import hindrance

        filled = next((entry for entry in entries if entry.has_lines), None)
        found = hindrance(filled, self.shop.payments) if self.shop and filled else None
        if filled is None or found is None or found.where == "address":
            return "Go back and give an address that a merchant takes."
        return f"{one_line(filled.name)}: {one_line(found.sentence)}"

    def _go_to_choose(self, entry: MerchantCart, shipment: Shipment) -> None:
        """Put the cursor onto what is still to choose for a shipment."""
        from firmly_tui.checkout.undecided import DAY, STORE

        kinds = {DAY: "day", STORE: "place"}
        lost = _lost(entry, shipment) is not None
        kind = "day" if lost else kinds.get(entry.lacks(shipment)[0], "method")
        shown = self.query_one(ShipmentList)
        own = [
            index
            for index, row in enumerate(shown.rows)
            if row.selectable and (row.entry.domain, row.shipment_id) == (entry.domain, shipment.shipment_id)
        ]
        if own:
            wanted = next((index for index in own if shown.rows[index].kind == kind), own[0])
            # What it says of the row itself must not take the place of what is said now.
            self._at = shown.rows[wanted].key
            shown.cursor = wanted
            self._show_where_to()
            self._show_detail()


def _lost(entry: MerchantCart, shipment: Shipment) -> ChoiceRefused | None:
    """Whether the chosen time of a shipment was taken meanwhile."""
    from firmly_tui.checkout.delivery_choice import lost_time

    return lost_time(entry.cart, shipment) if entry.cart is not None else None
