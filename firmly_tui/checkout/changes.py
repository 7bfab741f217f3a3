"""What differs between two states of a cart, as values and in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from firmly_tui.models import Cart, LineItem, Money, Shipment, ShippingMethod

What = Literal["added", "removed", "quantity", "price", "no longer ships", "ships again"]
"""What became of a line."""

_AMOUNTS: Final[Mapping[str, str]] = {
    "sub_total": "Items",
    "cart_discount": "Discount",
    "shipping_total": "Shipping",
    "addon_total": "Extras",
    "tax_total": "Tax",
    "total": "Total",
}
_Key = tuple[str, str]
_NOT_SHIPPABLE: Final = "ITEM_NOT_SHIPPABLE"
_OTHER_PRICE: Final = ("PRICE_INCREASED", "PRICE_DECREASED")


@dataclass(frozen=True)
class AmountChange:
    """A sum that is another one now; `name` is that of `Cart`'s attribute. None is what the server does not say."""

    name: str
    before: Money | None
    after: Money | None

    @property
    def words(self) -> str:
        """Such as `Shipping: $19.00 → $75.00`."""
        return f"{_AMOUNTS[self.name]}: {_price(self.before)} → {_price(self.after)}"


@dataclass(frozen=True)
class LineChange:
    """What became of a line, and that in words."""

    line_item_id: str
    what: What
    words: str


@dataclass(frozen=True)
class MethodChange:
    """The ways of sending a shipment that are new, gone, or of another price, and the one chosen before and now."""

    shipment_id: str
    chosen_before: ShippingMethod | None
    chosen_after: ShippingMethod | None
    gained: tuple[ShippingMethod, ...] = ()
    lost: tuple[ShippingMethod, ...] = ()
    repriced: tuple[ShippingMethod, ...] = ()

    @property
    def words(self) -> list[str]:
        """One sentence for each difference."""
        said: list[str] = []
        if _id(self.chosen_before) != _id(self.chosen_after):
            said.append(f"Sent by {_named(self.chosen_after)}, no longer by {_named(self.chosen_before)}.")
            if self.chosen_before is None:
                said[-1] = f"Sent by {_named(self.chosen_after)}."
            elif self.chosen_after is None:
                said[-1] = f"No longer sent by {_named(self.chosen_before)}: choose how."
        said += [f"New: {_named(method)}, {_price(method.price)}." for method in self.gained]
        said += [f"No longer offered: {_named(method)}." for method in self.lost]
        return said + [f"{_named(method)} costs {_price(method.price)} now." for method in self.repriced]


@dataclass(frozen=True)
class CartChanges:
    """All that differs; false where nothing does."""

    lines: tuple[LineChange, ...] = ()
    amounts: tuple[AmountChange, ...] = ()
    methods: tuple[MethodChange, ...] = ()
    coupons_gained: tuple[str, ...] = ()
    coupons_lost: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    """What the merchant says that it did not say before."""

    def __bool__(self) -> bool:
        return any(
            (self.lines, self.amounts, self.methods, self.coupons_gained, self.coupons_lost, self.notices)
        )

    @property
    def words(self) -> list[str]:
        """A sentence for each, the lines first."""
        said = [change.words for change in self.lines]
        said += [sentence for change in self.methods for sentence in change.words]
        said += [change.words for change in self.amounts]
        said += [f"Promo code {code} is on the cart now." for code in self.coupons_gained]
        said += [f"Promo code {code} is no longer on the cart." for code in self.coupons_lost]
        return said + [text for text in self.notices if text]

    def of_line(self, line_item_id: str) -> list[LineChange]:
        """What became of this line."""
        return [change for change in self.lines if change.line_item_id == line_item_id]

    def amount(self, name: str) -> AmountChange | None:
        """What became of a sum of the cart, by the name of its attribute."""
        return next((change for change in self.amounts if change.name == name), None)


def compare(before: Cart, after: Cart | None) -> CartChanges:
    """What is different in `after`; None is a cart that is gone."""
    now = after if after is not None else Cart(domain=before.domain, display_name=before.display_name)
    old_codes, new_codes = set(before.coupons), set(now.coupons)
    old_notices = {notice.text for notice in before.notices}
    lines = tuple(_lines(before, now))
    repriced = {change.line_item_id for change in lines if change.what == "price"}
    about_lines = {
        notice.text
        for notice in now.notices
        if _says_it_does_not_ship(notice.code)
        or (notice.code.upper() in _OTHER_PRICE and notice.line_item_id in repriced)
    }
    return CartChanges(
        lines=lines,
        amounts=tuple(_amounts(before, now)),
        methods=tuple(_methods(before, now)),
        coupons_gained=tuple(code for code in now.coupons if code not in old_codes),
        coupons_lost=tuple(code for code in before.coupons if code not in new_codes),
        notices=tuple(
            dict.fromkeys(
                notice.text
                for notice in now.notices
                if notice.text and notice.text not in old_notices | about_lines
            )
        ),
    )


