"""What a sandbox says of itself: what goes wrong on purpose, its clock, its goods, what it can be told."""

from pydantic import Field

from firmly_tui.models.base import Document, Flag
from firmly_tui.models.text import Line

Told = str | int | float
"""A value of a scenario."""


class Parameter(Document):
    """Something that a scenario can be told; `limits` says in words what it may be."""

    name: Line
    meaning: Line = ""
    default: Told = ""
    limits: Line = ""


class Scenario(Document):
    """Something that can go wrong, and what it shows in a sentence."""

    name: Line
    shows: Line = ""
    parameters: list[Parameter] = Field(default_factory=list[Parameter])


class ActiveScenario(Document):
    """A scenario at work: where, how often still, and how often it saw a request, acted, and missed its moment."""

    name: Line
    route: Line = ""
    times: Told = ""
    chance: float = 1
    seen: int = 0
    acted: int = 0
    missed: int = 0
    is_over: Flag = False
    note: Line = ""


class RouteGroup(Document):
    """A group of routes in words, and as a scenario is told it."""

    name: Line
    route: Line


class Scenarios(Document):
    """All that can go wrong, what does now, and where it may; and how many seconds the clock is ahead."""

    active: list[ActiveScenario] = Field(default_factory=list[ActiveScenario])
    scenarios: list[Scenario] = Field(default_factory=list[Scenario])
    routes: list[RouteGroup] = Field(default_factory=list[RouteGroup])
    ahead_seconds: int = 0


class SandboxClock(Document):
    """The time in the sandbox, and how many seconds it is ahead of the real time."""

    now: Line
    ahead_seconds: int = 0


class SandboxMerchant(Document):
    """A merchant, how it is, and how its catalog has it."""

    domain: Line
    name: Line = ""
    currency: Line = ""
    health: Line = ""
    shipped_health: Line = ""


class SandboxMerchants(Document):
    """All merchants of a sandbox."""

    merchants: list[SandboxMerchant]


class SandboxVariant(Document):
    """Goods with what is left of them and their price in minor units, now and as the catalog has it."""

    sku: Line
    title: Line = ""
    stock: int = 0
    price: int = 0
    shipped_stock: int = 0
    shipped_price: int = 0


class SandboxGoods(Document):
    """Goods of a merchant; there may be more than were listed."""

    goods: list[SandboxVariant]
    has_more: Flag = False


class LoadedState(Document):
    """What a loaded state holds, and the device of whoever saved it."""

    carts: int = 0
    orders: int = 0
    scenarios: int = 0
    device_id: str = Field(default="", max_length=256)


class MagicInput(Document):
    """A value of a kind that means something to the sandbox, at one merchant or at all (`""`)."""

    kind: Line
    value: Line
    shows: Line = ""
    merchant: Line = ""


class MagicInputs(Document):
    """Every value that means something to the sandbox."""

    inputs: list[MagicInput]


class TestCard(Document):
    """A test card, and what a payment with it shows."""

    __test__ = False

    number: Line
    brand: Line = ""
    meaning: Line = ""


class TestCards(Document):
    """All test cards."""

    __test__ = False

    cards: list[TestCard]
