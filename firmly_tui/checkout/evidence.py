"""What the carts tell about an order of which no answer came: one look at them, and what follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from firmly_tui.checkout.attempts import Attempt, Conclusion
from firmly_tui.models import Cart

_MAILBOX: Final = "Look into your mailbox for a confirmation before you order again."


@dataclass(frozen=True)
class Evidence:
    """What follows from the carts (`""` if nothing does), the same in a sentence, and in short what was seen."""

    conclusion: Conclusion
    sentence: str
    seen: str = ""


def judge(attempt: Attempt, cart: Cart | None, active: Sequence[Cart] = ()) -> Evidence:
    """What the merchant's present cart, and the active carts of the device, mean for an attempt."""
    seen = _seen(attempt, cart)
    if cart is None or cart.is_submitted:
        ordered = {attempt.cart_id, attempt.new_cart_id} - {""}
        if any(other.cart_id in ordered and not other.is_submitted for other in active):
            return _unknown(attempt, f"{seen}, yet it is among the active carts")
        return _placed(attempt, seen)
    if attempt.call == "place-order":
        return _of_new_cart(attempt, cart, seen)
    if cart.cart_id == attempt.cart_id:
        return _unknown(attempt, seen) if cart.is_empty else _not_placed(attempt, seen)
    return _placed(attempt, seen) if cart.is_empty else _unknown(attempt, seen)


def unreadable(attempt: Attempt, reason: str) -> Evidence:
    """Nothing: the cart cannot be read now."""
    return Evidence(
        "",
        f"The order was sent, {attempt.unanswered}, and the cart at {attempt.merchant_name} cannot be read now: it "
        f"may have been placed. {_MAILBOX}",
        f"The cart cannot be read: {reason}",
    )


def elsewhere(attempt: Attempt) -> Evidence:
    """Nothing: the carts are another device's."""
    return Evidence(
        "",
        f"The order was sent and {attempt.unanswered}, and the server began a new session, in which the old cart at "
        f"{attempt.merchant_name} cannot be seen: it may have been placed. {_MAILBOX}",
        "The carts are those of another session, in which this order cannot be seen",
    )


def doubtful(attempt: Attempt) -> Evidence:
    """Nothing: a cart that was missed once only may be there again."""
    return _unknown(attempt, "The cart was missed once only")


def _of_new_cart(attempt: Attempt, cart: Cart, seen: str) -> Evidence:
    named, here = attempt.new_cart_id, cart.cart_id
    if cart.is_empty:
        # An empty cart that nobody named may be the one in which the order was about to be made.
        return _placed(attempt, seen) if named and here != named else _unknown(attempt, seen)
    if named:
        return _not_placed(attempt, seen) if here == named else _unknown(attempt, seen)
    if here == attempt.cart_id:
        return _probably_not_placed(attempt, seen)
    # With whatever goods: it may have been filled since, in any window, after the order was placed.
    return _unknown(attempt, seen)


def _seen(attempt: Attempt, cart: Cart | None) -> str:
    if cart is None:
        return "The cart is gone"
    if cart.is_submitted:
        return "The cart is submitted"
    which = "another cart"
    if cart.cart_id == attempt.cart_id:
        which = "the cart of the review"
    elif cart.cart_id == attempt.new_cart_id:
        which = "the cart that the order was made in"
    held = "empty" if cart.is_empty else f"with {cart.count} piece{'s' if cart.count != 1 else ''}"
    return f"There is {which}, {held}"


def _placed(attempt: Attempt, seen: str) -> Evidence:
    return Evidence(
        "placed",
        f"The cart is gone from {attempt.merchant_name}, as it is after an order: it was placed, but its "
        "number did not arrive. Look for it in your mailbox, and do not order again.",
        seen,
    )


def _not_placed(attempt: Attempt, seen: str) -> Evidence:
    return Evidence(
        "not placed",
        f"{attempt.merchant_name} still holds the goods in an open cart, so the order was not placed. "
        + _MAILBOX,
        seen,
    )


def _probably_not_placed(attempt: Attempt, seen: str) -> Evidence:
    return Evidence(
        "probably not placed",
        f"The cart at {attempt.merchant_name} is untouched and no other is to be seen: the order was probably "
        f"not placed. {_MAILBOX}",
        seen,
    )


def _unknown(attempt: Attempt, seen: str) -> Evidence:
    return Evidence(
        "",
        f"The cart at {attempt.merchant_name} does not tell whether the order was placed. {_MAILBOX}",
        seen,
    )
