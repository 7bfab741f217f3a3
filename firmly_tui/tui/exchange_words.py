"""An exchange in words: numbers for columns, and the lines of each tab of its details."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content

from firmly_tui.tui.drawing import BAD, BOLD, DIM, FOCUS, GOOD, WARN, plain
from firmly_tui.tui.harmless import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firmly_tui.client import Exchange
    from firmly_tui.inspector import CartChange, Entry

PHASES = {
    "turn": "queued here",
    "connect": "connect",
    "tls": "  of it TLS",
    "send": "send",
    "wait": "first byte",
    "body": "body",
}
"""The phases of a request, and what they are called."""

BAR = 30
"""Cells of the longest bar."""


def clock(began: float, *, exact: bool) -> str:
    """The time of day: `14:02:11`, or `14:02:11.204`."""
    moment = datetime.fromtimestamp(began).astimezone()
    return moment.strftime("%H:%M:%S") + (f".{moment.microsecond // 1000:03}" if exact else "")


def duration(seconds: float) -> str:
    """`38 ms`, `2.9 s`."""
    return f"{seconds * 1000:.0f} ms" if seconds < 0.9995 else f"{seconds:.1f} s"


def size(count: int) -> str:
    """`819 B`, `2.1 kB`, `1.4 MB`."""
    if count < 1000:
        return f"{count} B"
    return f"{count / 1000:.1f} kB" if count < 999_950 else f"{count / 1_000_000:.1f} MB"


def state(entry: Entry) -> Content:
    """The status, or a sign where there is none: `●` under way, `✕` failed."""
    exchange = entry.exchange
    if exchange.status is None:
        return plain("✕", BAD) if exchange.is_over else plain("●", FOCUS)
    style = BAD if entry.is_error else GOOD if exchange.is_over else FOCUS
    return plain(str(exchange.status), style)


def trouble(entry: Entry) -> str:
    """What went wrong, by its name; `""` for nothing."""
    return harmless(entry.identifier or entry.exchange.failure.partition(":")[0])[:40]


def headline(entry: Entry) -> Content:
    """What it is about: method, path and merchant; whether it buys something."""
    exchange = entry.exchange
    parts = [plain(exchange.method, BOLD), " ", plain(harmless(exchange.path))]
    if entry.is_order:
        parts.append(plain("  $ places an order", WARN))
    return Content.assemble(*parts)


def request_lines(exchange: Exchange) -> Iterator[Content]:
    """The request without its body."""
    yield Content.assemble((exchange.method, BOLD), " ", harmless(exchange.base + exchange.path))
    yield from (_pair(f"?{name}", value) for name, value in exchange.query)
    yield Content("")
    yield from (_pair(name, value) for name, value in exchange.request_headers)
    yield Content("")


def response_lines(entry: Entry) -> Iterator[Content]:
    """The answer without its body."""
    exchange = entry.exchange
    if exchange.failure:
        yield plain(harmless(exchange.failure), BAD)
    elif not exchange.is_over:
        yield plain("● still under way", FOCUS)
    if exchange.status is not None:
        yield Content.assemble(
            ("status ", DIM), state(entry), ("   ray id ", DIM), harmless(exchange.ray_id) or "none"
        )
    if entry.identifier:
        yield Content.assemble(("identifier ", DIM), (harmless(entry.identifier), BAD))
    yield Content.assemble(("took ", DIM), duration(exchange.elapsed), ("   size ", DIM), size(exchange.size))
    yield Content("")
    yield from (_pair(name, value) for name, value in exchange.response_headers)
    yield Content("")
    if exchange.is_stream:
        yield plain("The answer is a stream. Its body is the events: 4 shows them.", DIM)


def raw_lines(body: str, width: int) -> Iterator[Content]:
    """A body as it came, on lines of this width at most; only what could steer the terminal is another sign."""
    from firmly_tui.models import untrusted

    for line in body.splitlines():
        for start in range(0, max(1, len(line)), width):
            yield Content(untrusted(line[start : start + width]))


def timing_lines(exchange: Exchange) -> Iterator[Content]:
    """One bar a phase, drawn to one scale."""
    times = {name: getattr(exchange.phases, name) for name in PHASES}
    longest = max([value for value in times.values() if value], default=0.0)
    yield Content.assemble(("began ", DIM), clock(exchange.began, exact=True))
    yield Content.assemble(
        ("took  ", DIM),
        (duration(exchange.elapsed), BOLD),
        ("  from the call to the end, without the turn", DIM),
    )
    yield Content("")
    for name, label in PHASES.items():
        value = times[name]
        shown = (
            "—" if value is None else "open" if name == "connect" and not value else f"{value * 1000:.1f} ms"
        )
        bar = "█" * max(1, round(value / longest * BAR)) if value and longest else ""
        yield Content.assemble(
            plain(label).pad_right(18 - len(label)),
            plain(shown).pad_left(10 - len(shown)),
            "  ",
            (bar, FOCUS),
        )
    yield Content("")
    if exchange.phases.wait is None:
        yield plain("— was not come to, or could not be watched.", DIM)
    for event in exchange.events:
        yield Content.assemble((f"  +{event.after:.3f} s", DIM), "  ", harmless(event.name))


def change_lines(changes: list[CartChange], *, may_change: bool) -> Iterator[Content]:
    """What became of each cart, in words."""
    if not changes:
        yield plain("There is no cart in this answer." if may_change else "Nothing came back yet.", DIM)
    for cart in changes:
        yield plain(harmless(cart.merchant) or "cart", BOLD)
        if not cart.known:
            yield plain("  The cart before is not in the log, so it is not known what changed.", DIM)
        elif not cart.changes:
            yield plain("  The cart is as it was.", DIM)
        for change in cart.changes:
            yield Content.assemble("  ", _change(change.where, change.before, change.after))


def _change(where: str, before: str, after: str) -> Content:
    where, before, after = harmless(where), harmless(before), harmless(after)
    if not before:
        return Content.assemble(where, (" added ", GOOD), (after, BOLD))
    if not after:
        return Content.assemble(where, (" removed ", WARN), before)
    return Content.assemble(where, " ", (before, DIM), (" → ", FOCUS), (after, BOLD))


def _pair(name: str, value: str) -> Content:
    return Content.assemble((f"{harmless(name)}: ", DIM), harmless(value))
