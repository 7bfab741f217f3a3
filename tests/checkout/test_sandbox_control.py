"""What a tester changes about a sandbox, below the screens."""

import asyncio
from pathlib import Path

import pytest

from firmly_tui.checkout import Hive, SandboxControl, read_span, span_in_words
from firmly_tui.client import FirmlyClient, NotSent
from firmly_tui.sandbox import SANDBOX_APP_ID, Sandbox
from tests.checkout.goods import BOOK, BOOKS
from tests.checkout.wire import Wire

WEEK = 7 * 24 * 3600


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0),
        ("3 d", 3 * 86400),
        ("2h 30min", 9000),
        ("1 week 1 s", WEEK + 1),
        ("90 minutes", 5400),
        (" 1W ", WEEK),
    ],
)
def test_a_span_is_read_as_one_writes_it(text: str, seconds: int) -> None:
    assert read_span(text) == seconds
    assert read_span(span_in_words(seconds)) == seconds


@pytest.mark.parametrize("text", ["", "3", "soon", "3 days or so", "-1 d", "1.5 h", "3 fortnights"])
def test_what_is_no_span_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="Write how far, such as"):
        read_span(text)


async def test_a_clock_that_is_moved_by_months_leaves_the_carts(client: FirmlyClient, hive: Hive) -> None:
    control = SandboxControl(client, hive, "SANDBOX")
    await hive.add(BOOKS, BOOK, 1)
    device = client.device_id
    await control.move_clock(20 * WEEK)
    await hive.load()
    assert client.device_id == device
    assert hive.count == 1
    await control.move_clock(0)
    assert (await client.carts.get(BOOKS)) is not None
    await control.aclose()


async def test_a_clock_is_moved_to_the_end_when_nobody_waits_for_it_any_more(
    client: FirmlyClient, hive: Hive, wire: Wire
) -> None:
    control = SandboxControl(client, hive, "SANDBOX")
    await hive.add(BOOKS, BOOK, 1)
    device = client.device_id
    held = wire.hold("PUT", "/sandbox/clock")
    moving = asyncio.create_task(control.move_clock(3 * WEEK))
    await held.arrived.wait()
    moving.cancel()
    held.go.set()
    await control.aclose()
    await hive.load()
    assert (client.device_id, hive.count) == (device, 1)


async def test_a_state_is_loaded_to_the_end_when_nobody_waits_for_it_any_more(
    client: FirmlyClient, hive: Hive, wire: Wire, tmp_path: Path
) -> None:
    control = SandboxControl(client, hive, "SANDBOX")
    await hive.add(BOOKS, BOOK, 2)
    await control.save(tmp_path / "state.json")
    await hive.add(BOOKS, BOOK, 3)
    held = wire.hold("PUT", "/sandbox/state")
    loading = asyncio.create_task(control.load(tmp_path / "state.json"))
    await held.arrived.wait()
    loading.cancel()
    held.go.set()
    await control.aclose()
    assert hive.count == 2


async def test_a_listener_that_fails_or_left_twice_stops_no_other(client: FirmlyClient, hive: Hive) -> None:
    control = SandboxControl(client, hive, "SANDBOX")
    heard: list[int] = []

    def failing() -> None:
        raise ValueError("of a listener")

    control.subscribe(failing)
    leave = control.subscribe(lambda: heard.append(0))
    control.subscribe(lambda: heard.append(1))
    leave()
    leave()
    await control.refresh()
    assert heard == [1]
    await control.aclose()


async def test_it_hears_when_a_fault_struck(sandbox: Sandbox, client: FirmlyClient, hive: Hive) -> None:
    control = SandboxControl(client, hive, "SANDBOX")
    heard: list[int] = []
    control.subscribe(lambda: heard.append(len(control.active)))
    await control.play("expired-token", {"times": "1"})
    await hive.add(BOOKS, BOOK, 1)
    control.begin()
    await control.refresh()
    assert control.at_work("expired-token").acted == 1
    assert control.active == []
    await control.stop("expired-token")
    assert control.known.active == []
    assert heard[0] == 1
    assert heard[-1] == 0
    await control.aclose()


async def test_anywhere_but_in_a_sandbox_it_is_refused(client: FirmlyClient, hive: Hive) -> None:
    with pytest.raises(NotSent):
        SandboxControl(client, hive, "LIVE")
    async with FirmlyClient("https://api.firmly.work", app_id=SANDBOX_APP_ID) as live:
        with pytest.raises(NotSent, match="not a sandbox"):
            await live.sandbox.stop_all()
