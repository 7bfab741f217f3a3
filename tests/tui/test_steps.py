"""Each step of the way can be left and taken up again, and fits into every size of the terminal."""

from pathlib import Path

from textual.events import Key
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from firmly_tui.tui.widgets.bars import KeyBar, TopBar
from firmly_tui.tui.widgets.row_list import RowList
from tests.tui.conftest import StartSandbox
from tests.tui.records import Records
from tests.tui.shopper import SMALL, Shopper, shopping
from tests.tui.walk import screens

SIZES = [(60, 20), (20, 5), (1, 1), (200, 50), SMALL]
ROOM = 16
"""Lines and columns from which on a screen has to show its parts."""


def is_drawn_whole(shopper: Shopper) -> bool:
    """Whether title, keys and what has the focus are seen, as far as there is room for them."""
    screen, size = shopper.app.screen, shopper.app.size
    frame = [*screen.query(TopBar), *screen.query(KeyBar)]
    if size.height < ROOM or size.width < ROOM or not frame:
        return size == screen.size
    seen = [widget.region.y for widget in frame] == [0, size.height - 1]
    focused = screen.focused
    return seen and (focused is None or not is_lost(screen, focused))


def is_lost(screen: Screen[object], focused: Widget) -> bool:
    """Whether nothing is seen of what has the focus: of a list, of its row."""
    place = focused.region
    if isinstance(focused, RowList) and focused.rows and focused.cursor >= 0:
        top = focused._starts[focused.cursor] - focused.scroll_offset.y
        place = Region(place.x, place.y + top, place.width, 1)
    return not screen.region.intersection(place) or screen.get_widget_at(*place.offset)[0] is not focused


async def test_every_screen_takes_every_size_and_comes_back_as_it_was(shopper: Shopper) -> None:
    async for _ in screens(shopper):
        before = shopper.text()
        for width, height in SIZES:
            await shopper.pilot.resize_terminal(width, height)
            await shopper.until(lambda: is_drawn_whole(shopper))
        await shopper.until(lambda before=before: shopper.text() == before)


async def test_a_half_filled_address_is_kept(shopper: Shopper) -> None:
    await shopper.put("buecherhalle.example", "BH-1007-PB")
    await shopper.press("f3")
    await shopper.until("Total so far")
    await shopper.press("o")
    await shopper.until("E-mail")
    await shopper.type("ada@exam")
    await shopper.press("tab")
    await shopper.type("206")
    await shopper.press("escape")
    await shopper.until("Total so far")
    await shopper.press("o")
    await shopper.until("ada@exam")
    assert "206" in shopper.text()


async def test_the_delivery_that_was_chosen_is_kept(shopper: Shopper) -> None:
    await shopper.put("buecherhalle.example", "BH-1007-PB")
    await shopper.go_to_delivery()
    await shopper.press("down", "enter")
    await shopper.until("(•) Tracked parcel")
    await shopper.press("escape")
    await shopper.until("1 Pine St")
    await shopper.press("ctrl+s")
    await shopper.until("Book post")
    assert "(•) Tracked parcel" in shopper.said()
    await shopper.pass_the_addons()
    await shopper.until("Delivery Tracked parcel · 2-4 business days €5.90")


async def test_a_typed_card_is_wiped_when_one_leaves(shopper: Shopper) -> None:
    await shopper.put("buecherhalle.example", "BH-1007-PB")
    await shopper.walk_to_payment()
    await shopper.fill_card("4111111111111111", code="987")
    inputs = list(shopper.app.screen.query(Input))
    assert [field.value for field in inputs] == ["4111 1111 1111 1111", "Ada Quill", "12/35", "987"]
    await shopper.press("escape")
    await shopper.until("add-ons then")
    assert [field.value for field in inputs] == [""] * 4
    await shopper.press("o")
    await shopper.until("F7: a test card")
    assert "1111" not in shopper.text()


async def test_an_order_goes_on_while_one_looks_elsewhere(
    home: Path, start_sandbox: StartSandbox, records: Records
) -> None:
    async with shopping(home, start_sandbox(slow_seconds=1.5)) as shopper:
        await shopper.opened()
        await shopper.put("buecherhalle.example", "BH-1007-PB")
        await shopper.go_to_payment()
        await shopper.fill_card("4000000000000259")
        await shopper.press("ctrl+s")
        await shopper.until("● Bücherhalle · placing")
        assert records.order_numbers() == []
        await shopper.press("escape")
        await shopper.until("Total")
        assert "● placing" in shopper.line("firmly")
        await shopper.press("ctrl+q")
        await shopper.until("An order is being placed and cannot be stopped.")
        await shopper.press("f5")
        await shopper.until("✓ 1 order placed.")
        assert len(records.order_numbers()) == 1


async def test_a_step_is_taken_once_however_often_one_presses(shopper: Shopper) -> None:
    shopper.has_bought_before()
    await shopper.put("buecherhalle.example", "BH-1007-PB")
    way = [("f3", "Total so far"), ("o", "1 Pine St"), ("ctrl+s", "(•)")]
    for key, words in (*way, ("f8", "add-ons then"), ("f8", "Card number")):
        for _ in range(3):
            shopper.app.simulate_key(key)
        await shopper.until(words)
    for words in ("add-ons then", "(•)", "Go on to delivery", "Total €16.90", "50+ found"):
        await shopper.press("escape")
        await shopper.until(words)


async def test_a_key_that_was_pressed_before_the_screen_was_there_does_not_go_on(shopper: Shopper) -> None:
    await shopper.put("nordhaus.example", "NH-LIN2-NAVY")
    early = Key("ctrl+s", None)
    await shopper.go_to_delivery()
    shopper.app.post_message(early)
    await shopper.press("down")
    assert "Delivery" in shopper.line("firmly")
    await shopper.press("ctrl+s")
    await shopper.until("add-ons then")


async def test_escape_goes_back_to_where_one_came_from(shopper: Shopper) -> None:
    await shopper.put("buecherhalle.example", "BH-1007-PB")
    await shopper.press("enter")
    await shopper.until("✓ available")
    await shopper.go_to_delivery()
    await shopper.press("down", "c")
    await shopper.until("1 Cart")
    assert "1 Cart ─ ✓ Address ─ 3 Delivery ─ 4 Add-ons" in shopper.text()
    await shopper.press("f4")
    await shopper.until("No orders yet.")
    for words in ("1 Cart", "(•)", "Go on to delivery", "1 Cart", "✓ available", "50+ found"):
        await shopper.press("escape")
        await shopper.until(words)


async def test_one_goes_on_from_a_step_to_which_one_went_back(shopper: Shopper) -> None:
    await shopper.put("buecherhalle.example", "BH-1007-PB")
    await shopper.walk_to_payment()
    await shopper.press("pound_sign")  # what Alt+3 is in most terminals
    await shopper.until("(•) Book post")
    await shopper.press("2")
    await shopper.until("Go on to delivery")
    await shopper.press("ctrl+s")
    await shopper.until("Book post", gone="Go on to delivery")
    assert len(shopper.app.screen_stack) == 4
    await shopper.press("escape")
    await shopper.until("Go on to delivery")
    await shopper.press("escape")
    await shopper.until("1 Cart")
