"""What counts as a change between the review and the order."""

import pytest

from firmly_tui.checkout.confirmed import difference
from firmly_tui.models import Cart

HOME = {
    "first_name": "Ada",
    "last_name": "Quill",
    "address1": "1 Pine St",
    "city": "London",
    "postal_code": "SW1A 1AA",
    "country": "GB",
}


def cart(*, where: dict[str, str] | None = None, shipment: dict[str, object] | None = None) -> Cart:
    plain: dict[str, object] = {
        "shipment_id": "s1",
        "fulfillment_type": {"id": "SHIP_TO_ADDRESS"},
        "shipping_method": {"id": "ground"},
    }
    return Cart.model_validate(
        {
            "line_items": [{"line_item_id": "1", "sku": "A", "variant_id": "A", "quantity": 1}],
            "total": {"currency": "GBP", "number": 1000},
            "shipping_info": {**HOME, **(where or {})},
            "shipments": [{**plain, **(shipment or {})}],
        }
    )


@pytest.mark.parametrize(
    "where", [{}, {"postal_code": "sw1a1aa"}, {"city": "LONDON "}, {"email": "ada@example.com"}]
)
def test_other_spelling_is_no_change(where: dict[str, str]) -> None:
    assert difference(cart(), cart(where=where)) == ""


@pytest.mark.parametrize("field", sorted(HOME))
def test_other_address_is_a_change(field: str) -> None:
    assert "address has changed" in difference(cart(), cart(where={field: "elsewhere"}))


def test_address_that_is_gone_is_a_change() -> None:
    gone = cart().model_copy(update={"shipping_info": None})
    assert "address has changed" in difference(cart(), gone)


@pytest.mark.parametrize(
    "shipment",
    [
        {"shipping_method": {"id": "air"}},
        {"shipping_method": None},
        {"fulfillment_type": {"id": "PICKUP_IN_STORE"}},
        {"selected_date": "2026-07-01"},
        {"selected_time_slot": {"slot_id": "morning"}},
        {"selected_location": {"location_id": "downtown"}},
    ],
)
def test_other_delivery_is_a_change(shipment: dict[str, object]) -> None:
    assert "delivery has changed" in difference(cart(), cart(shipment=shipment))
