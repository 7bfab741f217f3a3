"""Days, slots, windows and stores read alike in every documented form."""

import pytest

from firmly_tui.models import Availability, Distance, PickupLocation, TimeSlot
from tests.models.reading import read


def test_days_to_ship_are_a_list_with_slots_as_times_of_day() -> None:
    found: Availability = read("availability-ship")
    assert found.shipment_id == "shipment-12345"
    assert [day.date for day in found.dates] == ["2024-03-12", "2024-03-13"]
    slot = found.dates[1].slots[0]
    assert (slot.slot_id, slot.start, slot.end, slot.zone, slot.available) == (
        "morning",
        "09:00",
        "12:00",
        "",
        False,
    )


def test_days_by_map_have_slots_in_a_zone() -> None:
    found: Availability = read("availability-scheduled-by-date")
    assert [(day.date, len(day.slots)) for day in found.dates] == [
        ("2025-05-15", 1),
        ("2025-05-16", 1),
        ("2025-05-17", 0),
    ]
    slot = found.dates[0].slots[0]
    assert (slot.date, slot.start, slot.end, slot.zone) == (
        "2025-05-15",
        "09:00",
        "12:00",
        "America/Los_Angeles",
    )
    assert slot.start_time is not None
    assert slot.start_time.utc == "2025-05-15T16:00:00Z"
    assert str(slot.price) == "$0.00"


def test_windows_have_days_and_a_price() -> None:
    windows = read("availability-scheduled").windows
    assert [
        (window.window_id, window.start_date, window.end_date, str(window.price)) for window in windows
    ] == [
        ("premium-week", "2024-03-15", "2024-03-22", "$199.99"),
        ("standard-week", "2024-03-16", "2024-03-23", "$75.00"),
    ]


def test_stores_of_the_older_form() -> None:
    found: Availability = read("availability-pickup")
    store = found.locations[0]
    assert (store.location_id, store.name, str(store.distance)) == (
        "store-downtown-001",
        "Harbor Store",
        "2.5 miles",
    )
    assert (store.hours[0].day, store.hours[0].hours) == ("monday", "9:00 AM - 9:00 PM")
    assert [(day.date, len(day.slots)) for day in store.dates] == [("2024-03-12", 3), ("2024-03-13", 2)]
    assert [option.option_id for option in found.pickup_options] == ["curbside", "in-store"]
    assert found.pickup_options[0].instructions == "Ring the bell and stay in the coach"


def test_stores_of_the_newer_form() -> None:
    found: Availability = read("availability-pickup-by-place")
    (store,) = found.locations
    assert [(row.day, row.hours) for row in store.hours] == [
        ("monday", "9:00 AM - 9:00 PM"),
        ("sunday", "10:00 - 16:00"),
    ]
    assert store.address is not None
    assert (store.address.state_or_province, store.address.postal_code) == ("CA", "12345")
    assert (store.available, store.dates, [day.date for day in found.dates]) == (False, [], ["2025-05-15"])


def test_shipping_may_be_answered_with_methods() -> None:
    found: Availability = read("availability-methods")
    assert [(method.id, str(method.price)) for method in found.methods] == [("STANDARD_GROUND", "$5.99")]
    assert (found.dates, found.windows, found.locations) == ([], [], [])


def test_days_by_map_may_hold_slots_or_a_description() -> None:
    slots = [{"slot_id": "a", "start_time": "08:00"}]
    found = Availability.model_validate(
        {"available_dates": {"2025-01-01": slots, "2025-01-02": {"description": "Late", "time_slots": slots}}}
    )
    assert [(day.date, day.description, day.slots[0].start) for day in found.dates] == [
        ("2025-01-01", "", "08:00"),
        ("2025-01-02", "Late", "08:00"),
    ]


@pytest.mark.parametrize(
    ("time", "start", "zone"),
    [
        ("09:00", "09:00", ""),
        ("9:30", "09:30", ""),
        ("09:00:15", "09:00", ""),
        ("9:00 PM", "21:00", ""),
        ("12:15 am", "00:15", ""),
        ("2025-05-15T09:00:00", "09:00", ""),
        ({"utc": "2025-05-15T16:00:00Z"}, "16:00", "UTC"),
        ({"local": "2025-05-15 09:00", "local_timezone": "Europe/Berlin"}, "09:00", "Europe/Berlin"),
        ("noon", "noon", ""),
        (None, "", ""),
        (7, "", ""),
    ],
)
def test_a_slot_begins_at_a_time_of_day(time: object, start: str, zone: str) -> None:
    slot = TimeSlot.model_validate({"slot_id": "a", "start_time": time})
    assert (slot.start, slot.zone) == (start, zone)


@pytest.mark.parametrize(
    ("distance", "text"),
    [({"value": 5, "unit": "km"}, "5 km"), ({"value": 2.5}, "2.5"), ("near", "near"), ({"value": "far"}, "")],
)
def test_a_distance_is_written_out(distance: object, text: str) -> None:
    store = PickupLocation.model_validate({"distance": distance})
    assert isinstance(store.distance, Distance)
    assert str(store.distance) == text


def test_what_was_chosen_for_a_shipment() -> None:
    scheduled, plain = read("cart-v2-slot-and-addons").shipments
    slot = scheduled.selected_time_slot
    assert (scheduled.selected_date, slot.slot_id, slot.start) == ("2025-06-01", "morning_9_12", "09:00")
    assert (plain.selected_date, plain.selected_time_slot, plain.notes) == ("", None, "")
    noted = read("cart-v2-date-and-notes").shipments[0]
    assert (noted.selected_date, noted.notes) == ("2024-03-15", "Ring twice")


def test_a_chosen_slot_may_be_its_name_alone() -> None:
    shipment = read("cart-v2-blocked").shipments[0]
    assert shipment.selected_time_slot.slot_id == "morning"
    assert shipment.pickup_option.name == "At the curb"
    assert [kind.id for kind in shipment.fulfillment_type_options] == ["SHIP_TO_ADDRESS", "IN_STORE_PICKUP"]


def test_a_chosen_store() -> None:
    place = read("cart-v2-pickup-place").shipments[0].selected_location
    assert (place.location_id, place.phone, len(place.hours)) == ("store-downtown-001", "(206) 555-0109", 2)
    assert read("cart-v2-pickup").shipments[0].selected_location.hours == []
