"""A receipt tells what was ordered as it was chosen: the add-ons, the day, the store, the promo codes."""

from firmly_tui.checkout import AddAddon, normalize
from tests.tui.shopper import HOME, Shopper

SOUND, HEADPHONES = "voltline.example", "VL-HUSH-BLACK"
FURNITURE, LOVESEAT = "nordhaus.example", "NH-LIN2-NAVY"
BOOKS, BOOK = "buecherhalle.example", "BH-1007-PB"
NUMBER = "4929123456789015"


async def place(shopper: Shopper) -> None:
    """Order, and look at the receipt."""
    await shopper.go_to_payment()
    await shopper.fill_card(NUMBER)
    await shopper.press("ctrl+s")
    await shopper.until("✓ 1 order placed.")
    await shopper.press("enter")
    await shopper.until("paid with Visa")


async def test_a_receipt_tells_the_store_the_day_and_the_words(shopper: Shopper) -> None:
    await shopper.put(SOUND, HEADPHONES)
    await shopper.go_to_delivery()
    hive = shopper.shop.hive
    cart = hive[SOUND].cart
    assert cart is not None
    (shipment,) = cart.shipments
    await hive.shipments.set_type(SOUND, shipment.shipment_id, "PICKUP_IN_STORE")
    place_known = (await hive.shipments.availability(SOUND, shipment.shipment_id)).locations[1]
    await hive.shipments.set_type(SOUND, shipment.shipment_id, "PICKUP_IN_STORE", place_known.location_id)
    known = await hive.shipments.availability(SOUND, shipment.shipment_id)
    there = next(at for at in known.locations if at.location_id == place_known.location_id)
    day, slot = next((day, slot) for day in there.dates for slot in day.slots if slot.available)
    await hive.shipments.choose(
        SOUND, shipment.shipment_id, lambda choice: choice.on(day.date, slot).saying("Ring twice")
    )
    await place(shopper)
    assert place_known.name in shopper.line("Store ")
    assert "11:00 – 13:00" in shopper.line("Day ")
    assert "Ring twice" in shopper.line("Notes ")


async def test_a_receipt_names_promo_codes_and_how_it_is_sent(shopper: Shopper) -> None:
    await shopper.put(BOOKS, BOOK)
    await shopper.shop.hive.promos.apply(BOOKS, ["LESEN10"])
    await place(shopper)
    await shopper.until("Discount LESEN10 −€1.40")
    await shopper.until("Delivery Book post · 4-8 business days €2.90")


async def test_a_receipt_names_the_add_ons(shopper: Shopper) -> None:
    await shopper.put(FURNITURE, LOVESEAT)
    hive = shopper.shop.hive
    assert await hive.extras.make(FURNITURE, [AddAddon("shipping_protection")]) is None
    await place(shopper)
    await shopper.until("Add-ons Shipping protection $4.99")


async def test_a_receipt_tells_where_the_bill_goes(shopper: Shopper) -> None:
    await shopper.put(BOOKS, BOOK)
    await place(shopper)
    await shopper.until("1 Pine St, Seattle, Washington 98101, US bill to the same address")
    elsewhere = normalize(HOME).model_copy(update={"first_name": "Grace", "address1": "2 Oak Ave"})
    shopper.shop.shopper.save_billing(elsewhere)
    await shopper.put(BOOKS, BOOK)
    await place(shopper)
    await shopper.until("bill to Grace Quill, 2 Oak Ave, Seattle, Washington 98101, US")


async def test_the_letters_of_lists_scroll_a_receipt(shopper: Shopper) -> None:
    await shopper.put(SOUND, HEADPHONES)
    await place(shopper)
    await shopper.pilot.resize_terminal(80, 8)
    await shopper.until(" Receipt ")
    await shopper.press("G")
    await shopper.until("checkout/success")
    await shopper.press("g")
    await shopper.until("✓ Order ")


async def test_a_receipt_of_a_refused_order_tells_what_support_asks_for(shopper: Shopper) -> None:
    await shopper.put(BOOKS, BOOK)
    await shopper.go_to_payment()
    await shopper.fill_card("4000000000000002")
    await shopper.press("ctrl+s")
    await shopper.until("1 order refused.")
    trace = shopper.line(" · ray ").strip()
    assert trace.startswith("ErrorPaymentDeclined · 4")
    await shopper.press("f4")
    await shopper.until("refused")
    await shopper.press("enter")
    await shopper.until(" Receipt ")
    assert shopper.line(" · ray ").strip() == trace
    (attempt,) = shopper.shop.journal.attempts()
    assert f"{attempt.identifier} · {attempt.http_status} · ray {attempt.ray_id}" == trace
