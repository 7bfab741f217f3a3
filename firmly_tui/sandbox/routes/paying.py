"""What the routes that take a payment share: parts of bodies, the problems they have, and their answer."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Annotated, Final

from pydantic import BeforeValidator, Field
from starlette.responses import Response

from firmly_tui.sandbox.documents import Address
from firmly_tui.sandbox.errors import ConnectionCut, Problem
from firmly_tui.sandbox.payment.cards import Card, read_card
from firmly_tui.sandbox.payment.envelopes import open_jwe
from firmly_tui.sandbox.payment.orders import PlacedOrder
from firmly_tui.sandbox.rendering.carts import Version, order_json
from firmly_tui.sandbox.rendering.payments import PaymentForm
from firmly_tui.sandbox.services import Services
from firmly_tui.sandbox.wire import BodyModel, CutAnswer, answer


def _none_if_empty(value: object) -> object:
    return None if value == {} else value


Billing = Annotated[Address | None, BeforeValidator(_none_if_empty)]
Sealed = Annotated[str, Field(min_length=1, max_length=20_000)]
Ticket = Annotated[str, Field(min_length=1, max_length=1000)]
Captcha = Annotated[str, Field(max_length=10_000)]


class Private(BodyModel):
    """A body that may hold cards, codes or tokens: its repr shows nothing."""

    def __repr_args__(self) -> list[tuple[str | None, object]]:
        """Return what the repr shows."""
        return []


class CompleteOrder(Private):
    """A card for the cart as it stands."""

    encrypted_card: Sealed
    billing_info: Billing = None
    captcha_token: Captcha | None = None


ENVELOPE_PROBLEMS: Final = (
    Problem.INVALID_KEY,
    Problem.UNPROCESSABLE,
    Problem.CARD_NUMBER,
    Problem.CARD_EXPIRY,
    Problem.CARD_CODE,
)
"""What can be wrong with an encrypted card."""

PAYMENT_PROBLEMS: Final = (
    Problem.NO_LINE_ITEM,
    Problem.NOT_ENOUGH_STOCK,
    Problem.CART_REPLACED,
    Problem.CART_NOT_FOUND,
    Problem.INVALID_DATE,
    Problem.MISSING_SHIPPING_INFO,
    Problem.MISSING_SHIPPING_METHOD,
    Problem.MISSING_EMAIL,
    Problem.USER_MUST_LOGIN,
    Problem.CHECKOUT_BLOCKED,
    Problem.PAYMENT_NOT_AVAILABLE,
    Problem.CARD_DECLINED,
    Problem.CARD_FUNDS,
    Problem.CARD_EXPIRY,
    Problem.CARD_CODE,
    Problem.STORE_UNAVAILABLE,
)
"""Why a cart may not be ordered, or not paid."""

ADDRESS_PROBLEMS: Final = (
    Problem.COUNTRY_NOT_SUPPORTED,
    Problem.INVALID_STATE,
    Problem.INVALID_SHIPPING_INFO,
    Problem.INVALID_EMAIL,
)
"""What can be wrong with an address."""


def card_in(services: Services, token: str) -> Card:
    """Return the card in a JWE."""
    return read_card(open_jwe(token, services.keys.payment))


async def ordered(
    order: Awaitable[PlacedOrder], version: Version, form: PaymentForm | None = None
) -> Response:
    """Answer with an order; its payment is in the form of the version unless ``form`` says otherwise."""
    try:
        placed = await order
    except ConnectionCut:
        return CutAnswer()
    return answer(
        order_json(placed, version, form or ("payment_method" if version == 1 else "payment_summary"))
    )
