"""What a cart costs: every sum of the sandbox is made here, in integers of minor units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from firmly_tui.sandbox.catalog import Merchant, Method, Product, Variant
from firmly_tui.sandbox.documents import Address, CartState, Line
from firmly_tui.sandbox.geography import sales_tax


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line of a cart with the goods it stands for."""

    line: Line
    product: Product
    variant: Variant

    @property
    def total(self) -> int:
        """Price times quantity."""
        return self.variant.price * self.line.quantity


@dataclass(frozen=True, slots=True)
class OfferedMethod:
    """A way to ship this cart, at the price it has for this cart."""

    method: Method
    price: int


@dataclass(frozen=True, slots=True)
class Quote:
    """The sums of one cart. ``methods`` is empty, shipping and tax are 0 until an address is known."""

    lines: tuple[PricedLine, ...]
    methods: tuple[OfferedMethod, ...]
    method: OfferedMethod | None
    sub_total: int
    discount: int
    addons: int
    tax: int

    @property
    def shipping(self) -> int:
        """The price of the chosen method."""
        return self.method.price if self.method else 0

    @property
    def total(self) -> int:
        """What the shopper pays."""
        return self.sub_total - self.discount + self.shipping + self.addons + self.tax


def quote(merchant: Merchant, cart: CartState) -> Quote:
    """Price a cart. A sku that the catalog no longer holds is left out."""
    lines = tuple(
        PricedLine(line, *merchant.by_sku[line.sku]) for line in cart.lines if line.sku in merchant.by_sku
    )
    sub_total = sum(line.total for line in lines)
    methods = _offers(merchant, sub_total) if lines and cart.shipping_info else ()
    return Quote(
        lines=lines,
        methods=methods,
        method=_chosen(methods, cart.shipping_method),
        sub_total=sub_total,
        discount=0,
        addons=0,
        tax=_tax(merchant, cart.shipping_info, sub_total),
    )


def _offers(merchant: Merchant, sub_total: int) -> tuple[OfferedMethod, ...]:
    return tuple(
        OfferedMethod(method, 0 if _is_free(method, sub_total) else method.price)
        for method in merchant.shipping_methods
    )


def _is_free(method: Method, sub_total: int) -> bool:
    return method.free_from is not None and sub_total >= method.free_from


def _chosen(methods: Sequence[OfferedMethod], wanted: str | None) -> OfferedMethod | None:
    for offer in methods:
        if offer.method.id == wanted:
            return offer
    return min(methods, key=lambda offer: offer.price, default=None)


def _tax(merchant: Merchant, address: Address | None, goods: int) -> int:
    if merchant.tax_included or address is None:
        return 0
    rate = sales_tax(address.country, address.state_or_province)
    return (goods * rate + 5_000) // 10_000
