"""The panel of the sandbox: faults, clock, goods, state and test cards, set by keys and seen in what follows."""

import asyncio
import json
import re
import stat
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest
from textual.widgets import Static

from firmly_tui.checkout import SandboxControl
from firmly_tui.client import NotSent
from firmly_tui.sandbox import Sandbox
from firmly_tui.tui.screens.control_form import Asked, ControlForm
from tests.tui.conftest import StartSandbox
from tests.tui.shopper import Shopper, shopping

BOOKS = "buecherhalle.example"
OPEN = "ctrl+backslash"


async def open_panel(shopper: Shopper) -> None:
    await shopper.press(OPEN)
    await shopper.until("rotated-key")


def row_under_cursor(shopper: Shopper) -> str:
    """What the list shows of the row under the cursor, without what stands beside the list."""
    width = shopper.app.screen.query_one("ControlList").scrollable_content_region.width
    marked = [line[1:width] for line in shopper.text().splitlines() if line.startswith("▌")]
    return " ".join(" ".join(marked).split())


async def go_to(shopper: Shopper, words: str, page: int = 0) -> None:
    """Put the cursor on the row with these words in its title."""
    await shopper.press(*["right"] * page)
    await shopper.until(lambda: shopper.app.screen.query_one("ControlList").rows)
    rows = shopper.app.screen.query_one("ControlList").rows
    place = next(index for index, row in enumerate(rows) if words in row.title)
    shopper.app.screen.query_one("ControlList").cursor = place
    await shopper.pilot.pause()


async def ask_for_the_latency(shopper: Shopper, seconds: str) -> None:
    """Open the form of the latency, and type how long; the cursor stays there."""
    await open_panel(shopper)
    await go_to(shopper, "latency")
    await shopper.press("enter")
    await shopper.until("a number from 0 to 3600")
    await shopper.retype(seconds)


def in_form(shopper: Shopper) -> str:
    """What is seen of the form, as one line, without its frame."""
    framed = re.findall(r"│(.*?)[▁-█]?\s*│", shopper.text())
    return " ".join(" ".join(framed).split())


def active(sandbox: Sandbox) -> list[dict[str, object]]:
    return httpx.get(f"{sandbox.url}/sandbox/scenario").json()["active"]


def all_faults(sandbox: Sandbox) -> list[dict[str, str]]:
    return httpx.get(f"{sandbox.url}/sandbox/scenario").json()["scenarios"]


def set_in_sandbox(sandbox: Sandbox, what: str, told: Mapping[str, object]) -> None:
    httpx.put(f"{sandbox.url}/sandbox/{what}", json=told)


def clock_ahead(sandbox: Sandbox) -> int:
    return httpx.get(f"{sandbox.url}/sandbox/clock").json()["ahead_seconds"]


async def test_a_fault_is_set_seen_in_the_header_struck_and_reset(shopper: Shopper, sandbox: Sandbox) -> None:
    await open_panel(shopper)
    await go_to(shopper, "unavailable")
    await shopper.press("space")
    await shopper.until("unavailable is at work.")
    assert "⚠ 1 fault" in shopper.line("Scenarios")
    assert shopper.text().splitlines()[-1].endswith(" help")
    await shopper.press("escape")
    assert "⚠ 1 fault" in shopper.line("Shop")
    await shopper.type("sofa")
    await shopper.press("enter")
    await shopper.until(lambda: active(sandbox)[0]["acted"])
    await open_panel(shopper)
    # The search is tried again meanwhile, and struck again.
    await shopper.until(lambda: re.search(r"always · struck [1-9]\d* time", shopper.said()))
    await shopper.press("x")
    await shopper.until("Nothing goes wrong any more.")
    assert "⚠" not in shopper.text()
    assert active(sandbox) == []


