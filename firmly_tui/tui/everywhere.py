"""The commands that work on every screen, with their keys."""

from __future__ import annotations

from dataclasses import replace

from textual.binding import Binding

from firmly_tui.tui.commands import command
from firmly_tui.tui.places import IN_THE_CARTS, STEP_COMMANDS

INSPECTOR = command(
    "f11,I",
    "go('inspector')",
    "inspector",
    "Show what goes over the wire: requests, answers, events.",
    footer=False,
    called="network, debug, log, traffic, http, har, curl, postman, developer tools, export",
)

EVERYWHERE = (
    command("escape", "back", "back", "Go back to where you came from; nothing typed is lost."),
    *(
        command(
            # Where digits are typed, Alt makes commands of them.
            f"{number},alt+{number}",
            f"step({number})",
            label,
            f"Go back to {explains}.",
            footer=False,
            called=called,
        )
        for number, (label, explains, called) in enumerate(STEP_COMMANDS, 1)
    ),
    command(
        "f2,s",
        "go('shop')",
        "shop",
        "Search for goods of all merchants.",
        footer=False,
        called="store, browse, home",
    ),
    command("f3,c", "go('carts')", "carts", "Show the carts of all merchants.", called=IN_THE_CARTS),
    command(
        "f4,h",
        "go('orders')",
        "orders",
        "Show every order that was placed, or tried.",
        footer=False,
        called="history, receipts, purchases, confirmations, invoices",
    ),
    command(
        "f1,question_mark",
        "help",
        "help",
        "Explain this screen and list its keys.",
        called="shortcuts, manual, hotkeys",
    ),
    command("f5", "go('progress')", "placing", "Watch the orders being placed.", footer=False),
    command(
        "ctrl+t",
        "switch_theme",
        "theme",
        "Switch between dark, light and high contrast.",
        footer=False,
        called="dark mode, light mode, colors, appearance, settings, preferences",
    ),
    command(
        "ctrl+backslash,exclamation_mark",
        "go('scenarios')",
        "scenarios",
        "Make the sandbox misbehave: faults, clock, stock, test cards.",
        footer=False,
        called="errors, failures, break, faults, reset, simulate, outage, time travel, health, state",
    ),
    INSPECTOR,
    # Over dialogs, too, which have no other keys of the app.
    replace(INSPECTOR, key="f11", priority=True),
    command(
        # Most terminals call the key F23.
        "shift+f11,f23,b",
        "inspect_beside",
        "Inspector beside this screen",
        "Show what goes over the wire beside every screen, or no more.",
        footer=False,
    ),
    command("f9", "pictures", "pictures", "Show pictures of goods, or no more.", footer=False),
    command(
        "ctrl+q",
        "quit",
        "quit",
        "Leave firmly-tui.",
        footer=False,
        priority=True,
        called="exit, close, end",
    ),
    Binding("ctrl+c", "leave_placing", show=False, priority=True),
    Binding("ctrl+c", "help_quit", show=False, system=True),
    command("ctrl+z", "suspend_process", "suspend", "Go to the shell; `fg` there comes back.", footer=False),
    command(
        "ctrl+p",
        "command_palette",
        "commands",
        "Find a command by its name, or by what it does.",
        footer=False,
        priority=True,
    ),
)
"""The bindings of the app; where a screen has a key for something else, it goes first."""
