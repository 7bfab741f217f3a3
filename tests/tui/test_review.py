"""The last look before an order: what it waits for, where it leads, and what is typed where money is real."""

import asyncio

import httpx
import pytest
from textual.widgets import Input

from firmly_tui.checkout import NewCard, normalize
from firmly_tui.models import Cart
from firmly_tui.sandbox import Sandbox
from firmly_tui.tui.screens.live_total import LiveTotalScreen
from firmly_tui.tui.widgets.review_list import ReviewList
from tests.tui.delivering import Delivery
from tests.tui.records import Records
from tests.tui.shopper import HOME, Shopper

BOOKS, BOOK = "buecherhalle.example", "BH-1007-PB"
FURNITURE, LOVESEAT = "nordhaus.example", "NH-LIN2-NAVY"
SOUND, HEADPHONES = "voltline.example", "VL-HUSH-BLACK"
NUMBER = "4929123456789015"


def make_happen(sandbox: Sandbox, *scenarios: str) -> None:
    """Have something go wrong from now on."""
    httpx.put(f"{sandbox.url}/sandbox/scenario", json={"scenarios": [*scenarios]}).raise_for_status()


async def go_to_row(shopper: Shopper, words: str) -> None:
    """Have the review in focus, and the cursor on the line with these words."""
    shown = shopper.app.screen.query_one(ReviewList)
    shown.focus()
    await shopper.press("home")
    for _ in range(40):
        if shown.selected is not None and words in shown.selected.left.plain:
            return
        await shopper.press("down")
    raise AssertionError(f"no “{words}” to go to:\n{shopper.text()}")


async def test_placing_waits_for_a_merchant_that_is_still_asked(shopper: Shopper, records: Records) -> None:
    await shopper.put(BOOKS, BOOK)
    await shopper.put(FURNITURE, LOVESEAT)
    await shopper.go_to_payment()
    await shopper.fill_card(NUMBER)
    asked, hive = asyncio.Event(), shopper.shop.hive

    async def slow() -> Cart:
        await asked.wait()
        cart = await shopper.shop.client.carts.get(FURNITURE)
        assert cart is not None
        return cart

    change = asyncio.create_task(hive.change(FURNITURE, slow))
    await shopper.until("Place 1 order")
    await shopper.press("ctrl+s")
    await shopper.until("! One moment: Nordhaus is still answering.")
    await go_to_row(shopper, "Linden Loveseat")
    assert "answering …" in shopper.line("Nordhaus ")
    asked.set()
    await change
    await shopper.until("Place 2 orders", gone="still answering")
    assert not records.order_numbers()
    await shopper.press("ctrl+s")
    await shopper.until("✓ 2 orders placed.")


async def test_a_line_leads_to_where_it_is_changed_and_escape_comes_back(shopper: Shopper) -> None:
    await shopper.put(BOOKS, BOOK)
    await shopper.go_to_payment()
    for words, place in (
        ("To  Ada", "Address"),
        ("1 × ", "Carts"),
        ("Book post", "Delivery"),
        ("New card", "Ways to pay"),
    ):
        await go_to_row(shopper, words)
        await shopper.press("enter")
        await shopper.until(lambda place=place: place in shopper.line("firmly"))
        await shopper.press("escape")
        await shopper.until("Place 1 order")


