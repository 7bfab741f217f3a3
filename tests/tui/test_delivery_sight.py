"""Where one is in a long delivery screen: the merchant and the cursor stay in sight."""

from firmly_tui.tui.widgets.month_calendar import MonthCalendar
from firmly_tui.tui.widgets.shipment_list import ShipmentList
from firmly_tui.tui.widgets.slot_list import SlotList
from tests.tui.delivering import BOOKS, FURNITURE, HEADPHONES, LOVESEAT, SOFA, SOUND, TABLE, Delivery


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


async def test_the_next_shipment_is_shown_from_its_heading_on(delivery: Delivery) -> None:
    shopper = delivery.shopper
    await delivery.open((FURNITURE, SOFA), (FURNITURE, TABLE))
    await delivery.choose("type", "Scheduled")
    await shopper.until("(•) Scheduled Delivery")
    await shopper.press("home", "n")
    await shopper.until("Shipment 2 of 2")
    assert "White glove delivery and setup" in shopper.text()
    assert "Shipment 1 of 2" not in shopper.text()


async def test_the_merchant_of_what_is_seen_is_told_in_the_first_line(delivery: Delivery) -> None:
    shopper = delivery.shopper
    await delivery.open((FURNITURE, SOFA), (FURNITURE, LOVESEAT), (SOUND, HEADPHONES))
    await delivery.choose("split")
    await shopper.press("space", "enter")
    await shopper.until("Shipment 1 of 2")
    await delivery.go("merge")
    await shopper.press("n")
    top = delivery.shown.region.y
    assert shopper.text().splitlines()[top].split() == ["Nordhaus"]
    before = delivery.shown.cursor
    await shopper.pilot.click(delivery.shown, offset=(20, 0))
    assert delivery.shown.cursor == before


async def test_the_first_line_never_takes_the_place_of_the_cursor(delivery: Delivery) -> None:
    shopper = delivery.shopper
    await delivery.open((FURNITURE, SOFA))
    await delivery.choose("type", "Scheduled")
    await shopper.until("(•) Scheduled Delivery")
    # More than twice of what there is room for.
    await shopper.pilot.resize_terminal(80, 12)
    await shopper.press("end")
    while (row := delivery.shown.selected) is not None and row.name != "Ship to Address":
        assert "▌" in shopper.line(row.left.plain)
        await shopper.press("up")