async def test_the_form_sets_a_fault_for_chosen_routes_so_many_times(
    shopper: Shopper, sandbox: Sandbox
) -> None:
    await ask_for_the_latency(shopper, "0.5")
    await shopper.press("tab")
    await shopper.choose("promo")
    await shopper.press("tab", "tab")
    await shopper.retype("3")
    await shopper.press("ctrl+s")
    await shopper.until("latency is at work.")
    (set_fault,) = active(sandbox)
    assert (set_fault["seconds"], set_fault["route"], set_fault["times"]) == (0.5, "* */cart/promo-codes", 3)
    assert "3 times · struck 0 times" in shopper.text()


async def test_what_cannot_be_is_told_in_the_form_and_nothing_is_lost(
    shopper: Shopper, sandbox: Sandbox
) -> None:
    await ask_for_the_latency(shopper, "9999")
    await shopper.press("enter")
    await shopper.until("✕ seconds must be a number from 0 to 3600, not “9999”.")
    await shopper.retype("1")
    await shopper.press("tab", "tab")
    await shopper.retype("GET /nowhere")
    await shopper.press("ctrl+s")
    await shopper.until("✕ No route of the shop fits “GET /nowhere”")
    assert active(sandbox) == []
    await shopper.press("escape")
    await shopper.until("Test cards")


async def test_a_fault_tells_how_it_was_set(home: Path, sandbox: Sandbox) -> None:
    set_in_sandbox(
        sandbox,
        "scenario",
        {"scenarios": [{"name": "refuse", "error": "CreditCardDeclined", "route": "POST *order*"}]},
    )
    async with shopping(home, sandbox, size=(120, 40)) as shopper:
        await shopper.opened()
        await open_panel(shopper)
        row = row_under_cursor(shopper)
        assert row.endswith("error CreditCardDeclined · on placing an order"), row
        beside = str(shopper.app.screen.query_one("#about", Static).content)
        assert "error  CreditCardDeclined\n" in beside
        assert "route  POST *order*\n" in beside
        assert "status  0\n" in beside


async def test_a_form_at_80_columns_tells_all_about_its_fields(shopper: Shopper) -> None:
    await open_panel(shopper)
    await go_to(shopper, "stock-race")
    await shopper.press("enter")
    await shopper.until("left: how many they leave")
    assert "sku: the goods; without it those that the request names, or those in the cart" in in_form(shopper)
    await shopper.press("tab", "tab", "tab")
    route = "with * for anything, such as GET /api/v2/domains/*/cart; several with | between them"
    await shopper.until(lambda: route in in_form(shopper))


async def test_what_is_wrong_with_a_field_stands_whole_below_it(shopper: Shopper, sandbox: Sandbox) -> None:
    await open_panel(shopper)
    await go_to(shopper, "refuse")
    await shopper.press("enter")
    await shopper.until("error: the identifier of the error")
    await shopper.retype("OutOfTea")
    await shopper.press("tab", "ctrl+s")
    wrong = "✕ error must be an error identifier of firmly, such as PartnerNotFound, not “OutOfTea”."
    await shopper.until(lambda: f"OutOfTea {wrong}" in in_form(shopper))
    assert shopper.app.focused is not None
    assert shopper.app.focused.id == "input-error"
    assert active(sandbox) == []


async def test_one_of_two_faults_is_reset_alone(shopper: Shopper, sandbox: Sandbox) -> None:
    await open_panel(shopper)
    for name in ("rotated-key", "price-change"):
        await go_to(shopper, name)
        await shopper.press("space")
        await shopper.until(f"{name} is at work.")
    assert "⚠ 2 faults" in shopper.line("Scenarios")
    await go_to(shopper, "rotated-key")
    await shopper.press("r")
    await shopper.until("rotated-key is reset.")
    assert [fault["name"] for fault in active(sandbox)] == ["price-change"]


async def test_the_clock_is_moved_and_the_cart_stays(shopper: Shopper, sandbox: Sandbox) -> None:
    await shopper.put(BOOKS, "BH-1007-PB")
    await open_panel(shopper)
    await go_to(shopper, "UTC", page=1)
    await shopper.press("enter")
    await shopper.until("Ahead of the real time by")
    await shopper.retype("some time")
    await shopper.press("enter")
    await shopper.until("✕ Write how far, such as 3 d, 2 h 30 min, or 1 week")
    await shopper.retype("3 weeks 2 h")
    await shopper.press("enter")
    await shopper.until("3 w 2 h ahead")
    assert clock_ahead(sandbox) == 3 * 7 * 86400 + 7200
    await shopper.press("f3")
    await shopper.until("Total so far")
    await shopper.press(OPEN)
    await shopper.until("3 w 2 h ahead")
    await shopper.press("r")
    await shopper.until("The clock shows the real time.")


