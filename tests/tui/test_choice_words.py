"""What was chosen beside the goods: told alike on the last look before an order and on its receipt."""

from firmly_tui.checkout import AddAddon
from firmly_tui.checkout.delivery_choice import DeliveryChoice
from firmly_tui.models import Cart
from firmly_tui.tui.choice_words import addon_words
from firmly_tui.tui.widgets.review_list import ReviewList
from tests.tui.shopper import Shopper

FURNITURE, LOVESEAT, SOFA = "nordhaus.example", "NH-LIN2-NAVY", "NH-LIN3-NAVY"
NUMBER = "4929123456789015"


async def review(shopper: Shopper) -> str:
    """All lines of the last look, seen or not."""
    await shopper.go_to_payment()
    return "\n".join(row.left.plain for row in shopper.app.screen.query_one(ReviewList).rows)


async def receipt(shopper: Shopper) -> None:
    """Order, and look at the receipt."""
    await shopper.fill_card(NUMBER)
    await shopper.press("ctrl+s")
    await shopper.until("✓ 1 order placed.")
    await shopper.press("enter")
    await shopper.until("paid with Visa")


async def test_an_add_on_for_some_of_the_goods_names_them(shopper: Shopper) -> None:
    await shopper.put(FURNITURE, SOFA)
    await shopper.put(FURNITURE, LOVESEAT)
    hive = shopper.shop.hive
    sofa, _ = hive[FURNITURE].lines
    calls = [AddAddon("protection_full", (sofa.line_item_id,)), AddAddon("shipping_protection")]
    assert await hive.extras.make(FURNITURE, calls) is None
    assert "Full coverage · Linden 3-Seat Sofa; Shipping protection" in await review(shopper)
    await receipt(shopper)
    await shopper.until("Full coverage · Linden 3-Seat Sofa; Shipping")


async def test_an_add_on_for_all_of_the_goods_names_none(shopper: Shopper) -> None:
    await shopper.put(FURNITURE, SOFA)
    await shopper.put(FURNITURE, LOVESEAT)
    hive = shopper.shop.hive
    lines = tuple(line.line_item_id for line in hive[FURNITURE].lines)
    assert await hive.extras.make(FURNITURE, [AddAddon("protection_full", lines)]) is None
    cart = hive[FURNITURE].cart
    assert cart is not None
    assert addon_words(cart).plain == "Full coverage"


def test_an_order_without_offers_tells_which_of_its_goods_an_add_on_is_for() -> None:
    lines = [{"line_item_id": name, "description": name.title()} for name in ("lamp", "rug", "chair")]
    chosen = {"addon_id": "care", "selected_line_item_ids": ["lamp", "chair"]}
    order = Cart.model_validate({"line_items": lines, "addons": {"selections": [chosen]}})
    assert addon_words(order).plain == "An add-on that is no longer offered · Lamp and Chair"


async def test_a_delivery_window_is_named(shopper: Shopper) -> None:
    await shopper.put(FURNITURE, SOFA)
    await shopper.go_to_delivery()
    hive = shopper.shop.hive
    (shipment,) = hive[FURNITURE].cart.shipments
    await hive.shipments.set_type(FURNITURE, shipment.shipment_id, "SCHEDULED_DELIVERY")
    known = await hive.shipments.availability(FURNITURE, shipment.shipment_id)
    window = known.windows[0]
    days = (day for day in known.dates if window.start_date <= day.date <= window.end_date)
    day, slot = next((day.date, slot) for day in days for slot in day.slots if slot.available)
    wished = DeliveryChoice("STANDARD_SCHEDULED", day, slot, window)
    refused = await hive.shipments.choose(FURNITURE, shipment.shipment_id, lambda _: wished)
    assert refused is None
    assert f"Window    {window.name}" in await review(shopper)
    await receipt(shopper)
    assert window.name in shopper.line("Window ")