async def test_hours_that_were_taken_lead_to_the_delivery_of_that_merchant(
    delivery: Delivery, records: Records
) -> None:
    shopper = delivery.shopper
    await delivery.open((BOOKS, BOOK), (FURNITURE, LOVESEAT))
    await delivery.choose("type", "Scheduled")
    await shopper.until("(•) Scheduled Delivery")
    await delivery.choose("day")
    day = await delivery.go_to_day()
    await shopper.press("enter", "enter")
    await shopper.until(f"Day {day:%A, %B} {day.day} ·")
    (chosen,) = delivery.shipments()
    assert chosen.selected_time_slot is not None
    await shopper.pass_the_addons()
    await shopper.fill_card(NUMBER)
    records.book_out(FURNITURE, day.isoformat(), chosen.selected_time_slot.slot_id)
    await shopper.press("ctrl+s")
    await shopper.until("1 order placed, 1 order not sent.")
    await shopper.put(BOOKS, BOOK)
    await shopper.shop.hive.set_address(normalize(HOME))
    await shopper.press("t")
    await shopper.until("is taken. Choose other hours.")
    await go_to_row(shopper, "is taken")
    await shopper.press("enter")
    await shopper.until("is taken. Choose other hours. Linden Loveseat")
    row = delivery.shown.selected
    assert row is not None
    assert (row.entry.domain, row.kind) == (FURNITURE, "day")
    assert "Delivery" in shopper.line("firmly")
    assert delivery.shown.selected is not None
    assert delivery.shown.selected.entry.domain == FURNITURE


async def test_a_cart_that_is_gone_is_said_and_not_shown_any_more(shopper: Shopper, sandbox: Sandbox) -> None:
    await shopper.put(BOOKS, BOOK)
    shopper.has_bought_before()
    await shopper.shop.client.carts.clear(BOOKS)
    make_happen(sandbox, "refuse,error=ErrorCartNotFound,route=GET *consents*")
    await shopper.app.action_go("review")
    await shopper.until("! Bücherhalle: the cart was ordered or emptied elsewhere. F3 shows it.")
    assert "Laden am Fleet" not in shopper.said()


async def test_a_typed_card_stays_while_one_chooses_how_to_pay_and_no_longer(shopper: Shopper) -> None:
    await shopper.put(BOOKS, BOOK)
    await shopper.go_to_payment()
    await shopper.fill_card(NUMBER)
    number = shopper.app.screen.query_one("#input-number", Input)
    await shopper.press("ctrl+y")
    await shopper.until("Ways to pay")
    await shopper.press("escape")
    await shopper.until("Place 1 order")
    assert number.value
    await shopper.press("ctrl+y")
    await shopper.until("Ways to pay")
    await shopper.press("f4")
    await shopper.until("Orders")
    assert not number.value


async def test_the_way_that_is_chosen_is_the_one_that_is_sent(shopper: Shopper) -> None:
    await shopper.put(BOOKS, BOOK)
    await shopper.go_to_payment()
    await shopper.press("ctrl+y")
    await shopper.until("(•) New card, step by step")
    await shopper.press("down", "enter")
    await shopper.until("(•) New card, for this very cart")
    await shopper.press("escape")
    await shopper.until("Paid with New card, for this very cart")
    await shopper.tab_to("number")
    await shopper.fill_card(NUMBER)
    await shopper.press("ctrl+s")
    await shopper.until("✓ 1 order placed.")
    assert [attempt.call for attempt in shopper.shop.journal.attempts()] == ["complete-order"]


async def test_a_captcha_is_asked_for_where_the_merchant_wants_one(
    shopper: Shopper, sandbox: Sandbox
) -> None:
    await shopper.put(BOOKS, BOOK)
    await shopper.go_to_payment()
    await shopper.press("ctrl+y")
    await shopper.until("(•) New card, step by step")
    assert "Captcha" not in shopper.text()
    await shopper.press("escape")
    await shopper.until("Place 1 order")
    wanted = "captcha_token: Solve the captcha first."
    make_happen(sandbox, f"refuse,error=ErrorBadRequest,description={wanted},times=1,route=POST *order*")
    await shopper.tab_to("number")
    await shopper.fill_card(NUMBER)
    await shopper.press("ctrl+s")
    await shopper.until("The merchant wants a captcha solved first")
    await shopper.until("✕ 1 order refused.")
    await shopper.press("f3")
    await shopper.until("− 1 +")
    await shopper.press("o")
    await shopper.until("1 Pine St")
    await shopper.press("ctrl+s")
    await shopper.until("(•)")
    await shopper.pass_the_addons()
    await shopper.press("ctrl+y", "end", "enter")
    await shopper.until("Captcha token from the page")
    await shopper.type("solved-it")
    assert "solved" not in shopper.text()
    await shopper.press("enter")
    await shopper.until("✓ It goes along with the next order there.")
    await shopper.press("escape")
    await shopper.until("with your captcha token")
    await shopper.tab_to("number")
    await shopper.fill_card(NUMBER)
    await shopper.press("ctrl+s")
    await shopper.until("✓ 1 order placed.")


