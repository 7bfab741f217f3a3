"""Exactly what the shopper confirmed is ordered, once; what differs is held back or told."""

import pytest

from firmly_tui.checkout import Hive
from firmly_tui.client import FirmlyClient
from firmly_tui.models import Address
from tests.checkout.counter import Counter
from tests.checkout.goods import BOOK, BOOKS
from tests.checkout.wire import Wire


@pytest.mark.usefixtures("books")
async def test_cart_that_changed_in_the_hive_after_the_review_is_held_back(
    counter: Counter, hive: Hive, wire: Wire
) -> None:
    shown = hive[BOOKS].cart
    assert shown is not None
    await hive.add(BOOKS, BOOK)
    placement = counter.placement(BOOKS, carts={BOOKS: shown})
    await placement.run()
    (lane,) = placement.lanes
    assert (lane.state, lane.total) == ("not sent", shown.total)
    assert "changed since the review" in lane.sentence
    assert wire.count("POST", "/place-order") == 0


@pytest.mark.usefixtures("books")
async def test_address_that_changed_elsewhere_holds_the_order_back(
    counter: Counter, elsewhere: FirmlyClient, address: Address, wire: Wire
) -> None:
    placement = counter.placement()
    await elsewhere.carts.set_shipping_info(BOOKS, address.model_copy(update={"address1": "2 Oak St"}))
    await placement.run()
    assert placement.lanes[0].state == "not sent"
    assert "address has changed" in placement.lanes[0].sentence
    assert wire.count("POST", "/place-order") == 0


@pytest.mark.usefixtures("books")
async def test_other_total_than_in_the_review_is_told(counter: Counter, wire: Wire) -> None:
    order = {"platform_order_number": "#7", "total": {"currency": "EUR", "number": 99900, "symbol": "€"}}
    wire.reply("POST", "/place-order", 200, order)
    placement = counter.placement()
    shown = placement.lanes[0].total
    await placement.run()
    (lane,) = placement.lanes
    assert lane.sentence == f"Order #7 is placed. The merchant charged €999.00; the review showed {shown}."
    assert counter.attempt().detail == lane.sentence


@pytest.mark.usefixtures("books")
async def test_one_cart_under_two_domains_is_ordered_once(counter: Counter, hive: Hive, wire: Wire) -> None:
    cart = hive[BOOKS].cart
    assert cart is not None
    placement = counter.placement(BOOKS, "books.example", carts={BOOKS: cart, "books.example": cart})
    await placement.run()
    assert [lane.state for lane in placement.lanes] == ["placed", "not sent"]
    assert "ordered twice" in placement.lanes[1].sentence
    assert wire.count("POST", "-order") == 1
