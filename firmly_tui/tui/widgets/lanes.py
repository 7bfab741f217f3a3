"""The progress of each merchant's order, as it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from firmly_tui.tui.drawing import (
    BAD,
    BOLD,
    DIM,
    FOCUS,
    GOOD,
    MONEY_DUE,
    WARN,
    error_detail,
    joined,
    plain,
    price,
    shortened,
    spread,
)
from firmly_tui.tui.widgets.fitted import Fitted

if TYPE_CHECKING:
    from collections.abc import Callable

    from firmly_tui.checkout import Attempt, Lane

SIGNS = {
    "waiting": ("○", DIM),
    "prepared": ("●", FOCUS),
    "preparing": ("●", FOCUS),
    "asking": ("!", WARN),
    "sent": ("●", FOCUS),
    "placed": ("✓", GOOD),
    "refused": ("✕", BAD),
    "not sent": ("✕", BAD),
    "unknown": ("?", WARN),
}
"""The sign and the color of each state; the word is always there, too."""

WORDS = {
    "waiting": "waits",
    "prepared": "preparing",
    "preparing": "preparing",
    "asking": "asks you",
    "sent": "placing",
    "placed": "placed",
    "refused": "refused",
    "not sent": "not sent",
    "unknown": "outcome unknown",
}

SETTLED = {"placed": ("✓", GOOD), "not placed": ("✕", WARN), "probably not placed": ("✕", WARN)}
"""The sign and the color of what the shopper said, or the cart showed, became of an order without an answer."""

UNDER_WAY = {"preparing": "preparing the order …", "sent": "the merchant is working on it …"}


class LaneView(Fitted):
    """One merchant's order: steps, or what the server said word by word."""

    DEFAULT_CSS = """
    LaneView { padding: 0 1; margin-bottom: 1; }
    """

    def __init__(self, lane: Lane, clock: Callable[[], float]) -> None:
        super().__init__()
        self._lane = lane
        self._clock = clock
        self.raw = False
        self._drawn: object = None

    def catch_up(self) -> None:
        """Draw what is new: all of it when something happened, the clock alone while the lane runs."""
        lane = self._lane
        looks = len(lane.check.looks) if lane.check else 0
        happened = (
            lane.state,
            lane.sentence,
            len(lane.steps),
            len(lane.events),
            looks,
            _told(lane),
            self.raw,
        )
        if happened != self._drawn:
            self._drawn = happened
            self.refresh(layout=True)
        elif lane.started is not None and lane.finished is None:
            self.refresh()

    def draw(self, width: int) -> Content:
        """The lane as it is now."""
        return draw_lane(self._lane, width, self._clock(), raw=self.raw)


def draw_lane(lane: Lane, width: int, now: float, *, raw: bool = False) -> Content:
    """A title, the steps with their times, and what came of it; `now` is in the lane's seconds."""
    sign, style, became = lane_words(lane)
    left = Content.assemble(
        (f"{sign} ", style), joined([plain(shortened(lane.name), BOLD), plain(became, style)])
    )
    lines = [
        spread(
            left, joined([plain(price(lane.total), MONEY_DUE), plain(duration(lane, now), DIM)], "  "), width
        )
    ]
    if raw:
        lines += [
            spread(plain(f"    {name}"), plain(f"+{elapsed:.3f} s", DIM), width)
            for elapsed, name in lane.events
        ]
    else:
        lines += [
            spread(Content.assemble(("    ✓ ", GOOD), step.text), plain(f"{step.elapsed:.1f} s", DIM), width)
            for step in lane.steps
        ]
        if waiting := UNDER_WAY.get(lane.state):
            lines.append(Content.assemble(("    ● ", FOCUS), (waiting, DIM)))
    if lane.order is not None:
        number = lane.order.platform_order_number or "number not known"
        lines.append(Content.assemble("    ", ("Order ", GOOD), (number, f"{BOLD} {GOOD}")))
        if remark := more_than_placed(lane.sentence, number):
            lines += [Content.assemble("    ", line) for line in plain(remark, WARN).wrap(max(20, width - 4))]
    elif sentence := _told(lane) or lane.sentence:
        detail = error_detail(lane.error) if lane.error else ""
        lines += [Content.assemble("    ", line) for line in plain(sentence, style).wrap(max(20, width - 4))]
        lines += [plain(f"    {detail}", DIM)] if detail else []
    if lane.check is not None:
        lines += [plain(f"    {look.words}", DIM) for look in lane.check.looks[-1:]]
    return Content("\n").join(lines)


def _told(lane: Lane) -> str:
    """What follows from what the shopper said became of the order; `""` where nothing was said."""
    attempt = lane.attempt
    if attempt is None or not attempt.told:
        return ""
    return "It can be ordered again." if attempt.cleared_at else attempt.hold_back


def lane_words(lane: Lane) -> tuple[str, str, str]:
    """What became of an order by now: sign, color and words."""
    if lane.state == "unknown" and lane.attempt is not None:
        return attempt_words(lane.attempt)
    return *SIGNS[lane.state], WORDS[lane.state]


def attempt_words(attempt: Attempt) -> tuple[str, str, str]:
    """What became of an order of the journal: sign, color and words."""
    found = attempt.told or attempt.conclusion
    if attempt.state == "unknown" and found:
        return *SETTLED[found], attempt.became
    return *SIGNS[attempt.state], WORDS[attempt.state]


def more_than_placed(sentence: str, number: str) -> str:
    """What a placed order's sentence says beside that it is placed: another total than was confirmed."""
    return sentence.removeprefix(f"Order {number} is placed.").strip()


def duration(lane: Lane, now: float) -> str:
    """How long the lane has been, or was, under way."""
    if lane.started is None:
        return ""
    return f"{(lane.finished or now) - lane.started:.1f} s"
