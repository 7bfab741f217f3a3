"""How an order ended: what an error means for it, and what is said of it."""

from dataclasses import dataclass
from typing import Final

from firmly_tui.checkout.attempts import CRASHED_AFTER, Outcome
from firmly_tui.checkout.journal import JournalError, OrderBlocked
from firmly_tui.checkout.vault import KeyRefused
from firmly_tui.client.errors import ApiError, FirmlyError, NotSent, OutcomeUnknown
from firmly_tui.models import Money, Order

OUT_OF_REACH: Final = (
    "Not tried, since the server could not be reached for the order before. Nothing was ordered."
)
STOPPED: Final = "Not tried, since you stopped before it. Nothing was ordered."
LEFT: Final = "Not tried, since the app was left before. Nothing was ordered."
UNCONFIRMED: Final = (
    "It changed since the review, and was not to be ordered as it is now. Look at it, and confirm again. "
    "Nothing was ordered."
)
NO_CODE: Final = "The card's security code is needed and was not given. Nothing was ordered."
ASKED: Final = {
    "code": "Asked for the card's security code first. Nothing was ordered by this try.",
    "key": "Asked for encryption with a new key first. Nothing was ordered by this try.",
}
"""What the journal says of a try that led to a question to the shopper, by its kind, whatever is answered."""
CODE_NOT_TAKEN: Final = (
    "The card's security code was sent, and the server asks for it once more: it did not take it. Nothing was "
    "ordered. Order again with the right code, or choose another way to pay."
)
_MAILBOX: Final = "Look into your mailbox for a confirmation before you order again."


class HeldBack(Exception):
    """Something is not as the shopper confirmed it, so the order is not sent."""

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Ending:
    """What an order came to, with the order or the error that says so; `held_back` if another order was in the way."""

    state: Outcome
    sentence: str
    order: Order | None = None
    error: FirmlyError | None = None
    held_back: bool = False


def placed(order: Order, confirmed: Money | None) -> Ending:
    """The end of an order that was placed, with a word on a total other than the `confirmed` one."""
    sentence = f"Order {order.platform_order_number} is placed."
    if order.total is not None and confirmed is not None and order.total != confirmed:
        sentence += f" The merchant charged {order.total}; the review showed {confirmed}."
    return Ending("placed", sentence, order=order)


def outcome_of(error: BaseException, *, sent: bool) -> Ending:
    """What an order came to when `error` ended it; `sent` says whether it may have left before.

    The client raises ApiError from an order only where it is sure that nothing was bought.
    """
    match error:
        case NotSent():
            return Ending("not sent", _nothing_ordered(error.sentence), error=error)
        case FirmlyError() if not sent:
            return Ending("not sent", _nothing_ordered(error.sentence), error=error)
        case KeyRefused() | HeldBack() if not sent:
            return Ending("not sent", _nothing_ordered(error.sentence))
        case JournalError() if not sent:
            blocked = isinstance(error, OrderBlocked)
            return Ending("not sent", _nothing_ordered(str(error)), held_back=blocked)
        case ApiError():
            return Ending("refused", error.sentence, error=error)
        case FirmlyError():
            return Ending("unknown", _not_told(error), error=error)
        case _:
            return Ending("unknown", CRASHED_AFTER) if sent else Ending("not sent", LEFT)


def _not_told(error: FirmlyError) -> str:
    status = error.status if isinstance(error, OutcomeUnknown) else 0
    came = "the answer does not tell what became of it" if status else "no answer came"
    return f"The order was sent, and {came}: it may have been placed. {_MAILBOX}"


def _nothing_ordered(sentence: str) -> str:
    return sentence if "othing was" in sentence else f"{sentence} Nothing was ordered."
