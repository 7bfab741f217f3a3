"""Days and hours: what can be chosen, what it costs, and that two orders never share a place that is for one."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from firmly_tui.sandbox import Sandbox
from tests.sandbox.conftest import StartSandbox
from tests.sandbox.quayside import PICK_UP, QUAYSIDE, Customer, open_quayside, refused
from tests.sandbox.shopper import adds_up

MORNING, LATE = "0900-1200", "1300-1700"


@pytest.fixture
def quayside(start: StartSandbox, tmp_path: Path) -> Sandbox:
    return open_quayside(start, tmp_path)


@pytest.fixture
def customer(quayside: Sandbox) -> Iterator[Customer]:
    someone = Customer(quayside)
    with someone:
        yield someone


@pytest.mark.parametrize(
    "spelling",
    [{"selected_time_slot": LATE}, {"selected_time_slot": {"slot_id": LATE}}, {"slot_id": LATE}],
)
def test_hours_are_echoed_and_their_price_is_part_of_shipping(
    customer: Customer, spelling: dict[str, object]
) -> None:
    customer.fill("SOFA")
    day = customer.free_slot(LATE)
    cart = customer.send("STANDARD", selected_date=day, **spelling).json()
    shipment = cart["shipments"][0]

    assert shipment["selected_date"] == day
    assert (shipment["selected_time_slot"]["slot_id"], shipment["selected_time_slot"]["available"]) == (
        LATE,
        True,
    )
    assert cart["shipping_total"]["number"] == 7500 + 900
    assert adds_up(cart)


def test_a_window_sets_the_price_and_the_days(customer: Customer) -> None:
    customer.fill("SOFA")
    cart = customer.send("STANDARD", window_id="soon").json()
    wrong_method = customer.send("GLOVE", window_id="soon")
    unknown = customer.send("GLOVE", window_id="never")
    too_late = customer.send("STANDARD", window_id="soon", selected_date="2026-05-15")
    fits = customer.send("GLOVE", window_id="late", selected_date="2026-05-15")

    assert cart["shipping_total"]["number"] == 9900
    assert cart["shipments"][0]["shipping_method"]["price"]["number"] == 9900
    assert refused(wrong_method) == (400, "ErrorInvalidShippingMethod")
    assert refused(unknown) == refused(too_late) == (400, "ErrorInvalidDate")
    assert (
        too_late.json()["description"]
        == "Soon runs from Friday, May 1 to Saturday, May 9. Choose a day in it."
    )
    assert fits.json()["shipping_total"]["number"] == 15000


@pytest.mark.parametrize(
    "day", ["2026-04-30", "2026-05-04", "2026-05-31", "2027-05-01", "tomorrow", "2026-02-30", "\x00"]
)
def test_a_day_that_is_not_offered_is_refused(customer: Customer, day: str) -> None:
    customer.fill("SOFA")
    answer = customer.send("GLOVE", selected_date=day)
    assert answer.json()["error"] in {"ErrorInvalidDate", "ErrorInvalidInputBody"}
    assert answer.status_code == 400
    assert customer.shipment()["shipping_method"]["id"] == "STANDARD"


def test_hours_that_are_full_unknown_or_without_a_day_are_refused(customer: Customer) -> None:
    customer.fill("SOFA")
    days = customer.availability()["available_dates"]
    full = next(
        (day["date"], slot["slot_id"]) for day in days for slot in day["time_slots"] if not slot["available"]
    )
    whole = next(day["date"] for day in days if not day["time_slots"])

    assert refused(customer.send("STANDARD", slot_id=MORNING)) == (400, "ErrorInvalidDate")
    assert refused(customer.send("STANDARD", selected_date=full[0], slot_id=full[1])) == (
        400,
        "ErrorInvalidDate",
    )
    assert refused(customer.send("STANDARD", selected_date=whole, slot_id=MORNING)) == (
        400,
        "ErrorInvalidDate",
    )
    assert (
        refused(customer.send("STANDARD", selected_date=customer.free_slot(LATE), slot_id="midnight"))[0]
        == 400
    )
    assert customer.send("STANDARD", selected_date=whole).json()["shipments"][0]["selected_date"] == whole


def test_another_day_forgets_the_hours_and_another_method_keeps_both(customer: Customer) -> None:
    customer.fill("SOFA")
    day = customer.free_slot(LATE)
    customer.send("STANDARD", selected_date=day, slot_id=LATE)
    kept = customer.send("GLOVE").json()["shipments"][0]
    other = next(
        found["date"]
        for found in customer.availability()["available_dates"]
        if found["date"] != day and any(slot["available"] for slot in found["time_slots"])
    )
    moved = customer.send("GLOVE", selected_date=other).json()

    assert (kept["selected_date"], kept["selected_time_slot"]["slot_id"]) == (day, LATE)
    assert (moved["shipments"][0]["selected_date"], moved["shipments"][0]["selected_time_slot"]) == (
        other,
        None,
    )
    assert moved["shipping_total"]["number"] == 19999


def test_a_slot_is_full_once_its_orders_are_in(quayside: Sandbox, customer: Customer) -> None:
    customer.fill("SOFA")
    day = customer.free_slot(LATE)
    customer.send("STANDARD", selected_date=day, slot_id=LATE)
    order = customer.complete(QUAYSIDE).json()
    with Customer(quayside) as other:
        other.fill("SOFA")
        late = other.send("STANDARD", selected_date=day, slot_id=LATE)
        offered = {found["date"]: found["time_slots"] for found in other.availability()["available_dates"]}

    assert order["shipments"][0]["selected_time_slot"]["slot_id"] == LATE
    assert refused(late) == (400, "ErrorInvalidDate")
    assert [slot["available"] for slot in offered[day] if slot["slot_id"] == LATE] == [False]


@pytest.mark.parametrize(("version", "answer"), [(1, (412, "CheckoutError")), (2, (400, "ErrorInvalidDate"))])
def test_a_slot_that_was_taken_between_choosing_and_paying_is_refused(
    quayside: Sandbox, customer: Customer, version: int, answer: tuple[int, str]
) -> None:
    with Customer(quayside) as other:
        for person in (customer, other):
            person.fill("SOFA")
            person.send("STANDARD", selected_date=person.free_slot(LATE), slot_id=LATE)
        customer.complete(QUAYSIDE)
        blocked = other.now()
        refusal = other.complete(QUAYSIDE, version)
        day = other.free_slot(LATE)
        other.send("STANDARD", selected_date=day, slot_id=LATE)
        order = other.complete(QUAYSIDE, version)

    assert blocked["cart_status"] == "checkout_blocked"
    assert blocked["notices"][0]["code"] == "SHIPPING_NOT_AVAILABLE"
    assert blocked["notices"][0]["shipment_id"] == blocked["shipments"][0]["shipment_id"]
    assert blocked["shipments"][0]["selected_time_slot"]["available"] is False
    assert refused(refusal) == answer
    assert "is taken. Choose other hours." in refusal.json()["description"]
    assert order.status_code == 200


def test_of_many_who_pay_for_the_last_slot_at_once_one_gets_it(quayside: Sandbox) -> None:
    people = [Customer(quayside) for _ in range(4)]
    for person in people:
        person.fill("SOFA")
        person.send("STANDARD", selected_date=person.free_slot(LATE), slot_id=LATE)
    with ThreadPoolExecutor(4) as pool:
        codes = sorted(pool.map(lambda person: person.complete(QUAYSIDE).status_code, people))
    for person in people:
        person.http.close()
    assert codes == [200, 400, 400, 400]


def test_slots_of_stores_are_counted_apart(quayside: Sandbox, customer: Customer) -> None:
    customer.fill("MUG")
    customer.fulfill(PICK_UP, location_id="center")
    place = customer.availability()["pickup_locations"][0]
    day, slot = next(
        (found["date"], slot["slot_id"])
        for found in place["pickup_options"]
        for slot in found["time_slots"]
        if slot["available"] and slot["slot_id"] == LATE
    )
    customer.send("COUNTER", selected_date=day, slot_id=slot)
    order = customer.complete(QUAYSIDE).json()
    with Customer(quayside) as other:
        other.fill("MUG")
        after = other.availability()["pickup_locations"]

    free = {
        found["location_id"]: [
            hours["available"]
            for option in found["pickup_options"]
            for hours in option["time_slots"]
            if (option["date"], hours["slot_id"]) == (day, slot)
        ]
        for found in after
    }
    assert order["shipments"][0]["selected_time_slot"]["description"] == "Late"
    assert free["center"] == [False]
    assert free["harbor"] != [False]
