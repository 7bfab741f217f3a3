"""What is known of an order without an answer: what was sent, what the carts tell, and what one can do."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from textual.content import Content

from firmly_tui.tui.drawing import (
    BOLD,
    DIM,
    FOCUS,
    GOOD,
    MONEY_DUE,
    WARN,
    amount_cell,
    count,
    joined,
    one_line,
    plain,
    spread,
)
from firmly_tui.tui.widgets.fitted import Fitted
from firmly_tui.tui.widgets.lanes import lane_words
from firmly_tui.tui.widgets.order_list import local_time

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firmly_tui.checkout import Attempt, Check, Lane

CONCLUSIONS = {
    "placed": ("✓", "It was placed", GOOD),
    "not placed": ("✕", "It was not placed", WARN),
    "probably not placed": ("✕", "It was probably not placed", WARN),
    "": ("?", "Nobody can tell yet", WARN),
}


class CheckView(Fitted):
    """One check as it goes on."""

    def __init__(self) -> None:
        super().__init__()
        self._check: Check | None = None
        self._others: Sequence[Lane] = ()

    def show(self, check: Check, others: Sequence[Lane] = ()) -> None:
        """Show what this check has found by now, and what became of the `others` of the same purchase."""
        self._check, self._others = check, others
        self.refresh(layout=True)

    def draw(self, width: int) -> Content:
        """The text."""
        return draw_check(self._check, width, self._others) if self._check else Content("")


def draw_check(check: Check, width: int, others: Sequence[Lane] = ()) -> Content:
    """Title, goods, what became of the other orders, looks, and what follows from them."""
    attempt = check.attempt
    left = Content.assemble(
        ("? ", WARN), joined([plain(attempt.merchant_name, BOLD), plain(attempt.unanswered, WARN)])
    )
    lines = [
        spread(left, amount_cell(attempt.total, style=MONEY_DUE), width),
        plain(f"  sent {local_time(attempt.created_at)} · {attempt.merchant}", DIM),
        *(plain(f"    {item}") for item in attempt.items),
        *(Content.assemble("  ", line) for line in _others(others).wrap(max(20, width - 2)) if others),
        Content(""),
        plain("What the carts tell", BOLD),
        *_looks(check, width),
    ]
    if check.finished or attempt.conclusion == "placed":
        lines += [Content(""), *_conclusion(check, width)]
    return Content("\n").join(lines)


def _others(lanes: Sequence[Lane]) -> Content:
    """`The other orders: ✓ Nordhaus placed · ● Voltline placing`."""
    return Content.assemble(
        ("The other orders: ", DIM),
        joined(
            [
                Content.assemble((f"{sign} ", style), plain(f"{one_line(lane.name)} {became}"))
                for lane in lanes
                for sign, style, became in [lane_words(lane)]
            ]
        ),
    )


def _looks(check: Check, width: int) -> Iterator[Content]:
    """What was seen; the same thing seen again and again is one line."""
    for words, group in groupby(check.looks, key=lambda look: look.words):
        looks = list(group)
        times = dict.fromkeys(f"{look.at.astimezone():%H:%M:%S}" for look in (looks[0], looks[-1]))
        often = f" ({count(len(looks), 'look')})" if len(looks) > 1 else ""
        yield from _hanging(f"{' – '.join(times)}  ", f"{words}{often}", width)
    if not check.looks:
        for look in check.attempt.looks:
            yield from _hanging("", look, width)
    if not check.finished:
        yield Content.assemble(("  ● ", FOCUS), ("looking at the carts, for a minute at most …", DIM))


def _hanging(head: str, words: str, width: int) -> Iterator[Content]:
    """`head` and behind it the words, in as many lines as it takes."""
    first, *others = plain(words, DIM).wrap(max(20, width - 2 - len(head)))
    yield Content.assemble("  ", (head, DIM), first)
    yield from (Content.assemble(" " * (2 + len(head)), line) for line in others)


def _conclusion(check: Check, width: int) -> Iterator[Content]:
    sign, words, style = CONCLUSIONS[check.conclusion]
    yield Content.assemble((f"{sign} ", style), (words, f"{BOLD} {style}"))
    yield from (
        Content.assemble("  ", line)
        for line in plain(check.sentence or check.attempt.detail).wrap(max(20, width - 2))
    )
    yield Content("")
    yield from (
        Content.assemble("  ", line) for line in plain(_advice(check.attempt), DIM).wrap(max(20, width - 2))
    )


def _advice(attempt: Attempt) -> str:
    """What one can do now, with the keys."""
    if attempt.cleared_at:
        return f"You may order at {attempt.merchant_name} again."
    if attempt.can_clear:
        return (
            "If nothing came, p lets you place it again; it asks for the merchant's name. l looks at the carts "
            "once more. x lets you say that it was placed all the same."
        )
    if attempt.conclusion == "placed":
        return "x, and then the word placed, settles it."
    return (
        "l looks at the carts once more; only when they tell that it was not placed can it be placed again. Look "
        "into your mailbox; then x lets you say what became of it, and other carts of the merchant can be ordered."
    )
