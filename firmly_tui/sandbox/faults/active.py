"""Which scenarios are at work in a sandbox, and on which of its requests each of them acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from firmly_tui.sandbox.faults.parameters import ScenarioError
from firmly_tui.sandbox.faults.reach import glob_pattern, reaches

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
        self.missed = 0
        self.note = ""
        self._key = f"{seed}:{place}:{wish.scenario.name}"
        self._routes = [glob_pattern(glob) for glob in wish.route.split("|")]

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

    def miss(self, note: str) -> None:
        """Take the last decision to act back: the moment for it never came, as ``note`` says in a sentence."""
        self.acted -= 1
        self.missed += 1
        self.note = note

    @property
    def is_over(self) -> bool:
        """Tell whether it acted as often as it was asked to."""
        return self.wish.times is not None and self.acted >= self.wish.times

    def to_json(self) -> dict[str, object]:
        """Return what was asked for, and what came of it so far."""
        counts = {"seen": self.seen, "acted": self.acted, "missed": self.missed}
        return {**self.wish.to_json(), **counts, "is_over": self.is_over, "note": self.note}


class Faults:
    """The scenarios at work, ``rules``: empty in a sandbox that nobody told to misbehave.

    They stand in the order of the table: what is nearest to the shop first.
    """

    def __init__(self, seed: int, texts: Sequence[str] = ()) -> None:
        """Begin with what ``texts`` ask for, as on the command line. Raises ScenarioError."""
        self.rules: tuple[Rule, ...] = ()
        self._seed = seed
        self._routes: tuple[str, ...] = ()
        if texts:
            from firmly_tui.sandbox.faults.table import wish_from_text

            self.play([wish_from_text(text) for text in texts])

    def know(self, routes: Sequence[str]) -> None:
        """Learn which routes there are, each as ``GET /api/{part}``. Raises ScenarioError if a scenario fits none."""
        self._routes = tuple(routes)
        for rule in self.rules:
            self._check(rule.wish)

    def play(self, wishes: Sequence[Wish]) -> None:
        """Put these in the place of all that were at work; their counts begin anew. Raises ScenarioError."""
        self.resume([Rule(wish, place, self._seed) for place, wish in enumerate(wishes)])

    def add(self, wish: Wish) -> None:
        """Put one to work beside the others, in the place of those of its name. Raises ScenarioError."""
        others = [rule for rule in self.rules if rule.wish.scenario is not wish.scenario]
        place = max((rule.place for rule in self.rules), default=-1) + 1
        self.resume([*others, Rule(wish, place, self._seed)])

    def again(self, wish: Wish, place: int, counts: Mapping[str, int]) -> Rule:
        """Return a rule that has counted already: ``seen``, ``acted`` and ``missed``."""
        rule = Rule(wish, place, self._seed)
        rule.seen, rule.acted, rule.missed = counts["seen"], counts["acted"], counts["missed"]
        return rule

    def resume(self, rules: Sequence[Rule]) -> None:
        """Have these at work and no others. Raises ScenarioError."""
        from firmly_tui.sandbox.faults.table import SCENARIOS

        self.check(rules)
        order = list(SCENARIOS)
        self.rules = tuple(sorted(rules, key=lambda rule: order.index(rule.wish.scenario.name)))

    def check(self, rules: Sequence[Rule]) -> None:
        """Raise ScenarioError unless these can be at work together."""
        if len(rules) > _MOST:
            raise ScenarioError(f"At most {_MOST} scenarios can be at work at a time.")
        for rule in rules:
            self._check(rule.wish)

    def stop(self, name: str) -> None:
        """Let the scenarios of a name be at work no more."""
        self.rules = tuple(rule for rule in self.rules if rule.wish.scenario.name != name)

    def _check(self, wish: Wish) -> None:
        """Raise ScenarioError for a scenario that would wait for requests which cannot come."""
        if not self._routes:
            return
        strange = next((glob for glob in wish.route.split("|") if not reaches(glob, self._routes)), None)
        if strange is not None:
            raise ScenarioError(
                f"No route of the shop fits “{strange.strip()[:80]}”, so {wish.scenario.name} would never act. A route "
                "is a method and a path with * for anything, such as GET /api/v2/domains/*/cart; the routes under "
                "/sandbox/ are spared."
            )

    def reset(self) -> None:
        """Let no scenario be at work any more."""
        self.rules = ()
