"""What each error means for an order, before it is sent and after."""

import asyncio

import pytest

from firmly_tui.checkout import JournalError, KeyRefused
from firmly_tui.checkout.attempts import Outcome
from firmly_tui.checkout.outcome import HeldBack, outcome_of, placed
from firmly_tui.client import ApiError, ConnectionLost, NotSent, OutcomeUnknown, PaymentRefused, TooLarge
from firmly_tui.models import Money, Order


@pytest.mark.parametrize(
    ("error", "before", "after"),
    [
        (NotSent("No route."), "not sent", "not sent"),
        (PaymentRefused(422, "ErrorCreditCardDeclined"), "not sent", "refused"),
        (ApiError(503, "ErrorAnything"), "not sent", "refused"),
        (OutcomeUnknown("No answer."), "not sent", "unknown"),
        (ConnectionLost("Reset."), "not sent", "unknown"),
        (TooLarge("Too large."), "not sent", "unknown"),
        (asyncio.CancelledError(), "not sent", "unknown"),
        (ZeroDivisionError(), "not sent", "unknown"),
        (JournalError("The disk is full."), "not sent", "unknown"),
        (KeyRefused("the key is weak."), "not sent", "unknown"),
        (HeldBack("The cart has changed."), "not sent", "unknown"),
    ],
)
def test_each_error_has_one_meaning(error: BaseException, before: Outcome, after: Outcome) -> None:
    unsent = outcome_of(error, sent=False)
    assert unsent.state == before
    assert "othing was" in unsent.sentence
    assert outcome_of(error, sent=True).state == after


@pytest.mark.parametrize(
    ("charged", "confirmed", "said"),
    [
        (1300, 1200, "Order #1 is placed. The merchant charged $13.00; the review showed $12.00."),
        (0, 1200, "Order #1 is placed. The merchant charged $0.00; the review showed $12.00."),
        (1200, 1200, "Order #1 is placed."),
        (None, 1200, "Order #1 is placed."),
        (1200, None, "Order #1 is placed."),
    ],
)
def test_other_total_than_confirmed_is_told(charged: int | None, confirmed: int | None, said: str) -> None:
    total = None if charged is None else Money.of(charged, "USD")
    order = Order(platform_order_number="#1", total=total)
    shown = None if confirmed is None else Money.of(confirmed, "USD")
    assert placed(order, shown).sentence == said
