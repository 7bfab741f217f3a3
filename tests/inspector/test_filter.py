"""The filter line finds what it says."""

import pytest

from firmly_tui.client import Kind
from firmly_tui.inspector import Filter, FilterError, Log
from tests.inspector.test_log import exchange

ENTRIES = {
    "search": exchange(1, '{"sofa": 1}', method="POST", path="/api/v1/discovery/search", elapsed=0.4),
    "refused": exchange(
        2,
        '{"code": 400, "error": "InvalidDate"}',
        method="POST",
        path="/api/v2/domains/nordhaus.example/cart/shipment/methods",
        kind=Kind.CHANGE,
        status=400,
        ray_id="881d-SEA",
    ),
    "order": exchange(
        3,
        method="POST",
        path="/api/v2/payment/domains/luma.example/place-order",
        kind=Kind.ORDER,
        is_stream=True,
        elapsed=2.9,
    ),
    "lost": exchange(4, path="/api/v2/carts/active", status=None, failure="TimedOut: The server …"),
    "state": exchange(5, path="/sandbox/scenario"),
    "picture": exchange(6, path="/a.png", request_headers=(("Accept", "image/png, image/webp"),)),
}


@pytest.fixture
def log() -> Log:
    made = Log()
    for one in ENTRIES.values():
        made.observe(one)
    made.mark(1)
    return made


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("", "search refused order lost"),
        ("status:4xx", "refused"),
        ("status:4", "refused"),
        ("status:400", "refused"),
        ("status:none", "lost"),
        ("-status:2xx", "refused lost"),
        ("method:post", "search refused order"),
        ("merchant:nordhaus", "refused"),
        ("invaliddate", "refused"),
        ("881D", "refused"),
        ("timedout", "lost"),
        ("is:order", "order"),
        ("is:stream", "order"),
        ("is:change", "refused order"),
        ("is:error", "refused lost"),
        ("is:failed", "lost"),
        ("is:marked", "search"),
        ("is:open", ""),
        ("is:app", "state picture"),
        ("is:app path:png", "picture"),
        ("-is:app", "search refused order lost"),
        ("body:SOFA", "search"),
        ("slower:300ms", "search order"),
        ("slower:1s", "order"),
        ("method:POST -is:order path:cart", "refused"),
        ("--is:order", "order"),
        pytest.param(f"{'-' * 3_001}is:order", "search refused lost", id="many dashes"),
        ("- --", "search refused order lost"),
        ('"discovery/search"', "search"),
        ('"discovery', "search"),
        ("nothing-like-it", ""),
    ],
)
def test_a_line_finds(log: Log, line: str, found: str) -> None:
    wanted = Filter.parse(line)
    names = list(ENTRIES)
    assert " ".join(names[entry.id - 1] for entry in log.entries if wanted(entry)) == found


@pytest.mark.parametrize("line", ["status:teapot", "is:nice", "speed:fast", "slower:soon", "-is:nice"])
def test_what_cannot_be_read_is_said_in_a_sentence(line: str) -> None:
    with pytest.raises(FilterError, match=r"\.$"):
        Filter.parse(line)
