"""Wallets: unlocking one with a one-time code, and ordering with a card that is in it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from firmly_tui.sandbox.cart.addresses import as_json, check_email
from firmly_tui.sandbox.cart.basket import PricedCart, require_lines
from firmly_tui.sandbox.documents import Address
from firmly_tui.sandbox.errors import Dialect, Problem
from firmly_tui.sandbox.payment.cards import Payment, check_code
from firmly_tui.sandbox.payment.envelopes import open_code
from firmly_tui.sandbox.payment.payments import check_allowed, saved_card
from firmly_tui.sandbox.payment.wallets import Opening, addresses_of, cards_of, destination, saved_payment
from firmly_tui.sandbox.rendering.payments import saved_card_json
from firmly_tui.sandbox.routes.bodies import Id
from firmly_tui.sandbox.routes.paying import (
    ADDRESS_PROBLEMS,
    ENVELOPE_PROBLEMS,
    PAYMENT_PROBLEMS,
    Captcha,
    Private,
    Sealed,
    Ticket,
    ordered,
)
from firmly_tui.sandbox.services import Services
from firmly_tui.sandbox.wire import Endpoint, answer, read_body


class UnlockStart(Private):
    """Whose wallet to unlock."""

    email: Id
    hcaptcha_token: Captcha | None = None


class UnlockComplete(Private):
    """The one-time code, and the token of the start."""

    otp: Annotated[str, Field(min_length=1, max_length=20)]
    access_token: Ticket


class WalletOrder(Private):
    """A card of an unlocked wallet, or with the wallet ``merchant`` one that the merchant has on file."""

    wallet: Id
    credit_card_id: Id
    access_token: Ticket | None = None
    verification_value: Sealed | None = None
    jws: Sealed | None = None
    card_art: Annotated[str, Field(max_length=2000)] | None = None


def endpoints(services: Services) -> list[Endpoint]:
    """Return the endpoints of this group (firmly docs: Start, Complete Unlocking Wallet)."""
    return [_start(services), _complete(services), _order(services)]


def _start(services: Services) -> Endpoint:
    async def unlock_start(request: Request) -> Response:
        device = services.device(request)
        body = await read_body(request, UnlockStart)
        check_email(body.email)
        opening = Opening(device, request.path_params["wallet"], body.email)
        token = services.wallets.start(opening, body.hcaptcha_token)
        return answer({"access_token": token, "otp_destination": destination(opening)})

    return Endpoint(
        ("POST",),
        "/api/v1/wallets/{wallet}/unlock-start",
        Dialect.WALLET,
        unlock_start,
        summary="Have a one-time code sent to the owner of a wallet",
        body=UnlockStart,
        answer="WalletChallenge",
        problems=(
            Problem.INVALID_EMAIL,
            Problem.BAD_REQUEST,
            Problem.UNAUTHORIZED,
            Problem.PAYMENT_NOT_AVAILABLE,
            Problem.WALLET_PROVIDER_NOT_FOUND,
            Problem.WALLET_NOT_FOUND,
        ),
    )


def _complete(services: Services) -> Endpoint:
    async def unlock_complete(request: Request) -> Response:
        device, wallet = services.device(request), request.path_params["wallet"]
        body = await read_body(request, UnlockComplete)
        opening, token = services.wallets.complete(device, wallet, body.otp, body.access_token)
        cards = [
            {**saved_card_json(held.card, wallet), "billing_info": as_json(held.billing)}
            for held in cards_of(wallet)
        ]
        homes = [as_json(address) for address in addresses_of(opening)]
        return answer(
            {"access_token": token, "payment_method_options": cards, "shipping_info_options": homes}
        )

    return Endpoint(
        ("POST",),
        "/api/v1/wallets/{wallet}/unlock-complete",
        Dialect.WALLET,
        unlock_complete,
        summary="Unlock a wallet with the code",
        body=UnlockComplete,
        answer="UnlockedWallet",
        problems=(
            Problem.UNAUTHORIZED,
            Problem.LOGIN_FAILED,
            Problem.INVALID_OTP,
            Problem.WALLET_PROVIDER_NOT_FOUND,
        ),
    )


def _order(services: Services) -> Endpoint:
    async def complete_order(request: Request) -> Response:
        device, domain = services.device(request), request.path_params["domain"]
        services.carts.merchant(domain)
        body = await read_body(request, WalletOrder)
        cart = services.carts.existing(device, domain)
        require_lines(cart.state)
        payment, billing, needs_code = _chosen(services, cart, body)
        if needs_code and not body.verification_value:
            return answer({"cvv_required": True})
        if body.verification_value:
            check_code(open_code(body.verification_value, services.keys.payment), payment.brand)
        return await ordered(services.orders.complete(device, domain, payment, billing), 1)

    return Endpoint(
        ("POST",),
        "/api/v1/payment/domains/{domain}/wallet-complete-order",
        Dialect.COMPLETE_V1,
        complete_order,
        summary="Order the cart with a card of a wallet, or learn that its code is needed",
        body=WalletOrder,
        answer="WalletOrder",
        problems=(
            *PAYMENT_PROBLEMS,
            *ADDRESS_PROBLEMS,
            *ENVELOPE_PROBLEMS,
            Problem.UNAUTHORIZED,
            Problem.SAVED_CARD_NOT_FOUND,
            Problem.WALLET_PROVIDER_NOT_FOUND,
        ),
    )


def _chosen(services: Services, cart: PricedCart, body: WalletOrder) -> tuple[Payment, Address | None, bool]:
    """Return the card to pay with, where it is billed to, and whether its code is needed."""
    if body.wallet != "merchant":
        device = cart.state.device_id
        held = services.wallets.card(device, body.wallet, body.credit_card_id, body.access_token)
        return held.payment(body.wallet), held.billing, held.card.needs_code
    check_allowed(cart.merchant, cart.visit)
    card = saved_card(cart.merchant, cart.visit, body.credit_card_id)
    return saved_payment(card, body.wallet), None, card.needs_code
