"""How, when and where the goods of every merchant reach the shopper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Label

from firmly_tui.tui.address_words import goes_to
from firmly_tui.tui.commands import command
from firmly_tui.tui.delivery_words import given_up, title, window_price
from firmly_tui.tui.drawing import one_line, plain
from firmly_tui.tui.screens.delivery_changes import DeliveryChanges
from firmly_tui.tui.widgets.bars import Stepper
from firmly_tui.tui.widgets.delivery_detail import DeliveryDetail, heading
from firmly_tui.tui.widgets.line_picker import LinePicker
from firmly_tui.tui.widgets.row_list import RowList
from firmly_tui.tui.widgets.shipment_list import ShipmentList
from firmly_tui.tui.widgets.shipment_rows import ShipmentRow, ShipmentRows
from firmly_tui.tui.widgets.totals import TotalsTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from firmly_tui.checkout import Shop
    from firmly_tui.checkout.fulfillment import TypeOption
    from firmly_tui.checkout.offers import Offer
    from firmly_tui.models import Shipment


class DeliveryScreen(DeliveryChanges):
    """Choose type, method, window, store, day and hours of each shipment."""

    PLACE = "Delivery"
    GO = "delivery"
    EXPLAINS = (
        "Each merchant offers its own ways to send the goods; the cheapest is chosen already. Enter or Space "
        "chooses another, or opens the days, the stores or the notes of a shipment. n goes to the next shipment. "
        "o goes on to the add-ons, or to the payment."
    )
    CSS_PATH = "../styles/delivery.tcss"
    AUTO_FOCUS = "ShipmentList"
    BINDINGS = [
        command(
            "o,ctrl+s,f8",
            "go_on",
            "go on",
            "Go on to the add-ons, or to the payment.",
            called="next, checkout, pay",
        ),
        command("n", "shipment(1)", "next shipment", "Go to the next shipment."),
        command("N", "shipment(-1)", "shipment before", "Go to the shipment before.", footer=False),
        command("4,5,6", "ahead", "ahead", "What comes after this.", footer=False),
        command("r", "ask_again", "ask again", "Ask for days and stores anew.", footer=False),
        command("escape", "leave", "back", "Back to the shipments; what was chosen before stays."),
    ]

    def __init__(self, shop: Shop | None = None, domain: str = "") -> None:
        """The cursor begins at the merchant of this domain, or at the first one."""
        super().__init__(shop)
        self._made = ShipmentRows()
        self._begins_at = domain

    def compose_body(self) -> ComposeResult:
        """The shipments, what can be chosen for one of them, and what it all costs."""
        assert self.shop is not None  # noqa: S101 (given in the constructor)
        yield Stepper(2)
        yield Label(id="to", markup=False)
        with Horizontal(id="panes"):
            with Vertical(id="shipments"):
                yield ShipmentList()
                with Horizontal(id="notes"):
                    yield Label("Notes ", markup=False)
                    yield Input(id="words", compact=True, max_length=500, select_on_focus=False)
            yield DeliveryDetail(self.shop.today())
            with Vertical(id="costs"):
                yield TotalsTable(markup=False)

    # Showing

    def carts_changed(self) -> None:
        """Show what can be chosen, the cursor on the first thing that is."""
        self._forget_what_is_over()
        if self.shop is None or self._offers is None:
            return
        entries = self.shop.hive.entries
        shipments = self.query_one(ShipmentList)
        fresh = shipments.selected is None
        rows = self._made.rows(entries, self._offers, self.shop.zone())
        shipments.show(rows)
        if fresh and (lost := self._lost_at(self._begins_at)):
            self._go_to_choose(*lost)
        elif fresh:
            begins = [row.is_chosen and self._begins_at in ("", row.entry.domain) for row in rows]
            chosen = (index for index, found in enumerate(begins) if found)
            shipments.cursor = next(chosen, shipments.cursor)
        self._show_where_to()
        self.query_one(TotalsTable).show(self.shop.hive.totals())
        self._show_detail()
        for entry, shipment in self._offers.unknown(entries):
            self._ask(entry, shipment)

    @on(RowList.Moved)
    def _moved(self, message: RowList.Moved) -> None:
        if not isinstance(message.row_list, ShipmentList):
            return
        row = message.row_list.selected
        key = row.key if row else None
        if key == self._at:
            return
        before, self._at = self._at, key
        self._show_where_to()
        self._asked = None
        # Where the row of before is gone the cursor was not moved by anybody: what was said just now stays.
        if row is not None and any(shown.key == before for shown in message.row_list.rows):
            self.say(self._foretold(row))
        if not self._is_picking:
            self._new_type = None
            self._show_detail()

    def _show_where_to(self) -> None:
        row = self.query_one(ShipmentList).selected
        if self.shop is not None:
            self.query_one("#to", Label).update(goes_to(self.shop, row.entry.domain if row else ""))

    def _foretold(self, row: ShipmentRow) -> str:
        """What choosing a row means, before it is chosen."""
        from firmly_tui.checkout.fulfillment import TypeOption, WindowOption

        option = row.item
        if row.is_chosen:
            return row.about
        if isinstance(option, TypeOption):
            reason = f"{one_line(option.reason).rstrip('.')}. " if option.reason else ""
            return reason + given_up(option.name, option.resets)
        price = window_price(row.shipment, option) if isinstance(option, WindowOption) else ""
        return " ".join(filter(None, [self._given_up_by(row), price, row.about]))

    def _given_up_by(self, row: ShipmentRow) -> str:
        """What a method, a window or a way to pick up takes from the present choice, `""` for nothing."""
        from firmly_tui.checkout.fulfillment import edit_for

        if self._offers is None or row.shipment is None or row.kind not in ("method", "window", "handover"):
            return ""
        choice = self._offers.of(row.entry, row.shipment).view.choice
        return given_up(row.name, choice.gives_up(edit_for(row.choice)(choice)))

    def _show_detail(self) -> None:
        """Show what there is to choose beside the row under the cursor, or go on showing what is being chosen."""
        detail, row = self.query_one(DeliveryDetail), self._row()
        if not self._is_picking and not self._is_writing and row is not None:
            self._subject = (row.entry.domain, row.shipment_id)
        found = self._found()
        if found is None:
            if self._is_picking:
                self.action_leave(keep=False)
                self.say("This shipment is gone.", "warn")
            detail.title(plain(""))
            detail.show_about("")
            return
        entry, shipment, offer = found
        detail.title(heading(entry.name, title(entry, shipment)))
        if self._is_picking and detail.mode == "lines":
            return
        wants_places = self._is_picking and detail.mode == "places"
        if wants_places or (not self._is_picking and row is not None and row.kind == "place"):
            self._show_places(shipment, offer)
        elif offer.view.days.days:
            detail.show_days(shipment, offer.view, self._limited)
        else:
            detail.show_about(self._why_no_days(shipment, offer))

    def _show_places(self, shipment: Shipment, offer: Offer) -> None:
        chosen = shipment.selected_location
        options = tuple(option.option.name.removesuffix(" pickup") for option in offer.view.handovers)
        location_id = chosen.location_id if chosen else ""
        self.query_one(DeliveryDetail).show_places(offer.view, location_id, options)

    @staticmethod
    def _why_no_days(shipment: Shipment, offer: Offer) -> str:
        if offer.asking:
            return "Asking which days there are …"
        if offer.error is not None:
            return f"{offer.error.sentence} r asks again."
        if offer.view.is_pickup and offer.view.place is None:
            return "Choose a store first: its days stand here then."
        method = shipment.shipping_method
        estimate = one_line(method.estimated_delivery) if method else ""
        return f"No day to choose. Expected: {estimate}." if estimate else "No day to choose."

    # Choosing

    @on(RowList.Refused)
    def _refused(self, message: RowList.Refused) -> None:
        self.say(message.reason, "warn")

    @on(RowList.Chosen)
    def _chosen(self, message: RowList.Chosen) -> None:
        row = message.row
        if not isinstance(row, ShipmentRow) or row.shipment is None:
            return
        if self._is_writing:
            self.action_leave()
        self._subject = (row.entry.domain, row.shipment_id)
        acts: dict[str, Callable[[ShipmentRow], None]] = {
            "type": self._choose_type,
            "place": lambda _: self._open_places(None),
            "day": lambda _: self._open_days(),
            "notes": self._open_notes,
            "split": self._open_lines,
            "merge": self._merge,
        }
        acts.get(row.kind, self._choose_item)(row)

    def _choose_item(self, row: ShipmentRow) -> None:
        """A method, a window or a way to pick up."""
        if row.is_chosen:
            self.say("Already chosen. o goes on.")
            return
        from firmly_tui.checkout.fulfillment import edit_for

        lost = self._given_up_by(row)
        if lost and self._asked != row.key:
            self._asked = row.key
            self.say(f"{lost} Enter again does it.", "warn")
            return
        self._asked = None
        self._choose(edit_for(row.choice))

    def _choose_type(self, row: ShipmentRow) -> None:
        from firmly_tui.checkout.fulfillment import TypeOption, loses_by_type

        option, found = row.item, self._found()
        if not isinstance(option, TypeOption) or option.chosen or found is None:
            self.say("Already chosen. o goes on.")
            return
        offer = found[2]
        if option.is_pickup and offer.view.places:
            self._open_places(option)
        elif option.is_pickup and offer.asking:
            self._say_while(self._asks_for_stores, "One moment: the stores are being asked for.")
        elif loses_by_type(found[1], option) and self._asked != row.key:
            self._asked = row.key
            self.say(f"{given_up(option.name, option.resets)} Enter again does it.", "warn")
        else:
            self._asked = None
            self._set_type(option.type_id, None)

    def _open_places(self, option: TypeOption | None) -> None:
        found = self._found()
        if found is None:
            return
        _, shipment, offer = found
        if not offer.view.places and offer.asking:
            self._say_while(self._asks_for_stores, "One moment: the stores are being asked for.")
            return
        if not offer.view.places:
            self.say("No store near you has all of it. r asks again.", "warn")
            return
        self._new_type = option
        self._show_places(shipment, offer)
        self._pick()
        if option is not None:
            self.say(f"Choose a store. {given_up(option.name, option.resets)}")
        elif shipment.selected_date:
            self.say("Choose a store. Another one gives up the day.")

    def _open_days(self) -> None:
        found = self._found()
        if found is None:
            return
        entry, shipment, offer = found
        if offer.view.is_pickup and offer.view.place is None:
            self._open_places(None)
            return
        if not offer.view.days.days:
            self.say(self._why_no_days(shipment, offer), "warn")
            return
        self.query_one(DeliveryDetail).show_days(shipment, offer.view)
        self._pick()
        # They may have been taken since they were asked for.
        self._ask(entry, shipment)

    def _open_lines(self, row: ShipmentRow) -> None:
        ids = row.shipment.line_item_ids if row.shipment else []
        self.query_one(DeliveryDetail).show_lines(
            [line for line in row.entry.lines if line.line_item_id in ids]
        )
        self._pick()
        self.say("Space picks what is to travel on its own, Enter does it. That may cost a delivery more.")

    def _open_notes(self, row: ShipmentRow) -> None:
        from firmly_tui.checkout.delivery_choice import own_words

        assert row.shipment is not None  # noqa: S101 (rows of notes have one)
        words = self.query_one("#words", Input)
        self._notes_of = (row.entry.domain, row.shipment_id)
        words.value = row.entry.drafts.get(row.shipment_id, one_line(own_words(row.shipment.notes)))
        self.add_class("-writing")
        words.cursor_position = len(words.value)
        words.focus()
        self.say(f"What {one_line(row.entry.name)} should know. Enter keeps it.")

    @on(Input.Submitted, "#words")
    def _notes_written(self, message: Input.Submitted) -> None:
        words, (domain, shipment_id) = message.value, self._notes_of
        self.action_leave(keep=False)
        if self.shop is not None:
            self.shop.hive[domain].drafts.pop(shipment_id, None)
            self._change(
                self.shop.hive.shipments.choose(domain, shipment_id, lambda choice: choice.saying(words))
            )

    @on(DeliveryDetail.DayPicked)
    def _day_picked(self, message: DeliveryDetail.DayPicked) -> None:
        day, slot = message.day.isoformat(), message.slot
        first = self._with_day or (lambda choice: choice)
        self._choose(lambda choice: first(choice).on(day, slot))

    @on(DeliveryDetail.PlacePicked)
    def _place_picked(self, message: DeliveryDetail.PlacePicked) -> None:
        found = self._found()
        if found is None:
            return
        kind, location = found[1].fulfillment_type, found[1].selected_location
        if self._new_type is None and location is not None and location.location_id == message.location_id:
            self.action_leave(keep=False)
            self.say("Already chosen. o goes on.")
            return
        type_id = self._new_type.type_id if self._new_type else kind.id if kind else ""
        self._set_type(type_id, message.location_id)

    @on(LinePicker.Picked)
    def _lines_picked(self, message: LinePicker.Picked) -> None:
        found = self._found()
        if self.shop is None or found is None:
            return
        entry, shipment, _ = found
        if not message.line_item_ids:
            self.say("Nothing is picked. Space picks what is under the cursor.", "warn")
        elif set(message.line_item_ids) >= set(shipment.line_item_ids):
            self.say("All of it travels together already. Leave something out.", "warn")
        else:
            self._change(
                self.shop.hive.shipments.split(entry.domain, shipment.shipment_id, message.line_item_ids),
                tells_cost=True,
            )

    # Coming and going

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape leaves what is being chosen; otherwise, the screen."""
        if action == "leave":
            return self._is_picking or self._is_writing or self._asked is not None
        if action in ("shipment", "go_on") and (self._is_picking or self._is_writing):
            return False
        if action == "shipment":
            return any(len(shown.shipments) > 1 for shown in self.query(ShipmentList))
        return super().check_action(action, parameters)

    def action_shipment(self, by: int) -> None:
        """Go to the next shipment, or to the one before."""
        self.query_one(ShipmentList).action_shipment(by)

    def action_ask_again(self) -> None:
        """Ask for the days and stores of the shipment under the cursor."""
        found = self._found()
        if found is None:
            self.say("There is no shipment under the cursor.", "warn")
        else:
            self._ask_anew(found[0], found[1])

    def action_ahead(self) -> None:
        """Say why a number does not lead on."""
        self.say("The steps after this one come with o, one after the other; the numbers go back.", "warn")

    def action_go_on(self) -> None:
        """Go on, if there is a cart that can be paid, and nothing is still to choose, or the shopper insists."""
        if self.shop is None:
            return
        entries = self.shop.hive.entries
        if waiting := self._answering():
            words = f"One moment: {one_line(waiting[0].name)} is still answering."
            self._say_while(lambda: bool(self._answering()), words)
        elif self._something_lacks(entries):
            return
        elif any(entry.ready for entry in entries):
            has_addons = any(entry.has_addons for entry in entries)
            self.post_message(self.GoTo("addons" if has_addons else "review"))
        else:
            self.say(f"No cart can be paid yet. {self._what_hinders(entries)}", "warn")
