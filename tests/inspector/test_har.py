"""A HAR file is valid by the schema of others, and is read by their programs."""

import json
from pathlib import Path
from typing import Any

import haralyzer
import jsonschema_rs
import pytest

from firmly_tui.client import FirmlyClient, NotSent, StreamEvent
from firmly_tui.inspector import Log, har, without_person
from firmly_tui.sandbox import SANDBOX_APP_ID
from tests.inspector.conftest import APPROVED, DECLINED, DROPPED, fill, order
from tests.inspector.test_log import exchange

SCHEMA = json.loads(Path(__file__).with_name("har-schema.json").read_text())["schemas"]
"""npm's har-schema, which har-validator checks by."""


def problems(archive: dict[str, Any]) -> list[str]:
    address = "http://har/{}.json".format
    resources = [(address(name), {**schema, "$id": address(name)}) for name, schema in SCHEMA.items()]
    validator = jsonschema_rs.Draft6Validator(
        {"$ref": address("har")}, registry=jsonschema_rs.Registry(resources), validate_formats=True
    )
    return [f"{error.instance_path}: {error.message}" for error in validator.iter_errors(archive)]


@pytest.fixture
async def archive(client: FirmlyClient, log: Log) -> dict[str, Any]:
    """Everything that can happen: answers, errors, streams that end and break, requests that never left."""
    await client.session.active_carts()
    await fill(client)
    assert await order(client, DECLINED) == "Refused"
    assert await order(client, DROPPED) == "OutcomeUnknown"
    assert await order(client, APPROVED) == "Placed"
    async with FirmlyClient("http://127.0.0.1:9", app_id=SANDBOX_APP_ID, observer=log.observe) as nowhere:
        with pytest.raises(NotSent):
            await nowhere.by_hand.send("GET", "/api/v1/x", query={"a": "b c"}, auth="none")
    exchanges = [entry.exchange for entry in log.entries]
    under_way = exchange(900, status=None, is_over=False)
    return json.loads(har([*exchanges, under_way]))


async def test_it_is_valid(archive: dict[str, Any]) -> None:
    assert problems(archive) == []
    statuses = [entry["response"]["status"] for entry in archive["log"]["entries"]]
    assert {0, 200} <= set(statuses)
    del archive["log"]["entries"][0]["response"]["status"]
    assert problems(archive)


async def test_others_read_it(archive: dict[str, Any]) -> None:
    reader = haralyzer.HarParser(archive)
    entries = [haralyzer.HarEntry(entry) for entry in reader.har_data["entries"]]
    orders = [entry for entry in entries if entry.request.url.endswith("place-order?sse=true")]
    assert [entry.request.method for entry in orders] == ["POST"] * 3
    assert reader.match_request_type(archive["log"]["entries"][0], "POST") in (True, False)
    assert all(entry.time >= 0 for entry in entries)
    declined = json.dumps(orders[0].raw_entry)
    assert "event: item-added" in orders[0].response.text
    assert "ErrorPaymentDeclined" in declined
    assert "ConnectionLost" in json.dumps(orders[1].raw_entry)


async def test_the_phases_add_up_to_the_time(archive: dict[str, Any]) -> None:
    for entry in archive["log"]["entries"]:
        timings = {name: value for name, value in entry["timings"].items() if name != "ssl"}
        assert entry["time"] == pytest.approx(sum(value for value in timings.values() if value > 0), abs=0.01)
        assert min(timings["send"], timings["wait"], timings["receive"]) >= 0


def test_a_stream_is_written_line_by_line_as_it_travelled() -> None:
    event = StreamEvent(0.1, "item-added", '{"title": "one\u2028line"}')
    made = json.loads(har([exchange(1, is_stream=True, events=(event,))]))
    text = made["log"]["entries"][0]["response"]["content"]["text"]
    assert text == f"event: item-added\ndata: {event.data}\n\n"


async def test_people_can_be_left_out_and_it_stays_valid(client: FirmlyClient, log: Log) -> None:
    await fill(client)
    await order(client, DECLINED)
    text = har([without_person(entry.exchange) for entry in log.entries])
    assert problems(json.loads(text)) == []
    for told in ("Quill", "ada@example.com", "Pine St", "98101", "2065551212"):
        assert told not in text
    assert "BH-1007-PB" in text
