"""Which scenarios are at work in a sandbox, and on which of its requests each of them acts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fnmatch import translate
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from firmly_tui.sandbox.faults.parameters import ScenarioError

if TYPE_CHECKING:
    from firmly_tui.sandbox.faults.scenario import Wish

_MOST: Final = 20
_ALL: Final = 1 << 64


class Rule:
    """One scenario at work: counts the requests that it could act on, and decides on each.

    The decision on the n-th such request follows from the seed, the rule's place among its siblings, and n.
    """

    def __init__(self, wish: Wish, place: int, seed: int) -> None:
        self.wish = wish
        self.place = place
        self.seen = 0
        self.acted = 0
        self._key = f"{seed}:{place}:{wish.scenario.name}"
        self._routes = [_compiled(glob.strip()) for glob in wish.route.split("|")]

    def matches(self, method: str, path: str) -> bool:
        """Tell whether a request is on a route of this rule."""
        return any(route.match(f"{method} {path}") for route in self._routes)

    def draw(self) -> bool:
        """Decide on a request that it can act on, and count it."""
        if self.is_over:
            return False
        self.seen += 1
        digest = blake2b(f"{self._key}:{self.seen}".encode(), digest_size=8).digest()
        acts = int.from_bytes(digest) < self.wish.chance * _ALL
        self.acted += acts
        return acts

    @property
    def is_over(self) -> bool:
        """Tell whether it acted as often as it was asked to."""
        return self.wish.times is not None and self.acted >= self.wish.times

    def to_json(self) -> dict[str, object]:
        """Return what was asked for, and what came of it so far."""
        return {**self.wish.to_json(), "seen": self.seen, "acted": self.acted}


class Faults:
    """The scenarios at work, ``rules``: empty in a sandbox that nobody told to misbehave.

    They stand in the order of the table: what is nearest to the shop first.
    """

    def __init__(self, seed: int, texts: Sequence[str] = ()) -> None:
        """Begin with what ``texts`` ask for, as on the command line. Raises ScenarioError."""
        self.rules: tuple[Rule, ...] = ()
        self._seed = seed
        if texts:
            from firmly_tui.sandbox.faults.table import wish_from_text

            self.play([wish_from_text(text) for text in texts])

    def play(self, wishes: Sequence[Wish]) -> None:
        """Put these in the place of all that were at work; their counts begin anew. Raises ScenarioError."""
        if len(wishes) > _MOST:
            raise ScenarioError(f"At most {_MOST} scenarios can be at work at a time.")
        from firmly_tui.sandbox.faults.table import SCENARIOS

        order = list(SCENARIOS)
        rules = [Rule(wish, place, self._seed) for place, wish in enumerate(wishes)]
        self.rules = tuple(sorted(rules, key=lambda rule: order.index(rule.wish.scenario.name)))

    def reset(self) -> None:
        """Let no scenario be at work any more."""
        self.rules = ()


def _compiled(glob: str) -> re.Pattern[str]:
    """Compile ``POST /api/*``; a glob without a method goes for all of them."""
    method, space, path = glob.partition(" ")
    if not space:
        method, path = "*", glob
    path = path.strip()
    return re.compile(translate(f"{method.upper()} {path.rstrip('/') or path}"))
