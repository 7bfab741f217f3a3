"""Which call pays: one that shows its progress, unless something chosen would be lost."""

import pytest

from firmly_tui.checkout import Hive, choose_call
from firmly_tui.models import Address, Cart
from tests.checkout.goods import FURNITURE, LOVESEAT, SOFA

CHEAP = {"id": "ground", "price": {"currency": "USD", "number": 500}}
FAST = {"id": "air", "price": {"currency": "USD", "number": 1500}}


def cart(shipment: dict[str, object] | None = None, **more: object) -> Cart:
    plain: dict[str, object] = {
        "shipment_id": "s1",
        "fulfillment_type": {"id": "SHIP_TO_ADDRESS"},
        "shipping_method_options": [FAST, CHEAP],
        "shipping_method": CHEAP,
    }
    lines = [{"line_item_id": "1", "sku": "A", "variant_id": "A", "quantity": 1}]
    return Cart.model_validate({"line_items": lines, "shipments": [{**plain, **(shipment or {})}], **more})


def test_plain_cart_is_ordered_in_one_call() -> None:
    assert choose_call(cart()).kind == "place-order"


def test_cart_without_any_shipping_is_ordered_in_one_call() -> None:
    assert choose_call(cart(shipments=[])).kind == "place-order"


def test_extras_that_cost_nothing_and_were_not_chosen_are_none() -> None:
    assert choose_call(cart(addon_total={"currency": "USD", "number": 0})).kind == "place-order"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (cart({"shipping_method": FAST}), "delivery"),
        (cart({"fulfillment_type": {"id": "PICKUP_IN_STORE"}}), "delivery"),
        (cart({"selected_date": "2026-07-01"}), "delivery"),
        (cart({"notes": "Ring twice"}), "delivery"),
        (cart(shipments=[{"shipment_id": "s1"}, {"shipment_id": "s2"}]), "separate shipments"),
        (cart({"shipping_info": {"address1": "9 Elm St", "city": "Tacoma"}}), "delivery"),
        (cart(coupons=["LUMA10"]), "promo codes"),
        (cart(addon_total={"currency": "USD", "number": 499}), "extras"),
        (cart(addons={"offers": [], "selections": [{"addon_id": "a"}]}), "extras"),
        (cart(line_items=[{"line_item_id": "1", "quantity": 1}]), "named"),
    ],
)
def test_what_was_chosen_is_kept_by_paying_the_cart(changed: Cart, reason: str) -> None:
    call = choose_call(changed)
    assert call.kind == "complete-order"
    assert reason in call.reason


async def test_cart_that_was_split_is_paid_as_it_stands(hive: Hive, address: Address) -> None:
    await hive.add(FURNITURE, SOFA)
    await hive.add(FURNITURE, LOVESEAT)
    await hive.set_address(address)
    whole = hive[FURNITURE].cart
    assert whole is not None
    (shipment,) = whole.shipments
    assert choose_call(whole).kind == "place-order"
    await hive.shipments.split(FURNITURE, shipment.shipment_id, shipment.line_item_ids[:1])
    parted = hive[FURNITURE].cart
    assert parted is not None
    assert choose_call(parted).kind == "complete-order"
