"""Delivery against the sandbox: types, windows, days and hours, stores, notes, and what travels together."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from textual.widgets import Input

from firmly_tui.checkout import ChoiceRefused
from firmly_tui.checkout.delivery_days import SlotView, slot_view
from firmly_tui.checkout.fulfillment import WindowOption
from firmly_tui.models import Money, Shipment, TimeSlot
from firmly_tui.sandbox import Sandbox
from firmly_tui.tui.delivery_words import chosen_day, zones_apart
from firmly_tui.tui.screens.delivery import DeliveryScreen
from firmly_tui.tui.widgets.delivery_detail import DeliveryDetail
from firmly_tui.tui.widgets.month_calendar import MonthCalendar
from firmly_tui.tui.widgets.shipment_list import ShipmentList
from firmly_tui.tui.widgets.slot_list import SlotList
from tests.tui.records import Records
from tests.tui.shopper import HOME, SMALL, Shopper, shopping

FURNITURE, SOUND, BOOKS = "nordhaus.example", "voltline.example", "buecherhalle.example"
SOFA, LOVESEAT, TABLE = "NH-LIN3-NAVY", "NH-LIN2-NAVY", "NH-SKAG-OAK-60IN"
HEADPHONES, GIFT_CARD = "VL-HUSH-BLACK", "VL-GIFT-25"
ALL_SIZES = pytest.mark.parametrize("size", [SMALL, (120, 40), (200, 50)])


class Delivery:
    """The delivery screen, and what the merchants were told through it."""

    def __init__(self, shopper: Shopper) -> None:
        self.shopper = shopper

    async def open(self, *goods: tuple[str, str]) -> None:
        """Come to delivery with these goods, and wait until everything is asked for."""
        for domain, sku in goods:
            await self.shopper.put(domain, sku)
        self.shopper.has_bought_before()
        await self.shopper.press("f3")
        await self.shopper.until("Total so far")
        await self.shopper.press("o")
        await self.shopper.until("1 Pine St")
        await self.shopper.press("ctrl+s")
        await self.shopper.until("to Ada Quill", gone="asking")

    async def go(self, kind: str, words: str = "") -> None:
        """Move the cursor to the first row of a kind that holds these words."""
        rows = self.shown.rows
        wanted = next((i for i, row in enumerate(rows) if row.kind == kind and words in row.left.plain), None)
        assert wanted is not None, f"no {kind} with “{words}”:\n{self.shopper.text()}"
        self.shown.cursor = wanted
        await self.shopper.pilot.pause()

    async def choose(self, kind: str, words: str = "") -> None:
        """Press Enter on that row."""
        await self.go(kind, words)
        await self.shopper.press("enter")

    @property
    def shown(self) -> ShipmentList:
        return self.shopper.app.screen.query_one(ShipmentList)

    @property
    def calendar(self) -> MonthCalendar:
        return self.shopper.app.screen.query_one(MonthCalendar)

    def shipments(self, domain: str = FURNITURE) -> list[Shipment]:
        """The shipments as the merchant last gave them."""
        cart = self.shopper.shop.hive[domain].cart
        assert cart is not None
        return cart.shipments

    def cost(self, domain: str = FURNITURE) -> Money | None:
        """What the delivery costs."""
        cart = self.shopper.shop.hive[domain].cart
        return cart.shipping_total if cart is not None else None

    async def go_to_paid_hours(self) -> tuple[date, SlotView]:
        """In the calendar, move to an open day with hours that cost something."""
        detail = self.shopper.app.screen.query_one(DeliveryDetail)
        assert detail._days is not None
        hours = ((day.date, slot) for day in detail._days.open for slot in day.slots)
        found = next((day, slot) for day, slot in hours if not slot.full and slot.price and slot.price.number)
        self.calendar.cursor = found[0]
        await self.shopper.pilot.pause()
        return found

    async def go_to_day(self) -> date:
        """In the calendar, move to an open day with hours, the first of which is free."""
        detail = self.shopper.app.screen.query_one(DeliveryDetail)
        assert detail._days is not None
        day = next(day for day in detail._days.open if day.slots and not day.slots[0].full)
        self.calendar.cursor = day.date
        await self.shopper.pilot.pause()
        return day.date


@pytest.fixture
def delivery(shopper: Shopper) -> Delivery:
    return Delivery(shopper)


@pytest.fixture
async def roomy(home: Path, sandbox: Sandbox, size: tuple[int, int]) -> AsyncIterator[Delivery]:
    async with shopping(home, sandbox, size=size) as shopper:
        await shopper.opened()
        yield Delivery(shopper)


@ALL_SIZES
async def test_day_and_hours_are_chosen_for_a_scheduled_delivery(roomy: Delivery) -> None:
    shopper = roomy.shopper
    await roomy.open((FURNITURE, SOFA))
    await roomy.choose("type", "Scheduled")
    await shopper.until("Day ! not chosen")
    await roomy.choose("day")
    day = await roomy.go_to_day()
    await shopper.press("enter")
    assert isinstance(shopper.app.focused, SlotList)
    await shopper.press("enter")
    await shopper.until(f"{day:%A, %B} {day.day} · 08:00 – 12:00")
    assert roomy.shipments()[0].selected_date == day.isoformat()
    assert isinstance(shopper.app.focused, ShipmentList)


async def test_a_type_tells_what_it_gives_up_before_it_is_chosen(delivery: Delivery) -> None:
    shopper = delivery.shopper
    await delivery.open((FURNITURE, SOFA))
    await delivery.go("type", "Scheduled")
    await shopper.until("Scheduled Delivery gives up the shipping method: Standard delivery.")
    assert delivery.shipments()[0].fulfillment_type.id == "SHIP_TO_ADDRESS"  # type: ignore[union-attr]


async def test_a_type_asks_once_where_something_was_chosen(delivery: Delivery) -> None:
    shopper = delivery.shopper
    await delivery.open((FURNITURE, TABLE), (FURNITURE, SOFA))
    await delivery.choose("type", "Scheduled")
    await shopper.until("(•) Scheduled Delivery")
    windows = [i for i, row in enumerate(delivery.shown.rows) if "Premium window" in row.left.plain]
    delivery.shown.cursor = windows[-1]
    await shopper.press("enter")
    await shopper.until("(•) Premium window")
    await delivery.choose("type", "Ship to Address")
    await shopper.until("gives up the delivery window: Premium window")
    assert "Enter again does it." in shopper.said()
    await shopper.press("escape")
    await shopper.until("(•) Scheduled Delivery", gone="Enter again")
    await shopper.press("enter")
    await shopper.until("Enter again does it.")
    await shopper.press("enter")
    await shopper.until("(•) Ship to Address")


async def test_hours_taken_while_one_looks_are_said_and_the_day_is_opened_again(
    delivery: Delivery, records: Records
) -> None:
    shopper = delivery.shopper
    await delivery.open((FURNITURE, SOFA), (FURNITURE, TABLE))
    await delivery.choose("type", "Scheduled")
    await shopper.until("(•) Scheduled Delivery")
    await delivery.choose("day")
    day = await delivery.go_to_day()
    await shopper.press("enter")
    records.book_out(FURNITURE, day.isoformat(), "0800-1200")
    await shopper.press("enter")
    await shopper.until("is taken")
    await shopper.until("✕ 08:00 – 12:00")
    assert delivery.calendar.has_focus
    assert delivery.calendar.cursor == day


@ALL_SIZES
async def test_a_store_a_way_to_pick_up_and_a_day_are_chosen(roomy: Delivery) -> None:
    shopper = roomy.shopper
    await roomy.open((SOUND, HEADPHONES))
    await roomy.choose("type", "Pickup")
    await shopper.until("Choose a store. Pickup in Store gives up the shipping method: Ground.")
    await shopper.press("down", "enter")
    await shopper.until("Store Voltline Fremont · 3.4 miles")
    await roomy.choose("handover", "In-store")
    await shopper.until("(•) In-store pickup")
    await roomy.choose("day")
    day = await roomy.go_to_day()
    await shopper.press("enter", "enter")
    await shopper.until(f"Day {day:%A, %B} {day.day} ·")
    (chosen,) = roomy.shipments(SOUND)
    assert chosen.selected_location is not None
    assert chosen.selected_location.location_id == "fremont"
    assert chosen.selected_date == day.isoformat()


async def test_the_same_store_again_keeps_the_day(delivery: Delivery) -> None:
    shopper = delivery.shopper
    await delivery.open((SOUND, HEADPHONES))
    await delivery.choose("type", "Pickup")
    await shopper.until("Choose a store.")
    await shopper.press("down", "enter")
    await shopper.until("Store Voltline Fremont")
    await delivery.choose("day")
    day = await delivery.go_to_day()
    await shopper.press("enter", "enter")
    await shopper.until(f"Day {day:%A, %B} {day.day} ·")
    await delivery.choose("place")
    await shopper.until("Another one gives up the day.")
    assert "(•) Voltline Fremont" in shopper.said()
    await shopper.press("enter")
    await shopper.until("Already chosen. o goes on.")
    assert isinstance(shopper.app.focused, ShipmentList)
    assert delivery.shipments(SOUND)[0].selected_date == day.isoformat()


async def test_escape_goes_back_one_at_a_time(delivery: Delivery) -> None:
    shopper = delivery.shopper
    await delivery.open((FURNITURE, TABLE))
    await delivery.choose("day")
    await delivery.go_to_day()
    await shopper.press("enter")
    assert isinstance(shopper.app.focused, SlotList)
    await shopper.press("escape")
    assert isinstance(shopper.app.focused, MonthCalendar)
    assert delivery.calendar.chosen is None
    await shopper.press("escape")
    assert isinstance(shopper.app.focused, ShipmentList)
    await shopper.press("escape")
    await shopper.until("Go on to delivery")


async def test_notes_are_kept_when_one_leaves_and_sent_by_enter(delivery: Delivery) -> None:
    shopper = delivery.shopper
    await delivery.open((BOOKS, "BH-1007-PB"))
    await delivery.choose("notes")
    await shopper.type("Ring twice")
    await shopper.press("escape")
    await shopper.until("none · Enter writes")
    await shopper.press("enter")
    await shopper.until("Ring twice")
    await shopper.type(" [b]")
    await shopper.press("enter")
    await shopper.until("Notes Ring twice [b]", gone="Enter keeps it")
    assert delivery.shipments(BOOKS)[0].notes == "Ring twice [b]"


async def test_items_are_split_and_merged_again(delivery: Delivery) -> None:
    shopper = delivery.shopper
    await delivery.open((FURNITURE, SOFA), (FURNITURE, LOVESEAT))
    await delivery.choose("split")
    await shopper.press("enter")
    await shopper.until("Nothing is picked.")
    await shopper.press("space", "enter")
    await shopper.until("Shipment 1 of 2 · Linden Loveseat")
    assert [len(found.line_item_ids) for found in delivery.shipments()] == [1, 1]
    await delivery.choose("merge")
    await shopper.until("Linden 3-Seat Sofa and Linden Loveseat", gone="Shipment 1")
    assert len(delivery.shipments()) == 1


async def test_the_cursor_stays_at_its_merchant_when_its_shipment_is_gone(delivery: Delivery) -> None:
    shopper = delivery.shopper
    await delivery.open((FURNITURE, SOFA), (FURNITURE, LOVESEAT), (SOUND, HEADPHONES))
    await delivery.choose("split")
    await shopper.until("Space picks")
    await shopper.press("space", "enter")
    await shopper.until("Shipment 1 of 2")
    await delivery.choose("merge")
    await shopper.until("Linden 3-Seat Sofa and Linden Loveseat", gone="Shipment 1")
    assert delivery.shown.selected is not None
    assert delivery.shown.selected.entry.domain == FURNITURE


async def test_the_merchant_is_in_sight_when_hours_were_chosen(delivery: Delivery) -> None:
    shopper = delivery.shopper
    await delivery.open((BOOKS, "BH-1007-PB"), (FURNITURE, SOFA))
    await delivery.choose("type", "Scheduled")
    await shopper.until("(•) Scheduled Delivery")
    await delivery.choose("day")
    day = await delivery.go_to_day()
    await shopper.press("enter", "enter")
    await shopper.until(f"Day {day:%A, %B} {day.day} ·")
    assert "Nordhaus" in shopper.said()


async def test_what_hours_and_a_split_cost_is_told(delivery: Delivery) -> None:
    shopper = delivery.shopper
    await delivery.open((FURNITURE, SOFA), (FURNITURE, LOVESEAT))
    await delivery.choose("type", "Scheduled")
    await shopper.until("(•) Scheduled Delivery")
    await delivery.choose("day")
    day, hours = await delivery.go_to_paid_hours()
    await shopper.press("enter")
    slots = shopper.app.screen.query_one(SlotList)
    slots.cursor = next(at for at, row in enumerate(slots.rows) if row.slot and row.slot.time == hours.time)
    await shopper.press("enter")
    await shopper.until(f"{day:%A, %B} {day.day} · {hours.time}")
    assert str(hours.price) in shopper.line("Day ")
    before = delivery.cost()
    await delivery.choose("split")
    await shopper.press("space", "enter")
    await shopper.until(lambda: delivery.cost() != before)
    await shopper.until(f"Shipping: {before} → {delivery.cost()}")


async def test_variants_of_the_same_goods_are_told_apart(delivery: Delivery) -> None:
    shopper = delivery.shopper
    await delivery.open((FURNITURE, LOVESEAT), (FURNITURE, "NH-LIN2-OAT"))
    assert "Linden Loveseat (Navy) and Linden Loveseat (Oat)" in shopper.said()
    await delivery.choose("split")
    await shopper.until("[ ] Linden Loveseat Navy")
    assert "[ ] Linden Loveseat Oat" in shopper.said()


async def test_goods_that_come_by_mail_need_no_delivery_and_can_be_paid(delivery: Delivery) -> None:
    shopper = delivery.shopper
    await delivery.open((SOUND, GIFT_CARD))
    await shopper.until("Nothing to send: it comes by e-mail.")
    assert "✕" not in shopper.text()
    await shopper.press("o")
    await shopper.until("Gift wrap")
    await shopper.press("o")
    await shopper.until("Card number")
    await shopper.fill_card("4111111111111111")
    await shopper.press("ctrl+s")
    await shopper.until("✓ 1 order placed.")


async def test_what_a_merchant_cannot_send_is_said_at_the_merchant(delivery: Delivery) -> None:
    shopper = delivery.shopper
    await shopper.put(FURNITURE, "NH-RUGT-GRAY-5X8FT")
    honolulu = {"city": "Honolulu", "state_or_province": "HI", "state_name": "Hawaii", "postal_code": "96813"}
    await shopper.shop.hive.set_address(HOME.model_copy(update=honolulu))
    await shopper.app.action_go("delivery")
    await shopper.until("cannot be sent to Hawaii")
    assert shopper.line("cannot be sent to Hawaii").lstrip().startswith("✕")
    await shopper.press("o")
    await shopper.until("No cart can be paid yet.")


def test_hours_are_told_in_both_zones() -> None:
    shipment = Shipment.model_validate(
        {
            "shipment_id": "s",
            "selected_date": "2026-06-12",
            "selected_time_slot": {
                "slot_id": "a",
                "start_time": {"local": "09:00", "local_timezone": "America/Los_Angeles"},
                "end_time": {"local": "12:00", "local_timezone": "America/Los_Angeles"},
            },
        }
    )
    told = chosen_day(shipment, ZoneInfo("Europe/Berlin"))
    assert told is not None
    assert told.plain == "Friday, June 12 · 09:00 – 12:00 (Los Angeles) · 18:00 – 21:00 for you"
    same = chosen_day(shipment, ZoneInfo("America/Los_Angeles"))
    assert same is not None
    assert same.plain == "Friday, June 12 · 09:00 – 12:00 (Los Angeles)"


def test_the_zones_are_told_once_where_all_hours_share_them() -> None:
    def view(start: str, zone: str, here: str) -> SlotView:
        told = {"local": start, "local_timezone": zone}
        slot = TimeSlot.model_validate({"slot_id": start, "start_time": told})
        return slot_view(slot, date(2026, 6, 12), ZoneInfo(here))

    west = "America/Los_Angeles"
    both = [view("09:00", west, "Europe/Berlin"), view("13:00", west, "Europe/Berlin")]
    assert zones_apart(both) == "Times in Los Angeles (UTC−7); you are at UTC+2."
    assert zones_apart([view("09:00", west, "Asia/Kolkata")]).endswith("you are at UTC+5:30.")
    assert zones_apart([view("09:00", west, "America/Vancouver")]) == ""
    assert zones_apart([*both, view("09:00", "Asia/Tokyo", "Europe/Berlin")]) == ""
    assert zones_apart([]) == ""


async def test_notes_go_to_whom_they_were_written_for(delivery: Delivery) -> None:
    shopper = delivery.shopper
    await delivery.open((BOOKS, "BH-1007-PB"), (FURNITURE, SOFA))
    await delivery.choose("notes")
    await shopper.type("For the books")
    rows = delivery.shown.rows
    delivery.shown.cursor = next(
        i for i, row in enumerate(rows) if row.selectable and row.entry.domain == FURNITURE
    )
    await shopper.pilot.pause()
    await shopper.press("enter")
    await shopper.until("Notes For the books")
    assert delivery.shipments(BOOKS)[0].notes == "For the books"
    assert delivery.shipments(FURNITURE)[0].notes == ""


async def test_notes_are_kept_when_the_screen_is_left(delivery: Delivery) -> None:
    shopper = delivery.shopper
    await delivery.open((BOOKS, "BH-1007-PB"))
    await delivery.choose("notes")
    await shopper.type("Ring twice")
    await shopper.press("escape", "escape")
    await shopper.until("Go on to delivery")
    await shopper.press("ctrl+s")
    await shopper.until("(•)")
    await delivery.choose("notes")
    await shopper.until("Notes Ring twice")


async def test_a_day_that_is_missing_is_said_before_one_goes_on_and_in_the_payment(
    delivery: Delivery,
) -> None:
    shopper = delivery.shopper
    await delivery.open((FURNITURE, SOFA))
    await delivery.choose("type", "Scheduled")
    await shopper.until("Day ! not chosen")
    await shopper.press("home", "o")
    await shopper.until("Nordhaus, Linden 3-Seat Sofa: a day is still to choose.")
    row = delivery.shown.selected
    assert row is not None
    assert row.kind == "day"
    await shopper.app.action_go("review")
    await shopper.until("Still to choose: a day.")
    assert "! Delivery" in shopper.said()
    assert not shopper.shop.hive[FURNITURE].ready


async def test_a_day_can_be_left_to_the_merchant_and_the_review_says_so(delivery: Delivery) -> None:
    shopper = delivery.shopper
    await delivery.open((FURNITURE, SOFA))
    await delivery.choose("type", "Scheduled")
    await shopper.until("Day ! not chosen")
    await shopper.press("o")
    await shopper.until("o again leaves it to the merchant.")
    await shopper.press("o")
    await shopper.until("add-ons then")
    await shopper.app.action_go("review")
    await shopper.until("! none chosen: the merchant decides")


async def test_a_merchant_that_answers_late_holds_up_nobody_unless_something_is_changed(
    delivery: Delivery,
) -> None:
    shopper = delivery.shopper
    await delivery.open((BOOKS, "BH-1007-PB"))
    entry = shopper.shop.hive[BOOKS]
    entry.changing += 1
    await shopper.press("o")
    await shopper.until("is still answering.")
    entry.changing -= 1
    shopper.shop.hive.said()
    await shopper.until("3 Delivery ─", gone="is still answering.")
    entry.running += 1
    await shopper.press("o")
    await shopper.until("5 Payment" if not entry.has_addons else "add-ons then", gone="3 Delivery ─")
    entry.running -= 1


async def test_a_method_tells_the_window_that_it_gives_up_and_asks_once(delivery: Delivery) -> None:
    shopper = delivery.shopper
    await delivery.open((FURNITURE, TABLE))
    await delivery.go("window", "Standard window")
    await shopper.until("A window is optional.")
    await delivery.choose("window", "Premium window")
    await shopper.until("(•) Premium window")
    await delivery.go("method", "Scheduled delivery")
    await shopper.until("Scheduled delivery gives up the delivery window: Premium window.")
    await shopper.press("enter")
    await shopper.until("Enter again does it.")
    assert "(•) Premium window" in shopper.said()
    await shopper.press("enter")
    await shopper.until("( ) Premium window")


async def test_a_window_that_the_day_is_not_in_opens_its_own_days(delivery: Delivery) -> None:
    shopper = delivery.shopper
    await delivery.open((FURNITURE, TABLE))
    await delivery.choose("day")
    day = await delivery.go_to_day()
    await shopper.press("enter", "enter")
    await shopper.until(f"Day {day:%A, %B} {day.day} ·")
    outside = next(
        row.choice
        for row in delivery.shown.rows
        if isinstance(row.choice, WindowOption) and row.choice.first and row.choice.first > day
    )
    await delivery.choose("window", outside.window.name)
    await shopper.until("Enter again does it.")
    await shopper.press("enter")
    await shopper.until(lambda: delivery.calendar.has_focus)
    assert delivery.calendar._days.reason(day) == f"Not in {outside.window.name}"
    later = await delivery.go_to_day()
    await shopper.press("enter", "enter")
    await shopper.until(f"Day {later:%A, %B} {later.day} ·")
    assert f"(•) {outside.window.name}" in shopper.said()


async def test_what_is_chosen_for_another_shipment_stays_open_when_a_late_answer_comes(
    delivery: Delivery,
) -> None:
    shopper = delivery.shopper
    await delivery.open((FURNITURE, TABLE), (SOUND, HEADPHONES))
    await delivery.choose("day")
    screen = shopper.app.screen
    assert isinstance(screen, DeliveryScreen)
    for answer in (None, ChoiceRefused("Taken.", "2026-12-01")):
        told: asyncio.Future[ChoiceRefused | None] = asyncio.get_running_loop().create_future()
        screen._subject = (SOUND, delivery.shipments(SOUND)[0].shipment_id)
        screen._change(told)
        await shopper.pilot.pause()
        screen._subject = (FURNITURE, delivery.shipments(FURNITURE)[0].shipment_id)
        delivery.calendar.focus()
        delivery.calendar.action_edge(31)
        there = delivery.calendar.cursor
        told.set_result(answer)
        await shopper.until(lambda: not any(worker.group == "choice" for worker in screen.workers))
        assert delivery.calendar.has_focus
        assert delivery.calendar.cursor == there


async def test_a_refusal_does_not_take_the_focus_from_the_notes(delivery: Delivery) -> None:
    shopper = delivery.shopper
    await delivery.open((FURNITURE, TABLE))
    screen = shopper.app.screen
    assert isinstance(screen, DeliveryScreen)
    told: asyncio.Future[ChoiceRefused | None] = asyncio.get_running_loop().create_future()
    screen._change(told)
    await delivery.choose("notes")
    await shopper.type("Ring")
    told.set_result(ChoiceRefused("Taken.", "2026-12-01"))
    await shopper.until(lambda: not any(worker.group == "choice" for worker in screen.workers))
    await shopper.type(" twice")
    assert screen.query_one("#words", Input).value == "Ring twice"


async def test_the_cursor_stays_on_its_day_when_the_days_are_asked_for_again(delivery: Delivery) -> None:
    shopper = delivery.shopper
    await delivery.open((FURNITURE, TABLE))
    await delivery.choose("day")
    await shopper.press("end")
    there = delivery.calendar.cursor
    entry = shopper.shop.hive[FURNITURE]
    await shopper.shop.offers.ask(entry, delivery.shipments(FURNITURE)[0])
    await shopper.pilot.pause()
    assert delivery.calendar.cursor == there


async def test_why_a_day_is_closed_is_said_once(delivery: Delivery) -> None:
    shopper = delivery.shopper
    await delivery.open((FURNITURE, TABLE))
    await delivery.choose("day")
    first = await delivery.go_to_day()
    days = delivery.calendar._days
    closed = next(day for n in range(30) if (day := first + timedelta(n)) in days and days.reason(day))
    delivery.calendar.cursor = closed
    await shopper.until(days.reason(closed))
    assert shopper.said().count(days.reason(closed)) == 1


async def test_the_next_shipment_is_shown_from_its_heading_on(delivery: Delivery) -> None:
    shopper = delivery.shopper
    await delivery.open((FURNITURE, SOFA), (FURNITURE, TABLE))
    await delivery.choose("type", "Scheduled")
    await shopper.until("(•) Scheduled Delivery")
    await shopper.press("home", "n")
    await shopper.until("Shipment 2 of 2")
    assert "White glove delivery and setup" in shopper.text()
    assert "Shipment 1 of 2" not in shopper.text()


async def test_asking_again_is_said_until_it_is_answered(delivery: Delivery) -> None:
    shopper = delivery.shopper
    await delivery.open((FURNITURE, TABLE))
    await shopper.press("r")
    await shopper.until("3 Delivery ─", gone="Asking for the days")


async def test_r_asks_merchants_again_how_they_are(delivery: Delivery, sandbox: Sandbox) -> None:
    shopper = delivery.shopper
    await delivery.open(("mossgate.example", "MG-FERN-6IN"))
    await shopper.until("Mossgate Plants · degraded")
    well = {"health": "operational"}
    async with httpx.AsyncClient(base_url=sandbox.url) as outside:
        (await outside.put("/sandbox/merchants/mossgate.example", json=well)).raise_for_status()
    await shopper.press("r")
    await shopper.until("Mossgate Plants", gone="degraded")


async def test_that_a_merchant_is_out_is_said_once(delivery: Delivery, sandbox: Sandbox) -> None:
    shopper = delivery.shopper
    await shopper.put(BOOKS, "BH-1007-PB")
    await shopper.put(FURNITURE, TABLE)
    async with httpx.AsyncClient(base_url=sandbox.url) as outside:
        out = {"health": "outage"}
        (await outside.put(f"/sandbox/merchants/{FURNITURE}", json=out)).raise_for_status()
    shopper.has_bought_before()
    await shopper.press("f3")
    await shopper.until("Total so far")
    await shopper.press("o")
    await shopper.until("1 Pine St")
    await shopper.press("ctrl+s")
    await shopper.until("Ctrl+S again.")
    await shopper.press("ctrl+s")
    await shopper.until("Nordhaus · outage", gone="asking")
    await shopper.press("r")
    await shopper.until("Nordhaus · outage", gone="Asking")
    assert shopper.said().count("✕") == 1


async def test_a_number_that_leads_nowhere_says_why(delivery: Delivery) -> None:
    await delivery.open((BOOKS, "BH-1007-PB"))
    await delivery.shopper.press("4")
    await delivery.shopper.until("The steps after this one come with o")


async def test_rows_of_shipments_that_did_not_change_are_made_once(delivery: Delivery) -> None:
    shopper = delivery.shopper
    await delivery.open((BOOKS, "BH-1007-PB"), (FURNITURE, SOFA))
    before = [row for row in delivery.shown.rows if row.shipment_id]
    shopper.shop.hive.said()
    await shopper.pilot.pause()
    after = [row for row in delivery.shown.rows if row.shipment_id]
    assert all(new is old for new, old in zip(after, before, strict=True))


async def test_what_is_known_is_shown_at_once_at_the_next_visit(delivery: Delivery) -> None:
    shopper = delivery.shopper
    await delivery.open((FURNITURE, TABLE))
    known = shopper.shop.offers
    await shopper.press("escape")
    await shopper.until("Go on to delivery")
    assert shopper.shop.offers is known
    await shopper.press("ctrl+s")
    await shopper.until("( ) Premium window", gone="asking")
    assert known.old(shopper.shop.hive.entries) == []
