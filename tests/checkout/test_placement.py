"""Placing against the sandbox: what is placed, refused, not sent, and what the journal says of it."""

import asyncio

import httpx
import pytest
from jwcrypto import jwk

from firmly_tui.checkout import Hive, PayPal
from firmly_tui.client import FirmlyClient, PaymentRefused
from tests.checkout.counter import APPROVED, DECLINED, Counter
from tests.checkout.goods import BOOK, BOOKS, FURNITURE
from tests.checkout.wire import Wire


@pytest.mark.usefixtures("two_carts")
async def test_two_merchants_get_their_orders_in_turn(counter: Counter, hive: Hive, wire: Wire) -> None:
    totals = {sums.currency: sums.total for sums in hive.totals()}
    lanes = await counter.place()
    assert [(lane.domain, lane.state) for lane in lanes] == [(BOOKS, "placed"), (FURNITURE, "placed")]
    assert hive.is_empty
    assert counter.card.wiped
    assert counter.changes > 10
    for lane, attempt in zip(lanes, reversed(counter.journal.attempts()), strict=True):
        assert lane.order is not None
        assert (attempt.state, attempt.order_number) == ("placed", lane.order.platform_order_number)
        assert attempt.total == lane.order.total == totals[attempt.total.currency if attempt.total else ""]
        assert attempt.order is not None
        assert attempt.order.payment_summary is not None
        assert attempt.order.payment_summary.last_four == "1111"
    assert wire.count("GET", "/payment/key") == 2
    assert wire.count("POST", "/place-order") == 2


@pytest.mark.usefixtures("books")
async def test_progress_is_told_step_by_step(counter: Counter) -> None:
    (lane,) = await counter.place()
    assert [step.text for step in lane.steps] == [
        "Key fetched, card encrypted",
        "Cart is as you saw it",
        "Written to the journal",
        "Order sent",
        "Cart made for the order",
        "Der Laden am Fleet in the cart",
        "Address and shipping set",
        "Order placed",
    ]
    assert [name for _, name in lane.events] == [
        "creating-cart",
        "item-added",
        "shipping-updated",
        "order-placed",
    ]
    assert lane.started is not None
    assert lane.finished is not None
    assert lane.started <= lane.finished


@pytest.mark.usefixtures("books")
async def test_chosen_shipping_is_paid_with_the_cart(counter: Counter, wire: Wire) -> None:
    await counter.choose_express(BOOKS)
    (lane,) = await counter.place()
    assert (lane.call, lane.state) == ("complete-order", "placed")
    assert lane.order is not None
    assert str(lane.order.shipping_total) == "€14.90"
    assert wire.count("POST", "/place-order") == 0


@pytest.mark.usefixtures("two_carts")
async def test_refusal_says_why_and_does_not_stop_the_next(counter: Counter, hive: Hive, wire: Wire) -> None:
    wire.reply(
        "POST",
        f"{BOOKS}/place-order",
        422,
        {"code": 422, "error": "ErrorCreditCardDeclined", "description": "The card was declined."},
    )
    refused, placed = await counter.place()
    assert (refused.state, placed.state) == ("refused", "placed")
    assert isinstance(refused.error, PaymentRefused)
    assert refused.sentence == refused.error.sentence
    assert [entry.domain for entry in hive.entries] == [BOOKS]
    assert [attempt.state for attempt in counter.journal.attempts()] == ["placed", "refused"]


@pytest.mark.usefixtures("books")
async def test_declined_card_leaves_the_goods_in_the_cart(counter: Counter, hive: Hive) -> None:
    (lane,) = await counter.place(number=DECLINED)
    assert lane.state == "refused"
    assert counter.attempt().detail == lane.sentence
    assert counter.attempt().ray_id
    assert hive.count == 2
    assert counter.card.wiped


@pytest.mark.usefixtures("two_carts")
async def test_server_out_of_reach_stops_the_rest_unsent(counter: Counter, wire: Wire) -> None:
    for _ in range(3):
        wire.fail("GET", "/payment/key", httpx.ConnectError("refused"))
    first, second = await counter.place()
    assert (first.state, second.state) == ("not sent", "not sent")
    assert "Nothing was ordered" in first.sentence
    assert "Not tried" in second.sentence
    assert counter.journal.attempts() == []
    assert wire.count("POST", "/place-order") == 0


@pytest.mark.usefixtures("books")
async def test_order_that_could_not_leave_is_not_sent(counter: Counter, wire: Wire) -> None:
    wire.fail("POST", "/place-order", httpx.ConnectError("refused"))
    (lane,) = await counter.place()
    assert lane.state == counter.attempt().state == "not sent"
    assert wire.count("POST", "/place-order") == 1


