"""Where one shops is in the first line of every screen, by word and by host."""

from pathlib import Path

import httpx
import keyring
import pytest
from keyring.backends import fail
from textual.app import App, ComposeResult

from firmly_tui.sandbox import Sandbox
from firmly_tui.tui.widgets.bars import TopBar
from tests.tui.shopper import Shopper, shopping
from tests.tui.walk import screens

CARTS = "3 carts · 12 items · $1,482.96 · €47.80 · ¥39,800"


class Bar(App[None]):
    """The line alone."""

    def __init__(self, environment: str, host: str, placing: str) -> None:
        super().__init__()
        self.bar = TopBar()
        self.bar.place, self.bar.carts = "Placing orders", CARTS
        self.bar.placing = placing
        self.bar.environment, self.bar.host = environment, host

    def compose(self) -> ComposeResult:
        yield self.bar


async def line(environment: str, host: str, width: int, placing: str = "") -> str:
    app = Bar(environment, host, placing)
    async with app.run_test(size=(width, 3)):
        return app.bar.render().plain


@pytest.mark.parametrize("width", [80, 120])
async def test_live_is_named_with_its_host(width: int) -> None:
    assert "LIVE api.firmly.work" in await line("LIVE", "api.firmly.work", width)


@pytest.mark.parametrize("placing", ["", "placing", "asking", "checking"])
async def test_a_sandbox_names_its_host_and_the_carts_give_way(placing: str) -> None:
    wide = await line("SANDBOX", "127.0.0.1:8899", 120, placing)
    assert f"SANDBOX 127.0.0.1:8899  {CARTS}"[:60] in wide
    narrow = await line("SANDBOX", "127.0.0.1:8899", 80, placing)
    assert narrow.startswith("firmly  Placing orders")
    assert "SANDBOX 127.0.0.1:8899  3 carts" in narrow
    assert narrow.endswith(" …")
    assert len(narrow) == 78


async def test_no_amount_is_cut() -> None:
    for width in range(60, 120):
        shown = (await line("SANDBOX", "127.0.0.1", width)).partition("127.0.0.1")[2].strip()
        assert all(part in CARTS.split(" · ") for part in shown.removesuffix(" …").split(" · ") if part)


async def test_of_a_long_host_one_sees_whose_it_is() -> None:
    bar = await line("LIVE", "api.firmly.work.looks-fine.and-goes-on.evil.example", 80)
    assert "LIVE …" in bar
    assert "evil.example" in bar


async def test_every_screen_says_where_one_is(shopper: Shopper) -> None:
    async for _ in screens(shopper):
        if "firmly" in shopper.text().splitlines()[0]:
            assert "SANDBOX" in shopper.text().splitlines()[0]


@pytest.fixture
def _no_keyring() -> None:
    keyring.set_keyring(fail.Keyring())


@pytest.mark.usefixtures("_no_keyring")
async def test_another_server_is_named(home: Path, sandbox: Sandbox) -> None:
    async with shopping(home, server=sandbox.url) as shopper:
        await shopper.opened()
        assert f"SANDBOX {sandbox.url.removeprefix('http://')}" in shopper.text().splitlines()[0]


async def test_carts_that_could_not_be_read_are_not_called_none(home: Path, sandbox: Sandbox) -> None:
    def have(*scenarios: str) -> None:
        httpx.put(f"{sandbox.url}/sandbox/scenario", json={"scenarios": [*scenarios]}).raise_for_status()

    have("refuse,error=InvalidRequest,route=GET */carts/active*")
    async with shopping(home, sandbox) as shopper:
        await shopper.opened()
        await shopper.until("✕ Your carts could not be read.")
        assert "carts not read" in shopper.line("firmly")
        have()
        await shopper.press("f3", "r")
        await shopper.until("no carts")
        await shopper.press("f2")
        await shopper.until("50+ found", gone="could not be read")


@pytest.mark.usefixtures("_no_keyring")
async def test_a_clock_that_somebody_else_moved_is_told_on_the_next_screen(
    home: Path, sandbox: Sandbox
) -> None:
    def set_clock(ahead: int) -> None:
        httpx.put(f"{sandbox.url}/sandbox/clock", json={"ahead_seconds": ahead}).raise_for_status()

    async with shopping(home, server=sandbox.url) as shopper:
        await shopper.opened()
        set_clock(86400)
        await shopper.press("f3")
        await shopper.until("clock +1 d")
        set_clock(0)
        await shopper.press("f4")
        await shopper.until("No orders yet.", gone="clock")
