"""Paying the cart as it stands: by domain, by handle, field by field, with a token, with a saved card."""

from __future__ import annotations

from typing import Final

from pydantic import StrictBool, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from firmly_tui.sandbox.documents import Address
from firmly_tui.sandbox.errors import Dialect, Problem, Refusal
from firmly_tui.sandbox.payment.cards import Card, read_card
from firmly_tui.sandbox.payment.envelopes import open_field, open_tokenize
from firmly_tui.sandbox.payment.orders import TokenizedCard
from firmly_tui.sandbox.payment.payments import check_allowed, saved_card
from firmly_tui.sandbox.payment.wallets import saved_payment
from firmly_tui.sandbox.rendering.carts import Version
from firmly_tui.sandbox.routes.bodies import Id
from firmly_tui.sandbox.routes.paying import (
    ADDRESS_PROBLEMS,
    ENVELOPE_PROBLEMS,
    PAYMENT_PROBLEMS,
    Billing,
    CompleteOrder,
    Private,
    Sealed,
    Ticket,
    card_in,
    ordered,
)
from firmly_tui.sandbox.services import Services
from firmly_tui.sandbox.wire import Auth, BodyModel, Endpoint, answer, read_body


class CompleteByHandle(CompleteOrder):
    """A card for the cart that a payment handle names."""

    handle: Ticket


class SealedCard(Private):
    """A card whose every field is encrypted for itself, as ``kid|base64``."""

    number: Sealed
    name: Sealed | None = None
    month: Sealed
    year: Sealed
    verification_value: Sealed


class CompleteByFields(Private):
    """A card encrypted field by field for the cart that a payment handle names."""

    handle: Ticket
    billing_info: Billing = None
    credit_card: SealedCard


class Tokenize(Private):
    """A card with its billing address in an AES-GCM envelope, and the handle of the cart it is for."""

    data: Sealed
    metadata: Ticket
    handle: Ticket


class _Tokenized(Private):
    """What the envelope of tokenize holds."""

    credit_card: dict[str, object]
    billing_info: Billing = None


class PaymentToken(Private):
    """A token by its id."""

    id: Ticket


class CompleteWithToken(Private):
    """A payment token for the cart it was made for."""

    payment_token: PaymentToken
    vault_token: StrictBool = False


class CompleteWithSaved(BodyModel):
    """A card that the merchant has on file."""

    payment_id: Id


_CARD_PROBLEMS: Final = (*ENVELOPE_PROBLEMS, *PAYMENT_PROBLEMS, *ADDRESS_PROBLEMS)


def endpoints(services: Services) -> list[Endpoint]:
    """Return the endpoints of this group (firmly docs: Complete Order with Card, Tokenize, Saved Payment)."""
    return [
        _by_domain(services, 1, Dialect.COMPLETE_V1),
        _by_domain(services, 2, Dialect.COMPLETE_V2),
        _by_handle(services),
        _by_fields(services),
        _tokenize(services),
        _with_token(services),
        _with_saved(services),
    ]


def _by_domain(services: Services, version: Version, dialect: Dialect) -> Endpoint:
    async def complete_order(request: Request) -> Response:
        device, domain = services.device(request), request.path_params["domain"]
        services.carts.merchant(domain)
        body = await read_body(request, CompleteOrder)
        card = card_in(services, body.encrypted_card)
        return await ordered(services.orders.complete(device, domain, card, body.billing_info), version)

    return Endpoint(
        ("POST",),
        f"/api/v{version}/payment/domains/{{domain}}/complete-order",
        dialect,
        complete_order,
        summary="Order the cart as it stands with an encrypted card",
        body=CompleteOrder,
        answer=f"Order{version}",
        problems=_CARD_PROBLEMS,
    )


def _by_handle(services: Services) -> Endpoint:
    async def complete_order(request: Request) -> Response:
        device = services.device(request)
        body = await read_body(request, CompleteByHandle)
        card = card_in(services, body.encrypted_card)
        return await _of_handle(services, device, body.handle, card, body.billing_info)

    return Endpoint(
        ("POST",),
        "/api/v3/payment/complete-order",
        Dialect.COMPLETE_V1,
        complete_order,
        summary="Order the cart of a payment handle with an encrypted card",
        body=CompleteByHandle,
        answer="Order1",
        problems=_CARD_PROBLEMS,
    )


