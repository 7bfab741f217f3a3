"""How days and hours are told, here and there."""

from datetime import date
from zoneinfo import ZoneInfo

from firmly_tui.checkout.delivery_days import SlotView, slot_view
from firmly_tui.models import Shipment, TimeSlot
from firmly_tui.tui.delivery_words import chosen_day, zones_apart


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
