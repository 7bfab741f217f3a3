"""Beside the shipments, or in their place where it is narrow: the days and hours, the stores, or the items to split."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from textual import on
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from firmly_tui.tui.delivery_words import zones_apart
from firmly_tui.tui.drawing import BOLD, DIM, joined, one_line, plain
from firmly_tui.tui.widgets.line_picker import LinePicker
from firmly_tui.tui.widgets.month_calendar import MonthCalendar
from firmly_tui.tui.widgets.month_days import CalendarDay
from firmly_tui.tui.widgets.place_list import Place, PlaceList, PlaceRow, place_rows
from firmly_tui.tui.widgets.row_list import RowList
from firmly_tui.tui.widgets.slot_list import Slot, SlotList, SlotRow, slot_rows

if TYPE_CHECKING:
    from datetime import date

    from textual.app import ComposeResult
    from textual.content import Content

    from firmly_tui.checkout.delivery_days import DeliveryDays, SlotView
    from firmly_tui.checkout.fulfillment import Fulfillment
    from firmly_tui.checkout.places import Place as KnownPlace
    from firmly_tui.models import LineItem, Shipment, TimeSlot

Mode = Literal["", "days", "places", "lines"]


class DeliveryDetail(Vertical):
    """One thing to choose at a time; what is chosen is told, and not done here."""

    DEFAULT_CSS = """
    DeliveryDetail {
        & > #detail-title { height: auto; padding: 0 1; }
        & > #detail-about { height: auto; padding: 1 1 0 1; color: $text-muted; }
        MonthCalendar { margin: 1 1 0 1; }
        SlotList { height: 1fr; margin: 1 0 0 1; }
        PlaceList, LinePicker { height: 1fr; margin-top: 1; }
    }
    """

    @dataclass
    class DayPicked(Message):
        """A day, or hours of it, were chosen."""

        day: date
        slot: TimeSlot | None

    @dataclass
    class PlacePicked(Message):
        """A store was chosen."""

        location_id: str

    def __init__(self, today: date) -> None:
        super().__init__(id="detail")
        self._today = today
        self._days: DeliveryDays | None = None
        self._shipment: Shipment | None = None
        self._chosen_slot: TimeSlot | None = None
        self._is_lost = False
        self._shown: tuple[DeliveryDays, Shipment, date, bool] | None = None
        self.mode: Mode = ""

    def compose(self) -> ComposeResult:
        """All that may be shown, one at a time."""
        yield Static(id="detail-title", markup=False)
        yield MonthCalendar(today=self._today)
        yield SlotList()
        yield PlaceList()
        yield LinePicker()
        yield Static(id="detail-about", markup=False)

    def on_mount(self) -> None:
        """Begin with nothing."""
        self._switch("")

    def _switch(self, mode: Mode) -> None:
        self.mode = mode
        self.query_one(MonthCalendar).display = mode == "days"
        self.query_one(SlotList).display = mode == "days"
        self.query_one(PlaceList).display = mode == "places"
        self.query_one(LinePicker).display = mode == "lines"
        self.query_one("#detail-about").display = mode == ""

    def focus_choice(self) -> None:
        """Go to what there is to choose; among the stores, to the chosen one."""
        if self.mode == "places":
            places = self.query_one(PlaceList)
            chosen = (index for index, row in enumerate(places.rows) if row.chosen)
            places.cursor = next(chosen, places.cursor)
        targets = {"days": MonthCalendar, "places": PlaceList, "lines": LinePicker}
        if self.mode:
            self.query_one(targets[self.mode]).focus()

    def title(self, words: Content) -> None:
        """What it is about."""
        self.query_one("#detail-title", Static).update(words)

    def show_about(self, words: str) -> None:
        """Say something, where there is nothing to choose."""
        self._switch("")
        self.query_one("#detail-about", Static).update(words)

    def show_days(self, shipment: Shipment, view: Fulfillment, limited: DeliveryDays | None = None) -> None:
        """Show the days of a shipment, the cursor on the chosen one; it stays where it is in the same days.

        `limited` are the days to show in place of all of them. A time that was taken is not the chosen one any more.
        """
        from firmly_tui.checkout.delivery_days import as_date

        offered = view.days if limited is None else limited
        shown = self._days is offered and self._shipment is shipment and self._is_lost == view.is_lost
        if shown and self.mode == "days":
            return
        before, days_before = self._shipment, self._days
        same = before is not None and before.shipment_id == shipment.shipment_id
        # In another window one begins anew: where the cursor was may be outside of it.
        within = days_before is not None and bool(days_before.days) and days_before.outside == offered.outside
        known = same and within and self.mode == "days"
        self._days, self._shipment, self._is_lost = offered, shipment, view.is_lost
        self._chosen_slot = view.choice.slot
        self._switch("days")
        days = [
            CalendarDay(day.date, day.price, day.note or one_line(day.description), day.closed)
            for day in offered.days
        ]
        calendar = self.query_one(MonthCalendar)
        calendar.show(days, today=self._today, chosen=self._chosen_day)
        wanted = as_date(shipment.selected_date)
        if not known and (first := wanted or next((day.date for day in offered.open), None)):
            calendar.cursor = first
        # At once, not when the calendar's message comes: that would be a frame of its own.
        self._show_slots(calendar.cursor)

    @property
    def _chosen_day(self) -> date | None:
        """The day that the goods come on as it stands, None where it was taken meanwhile."""
        from firmly_tui.checkout.delivery_days import as_date

        return as_date(self._shipment.selected_date) if self._shipment and not self._is_lost else None

    def step_back(self) -> bool:
        """Go back from the hours to the days, if one is there; a day whose hours were not chosen is not chosen."""
        if self._shipment is not None and self.mode == "days":
            self.query_one(MonthCalendar).chosen = self._chosen_day
        if not self.query_one(SlotList).has_focus:
            return False
        self.query_one(MonthCalendar).focus()
        return True

    def open_day(self, day: date) -> None:
        """Put the cursor onto a day."""
        self.query_one(MonthCalendar).cursor = day

    def show_places(self, view: Fulfillment, chosen: str, options: tuple[str, ...]) -> None:
        """Show the stores, the nearest first."""
        self._switch("places")
        self.query_one(PlaceList).show(
            place_rows([_place(found, options) for found in view.places], chosen=chosen)
        )

    def show_lines(self, lines: list[LineItem]) -> None:
        """Show the items, to pick some."""
        self._switch("lines")
        self.query_one(LinePicker).offer(lines)

    # What is chosen

    @on(MonthCalendar.Highlighted)
    def _highlighted(self, message: MonthCalendar.Highlighted) -> None:
        self._show_slots(message.calendar.cursor)

    def _show_slots(self, wanted: date) -> None:
        if self._days is None or self._shipment is None:
            return
        shown = (self._days, self._shipment, wanted, self._is_lost)
        if self._shown == shown:
            return
        self._shown = shown
        day = self._days.day(wanted)
        chosen = self._chosen_slot
        is_chosen_day = self._chosen_day == day.date
        whole = "The whole day is chosen." if is_chosen_day else "The whole day: Enter chooses it."
        # Free times of a day that is closed, as it is outside of a window, cannot be chosen.
        slots = day.slots if day.is_open or is_chosen_day or not day.free else ()
        self.query_one(SlotList).show(
            slot_rows(
                [_slot(slot) for slot in slots],
                chosen=chosen.slot_id if chosen and is_chosen_day else "",
                zones=zones_apart(slots),
                # Why a day is closed the calendar says.
                empty=whole if day.is_open or is_chosen_day else "",
            )
        )

    @on(MonthCalendar.Chosen)
    def _day_chosen(self, message: MonthCalendar.Chosen) -> None:
        message.stop()
        if self._days is None:
            return
        if self._days.day(message.date).slots:
            slots = self.query_one(SlotList)
            free = [i for i, row in enumerate(slots.rows) if row.slot and (row.chosen or not row.slot.full)]
            chosen = [i for i in free if slots.rows[i].chosen]
            slots.cursor = next(iter([*chosen, *free]), slots.cursor)
            slots.focus()
        else:
            self.post_message(self.DayPicked(message.date, None))

    @on(RowList.Chosen)
    def _row_chosen(self, message: RowList.Chosen) -> None:
        message.stop()
        row = message.row
        if isinstance(row, PlaceRow) and row.place is not None:
            self.post_message(self.PlacePicked(row.place.place_id))
        elif isinstance(row, SlotRow) and row.slot is not None:
            self._slot_chosen(row.slot)

    def _slot_chosen(self, slot: Slot) -> None:
        if self._days is None:
            return
        day = self._days.day(self.query_one(MonthCalendar).cursor)
        known = next((found for found in day.slots if _slot(found) == slot), None)
        if known is not None:
            self.post_message(self.DayPicked(day.date, known.slot))

    @on(RowList.Refused)
    def _row_refused(self, message: RowList.Refused) -> None:
        row = message.row_list.selected
        if isinstance(message.row_list, SlotList) and isinstance(row, SlotRow) and row.slot is None:
            message.stop()
            self.query_one(MonthCalendar).action_choose()

    @on(RowList.Moved)
    def _moved(self, message: RowList.Moved) -> None:
        message.stop()


def _slot(view: SlotView) -> Slot:
    return Slot(
        view.slot.slot_id, view.time, view.yours, one_line(view.slot.description), view.price, view.full
    )


def _place(known: KnownPlace, options: tuple[str, ...]) -> Place:
    location = known.location
    lines = known.address
    # A store that is near is in one's own country.
    if location.address and location.address.country and len(lines) > 1:
        lines = lines[:-1]
    return Place(
        location.location_id,
        location.name or location.location_id,
        known.distance,
        ", ".join(lines),
        location.phone,
        known.today,
        options,
        known.closed,
    )


def heading(name: str, what: Content) -> Content:
    """`Nordhaus · Linden 3-Seat Sofa`."""
    return joined([plain(one_line(name), BOLD), plain(what.plain, DIM)])
