"""The bill goes where the goods go, until another address is chosen."""

from tests.tui.shopper import Shopper

BOOKS = "buecherhalle.example"


def sent_billing(shopper: Shopper) -> str:
    cart = shopper.shop.hive[BOOKS].cart
    return cart.billing_info.city if cart and cart.billing_info else ""


async def at_the_payment(shopper: Shopper) -> None:
    await shopper.put(BOOKS, "BH-1007-PB")
    await shopper.go_to_payment()


async def test_another_billing_address_is_told_and_goes_with_the_order(shopper: Shopper) -> None:
    await at_the_payment(shopper)
    await shopper.until("Bill: as delivery (F6).")
    await shopper.press("f7", "f6")
    await shopper.until("Bill to this address")
    await shopper.tab_to("city")
    await shopper.retype("Tacoma")
    await shopper.press("ctrl+s")
    await shopper.until("Bill: Ada Quill, Tacoma (F6).")
    assert sent_billing(shopper) == "Tacoma"
    # The card was typed before, and is still there.
    await shopper.press("ctrl+s")
    await shopper.until("1 order placed")
    placement = shopper.app.placement
    assert placement is not None
    assert [
        lane.order.billing_info.city for lane in placement.lanes if lane.order and lane.order.billing_info
    ] == ["Tacoma"]


async def test_escape_leaves_the_billing_as_it_was_and_f6_takes_it_back(shopper: Shopper) -> None:
    await at_the_payment(shopper)
    await shopper.press("f6")
    await shopper.until("Bill to this address")
    await shopper.tab_to("city")
    await shopper.retype("Tacoma")
    await shopper.press("escape")
    await shopper.until("Bill: as delivery (F6).")
    assert sent_billing(shopper) != "Tacoma"
    await shopper.press("f6")
    await shopper.until("Bill to this address")
    await shopper.tab_to("city")
    await shopper.retype("Tacoma")
    await shopper.press("ctrl+s")
    await shopper.until("Bill: Ada Quill, Tacoma (F6).")
    await shopper.press("f6")
    await shopper.until("Bill to this address")
    await shopper.press("f6")
    await shopper.until("Bill: as delivery (F6).")
    assert sent_billing(shopper) == "Seattle"


async def test_a_typed_card_is_wiped_when_one_leaves_from_the_billing(shopper: Shopper) -> None:
    await at_the_payment(shopper)
    await shopper.press("f7", "f6")
    await shopper.until("Bill to this address")
    await shopper.press("f4")
    await shopper.until("No orders yet.")
    await shopper.press("escape", "escape")
    await shopper.until("F7: a test card")


async def test_a_wrong_field_keeps_one_at_the_billing(shopper: Shopper) -> None:
    await at_the_payment(shopper)
    await shopper.press("f6")
    await shopper.until("Bill to this address")
    await shopper.tab_to("postal_code")
    await shopper.retype("9810")
    await shopper.press("ctrl+s")
    await shopper.until("✕ A ZIP code looks like 95014.")
    assert shopper.shop.shopper.billing is None
