"""Places to pick up at: by distance, with the hours of the day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmly_tui.checkout.places import hours_on, meters, places_by_distance
from firmly_tui.models import Distance, OpeningHours, PickupLocation

MONDAY, SATURDAY, SUNDAY = date(2026, 5, 4), date(2026, 5, 2), date(2026, 5, 3)


def place(name: str, value: float | None = None, unit: str = "miles", **more: object) -> PickupLocation:
    distance = None if value is None else {"value": value, "unit": unit}
    return PickupLocation.model_validate({"location_id": name, "name": name, "distance": distance, **more})


def hours(**week: str) -> list[OpeningHours]:
    return [OpeningHours(day=day.replace("_", "-"), hours=text) for day, text in week.items()]


def test_nearest_comes_first_whatever_its_unit_and_unknown_ones_last() -> None:
    found = places_by_distance(
        [place("unknown"), place("far", 3, "miles"), place("near", 4, "km"), place("next", 900, "m")], MONDAY
    )
    assert [found.location.name for found in found] == ["next", "near", "far", "unknown"]
    assert [found.distance for found in found] == ["900 m", "4 km", "3 miles", ""]


@given(st.lists(st.floats(0, 1000), max_size=8))
def test_order_is_that_of_the_distances(values: list[float]) -> None:
    found = places_by_distance([place(str(number), value) for number, value in enumerate(values)], MONDAY)
    far = [meters(one.location.distance) for one in found]
    assert far == sorted(far)
    assert len(found) == len(values)


def test_unknown_unit_is_taken_for_kilometers() -> None:
    assert meters(Distance(value=2, unit="versts")) == 2000
    assert meters(Distance(unit="around the corner")) == meters(None)


def test_place_has_its_days_and_says_when_it_is_closed() -> None:
    dates = [{"date": "2026-05-04", "time_slots": []}]
    shut, open_one = places_by_distance(
        [place("a", 1, available=False), place("b", 2, pickup_options=dates)], MONDAY
    )
    assert shut.closed
    assert open_one.closed == ""
    assert [day.date for day in open_one.days.open] == [MONDAY]


@pytest.mark.parametrize(
    ("week", "on_monday", "on_sunday"),
    [
        ({"Monday": "9 - 5", "Sunday": "Closed"}, "9 - 5", "Closed"),
        ({"monday": "9 - 5"}, "9 - 5", ""),
        ({"Mon_Fri": "9 - 5", "Sat_Sun": "10 - 4"}, "9 - 5", "10 - 4"),
        ({"Mon.": "9 - 5", "Sundays": "11 - 3"}, "9 - 5", "11 - 3"),
        ({"Weekdays": "9 - 5", "weekends": "10 - 4"}, "9 - 5", "10 - 4"),
        ({"Daily": "9 - 9"}, "9 - 9", "9 - 9"),
        ({"": "24 hours"}, "24 hours", "24 hours"),
        ({"Daily": "9 - 9", "Sunday": "11 - 3"}, "9 - 9", "11 - 3"),
        ({"Sat, Sun & Mon": "10 - 4"}, "10 - 4", "10 - 4"),
        ({"Fri - Mon": "10 - 4"}, "10 - 4", "10 - 4"),
        ({"Sat to Sun": "10 - 4"}, "", "10 - 4"),
        ({"Holidays": "Closed", "S": "?", "Mon_Blursday": "?"}, "", ""),
    ],
)
def test_hours_of_a_day(week: dict[str, str], on_monday: str, on_sunday: str) -> None:
    told = hours(**week)
    assert (hours_on(told, MONDAY), hours_on(told, SUNDAY)) == (on_monday, on_sunday)


def test_hours_that_come_in_two_parts_are_shown_together() -> None:
    told = [OpeningHours(day="Monday", hours="9 - 12"), OpeningHours(day="Monday", hours="14 - 18")]
    assert hours_on(told, MONDAY) == "9 - 12, 14 - 18"
    assert hours_on(told, SATURDAY) == ""


@given(st.text(max_size=30))
def test_no_text_of_a_server_breaks_the_hours(text: str) -> None:
    assert hours_on([OpeningHours(day=text, hours="open")], MONDAY) in ("", "open")


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("9:00 AM - 8:00 PM", "09:00 – 20:00"),
        ("9am–12 p.m.", "09:00 – 12:00"),
        ("12 AM to 12:30 AM, 5 PM - 9 PM", "00:00 – 00:30, 17:00 – 21:00"),
        ("09:00-18:00", "09:00-18:00"),
        ("Open all day", "Open all day"),
    ],
)
def test_hours_are_told_by_one_clock(told: str, shown: str) -> None:
    assert hours_on(hours(daily=told), date(2026, 6, 8)) == shown
