"""What can be done to a cart. One active cart per device and merchant, whichever API version asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from firmly_tui.sandbox.addresses import check_billing, check_shipping
from firmly_tui.sandbox.catalog import Catalog, Merchant, Product, Variant
from firmly_tui.sandbox.documents import Address, CartState, Line
from firmly_tui.sandbox.errors import Problem, Refusal
from firmly_tui.sandbox.ids import Ids
from firmly_tui.sandbox.pricing import Quote, quote
from firmly_tui.sandbox.store import Store, Transaction

MOST_LINES: Final = 20
MOST_OF_ONE: Final = 10


@dataclass(frozen=True, slots=True)
class Goods:
    """What to put into a cart: the reference a product gave, and how many."""

    variant_id: str
    quantity: int
    variant_handles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PricedCart:
    """A cart with its merchant, its sums, and how many of each sku the merchant has left."""

    merchant: Merchant
    state: CartState
    quote: Quote
    left: Mapping[str, int]


def full_title(product: Product, variant: Variant) -> str:
    """Return a variant's name for a sentence, such as "Linden Sofa (Navy)"."""
    return f"{product.title} ({' / '.join(variant.options)})" if variant.options else product.title


class Carts:
    """Reads and changes carts; each change is one transaction and gives the whole cart back."""

    def __init__(self, store: Store, catalog: Catalog, ids: Ids) -> None:
        self._store = store
        self._catalog = catalog
        self._ids = ids

    def merchant(self, domain: str) -> Merchant:
        """Return a merchant, or raise Refusal when there is none at ``domain``."""
        merchant = self._catalog.merchant(domain)
        if merchant is None:
            raise Refusal(Problem.PARTNER_NOT_FOUND, f"There is no merchant at {domain[:200]}.")
        return merchant

    def find(self, device: str, domain: str) -> PricedCart | None:
        """Return the active cart, or None when there is none."""
        merchant = self.merchant(domain)
        with self._store.read() as transaction:
            state = transaction.cart(device, merchant.domain)
            return None if state is None else self.priced(transaction, merchant, state)

    def empty(self, device: str, domain: str) -> PricedCart:
        """Return an empty cart that is not stored, for a shopper who has none."""
        merchant = self.merchant(domain)
        name = f"{device}/{merchant.domain}"
        ids = (self._ids.fixed("empty-cart", name), self._ids.fixed("empty-shipment", name))
        state = CartState(cart_id=ids[0], device_id=device, domain=merchant.domain, shipment_id=ids[1])
        return PricedCart(merchant, state, quote(merchant, state), {})

    def active(self, device: str, excludes: frozenset[str]) -> list[PricedCart]:
        """Return every cart of a device that holds something, but for the excluded merchants."""
        with self._store.read() as transaction:
            found = [(self._catalog.merchant(cart.domain), cart) for cart in transaction.carts(device)]
            return [
                self.priced(transaction, merchant, cart)
                for merchant, cart in found
                if merchant is not None and cart.lines and cart.domain not in excludes
            ]

    def start(self, device: str, domain: str) -> PricedCart:
        """Put a new empty cart in the place of the old one."""
        merchant = self.merchant(domain)
        with self._store.change() as transaction:
            state = self._new(transaction, device, merchant)
            transaction.save_cart(state)
            return self.priced(transaction, merchant, state)

    def add(
        self, device: str, domain: str, goods: Goods, *, flush: bool = False, cart_id: str | None = None
    ) -> PricedCart:
        """Add goods, making the cart when there is none; ``flush`` empties it first.

        With ``cart_id`` only that very cart is changed (so it is throughout this class). Raises Refusal.
        """
        merchant = self.merchant(domain)
        if goods.variant_id not in merchant.by_sku:
            raise Refusal(Problem.PRODUCT_NOT_FOUND, f"{merchant.name} has no {goods.variant_id[:100]}.")
        with self._store.change() as transaction:
            state = transaction.cart(device, merchant.domain) or self._new(transaction, device, merchant)
            _check_same(state, cart_id)
            lines = () if flush else state.lines
            key = (goods.variant_id, goods.variant_handles)
            same = next((line for line in lines if (line.sku, line.variant_handles) == key), None)
            line = Line(
                line_item_id=same.line_item_id if same else self._ids.new(transaction, "line-item"),
                sku=goods.variant_id,
                quantity=goods.quantity + (same.quantity if same else 0),
                variant_handles=goods.variant_handles,
            )
            kept = [line if old is same else old for old in lines] if same else [*lines, line]
            return self._save_lines(transaction, merchant, state, kept, line)

    def set_quantity(self, device: str, domain: str, line_item_id: str, quantity: int) -> PricedCart:
        """Change how many of a line there are; 0 removes it. Raises Refusal."""
        merchant = self.merchant(domain)
        with self._store.change() as transaction:
            state = self.required(transaction, device, merchant)
            old = next((line for line in state.lines if line.line_item_id == line_item_id), None)
            if old is None:
                raise Refusal(Problem.LINE_ITEM_NOT_FOUND, "This item is no longer in the cart.")
            new = old.model_copy(update={"quantity": quantity})
            lines = [new if line is old else line for line in state.lines if quantity or line is not old]
            return self._save_lines(transaction, merchant, state, lines, new)

    def clear(self, device: str, domain: str) -> PricedCart:
        """Take everything out; the addresses stay."""
        merchant = self.merchant(domain)
        with self._store.change() as transaction:
            state = self.required(transaction, device, merchant)
            emptied = {"lines": (), "shipping_method": None, "selected_date": None, "notes": ""}
            return self._save(transaction, merchant, state.model_copy(update=emptied))

    def set_addresses(
        self,
        device: str,
        domain: str,
        shipping: Address,
        billing: Address | None = None,
        *,
        cart_id: str | None = None,
    ) -> PricedCart:
        """Say where the goods go (and who is billed). Raises Refusal for what the merchant does not take."""
        merchant = self.merchant(domain)
        with self._store.change() as transaction:
            state = self.required(transaction, device, merchant)
            _check_same(state, cart_id)
            _check_not_empty(state)
            changes: dict[str, object] = {"shipping_info": check_shipping(shipping, merchant)}
            if billing is not None:
                changes["billing_info"] = check_billing(billing)
            return self._save(transaction, merchant, state.model_copy(update=changes))

    def choose_method(
        self, device: str, domain: str, shipment_id: str, method_id: str, notes: str | None, date: str | None
    ) -> PricedCart:
        """Choose how a shipment is sent. Raises Refusal."""
        merchant = self.merchant(domain)
        with self._store.change() as transaction:
            state = self.required(transaction, device, merchant)
            _check_not_empty(state)
            if shipment_id != state.shipment_id:
                raise Refusal(Problem.SHIPMENT_NOT_FOUND, "This shipment is no longer part of the cart.")
            if state.shipping_info is None:
                raise Refusal(Problem.MISSING_SHIPPING_INFO, "Enter the delivery address first.")
            if method_id not in {method.id for method in merchant.shipping_methods}:
                raise Refusal(Problem.INVALID_SHIPPING_METHOD, f"{merchant.name} does not ship this way.")
            changes: dict[str, object] = {"shipping_method": method_id}
            if notes is not None:
                changes["notes"] = notes
            if date is not None:
                changes["selected_date"] = date
            return self._save(transaction, merchant, state.model_copy(update=changes))

    def required(self, transaction: Transaction, device: str, merchant: Merchant) -> CartState:
        """Return the active cart inside a transaction, or raise Refusal when there is none."""
        state = transaction.cart(device, merchant.domain)
        if state is None:
            raise Refusal(Problem.CART_NOT_FOUND, f"There is no cart at {merchant.name} yet.")
        return state

    def priced(self, transaction: Transaction, merchant: Merchant, state: CartState) -> PricedCart:
        """Return a cart with its sums and the stock of now."""
        return PricedCart(merchant, state, quote(merchant, state), transaction.stock(merchant.domain))

    def _new(self, transaction: Transaction, device: str, merchant: Merchant) -> CartState:
        return CartState(
            cart_id=self._ids.new(transaction, "cart"),
            device_id=device,
            domain=merchant.domain,
            shipment_id=f"ship_{self._ids.new(transaction, 'shipment')[:12]}",
        )

    def _save_lines(
        self,
        transaction: Transaction,
        merchant: Merchant,
        state: CartState,
        lines: Sequence[Line],
        changed: Line,
    ) -> PricedCart:
        if changed.quantity:
            wanted = sum(line.quantity for line in lines if line.sku == changed.sku)
            check_stock(merchant, changed.sku, wanted, transaction.stock(merchant.domain))
            if wanted > MOST_OF_ONE:
                raise Refusal(
                    Problem.TOO_MANY_OF_ONE,
                    f"{merchant.name} sells at most {MOST_OF_ONE} of one item. Choose fewer.",
                )
        if len(lines) > MOST_LINES:
            raise Refusal(
                Problem.CART_FULL,
                f"The cart at {merchant.name} is full: it holds {MOST_LINES} different items. "
                "Remove one, or order these first.",
            )
        return self._save(transaction, merchant, state.model_copy(update={"lines": tuple(lines)}))

    def _save(self, transaction: Transaction, merchant: Merchant, state: CartState) -> PricedCart:
        transaction.save_cart(state)
        return self.priced(transaction, merchant, state)


def check_stock(merchant: Merchant, sku: str, wanted: int, left: Mapping[str, int]) -> None:
    """Raise Refusal when there are fewer than ``wanted`` of a sku, saying how many there are."""
    have = left.get(sku, 0)
    if wanted <= have:
        return
    title = full_title(*merchant.by_sku[sku])
    if have == 0:
        raise Refusal(Problem.NOT_ENOUGH_STOCK, f"{title} is sold out.")
    raise Refusal(Problem.NOT_ENOUGH_STOCK, f"Only {have} of {title} {'is' if have == 1 else 'are'} left.")


def _check_same(state: CartState, cart_id: str | None) -> None:
    if cart_id is not None and state.cart_id != cart_id:
        raise Refusal(Problem.CART_REPLACED, "Another order was started in this shop. Look at the cart.")


def _check_not_empty(state: CartState) -> None:
    if not state.lines:
        raise Refusal(Problem.NO_LINE_ITEM, "The cart is empty. Add something to it first.")
