"""Choosing a variant and a quantity by arrows and by mouse, in an app that holds nothing else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from firmly_tui.models import Product
from firmly_tui.tui.widgets.variant_picker import MOST, VariantPicker
from tests.checkout.test_variants import product

SHIRT = {("Navy", "S"): False, ("Navy", "M"): True, ("Oat", "L"): True}


class Host(App[None]):
    """A picker, and what it told."""

    def __init__(self, offered: Product) -> None:
        super().__init__()
        self._offered = offered
        self.told: list[tuple[str | None, int]] = []

    def compose(self) -> ComposeResult:
        yield VariantPicker(self._offered)

    def on_variant_picker_changed(self, message: VariantPicker.Changed) -> None:
        variant = message.picker.variant
        self.told.append((variant.sku if variant else None, message.picker.quantity))


class Hand:
    """The keyboard, the mouse and the eyes of somebody who chooses."""

    def __init__(self, host: Host, pilot: Pilot[None]) -> None:
        self.host = host
        self.press = pilot.press
        self.pilot = pilot
        self.picker = host.query_one(VariantPicker)

    @property
    def lines(self) -> list[str]:
        """The picker as it is drawn."""
        strips = self.host.screen._compositor.render_strips()[: self.picker.size.height]
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    async def click(self, words: str) -> None:
        """Click on the words."""
        y = next(number for number, line in enumerate(self.lines) if words in line)
        await self.pilot.click(VariantPicker, offset=(self.lines[y].index(words) + len(words) // 2, y))

    def struck(self) -> set[str]:
        """The words that are struck through."""
        strips = self.host.screen._compositor.render_strips()
        return {part.text for strip in strips for part in strip if part.style and part.style.strike}


@asynccontextmanager
async def choosing(offered: Product, width: int = 60) -> AsyncIterator[Hand]:
    """Somebody before a picker that has the focus."""
    host = Host(offered)
    async with host.run_test(size=(width, 12)) as pilot:
        await pilot.pause()
        yield Hand(host, pilot)


async def test_it_begins_with_what_can_be_bought_and_marks_where_one_is() -> None:
    async with choosing(product(SHIRT)) as hand:
        assert hand.lines == [
            "▌ Color        [Navy] ✕Oat",
            "  Size         ✕S  [M] ✕L",
            "  Quantity      −  1  +",
        ]


async def test_what_cannot_be_bought_in_this_combination_is_struck_through() -> None:
    async with choosing(product(SHIRT)) as hand:
        assert hand.struck() == {"Oat", "S", "L"}
        await hand.press("right")
        assert hand.struck() == {"Oat", "S", "M"}


async def test_arrows_and_letters_choose_and_tell() -> None:
    async with choosing(product(SHIRT)) as hand:
        await hand.press("down", "left")
        assert hand.host.told == [("Navy-S", 1)]
        await hand.press("k", "l")
        assert hand.picker.choice == ["Oat", "S"]
        assert hand.host.told[-1] == (None, 1)
        await hand.press("j", "l", "l")
        assert hand.host.told[-1] == ("Oat-L", 1)


async def test_the_first_and_the_last_value_are_the_ends() -> None:
    async with choosing(product(SHIRT)) as hand:
        await hand.press("up", "left", "left")
        assert hand.picker.choice == ["Navy", "M"]
        assert hand.host.told == []
        await hand.press("right", "right", "right")
        assert hand.picker.choice == ["Oat", "M"]


async def test_the_quantity_is_a_row_and_has_keys_from_everywhere() -> None:
    async with choosing(product(SHIRT)) as hand:
        await hand.press("plus", "plus", "minus")
        assert hand.host.told == [("Navy-M", 2), ("Navy-M", 3), ("Navy-M", 2)]
        await hand.press("down", "down", "down", "right")
        assert hand.lines[-1] == "▌ Quantity      −  3  +"


async def test_the_quantity_stays_between_one_and_the_most() -> None:
    async with choosing(product(SHIRT)) as hand:
        await hand.press("minus")
        assert hand.picker.quantity == 1
        hand.picker.quantity = MOST
        await hand.press("plus")
        assert hand.picker.quantity == MOST
        assert hand.host.told[-1] == ("Navy-M", MOST)


async def test_a_click_chooses_a_value_and_the_quantity() -> None:
    async with choosing(product(SHIRT)) as hand:
        await hand.click("Oat")
        await hand.click(" L")
        await hand.click("+")
        assert hand.host.told == [(None, 1), ("Oat-L", 1), ("Oat-L", 2)]
        assert hand.lines[1].startswith("▌ Size")


async def test_a_product_without_options_has_a_quantity_alone() -> None:
    async with choosing(product({(): True}, {})) as hand:
        assert hand.lines == ["▌ Quantity      −  1  +"]
        await hand.press("right")
        assert hand.host.told == [("ONE", 2)]


async def test_options_of_which_nothing_is_made_can_be_looked_at() -> None:
    async with choosing(product({})) as hand:
        await hand.press("right", "down", "right", "plus")
        assert hand.picker.variant is None
        assert hand.struck() == {"Navy", "Oat", "S", "M", "L"}


async def test_many_values_wrap_below_one_another_and_none_is_broken() -> None:
    colors = ["Navy blue", "Oat milk", "Dark rust", "Moss green", "Charcoal grey"]
    async with choosing(product({(name,): True for name in colors}, {"Color": colors}), width=40) as hand:
        assert len(hand.lines) > 2
        drawn = "\n".join(hand.lines).replace("\N{NO-BREAK SPACE}", " ")
        assert all(name in drawn for name in colors)
        assert all(line.startswith(" " * 15) for line in hand.lines[1:-1])


async def test_a_choice_is_kept_when_the_product_is_read_anew() -> None:
    async with choosing(product(SHIRT)) as hand:
        await hand.press("right", "plus")
        hand.picker.show(product(SHIRT | {("Oat", "M"): True}))
        await hand.pilot.pause()
        assert hand.host.told[-1] == ("Oat-M", 2)


async def test_a_choice_that_is_offered_no_more_gives_way() -> None:
    async with choosing(product(SHIRT)) as hand:
        await hand.press("down")
        hand.picker.show(product({("Rust",): True}, {"Color": ["Rust"]}))
        await hand.pilot.pause()
        assert hand.picker.choice == ["Rust"]
        assert hand.lines[0] == "  Color        [Rust]"
        hand.picker.show(product({(): True}, {}))
        await hand.pilot.pause()
        assert hand.lines == ["▌ Quantity      −  1  +"]


async def test_an_option_without_values_can_be_passed_over() -> None:
    async with choosing(product({}, {"Color": []})) as hand:
        await hand.press("right", "left", "down", "right")
        assert hand.lines == ["  Color", "▌ Quantity      −  2  +"]


@pytest.mark.parametrize("value", ["[/]", "[b", "[@click=app.quit]x[/]", "[$accent]", "漢字"])
async def test_values_are_shown_as_they_are(value: str) -> None:
    async with choosing(product({(value,): True}, {value: [value]})) as hand:
        assert f"[{value}]" in hand.lines[0].replace("漢 ", "漢")
        await hand.click(value)
        assert hand.host.is_running
        assert hand.picker.choice == [value]
