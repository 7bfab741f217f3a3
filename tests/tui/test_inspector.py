"""The inspector shows what goes over the wire as it happens, hands it over, and sends it again."""

import asyncio
import json
import sqlite3
import stat
from collections.abc import AsyncIterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from textual.widgets import TextArea

from firmly_tui.client import ApiError
from firmly_tui.sandbox import Sandbox
from firmly_tui.tui.screens.control_form import Asked, ControlForm
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
    await declined.until('{"encrypted_card":"(hidden)"')


async def test_a_body_is_shown_as_it_came(shopper: Shopper) -> None:
    await shopper.put(BOOKS, "BH-1007-PB")
    await shopper.press("f11")
    await shopper.until("/v2/…/cart/line-items")
    await shopper.press("enter", "3", "w", "end")
    body = shopper.shop.log.entries[-1].exchange.response_body
    assert len(body.encode()) == shopper.shop.log.entries[-1].exchange.size
    await shopper.until('"shipping_info":null,"billing_info":')
    assert body.endswith('"shipping_info":null,"billing_info":null}')


async def test_a_stream_has_its_events_for_a_body(declined: Shopper) -> None:
    await declined.press("enter", "3", "end")
    await declined.until("The answer is a stream. Its body is the events: 4 shows them.")
    assert "no body" not in declined.text()


async def test_a_line_that_is_cut_is_opened(declined: Shopper) -> None:
    await declined.press("enter", "1", "end")
    await declined.until("billing_info added first_name Ada")
    assert "country US" not in declined.said()
    await declined.press("enter")
    await declined.until("country US")
    assert declined.line("billing_info added").startswith("▌")
    await declined.press("down", "enter")
    await declined.until("billing_info added", gone="country US")


async def test_escape_goes_one_back(declined: Shopper) -> None:
    await declined.press("enter", "slash")
    await declined.type("item")
    await declined.press("enter", "escape")
    assert declined.app.screen.query_one(ExchangeList).has_focus
    await declined.press("slash", "escape")
    assert declined.app.screen.query_one(ExchangeList).has_focus
    await declined.press("escape")
    await declined.until(lambda: not isinstance(declined.app.screen, InspectorScreen))
    await declined.press("f11")
    await declined.until("1 of ")
    assert "is:order" in declined.text()
    await declined.press("slash")
    await declined.type(" status:404")
    await declined.until("Nothing fits the filter.")


async def test_what_is_forgotten_is_asked_about(declined: Shopper) -> None:
    before = len(declined.shop.log.entries)
    await declined.press("X")
    await declined.until("X again forgets")
    assert len(declined.shop.log.entries) == before
    await declined.press("down", "X")
    await declined.until("X again forgets")
    assert len(declined.shop.log.entries) == before
    await declined.press("X")
    await declined.until("The log is empty")
    assert not declined.shop.log.entries


@pytest.mark.parametrize("opens", ["f1", "ctrl+p"])
async def test_it_opens_over_a_dialog(shopper: Shopper, opens: str) -> None:
    await shopper.press(opens)
    await shopper.until(lambda: len(shopper.app.screen_stack) == 2)
    dialog = shopper.app.screen
    await shopper.press("f11")
    await shopper.until("following")
    assert isinstance(shopper.app.screen, InspectorScreen)
    await shopper.press("f11")
    await shopper.until(lambda: shopper.app.screen is dialog)


async def test_a_form_that_is_done_meanwhile_waits_below_it(shopper: Shopper) -> None:
    applied = asyncio.Event()

    async def apply(_: Mapping[str, str]) -> None:
        await applied.wait()

    form = ControlForm("A form", "It takes its time.", [Asked("a", "A")], apply)
    await shopper.app.push_screen(form)
    await shopper.press("ctrl+s", "f11")
    await shopper.until("following")
    applied.set()
    await shopper.pilot.pause()
    assert isinstance(shopper.app.screen, InspectorScreen)
    await shopper.press("f11")
    await shopper.until(lambda: form not in shopper.app.screen_stack)
    await shopper.until("50+ found")


async def test_the_apps_own_calls_are_shown_when_they_are_wanted(shopper: Shopper) -> None:
    assert shopper.shop.control is not None
    await shopper.shop.control.calls.inputs()
    await shopper.press("f11")
    await shopper.until("is:app")
    assert "/sandbox/" not in shopper.text()
    await shopper.press("slash")
    await shopper.type("is:app")
    await shopper.until("/sandbox/")
    await shopper.press("enter", "x", "s", "s")
    await shopper.until("of them the app's own")


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


