"""The rows of the carts' list: what stands in it, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from firmly_tui.tui.drawing import BAD, DIM, FOCUS, WARN, one_line, shortened

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from firmly_tui.checkout import CartChanges, MerchantCart, PromoCode
    from firmly_tui.models import Cart, LineItem, Money


NOT_SOLD = "The merchant does not sell this cart now, and gives no reason. Change it, or try again with r."


class Remark(NamedTuple):
    """A sentence with the sign before it, and how both are drawn."""

    sign: str
    text: str
    style: str

    @property
    def words(self) -> str:
        """Sign and sentence."""
        return f"{self.sign} {self.text}" if self.sign else self.text


@dataclass(frozen=True)
class CartRow:
    """One row: a merchant's title, or a line, a promo code, what fails, or a remark.

    `remarks` stand below a line, or are the row itself; `marked` is a line that was changed elsewhere.
    """

    entry: MerchantCart
    line: LineItem | None = None
    promo: PromoCode | None = None
    remarks: tuple[Remark, ...] = ()
    amount: Money | None = None
    fails: bool = False
    marked: bool = False

    @property
    def is_title(self) -> bool:
        """Whether it is the merchant's name and what its cart costs."""
        return self.line is None and self.promo is None and not self.remarks

    @property
    def key(self) -> Hashable:
        """The same for the same line or code, however it changes."""
        if self.line is not None:
            return line_key(self.entry.domain, self.line.line_item_id)
        if self.promo is not None:
            return promo_key(self.entry.domain, self.promo.code)
        return (self.entry.domain, "fails" if self.fails else "")


def line_key(domain: str, line_item_id: str) -> Hashable:
    """The key of a line's row."""
    return (domain, "line", line_item_id)


def promo_key(domain: str, code: str) -> Hashable:
    """The key of a promo code's row."""
    return (domain, "promo", code.casefold())


@dataclass(frozen=True)
class _Made:
    """The rows of a merchant, and what they were made from."""

    entry: MerchantCart
    cart: Cart | None
    others: tuple[object, ...]
    rows: list[CartRow]


class CartRows:
    """Makes the rows of all carts; those of a merchant of whom nothing is new are the same as before."""

    def __init__(self) -> None:
        self._made: dict[str, _Made] = {}

    def rows(self, entries: Sequence[MerchantCart]) -> list[CartRow]:
        """The rows."""
        made = {entry.domain: self._of(entry) for entry in entries}
        self._made = made
        return [row for one in made.values() for row in one.rows]

    def _of(self, entry: MerchantCart) -> _Made:
        others = _others(entry)
        before = self._made.get(entry.domain)
        if (
            before is not None
            and before.entry is entry
            and before.cart is entry.cart
            and before.others == others
        ):
            return before
        return _Made(entry, entry.cart, others, list(_entry_rows(entry)))


def _others(entry: MerchantCart) -> tuple[object, ...]:
    """What rows depend on beside the cart. (The rest, such as wishes, is read when a row is drawn.)"""
    notes = entry.promos
    return (
        (entry.error, entry.unread, entry.health_error),
        entry.address_error,
        tuple(entry.line_errors.items()),
        tuple((removed.at, removed.line.line_item_id) for removed in entry.removed),
        (tuple(notes.refused.items()), tuple(notes.kept.items()), notes.sending),
        entry.elsewhere,
    )


def _entry_rows(entry: MerchantCart) -> Iterator[CartRow]:
    elsewhere = entry.elsewhere
    yield CartRow(entry)
    yield from _failures(entry)
    if entry.cart is not None:
        about = {notice.line_item_id for notice in entry.cart.notices if notice.line_item_id}
        for line in entry.cart.line_items:
            plain = line.line_item_id not in about and line.line_item_id not in entry.line_errors
            yield CartRow(entry, line=line) if plain and elsewhere is None else _line(entry, line, elsewhere)
    for removed in entry.removed:
        words = shortened(one_line(f"{removed.line.description} {removed.line.variant_description}"))
        yield CartRow(entry, remarks=(Remark("", f"removed: {words} · u puts it back", DIM),))
    if elsewhere is not None:
        for words in _said_of_the_cart(elsewhere):
            yield CartRow(entry, remarks=(Remark("◆", f"changed elsewhere: {words}", FOCUS),))
    yield from _promos_and_notices(entry)
    if entry.cart is not None:
        yield from _methods(entry)


def _failures(entry: MerchantCart) -> Iterator[CartRow]:
    if entry.error is not None:
        again = " r tries again." if entry.cart is None else ""
        if entry.unread and entry.has_lines:
            again = " The cart is shown as it was; r tries again."
        said = Remark("✕", f"{one_line(entry.error.sentence)}{again}", BAD)
        yield CartRow(entry, remarks=(said,), fails=True)
    elif entry.health_error is not None:
        words = f"Whether this shop can sell now is not known: {one_line(entry.health_error.sentence)} r asks again."
        yield CartRow(entry, remarks=(Remark("!", words, WARN),))
    if entry.address_error is not None:
        yield CartRow(entry, remarks=(Remark("✕", one_line(entry.address_error.sentence), BAD),))


def _line(entry: MerchantCart, line: LineItem, elsewhere: CartChanges | None) -> CartRow:
    remarks: list[Remark] = []
    if error := entry.line_errors.get(line.line_item_id):
        remarks.append(Remark("!", one_line(error), WARN))
    if entry.cart is not None:
        notices = (notice for notice in entry.cart.notices if notice.line_item_id == line.line_item_id)
        remarks += [Remark("!", one_line(notice.text or notice.code), WARN) for notice in notices]
    changes = elsewhere.of_line(line.line_item_id) if elsewhere is not None else []
    told = {remark.text for remark in remarks}
    fresh = [one_line(change.words) for change in changes]
    remarks += [Remark("◆", f"changed elsewhere: {words}", FOCUS) for words in fresh if words not in told]
    return CartRow(entry, line=line, remarks=tuple(remarks), marked=bool(changes))


def _said_of_the_cart(changes: CartChanges) -> Iterator[str]:
    """What became of the cart apart from the lines that are in it, and from sums, which everybody sees."""
    yield from (change.words for change in changes.lines if change.what == "removed")
    yield from (f"promo code {code} is on the cart." for code in changes.coupons_gained)
    yield from (f"promo code {code} is no longer on the cart." for code in changes.coupons_lost)


def _promos_and_notices(entry: MerchantCart) -> Iterator[CartRow]:
    from firmly_tui.checkout.promos import promo_codes, taken_off

    codes = promo_codes(entry)
    for promo in codes:
        off = taken_off(entry.cart, promo.code) if entry.cart is not None else None
        yield CartRow(entry, promo=promo, amount=-off if off is not None else None)
    if entry.cart is None:
        return
    if entry.cart.status.lower() != "active" and not entry.cart.notices and not entry.cart.is_empty:
        yield CartRow(entry, remarks=(Remark("!", NOT_SOLD, WARN),))
    told = {promo.reason for promo in codes}
    lines = {line.line_item_id for line in entry.lines}
    for notice in entry.cart.notices:
        if notice.line_item_id not in lines and notice.text not in told:
            yield CartRow(entry, remarks=(Remark("!", one_line(notice.text or notice.code), WARN),))


def _methods(entry: MerchantCart) -> Iterator[CartRow]:
    for shipment in entry.cart.shipments if entry.cart is not None else ():
        method = shipment.shipping_method
        if method is not None:
            said = " · ".join(
                filter(None, [one_line(method.description), one_line(method.estimated_delivery)])
            )
            yield CartRow(entry, remarks=(Remark("", said, ""),), amount=method.price)