async def test_a_moved_clock_is_in_the_header_and_reset_all_brings_it_back(
    shopper: Shopper, sandbox: Sandbox
) -> None:
    set_in_sandbox(sandbox, "clock", {"ahead_seconds": 3 * 86400 + 60})
    await open_panel(shopper)
    await shopper.until(lambda: "⚠ clock +3 d" in shopper.line("Scenarios"))
    await go_to(shopper, "unavailable")
    await shopper.press("space")
    await shopper.until(lambda: "⚠ 1 fault · clock +3 d" in shopper.line("Scenarios"))
    await shopper.press("x")
    await shopper.until("Nothing goes wrong any more, and the clock shows the real time.")
    assert "⚠" not in shopper.text()
    assert clock_ahead(sandbox) == 0


async def test_goods_are_sold_out_and_repriced_under_a_cart(shopper: Shopper) -> None:
    await shopper.put(BOOKS, "BH-1007-PB")
    await open_panel(shopper)
    await go_to(shopper, "Bücherhalle", page=1)
    await shopper.press("enter")
    await shopper.until("Stock and prices")
    await shopper.press("slash")
    await shopper.type("BH-1007-PB")
    await shopper.until(lambda: len(shopper.app.screen.query_one("ControlList").rows) == 1)
    await shopper.press("enter", "enter")
    await shopper.until("Price in EUR")
    await shopper.press("tab")
    await shopper.retype("nothing")
    await shopper.press("enter")
    await shopper.until("✕")
    await shopper.retype("99.50")
    await shopper.press("enter")
    await shopper.until("€99.50")
    await shopper.press("space")
    await shopper.until("BH-1007-PB is sold out.")
    await shopper.shop.hive.load()
    cart = shopper.shop.hive[BOOKS].cart
    assert cart is not None
    assert {"ITEM_OUT_OF_STOCK", "PRICE_INCREASED"} <= {notice.code for notice in cart.notices}
    await shopper.press("x")
    await shopper.until("Stock and prices are as the catalog says.")
    await shopper.until("31 left · €14.00")


async def test_a_merchant_goes_down_and_is_reset(shopper: Shopper, sandbox: Sandbox) -> None:
    def health() -> str:
        return httpx.get(f"{sandbox.url}/api/v1/domains/{BOOKS}").json()["status"]

    await open_panel(shopper)
    await go_to(shopper, "Bücherhalle", page=1)
    for wanted in ("degraded", "outage", "operational", "degraded"):
        await shopper.press("plus")
        await shopper.until(lambda: health() == wanted)  # noqa: B023 (called at once)
    await shopper.press("r")
    await shopper.until(lambda: health() == "operational")


