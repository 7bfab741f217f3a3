"""Merchants that answer late, or not, while one is at delivery: what is said of it, and what stays as it was."""

import asyncio

import httpx
from textual.widgets import Input

from firmly_tui.checkout import ChoiceRefused
from firmly_tui.sandbox import Sandbox
from firmly_tui.tui.screens.delivery import DeliveryScreen
from tests.tui.delivering import (
    BOOKS,
    FURNITURE,
    HEADPHONES,
    SOFA,
    SOUND,
    TABLE,
    Delivery,
)


async def test_a_merchant_that_answers_late_holds_up_nobody_unless_something_is_changed(
    delivery: Delivery,
) -> None:
    shopper = delivery.shopper
    await delivery.open((BOOKS, "BH-1007-PB"))
    entry = shopper.shop.hive[BOOKS]
    entry.changing += 1
    await shopper.press("o")
    await shopper.until("is still answering.")
    entry.changing -= 1
    shopper.shop.hive.said()
    await shopper.until("3 Delivery ─", gone="is still answering.")
    entry.running += 1
    await shopper.press("o")
    await shopper.until("5 Payment" if not entry.has_addons else "add-ons then", gone="3 Delivery ─")
    entry.running -= 1


async def test_what_is_chosen_for_another_shipment_stays_open_when_a_late_answer_comes(
    delivery: Delivery,
) -> None:
    shopper = delivery.shopper
    await delivery.open((FURNITURE, TABLE), (SOUND, HEADPHONES))
    await delivery.choose("day")
    screen = shopper.app.screen
    assert isinstance(screen, DeliveryScreen)
    for answer in (None, ChoiceRefused("Taken.", "2026-12-01")):
        told: asyncio.Future[ChoiceRefused | None] = asyncio.get_running_loop().create_future()
        screen._subject = (SOUND, delivery.shipments(SOUND)[0].shipment_id)
        screen._change(told)
        await shopper.pilot.pause()
        screen._subject = (FURNITURE, delivery.shipments(FURNITURE)[0].shipment_id)
        delivery.calendar.focus()
        delivery.calendar.action_edge(31)
        there = delivery.calendar.cursor
        told.set_result(answer)
        await shopper.until(lambda: not any(worker.group == "choice" for worker in screen.workers))
        assert delivery.calendar.has_focus
        assert delivery.calendar.cursor == there


async def test_a_refusal_does_not_take_the_focus_from_the_notes(delivery: Delivery) -> None:
    shopper = delivery.shopper
    await delivery.open((FURNITURE, TABLE))
    screen = shopper.app.screen
    assert isinstance(screen, DeliveryScreen)
    told: asyncio.Future[ChoiceRefused | None] = asyncio.get_running_loop().create_future()
    screen._change(told)
    await delivery.choose("notes")
    await shopper.type("Ring")
    told.set_result(ChoiceRefused("Taken.", "2026-12-01"))
    await shopper.until(lambda: not any(worker.group == "choice" for worker in screen.workers))
    await shopper.type(" twice")
    assert screen.query_one("#words", Input).value == "Ring twice"


async def test_the_cursor_stays_on_its_day_when_the_days_are_asked_for_again(delivery: Delivery) -> None:
    shopper = delivery.shopper
    await delivery.open((FURNITURE, TABLE))
    await delivery.choose("day")
    await shopper.press("end")
    there = delivery.calendar.cursor
    entry = shopper.shop.hive[FURNITURE]
    await shopper.shop.offers.ask(entry, delivery.shipments(FURNITURE)[0])
    await shopper.pilot.pause()
    assert delivery.calendar.cursor == there


async def test_asking_again_is_said_until_it_is_answered(delivery: Delivery) -> None:
    shopper = delivery.shopper
    await delivery.open((FURNITURE, TABLE))
    await shopper.press("r")
    await shopper.until("3 Delivery ─", gone="Asking for the days")


async def test_r_asks_merchants_again_how_they_are(delivery: Delivery, sandbox: Sandbox) -> None:
    shopper = delivery.shopper
    await delivery.open(("mossgate.example", "MG-FERN-6IN"))
    await shopper.until("Mossgate Plants · degraded")
    well = {"health": "operational"}
    async with httpx.AsyncClient(base_url=sandbox.url) as outside:
        (await outside.put("/sandbox/merchants/mossgate.example", json=well)).raise_for_status()
    await shopper.press("r")
    await shopper.until("Mossgate Plants", gone="degraded")


async def test_that_a_merchant_is_out_is_said_once(delivery: Delivery, sandbox: Sandbox) -> None:
    shopper = delivery.shopper
    await shopper.put(BOOKS, "BH-1007-PB")
    await shopper.put(FURNITURE, TABLE)
    async with httpx.AsyncClient(base_url=sandbox.url) as outside:
        out = {"health": "outage"}
        (await outside.put(f"/sandbox/merchants/{FURNITURE}", json=out)).raise_for_status()
    shopper.has_bought_before()
    await shopper.press("f3")
    await shopper.until("Total so far")
    await shopper.press("o")
    await shopper.until("1 Pine St")
    await shopper.press("ctrl+s")
    await shopper.until("Ctrl+S again.")
    await shopper.press("ctrl+s")
    await shopper.until("Nordhaus · outage", gone="asking")
    await shopper.press("r")
    await shopper.until("Nordhaus · outage", gone="Asking")
    assert shopper.said().count("✕") == 1


async def test_rows_of_shipments_that_did_not_change_are_made_once(delivery: Delivery) -> None:
    shopper = delivery.shopper
    await delivery.open((BOOKS, "BH-1007-PB"), (FURNITURE, SOFA))
    before = [row for row in delivery.shown.rows if row.shipment_id]
    shopper.shop.hive.said()
    await shopper.pilot.pause()
    after = [row for row in delivery.shown.rows if row.shipment_id]
    assert all(new is old for new, old in zip(after, before, strict=True))


async def test_what_is_known_is_shown_at_once_at_the_next_visit(delivery: Delivery) -> None:
    shopper = delivery.shopper
    await delivery.open((FURNITURE, TABLE))
    known = shopper.shop.offers
    await shopper.press("escape")
    await shopper.until("Go on to delivery")
    assert shopper.shop.offers is known
    await shopper.press("ctrl+s")
    await shopper.until("( ) Premium window", gone="asking")
    assert known.old(shopper.shop.hive.entries) == []
