"""Beside any screen one key shows the newest exchanges, and one works on as before."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from textual.message import Message

from firmly_tui.sandbox import Sandbox
from firmly_tui.tui.widgets.bars import KeyBar, TopBar
from firmly_tui.tui.widgets.exchange_pane import ExchangePane, WatchedExchanges, pane_width
from firmly_tui.tui.widgets.row_list import RowList
from tests.tui.shopper import SMALL, Shopper, shopping
from tests.tui.walk import screens

BOOKS = "buecherhalle.example"
SIZES = [SMALL, (120, 40), (200, 50)]


@pytest.fixture
async def watching(home: Path, sandbox: Sandbox) -> AsyncIterator[Shopper]:
    """Somebody who looks at what goes over the wire beside the shop."""
    async with shopping(home, sandbox, size=(120, 40)) as somebody:
        await somebody.opened()
        await somebody.press("shift+f11")
        await somebody.until("/v1/discovery/search")
        yield somebody


def pane(shopper: Shopper) -> str:
    """What the pane shows, line by line."""
    x, y, width, height = shopper.app.screen.query_one(ExchangePane).region
    lines = shopper.text().splitlines()[y : y + height]
    return "\n".join(line.ljust(x + width)[x : x + width].rstrip() for line in lines)


@pytest.mark.parametrize(("columns", "wide"), [(80, 0), (119, 0), (120, 40), (130, 50), (136, 56), (200, 56)])
def test_the_pane_is_as_wide_as_the_screen_can_spare(columns: int, wide: int) -> None:
    assert pane_width(columns) == wide


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_one_key_shows_it_and_the_screen_has_the_rest(
    home: Path, sandbox: Sandbox, size: tuple[int, int]
) -> None:
    async with shopping(home, sandbox, size=size) as shopper:
        await shopper.opened()
        screen, focused = shopper.app.screen, shopper.app.focused
        classes = set(screen.classes)
        await shopper.press("shift+f11")
        await shopper.until("On the wire")
        await shopper.until("/v1/discovery/search")
        assert shopper.app.focused is focused
        assert screen.query_one(TopBar).region[:4] == (0, 0, size[0], 1)
        assert screen.query_one(KeyBar).region[:4] == (0, size[1] - 1, size[0], 1)
        beside, panes = screen.query_one(ExchangePane), screen.query_one("#panes")
        assert not beside.region.overlaps(panes.region)
        assert beside.region.right == size[0]
        assert beside.size.height == 7 or beside.region.x >= 80
        await shopper.press("shift+f11")
        await shopper.until("50+ found", gone="On the wire")
        assert set(screen.classes) == classes


async def test_the_screen_is_laid_out_for_the_room_it_has(watching: Shopper) -> None:
    screen = watching.app.screen
    assert screen.has_class("-narrow")
    assert not screen.query_one("#detail").display
    await watching.pilot.resize_terminal(200, 50)
    await watching.until(lambda: screen.query_one("#detail").region.width)
    assert screen.has_class("-wide")
    await watching.pilot.resize_terminal(80, 40)
    await watching.until(lambda: screen.query_one(ExchangePane).region.width == 80)
    assert screen.has_class("-low")
    assert "/v1/discovery/search" in pane(watching)


async def test_exchanges_are_seen_as_they_happen_on_every_screen(watching: Shopper) -> None:
    await watching.put(BOOKS, "BH-1007-PB")
    await watching.until(lambda: "line-items" in pane(watching))
    await watching.press("tab", "c")
    await watching.until("Total so far")
    await watching.until(lambda: "line-items" in pane(watching))
    await watching.press("plus")
    await watching.until("− 2 +")
    await watching.until(lambda: "PUT" in pane(watching))
    assert BOOKS in pane(watching).split("PUT")[1]
    await watching.press("escape")
    await watching.until(lambda: "PUT" in pane(watching))
    await watching.press("b")
    await watching.until("50+ found", gone="On the wire")
    await watching.press("c")
    await watching.until("Total so far", gone="On the wire")


async def test_the_events_of_an_order_are_below_it(watching: Shopper) -> None:
    await watching.put(BOOKS, "BH-1007-PB")
    await watching.go_to_payment()
    await watching.fill_card("4000000000000002", code="739")
    await watching.press("ctrl+s")
    await watching.until("declined")
    await watching.until(lambda: "error ErrorPaymentDeclined" in pane(watching))
    assert "$ " in next(line for line in pane(watching).splitlines() if "place-order" in line)
    assert "739" not in pane(watching)


async def test_all_screens_can_be_used_above_it(home: Path, sandbox: Sandbox) -> None:
    async with shopping(home, sandbox, size=(80, 24 + 7)) as shopper:
        await shopper.opened()
        await shopper.press("shift+f11")
        async for place in screens(shopper):
            if place == "help":
                break
            assert "On the wire" in pane(shopper), place
            lists = shopper.app.screen.query(WatchedExchanges)
            assert [found.has_focus for found in lists] == [False], place


async def test_it_is_typed_in_a_field_and_found_in_the_palette(shopper: Shopper) -> None:
    await shopper.type("bb")
    await shopper.until("bb", gone="On the wire")
    await shopper.press("ctrl+p")
    await shopper.type("inspector beside this screen")
    await shopper.until("beside every screen, or no more.")
    await shopper.press("enter")
    await shopper.until("On the wire")


async def test_the_inspector_opens_over_it_and_has_none(watching: Shopper) -> None:
    await watching.press("f11")
    await watching.until("following", gone="On the wire")
    await watching.press("shift+f11")
    await watching.press("f11")
    await watching.until("On the wire")
    await watching.pilot.click(WatchedExchanges)
    await watching.until("following", gone="On the wire")


async def test_a_burst_is_drawn_once_and_its_end_is_in_sight(home: Path, sandbox: Sandbox) -> None:
    drawn: list[Message] = []

    def count(message: Message) -> None:
        # The hook sees a message at the list, and at what is around it.
        if isinstance(message, RowList.Moved) and isinstance(message.control, WatchedExchanges):
            drawn[:] = [*(seen for seen in drawn if seen is not message), message]

    async with shopping(home, sandbox, size=(120, 40), message_hook=count) as shopper:
        await shopper.opened()
        await shopper.press("shift+f11")
        await shopper.until("/v1/discovery/search")
        drawn.clear()
        log = shopper.shop.log
        newest = log.entries[-1].exchange
        for number in range(1, 101):
            log.observe(replace(newest, id=newest.id + number, path=f"/burst/{number}", request_headers=()))
        await shopper.until(lambda: "/burst/100 " in pane(shopper))
        assert len(drawn) <= 2
