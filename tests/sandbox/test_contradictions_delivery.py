"""Where firmly's documents contradict each other about shipments, add-ons and consents: what the sandbox speaks."""

import re

import pytest

from tests.sandbox.provoking import HOODIE, VOLTLINE, filled, v1, v2
from tests.sandbox.shopper import JSON, SHOP, Shopper

NORDHAUS = "nordhaus.example"
POWER_BANK = "VL-PWR-10000MAH"


def shipment_at(shopper: Shopper, domain: str, sku: str) -> JSON:
    """Return the one shipment of a cart with an address."""
    filled(shopper, sku, domain)
    return shopper.ship_to(domain).json()["shipments"][0]


def availability(shopper: Shopper, domain: str, shipment: JSON) -> JSON:
    answer = shopper.call("POST", "/shipments/get-availability", domain, shipment_id=shipment["shipment_id"])
    assert answer.status_code == 200, answer.text
    return answer.json()


def pick_up(shopper: Shopper, shipment: JSON, kind: str = "PICKUP_IN_STORE", place: str = "fremont") -> JSON:
    body = {"shipment_id": shipment["shipment_id"], "fulfillment_type": kind, "location_id": place}
    answer = shopper.call("POST", "/shipments/fulfillment-type", VOLTLINE, **body)
    assert answer.status_code == 200, answer.text
    return answer.json()["shipments"][0]


@pytest.mark.parametrize("path", ["/shipment/methods", "/shipments/shipping-method"])
def test_16_path_of_the_method(shopper: Shopper, path: str) -> None:
    name = shipment_at(shopper, SHOP, HOODIE)["shipment_id"]
    cart = shopper.call("POST", path, shipment_id=name, shipping_method_id="overnight").json()
    assert cart["shipments"][0]["shipping_method"]["id"] == "overnight"


@pytest.mark.parametrize("kind", ["PICKUP_IN_STORE", "IN_STORE_PICKUP"])
def test_19_name_of_a_pickup(shopper: Shopper, kind: str) -> None:
    shipment = pick_up(shopper, shipment_at(shopper, VOLTLINE, POWER_BANK), kind)
    assert shipment["fulfillment_type"]["id"] == "PICKUP_IN_STORE"
    assert "PICKUP_IN_STORE" in [option["id"] for option in shipment["fulfillment_type_options"]]
    assert "IN_STORE_PICKUP" in [method["id"] for method in shipment["shipping_method_options"]]


def test_24_id_of_a_method(shopper: Shopper) -> None:
    shipment = shipment_at(shopper, SHOP, HOODIE)
    simple = v1(shopper, "GET", "/cart").json()
    assert ("id" in shipment["shipping_method"], "sku" in shipment["shipping_method"]) == (True, False)
    assert ("id" in simple["shipping_method"], "sku" in simple["shipping_method"]) == (False, True)
    assert all("sku" in method for method in simple["shipping_method_options"])


@pytest.mark.parametrize("version", [1, 2])
def test_24_a_placed_order_has_id_in_both(corner: Shopper, version: int) -> None:
    order = corner.place("BEAD-0", domain="corner.example", version=version).json()
    method = order["shipping_method"] if version == 1 else order["shipments"][0]["shipping_method"]
    assert ("id" in method, "sku" in method) == (True, False)


def test_25_the_method_is_an_object(shopper: Shopper) -> None:
    shipment = shipment_at(shopper, SHOP, HOODIE)
    for method in (v1(shopper, "GET", "/cart").json()["shipping_method"], shipment["shipping_method"]):
        assert {"description", "price"} <= set(method)


def test_30_availability_of_all_three_kinds(shopper: Shopper) -> None:
    sent = availability(shopper, SHOP, shipment_at(shopper, SHOP, HOODIE))
    brought = availability(shopper, NORDHAUS, shipment_at(shopper, NORDHAUS, "NH-SKAG-OAK-60IN"))
    fetched = availability(shopper, VOLTLINE, pick_up(shopper, shipment_at(shopper, VOLTLINE, POWER_BANK)))
    assert sent["fulfillment_type"]["id"] == "SHIP_TO_ADDRESS"
    assert isinstance(sent["available_dates"], list)
    assert brought["available_dates"]
    assert brought["delivery_windows"]
    assert fetched["pickup_locations"]
    assert fetched["pickup_options"]


def test_31_slots_are_lists_of_hours(shopper: Shopper) -> None:
    brought = availability(shopper, NORDHAUS, shipment_at(shopper, NORDHAUS, "NH-SKAG-OAK-60IN"))
    day = brought["available_dates"][0]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", day["date"])
    slot = day["time_slots"][0]
    assert re.fullmatch(r"\d\d:\d\d \d\d:\d\d", f"{slot['start_time']} {slot['end_time']}")
    assert {"slot_id", "description", "available"} <= set(slot)


def test_32_hours_of_a_store(shopper: Shopper) -> None:
    fetched = availability(shopper, VOLTLINE, pick_up(shopper, shipment_at(shopper, VOLTLINE, POWER_BANK)))
    for place in fetched["pickup_locations"]:
        assert "hours" not in place
        assert {"day", "hours"} == set(place["operating_hours"][0])


def test_33_and_35_form_and_scopes_of_an_addon(shopper: Shopper) -> None:
    offers = filled(shopper, "NH-LIN3-NAVY", NORDHAUS)["addons"]["offers"]
    children = [child for offer in offers for child in offer.get("child_offers", [])]
    assert offers
    for offer in offers:
        assert {"addon_id", "display", "scope", "coverage_mode"} <= set(offer)
        assert offer["display"]["name"]
        assert not {"name", "description", "type", "applicable_items"} & set(offer)
    assert {offer["scope"] for offer in offers} == {"CART", "GROUP", "ITEM"}
    assert {child["scope"] for child in children} == {"INHERIT"}


def test_34_several_selections_in_one_call(shopper: Shopper) -> None:
    line = filled(shopper, "NH-LIN3-NAVY", NORDHAUS)["line_items"][0]["line_item_id"]
    selections = [
        {"addon_id": "shipping_protection"},
        {"addon_id": "white_glove_assembly", "selected_line_item_ids": [line]},
    ]
    cart = shopper.call("POST", "/addons", NORDHAUS, selections=selections).json()
    chosen = {selection["addon_id"] for selection in cart["addons"]["selections"]}
    assert chosen == {"shipping_protection", "white_glove_assembly"}


def test_36_markup_of_consents(shopper: Shopper) -> None:
    domain = "quillfern.example"
    filled(shopper, "QF-SOAP-CEDAR", domain)
    simple = v1(shopper, "GET", "/cart/consents", domain=domain).json()
    full = v2(shopper, "GET", "/cart/consents", domain=domain).json()
    assert (
        {type(consent["rich_text"]) for consent in simple}
        == {type(consent["html"]) for consent in full}
        == {bool}
    )
    assert not any("html" in consent for consent in simple)
    assert not any("rich_text" in consent for consent in full)
