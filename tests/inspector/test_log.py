"""The log holds what happened, in bounds, as it happens."""

import asyncio
from dataclasses import replace

import pytest

from firmly_tui.client import Exchange, FirmlyClient, Kind, NotSent, StreamEvent
from firmly_tui.inspector import Log
from firmly_tui.sandbox import SANDBOX_APP_ID
from tests.inspector.conftest import BOOKS, DECLINED, DROPPED, fill, order


def exchange(number: int, body: str = "", **changes: object) -> Exchange:
    made = Exchange(
        id=number,
        method="GET",
        base="http://127.0.0.1:1",
        host="127.0.0.1:1",
        path="/api/v1/x",
        query=(),
        kind=Kind.READ,
        began=1000.0 + number,
        request_headers=(),
        request_body="",
        response_body=body,
        status=200,
        is_over=True,
    )
    return replace(made, **changes)  # type: ignore[arg-type] - by name


async def test_a_purchase_is_in_the_log_with_events_phases_and_identifier(
    client: FirmlyClient, log: Log
) -> None:
    await fill(client)
    await order(client, DECLINED)
    assert all(entry.exchange.is_over for entry in log.entries)
    first, last = log.entries[0], log.entries[-1]
    assert first.exchange.path == "/api/v1/browser-session"
    assert first.exchange.phases.connect
    assert (last.merchant, last.is_order, last.identifier) == (BOOKS, True, "ErrorPaymentDeclined")
    names = [event.name for event in last.exchange.events]
    assert names == ["creating-cart", "item-added", "shipping-updated", "error"]
    times = [event.after for event in last.exchange.events]
    assert times == sorted(times)
    assert times[-1] <= last.exchange.elapsed
    phases = last.exchange.phases
    assert None not in (phases.connect, phases.send, phases.wait, phases.body)
    assert last.exchange.size > 0
    assert last.exchange.ray_id


async def test_events_are_told_one_by_one_as_they_arrive(client: FirmlyClient, log: Log) -> None:
    seen: list[tuple[int, bool]] = []

    def look() -> None:
        newest = log.entries[-1].exchange
        if newest.is_stream:
            seen.append((len(newest.events), newest.is_over))

    log.subscribe(look)
    await order(client, DECLINED)
    assert seen == [(0, False), (1, False), (2, False), (3, False), (4, False), (4, True)]


async def test_a_dropped_stream_is_over_and_says_why(client: FirmlyClient, log: Log) -> None:
    assert await order(client, DROPPED) == "OutcomeUnknown"
    last = log.entries[-1]
    assert last.exchange.is_over
    assert last.exchange.failure.startswith("ConnectionLost")
    assert last.exchange.events
    assert last.is_error


async def test_a_request_that_never_left_is_in_the_log(log: Log) -> None:
    async with FirmlyClient("http://127.0.0.1:9", app_id=SANDBOX_APP_ID, observer=log.observe) as client:
        with pytest.raises(NotSent):
            await client.by_hand.send("POST", "/api/v1/x", body=b"{}", auth="none")
    (entry,) = [entry for entry in log.entries if entry.exchange.path == "/api/v1/x"][-1:]
    assert (entry.exchange.status, entry.exchange.is_over) == (None, True)
    assert entry.exchange.failure.startswith("NotSent")


def test_the_oldest_go_first_and_marked_ones_last() -> None:
    log = Log(most_entries=3)
    for number in range(1, 4):
        log.observe(exchange(number))
    log.mark(1)
    for number in range(4, 7):
        log.observe(exchange(number))
    assert [entry.id for entry in log.entries] == [1, 5, 6]
    assert log.forgotten == 3
    log.clear()
    assert [entry.id for entry in log.entries] == [1]


def test_a_days_use_stays_in_bounds() -> None:
    log = Log(most_entries=100, most_characters=50_000)
    for number in range(1, 5_000):
        log.observe(exchange(number, "x" * (number % 3_000), is_over=False))
        log.observe(exchange(number, "x" * (number % 3_000)))
        assert log.weight <= 50_000
    assert len(log.entries) <= 100
    assert log.weight == sum(entry.weight for entry in log.entries)


def test_what_had_to_go_does_not_come_back_at_its_end() -> None:
    log = Log(most_entries=1)
    log.observe(exchange(1, is_over=False))
    log.observe(exchange(2))
    log.observe(exchange(1))
    assert [entry.id for entry in log.entries] == [2]


def test_events_of_other_vocabularies_give_their_identifier() -> None:
    log = Log()
    event = StreamEvent(0.1, "error", '{"error": "CreditCardDeclined", "code": 422}')
    log.observe(exchange(1, events=(event,), is_stream=True))
    assert log.entries[0].identifier == "CreditCardDeclined"


async def test_a_listener_that_fails_stops_neither_the_call_nor_another_listener() -> None:
    kept, heard = Log(), []

    def failing() -> None:
        raise ValueError("of a listener")

    told: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
    kept.subscribe(failing)
    leave = kept.subscribe(lambda: heard.append(len(kept.entries)))
    kept.observe(exchange(1))
    leave()
    leave()
    kept.observe(exchange(2))
    assert heard == [1]
    assert [str(context["exception"]) for context in told] == ["of a listener"] * 2
