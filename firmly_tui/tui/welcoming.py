"""The first start: one screen of first steps over the shop window, which no key is lost to."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import SystemCommand
from textual.widgets import Input

from firmly_tui.tui.ordering import OrderingApp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.screen import Screen


class WelcomingApp(OrderingApp):
    """An app that shows the first steps once, and again when it is asked to.

    Any key closes them; all but those of `CLOSING` do on the screen below what they do there.
    """

    CLOSING: ClassVar[frozenset[str]] = frozenset(["enter", "escape", "space"])
    MEANT: ClassVar = {"question_mark": "f1", "exclamation_mark": "ctrl+backslash"}
    """What no name of goods begins with, so that it is meant for a command, although one could type it below."""

    async def show_first_steps(self) -> None:
        """Show them, unless somebody is ahead of them: types already, or went elsewhere."""
        typed = any(box.value for box in self.screen.query(Input))
        if len(self.screen_stack) == 1 and not typed:
            await self.action_first_steps()

    async def action_first_steps(self) -> None:
        """Show what this is, where one is, and the keys to know."""
        from firmly_tui.tui.screens.welcome import WelcomeScreen

        if self.shop is None:
            self.say("The shop is not open yet. One moment.", "warn")
        else:
            await self.push_screen(WelcomeScreen(self.shop))

    async def on_event(self, event: events.Event) -> None:
        """Have a key, or what is pasted, close the first steps before it goes on to where it was meant for."""
        # Here, and not in the screen: only so keys that come fast keep their order.
        if isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded and self._welcomes:
            await self.pop_screen()
            if isinstance(event, events.Key):
                if event.key in self.CLOSING:
                    return
                if event.key in self.MEANT:
                    event = events.Key(self.MEANT[event.key], None)
        await super().on_event(event)

    @property
    def _welcomes(self) -> bool:
        return bool(self.screen_stack) and getattr(self.screen, "IS_WELCOME", False)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette's own commands, and the first steps."""
        yield from super().get_system_commands(screen)
        yield SystemCommand(
            "First steps (welcome)",
            "What this is, where you are, and the keys to know.",
            self.action_first_steps,
        )
