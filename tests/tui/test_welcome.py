"""The first steps: shown once, over the shop window, in the way of nobody."""

from pathlib import Path

import pytest
from textual.widgets import Input

from firmly_tui.sandbox import Sandbox
from firmly_tui.wiring import is_new
from tests.tui.shopper import Shopper, shopping

SHOWN = "Welcome to firmly"


async def test_the_first_start_says_what_this_is_where_one_is_and_the_keys(
    home: Path, sandbox: Sandbox
) -> None:
    assert is_new(home)
    async with shopping(home, sandbox, welcome=True) as shopper:
        await shopper.until(SHOWN)
        said = shopper.said()
        assert "many merchants at once" in said
        assert "You are in the SANDBOX, on this machine." in said
        assert "Nothing is bought for real" in said
        await shopper.press("enter")
        await shopper.until("50+ found", gone=SHOWN)
        assert shopper.app.screen.query_one(Input).has_focus
    assert not is_new(home)


async def test_on_firmly_itself_it_says_that_orders_are_real(shopper: Shopper) -> None:
    shopper.shop.environment, shopper.shop.host = "LIVE", "api.firmly.work"
    await shopper.app.action_first_steps()
    await shopper.until("You are LIVE at api.firmly.work.")
    assert "What you buy here is bought and paid for." in shopper.said()
    assert "SANDBOX, on this machine" not in shopper.said()


@pytest.mark.parametrize(
    ("key", "shows"),
    [
        ("f1", "Type what you are looking for: goods"),
        ("question_mark", "Type what you are looking for: goods"),
        ("exclamation_mark", "rotated-key"),
        ("ctrl+p", "Search for commands"),
        ("f3", "Your carts are empty."),
    ],
)
async def test_the_keys_that_it_names_do_what_it_says(
    home: Path, sandbox: Sandbox, key: str, shows: str
) -> None:
    async with shopping(home, sandbox, welcome=True) as shopper:
        await shopper.until(SHOWN)
        await shopper.press(key)
        await shopper.until(shows, gone=SHOWN)
        assert not any(box.value for box in shopper.app.screen_stack[0].query(Input))


async def test_what_is_typed_over_it_goes_into_the_search_box_in_order(home: Path, sandbox: Sandbox) -> None:
    async with shopping(home, sandbox, welcome=True) as shopper:
        await shopper.until(SHOWN)
        await shopper.type("sofa")
        await shopper.until("6 found", gone=SHOWN)
        assert shopper.app.screen.query_one(Input).value == "sofa"


async def test_who_types_before_the_shop_is_open_is_left_alone(home: Path, sandbox: Sandbox) -> None:
    async with shopping(home, sandbox, welcome=True) as shopper:
        await shopper.type("sofa")
        await shopper.until("6 found")
        assert SHOWN not in shopper.said()


async def test_it_is_found_again_in_the_palette(shopper: Shopper) -> None:
    assert SHOWN not in shopper.said()
    await shopper.press("ctrl+p")
    await shopper.type("welcome")
    await shopper.until("First steps (welcome)")
    await shopper.press("enter")
    await shopper.until(SHOWN)
    await shopper.press("escape")
    await shopper.until("50+ found", gone=SHOWN)
