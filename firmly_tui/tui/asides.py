"""What lies above a screen and asks nothing, such as help and palette: its words, and the ways out of it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.command import CommandPalette

from firmly_tui.tui.screens.base import FirmlyScreen
from firmly_tui.tui.welcoming import WelcomingApp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import SystemCommand
    from textual.command import Provider
    from textual.screen import Screen


def _command_provider() -> type[Provider]:
    from firmly_tui.tui.palette import CommandProvider

    return CommandProvider


class AsidesApp(WelcomingApp):
    """An app whose places are one key away, also where something to read lies above its screen."""

    # Of several, Textual shows now the one first, now the other.
    COMMANDS = {_command_provider}

    LEAVING: ClassVar[frozenset[str]] = frozenset(["f2", "f3", "f4", "f5"])
    """The keys that leave what lies above, and then do what they do on the screen below."""

    IN_OUR_WORDS: ClassVar = {
        "Theme": "Choose how everything looks, by the name of a theme.",
        "Screenshot": "Save a picture of this screen as SVG.",
    }
    """What Textual's own commands do."""

    async def on_event(self, event: events.Event) -> None:
        """Have a key that leads to a place lead there from help and palette, too."""
        # Here, and not in the screens: only so keys that come fast keep their order.
        if isinstance(event, events.Key) and event.key in self.LEAVING and self.screen_stack:
            await self._leave_asides()
        await super().on_event(event)

    async def _leave_asides(self) -> None:
        """Leave all that only lies above a screen; a question stays until it is answered."""
        above = 0
        while _is_aside(self.screen_stack[-1 - above]):
            above += 1
        if isinstance(self.screen_stack[-1 - above], FirmlyScreen):
            for _ in range(above):
                await self.pop_screen()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette's own commands, in our words."""
        for found in super().get_system_commands(screen):
            yield found._replace(help=self.IN_OUR_WORDS.get(found.title, found.help))

    def point_to_shell(self, line: str) -> None:
        """Say that a command is one of the shell's, and copy it."""
        self.copy_to_clipboard(line)
        self.say(f"That is done in a shell: {line}. The line is copied, to be pasted there.")

    def deliver_screenshot(
        self, filename: str | None = None, path: str | None = None, time_format: str | None = None
    ) -> str | None:
        """Save a picture of the screen where downloads are kept, in a browser where it keeps them."""
        from platformdirs import user_downloads_path

        if path is None and not self.is_web:
            path = str(user_downloads_path())
            # Textual makes no folder; where it cannot be made either, it tells that there is none.
            with suppress(OSError):
                Path(path).mkdir(parents=True, exist_ok=True)
        return super().deliver_screenshot(filename, path, time_format)

    def on_delivery_complete(self, event: events.DeliveryComplete) -> None:
        """A picture of the screen was saved: say where."""
        event.prevent_default()
        self.say(f"The picture was saved: {event.path}" if event.path else "The picture was saved.", "good")

    def on_delivery_failed(self, event: events.DeliveryFailed) -> None:
        """It was not."""
        event.prevent_default()
        self.say(f"The picture could not be saved: {event.exception}.", "bad")


def _is_aside(screen: Screen[object]) -> bool:
    return isinstance(screen, CommandPalette) or getattr(screen, "IS_ASIDE", False)
