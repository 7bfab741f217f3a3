"""Hours that somebody else takes after they were chosen: where one comes to, what one sees there, and what is said."""

from datetime import date

import pytest

from firmly_tui.sandbox import Sandbox
from firmly_tui.tui.widgets.delivery_detail import DeliveryDetail
from firmly_tui.tui.widgets.month_calendar import MonthCalendar
from firmly_tui.tui.widgets.slot_list import SlotList
from tests.tui.delivering import FURNITURE, TABLE, Delivery
from tests.tui.test_check import make_happen


@pytest.fixture
async def refused(delivery: Delivery, sandbox: Sandbox) -> date:
    """Order for hours that are taken at that moment, and be at the payment again; the day that was chosen."""
    shopper = delivery.shopper
    await delivery.open((FURNITURE, TABLE))
    await delivery.choose("day")
    day = await delivery.go_to_day()
    await shopper.press("enter", "enter")
    await shopper.until(f"Day {day:%A, %B} {day.day} ·")
    await shopper.pass_the_addons()
    await shopper.fill_card("4111111111111111")
    make_happen(sandbox, "slot-taken,route=POST *order*")
    await shopper.press("ctrl+s")
    await shopper.until("t goes to the payment again")
    await shopper.press("t")
    await shopper.until("is taken. Choose other hours.")
    return day


async def to_the_taken_time(delivery: Delivery) -> None:
    """From the review, by Enter on the line that tells of it."""
    shopper = delivery.shopper
    await shopper.press("down", "enter")
    await shopper.until("3 Delivery ─", gone="asking")


async def test_the_review_leads_to_the_taken_time_and_o_names_it(delivery: Delivery, refused: date) -> None:
    shopper = delivery.shopper
    await to_the_taken_time(delivery)
    row = delivery.shown.selected
    assert row is not None
    assert row.kind == "day"
    await shopper.press("home", "o")
    await shopper.until(f"on {refused:%A, %B} {refused.day} is taken. Choose other hours. Enter shows")
    row = delivery.shown.selected
    assert row is not None
    assert row.kind == "day"


async def test_the_taken_time_is_shown_as_full(delivery: Delivery, refused: date) -> None:
    shopper = delivery.shopper
    # There is room for the days beside the shipments: they are seen before they are opened.
    await shopper.pilot.resize_terminal(120, 40)
    await to_the_taken_time(delivery)
    await shopper.until(" full")
    slots = shopper.app.screen.query_one(SlotList)
    first = slots.rows[0]
    assert first.slot is not None
    assert "✕" in shopper.line(first.slot.time)
    assert delivery.calendar.cursor == refused
    assert delivery.calendar.chosen is None


async def test_that_a_time_is_taken_is_said_until_one_looks_at_another_day(
    delivery: Delivery, sandbox: Sandbox
) -> None:
    shopper = delivery.shopper
    await delivery.open((FURNITURE, TABLE))
    await delivery.choose("day")
    day = await delivery.go_to_day()
    make_happen(sandbox, "slot-taken")
    await shopper.press("enter", "enter")
    await shopper.until("is taken. Choose other hours.")
    await shopper.until("full")
    assert isinstance(shopper.app.focused, MonthCalendar)
    assert delivery.calendar.cursor == day
    await shopper.press("right")
    await shopper.until("choose", gone="is taken.")


async def test_the_cursor_goes_to_the_first_day_of_a_new_window(delivery: Delivery) -> None:
    shopper = delivery.shopper
    await delivery.open((FURNITURE, TABLE))
    await delivery.choose("window", "Early window")
    await shopper.until("(•) Early window")
    early = delivery.calendar.cursor
    await delivery.choose("window", "Standard window")
    await shopper.until("(•) Standard window")
    detail = shopper.app.screen.query_one(DeliveryDetail)
    assert detail._days is not None
    assert delivery.calendar.cursor == detail._days.open[0].date > early
    # Back in a day of the other window, nothing of it can be chosen, and nothing looks as if.
    delivery.calendar.cursor = early
    await shopper.pilot.pause()
    assert detail._days.day(early).free
    assert all(row.slot is None for row in shopper.app.screen.query_one(SlotList).rows)


async def test_a_day_without_times_says_whether_it_is_chosen(delivery: Delivery) -> None:
    shopper = delivery.shopper
    await delivery.open((FURNITURE, TABLE))
    await delivery.choose("day")
    detail = shopper.app.screen.query_one(DeliveryDetail)
    assert detail._days is not None
    delivery.calendar.cursor = day = next(day.date for day in detail._days.open if not day.slots)
    await shopper.until("The whole day: Enter chooses it.")
    await shopper.press("enter")
    await shopper.until(f"Day {day:%A, %B} {day.day}")
    await delivery.choose("day")
    await shopper.until("The whole day is chosen.")
