"""The command palette: every command that can be used where one is, by what it does and what people call it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from firmly_tui.tui.asides import AsidesApp

SENTENCE = 0.9
"""What a word in a command's sentence is worth beside the same in a name."""
IN_SHELL = 0.8
"""What a command of the shell is worth beside one of the app."""
ITSELF = "command_palette"


class ShellCommand(NamedTuple):
    """What is done in a shell, and looked for here all the same."""

    title: str
    line: str
    explains: str
    called: str


SHELL_COMMANDS = (
    ShellCommand(
        "log in at firmly",
        "firmly-tui login",
        "Keep an app id in the keyring, so that firmly itself is opened from then on.",
        "login, sign in, app id, live",
    ),
    ShellCommand(
        "log out",
        "firmly-tui logout",
        "Remove the app id and every session from the keyring. Close the app first.",
        "logout, sign out, sign off, forget me",
    ),
    ShellCommand(
        "play a tour",
        "firmly-tui tour",
        "Play a purchase in the app, with captions; --list names other tours.",
        "demo, tutorial, show, presentation",
    ),
    ShellCommand(
        "record a tour",
        "firmly-tui tour --new mine.tour",
        "Write a tour of what you do in the app, to be played, recorded and tested.",
        "recording, script, macro, automate, asciinema, video",
    ),
)


class Entry(NamedTuple):
    """A line of the palette, and by what it is found: its names, what else it is called, what it does."""

    title: str
    names: tuple[str, ...]
    called: str
    explains: str
    run: Callable[[], object]
    worth: float = 1


class CommandProvider(Provider):
    """Finds the commands of the present screen, those of the whole app, and those of the shell by what they are
    called.
    """

    def _bindings(self) -> Iterator[Entry]:
        seen = {ITSELF}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.tooltip and active.enabled and binding.action not in seen:
                seen.add(binding.action)
                title = f"{binding.description}  ({self.app.get_key_display(binding)})"
                called = getattr(binding.tooltip, "called", "")
                run = partial(self.app.run_action, binding.action, active.node)
                yield Entry(title, (title, binding.description), called, binding.tooltip, run)

    def _without_key(self) -> Iterator[Entry]:
        for known in self.app.get_system_commands(self.screen):
            yield Entry(known.title, (known.title,), "", known.help, known.callback)

    def _in_shell(self) -> Iterator[Entry]:
        # A page in a browser comes without a shell.
        for known in () if self.app.is_web else SHELL_COMMANDS:
            title = f"{known.title}  (in a shell: {known.line})"
            run = partial(cast("AsidesApp", self.app).point_to_shell, known.line)
            yield Entry(title, (known.title,), known.called, known.explains, run, IN_SHELL)

    async def discover(self) -> Hits:
        """All commands of the app, before anything is typed."""
        for entry in (*self._bindings(), *self._without_key()):
            yield DiscoveryHit(entry.title, entry.run, help=entry.explains)

    async def search(self, query: str) -> Hits:
        """The commands whose name, explanation or other names match."""
        matcher = self.matcher(query)
        for entry in (*self._bindings(), *self._without_key(), *self._in_shell()):
            # Each of the other names by itself, so that no letters are gathered from several of them.
            names = (*entry.names, *(name.strip() for name in entry.called.split(",")))
            best = max(*map(matcher.match, names), SENTENCE * matcher.match(entry.explains))
            if best > 0:
                title = matcher.highlight(entry.title)
                yield Hit(entry.worth * best, title, entry.run, help=entry.explains)