@pytest.mark.usefixtures("books")
async def test_placement_runs_once(counter: Counter, wire: Wire) -> None:
    placement = counter.placement()
    await placement.run()
    with pytest.raises(RuntimeError):
        await placement.run()
    assert wire.count("POST", "/place-order") == 1


@pytest.mark.usefixtures("books")
async def test_cart_that_changed_since_the_review_is_not_ordered(
    counter: Counter, hive: Hive, elsewhere: FirmlyClient, wire: Wire
) -> None:
    placement = counter.placement()
    await elsewhere.carts.add(BOOKS, BOOK, 1)
    await placement.run()
    (lane,) = placement.lanes
    assert lane.state == "not sent"
    assert "was not to be ordered as it is now" in lane.sentence
    assert hive.count == 3
    assert wire.count("POST", "/place-order") == 0


@pytest.mark.usefixtures("books")
async def test_nothing_is_sent_without_a_journal(counter: Counter, wire: Wire) -> None:
    counter.journal.close()
    (lane,) = await counter.place()
    assert lane.state == "not sent"
    assert "journal" in lane.sentence
    assert wire.count("POST", "/place-order") == 0


@pytest.mark.usefixtures("books")
async def test_journal_says_sent_before_the_order_leaves(counter: Counter, wire: Wire) -> None:
    held = wire.hold("POST", "/place-order", before=True)
    running = asyncio.create_task(counter.place())
    await held.arrived.wait()
    assert counter.attempt().state == "sent"
    held.go.set()
    await running
    assert counter.attempt().state == "placed"


@pytest.mark.usefixtures("books")
async def test_weak_key_gets_no_card(counter: Counter, wire: Wire) -> None:
    weak = jwk.JWK.generate(kty="RSA", size=1024, kid="weak").export_public(as_dict=True)
    for _ in range(2):
        wire.reply("GET", "/payment/key", 200, weak)
    (lane,) = await counter.place()
    assert lane.state == "not sent"
    assert "1024 bits" in lane.sentence
    assert counter.journal.attempts() == []


@pytest.mark.usefixtures("books")
async def test_weak_key_is_fetched_anew_once(counter: Counter, wire: Wire) -> None:
    weak = jwk.JWK.generate(kty="RSA", size=1024, kid="weak").export_public(as_dict=True)
    wire.reply("GET", "/payment/key", 200, weak)
    (lane,) = await counter.place()
    assert lane.state == "placed"
    assert wire.count("GET", "/payment/key") == 2


@pytest.mark.usefixtures("two_carts")
async def test_stop_lets_no_other_merchant_begin(counter: Counter, wire: Wire) -> None:
    placement = counter.placement()
    held = wire.hold("POST", "/place-order")
    running = asyncio.create_task(placement.run())
    await held.arrived.wait()
    placement.stop()
    assert placement.lanes[1].state == "not sent"
    assert "you stopped before it" in placement.lanes[1].sentence
    held.go.set()
    await running
    assert [lane.state for lane in placement.lanes] == ["placed", "not sent"]
    assert wire.count("POST", "/place-order") == 1
    assert placement.summary == (
        "1 order placed, 1 order not sent. Nothing was bought at Nordhaus: that can be tried again."
    )
    assert [order.domain for order in placement.to_try_again] == [FURNITURE]


@pytest.mark.usefixtures("two_carts")
async def test_card_is_wiped_when_no_lane_needs_it_any_more(counter: Counter, wire: Wire) -> None:
    placement = counter.placement(ways={FURNITURE: PayPal()})
    held = wire.hold("GET", f"{FURNITURE}/cart")
    running = asyncio.create_task(placement.run())
    await held.arrived.wait()
    assert placement.lanes[0].state == "placed"
    assert counter.card.wiped
    held.go.set()
    await running


@pytest.mark.usefixtures("books")
async def test_card_is_nowhere_but_in_the_encrypted_token(counter: Counter, wire: Wire) -> None:
    wire.reply(
        "POST",
        "/place-order",
        422,
        {"code": 422, "error": "ErrorCreditCardDeclined", "description": f"{APPROVED} was declined."},
    )
    await counter.place()
    (lane,) = await counter.place()
    assert lane.state == "placed"
    written = b"".join(file.read_bytes() for file in counter.home.rglob("*") if file.is_file())
    assert b"placed" in written
    for secret in (APPROVED.encode(), b"4111 1111", b"987"):
        assert all(secret not in body for body in wire.bodies)
    assert APPROVED.encode() not in written
    assert APPROVED not in repr(vars(counter)) + repr(lane)
