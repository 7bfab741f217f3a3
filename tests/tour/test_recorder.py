"""A tour that is written of what one does, and played again."""

import json
from pathlib import Path

from firmly_tui.tour import sight
from firmly_tui.tour.performance import Wishes, perform_on_own_stage
from firmly_tui.tour.reading import read_tour
from firmly_tui.tour.recorder import RecordingApp, as_tour
from firmly_tui.tour.script import Script, new_words
from firmly_tui.tour.stage import OwnStage
from tests.typed import type_address

DONE = [
    ("type", "hoodie", "1 found · 1 merchant"),
    ("press", "enter", "✓ available"),
    ("press", "enter", "is in your LUMA cart"),
    ("press", "c", "Total so far"),
    ("press", "o", "E-mail"),
]


class Somebody:
    """Uses the app while it is recorded, and waits as a person does."""

    def __init__(self, app, pilot):
        self.app, self.pilot = app, pilot

    async def type(self, text):
        for letter in text:
            await self.pilot.press(letter)

    async def until(self, words):
        for _ in range(600):
            if words in sight.said(self.app):
                return
            await self.pilot.pause(0.02)
        raise AssertionError(f"no “{words}”:\n" + "\n".join(sight.lines(self.app)))

    async def buy(self):
        await self.until("50+ found")
        for how, what, then in DONE:
            await (self.type(what) if how == "type" else self.pilot.press(what))
            await self.until(then)
        await type_address(self.type, self.pilot.press)
        await self.type("Wash")
        await self.pilot.press("enter")
        await self.until("Washington")
        await self.pilot.press("ctrl+s")
        await self.until("(•)")
        await self.pilot.press("o")
        await self.until("Card number")

    async def pay(self, number):
        await self.type(number)
        await self.pilot.press("tab", "tab")
        await self.type("1230")
        await self.pilot.press("tab")
        await self.type("123")
        # Once more than it takes, and while the order is on its way: that is no step.
        await self.pilot.press("ctrl+s", "ctrl+s")


async def recorded(home: Path) -> str:
    stage = OwnStage(home, lively=False, knows_address=False)
    app = RecordingApp(stage.opening)
    async with app.run_test(size=(80, 24)) as pilot:
        somebody = Somebody(app, pilot)
        await somebody.buy()
        await somebody.pay("4000000000000002")
        await somebody.until("1 order refused")
        await pilot.press("t")
        await somebody.until("Card number")
        await pilot.press("f7")
        await pilot.press("ctrl+s")
        await somebody.until("1 order placed")
        await pilot.press("ctrl+q")
    return as_tour(app, "mine")


async def test_what_was_done_is_a_tour_that_does_it_again_and_holds_no_card(tmp_path):
    text = await recorded(tmp_path)
    assert "type hoodie\n" in text
    assert "wait Hero Hoodie\n" in text
    assert text.count("key ctrl+s") == 3
    assert text.index("card declined\nkey ctrl+s") < text.index("card approved\nkey ctrl+s")
    for secret in ("4000000000000002", "0002", "4111", "1230", "type 123\n"):
        assert secret not in text
    played = await perform_on_own_stage(read_tour(text, Path("mine.tour")), Wishes())
    assert played.failure is None, text + "\n".join(played.failure.screen)
    states = [order["state"] for order in played.to_json()["orders"]]
    assert states == ["refused", "placed"]


async def test_a_card_number_in_another_field_is_left_out(tmp_path):
    stage = OwnStage(tmp_path, lively=False, knows_address=False)
    app = RecordingApp(stage.opening)
    async with app.run_test(size=(80, 24)) as pilot:
        somebody = Somebody(app, pilot)
        await somebody.until("50+ found")
        await somebody.type("4111111111111111")
        await pilot.press("ctrl+q")
    text = as_tour(app, "mine")
    assert "# Left out" in text
    assert "4111" not in text


def test_a_key_that_is_pressed_again_before_anything_came_of_it_is_one_step():
    script, product, cart = Script(), ["", "Hero Hoodie", ""], ["", "It is in your cart.", ""]
    for key, screen in (
        ("enter", product),
        ("enter", product),
        ("enter", cart),
        ("plus", cart),
        ("plus", cart),
    ):
        script.press(key, screen)
    lines = ["wait Hero Hoodie", "key enter", "wait It is in your cart.", "key enter", "key plus", "key plus"]
    assert script.end(cart) == lines


def test_the_words_to_wait_for_are_new_whole_and_lasting():
    before = ["firmly", "Cart   Sofa", "keys"]
    now = ["firmly", "Cart   Sofa", "  ✓ Placed.      0.4 s", "  Order 4711001122", "  took 0.3 s", "keys"]
    assert new_words(before, now) == "✓ Placed."
    now[3:5] = ["  ✓ Order sent", " ✓ 1 order placed. Enter shows it."]
    assert new_words(before, now) == "✓ 1 order placed. Enter shows it."
    assert new_words(before, before) == ""
    assert new_words(before, ["firmly", "4111 1111 1111 1111 is a card", "keys"]) == ""
    assert json.dumps(new_words([], ["", "sofa   6 found", ""], typed="sofa")) == '"6 found"'
