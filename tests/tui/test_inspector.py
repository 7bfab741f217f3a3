"""The inspector shows what goes over the wire as it happens, hands it over, and sends it again."""

import json
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from firmly_tui.sandbox import Sandbox
from firmly_tui.tui.screens.inspector import InspectorScreen
from firmly_tui.tui.widgets.exchange_list import ExchangeList
from tests.markers import Marker, found, found_in_files
from tests.tui.shopper import Shopper, shopping

BOOKS = "buecherhalle.example"
DECLINED = "4000000000000002"


@pytest.fixture
async def declined(shopper: Shopper) -> Shopper:
    """Somebody whose card was declined, looking at the inspector."""
    await shopper.put(BOOKS, "BH-1007-PB")
    await shopper.go_to_payment()
    await shopper.fill_card(DECLINED, code="739")
    await shopper.press("ctrl+s")
    await shopper.until("declined")
    await shopper.press("f11")
    await shopper.until("following")
    await shopper.press("slash")
    await shopper.type("is:order")
    await shopper.until("1 of ")
    await shopper.press("enter", "home")
    return shopper


async def test_one_key_opens_it_from_anywhere_and_closes_it(shopper: Shopper) -> None:
    await shopper.press("f11")
    await shopper.until("/v1/discovery/search")
    assert isinstance(shopper.app.screen, InspectorScreen)
    await shopper.press("f11")
    await shopper.until("50+ found")
    await shopper.press("f3")
    await shopper.press("I")
    await shopper.until("/v1/discovery/search")


async def test_exchanges_are_shown_as_they_happen_and_followed(shopper: Shopper) -> None:
    await shopper.press("f11")
    await shopper.until("following")
    await shopper.put(BOOKS, "BH-1007-PB")
    await shopper.until("/v2/…/cart/line-items")
    assert shopper.line("▌").endswith(" kB")
    assert "line-items" in shopper.line("▌")
    await shopper.press("up")
    await shopper.until("f follows")
    before = shopper.line("▌")
    await shopper.shop.client.carts.get(BOOKS)
    await shopper.until("/v2/…/cart/ ")
    assert shopper.line("▌") == before
    await shopper.press("f")
    await shopper.until("· following")
    assert "/v2/…/cart/ " in shopper.line("▌")


async def test_a_change_of_the_cart_is_told_in_words(shopper: Shopper) -> None:
    await shopper.put(BOOKS, "BH-1007-PB")
    await shopper.put(BOOKS, "BH-1007-PB")
    await shopper.press("f11")
    await shopper.until("quantity 1 → 2")
    await shopper.until("sub_total €14.00 → €28.00")


async def test_a_declined_order_is_shown_with_its_events(declined: Shopper) -> None:
    await declined.until("item-added")
    assert "ErrorPaymentDeclined" in declined.text() or "ErrorPaymentDecli…" in declined.text()
    assert "$ " in declined.line("place-order")
    await declined.press("4")
    await declined.until("s item-added")
    await declined.press("2")
    await declined.until("x-firmly-authorization: (hidden)")
    await declined.press("5")
    await declined.until("first byte")
    await declined.press("Y")
    await declined.until("Copied the identifier: ErrorPaymentDeclined")
    await declined.press("y")
    await declined.until("Copied the ray id: ")


async def test_bodies_are_folded_searched_and_shown_raw(declined: Shopper) -> None:
    await declined.press("2", "enter", "slash")
    await declined.type("seattle")
    await declined.press("enter")
    await declined.until("1 of 2 places with “seattle”")
    assert declined.line('city: "Seattle"').startswith("▌")
    await declined.press("n")
    await declined.until("2 of 2 places")
    await declined.press("left")
    await declined.until("shipping_info: { … ")
    await declined.press("right")
    await declined.until('city: "Seattle"')
    await declined.press("w", *["down"] * 9)
    await declined.until('{"encrypted_card": "(hidden)"')


