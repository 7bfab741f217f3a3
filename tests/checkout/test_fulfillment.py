"""The one view of what can be chosen for a shipment, over every documented form of availability."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmly_tui.checkout.fulfillment import fulfillment, method_for_handover, method_for_window
from firmly_tui.checkout.undecided import is_pickup, still_to_choose
from firmly_tui.models import Availability, DeliveryWindow, PickupOption, Shipment, ShippingMethod

TODAY = date(2026, 5, 1)
TYPES = [
    {"id": "SHIP_TO_ADDRESS", "name": "Ship to Address", "description": "By a carrier"},
    {"id": "PICKUP_IN_STORE"},
]


def usd(number: int) -> dict[str, object]:
    return {"currency": "USD", "number": number}


def methods(**prices: int) -> list[ShippingMethod]:
    return [
        ShippingMethod.model_validate({"id": name, "price": usd(price)}) for name, price in prices.items()
    ]


def shipment(**fields: object) -> Shipment:
    return Shipment.model_validate({"shipment_id": "ship_1", "fulfillment_type_options": TYPES, **fields})


def window(name: str, price: int, first: str = "2026-05-01", last: str = "2026-05-31") -> dict[str, object]:
    span = {"start_date": first, "end_date": last}
    return {"window_id": name, "name": name, "price": usd(price), "date_range": span}


def test_types_say_why_they_are_offered_and_what_they_reset() -> None:
    chosen = shipment(fulfillment_type=TYPES[0], selected_date="2026-05-02")
    ship, pickup = fulfillment(chosen, Availability(), TODAY).types
    assert (ship.name, ship.reason, ship.chosen, ship.resets) == ("Ship to Address", "By a carrier", True, ())
    assert (pickup.name, pickup.is_pickup) == ("Pickup in store", True)
    assert pickup.resets == ("the day: Saturday, May 2",)


def test_type_that_is_chosen_and_not_listed_is_shown_too() -> None:
    odd = shipment(fulfillment_type={"id": "DIGITAL_DELIVERY"})
    assert [option.type_id for option in fulfillment(odd, Availability(), TODAY).types] == [
        "DIGITAL_DELIVERY",
        "SHIP_TO_ADDRESS",
        "PICKUP_IN_STORE",
    ]


@pytest.mark.parametrize("type_id", ["PICKUP_IN_STORE", "IN_STORE_PICKUP", "pickup"])
def test_pickups_are_known_by_each_of_their_names(type_id: str) -> None:
    assert is_pickup(type_id)
    assert not is_pickup("SHIP_TO_ADDRESS")


def test_what_is_still_to_choose() -> None:
    scheduled = {"fulfillment_type": {"id": "SCHEDULED_DELIVERY"}}
    pickup = {"fulfillment_type": {"id": "PICKUP_IN_STORE"}}
    assert still_to_choose(shipment(**scheduled)) == ("a day",)
    assert still_to_choose(shipment(**scheduled, selected_date="2026-05-02")) == ()
    assert still_to_choose(shipment(**scheduled), has_days=False) == ()
    assert still_to_choose(shipment(**pickup)) == ("a store", "a day")
    assert still_to_choose(shipment(**pickup, selected_location={"location_id": "pine"})) == ("a day",)
    assert still_to_choose(shipment(shipping_method_options=[{"id": "m"}])) == ("how it is sent",)
    assert still_to_choose(shipment()) == ()


def test_days_of_a_pickup_are_those_of_its_place() -> None:
    answer = Availability.model_validate(
        {
            "pickup_locations": [
                {
                    "location_id": "far",
                    "distance": {"value": 9, "unit": "mi"},
                    "pickup_options": ["2026-05-09"],
                },
                {
                    "location_id": "near",
                    "distance": {"value": 1, "unit": "mi"},
                    "pickup_options": ["2026-05-02"],
                },
            ]
        }
    )
    nowhere = fulfillment(shipment(fulfillment_type=TYPES[1]), answer, TODAY)
    assert [place.location.location_id for place in nowhere.places] == ["near", "far"]
    assert nowhere.place is None
    assert nowhere.days.days == ()
    somewhere = shipment(fulfillment_type=TYPES[1], selected_location={"location_id": "far"})
    found = fulfillment(somewhere, answer, TODAY)
    assert found.is_pickup
    assert found.place is found.places[1]
    assert [day.date.day for day in found.days.open] == [9]


def test_days_of_a_delivery_are_its_own_even_where_it_could_be_fetched() -> None:
    answer = Availability.model_validate(
        {"available_dates": ["2026-05-02"], "pickup_locations": [{"location_id": "near"}]}
    )
    found = fulfillment(shipment(fulfillment_type=TYPES[0]), answer, TODAY)
    assert [day.date.day for day in found.days.open] == [2]
    assert not found.is_pickup


def test_chosen_window_narrows_the_days() -> None:
    answer = Availability.model_validate(
        {
            "available_dates": ["2026-05-02", "2026-05-20"],
            "delivery_windows": [
                window("late", 5, "2026-05-15"),
                window("over", 5, "2026-04-01", "2026-04-02"),
            ],
        }
    )
    chosen = shipment(selected_window=window("late", 5, "2026-05-15"))
    found = fulfillment(chosen, answer, TODAY)
    assert [day.date.day for day in found.days.open] == [20]
    assert [(option.chosen, option.closed) for option in found.windows] == [(True, ""), (False, "Over")]


def test_window_without_a_free_day_cannot_be_chosen() -> None:
    full = {"date": "2026-05-20", "time_slots": [{"slot_id": "a", "available": False}]}
    answer = Availability.model_validate(
        {"available_dates": ["2026-05-02", full], "delivery_windows": [window("late", 5, "2026-05-15")]}
    )
    (option,) = fulfillment(shipment(), answer, TODAY).windows
    assert option.closed == "No free day in it"


def test_window_is_carried_by_the_method_that_costs_as_much_or_next_to_it() -> None:
    offered = methods(STANDARD=7500, WHITE_GLOVE=19999)
    carried = {
        price: found.id if (found := method_for_window(_window(price), offered)) else None
        for price in (7500, 12400, 19999, 26900, 100)
    }
    expected = {7500: "STANDARD", 12400: "STANDARD", 19999: "WHITE_GLOVE", 26900: "WHITE_GLOVE", 100: None}
    assert carried == expected
    assert method_for_window(DeliveryWindow(), offered) is None
    assert method_for_window(DeliveryWindow(), offered[:1]) == offered[0]


def _window(price: int) -> DeliveryWindow:
    return DeliveryWindow.model_validate(window("w", price))


def test_way_to_pick_up_goes_with_the_method_of_its_name() -> None:
    offered = methods(CURBSIDE_PICKUP=0, IN_STORE_PICKUP=0)
    named = [
        method_for_handover(option, offered)
        for option in (
            PickupOption(option_id="in-store", name="In-store pickup"),
            PickupOption(option_id="1", name="Curbside pickup"),
            PickupOption(option_id="2", name="Drone"),
        )
    ]
    assert [method.id if method else None for method in named] == ["IN_STORE_PICKUP", "CURBSIDE_PICKUP", None]


def test_methods_of_the_availability_serve_where_the_shipment_has_none() -> None:
    answer = Availability.model_validate({"shipping_methods": [{"id": "ground"}]})
    assert [method.id for method in fulfillment(shipment(), answer, TODAY).methods] == ["ground"]
    own = shipment(shipping_method_options=[{"id": "air"}])
    assert [method.id for method in fulfillment(own, answer, TODAY).methods] == ["air"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=12) | st.dates().map(str),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "date",
                    "time_slots",
                    "slot_id",
                    "start_time",
                    "utc",
                    "local",
                    "hours",
                    "day",
                    "distance",
                    "unit",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
FIELDS = ["available_dates", "time_slots", "delivery_windows", "pickup_locations", "pickup_options"]


@given(st.dictionaries(st.sampled_from(FIELDS), JSON))
def test_view_of_whatever_can_be_read_is_never_in_the_way(answer: dict[str, object]) -> None:
    try:
        read = Availability.model_validate(answer)
    except ValueError:
        return
    found = fulfillment(shipment(fulfillment_type=TYPES[1]), read, TODAY)
    for month in found.days.months:
        assert found.days.month(*month).days
