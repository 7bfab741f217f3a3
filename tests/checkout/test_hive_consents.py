"""Consents and the merchants' health: beside the carts, and never in their way."""

import asyncio

import httpx

from firmly_tui.checkout import Hive
from firmly_tui.client import NotSent
from tests.checkout.goods import BOOK, BOOKS, FURNITURE, SOFA
from tests.checkout.wire import Wire

SOAPS, SOAP = "quillfern.example", {"variant_id": "QF-SOAP-BAY"}
PLANTS, FERN = "mossgate.example", {"variant_id": "MG-FERN-6IN"}
STATUS = "/api/v1/domains/"
DOWN = {"code": 503, "error": "ServiceUnavailable", "description": "Down."}


def signed(hive: Hive) -> set[str]:
    return {consent.id for consent in hive[SOAPS].consents or [] if consent.signed}


async def soap(hive: Hive) -> tuple[str, str]:
    """The ids of a consent that can be taken back, and of one that cannot."""
    await hive.add(SOAPS, SOAP)
    await hive.consents.load(SOAPS)
    found = hive[SOAPS].consents or []
    back, fast = (next(one.id for one in found if one.revokable is can) for can in (True, False))
    return back, fast


async def test_consents_are_signed_and_taken_back(hive: Hive) -> None:
    letter, _ = await soap(hive)
    assert any(consent.blocks for consent in hive[SOAPS].consents or [])
    await hive.consents.sign(SOAPS, [consent.id for consent in hive[SOAPS].consents or []])
    assert not any(consent.blocks for consent in hive[SOAPS].consents or [])
    await hive.consents.revoke(SOAPS, [letter])
    assert letter not in signed(hive)
    assert hive[SOAPS].consent_errors == {}


async def test_consent_that_cannot_be_taken_back_stays_with_the_reason(hive: Hive) -> None:
    letter, terms = await soap(hive)
    await hive.consents.sign(SOAPS, [terms])
    await hive.consents.revoke(SOAPS, [terms])
    assert signed(hive) == {terms}
    assert list(hive[SOAPS].consent_errors) == [terms]
    await hive.consents.sign(SOAPS, [letter])
    assert list(hive[SOAPS].consent_errors) == [terms]
    assert signed(hive) == {letter, terms}


async def test_reading_does_not_undo_what_is_signed_meanwhile(hive: Hive, wire: Wire) -> None:
    letter, _ = await soap(hive)
    held = wire.hold("GET", "consents")
    reading = asyncio.create_task(hive.consents.load(SOAPS))
    await held.arrived.wait()
    signing = asyncio.create_task(hive.consents.sign(SOAPS, [letter]))
    held.go.set()
    await asyncio.gather(reading, signing)
    assert signed(hive) == {letter}


async def test_consents_that_cannot_be_read_stay_unknown_with_the_reason(hive: Hive, wire: Wire) -> None:
    await hive.add(SOAPS, SOAP)
    for _ in range(3):
        wire.reply("GET", "consents", 503, DOWN)
    await hive.consents.load(SOAPS)
    assert hive[SOAPS].consents is None
    assert hive[SOAPS].consent_errors[""]
    await hive.consents.load(SOAPS)
    assert hive[SOAPS].consents
    assert hive[SOAPS].consent_errors == {}


async def test_merchant_without_consents_asks_for_nothing(hive: Hive) -> None:
    await hive.add(FURNITURE, SOFA)
    await hive.consents.load(FURNITURE)
    assert hive[FURNITURE].consents == []


async def test_without_a_cart_nothing_is_asked_for(hive: Hive, wire: Wire) -> None:
    await hive.add(SOAPS, SOAP)
    wire.reply("GET", "consents", 404, {"code": 404, "error": "ErrorCartNotFound", "description": "None."})
    await hive.consents.load(SOAPS)
    assert hive[SOAPS].consents == []
    assert hive[SOAPS].consent_errors == {}


async def healths(hive: Hive, *domains: str) -> list[str]:
    """What is known of the merchants' health, once all have answered."""
    await asyncio.gather(*tuple(hive.health._asking))
    return [hive[domain].health for domain in domains]


async def test_health_of_every_merchant_is_asked_beside_the_carts(hive: Hive) -> None:
    await hive.add(PLANTS, FERN)
    await hive.add(BOOKS, BOOK)
    await hive.load()
    assert await healths(hive, PLANTS, BOOKS) == ["degraded", "operational"]


async def test_health_that_is_slow_keeps_no_cart_waiting(hive: Hive, wire: Wire) -> None:
    await hive.add(BOOKS, BOOK)
    held = wire.hold("GET", STATUS + BOOKS)
    await hive.load()
    await held.arrived.wait()
    assert hive.count == 1
    assert not hive[BOOKS].busy
    assert hive[BOOKS].health == ""
    held.go.set()
    assert await healths(hive, BOOKS) == ["operational"]


async def test_health_that_cannot_be_known_is_not_known_and_no_error(hive: Hive, wire: Wire) -> None:
    await hive.add(BOOKS, BOOK)
    await hive.load()
    await healths(hive)
    for _ in range(3):
        wire.fail("GET", STATUS + BOOKS, httpx.ConnectError("refused"))
    await hive.load()
    assert await healths(hive, BOOKS) == [""]
    assert isinstance(hive[BOOKS].health_error, NotSent)
    assert hive.error is None
    assert hive[BOOKS].error is None
    assert hive[BOOKS].lines
    await hive.load()
    assert await healths(hive, BOOKS) == ["operational"]
    assert hive[BOOKS].health_error is None


async def test_merchant_that_nobody_watches_over_is_no_failure(hive: Hive, wire: Wire) -> None:
    await hive.add(BOOKS, BOOK)
    wire.reply("GET", STATUS + BOOKS, 404, {"code": 404, "error": "NotFound", "description": "Unknown."})
    await hive.load()
    assert await healths(hive, BOOKS) == [""]
    assert hive[BOOKS].health_error is None


async def test_health_is_asked_no_more_after_the_end(hive: Hive, wire: Wire) -> None:
    await hive.add(BOOKS, BOOK)
    held = wire.hold("GET", STATUS + BOOKS)
    await hive.load()
    await held.arrived.wait()
    await hive.aclose()
    assert hive[BOOKS].health == ""