def _by_fields(services: Services) -> Endpoint:
    async def complete_order(request: Request) -> Response:
        device = services.device(request)
        body = await read_body(request, CompleteByFields)
        sealed: dict[str, str] = body.credit_card.model_dump(exclude_none=True)
        key = services.keys.payment
        card = read_card({name: open_field(value, key) for name, value in sealed.items()})
        return await _of_handle(services, device, body.handle, card, body.billing_info)

    return Endpoint(
        ("POST",),
        "/api/v2/payment/complete-order",
        Dialect.COMPLETE_V1,
        complete_order,
        summary="Order the cart of a payment handle with a card encrypted field by field",
        body=CompleteByFields,
        answer="Order1",
        problems=_CARD_PROBLEMS,
    )


async def _of_handle(
    services: Services, device: str, handle: str, card: Card, billing: Address | None
) -> Response:
    cart = services.orders.cart_of(handle, device)
    order = services.orders.complete(device, cart.domain, card, billing, cart_id=cart.cart_id)
    return await ordered(order, 1)


def _tokenize(services: Services) -> Endpoint:
    async def tokenize(request: Request) -> Response:
        body = await read_body(request, Tokenize)
        cart = services.orders.cart_of(body.handle)
        content = _content(open_tokenize(body.data, body.metadata, services.keys.payment))
        payment = read_card(content.credit_card).checked(services.clock())
        kept = TokenizedCard(cart.cart_id, payment, content.billing_info)
        return answer({"token": services.tokens.issue(kept, cart.cart_id)})

    return Endpoint(
        ("POST",),
        "/api/v1/payment/tokenize",
        Dialect.COMPLETE_V1,
        tokenize,
        summary="Change a card into a token for one order of one cart",
        body=Tokenize,
        answer="Token",
        auth=Auth.NONE,
        problems=(*ENVELOPE_PROBLEMS, Problem.CART_NOT_FOUND),
    )


def _content(fields: dict[str, object]) -> _Tokenized:
    try:
        return _Tokenized.model_validate(fields)
    except ValidationError:
        pass
    # Raised out here, the refusal drags along no error that holds the card.
    raise Refusal(Problem.INVALID_BODY, "The encrypted data must hold a credit_card and a billing_info.")


def _with_token(services: Services) -> Endpoint:
    async def complete_order(request: Request) -> Response:
        device, domain = services.device(request), request.path_params["domain"]
        services.carts.merchant(domain)
        body = await read_body(request, CompleteWithToken)
        cart = services.carts.existing(device, domain)
        kept = services.tokens.value(body.payment_token.id)
        if kept is None or kept.cart_id != cart.state.cart_id:
            raise Refusal(
                Problem.CHECKOUT_BLOCKED,
                "The payment token is not valid for this cart. Enter the card again.",
            )
        order = services.orders.complete(device, domain, kept.payment, kept.billing, cart_id=kept.cart_id)
        return await ordered(order, 1)

    return Endpoint(
        ("POST",),
        "/api/v1/domains/{domain}/cart/complete-order",
        Dialect.COMPLETE_V1,
        complete_order,
        summary="Order the cart with a token made for it",
        body=CompleteWithToken,
        answer="Order1",
        problems=(*PAYMENT_PROBLEMS, *ADDRESS_PROBLEMS),
    )


def _with_saved(services: Services) -> Endpoint:
    async def complete_order(request: Request) -> Response:
        device, domain = services.device(request), request.path_params["domain"]
        services.carts.merchant(domain)
        body = await read_body(request, CompleteWithSaved)
        cart = services.carts.existing(device, domain)
        check_allowed(cart.merchant, cart.visit)
        card = saved_card(cart.merchant, cart.visit, body.payment_id)
        if card.needs_code:
            raise Refusal(Problem.CARD_CODE, "This card asks for its security code. Use another card.")
        order = services.orders.complete(device, domain, saved_payment(card, "merchant"))
        return await ordered(order, 1)

    return Endpoint(
        ("POST",),
        "/api/v1/domains/{domain}/cart/complete-order-with-saved-payment",
        Dialect.COMPLETE_V1,
        complete_order,
        summary="Order the cart with a card that the merchant has on file",
        body=CompleteWithSaved,
        answer="Order1",
        problems=(*PAYMENT_PROBLEMS, *ADDRESS_PROBLEMS, Problem.SAVED_CARD_NOT_FOUND),
    )