async def live(shopper: Shopper) -> None:
    """Be at the payment of two merchants, with a card typed, where money is real."""
    await shopper.put(BOOKS, BOOK)
    await shopper.put(FURNITURE, LOVESEAT)
    shopper.shop.environment = "LIVE"
    await shopper.go_to_payment()
    await shopper.fill_card(NUMBER)


async def test_live_orders_wait_until_every_total_is_typed(shopper: Shopper, records: Records) -> None:
    await live(shopper)
    await shopper.press("ctrl+s", "ctrl+s")
    await shopper.until("This is LIVE")
    totals = {total.currency: total.total for total in shopper.shop.hive.totals()}
    assert f"Type {totals['EUR']}" in shopper.said()
    assert f"Type {totals['USD']}" in shopper.said()
    await shopper.type(str(totals["EUR"]))
    await shopper.press("enter")
    await shopper.type("1")
    await shopper.press("enter")
    await shopper.until("✕ This is not the total. Nothing was sent.")
    await shopper.press("escape")
    await shopper.until("Place 2 orders", gone="This is LIVE")
    assert not records.order_numbers()
    await shopper.press("ctrl+s")
    await shopper.until("This is LIVE")
    await shopper.type(str(totals["EUR"]).replace(".", ","))
    await shopper.press("enter")
    await shopper.type(str(totals["USD"]).strip("$").replace(",", ""))
    for key in ("enter", "enter", "ctrl+s", "enter"):
        shopper.app.simulate_key(key)
    await shopper.until("✓ 2 orders placed.")
    assert len(records.order_numbers()) == 2


def test_a_cart_without_a_total_passes_no_live_dialog(monkeypatch: pytest.MonkeyPatch) -> None:
    unpriced = Cart.model_validate({"line_items": [{"sku": "a", "quantity": 1}]})
    dialog = LiveTotalScreen("firmly.example", [unpriced])
    answers: list[bool | None] = []
    monkeypatch.setattr(dialog, "dismiss", answers.append)
    dialog.action_take()
    assert answers == []


async def test_live_leaves_out_what_has_no_total(shopper: Shopper, records: Records) -> None:
    await live(shopper)
    entry = shopper.shop.hive[FURNITURE]
    assert entry.cart is not None
    entry.cart = entry.cart.model_copy(update={"total": None})
    shopper.shop.hive.said()
    await shopper.until("Place 1 order")
    assert "The merchant gives no total" in shopper.said()
    entry = shopper.shop.hive[BOOKS]
    assert entry.cart is not None
    entry.cart = entry.cart.model_copy(update={"total": None})
    shopper.shop.hive.said()
    await shopper.press("ctrl+s")
    await shopper.until("Nothing can be paid yet")
    assert not records.order_numbers()


@pytest.mark.parametrize("failed", [False, True])
async def test_nothing_is_placed_before_it_is_known_what_to_agree_to(
    shopper: Shopper, records: Records, failed: bool
) -> None:
    await shopper.put(BOOKS, BOOK)
    await shopper.go_to_payment()
    await shopper.fill_card(NUMBER)
    entry = shopper.shop.hive[BOOKS]
    entry.consents = None
    if failed:
        entry.consent_errors[""] = "No answer."
    await shopper.press("ctrl+s")
    await shopper.until("! One moment: Bücherhalle.")
    assert ("could not be read" in shopper.said()) == failed
    assert not records.order_numbers()
    await shopper.until(lambda: entry.consents is not None and not entry.busy)
    await shopper.press("ctrl+s")
    await shopper.until("✓ 1 order placed.")


