"""What a screen took to be shown is let go of when one leaves it, or goes on from it."""

import gc
import weakref
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

import pytest
from textual.dom import DOMNode
from textual.widget import Widget

from firmly_tui.sandbox import Sandbox
from firmly_tui.tui.widgets.card_form import CardForm
from firmly_tui.tui.widgets.picture import PictureView, State
from tests.tui.shopper import Shopper, shopping


@pytest.fixture
async def large(home: Path, sandbox: Sandbox) -> AsyncIterator[Shopper]:
    """The app where there is room for pictures, open."""
    async with shopping(home, sandbox, size=(120, 40)) as somebody:
        await somebody.opened()
        yield somebody


def known(nodes: Iterable[DOMNode]) -> list[weakref.ref[DOMNode]]:
    """A way to see whether they are there still."""
    return [weakref.ref(node) for node in nodes]


def are_gone(nodes: Iterable[weakref.ref[DOMNode]]) -> bool:
    """Whether nothing keeps them any more."""
    gc.collect()
    return all(node() is None for node in nodes)


async def test_a_product_that_one_left_is_freed_with_its_picture(large: Shopper) -> None:
    await large.type("linden")
    await large.until("found")
    await large.press("enter")
    await large.until("✓ available")
    await large.until(lambda: large.app.screen.query_one(PictureView).state is State.SHOWN)
    before = known([large.app.screen, *large.app.screen.query(PictureView)])
    # What was done last may be kept until something else is.
    await large.press("escape", "down", "enter")
    await large.until("✓ available")
    await large.press("escape")
    await large.until(lambda: are_gone(before))


async def test_the_form_of_a_card_is_freed(large: Shopper) -> None:
    await large.put("buecherhalle.example", "BH-1007-PB")
    await large.go_to_payment()
    forms = known(large.app.screen.query(CardForm))
    assert forms
    await large.press("escape")
    await large.until(lambda: are_gone(forms))


async def test_a_screen_that_is_covered_keeps_no_painted_lines(large: Shopper) -> None:
    await large.until(lambda: large.app.screen.query_one(PictureView).state is State.SHOWN)
    below = large.app.screen
    shown = large.text()
    await large.press("f3")
    await large.until("Your carts are empty")
    parts = [part for part in below.walk_children(Widget) if part._styles_cache._cache]
    assert parts == []
    await large.press("escape")
    await large.until(lambda: large.text() == shown)