def _lines(before: Cart, after: Cart) -> Iterable[LineChange]:
    # Some servers give every line the same id; the goods tell them apart then.
    old, new = (
        {_key(line): line for line in before.line_items},
        {_key(line): line for line in after.line_items},
    )
    stuck_before, stuck_after = _stuck(before), _stuck(after)
    was, gone = _matched(old, new)
    for line in gone:
        yield LineChange(line.line_item_id, "removed", f"{_title(line)} is no longer in the cart.")
    for key, line in new.items():
        name, known = _title(line), was.get(key)
        was_stuck = known is not None and known.line_item_id in stuck_before
        if known is None:
            yield LineChange(line.line_item_id, "added", f"{name} is new in the cart.")
        else:
            yield from _of_line(known, line)
        if line.line_item_id in stuck_after and not was_stuck:
            said = stuck_after[line.line_item_id] or f"{name} cannot be sent there."
            yield LineChange(line.line_item_id, "no longer ships", said)
        elif was_stuck and line.line_item_id not in stuck_after:
            yield LineChange(line.line_item_id, "ships again", f"{name} can be sent there.")


def _matched(
    old: Mapping[_Key, LineItem], new: Mapping[_Key, LineItem]
) -> tuple[Mapping[_Key, LineItem], Iterable[LineItem]]:
    """What each line of `new` was before, and the lines that are gone. Goods that were taken out and put in again are
    the same line, whatever its id.
    """
    was = {key: old[key] for key in new if key in old}
    gone: dict[str, list[LineItem]] = {}
    for key, line in old.items():
        if key not in was:
            gone.setdefault(_goods(line), []).append(line)
    for key, line in new.items():
        if key not in was and (same := gone.get(_goods(line))):
            was[key] = same.pop(0)
    return was, [line for lines in gone.values() for line in lines]


def _of_line(old: LineItem, new: LineItem) -> Iterable[LineChange]:
    name = _title(new)
    if old.quantity != new.quantity:
        said = f"{name}: {new.quantity} in place of {old.quantity}."
        yield LineChange(new.line_item_id, "quantity", said)
    if not _same(old.price, new.price):
        said = f"{name} costs {_price(new.price)}. It was {_price(old.price)}."
        yield LineChange(new.line_item_id, "price", said)


def _amounts(before: Cart, after: Cart) -> Iterable[AmountChange]:
    for name in _AMOUNTS:
        old: Money | None = getattr(before, name)
        new: Money | None = getattr(after, name)
        if not _same(old, new):
            yield AmountChange(name, old, new)


def _methods(before: Cart, after: Cart) -> Iterable[MethodChange]:
    """Of the shipments that are in both; what is new or gone with its lines is told by these."""
    old = {shipment.shipment_id: shipment for shipment in before.shipments}
    for shipment in after.shipments:
        known = old.get(shipment.shipment_id)
        change = _of_shipment(known, shipment) if known is not None else None
        if change is not None and change.words:
            yield change


def _of_shipment(old: Shipment, new: Shipment) -> MethodChange:
    had = {method.id: method for method in old.shipping_method_options}
    has = {method.id: method for method in new.shipping_method_options}
    return MethodChange(
        new.shipment_id,
        old.shipping_method,
        new.shipping_method,
        gained=tuple(method for name, method in has.items() if name not in had),
        lost=tuple(method for name, method in had.items() if name not in has),
        repriced=tuple(
            method for name, method in has.items() if name in had and not _same(had[name].price, method.price)
        ),
    )


def _stuck(cart: Cart) -> dict[str, str]:
    """What is said about the lines that cannot be sent to the address."""
    found = (notice for notice in cart.notices if _says_it_does_not_ship(notice.code))
    return {notice.line_item_id: notice.text for notice in found if notice.line_item_id}


def _says_it_does_not_ship(code: str) -> bool:
    return code.upper().removeprefix("ERROR") == _NOT_SHIPPABLE


def _same(one: Money | None, other: Money | None) -> bool:
    """Whether both are the same to pay; what is not said and nothing are so."""
    if one is None or other is None:
        return all(amount is None or amount.is_zero for amount in (one, other))
    return one == other or (one.is_zero and other.is_zero)


def _key(line: LineItem) -> _Key:
    return line.line_item_id, line.variant_id or line.sku


def _goods(line: LineItem) -> str:
    """What a line is of; where the merchant does not tell, no other line is of that."""
    return line.variant_id or line.sku or line.line_item_id


def _title(line: LineItem) -> str:
    name = line.description or line.sku or "An item"
    return f"{name} ({line.variant_description})" if line.variant_description else name


def _id(method: ShippingMethod | None) -> str:
    return method.id if method is not None else ""


def _named(method: ShippingMethod | None) -> str:
    return (method.description or method.id) if method is not None else ""


def _price(amount: Money | None) -> str:
    return str(amount) if amount is not None else "—"
