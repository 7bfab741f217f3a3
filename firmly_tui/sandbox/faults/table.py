"""Every scenario of the sandbox, from the shop outwards: what stands further down acts nearer to the client."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from firmly_tui.sandbox.faults import answers, bodies, shop, streams, timing
from firmly_tui.sandbox.faults.hostile import PAYLOADS
from firmly_tui.sandbox.faults.parameters import (
    Parameter,
    ScenarioError,
    checked,
    choice,
    number,
    whole,
    words,
)
from firmly_tui.sandbox.faults.registry import spelled
from firmly_tui.sandbox.faults.scenario import ORDERS, Scenario, Wish, common_parameters, read_wish
from firmly_tui.sandbox.faults.streams import tapped

_DEVICE_ROUTES: Final = (
    "* /api/v*/domains/*|* /api/v*/carts/*|* /api/v*/payment/*order*|* /api/v1/discovery/*"
)
_LONGEST: Final = 1_000


def _identifier(default: str) -> Parameter:
    limits = "an error identifier of firmly, such as PartnerNotFound"
    return checked("error", "the identifier of the error", default, limits, spelled)


def _after(default: int) -> Parameter:
    return whole("after", "after so many events; 0 is right after the head", default, 0, 10_000)


_SKU: Final = words("sku", "the goods; without it those that the request names, or those in the cart")
_ORDER: Final = choice(
    "order",
    "what becomes of it: lost when it was not placed yet, or placed by a shop that goes on",
    "lost",
    "placed",
)
_RETRY_AFTER: Final = "the seconds in Retry-After"

_TABLE: Final = (
    Scenario(
        "rotated-key",
        "The payment key is replaced after the card was encrypted for it: InvalidKey until the key is fetched again.",
        shop.rotated_key,
        route=ORDERS,
        times="1",
    ),
    Scenario(
        "price-change",
        "The goods change their price, for good, just before the request arrives.",
        shop.price_change,
        (whole("percent", "by how much, in percent; below 0 is cheaper", 10, -90, 1000), _SKU),
        route=ORDERS,
        times="1",
    ),
    Scenario(
        "stock-race",
        "Others buy the goods just before the request arrives.",
        shop.stock_race,
        (whole("left", "how many they leave", 0, 0, 1000), _SKU),
        route=ORDERS,
        times="1",
    ),
    Scenario(
        "slot-taken",
        "Others take the chosen delivery or pickup hours just before the request arrives.",
        shop.slot_taken,
        route=f"{ORDERS}|POST */cart/shipment/methods|POST */cart/shipments/shipping-method",
        times="1",
    ),
    Scenario(
        "expired-token",
        "The device token is taken for one that has expired: 401 until the session is renewed.",
        answers.expired_token,
        route=_DEVICE_ROUTES,
        times="1",
    ),
    Scenario(
        "refuse",
        "The request is refused with an error identifier of choice, written as its route writes errors.",
        answers.refuse,
        (
            _identifier("StoreUnavailable"),
            whole("status", "another HTTP status than the identifier's own; 0 keeps it", 0, 0, 599),
            words("description", "the sentence for the shopper", "The sandbox was asked to refuse this."),
        ),
    ),
    Scenario(
        "rate-limit",
        "Too many requests: 429 with Retry-After.",
        answers.rate_limit,
        (whole("retry_after", _RETRY_AFTER, 1, 0, 3600),),
    ),
    Scenario("server-error", "Something breaks in the server: 500 with an error body.", answers.server_error),
    Scenario(
        "unavailable",
        "The shop is out of order: 503 with an error body.",
        answers.unavailable,
        (whole("retry_after", f"{_RETRY_AFTER}; 0 leaves it out", 0, 0, 3600),),
    ),
    Scenario(
        "html-page",
        "A page for browsers comes instead of the answer, as from something between client and server.",
        answers.html_page,
        (whole("status", "its HTTP status", 200, 200, 599),),
    ),
    Scenario(
        "lost-answer",
        "The order exists, and the connection drops before the answer, or the event of a stream, can say so.",
        timing.lost_answer,
        route=ORDERS,
    ),
    Scenario(
        "hostile-text",
        "Every text meant for people ends in something that would deceive or break what shows it.",
        bodies.hostile_text,
        (
            choice("kind", "what is put there", "all", *PAYLOADS),
            whole("length", "how many characters the long ones get", 5000, 1, 20_000),
        ),
    ),
    Scenario("broken-json", "JSON ends in its middle, in the answer or in each event.", bodies.broken_json),
    Scenario("broken-utf8", "JSON holds bytes that are no UTF-8.", bodies.broken_utf8),
    Scenario(
        "wrong-content-type",
        "The answer is as always, but says that it is something else.",
        bodies.wrong_content_type,
        (choice("type", "what it says", "text/plain", "text/html", "application/octet-stream", "none"),),
    ),
    Scenario(
        "stream-error",
        "An error event comes in the place of a step's event, and no order is placed.",
        tapped(streams.ErrorAtStep),
        (
            whole("step", "which event it replaces, counted from 1", 1, 1, 1000),
            _identifier("ErrorPaymentDeclined"),
            words(
                "description", "the sentence for the shopper", "The sandbox was asked to refuse this order."
            ),
        ),
    ),
    Scenario(
        "stream-duplicates",
        "Each event comes several times.",
        tapped(streams.Duplicates),
        (whole("copies", "how often", 2, 2, 100),),
    ),
    Scenario(
        "stream-unknown-event",
        "An event of an unknown name comes among the others.",
        tapped(streams.UnknownEvent),
        (_after(1), words("event", "its name", "weather-changed")),
    ),
    Scenario(
        "stream-comments",
        "Comments and fields that mean nothing stand before and in each event.",
        tapped(streams.Comments),
        (whole("count", "how many comments at a time", 1, 1, 1000),),
    ),
    Scenario(
        "stream-stall",
        "The stream falls silent for a while.",
        tapped(streams.Stall),
        (_after(1), number("seconds", "for how long", 120, 0, 3600)),
    ),
    Scenario(
        "stream-cut-head",
        "The connection drops before the head of a stream.",
        tapped(streams.CutBeforeHead),
        (_ORDER,),
    ),
    Scenario(
        "stream-cut-event",
        "The connection drops after some events of a stream.",
        tapped(streams.CutAfterEvent),
        (_after(1), _ORDER),
    ),
    Scenario(
        "stream-keep-alive",
        "A comment comes now and then as long as the stream lasts, even while it stalls.",
        tapped(streams.KeepAlive),
        (number("seconds", "how far apart they are", 1, 0.01, 600),),
    ),
    Scenario(
        "stream-line-ends",
        "Lines end in a carriage return alone, or in both characters.",
        tapped(streams.LineEnds),
        (choice("ends", "how they end", "cr", "crlf"),),
    ),
    Scenario(
        "stream-cut-byte",
        "The connection drops after some bytes of a stream, wherever in an event that is.",
        tapped(streams.CutAtByte),
        (whole("byte", "after so many bytes of the body", 30, 0, 1_000_000_000), _ORDER),
    ),
    Scenario(
        "stream-dribble",
        "A stream comes byte by byte.",
        tapped(streams.Dribble),
        (
            whole("bytes", "how many at a time", 1, 1, 65_536),
            number("seconds", "the pause between two of them", 0, 0, 60),
        ),
    ),
    Scenario(
        "slow-body",
        "The answer comes in small pieces with pauses between them.",
        timing.slow_body,
        (
            whole("bytes", "the size of a piece", 64, 1, 65_536),
            number("seconds", "the pause between two of them", 0.1, 0, 60),
        ),
    ),
    Scenario(
        "latency",
        "The request waits before the shop hears of it.",
        timing.latency,
        (number("seconds", "how long", 2, 0, 3600),),
    ),
    Scenario(
        "connection-refused",
        "The connection is reset before a byte of an answer, and nothing is done. What became of an order is unknown "
        "then; where it is the payment key that does not come, the order is not sent.",
        timing.connection_refused,
    ),
)

SCENARIOS: Final[Mapping[str, Scenario]] = MappingProxyType({scenario.name: scenario for scenario in _TABLE})
"""All scenarios by name."""


def wish_from_text(text: str) -> Wish:
    """Read ``NAME[,option=value…]``. Raises ScenarioError with a sentence that names what is possible."""
    if len(text) > _LONGEST:
        raise ScenarioError(f"A scenario takes at most {_LONGEST} characters.")
    name, *options = text.split(",")
    given: dict[str, str] = {}
    for option in options:
        key, equals, value = option.partition("=")
        if not equals:
            raise ScenarioError(f"“{option[:60].strip()}” is not of the form option=value.")
        given[key.strip()] = value.strip()
    return wish_from_fields(name.strip(), given)


def wish_from_fields(name: str, given: Mapping[str, str]) -> Wish:
    """Read a scenario whose options are apart already. Raises ScenarioError, as ``wish_from_text`` does."""
    scenario = SCENARIOS.get(name.lower())
    if scenario is None:
        raise ScenarioError(f"There is no scenario “{name[:60]}”. There are {', '.join(SCENARIOS)}.")
    return read_wish(scenario, given)


def describe(scenario: Scenario) -> dict[str, object]:
    """Return a scenario with everything that it can be told, as JSON."""
    parameters = (*scenario.parameters, *common_parameters(scenario))
    return {
        "name": scenario.name,
        "shows": scenario.shows,
        "parameters": [
            {
                "name": parameter.name,
                "meaning": parameter.meaning,
                "default": parameter.default,
                "limits": parameter.limits,
            }
            for parameter in parameters
        ],
    }


def overview() -> str:
    """Return a line for each scenario with its own options and their defaults, for a terminal."""
    width = max(len(name) for name in SCENARIOS)
    return "\n".join(
        f"  {name.ljust(width)}  {_options(scenario)}".rstrip() for name, scenario in SCENARIOS.items()
    )


def _options(scenario: Scenario) -> str:
    defaults = {parameter.name: str(parameter.default) for parameter in scenario.parameters}
    return " ".join(f"{name}={value if ' ' not in value else ''}" for name, value in defaults.items())
