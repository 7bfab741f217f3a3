"""The carts of all devices. One active cart per device and merchant, whichever API version asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from firmly_tui.sandbox.cart.addresses import check_billing, check_shipping, estimated, require_contact
from firmly_tui.sandbox.cart.basket import Basket, Edit, PricedCart, require_lines, require_open
from firmly_tui.sandbox.cart.pricing import quote
from firmly_tui.sandbox.documents import Address, Attribution, CartState
from firmly_tui.sandbox.errors import Problem, Refusal
from firmly_tui.sandbox.goods.catalog import Catalog, Merchant
from firmly_tui.sandbox.ids import Ids
from firmly_tui.sandbox.store import Store
from firmly_tui.sandbox.transaction import Transaction


class Carts:
    """Reads and changes carts; each change is one transaction and gives the whole cart back."""

    def __init__(self, store: Store, catalog: Catalog, ids: Ids, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._catalog = catalog
        self._ids = ids
        self._clock = clock

    def merchant(self, domain: str) -> Merchant:
        """Return a merchant, or raise Refusal when there is none at ``domain``."""
        merchant = self._catalog.merchant(domain)
        if merchant is None:
            raise Refusal(
                Problem.PARTNER_NOT_FOUND, f"Partner could not be found: no merchant is at {domain[:200]}."
            )
        return merchant

    def find(self, device: str, domain: str) -> PricedCart | None:
        """Return the active cart, or None when there is none."""
        merchant = self.merchant(domain)
        with self._store.read() as transaction:
            state = transaction.cart(device, merchant.domain)
            return None if state is None else self.priced(transaction, merchant, state)

    def existing(self, device: str, domain: str) -> PricedCart:
        """Return the active cart, or raise Refusal when there is none."""
        cart = self.find(device, domain)
        if cart is None:
            raise _no_cart(self.merchant(domain))
        return cart

    def empty(self, device: str, domain: str) -> PricedCart:
        """Return an empty cart that is not stored, for a shopper who has none."""
        merchant = self.merchant(domain)
        cart_id = self._ids.fixed("empty-cart", f"{device}/{merchant.domain}")
        state = CartState(cart_id=cart_id, device_id=device, domain=merchant.domain)
        with self._store.read() as transaction:
            return self.priced(transaction, merchant, state)

    def active(self, device: str, excludes: frozenset[str]) -> list[PricedCart]:
        """Return every cart of a device that holds something, but for the excluded merchants."""
        with self._store.read() as transaction:
            found = [(self._catalog.merchant(cart.domain), cart) for cart in transaction.carts(device)]
            return [
                self.priced(transaction, merchant, cart)
                for merchant, cart in found
                if merchant is not None and cart.lines and cart.domain not in excludes
            ]

    def domains(self, device: str) -> list[str]:
        """Return the merchants where a device has a cart that holds something."""
        with self._store.read() as transaction:
            return [
                cart.domain
                for cart in transaction.carts(device)
                if cart.lines and self._catalog.merchant(cart.domain) is not None
            ]

    def start(self, device: str, domain: str) -> PricedCart:
        """Put a new empty cart in the place of the old one."""
        merchant = self.merchant(domain)
        require_open(merchant)
        with self._store.change() as transaction:
            state = self._new(transaction, device, merchant)
            transaction.save_cart(state)
            return self.priced(transaction, merchant, state)

    def change(
        self, device: str, domain: str, edit: Edit, *, cart_id: str | None = None, create: bool = False
    ) -> PricedCart:
        """Change the active cart in one transaction, and return it as it is after.

        ``create`` makes the cart when there is none. With ``cart_id`` only that very cart is changed.
        Raises Refusal: what ``edit`` refuses, no cart, another cart.
        """
        merchant = self.merchant(domain)
        with self._store.change() as transaction:
            return self.edited(transaction, device, merchant, edit, cart_id=cart_id, create=create)

    def edited(
        self,
        transaction: Transaction,
        device: str,
        merchant: Merchant,
        edit: Edit,
        *,
        cart_id: str | None = None,
        create: bool = False,
    ) -> PricedCart:
        """Change a cart as ``change`` does, inside a transaction that changes something else as well."""
        if create and transaction.cart(device, merchant.domain) is None:
            require_open(merchant)
            state = self._new(transaction, device, merchant)
        else:
            state = self.required(transaction, device, merchant, cart_id=cart_id)
        basket = self._basket(transaction, merchant, state)
        state = edit(basket)
        transaction.save_cart(state)
        return self._with_sums(transaction, replace(basket, state=state))

    def required(
        self, transaction: Transaction, device: str, merchant: Merchant, *, cart_id: str | None = None
    ) -> CartState:
        """Return the active cart inside a transaction; with ``cart_id`` only that very cart.

        Raises Refusal: no cart, another cart, or a merchant that is out of order.
        """
        require_open(merchant)
        state = transaction.cart(device, merchant.domain)
        if state is None:
            raise _no_cart(merchant)
        if cart_id is not None and state.cart_id != cart_id:
            raise Refusal(Problem.CART_REPLACED, "This cart was replaced by another one. Look at it again.")
        return state

    def priced(self, transaction: Transaction, merchant: Merchant, state: CartState) -> PricedCart:
        """Return a cart with its sums and the stock of now.

        Before an address is known, the postal code of the device tells what shipping and tax are likely to be.
        """
        return self._with_sums(transaction, self._basket(transaction, merchant, state))

    def _with_sums(self, transaction: Transaction, basket: Basket) -> PricedCart:
        merchant, state = basket.merchant, basket.state
        guess = None
        if state.shipping_info is None:
            guess = estimated(merchant, transaction.postal_code(state.device_id))
        sent = state.model_copy(update={"shipping_info": guess}) if guess else state
        sums = quote(merchant, sent, basket.shelf, basket.today)
        return PricedCart(merchant, state, sums, basket.shelf, basket.visit, basket.today, basket.booked)

    def today(self, merchant: Merchant) -> date:
        """Return the day it is where the merchant is."""
        return self._clock().astimezone(ZoneInfo(merchant.terms.time_zone)).date()

    def _basket(self, transaction: Transaction, merchant: Merchant, state: CartState) -> Basket:
        today = self.today(merchant)
        return Basket(
            merchant=merchant,
            state=state,
            shelf=transaction.shelf(merchant.domain),
            visit=transaction.visit(state.device_id, merchant.domain),
            today=today,
            booked=transaction.booked_slots(merchant.domain, today.isoformat()),
            new_id=lambda kind: self._ids.new(transaction, kind),
        )

    def _new(self, transaction: Transaction, device: str, merchant: Merchant) -> CartState:
        cart_id = self._ids.new(transaction, "cart")
        return CartState(cart_id=cart_id, device_id=device, domain=merchant.domain)


def sent_to(
    shipping: Address,
    billing: Address | None = None,
    *,
    shipment_id: str | None = None,
    always: bool = False,
) -> Edit:
    """Say where all goods go, or with ``shipment_id`` those of one shipment (and who is billed).

    The first address of a cart is that of all its shipments. Goods that need no shipping are sent nowhere:
    Refusal, unless ``always``.
    """

    def edit(basket: Basket) -> CartState:
        require_lines(basket.state)
        if not basket.state.shipments and not always:
            raise Refusal(
                Problem.SHIPPING_NOT_NEEDED, "Nothing in the cart is shipped: no address is needed."
            )
        # firmly docs, Logged-in Customer: an e-mail address must be sent, and the account's own is used
        mine = {"email": basket.visit.email} if basket.visit.is_logged_in else {}
        address = check_shipping(shipping, basket.merchant).model_copy(update=mine)
        state = _addressed(basket.state, address, shipment_id)
        if billing is not None:
            state = state.model_copy(update={"billing_info": check_billing(billing)})
        return synced(basket.merchant, state)

    return edit


def _addressed(state: CartState, address: Address, shipment_id: str | None) -> CartState:
    if shipment_id is None:
        shipments = [shipment.model_copy(update={"shipping_info": None}) for shipment in state.shipments]
        return state.model_copy(update={"shipping_info": address, "shipments": tuple(shipments)})
    shipment = state.shipment(shipment_id)
    if shipment is None:
        raise Refusal(Problem.SHIPMENT_NOT_FOUND, "This shipment is no longer part of the cart.")
    changed = state.with_shipment(shipment.model_copy(update={"shipping_info": address}))
    return changed.model_copy(update={"shipping_info": state.shipping_info or address})


def billed_to(address: Address) -> Edit:
    """Say who is billed, where it is not whom the goods go to."""

    def edit(basket: Basket) -> CartState:
        known = basket.state.shipping_info or Address()
        contact = {"email": address.email or known.email, "phone": address.phone or known.phone}
        whole = address.model_copy(update=contact)
        require_contact(whole, basket.merchant, "billing")
        return basket.state.model_copy(update={"billing_info": check_billing(whole)})

    return edit


def attributed(attribution: Attribution) -> Edit:
    """Say where the shopper came from. Raises Refusal once the merchant knows it."""

    def edit(basket: Basket) -> CartState:
        old = basket.state.attribution
        if old is not None and old.immutable:
            name = basket.merchant.name
            raise Refusal(
                Problem.INVALID_BODY, f"{name} has recorded already where this cart came from. It stays so."
            )
        return synced(basket.merchant, basket.state.model_copy(update={"attribution": attribution}))

    return edit


def synced(merchant: Merchant, state: CartState) -> CartState:
    """Return the cart with its attribution final, if the merchant knows it by now.

    A merchant on Shopify is told of a cart as soon as it has an address, all others with the order
    (firmly docs: Set Cart Attribution).
    """
    told = merchant.platform_id == "shopify" and state.shipping_info is not None
    if state.attribution is None or not told:
        return state
    return state.model_copy(update={"attribution": state.attribution.model_copy(update={"immutable": True})})


def _no_cart(merchant: Merchant) -> Refusal:
    return Refusal(Problem.CART_NOT_FOUND, f"There is no cart at {merchant.name} yet.")
