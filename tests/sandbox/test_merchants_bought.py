"""What one buys at the merchants of the sandbox, over HTTP: each with what is special about it."""

import pytest

from tests.sandbox.shopper import JSON, SEATTLE, Shopper, adds_up

BOOKS = "buecherhalle.example"
FURNITURE = "nordhaus.example"
APPLIANCES = "maren.example"
ELECTRONICS = "voltline.example"


def cart_with(shopper: Shopper, domain: str, *skus: str) -> JSON:
    """Put goods into a cart that goes to Seattle."""
    for sku in skus:
        shopper.add(sku, domain=domain)
    return shopper.ship_to(domain, **SEATTLE).json()


def only_shipment(cart: JSON) -> JSON:
    (shipment,) = cart["shipments"]
    return shipment


def on(shopper: Shopper, domain: str, path: str, cart: JSON, **body: object) -> JSON:
    """Do something to the only shipment of a cart."""
    answer = shopper.call("POST", path, domain, shipment_id=only_shipment(cart)["shipment_id"], **body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def free_slot(days: list[JSON]) -> tuple[str, str]:
    """The first day and hours that are not taken."""
    return next(
        (day["date"], slot["slot_id"]) for day in days for slot in day["time_slots"] if slot["available"]
    )


def test_a_sofa_comes_for_nothing_and_without_a_day(shopper: Shopper) -> None:
    shipment = only_shipment(cart_with(shopper, FURNITURE, "NH-ALDS-OAT-FULL"))
    assert [method["id"] for method in shipment["shipping_method_options"]] == ["standard"]
    assert shipment["shipping_method"]["price"]["number"] == 0
    assert shopper.complete(FURNITURE).status_code == 200


def test_a_sofa_comes_on_a_day_with_white_glove_and_a_plan_for_it_alone(shopper: Shopper) -> None:
    cart = cart_with(shopper, FURNITURE, "NH-LIN3-NAVY", "NH-FIRC-OVAL-NATURAL")
    sofa = next(line["line_item_id"] for line in cart["line_items"] if line["sku"] == "NH-LIN3-NAVY")
    on(shopper, FURNITURE, "/shipments/fulfillment-type", cart, fulfillment_type="SCHEDULED_DELIVERY")
    offered = on(shopper, FURNITURE, "/shipments/get-availability", cart)
    window = next(found for found in offered["delivery_windows"] if found["window_id"] == "premium-week")
    later = [day for day in offered["available_dates"] if day["date"] >= window["date_range"]["start_date"]]
    date, slot = free_slot(later)
    wish = {"shipping_method_id": "WHITE_GLOVE", "window_id": "premium-week"}
    on(shopper, FURNITURE, "/shipment/methods", cart, selected_date=date, selected_time_slot=slot, **wish)
    plan = {"addon_id": "protection_full", "selected_line_item_ids": [sofa]}
    chosen = shopper.call("POST", "/addons", FURNITURE, selections=[plan]).json()

    assert only_shipment(chosen)["shipping_method"]["id"] == "WHITE_GLOVE"
    assert only_shipment(chosen)["selected_date"] == date
    assert chosen["shipping_total"]["number"] in {19999, 19999 + 1500}
    assert chosen["addon_total"]["number"] == 19900
    assert adds_up(chosen)


def test_a_washer_and_a_dryer_are_installed_as_a_pair(shopper: Shopper) -> None:
    alone = cart_with(shopper, APPLIANCES, "MR-WFL-WHITE")
    both = cart_with(shopper, APPLIANCES, "MR-DHP-WHITE")
    paired = shopper.call("POST", "/addons", APPLIANCES, selections=[{"addon_id": "pair_installation"}])

    assert "pair_installation" not in [offer["addon_id"] for offer in alone["addons"]["offers"]]
    assert "pair_installation" in [offer["addon_id"] for offer in both["addons"]["offers"]]
    assert only_shipment(both)["fulfillment_type"]["id"] == "SCHEDULED_DELIVERY"
    assert paired.json()["addon_total"]["number"] == 14900
    assert adds_up(paired.json())


def test_headphones_are_picked_up_at_the_second_nearest_store(shopper: Shopper) -> None:
    cart = cart_with(shopper, ELECTRONICS, "VL-HUSH-BLACK")
    kind = {"fulfillment_type": "PICKUP_IN_STORE", "location_id": "pine-street"}
    on(shopper, ELECTRONICS, "/shipments/fulfillment-type", cart, **kind)
    near = on(shopper, ELECTRONICS, "/shipments/get-availability", cart)["pickup_locations"]
    second = near[1]["location_id"]
    kind = {"fulfillment_type": "PICKUP_IN_STORE", "location_id": second}
    on(shopper, ELECTRONICS, "/shipments/fulfillment-type", cart, **kind)
    date, slot = free_slot(near[1]["pickup_options"])
    wish = {"shipping_method_id": "CURBSIDE_PICKUP", "selected_date": date, "selected_time_slot": slot}
    picked = on(shopper, ELECTRONICS, "/shipment/methods", cart, **wish)

    assert second == "fremont"
    assert only_shipment(picked)["selected_location"]["location_id"] == "fremont"
    assert picked["shipping_total"]["number"] == 0


def test_three_books_cost_less_with_two_codes(shopper: Shopper) -> None:
    cart = cart_with(shopper, BOOKS, "BH-1007-PB", "BH-2004-PB", "BH-3006-PB")
    less = shopper.call("POST", "/promo-codes", BOOKS, promo_codes=["lesen10", "FUENFER"]).json()
    assert less["coupons"] == ["LESEN10", "FUENFER"]
    assert less["cart_discount"]["number"] == 434 + 500
    assert less["total"]["number"] == cart["total"]["number"] - 934


def test_a_gift_card_is_in_no_shipment(shopper: Shopper) -> None:
    cart = shopper.add("VL-GIFT-25", domain=ELECTRONICS).json()
    assert cart["shipments"] == []
    assert cart["sub_total"]["number"] == 2500


@pytest.mark.parametrize(
    ("domain", "sku", "error"),
    [
        ("quillfern.example", "QF-SOAP-PLAIN", "CheckoutError"),
        ("guildhall.example", "GH-DOVE-RIP", "UserMustLogin"),
        ("pottersrow.example", "PR-MORN-CHALK", "PaymentMethodNotAvailable"),
    ],
)
def test_a_guest_with_a_card_is_refused(shopper: Shopper, domain: str, sku: str, error: str) -> None:
    cart_with(shopper, domain, sku)
    assert shopper.complete(domain).json()["error"] == error


def test_a_shop_in_outage_takes_nothing(shopper: Shopper) -> None:
    assert shopper.add("PL-FIEL-PLAIN", domain="paperlane.example").status_code == 503


def test_a_plant_does_not_go_to_hawaii(shopper: Shopper) -> None:
    shopper.add("MG-POTH-6IN", domain="mossgate.example")
    home = {"state_or_province": "HI", "city": "Honolulu", "postal_code": "96813"}
    cart = shopper.ship_to("mossgate.example", **home).json()
    assert cart["cart_status"] == "item_not_shippable"


def test_dinars_have_three_decimals(shopper: Shopper) -> None:
    price = shopper.products("nuqta.example")[-1]["variants"][0]["price"]
    assert (price["number"], price["value"]) == (950, 0.95)
