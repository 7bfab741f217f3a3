"""Sums over carts, one for each currency: amounts of different currencies are never mixed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from firmly_tui.models import Cart, Money


@dataclass(frozen=True)
class CurrencyTotals:
    """What all carts of one currency cost, as their servers say.

    `discount` is positive and taken off. While `shipping_known` is false, some merchant has not said yet what
    sending costs. `tax_included` says that the prices already contain the tax of all these carts.
    """

    currency: str
    goods: Money
    discount: Money
    shipping: Money
    addons: Money
    tax: Money
    total: Money
    shipping_known: bool
    tax_included: bool


def totals(carts: Iterable[Cart], unshipped: Collection[str] = ()) -> list[CurrencyTotals]:
    """One sum for each currency among carts with priced lines, ordered by currency. Never raises.

    `unshipped` are the ids of the carts of which nothing is sent: what that costs need not be known.
    """
    by_currency: dict[str, list[Cart]] = {}
    for cart in carts:
        if cart.currency and not cart.is_empty:
            by_currency.setdefault(cart.currency, []).append(cart)
    return [_sum(currency, found, unshipped) for currency, found in sorted(by_currency.items())]


def total_off_by(cart: Cart) -> Money | None:
    """How far the merchant's figures are from its total (firmly docs: ShoppingCartV2); None if they agree.

    Tax that the prices contain may be told or not; both ways of counting are right then.
    """
    total = cart.total
    if total is None or cart.sub_total is None:
        return None
    zero = total * 0
    net = _add([cart.sub_total, cart.shipping_total, cart.addon_total], zero) - _add(
        [cart.cart_discount], zero
    )
    sums = [net + _add([cart.tax_total], zero), *([net] if cart.tax_included else [])]
    off = min(abs((total - found).number) for found in sums)
    return Money(currency=total.currency, number=off, symbol=total.symbol) if off else None


def _sum(currency: str, carts: list[Cart], unshipped: Collection[str]) -> CurrencyTotals:
    amounts = [amount for cart in carts for amount in (cart.total, cart.sub_total)]
    symbol = next((amount.symbol for amount in amounts if amount is not None), "")
    zero = Money(currency=currency, number=0, symbol=symbol)

    def add(found: Iterable[Money | None]) -> Money:
        return _add(found, zero)

    return CurrencyTotals(
        currency=currency,
        goods=add(_goods(cart, zero) for cart in carts),
        discount=add(cart.cart_discount for cart in carts),
        shipping=add(cart.shipping_total for cart in carts),
        addons=add(cart.addon_total for cart in carts),
        tax=add(cart.tax_total for cart in carts),
        total=add(cart.total if cart.total is not None else _goods(cart, zero) for cart in carts),
        shipping_known=all(cart.cart_id in unshipped or _shipping_known(cart) for cart in carts),
        tax_included=all(cart.tax_included for cart in carts),
    )


def _add(amounts: Iterable[Money | None], zero: Money) -> Money:
    # A merchant that mixes currencies in one cart must not take the whole hive down.
    fitting = (amount for amount in amounts if amount is not None and amount.currency == zero.currency)
    return sum(fitting, start=zero)


def _goods(cart: Cart, zero: Money) -> Money:
    if cart.sub_total is not None:
        return cart.sub_total
    return _add((line.total for line in cart.line_items), zero)


def _shipping_known(cart: Cart) -> bool:
    """A merchant names a price of zero before it knows the address, so only the address tells."""
    return cart.shipping_info is not None and cart.shipping_total is not None
