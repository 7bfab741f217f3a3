"""What counts as a change between the review and the order, and how it is told."""

import pytest

from firmly_tui.checkout import NewCard, PayPal, SavedCard
from firmly_tui.checkout.confirmed import differences, unorderable
from firmly_tui.models import Cart, PaymentOption

HOME = {
    "first_name": "Ada",
    "last_name": "Quill",
    "address1": "1 Pine St",
    "city": "London",
    "postal_code": "SW1A 1AA",
    "country": "GB",
}
CARD = {"type": "CreditCard", "wallet": "user"}
WHOLE = NewCard("complete-order", "")
AT_ONCE = NewCard("place-order", "")


def cart(
    *, where: dict[str, str] | None = None, shipment: dict[str, object] | None = None, **more: object
) -> Cart:
    plain: dict[str, object] = {
        "shipment_id": "s1",
        "fulfillment_type": {"id": "SHIP_TO_ADDRESS", "name": "Shipping"},
        "shipping_method": {"id": "ground", "description": "Ground"},
    }
    return Cart.model_validate(
        {
            "cart_id": "c",
            "line_items": [
                {"line_item_id": "1", "sku": "A", "variant_id": "A", "description": "Sofa", "quantity": 1}
            ],
            "total": {"currency": "GBP", "number": 1000},
            "shipping_info": {**HOME, **(where or {})},
            "shipments": [{**plain, **(shipment or {})}],
            "payment_method_options": [CARD],
            **more,
        }
    )


def told(present: Cart, confirmed: Cart | None = None, way: NewCard = WHOLE) -> str:
    return "\n".join(differences(confirmed or cart(), present, way))


@pytest.mark.parametrize(
    "where", [{}, {"postal_code": "sw1a1aa"}, {"city": "LONDON "}, {"email": "ada@example.com"}]
)
def test_other_spelling_is_no_change(where: dict[str, str]) -> None:
    assert told(cart(where=where)) == ""


@pytest.mark.parametrize("field", sorted(HOME))
def test_other_address_is_told(field: str) -> None:
    assert "no longer to Ada Quill" in told(cart(where={field: "elsewhere"}))


def test_address_that_is_gone_is_told() -> None:
    assert "The goods go to no address" in told(cart().model_copy(update={"shipping_info": None}))


@pytest.mark.parametrize(
    ("shipment", "words"),
    [
        (
            {"shipping_method": {"id": "air", "description": "By air"}},
            "Sent by: By air in place of Ground.",
        ),
        ({"shipping_method": None}, "Sent by: — in place of Ground."),
        (
            {"fulfillment_type": {"id": "PICKUP_IN_STORE", "name": "Pickup"}},
            "Delivery: Pickup in place of Shipping.",
        ),
        ({"selected_date": "2026-07-01"}, "Day: 2026-07-01 in place of —."),
        (
            {"selected_time_slot": {"slot_id": "m", "start_time": "09:00", "end_time": "11:00"}},
            "Time: 09:00–11:00 in place of —.",
        ),
        ({"selected_location": {"location_id": "d", "name": "Downtown"}}, "Picked up at: Downtown"),
        ({"notes": "Ring twice"}, "Note: Ring twice in place of —."),
    ],
)
def test_other_delivery_is_told(shipment: dict[str, object], words: str) -> None:
    assert words in told(cart(shipment=shipment))


def test_slot_that_is_only_described_otherwise_is_no_change() -> None:
    slot = {"slot_id": "m", "start_time": "09:00", "end_time": "11:00"}
    before = cart(shipment={"selected_time_slot": slot})
    now = cart(shipment={"selected_time_slot": {**slot, "available": False, "description": "Taken"}})
    assert told(now, before) == ""


def test_method_that_is_newly_offered_is_no_change() -> None:
    options = [{"id": "ground", "description": "Ground"}, {"id": "air", "description": "By air"}]
    assert told(cart(shipment={"shipping_method_options": options})) == ""


LINE = {"line_item_id": "1", "sku": "A", "variant_id": "A", "description": "Sofa", "quantity": 1}
SELECTED = {"offers": [{"addon_id": "care", "name": "Care plan"}], "selections": [{"addon_id": "care"}]}


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"total": {"currency": "GBP", "number": 1200}}, "Total: £10.00 → £12.00"),
        ({"line_items": [{**LINE, "quantity": 2}]}, "Sofa: 2 in place of 1."),
        ({"line_items": [LINE, {**LINE, "line_item_id": "2"}]}, "Sofa is new in the cart."),
        ({"coupons": ["LUMA10"]}, "Promo code LUMA10 is on the cart now."),
        ({"addons": SELECTED}, "Care plan is added now."),
        ({"payment_method_options": [CARD, {"type": "PayPal"}]}, "It can be paid with PayPal now."),
        ({"shipments": []}, "The goods are sent in 0 shipments, not in 1 shipment."),
        ({"cart_id": "d"}, "The merchant made another cart of it"),
    ],
)
def test_each_field_is_told(more: dict[str, object], words: str) -> None:
    assert words in told(cart(**more))


def test_sums_that_moved_are_told_beside_what_changed() -> None:
    now = cart(coupons=["LUMA10"], cart_discount={"currency": "GBP", "number": 100})
    assert "Discount: — → £1.00" in told(now)
    assert told(cart(cart_discount={"currency": "GBP", "number": 100})) == ""


def test_one_call_order_tells_what_it_would_lose_by_now() -> None:
    now = cart(coupons=["LUMA10"])
    assert "Step by step the order would lose its promo codes." in told(now, way=AT_ONCE)
    assert "would lose" not in told(now)


def test_answer_without_the_ways_to_pay_is_no_change() -> None:
    silent = cart().sent.copy()
    del silent["payment_method_options"]
    assert told(Cart.model_validate(silent)) == ""


@pytest.mark.parametrize(
    ("present", "says"),
    [
        (None, "empty now"),
        (cart(line_items=[]), "empty now"),
        (
            cart(cart_status="inactive", notices=[{"message": "Sold out."}]),
            "does not sell this cart now. Sold out.",
        ),
        (cart(cart_status="submitted"), "does not sell"),
        (cart(payment_method_options=[{"type": "PayPal"}]), "does not take New card"),
        (cart(), ""),
    ],
)
def test_what_cannot_be_ordered_at_all(present: Cart | None, says: str) -> None:
    found = unorderable(present, WHOLE)
    assert says in found
    assert bool(found) == bool(says)


def test_way_that_is_gone_cannot_pay() -> None:
    kept = {"type": "CreditCard", "wallet": "merchant", "id": "7", "card_type": "Visa", "last_four": "4242"}
    way = SavedCard(PaymentOption.model_validate(kept))
    assert unorderable(cart(payment_method_options=[kept]), way) == ""
    assert "Visa •••• 4242" in unorderable(cart(), way)
    assert "PayPal" in unorderable(cart(), PayPal())
