"""What the carts tell about an order of which no answer came."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firmly_tui.checkout.journal import Attempt, Conclusion
from firmly_tui.client.errors import FirmlyError
from firmly_tui.models import Cart

if TYPE_CHECKING:
    from firmly_tui.client import FirmlyClient

WAITS: Final = (1.0, 2.0, 4.0, 8.0)
"""Seconds before each look: a server may still be at work after the connection is lost."""

_MAILBOX: Final = "Look into your mailbox for a confirmation before you order again."


@dataclass(frozen=True)
class Evidence:
    """What follows from the carts (`""` if nothing does), and the same in a sentence for the shopper."""

    conclusion: Conclusion
    sentence: str


async def evidence(
    client: "FirmlyClient",
    attempt: Attempt,
    *,
    device_changes: int,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> Evidence:
    """Look at the merchant's cart a few times, and say what it means for the attempt. Sends nothing again.

    `device_changes` is the client's from before the order was sent: another device has other carts, which
    tell nothing. A cart that is gone settles it when it is missed twice in a row; a cart that is still there
    only counts at the last look. It holds until the shopper changes the cart.
    """
    found = _unreachable(attempt)
    for wait in WAITS:
        before = found
        await sleep(wait)
        try:
            found = judge(attempt, await client.carts.get(attempt.merchant))
        except FirmlyError:
            found = _unreachable(attempt)
        # After the read: it may be what brought the new device.
        if client.device_changes != device_changes:
            return _elsewhere(attempt)
        if found.conclusion == before.conclusion == "placed":
            return found
    return _unknown(attempt) if found.conclusion == "placed" else found


def judge(attempt: Attempt, cart: Cart | None) -> Evidence:
    """What the merchant's present cart means for an attempt without an answer."""
    if cart is None or cart.status.lower() == "submitted":
        return _placed(attempt)
    if attempt.call == "complete-order":
        if cart.cart_id == attempt.cart_id:
            return _unknown(attempt) if cart.is_empty else _not_placed(attempt)
        return _placed(attempt) if cart.is_empty else _unknown(attempt)
    named, here = attempt.new_cart_id, cart.cart_id
    if cart.is_empty:
        # An empty cart that nobody named may be the one in which the order was about to be made.
        return _placed(attempt) if named and here != named else _unknown(attempt)
    if here == named or here != attempt.cart_id:
        return _not_placed(attempt)
    return _unknown(attempt) if named else _probably_not_placed(attempt)


def _placed(attempt: Attempt) -> Evidence:
    return Evidence(
        "placed",
        f"The cart is gone from {attempt.merchant_name}, as it is after an order: it was placed, but its "
        "number did not arrive. Look for it in your mailbox, and do not order again.",
    )


def _not_placed(attempt: Attempt) -> Evidence:
    return Evidence(
        "not placed",
        f"{attempt.merchant_name} still holds the goods in an open cart, so the order was not placed. "
        + _MAILBOX,
    )


def _probably_not_placed(attempt: Attempt) -> Evidence:
    return Evidence(
        "probably not placed",
        f"The cart at {attempt.merchant_name} is untouched and no other is to be seen: the order was probably "
        f"not placed. {_MAILBOX}",
    )


def _unknown(attempt: Attempt) -> Evidence:
    return Evidence(
        "",
        f"The cart at {attempt.merchant_name} does not tell whether the order was placed. {_MAILBOX}",
    )


def _elsewhere(attempt: Attempt) -> Evidence:
    return Evidence(
        "",
        f"The order was sent and no answer came, and the server began a new session, in which the old cart at "
        f"{attempt.merchant_name} cannot be seen: it may have been placed. {_MAILBOX}",
    )


def _unreachable(attempt: Attempt) -> Evidence:
    return Evidence(
        "",
        f"The order was sent, no answer came, and the cart at {attempt.merchant_name} cannot be read now: it "
        f"may have been placed. {_MAILBOX}",
    )
