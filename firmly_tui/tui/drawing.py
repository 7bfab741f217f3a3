"""Turns text, money and states into something drawable. Nothing from a server is ever parsed as markup."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from textual.content import Content

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firmly_tui.client import FirmlyError
    from firmly_tui.models import Money

DIM = "$foreground-muted"
BOLD = "bold"
MONEY = "$accent"
MONEY_DUE = "bold $accent"
GOOD = "$success"
WARN = "$warning"
BAD = "$error"
FOCUS = "bold $primary"

UNKNOWN_PRICE = "—"


def plain(text: str, style: str = "") -> Content:
    """`text` as it is, in one style."""
    return Content.styled(text, style) if style else Content(text)


def one_line(text: str) -> str:
    """`text` without line breaks or runs of space."""
    return " ".join(text.split())


def shortened(text: str, width: int = 40) -> str:
    """`text` cut to `width` cells, so that one endless name does not push everything else out of sight."""
    return Content(text).truncate(width, ellipsis=True).plain


def joined(parts: Iterable[Content | str], separator: str = " · ") -> Content:
    """The non-empty parts, with a dim separator between them."""
    return Content.styled(separator, DIM).join([part for part in parts if part])


def spread(left: Content, right: Content, width: int) -> Content:
    """One line of exactly `width` cells: `left` cut where it must be, `right` whole at the right edge."""
    right = right.truncate(width, ellipsis=True)
    room = max(0, width - right.cell_length - (1 if right else 0))
    left = left.truncate(room, ellipsis=True)
    gap = width - left.cell_length - right.cell_length
    return Content.assemble(left, " " * gap, right)


def columns(cells: Iterable[tuple[Content, int]]) -> Content:
    """Cells side by side; a negative width aligns a cell to the right."""
    drawn: list[Content] = []
    for content, width in cells:
        room = abs(width)
        content = content.truncate(room, ellipsis=True)
        missing = room - content.cell_length
        drawn.append(content.pad_left(missing) if width < 0 else content.pad_right(missing))
    return Content("").join(drawn)


def price(amount: Money | None, *, free: bool = False) -> str:
    """An amount for reading: `—` where it is not known yet, `Free` for nothing where that is good news."""
    if amount is None:
        return UNKNOWN_PRICE
    return "Free" if free and amount.is_zero else str(amount)


def nonzero(amount: Money | None) -> TypeGuard[Money]:
    """Whether there is an amount that is worth a line of its own."""
    return amount is not None and not amount.is_zero


def amount_cell(amount: Money | None, *, free: bool = False, style: str = MONEY) -> Content:
    """An amount for a column in which the decimal points of all currencies stand below one another."""
    text = price(amount, free=free)
    if "." not in text:
        text += "   "
    return plain(text, style)


def count(number: int, noun: str, plural: str = "") -> str:
    """`1 item`, `2 items`, `3 finishes`."""
    return f"{number} {noun if number == 1 else plural or _plural(noun)}"


def _plural(noun: str) -> str:
    if noun.endswith(("s", "x", "ch", "sh")):
        return f"{noun}es"
    if noun.endswith("y") and not noun.endswith(("ay", "ey", "oy", "uy")):
        return f"{noun[:-1]}ies"
    return f"{noun}s"


def error_detail(error: FirmlyError) -> str:
    """`CreditCardDeclined · 422 · ray 881d0d50-SEA`, or `""` where the server said nothing."""
    from firmly_tui.client import ApiError, OutcomeUnknown

    if not isinstance(error, ApiError | OutcomeUnknown):
        return ""
    ray = f"ray {error.ray_id}" if error.ray_id else ""
    return " · ".join(filter(None, [error.identifier, str(error.status or ""), ray]))
