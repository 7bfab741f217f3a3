"""Every command exists, and is found: by its key, in the key bar, in the help and in the palette."""

import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module

import pytest
from textual.actions import parse
from textual.binding import Binding
from textual.dom import DOMNode
from textual.widgets import Input, Select, Static

import firmly_tui.tui.screens
import firmly_tui.tui.widgets
from firmly_tui.tui.app import FirmlyApp
from firmly_tui.tui.palette import CommandProvider
from firmly_tui.tui.screens.help import HelpScreen
from firmly_tui.tui.themes import THEMES
from firmly_tui.tui.widgets.bars import KeyBar
from tests.tui.shopper import Shopper
from tests.tui.walk import screens


def nodes() -> Iterator[type[DOMNode]]:
    """The app, and all screens and widgets of ours."""
    yield FirmlyApp
    for package in (firmly_tui.tui.screens, firmly_tui.tui.widgets):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            for _, kind in inspect.getmembers(import_module(module.name), inspect.isclass):
                if issubclass(kind, DOMNode) and kind.__module__ == module.name:
                    yield kind


OWN_BINDINGS = [
    pytest.param(kind, binding, id=f"{kind.__name__}-{binding.key}")
    for kind in nodes()
    for binding in kind.__dict__.get("BINDINGS", [])
]


@pytest.mark.parametrize(("kind", "binding"), OWN_BINDINGS)
def test_the_action_of_a_binding_exists_and_takes_its_parameters(
    kind: type[DOMNode], binding: Binding
) -> None:
    destination, name, parameters = parse(binding.action)
    action = getattr(FirmlyApp if destination == "app" else kind, f"action_{name}")
    inspect.signature(action).bind(None, *parameters)


async def test_every_screen_explains_its_keys_in_the_key_bar_and_in_the_help(shopper: Shopper) -> None:
    async for place in screens(shopper):
        if place == "help":
            break
        bar = shopper.text().splitlines()[-1]
        assert len(bar) <= 80
        assert len(bar.split("   ")) <= KeyBar.MOST, place
        assert bar.endswith(" help"), place
        active = [binding.binding for binding in shopper.app.screen.active_bindings.values()]
        commands = {" ".join(binding.tooltip.split()) for binding in active if binding.tooltip}
        await shopper.press("f1")
        assert isinstance(shopper.app.screen, HelpScreen)
        explained = " ".join(str(shopper.app.screen.query_one(Static).content).split())
        assert not [command for command in commands if command not in explained], place
        await shopper.press("escape")


async def test_keys_of_the_bar_can_be_clicked(shopper: Shopper) -> None:
    bar = shopper.text().splitlines()[-1]
    await shopper.pilot.click(KeyBar, offset=(bar.index("help"), 0))
    await shopper.until("Type what you are looking for")


async def test_the_palette_finds_commands_by_what_they_do(shopper: Shopper) -> None:
    await shopper.press("ctrl+p")
    await shopper.until("Open the product under the cursor.")
    await shopper.type("every order")
    await shopper.until("Show every order that was placed, or tried.")
    await shopper.press("enter")
    await shopper.until("No orders yet.")


CALLED = {
    "go('carts')": "checkout pay basket bag coupon voucher discount shipping pickup gift login sign_in account wallet",
    "go('orders')": "orders history receipt",
    "go('inspector')": "log network debug har curl",
    "go('scenarios')": "reset fault error",
    "switch_theme": "dark_mode theme",
    "help": "help keys shortcuts",
    "quit": "quit exit",
}


@pytest.mark.parametrize(("action", "names"), CALLED.items())
async def test_the_palette_finds_commands_by_what_people_call_them(
    shopper: Shopper, action: str, names: str
) -> None:
    bindings = [active.binding for active in shopper.app.screen.active_bindings.values()]
    label = next(binding.description for binding in bindings if binding.action == action)
    for name in (word.replace("_", " ") for word in names.split()):
        hits = [hit async for hit in CommandProvider(shopper.app.screen).search(name)]
        assert hits, name
        assert str(max(hits, key=lambda hit: hit.score).text).startswith(f"{label} "), name


async def test_no_picture_is_offered_where_a_card_is_typed(shopper: Shopper) -> None:
    await shopper.put("buecherhalle.example", "BH-1007-PB")
    await shopper.go_to_payment()
    titles = [command.title for command in shopper.app.get_system_commands(shopper.app.screen)]
    assert "Theme" in titles
    assert "Screenshot" not in titles


async def test_switching_the_theme_draws_every_screen_in_its_colors(shopper: Shopper) -> None:
    async for place in screens(shopper):
        if place == "delivery":
            break
        text = shopper.text()
        for theme in (*THEMES[1:], THEMES[0]):
            await shopper.press("ctrl+t")
            assert shopper.app.theme == theme.name
            assert shopper.text() == text, place
            colors = {
                segment.style.bgcolor.triplet.hex.upper()
                for line in shopper.app.screen._compositor.render_strips()
                for segment in line
                if segment.style and segment.style.bgcolor and segment.style.bgcolor.triplet
            }
            others = {str(other.background) for other in THEMES} - {str(theme.background)}
            assert not colors & others, (place, theme.name)


async def test_letters_are_typed_into_the_search_box_and_are_commands_in_the_list(shopper: Shopper) -> None:
    await shopper.type("sch?/+")
    assert shopper.app.screen.query_one(Input).value == "sch?/+"
    assert " Shop " in shopper.line("firmly")
    await shopper.press("escape", "tab", "c")
    await shopper.until("Your carts are empty.")


async def test_letters_are_typed_into_forms_and_search_in_lists(shopper: Shopper) -> None:
    await shopper.put("buecherhalle.example", "BH-1007-PB")
    await shopper.press("f3")
    await shopper.until("Total so far")
    await shopper.press("o")
    await shopper.until("E-mail")
    await shopper.type("csho?q")
    assert "csho?q" in shopper.text()
    shopper.app.screen.query_one(Select).focus()
    await shopper.type("swit")
    await shopper.press("enter")
    await shopper.until("Switzerland")
    assert " Address " in shopper.line("firmly")
    await shopper.press("f1")
    await shopper.until("One address for all carts.")


CALLED_AT_PAYMENT = {
    "cart step": "cart",
    "address": "address ship_to",
    "delivery": "deliv delivery shipping pickup",
    "add-ons": "add-ons addons gift_wrap warranty",
    "place order": "pay",
}


async def test_where_digits_are_typed_the_palette_and_alt_lead_to_the_steps(shopper: Shopper) -> None:
    await shopper.put("buecherhalle.example", "BH-1007-PB")
    await shopper.walk_to_payment()
    for label, names in CALLED_AT_PAYMENT.items():
        for name in (word.replace("_", " ") for word in names.split()):
            hits = [hit async for hit in CommandProvider(shopper.app.screen).search(name)]
            assert str(max(hits, key=lambda hit: hit.score).text).startswith(f"{label} "), name
    await shopper.press("f1", "pagedown")
    await shopper.until("alt+3 Go back to the delivery.")
    await shopper.press("escape", "ctrl+p")
    await shopper.type("deliv")
    await shopper.until("Go back to the delivery.")
    await shopper.press("enter")
    await shopper.until("Book post")
    await shopper.press("escape")
    await shopper.until("Card number")
    await shopper.press("alt+2")
    await shopper.until("Go on to delivery")
