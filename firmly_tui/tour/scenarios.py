"""Switches the scenarios of the sandbox that a tour is played on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmly_tui.client import ApiError, FirmlyError

if TYPE_CHECKING:
    from firmly_tui.checkout import SandboxControl, Shop


async def switch(shop: Shop | None, on: bool, scenario: str) -> str:
    """Have a scenario at work, or no more; off with `""` ends all. The sentence of what went wrong, `""` if nothing."""
    control = shop.control if shop is not None else None
    if control is None:
        return "Scenarios are the sandbox's, and this is none, or it is not open yet."
    try:
        if on:
            await _play(control, scenario)
        elif scenario:
            await control.stop(scenario)
        else:
            await control.stop_all()
    except ApiError as error:
        return error.description or error.sentence
    except FirmlyError as error:
        return error.sentence
    return ""


async def _play(control: SandboxControl, scenario: str) -> None:
    """Have `NAME[,option=value…]` at work; a tour is read only if it is of this form."""
    name, *options = scenario.split(",")
    pairs = [option.partition("=") for option in options]
    await control.play(name.strip(), {key.strip(): value.strip() for key, _, value in pairs})
