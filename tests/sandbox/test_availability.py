"""Availability: the days, hours, windows and stores that a shipment can choose from, in the documented form."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from firmly_tui.sandbox.cart.availability import diary, obstacle
from firmly_tui.sandbox.documents import ShipmentState
from firmly_tui.sandbox.goods.catalog import Merchant
from tests.sandbox.conftest import StartSandbox
from tests.sandbox.quayside import (
    BRING,
    FIRST_DAY,
    MERCHANT,
    PICK_UP,
    QUAYSIDE,
    SHIP,
    Customer,
    open_quayside,
    refused,
)


@pytest.fixture
def customer(start: StartSandbox, tmp_path: Path) -> Iterator[Customer]:
    someone = Customer(open_quayside(start, tmp_path))
    with someone:
        yield someone


def test_a_shipment_to_an_address_has_days_with_hours(customer: Customer) -> None:
    customer.fill("CHAIR")
    found = customer.availability()
    days = found["available_dates"]
    slots = next(day["time_slots"] for day in days if day["time_slots"])

    assert found["shipment_id"] == customer.shipment()["shipment_id"]
    assert found["fulfillment_type"]["id"] == SHIP
    assert days[0]["date"] == FIRST_DAY
    assert days[0]["description"] == "Standard delivery"
    assert [(slot["slot_id"], slot["start_time"], slot["end_time"]) for slot in slots] == [
        ("0900-1200", "09:00", "12:00"),
        ("1300-1700", "13:00", "17:00"),
    ]
    assert [slot["description"] for slot in slots] == ["Morning delivery", "Late"]
    assert "price" not in slots[0]
    assert slots[1]["price"]["number"] == 900
    assert "delivery_windows" not in found
    assert "pickup_locations" not in found


def test_a_merchant_may_tell_hours_as_moments_with_their_zone(start: StartSandbox, tmp_path: Path) -> None:
    sandbox = open_quayside(start, tmp_path, slot_times="moments", time_zone="Europe/Berlin")
    with Customer(sandbox) as someone:
        someone.fill("CHAIR")
        day = next(
            day
            for day in someone.availability()["available_dates"]
            if day["time_slots"] and day["time_slots"][0]["available"]
        )
        slot = day["time_slots"][0]
        method = someone.shipment()["shipping_method"]["id"]
        someone.send(method, selected_date=day["date"], selected_time_slot=slot["slot_id"])
        chosen = someone.shipment()["selected_time_slot"]

    assert slot["start_time"] == {
        "utc": f"{day['date']}T07:00:00Z",
        "local": f"{day['date']}T09:00:00",
        "local_timezone": "Europe/Berlin",
    }
    assert chosen == slot


def test_closed_days_are_left_out_and_some_are_whole_or_full_whenever_asked(customer: Customer) -> None:
    customer.fill("CHAIR")
    days = customer.availability()["available_dates"]
    flags = [slot["available"] for day in days for slot in day["time_slots"]]

    assert len(days) == 29
    assert "2026-05-04" not in [day["date"] for day in days]
    assert any(not day["time_slots"] for day in days)
    assert {True, False} == set(flags)
    assert customer.availability()["available_dates"] == days


def test_a_scheduled_delivery_has_windows_with_prices_and_days(customer: Customer) -> None:
    customer.fill("SOFA")
    found = customer.availability()

    assert found["fulfillment_type"]["id"] == BRING
    assert found["available_dates"][0]["description"] == "Scheduled delivery"
    assert [(window["window_id"], window["price"]["number"]) for window in found["delivery_windows"]] == [
        ("soon", 9900),
        ("late", 15000),
    ]
    assert found["delivery_windows"][0]["date_range"] == {
        "start_date": "2026-05-01",
        "end_date": "2026-05-09",
    }


def test_a_pickup_has_stores_by_distance_with_days_of_their_own(customer: Customer) -> None:
    customer.fill("MUG")
    before = customer.availability()
    customer.fulfill(PICK_UP, location_id="harbor")
    found = customer.availability()

    assert [place["location_id"] for place in found["pickup_locations"]] == ["center", "harbor"]
    center = found["pickup_locations"][0]
    assert center["address"] == {
        "address1": "1 Quay",
        "city": "Seattle",
        "state_or_province": "WA",
        "postal_code": "98101",
        "country": "US",
    }
    assert center["distance"] == {"value": 0.8, "unit": "miles"}
    assert [day["date"] for day in center["pickup_options"]] == ["2026-05-01", "2026-05-02", "2026-05-03"]
    assert found["pickup_options"][0] == {
        "option_id": "counter",
        "name": "Counter",
        "description": "",
        "additional_instructions": "Ring.",
    }
    assert "available_dates" not in found
    assert before["fulfillment_type"]["id"] == SHIP
    assert before["pickup_locations"] == found["pickup_locations"]


def test_how_far_a_store_is_from_another_state_is_not_known(customer: Customer) -> None:
    customer.fill("MUG")
    customer.ship_to(QUAYSIDE, state_or_province="HI", city="Honolulu", postal_code="96813")
    places = customer.availability()["pickup_locations"]

    assert [place["location_id"] for place in places] == ["center", "harbor"]
    assert not any("distance" in place for place in places)


def test_a_merchant_without_a_calendar_has_no_days_and_takes_none(
    start: StartSandbox, tmp_path: Path
) -> None:
    with Customer(open_quayside(start, tmp_path, calendar=None)) as customer:
        customer.fill("MUG")
        assert customer.availability()["available_dates"] == []
        assert refused(customer.send("air", selected_date="2026-05-02")) == (400, "ErrorInvalidDate")


def test_what_is_not_there_is_refused(customer: Customer) -> None:
    def ask(**body: object) -> tuple[int, str]:
        return refused(customer.call("POST", "/shipments/get-availability", QUAYSIDE, **body))

    assert ask(shipment_id="ship_0") == (404, "ErrorCartNotFound")
    customer.fill("MUG")
    assert ask(shipment_id="ship_0") == (404, "ErrorShipmentNotFound")
    assert ask() == (400, "ErrorInvalidInputBody")


def test_a_merchant_in_an_outage_cannot_tell_its_days(start: StartSandbox, tmp_path: Path) -> None:
    with Customer(open_quayside(start, tmp_path, status="outage")) as customer:
        answer = customer.call("POST", "/shipments/get-availability", QUAYSIDE, shipment_id="ship_0")
        assert refused(answer) == (503, "ErrorAvailabilityUnavailable")


def test_a_day_that_was_free_is_refused_once_it_is_too_near(customer: Customer) -> None:
    merchant = Merchant.model_validate(MERCHANT)
    chosen = ShipmentState(shipment_id="s", date="2026-05-02")

    def reason(today: date) -> str | None:
        return obstacle(merchant, None, chosen, today, {})

    assert reason(date(2026, 5, 1)) is None
    assert reason(date(2026, 5, 2)) == "Quayside does not offer Saturday, May 2. Choose another day."


def test_stores_are_full_at_other_times_than_the_merchant(customer: Customer) -> None:
    merchant = Merchant.model_validate(MERCHANT)
    today = date(2026, 4, 30)
    calendars = [diary(merchant, place, today, {}) for place in (None, *merchant.terms.places)]
    free = [[slot.is_free for day in found.days()[:3] for slot in day.slots] for found in calendars if found]
    assert len(free) == 3
    assert len({tuple(flags) for flags in free}) > 1
