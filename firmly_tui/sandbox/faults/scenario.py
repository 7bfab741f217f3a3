"""What a scenario is, and how one is asked for: in text, as on the command line, or as an object."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from firmly_tui.sandbox.faults.parameters import Parameter, ScenarioError, Value, checked, number, words

if TYPE_CHECKING:
    from starlette.types import Send

    from firmly_tui.sandbox.faults.call import Call

Forward = Callable[["Send"], Awaitable[None]]
"""Passes the request on to the shop, whose answer goes to the given send."""
Act = Callable[["Call", Forward, "Send"], Awaitable[None]]
"""What a scenario does with one request."""

ALWAYS: Final = "always"
ORDERS: Final = "POST *order*"
"""The routes that place an order."""
PLACES: Final = (
    ("every request", "*"),
    ("placing an order", ORDERS),
    ("searching", "POST /api/v1/discovery/search"),
    ("product pages", "GET /api/v1/domains-*"),
    ("reading a cart", "GET /api/v*/domains/*/cart|GET /api/v*/carts/active"),
    ("changing a cart", "POST */cart/*|PUT */cart/*|DELETE */cart*"),
    ("addresses", "POST */cart/shipping-info"),
    ("delivery", "POST */cart/shipment*|POST */cart/shipping-method"),
    ("promo codes", "* */cart/promo-codes"),
    ("add-ons", "* */cart/addons*"),
    ("the session", "POST /api/v1/browser-session"),
    ("the payment key", "GET /api/v1/payment/key*"),
)
"""Groups of routes that one may want a scenario on, in words."""
_MOST_TIMES: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Scenario:
    """Something that can go wrong: its name, what it ``shows`` in a sentence, and what it does.

    ``route`` and ``times`` are what it gets where nothing else is asked for.
    """

    name: str
    shows: str
    act: Act
    parameters: tuple[Parameter, ...] = ()
    route: str = "*"
    times: str = ALWAYS


@dataclass(frozen=True, slots=True)
class Wish:
    """A scenario as somebody asked for it. ``times`` None is always; ``chance`` is above 0 and at most 1."""

    scenario: Scenario
    route: str
    times: int | None
    chance: float
    values: Mapping[str, Value]

    def to_json(self) -> dict[str, object]:
        """Return it as it can be asked for again."""
        return {
            "name": self.scenario.name,
            "route": self.route,
            "times": self.times or ALWAYS,
            "chance": self.chance,
            **self.values,
        }


def _times(text: str) -> str:
    if text.lower() == "once":
        return "1"
    if text.lower() == ALWAYS:
        return ALWAYS
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text[:8]) <= _MOST_TIMES:
        raise KeyError(text)
    return str(int(text[:8]))


def common_parameters(scenario: Scenario) -> tuple[Parameter, Parameter, Parameter]:
    """Return what every scenario can be told: where it acts, how often, and with what chance."""
    return (
        words(
            "route",
            "where it acts: a method and a path with * for anything, such as GET /api/v2/domains/*/cart; "
            "several with | between them",
            scenario.route,
        ),
        checked(
            "times",
            "how many requests it acts on before it is over",
            scenario.times,
            f"once, {ALWAYS}, or a whole number from 1 to {_MOST_TIMES}",
            _times,
        ),
        number("chance", "how likely it acts on a request, decided by the seed", 1, 0.000001, 1),
    )


def read_wish(scenario: Scenario, given: Mapping[str, str]) -> Wish:
    """Read what a scenario is told. Raises ScenarioError that names what is possible."""
    route, times, chance = common_parameters(scenario)
    known = {parameter.name: parameter for parameter in (*scenario.parameters, route, times, chance)}
    strange = next((name for name in given if name not in known), None)
    if strange is not None:
        raise ScenarioError(f"{scenario.name} has no “{strange[:60]}”. It knows {', '.join(known)}.")
    values = {
        name: parameter.read(given[name]) if name in given else parameter.default
        for name, parameter in known.items()
    }
    often = str(values.pop("times"))
    return Wish(
        scenario=scenario,
        route=str(values.pop("route")),
        times=None if often == ALWAYS else int(often),
        chance=float(values.pop("chance")),
        values=MappingProxyType(values),
    )
