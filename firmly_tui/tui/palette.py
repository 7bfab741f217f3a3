"""The command palette: every command that can be used where one is, by what it does and what people call it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.binding import Binding
    from textual.dom import DOMNode

SENTENCE = 0.9
"""What a word in a command's sentence is worth beside the same in a name."""


class CommandProvider(Provider):
    """Finds the commands of the present screen."""

    def _commands(self) -> Iterator[tuple[Binding, DOMNode]]:
        seen: set[str] = set()
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.tooltip and active.enabled and binding.action not in seen:
                seen.add(binding.action)
                yield binding, active.node

    def _title(self, binding: Binding) -> str:
        return f"{binding.description}  ({self.app.get_key_display(binding)})"

    @staticmethod
    def _other_names(binding: Binding) -> list[str]:
        """Each by itself, so that no letters are gathered from several of them."""
        return [name.strip() for name in getattr(binding.tooltip, "called", "").split(",")]

    async def discover(self) -> Hits:
        """All commands, before anything is typed."""
        for binding, node in self._commands():
            run = partial(self.app.run_action, binding.action, node)
            yield DiscoveryHit(self._title(binding), run, help=binding.tooltip)

    async def search(self, query: str) -> Hits:
        """The commands whose name, explanation or other names match."""
        matcher = self.matcher(query)
        for binding, node in self._commands():
            title = self._title(binding)
            names = max(map(matcher.match, (title, binding.description, *self._other_names(binding))))
            score = max(names, SENTENCE * matcher.match(binding.tooltip))
            if score > 0:
                run = partial(self.app.run_action, binding.action, node)
                yield Hit(score, matcher.highlight(title), run, help=binding.tooltip)
