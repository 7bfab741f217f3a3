"""Logging in: the one-time codes that merchants send to their customers, and what logging in changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from firmly_tui.sandbox.cart.addresses import check_email
from firmly_tui.sandbox.cart.basket import Basket, PricedCart
from firmly_tui.sandbox.cart.carts import Carts
from firmly_tui.sandbox.cart.transfer import Handover, taken_over
from firmly_tui.sandbox.documents import CartState, Visit
from firmly_tui.sandbox.errors import Problem, Refusal
from firmly_tui.sandbox.goods.catalog import Merchant
from firmly_tui.sandbox.goods.terms import Account, account_of
from firmly_tui.sandbox.magic import GOOD_CODE, provoke
from firmly_tui.sandbox.store import Store
from firmly_tui.sandbox.transaction import Transaction

CODE_SECONDS: Final = 600


class Visits:
    """What a device is to a merchant: a guest at first, a customer after logging in."""

    def __init__(self, store: Store, carts: Carts, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._carts = carts
        self._clock = clock

    def send_code(self, device: str, domain: str, email: str) -> Account:
        """Send a one-time code to a customer, good for ten minutes (firmly docs: Create OTP).

        Raises Refusal when the merchant has no such customer, or when one is logged in already.
        """
        merchant = self._customers_of(domain, email)
        with self._store.change() as transaction:
            visit = _guest(transaction.visit(device, merchant.domain), merchant)
            account = _customer(merchant, email)
            code = {"otp_sent_to": account.email, "otp_expires": self._now() + CODE_SECONDS}
            transaction.save_visit(visit.model_copy(update=code))
        return account

    def log_in(self, device: str, domain: str, email: str, code: str) -> PricedCart:
        """Log a customer in with the code that was sent, and return the cart (firmly docs: Validate OTP).

        Raises Refusal for a wrong code, and for one that was not asked for, was used, or is too old.
        """
        merchant = self._customers_of(domain, email)
        with self._store.change() as transaction:
            visit = _guest(transaction.visit(device, merchant.domain), merchant)
            account = _customer(merchant, email)
            if visit.otp_sent_to != account.email or self._now() >= visit.otp_expires:
                raise Refusal(
                    Problem.UNAUTHORIZED, "There is no valid code for this address. Ask for a new one."
                )
            provoke("one-time code", code)
            if code != GOOD_CODE:
                raise Refusal(Problem.INVALID_OTP, "The code is wrong. Look at the message again.")
            _welcome(transaction, visit, account)
            state = transaction.cart(device, merchant.domain)
            if state is not None:
                return self._carts.edited(transaction, device, merchant, with_account_email)
        return self._carts.empty(device, domain)

    def send_new_password(self, domain: str, email: str) -> None:
        """Send a way to a new password; it stays untold whether there is such a customer.

        (firmly docs: Forgot Password.)
        """
        self._customers_of(domain, email)

    def take_over(self, device: str, domain: str, handover: Handover) -> PricedCart:
        """Put what a shopper has at the merchant's own site into the cart, and log the customer in there.

        Raises Refusal for what cannot be taken over (firmly docs: Transfer Session).
        """
        merchant = self._carts.merchant(domain)
        with self._store.change() as transaction:
            visit = transaction.visit(device, merchant.domain)
            account = account_of(merchant.terms, handover.email)
            if account is not None:
                _welcome(transaction, visit, account)
            elif handover.email:
                raise Refusal(
                    Problem.CANNOT_TRANSFER, f"{merchant.name} has no such customer. Log in there again."
                )
            elif merchant.terms.requires_login and not visit.is_logged_in:
                raise Refusal(
                    Problem.MISSING_COOKIE, f"{merchant.name} also needs the customer cookie of its site."
                )

            def edit(basket: Basket) -> CartState:
                return with_account_email(replace(basket, state=taken_over(handover)(basket)))

            return self._carts.edited(transaction, device, merchant, edit, create=True)

    def _customers_of(self, domain: str, email: str) -> Merchant:
        merchant = self._carts.merchant(domain)
        check_email(email)
        if not merchant.terms.accounts:
            raise Refusal(
                Problem.NOT_SUPPORTED, f"{merchant.name} has no customer accounts. Go on as a guest."
            )
        return merchant

    def _now(self) -> int:
        return int(self._clock().timestamp())


def with_account_email(basket: Basket) -> CartState:
    """Give the cart of a logged-in customer the e-mail address of the account, which cannot be changed."""
    state, mine = basket.state, {"email": basket.visit.email}
    if not basket.visit.is_logged_in:
        return state
    shipments = tuple(
        shipment.model_copy(update={"shipping_info": shipment.shipping_info.model_copy(update=mine)})
        if shipment.shipping_info
        else shipment
        for shipment in state.shipments
    )
    address = state.shipping_info.model_copy(update=mine) if state.shipping_info else None
    return state.model_copy(update={"shipping_info": address, "shipments": shipments})


def _guest(visit: Visit, merchant: Merchant) -> Visit:
    if visit.is_logged_in:
        raise Refusal(Problem.ALREADY_LOGGED_IN, f"You are logged in at {merchant.name} already.")
    return visit


def _customer(merchant: Merchant, email: str) -> Account:
    provoke("e-mail address", email)
    account = account_of(merchant.terms, email)
    if account is None:
        raise Refusal(Problem.USER_NOT_FOUND, f"{merchant.name} knows no customer with this e-mail address.")
    return account


def _welcome(transaction: Transaction, visit: Visit, account: Account) -> None:
    login = {"email": account.email, "is_logged_in": True, "otp_sent_to": "", "otp_expires": 0}
    transaction.save_visit(visit.model_copy(update=login))
