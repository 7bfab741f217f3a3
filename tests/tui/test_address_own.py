"""A merchant may have an address of its own, and wherever one is, it is plain whose goods go where."""

from firmly_tui.models import Address
from tests.tui.shopper import Shopper

BOOKS, FURNITURE, ELECTRONICS = "buecherhalle.example", "nordhaus.example", "voltline.example"


def sent_to(shopper: Shopper, domain: str) -> Address:
    cart = shopper.shop.hive[domain].cart
    assert cart is not None
    assert cart.shipping_info is not None
    return cart.shipping_info


async def at_the_address(shopper: Shopper) -> None:
    """Two merchants, and the address of before."""
    await shopper.put(BOOKS, "BH-1007-PB")
    await shopper.put(FURNITURE, "NH-LIN2-NAVY")
    shopper.has_bought_before()
    await shopper.press("f3")
    await shopper.until("Total so far")
    await shopper.press("o")
    await shopper.until("For all 2 merchants")


async def for_nordhaus(shopper: Shopper, **fields: str) -> None:
    """Have the form be for Nordhaus, and type into it."""
    await shopper.press("ctrl+g")
    await shopper.until("Which merchant gets which address")
    await shopper.press("end", "enter")
    await shopper.until("For Nordhaus only · the others: 1 Pine St, Seattle")
    for name, text in fields.items():
        await shopper.tab_to(name)
        await shopper.retype(text)


async def test_one_merchant_gets_its_own_and_every_screen_says_so(shopper: Shopper) -> None:
    await at_the_address(shopper)
    await for_nordhaus(shopper, first_name="Grace", address1="5 Oak Ave")
    await shopper.press("ctrl+s")
    await shopper.until("Bücherhalle to Ada Quill, 1 Pine St")
    assert [sent_to(shopper, domain).address1 for domain in (BOOKS, FURNITURE)] == ["1 Pine St", "5 Oak Ave"]
    await shopper.press("n")
    await shopper.until("Nordhaus to Grace Quill, 5 Oak Ave")
    await shopper.pass_the_addons()
    await shopper.until("To Ada Quill, 1 Pine St, Seattle")
    await shopper.press("pagedown")
    await shopper.until("To Grace Quill, 5 Oak Ave, Seattle")


async def test_next_look_begins_with_all_and_tells_who_is_apart(shopper: Shopper) -> None:
    await at_the_address(shopper)
    await for_nordhaus(shopper, address1="5 Oak Ave")
    await shopper.press("ctrl+s")
    await shopper.until("Bücherhalle to Ada Quill")
    await shopper.press("1")
    await shopper.until("1 Cart ─")
    await shopper.press("o")
    await shopper.until("For all merchants but Nordhaus")
    await shopper.press("ctrl+g")
    await shopper.until("its own")
    assert "its own" in shopper.line("Nordhaus")
    assert "as all" in shopper.line("Bücherhalle")
    await shopper.press("end", "delete")
    await shopper.until("Nordhaus has the address for all again. u undoes it.")
    assert sent_to(shopper, FURNITURE).address1 == "1 Pine St"
    await shopper.press("u")
    await shopper.until(lambda: sent_to(shopper, FURNITURE).address1 == "5 Oak Ave")


async def test_what_is_typed_for_one_and_not_given_is_neither_lost_nor_left_out(shopper: Shopper) -> None:
    await at_the_address(shopper)
    await for_nordhaus(shopper, address1="5 Oak Ave")
    await shopper.press("ctrl+g", "home")
    await shopper.until("typed, not given")
    await shopper.press("enter")
    await shopper.until("For all 2 merchants")
    await shopper.press("ctrl+s")
    await shopper.until("This is typed for Nordhaus, and not given yet. Ctrl+S gives it.")
    await shopper.press("ctrl+s")
    await shopper.until("Bücherhalle to Ada Quill")
    assert sent_to(shopper, FURNITURE).address1 == "5 Oak Ave"


async def test_refusal_of_one_goes_to_its_field_in_its_form(shopper: Shopper) -> None:
    await at_the_address(shopper)
    await for_nordhaus(shopper, phone="040 123456", address1="5 Oak Ave")
    await shopper.tab_to("country")
    await shopper.choose("Germ")
    await shopper.tab_to("city")
    await shopper.retype("Hamburg")
    await shopper.tab_to("postal_code")
    await shopper.retype("20095")
    await shopper.press("ctrl+s")
    await shopper.until("✕ Nordhaus: The merchant does not deliver to this country.")
    # From the form for all one is brought to that of the merchant which refuses.
    await shopper.press("ctrl+g", "home", "enter")
    await shopper.until("For all merchants but Nordhaus", gone="A merchant refuses it")
    await shopper.tab_to("address1")
    await shopper.retype("3 Elm St")
    await shopper.press("ctrl+s")
    await shopper.until("For Nordhaus only")
    await shopper.until("✕ A merchant refuses it, see below.")
    await shopper.press("ctrl+s")
    await shopper.until("3 Delivery")
    await shopper.until("Bücherhalle to Ada Quill, 3 Elm St")


async def test_merchant_alone_is_asked_for_before_there_is_one_for_all(shopper: Shopper) -> None:
    await shopper.put(BOOKS, "BH-1007-PB")
    await shopper.put(FURNITURE, "NH-LIN2-NAVY")
    await shopper.press("f3")
    await shopper.until("Total so far")
    await shopper.press("o")
    await shopper.until("For all 2 merchants")
    await shopper.press("ctrl+g", "end", "enter")
    await shopper.until("For Nordhaus only")
    await shopper.fill_address()
    await shopper.press("ctrl+s")
    await shopper.until("That one is told. Now the address for the others.")
    await shopper.until("For all merchants but Nordhaus")


async def test_goods_that_nobody_sends_need_no_address(shopper: Shopper) -> None:
    await shopper.put(ELECTRONICS, "VL-GIFT-25")
    shopper.has_bought_before()
    await shopper.press("f3")
    await shopper.until("Total so far")
    await shopper.press("o")
    await shopper.until("1 Pine St")
    await shopper.press("ctrl+s")
    await shopper.until("3 Delivery")
    await shopper.until("Voltline: nothing needs to be sent.")
    await shopper.press("escape")
    await shopper.until("Go on to delivery")
    assert "Voltline: nothing needs to be sent." in shopper.said()
    assert shopper.shop.hive[ELECTRONICS].ready


async def test_bill_of_one_merchant_goes_elsewhere(shopper: Shopper) -> None:
    await shopper.put(BOOKS, "BH-1007-PB")
    await shopper.put(FURNITURE, "NH-LIN2-NAVY")
    await shopper.go_to_payment()
    await shopper.press("f6")
    await shopper.until("For all 2 merchants")
    await shopper.press("ctrl+g", "end", "enter")
    await shopper.until("For Nordhaus only")
    await shopper.tab_to("city")
    await shopper.retype("Tacoma")
    await shopper.press("ctrl+s")
    await shopper.until("Card number")
    billed = [shopper.shop.shopper.billing_for(domain) for domain in (BOOKS, FURNITURE)]
    assert [address.city for address in billed if address] == ["Seattle", "Tacoma"]
    await shopper.press("f6", "ctrl+g", "end", "delete")
    await shopper.until("Nordhaus has the address for all again.")
    assert shopper.shop.shopper.own("billing", FURNITURE) is None
