"""Help and palette: the keys of the places lead out of them, and everything in them is said in our words."""

from pathlib import Path

import pytest
from textual import events
from textual.app import App
from textual.command import CommandPalette
from textual.widgets import Select

from firmly_tui.tui.palette import SHELL_COMMANDS
from firmly_tui.tui.screens.help import HelpScreen
from tests.tui.shopper import Shopper

PLACES = {"f3": "Your carts are empty.", "f4": "No orders yet.", "f5": "No order is being placed."}


@pytest.mark.parametrize("aside", ["f1", "ctrl+p"])
async def test_the_keys_of_the_places_lead_out_of_help_and_palette(shopper: Shopper, aside: str) -> None:
    for key, shows in PLACES.items():
        await shopper.press(aside)
        assert isinstance(shopper.app.screen, HelpScreen | CommandPalette)
        await shopper.press(key)
        await shopper.until(shows)
        assert not any(screen.is_modal for screen in shopper.app.screen_stack)
    await shopper.press(aside, "f2")
    await shopper.until("50+ found")
    assert len(shopper.app.screen_stack) == 1


async def test_enter_runs_what_was_typed_also_before_it_is_found(shopper: Shopper) -> None:
    await shopper.press("ctrl+p")
    await shopper.until("Search for commands")
    for key in (*"history", "enter"):
        shopper.app.post_message(events.Key(key, key if len(key) == 1 else None))
    await shopper.until("No orders yet.", gone="Search for commands")
    assert not shopper.app.screen.is_modal


async def test_where_one_is_already_the_key_closes_all_that_lies_above(shopper: Shopper) -> None:
    await shopper.press("f3")
    await shopper.until("Your carts are empty.")
    before = list(shopper.app.screen_stack)
    await shopper.press("f1", "ctrl+p", "f3")
    assert shopper.app.screen_stack == before


async def test_a_question_stays_until_it_is_answered(shopper: Shopper) -> None:
    await shopper.press("f8")
    await shopper.until("Enter searches")
    question = shopper.app.screen
    await shopper.press("f3")
    assert shopper.app.screen is question
    await shopper.press("ctrl+p", "f3")
    assert question in shopper.app.screen_stack
    assert not any(getattr(screen, "GO", "") == "carts" for screen in shopper.app.screen_stack)


@pytest.mark.parametrize(
    ("wanted", "line"),
    [
        ("logout", "firmly-tui logout"),
        ("sign out", "firmly-tui logout"),
        ("tour", "firmly-tui tour"),
        ("record", "firmly-tui tour --new mine.tour"),
    ],
)
async def test_what_is_done_in_a_shell_is_found_and_copied(shopper: Shopper, wanted: str, line: str) -> None:
    await shopper.press("ctrl+p")
    await shopper.type(wanted)
    await shopper.until(f"(in a shell: {line})")
    await shopper.press("enter")
    await shopper.until(f"That is done in a shell: {line}.", gone="Search for commands")
    assert shopper.app.clipboard == line


def test_the_commands_of_the_shell_exist() -> None:
    from firmly_tui.cli import _parser

    for known in SHELL_COMMANDS:
        program, *arguments = known.line.split()
        assert program == "firmly-tui"
        _parser().parse_args(arguments)


async def test_no_command_is_explained_in_the_words_of_the_toolkit(shopper: Shopper) -> None:
    theirs = {found.help for found in App.get_system_commands(shopper.app, shopper.app.screen)}
    ours = {found.help for found in shopper.app.get_system_commands(shopper.app.screen)}
    assert not theirs & ours
    tooltips = {active.tooltip for active in shopper.app.screen.active_bindings.values()}
    assert "Find a command by its name, or by what it does." in tooltips
    assert "Open the command palette" not in tooltips


async def test_where_a_picture_was_saved_is_said_above_the_keys(shopper: Shopper) -> None:
    shopper.app.post_message(events.DeliveryComplete("key", Path("[b]one.svg"), "screenshot"))
    await shopper.until("✓ The picture was saved: [b]one.svg")
    shopper.app.post_message(events.DeliveryFailed("key", OSError("disk full"), "screenshot"))
    await shopper.until("✕ The picture could not be saved: disk full.")
    assert "Screenshot" not in shopper.text()


async def test_the_key_of_an_open_list_is_named_as_the_others_are(shopper: Shopper) -> None:
    await shopper.put("buecherhalle.example", "BH-1007-PB")
    await shopper.press("f3")
    await shopper.until("Total so far")
    await shopper.press("o")
    await shopper.until("E-mail")
    shopper.app.screen.query_one(Select).focus()
    await shopper.press("enter")
    await shopper.until("esc close the list")
