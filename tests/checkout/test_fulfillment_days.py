"""Days and hours to choose from: months, reasons, zones, in every documented form."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmly_tui.checkout.delivery_days import MAX_MONTHS, DeliveryDays, delivery_days, slot_view, zone_named
from firmly_tui.models import Availability, DeliveryWindow, TimeSlot

LOS_ANGELES = "America/Los_Angeles"
BERLIN = ZoneInfo("Europe/Berlin")
TOKYO = ZoneInfo("Asia/Tokyo")
MAY_2 = date(2026, 5, 2)


def days(*offered: object, **more: object) -> DeliveryDays:
    return delivery_days(Availability.model_validate({"available_dates": list(offered), **more}).dates)


def slot(name: str = "am", *, free: bool = True, price: int | None = None, **more: Any) -> dict[str, Any]:
    fields = {"slot_id": name, "start_time": "09:00", "end_time": "12:00", "available": free, **more}
    return fields if price is None else {**fields, "price": {"currency": "USD", "number": price}}


def zoned(local: str, end: str, zone: str = LOS_ANGELES, utc: str = "", utc_end: str = "") -> TimeSlot:
    return TimeSlot.model_validate(
        {
            "slot_id": "s",
            "start_time": {"local": local, "utc": utc, "local_timezone": zone},
            "end_time": {"local": end, "utc": utc_end, "local_timezone": zone},
        }
    )


def test_days_come_in_order_whatever_their_form() -> None:
    listed = days("2026-05-04", {"date": "2026-05-02", "time_slots": [slot()]})
    assert [day.date.isoformat() for day in listed.days] == ["2026-05-02", "2026-05-04"]
    mapped = days("2026-05-02", time_slots={"2026-05-02": [slot()], "2026-05-03": [slot(free=False)]})
    assert [(day.date.day, day.closed) for day in mapped.days] == [(2, ""), (3, "Full")]


def test_why_a_day_is_closed() -> None:
    offered = days(
        {"date": "2026-05-02", "time_slots": [slot()]},
        {"date": "2026-05-05", "time_slots": [slot(free=False), slot("pm", free=False)]},
        "2026-05-08",
    )
    reasons = {number: offered.day(date(2026, 5, number)).closed for number in (1, 2, 3, 5, 8, 9)}
    assert reasons == {
        1: "Before the first day",
        2: "",
        3: "No slots that day",
        5: "Full",
        8: "",
        9: "After the last day",
    }
    assert DeliveryDays().day(MAY_2).closed == "No days are offered"


def test_month_has_all_its_days() -> None:
    offered = days("2026-02-27", "2026-04-01")
    assert offered.months == [(2026, 2), (2026, 3), (2026, 4)]
    months = [offered.month(*month) for month in offered.months]
    assert [len(month.days) for month in months] == [28, 31, 30]
    assert len(offered.month(2028, 2).days) == 29


def test_calendar_goes_over_the_turn_of_the_year() -> None:
    assert days("2026-12-31", "2027-01-02").months == [(2026, 12), (2027, 1)]


def test_years_without_days_are_left_out_of_a_calendar_without_end() -> None:
    offered = days("0001-01-01", "2026-05-02", "9999-12-31")
    assert offered.months == [(1, 1), (2026, 5), (9999, 12)]
    assert len(offered.month(9999, 12).days) == 31


def test_what_is_no_day_is_left_out() -> None:
    assert [day.date for day in days("tomorrow", "2026-02-30", "2026-05-02", 7).days] == [MAY_2]


def test_day_says_how_much_is_left_and_what_it_costs_at_least() -> None:
    (busy, dear, mixed) = days(
        {"date": "2026-05-02", "time_slots": [slot("a"), slot("b", free=False), slot("c", free=False)]},
        {"date": "2026-05-03", "time_slots": [slot("a", price=900), slot("b", price=500)]},
        {"date": "2026-05-04", "time_slots": [slot("a", price=900), slot("b")]},
    ).days
    assert (busy.note, busy.price) == ("1 of 3 times left", None)
    assert (dear.note, str(dear.price)) == ("", "$5.00")
    assert mixed.price is None


def test_same_day_twice_is_one_day_with_the_slots_of_both() -> None:
    (day,) = days(
        {"date": "2026-05-02", "time_slots": [slot("a")]},
        {"date": "2026-05-02", "time_slots": [slot("a"), slot("b", free=False)]},
    ).days
    assert [(view.slot.slot_id, view.full) for view in day.slots] == [("a", ""), ("b", "full")]


def test_window_closes_the_days_outside_of_it() -> None:
    window = DeliveryWindow.model_validate(
        {"name": "Early", "date_range": {"start_date": "2026-05-03", "end_date": "2026-05-04"}}
    )
    found = days("2026-05-02", "2026-05-03", "2026-05-06").within(window)
    assert [day.closed for day in found.days] == ["Not in Early", "", "Not in Early"]
    assert [day.date.day for day in found.open] == [3]


def test_time_without_a_zone_is_shown_as_it_came() -> None:
    view = slot_view(TimeSlot.model_validate(slot()), MAY_2, TOKYO)
    assert (view.time, view.zone, view.yours, view.full) == ("09:00 – 12:00", "", "", "")


def test_shoppers_own_time_is_shown_where_it_differs() -> None:
    told = zoned("2026-05-02T09:00:00", "2026-05-02T12:00:00")
    assert slot_view(told, MAY_2, BERLIN).yours == "18:00 – 21:00"
    assert slot_view(told, MAY_2, ZoneInfo("America/Vancouver")).yours == ""
    assert slot_view(told, MAY_2, None).yours == ""


def test_day_of_the_shopper_is_named_where_it_is_another() -> None:
    told = zoned("09:00", "12:00")
    assert slot_view(told, MAY_2, TOKYO).yours == "01:00 – 04:00 Sun"


def test_daylight_saving_counts_on_the_day_itself() -> None:
    march = date(2026, 3, 28)
    told = zoned("09:00", "12:00")
    assert slot_view(told, march, BERLIN).yours == "17:00 – 20:00"
    assert slot_view(told, march + timedelta(days=1), BERLIN).yours == "18:00 – 21:00"


def test_slot_over_midnight_ends_on_the_next_day() -> None:
    told = zoned("22:00", "01:00")
    assert slot_view(told, MAY_2, BERLIN).yours == "07:00 – 10:00 Sun"


def test_night_in_which_the_clocks_change_is_an_hour_shorter() -> None:
    told = zoned("22:00", "04:00")
    assert slot_view(told, date(2026, 3, 7), ZoneInfo("UTC")).yours == "06:00 – 11:00 Sun"


def test_time_told_in_utc_alone_is_worked_out() -> None:
    told = zoned("", "", utc="2026-05-02T16:00:00Z", utc_end="2026-05-02T19:00:00Z")
    assert slot_view(told, MAY_2).time == "09:00 – 12:00"
    unknown = zoned("", "", zone="", utc="2026-05-02T16:00:00Z", utc_end="2026-05-02T19:00:00Z")
    view = slot_view(unknown, MAY_2, BERLIN)
    assert (view.time, view.zone, view.yours) == ("16:00 – 19:00", "UTC", "18:00 – 21:00")


@pytest.mark.parametrize("zone", ["Nowhere/Land", "../../etc/passwd", "\0", "A" * 5000, "America"])
def test_zone_that_is_none_costs_only_the_shoppers_time(zone: str) -> None:
    assert zone_named(zone) is None
    view = slot_view(zoned("09:00", "12:00", zone), MAY_2, BERLIN)
    assert (view.time, view.yours) == ("09:00 – 12:00", "")


@pytest.mark.parametrize("day", [date.min, date.max])
def test_ends_of_the_calendar_do_no_harm(day: date) -> None:
    for zone in (LOS_ANGELES, "Asia/Tokyo"):
        assert slot_view(zoned("23:00", "01:00", zone), day, BERLIN).time == "23:00 – 01:00"


def test_slot_without_times_shows_its_words() -> None:
    worded = TimeSlot.model_validate({"slot_id": "x", "description": "In the morning"})
    assert slot_view(worded, MAY_2).time == "In the morning"
    assert slot_view(TimeSlot.model_validate({"slot_id": "x"}), MAY_2).time == "x"


def test_zones_can_be_given() -> None:
    offered = Availability.model_validate(
        {
            "available_dates": [
                {
                    "date": "2026-05-02",
                    "time_slots": [{"start_time": {"local": "09:00", "local_timezone": "Mars"}}],
                }
            ]
        }
    )
    (day,) = delivery_days(offered.dates, shopper_zone=BERLIN, find_zone=lambda _: TOKYO).days
    assert day.slots[0].yours == "02:00"


ANY_DAY = st.dates(date(2024, 1, 1), date(2034, 12, 31))


@given(st.lists(ANY_DAY, max_size=20), ANY_DAY)
def test_day_is_open_if_it_is_offered_and_says_why_if_it_is_not(offered: list[date], day: date) -> None:
    found = days(*(one.isoformat() for one in offered))
    assert found.day(day).is_open == (day in offered)
    assert bool(found.day(day).closed) == (day not in offered)


@given(st.lists(ANY_DAY, min_size=1, max_size=20))
def test_every_offered_day_is_in_one_month_of_the_calendar(offered: list[date]) -> None:
    found = days(*(one.isoformat() for one in offered))
    shown = [day for month in found.months for day in found.month(*month).days]
    assert [day.date for day in shown if day.is_open] == sorted(set(offered))
    assert len(found.months) <= max(MAX_MONTHS, len(set(offered)))


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=20), ANY_DAY)
def test_no_text_of_a_server_breaks_a_slot(start: str, end: str, zone: str, day: date) -> None:
    view = slot_view(zoned(start, end, zone, start, end), day, TOKYO)
    assert view.full == ""
