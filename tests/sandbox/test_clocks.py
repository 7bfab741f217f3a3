"""Days begin and end where the merchant is: slots and promo codes across midnight, time zones and clock changes."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.sandbox.conftest import CORNER, OpenShop
from tests.sandbox.shopper import JSON, Shopper

LOS_ANGELES, TOKYO = "America/Los_Angeles", "Asia/Tokyo"
EVERY_DAY = {
    "first": 1,
    "last": 9,
    "weekdays": [0, 1, 2, 3, 4, 5, 6],
    "slots": [{"start": "09:00", "end": "12:00"}],
}
MAYDAY = {"code": "MAYDAY", "kind": "percentage", "amount": 1000, "expires": "2026-05-01"}


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self, text: str) -> None:
        self.set(text)

    def __call__(self) -> datetime:
        return self.now

    def set(self, text: str) -> None:
        self.now = datetime.fromisoformat(text).replace(tzinfo=UTC)


def filled(shop: OpenShop, clock: Clock, zone: str = LOS_ANGELES) -> Shopper:
    person = shop(clock=clock, terms={"time_zone": zone, "calendar": EVERY_DAY, "promos": [MAYDAY]})
    person.add("CUP-RED", 1, CORNER)
    person.ship_to(CORNER)
    return person


def days(person: Shopper) -> list[JSON]:
    shipment = person.cart(CORNER).json()["shipments"][0]["shipment_id"]
    answer = person.call("POST", "/shipments/get-availability", CORNER, shipment_id=shipment)
    return answer.json()["available_dates"]


def is_free(day: JSON) -> bool:
    return not day["time_slots"] or any(slot["available"] for slot in day["time_slots"])


def choose(person: Shopper, day: JSON) -> JSON:
    """Choose the first free hours of a day, or all of it when it has none."""
    hours = [slot["slot_id"] for slot in day["time_slots"] if slot["available"]]
    shipment = person.cart(CORNER).json()["shipments"][0]["shipment_id"]
    body = {"shipment_id": shipment, "shipping_method_id": "slow", "selected_date": day["date"]}
    answer = person.call(
        "POST", "/shipment/methods", CORNER, **body, **({"slot_id": hours[0]} if hours else {})
    )
    return answer.json()


@pytest.mark.parametrize(
    ("zone", "last_moment", "midnight"),
    [
        (LOS_ANGELES, "2026-05-02T06:59:59", "2026-05-02T07:00:00"),
        (TOKYO, "2026-05-01T14:59:59", "2026-05-01T15:00:00"),
    ],
)
def test_a_promo_code_ends_at_the_midnight_of_the_merchant(
    shop: OpenShop, zone: str, last_moment: str, midnight: str
) -> None:
    clock = Clock(last_moment)
    person = filled(shop, clock, zone)
    assert person.call("POST", "/promo-codes", CORNER, promo_codes=["MAYDAY"]).json()["coupons"] == ["MAYDAY"]
    assert person.cart(CORNER).json()["cart_discount"]["number"] == 101

    clock.set(midnight)
    late = person.cart(CORNER).json()
    assert (late["cart_discount"]["number"], late["cart_status"]) == (0, "checkout_blocked")
    assert person.complete(CORNER).status_code == 412


@pytest.mark.parametrize(
    ("zone", "moment", "today"),
    [
        (LOS_ANGELES, "2026-05-02T06:59:59", "2026-05-01"),
        (LOS_ANGELES, "2026-05-02T07:00:00", "2026-05-02"),
        (TOKYO, "2026-05-01T15:00:00", "2026-05-02"),
        # the nights in which clocks are set forward, and back
        (LOS_ANGELES, "2026-03-08T07:59:59", "2026-03-07"),
        (LOS_ANGELES, "2026-03-08T08:00:00", "2026-03-08"),
        (LOS_ANGELES, "2026-11-02T07:59:59", "2026-11-01"),
        (LOS_ANGELES, "2026-11-02T08:00:00", "2026-11-02"),
    ],
)
def test_every_day_from_tomorrow_on_is_offered_once(
    shop: OpenShop, zone: str, moment: str, today: str
) -> None:
    offered = [day["date"] for day in days(filled(shop, Clock(moment), zone))]
    first = date.fromisoformat(today)
    assert offered == [(first + timedelta(days=number)).isoformat() for number in range(1, 10)]


def test_hours_that_were_tomorrow_cannot_be_had_once_it_is_tomorrow(shop: OpenShop) -> None:
    clock = Clock("2026-05-02T06:59:59")
    person = filled(shop, clock)
    chosen = choose(person, days(person)[0])
    assert (chosen["cart_status"], chosen["shipments"][0]["selected_date"]) == ("active", "2026-05-02")

    clock.set("2026-05-02T07:00:00")
    late = person.cart(CORNER).json()
    assert (late["cart_status"], late["notices"][0]["code"]) == ("checkout_blocked", "SHIPPING_NOT_AVAILABLE")
    refused = person.complete(CORNER)
    assert (refused.status_code, refused.json()["error"]) == (400, "ErrorInvalidDate")
    choose(person, next(day for day in days(person) if is_free(day)))
    assert person.complete(CORNER).status_code == 200
