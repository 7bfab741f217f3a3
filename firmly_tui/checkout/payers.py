"""How each way of paying is sealed and sent: one request, once, with nothing in it that could be read."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from firmly_tui.checkout.lane import LaneOrder
from firmly_tui.checkout.payments import wants_captcha
from firmly_tui.checkout.ways import (
    NewCard,
    PayPal,
    SavedCard,
    WalletCard,
    card_name,
    merchant_page,
    wallet_name,
)
from firmly_tui.client import (
    ApiError,
    OrderEvent,
    OrderItem,
    OutcomeUnknown,
    PaymentRefused,
    Placed,
    Refused,
    Unauthorized,
)
from firmly_tui.models import Cart, CvvRequired, Order

if TYPE_CHECKING:
    from firmly_tui.client import FirmlyClient

Heard = Callable[[OrderEvent], Awaitable[None]]
"""Told of each event of an order that is followed."""


@dataclass(frozen=True)
class Sealed:
    """What goes along encrypted: a typed-in card, or the code of a kept one; `""` for none. No repr shows it."""

    card: str = field(default="", repr=False)
    code: str = field(default="", repr=False)


async def pay(
    client: "FirmlyClient", order: LaneOrder, cart: Cart, sealed: Sealed, heard: Heard
) -> Order | CvvRequired:
    """Send the order, once. `CvvRequired` means that nothing was bought: the card's code is wanted first.

    Raises as `client.payment` does: ApiError only where nothing was bought.
    """
    payment, domain = client.payment, order.domain
    match order.way:
        case NewCard(call="place-order"):
            return await _followed(_stream(client, order, cart, sealed), heard)
        case NewCard():
            return await payment.complete_order(
                domain,
                encrypted_card=sealed.card,
                billing=order.bill_to,
                captcha_token=order.captcha_token or None,
            )
        case SavedCard(option=option) if sealed.code:
            # The call for saved cards takes no code; the one for wallets knows the merchant's own cards, too.
            return await payment.complete_order_with_wallet(
                domain, "merchant", option.id, encrypted_code=sealed.code
            )
        case SavedCard(option=option):
            return await payment.complete_order_with_saved_payment(domain, option.id)
        case WalletCard(wallet=wallet, option=option, access_token=token):
            return await payment.complete_order_with_wallet(
                domain, wallet, option.id, access_token=token, encrypted_code=sealed.code or None
            )
        case PayPal():
            known = approved(cart, order.cart) or cart
            payer = known.paypal.payer_id if known.paypal is not None else None
            return await client.express.paypal_complete(
                domain, payer_id=payer, paypal_token=known.paypal_token
            )


def approved(present: Cart, confirmed: Cart) -> Cart | None:
    """The cart that knows who approved the payment at PayPal; None while nobody did."""
    carts = (present, confirmed)
    return next((cart for cart in carts if cart.paypal is not None and cart.paypal.payer_id), None)


def wants_code(order: LaneOrder, error: ApiError, sealed: Sealed) -> bool:
    """Whether a refusal of a kept card only means that its security code is wanted, which was not sent yet."""
    kept = isinstance(order.way, SavedCard) and not sealed.code
    return kept and isinstance(error, PaymentRefused) and error.matches("CreditCardInvalidSecurityCode")


def kept_card(order: LaneOrder) -> tuple[str, tuple[int, ...]]:
    """What the kept card is called, and how many digits its code may have."""
    match order.way:
        case SavedCard(option=option):
            name, kind = card_name(option), option.card_type
        case WalletCard(option=option):
            name, kind = card_name(option), option.card_type
        case _:
            return "the card", (3, 4)
    amex = kind.casefold().replace(" ", "") in ("americanexpress", "amex")
    return name, (4,) if amex else (3,) if kind else (3, 4)


def refusal_of(order: LaneOrder, error: ApiError) -> str:
    """What to say of a refusal, where the error's own sentence is about something else."""
    if isinstance(order.way, WalletCard) and isinstance(error, Unauthorized):
        wallet = wallet_name(order.way.wallet)
        return f"{wallet} is not open any more, and nothing was bought. Unlock it again, and order again."
    if wants_captcha(error):
        page = merchant_page(order.cart)
        return (
            "The merchant wants a captcha solved first, and nothing was bought. Its token, from the merchant's "
            f"page ({page}), can be given where one chooses how to pay."
        )
    return error.sentence


def _stream(
    client: "FirmlyClient", order: LaneOrder, cart: Cart, sealed: Sealed
) -> AsyncGenerator[OrderEvent]:
    return client.payment.stream_order(
        order.domain,
        encrypted_card=sealed.card,
        billing=order.bill_to,
        shipping=order.address,
        items=[OrderItem(line.add_to_cart_ref, line.quantity) for line in cart.line_items],
        captcha_token=order.captcha_token or None,
    )


async def _followed(events: AsyncGenerator[OrderEvent], heard: Heard) -> Order:
    async with aclosing(events):
        async for event in events:
            await heard(event)
            if isinstance(event, Placed):
                return event.order
            if isinstance(event, Refused):
                raise event.error
    raise OutcomeUnknown("The answer ended before it said what became of the order.")