async def test_the_total_is_asked_for_once_in_a_run(shopper: Shopper, records: Records) -> None:
    await live(shopper)
    shopper.shop.payments.total_typed = True
    await shopper.press("ctrl+s")
    await shopper.until("✓ 2 orders placed.")


@pytest.mark.parametrize("key", ["ctrl+s", "f8", "enter"])
async def test_a_held_key_places_once(shopper: Shopper, records: Records, key: str) -> None:
    await shopper.put(BOOKS, BOOK)
    await shopper.go_to_payment()
    await shopper.press("f7")
    for _ in range(8):
        shopper.app.simulate_key(key)
    await shopper.until("order placed")
    assert len(records.order_numbers()) == 1
    assert len(shopper.shop.journal.attempts()) == 1


async def test_the_review_tells_the_store_the_day_and_the_words(shopper: Shopper) -> None:
    await shopper.put(SOUND, HEADPHONES)
    await shopper.go_to_delivery()
    hive = shopper.shop.hive
    (shipment,) = hive[SOUND].cart.shipments
    await hive.shipments.set_type(SOUND, shipment.shipment_id, "PICKUP_IN_STORE")
    place = (await hive.shipments.availability(SOUND, shipment.shipment_id)).locations[1]
    await hive.shipments.set_type(SOUND, shipment.shipment_id, "PICKUP_IN_STORE", place.location_id)
    known = await hive.shipments.availability(SOUND, shipment.shipment_id)
    there = next(at for at in known.locations if at.location_id == place.location_id)
    day, slot = next((day, slot) for day in there.dates for slot in day.slots if slot.available)
    refused = await hive.shipments.choose(
        SOUND, shipment.shipment_id, lambda choice: choice.on(day.date, slot).saying("Ring twice")
    )
    assert refused is None
    await shopper.pass_the_addons()
    await go_to_row(shopper, "Store")
    assert place.name in shopper.said()
    await go_to_row(shopper, "Day")
    assert slot.start in shopper.line("Day ")
    await go_to_row(shopper, "Notes")
    assert "Ring twice" in shopper.line("Notes ")


async def test_the_price_of_the_chosen_hours_is_in_what_the_review_adds_up(shopper: Shopper) -> None:
    await shopper.put(FURNITURE, LOVESEAT)
    await shopper.go_to_delivery()
    hive = shopper.shop.hive
    (shipment,) = hive[FURNITURE].cart.shipments
    await hive.shipments.set_type(FURNITURE, shipment.shipment_id, "SCHEDULED_DELIVERY")
    known = await hive.shipments.availability(FURNITURE, shipment.shipment_id)
    hours = ((day.date, slot) for day in known.dates for slot in day.slots)
    day, slot = next(
        (day, slot) for day, slot in hours if slot.available and slot.price and slot.price.number
    )
    await hive.shipments.choose(FURNITURE, shipment.shipment_id, lambda choice: choice.on(day, slot))
    cart = hive[FURNITURE].cart
    await shopper.pass_the_addons()
    await go_to_row(shopper, "Day")
    method = cart.shipments[0].shipping_method
    assert cart.shipping_total != (method.price if method else None)
    assert str(cart.shipping_total) in shopper.line("Delivery  ")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_sentences_of_the_review_are_read_whole(shopper: Shopper, size: tuple[int, int]) -> None:
    await shopper.pilot.resize_terminal(*size)
    await shopper.put(BOOKS, BOOK)
    await shopper.go_to_payment()
    await shopper.shop.hive.promos.apply(BOOKS, ["LESEN10"])
    cart = shopper.shop.hive[BOOKS].cart
    assert cart is not None
    way = shopper.shop.payments.way_for(cart)
    assert isinstance(way, NewCard)
    await go_to_row(shopper, "Paid with")
    shown = shopper.app.screen.query_one(ReviewList)
    left = " ".join(line[: shown.region.right] for line in shopper.text().splitlines())
    assert way.reason in " ".join(left.split())