@pytest.mark.parametrize(("moves", "ending"), [(0, "sh"), (1, "har"), (2, "jsonl")])
async def test_an_export_is_written_for_its_owner_alone(
    declined: Shopper, home: Path, moves: int, ending: str
) -> None:
    await declined.press("x")
    await declined.until("1 exchange")
    await declined.press(*["down"] * moves, "enter")
    await declined.until("Written, for you alone to read")
    (path,) = (home / "exports").iterdir()
    assert path.suffix == f".{ending}"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = path.read_text()
    assert "place-order" in text
    assert ("Quill" in text) == (ending == "sh")
    markers = [Marker("card", DECLINED), Marker("code", "739")]
    assert found_in_files(home / "exports", markers) == {}
    assert found(declined.text(), markers) == []


async def test_the_marked_are_exported_together(declined: Shopper, home: Path) -> None:
    await declined.press("m")
    await declined.until("◆")
    await declined.press("slash")
    await declined.type(" status:404")
    await declined.until("Nothing fits the filter.")
    await declined.retype("line-items")
    await declined.until("1 of ")
    await declined.press("enter", "m", "x")
    await declined.until("the marked 2 exchanges")
    await declined.press("down", "enter")
    await declined.until("Written")
    (path,) = (home / "exports").iterdir()
    assert len(json.loads(path.read_text())["log"]["entries"]) == 2


async def test_a_change_is_replayed_and_the_carts_follow(shopper: Shopper) -> None:
    await shopper.put(BOOKS, "BH-1007-PB")
    await shopper.press("f11")
    await shopper.until("/v2/…/cart/line-items")
    await shopper.press("r")
    await shopper.until("1 cart · 2 items")
    await shopper.until("Sent: POST")


async def test_a_request_is_edited_and_sent(shopper: Shopper) -> None:
    await shopper.put(BOOKS, "BH-1007-PB")
    await shopper.press("f11")
    await shopper.until("/v2/…/cart/line-items")
    await shopper.press("e")
    await shopper.until('"quantity": 1')
    editor = shopper.app.screen.query_one("#request")
    editor.text = f"FETCH {editor.text}"
    await shopper.press("ctrl+s")
    await shopper.until("The first line begins with GET, POST, PUT or DELETE.")
    await shopper.press("escape")
    await shopper.until("following")
    await shopper.press("e")
    await shopper.until("FETCH POST")
    editor = shopper.app.screen.query_one("#request")
    editor.text = editor.text.removeprefix("FETCH ").replace('"quantity": 1', '"quantity": 4')
    await shopper.press("ctrl+s")
    await shopper.until("1 cart · 5 items")


async def test_an_order_is_sent_again_only_when_its_merchant_is_typed(declined: Shopper) -> None:
    await declined.press("r")
    await declined.until("! This places an order")
    await declined.type("yes")
    await declined.press("enter")
    await declined.until(f"That is not {BOOKS}.")
    await declined.press("escape")
    await declined.until("Nothing was sent.")
    await declined.press("r")
    await declined.until("4000000000000002")
    await declined.press(*["down"] * 5)
    await declined.type(BOOKS)
    await declined.press("enter")
    await declined.until("2 of ")
    await declined.until(lambda: declined.text().count("error  ErrorPaymentDeclined") == 2)


async def test_orders_are_not_sent_again_on_live(declined: Shopper) -> None:
    declined.shop.environment = "LIVE"
    orders = len([entry for entry in declined.shop.log.entries if entry.is_order])
    await declined.press("r")
    await declined.until("It is not sent again from here.")
    assert len([entry for entry in declined.shop.log.entries if entry.is_order]) == orders


async def test_a_filter_that_cannot_be_read_says_so(shopper: Shopper) -> None:
    await shopper.press("f11")
    await shopper.until("following")
    await shopper.press("slash")
    await shopper.type("is:nice")
    await shopper.until("is: goes with order, change, error")


@pytest.fixture(params=[(120, 40), (200, 50)], ids=["120x40", "200x50"])
async def roomy(home: Path, sandbox: Sandbox, request: pytest.FixtureRequest) -> AsyncIterator[Shopper]:
    async with shopping(home, sandbox, size=request.param) as somebody:
        await somebody.opened()
        yield somebody


async def test_where_there_is_room_more_is_seen(roomy: Shopper) -> None:
    await roomy.put(BOOKS, "BH-1007-PB")
    await roomy.press("f11")
    await roomy.until("/v2/…/cart/line-items")
    exchanges = roomy.app.screen.query_one(ExchangeList)
    assert exchanges.size.height > 10
    assert BOOKS in roomy.line("line-items")