@pytest.mark.parametrize("moves", [0, 1, 2], ids=["curl", "HAR", "JSON lines"])
async def test_half_a_character_is_exported_too(shopper: Shopper, home: Path, moves: int) -> None:
    newest = shopper.shop.log.entries[-1].exchange
    body = '{"email": "ada@example.com", "said": "cut \ud83d"}'
    changed = {"method": "POST", "path": "/odd", "request_body": body, "response_body": body}
    shopper.shop.log.observe(replace(newest, id=newest.id + 1, **changed))
    await shopper.press("f11")
    await shopper.until("/odd")
    await shopper.press("x")
    await shopper.until("1 exchange")
    await shopper.press(*["down"] * moves, "enter")
    await shopper.until("Written")
    (path,) = (home / "exports").iterdir()
    assert "cut \\" in path.read_text()


async def test_the_marked_are_exported_together(declined: Shopper, home: Path) -> None:
    await declined.press("m")
    await declined.until("◆")
    await declined.press("slash")
    await declined.type(" status:404")
    await declined.until("Nothing fits the filter.")
    await declined.retype("line-items")
    await declined.until("1 of ")
    await declined.press("enter", "m", "slash")
    await declined.retype("status:404")
    await declined.until("Nothing fits the filter.")
    await declined.press("enter", "x")
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
    editor = shopper.app.screen.query_one("#request", TextArea)
    editor.text = f"FETCH {editor.text}"
    await shopper.press("ctrl+s")
    await shopper.until("The first line begins with GET, POST, PUT or DELETE.")
    await shopper.press("escape")
    await shopper.until("following")
    await shopper.press("e")
    await shopper.until("FETCH POST")
    editor = shopper.app.screen.query_one("#request", TextArea)
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
    await declined.until("Paid with 4111111111111111, approved")
    assert "Escape sends nothing." in declined.text()
    await declined.press(*["down"] * 5)
    await declined.until("Paid with 4000000000000002, declined")
    assert "(↑ ↓, 6 of " in declined.text()
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


async def test_an_order_that_was_edited_is_not_sent_on_live_either(shopper: Shopper) -> None:
    with pytest.raises(ApiError):
        await shopper.shop.client.payment.complete_order_with_saved_payment(BOOKS, "pm_1")
    shopper.shop.environment = "LIVE"
    await shopper.press("f11")
    await shopper.until("-with-saved-payment")
    sent = len(shopper.shop.log.entries)
    await shopper.press("e")
    await shopper.until("pm_1")
    await shopper.press("ctrl+s")
    await shopper.until("It is not sent again from here.")
    assert len(shopper.shop.log.entries) == sent


async def test_no_card_is_made_for_a_weak_key(shopper: Shopper, database: Path) -> None:
    keep_weak_key(database)
    await shopper.press("f11")
    await shopper.until("following")
    await shopper.press("e")
    await shopper.until("^s send")
    order = f'POST /api/v2/payment/domains/{BOOKS}/complete-order\n\n{{"encrypted_card": "(hidden)"}}'
    shopper.app.screen.query_one("#request", TextArea).text = order
    await shopper.press("ctrl+s")
    await shopper.until("! This places an order")
    await shopper.type(BOOKS)
    await shopper.press("enter")
    await shopper.until("the server's key has 1024 bits, 2048 are needed.")
    assert not [entry for entry in shopper.shop.log.entries if entry.is_order]


def keep_weak_key(database: Path) -> None:
    """Have the sandbox's payment key be one that no card should be trusted to."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 (to be refused)
    text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE settings SET value = ? WHERE name = 'key:payment'", (text,))


async def test_a_filter_that_cannot_be_read_says_so_and_what_the_list_shows_instead(shopper: Shopper) -> None:
    await shopper.press("f11")
    await shopper.until("following")
    await shopper.press("slash")
    await shopper.type("is:nice")
    await shopper.until("is: goes with order, change, error")
    await shopper.until("Until then the list still keeps to “is”.")
    await shopper.retype("search is:nice")
    await shopper.until("Until then the list still keeps to “search is”.")
    await shopper.press("enter")
    await shopper.until("as before: 1 of ")
    await shopper.press("slash")
    await shopper.retype("search")
    await shopper.until(" 1 of ", gone="as before")


@pytest.fixture(params=[(120, 40), (200, 50)], ids=["120x40", "200x50"])
async def roomy(home: Path, sandbox: Sandbox, request: pytest.FixtureRequest) -> AsyncIterator[Shopper]:
    async with shopping(home, sandbox, size=request.param) as somebody:
        await somebody.opened()
        yield somebody


async def test_where_there_is_room_more_is_seen(roomy: Shopper) -> None:
    await roomy.put(BOOKS, "BH-1007-PB")
    await roomy.press("f11")
    await roomy.until(f"/v2/domains/{BOOKS}/cart/line-items")
    exchanges = roomy.app.screen.query_one(ExchangeList)
    assert exchanges.size.height > 10
    assert BOOKS in roomy.line("line-items")
