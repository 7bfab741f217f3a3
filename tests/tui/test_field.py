"""Fields: lists that are narrowed down by typing, and what is pasted."""

import pytest
from textual.events import Paste
from textual.widgets import Input

from tests.tui.shopper import Shopper

BOOKS, BOOK = "buecherhalle.example", "BH-1007-PB"


async def at_the_country(shopper: Shopper) -> None:
    await shopper.put(BOOKS, BOOK)
    await shopper.press("f3")
    await shopper.until("Total so far")
    await shopper.press("o")
    await shopper.until("E-mail")
    await shopper.tab_to("country")


async def test_typing_shows_what_was_typed_and_what_fits_it(shopper: Shopper) -> None:
    await at_the_country(shopper)
    await shopper.type("united ar")
    await shopper.until("united ar▏", gone="Germany")
    assert "United Arab Emirates" in shopper.said()
    await shopper.press("enter")
    await shopper.until("Emirate", gone="▏")
    assert "United Arab Emirates" in shopper.line("United Arab")


async def test_letters_taken_away_bring_the_others_back(shopper: Shopper) -> None:
    await at_the_country(shopper)
    await shopper.type("zz")
    await shopper.until("nothing is called so")
    await shopper.press("enter")
    assert "nothing is called so" in shopper.said()
    await shopper.press("backspace", "backspace")
    await shopper.type("òland")
    await shopper.until("òland▏ ▲")
    assert "Poland" in shopper.said()
    await shopper.press("escape")
    await shopper.until("United States", gone="Poland")


@pytest.mark.parametrize("typed", ["pola", "PL"])
async def test_tab_takes_the_only_one_that_fits(shopper: Shopper, typed: str) -> None:
    await at_the_country(shopper)
    await shopper.type(typed)
    await shopper.until(f"{typed}▏")
    await shopper.press("tab")
    await shopper.until("Poland", gone="▏")
    assert shopper.app.focused is not None
    assert shopper.app.focused.id == "input-postal_code"


async def test_tab_takes_it_also_where_keys_are_faster_than_the_list_opens(shopper: Shopper) -> None:
    await at_the_country(shopper)
    for key in ("p", "l", "tab", "8"):
        shopper.app.simulate_key(key)
    await shopper.until(lambda: shopper.app.screen.query_one("#input-postal_code", Input).value == "8")
    await shopper.until("Poland", gone="▏")


async def test_tab_takes_none_of_several(shopper: Shopper) -> None:
    await at_the_country(shopper)
    await shopper.type("united")
    await shopper.until("united▏")
    await shopper.press("tab")
    await shopper.until("United States", gone="▏")
    assert "United Arab" not in shopper.said()


async def test_an_open_list_leaves_the_keys_in_sight(shopper: Shopper) -> None:
    await at_the_country(shopper)
    for height in (24, 30, 50):
        await shopper.pilot.resize_terminal(80, height)
        await shopper.press("enter")
        await shopper.until("United States")
        assert "help" in shopper.text().splitlines()[-1]
        assert "Address" in shopper.line("firmly")
        await shopper.press("escape")


async def test_what_is_pasted_comes_without_the_blanks_around_it(shopper: Shopper) -> None:
    await at_the_country(shopper)
    email = shopper.app.screen.query_one("#input-email", Input)
    email.focus()
    shopper.app.post_message(Paste("\n ada@example.com \n"))
    await shopper.until(lambda: email.value == "ada@example.com")
