"""Delivery against the sandbox: types, windows, days and hours, stores, notes, and what travels together."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from firmly_tui.checkout.fulfillment import WindowOption
from firmly_tui.sandbox import Sandbox
from firmly_tui.tui.widgets.shipment_list import ShipmentList
from firmly_tui.tui.widgets.slot_list import SlotList
from tests.tui.delivering import (
    BOOKS,
    FURNITURE,
    GIFT_CARD,
    HEADPHONES,
    LOVESEAT,
    SOFA,
    SOUND,
    TABLE,
    Delivery,
)
from tests.tui.records import Records
from tests.tui.shopper import HOME, SMALL, shopping

ALL_SIZES = pytest.mark.parametrize("size", [SMALL, (120, 40), (200, 50)])


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


async def test_a_number_that_leads_nowhere_says_why(delivery: Delivery) -> None:
    await delivery.open((BOOKS, "BH-1007-PB"))
    await delivery.shopper.press("4")
    await delivery.shopper.until("The steps after this one come with o")