async def test_a_state_is_saved_and_loaded_elsewhere(
    shopper: Shopper, tmp_path: Path, start_sandbox: StartSandbox
) -> None:
    file = tmp_path / "state.json"
    await shopper.put(BOOKS, "BH-1007-PB", 2)
    await save_to(shopper, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert json.loads(file.read_text())["content"]["carts"]
    elsewhere = start_sandbox(database=tmp_path / "elsewhere.db")
    async with shopping(tmp_path / "other-home", elsewhere) as somebody:
        await somebody.opened()
        await load_from(somebody, file)
        await somebody.until("The state is loaded.")
        await somebody.press("f3")
        await somebody.until("Total so far €28.00")
    async with shopping(tmp_path / "other-home", elsewhere) as again:
        await again.opened()
        await again.press("f3")
        await again.until("Total so far €28.00")


async def save_to(shopper: Shopper, file: Path) -> None:
    await open_panel(shopper)
    await go_to(shopper, "Save to a file", page=1)
    await shopper.press("enter")
    await shopper.until("Save the state")
    await shopper.retype(str(file))
    await shopper.press("enter")
    await shopper.until("The state is saved.")


async def load_from(shopper: Shopper, file: Path) -> None:
    await open_panel(shopper)
    await go_to(shopper, "Load from a file", page=1)
    await shopper.press("enter")
    await shopper.until("Load a state")
    await shopper.retype(str(file))
    await shopper.press("enter")


async def test_a_damaged_file_and_one_of_something_else_are_refused_in_words(
    shopper: Shopper, tmp_path: Path
) -> None:
    file = tmp_path / "state.json"
    await shopper.put(BOOKS, "BH-1007-PB")
    await save_to(shopper, file)
    await shopper.press("escape")
    file.write_text(file.read_text().replace("BH-1007-PB", "BH-1007-XX"))
    await load_from(shopper, file)
    await shopper.until("✕ It is damaged: what it holds is not what was saved.")
    await shopper.retype(str(tmp_path / "none.json"))
    await shopper.press("enter")
    await shopper.until("cannot be read: No such file or directory.")
    await shopper.press("escape")
    (tmp_path / "letter.txt").write_text("Dear Ada")
    await go_to(shopper, "Save to a file")
    await shopper.press("enter")
    await shopper.until("Save the state")
    await shopper.retype(str(tmp_path / "letter.txt"))
    await shopper.press("enter")
    await shopper.until("is there already, and is no saved state.")
    assert (tmp_path / "letter.txt").read_text() == "Dear Ada"


async def test_a_test_card_fills_the_form_below(shopper: Shopper) -> None:
    await shopper.put(BOOKS, "BH-1007-PB")
    await shopper.go_to_payment()
    await shopper.press(OPEN)
    await shopper.until("rotated-key")
    await go_to(shopper, "4000 0000 0000 9995", page=2)
    await shopper.press("enter")
    await shopper.until("Card number")
    assert "4000 0000 0000 9995" in shopper.text()


async def test_without_a_form_a_card_and_an_input_are_copied(shopper: Shopper) -> None:
    await open_panel(shopper)
    await go_to(shopper, "4000 0000 0000 0002", page=2)
    await shopper.press("enter")
    await shopper.until("4000000000000002 is in your clipboard.")
    assert shopper.app.clipboard == "4000000000000002"
    await go_to(shopper, "LUMA10", page=1)
    await shopper.press("enter")
    await shopper.until("LUMA10 is in your clipboard.")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_every_fault_says_what_it_shows(home: Path, sandbox: Sandbox, size: tuple[int, int]) -> None:
    async with shopping(home, sandbox, size=size) as shopper:
        await shopper.opened()
        await open_panel(shopper)
        faults = all_faults(sandbox)
        assert len(faults) > 10
        for fault in faults:
            assert row_under_cursor(shopper) == f"{fault['name']} {fault['shows']}"
            await shopper.press("down")


async def test_a_form_is_not_left_while_it_is_applied(shopper: Shopper) -> None:
    done = asyncio.Event()

    async def apply(_: Mapping[str, str]) -> None:
        await done.wait()

    closed: list[bool | None] = []
    form = ControlForm("Tea", "How it is made.", [Asked("minutes", "Minutes")], apply, "Brew")
    await shopper.app.push_screen(form, closed.append)
    await shopper.press("ctrl+s", "escape")
    assert "It is under way, and would be left half done." in shopper.said()
    done.set()
    await shopper.until(lambda: closed == [True])


async def test_live_knows_nothing_of_it(shopper: Shopper) -> None:
    shop = shopper.shop
    with pytest.raises(NotSent):
        SandboxControl(shop.client, shop.hive, "LIVE")
    shop.control = None
    await shopper.press("escape", "tab", OPEN)
    assert "Scenarios" not in shopper.text()
    await shopper.press("f1")
    await shopper.until("Type what you are looking for")
    explained = str(shopper.app.screen.query_one(Static).content)
    assert "Show every order" in explained
    assert "misbehave" not in explained
