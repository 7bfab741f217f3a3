"""Keys that come faster than they are acted on do what they would do slowly."""

import pytest
from textual import events
from textual.widgets import Input

from firmly_tui.tui.screens.product import ProductScreen
from tests.tui.delivering import FURNITURE
from tests.tui.shopper import Shopper

KEYS = {" ": "space"}


def at_once(shopper: Shopper, *keys: str) -> None:
    """Press keys without waiting for what they do; single characters are typed."""
    for key in keys:
        shopper.app.post_message(events.Key(KEYS.get(key, key), key if len(key) == 1 else None))


async def test_a_row_is_chosen_that_the_cursor_was_on(shopper: Shopper) -> None:
    await shopper.type("linden")
    await shopper.until("3 found")
    at_once(shopper, "enter", "down")
    await shopper.until(lambda: isinstance(shopper.app.screen, ProductScreen))
    await shopper.until("Linden 3-Seat Sofa", gone="Linden Loveseat")


async def test_a_way_to_pay_is_chosen_that_the_cursor_was_on(shopper: Shopper) -> None:
    await shopper.put("buecherhalle.example", "BH-1007-PB")
    await shopper.go_to_payment()
    await shopper.press("ctrl+y")
    await shopper.until("(•) New card, step by step")
    await shopper.press("home", "down")
    await shopper.until(lambda: "for this very cart" in shopper.line("▌"))
    at_once(shopper, "enter", "down")
    await shopper.until("(•) New card, for this very cart")


@pytest.mark.parametrize(
    ("keys", "left"),
    [
        (("ctrl+u", *"Reno"), "Reno"),
        ((*"Rem", "backspace", *"no"), "SeattleReno"),
        (("home", "delete", *"B"), "Beattle"),
        (("left", "left", "ctrl+k", *"s"), "Seatts"),
    ],
    ids=["clear", "back", "home", "cut"],
)
async def test_a_field_is_edited_in_the_order_of_the_keys(
    shopper: Shopper, keys: tuple[str, ...], left: str
) -> None:
    await shopper.put(FURNITURE, "NH-LIN3-NAVY")
    await shopper.press("f3", "o")
    await shopper.until("City")
    city = shopper.app.screen.query_one("#input-city", Input)
    city.value = "Seattle"
    city.focus()
    await shopper.press("end")
    at_once(shopper, *keys)
    await shopper.until(lambda: city.value == left)


async def test_of_a_paste_that_is_too_long_is_taken_what_fits(shopper: Shopper) -> None:
    await shopper.put(FURNITURE, "NH-LIN3-NAVY")
    await shopper.press("f3", "o")
    await shopper.until("City")
    city = shopper.app.screen.query_one("#input-city", Input)
    city.value = "at "
    city.focus()
    await shopper.press("end")
    shopper.app.post_message(events.Paste("x" * 2000))
    await shopper.until(f"No more than {city.max_length} characters fit here.")
    assert city.value == "at " + "x" * (city.max_length - 3)
