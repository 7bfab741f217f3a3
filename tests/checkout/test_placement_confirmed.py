"""Exactly what the shopper confirmed is ordered, once; what differs is held back or told."""

import asyncio

import pytest

from firmly_tui.checkout import Hive
from firmly_tui.client import FirmlyClient, NotSent
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
    assert "It changed since the review" in lane.sentence
    assert wire.count("POST", "/place-order") == 0


@pytest.mark.usefixtures("books")
async def test_address_that_changed_elsewhere_holds_the_order_back(
    counter: Counter, elsewhere: FirmlyClient, address: Address, wire: Wire
) -> None:
    placement = counter.placement()
    await elsewhere.carts.set_shipping_info(BOOKS, address.model_copy(update={"address1": "2 Oak St"}))
    await placement.run()
    assert placement.lanes[0].state == "not sent"
    assert "It changed since the review" in placement.lanes[0].sentence
    assert wire.count("POST", "/place-order") == 0


@pytest.mark.usefixtures("books")
async def test_cart_that_changes_elsewhere_while_the_key_is_fetched_is_held_back(
    counter: Counter, hive: Hive, elsewhere: FirmlyClient, wire: Wire
) -> None:
    await counter.choose_express(BOOKS)
    placement, held = counter.placement(), wire.hold("GET", "/payment/key")
    running = asyncio.create_task(placement.run())
    await held.arrived.wait()
    await elsewhere.carts.add(BOOKS, BOOK, 7)
    held.go.set()
    await running
    assert placement.lanes[0].state == "not sent"
    assert "It changed since the review" in placement.lanes[0].sentence
    assert wire.count("POST", "/complete-order") == 0


@pytest.mark.usefixtures("books")
@pytest.mark.parametrize("moment", [("GET", "/payment/key"), ("POST", "/complete-order")])
async def test_cart_does_not_change_in_this_app_while_it_is_ordered(
    counter: Counter, hive: Hive, wire: Wire, moment: tuple[str, str]
) -> None:
    await counter.choose_express(BOOKS)
    (line,) = counter.shown()[BOOKS].line_items
    placement, held = counter.placement(), wire.hold(*moment, before=True)
    running = asyncio.create_task(placement.run())
    await held.arrived.wait()
    await hive.set_quantity(BOOKS, line.line_item_id, 9)
    assert "An order is being placed" in hive[BOOKS].line_errors[line.line_item_id]
    with pytest.raises(NotSent, match="An order is being placed"):
        await hive.add(BOOKS, BOOK)
    held.go.set()
    await running
    order = placement.lanes[0].order
    assert order is not None
    assert order.count == line.quantity
    await hive.add(BOOKS, BOOK)
    assert hive.count == 1


@pytest.mark.usefixtures("books")
async def test_change_that_is_under_way_ends_before_the_cart_is_looked_at(
    counter: Counter, hive: Hive, wire: Wire
) -> None:
    placement, held = counter.placement(), wire.hold("POST", "/cart", before=True)
    adding = asyncio.create_task(hive.add(BOOKS, BOOK))
    await held.arrived.wait()
    running = asyncio.create_task(placement.run())
    held.go.set()
    await asyncio.gather(adding, running)
    assert placement.lanes[0].state == "not sent"
    assert "It changed since the review" in placement.lanes[0].sentence


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
