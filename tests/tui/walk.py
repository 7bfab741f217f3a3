"""A walk through all screens, for what must hold on each of them."""

from collections.abc import AsyncIterator

from firmly_tui.tui.widgets.consent_list import ConsentBox
from tests.tui.shopper import Shopper


async def screens(shopper: Shopper) -> AsyncIterator[str]:
    """Go through all screens, stopping at each."""
    await shopper.type("sofa")
    await shopper.until("6 found")
    yield "search"
    await shopper.press("enter")
    await shopper.until("✓ available")
    yield "product"
    await shopper.press("enter")
    await shopper.until("c shows the carts.")
    await shopper.put("buecherhalle.example", "BH-1007-PB")
    await shopper.press("c")
    await shopper.until("Total so far €14.00 $1,699.00")
    yield "carts"
    shopper.has_bought_before()
    await shopper.press("o")
    await shopper.until("1 Pine St")
    await shopper.until("Bücherhalle asks", gone="what there is to agree to")
    await shopper.until(
        lambda: [bool(box.size) for box in shopper.app.screen.query(ConsentBox)] == [True, True]
    )
    yield "address"
    await shopper.press("ctrl+s")
    await shopper.until("(•) Book post")
    yield "delivery"
    await shopper.press("o")
    await shopper.until("add-ons then")
    yield "addons"
    await shopper.press("o")
    await shopper.until("Card number")
    await shopper.fill_card("4111111111111111")
    yield "review"
    await shopper.press("ctrl+s")
    await shopper.until("✓ 2 orders placed.")
    await shopper.press("home")
    yield "progress"
    await shopper.press("enter")
    await shopper.until("paid with Visa")
    yield "receipt"
    await shopper.press("f4")
    await shopper.until("· order ")
    yield "orders"
    await shopper.press("f1")
    await shopper.until("The journal of this machine")
    yield "help"
