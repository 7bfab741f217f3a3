"""What is about to be bought: every line, where it goes, how, what it costs, and how it is paid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from firmly_tui.tui.choice_words import (
    Chosen,
    addon_words,
    coupon_words,
    read_whole,
    shipment_choices,
    with_shipping,
)
from firmly_tui.tui.commands import command
from firmly_tui.tui.drawing import (
    BOLD,
    DIM,
    MONEY_DUE,
    WARN,
    amount_cell,
    joined,
    nonzero,
    one_line,
    plain,
    price,
    spread,
)
from firmly_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from firmly_tui.checkout import Hindrance, MerchantCart, Shop, Way
    from firmly_tui.models import Address, Cart, Shipment

INDENT, LABEL = 7, 10
"""The columns before a row's label, and those of the label."""
NOTHING = Content("")


@dataclass(frozen=True)
class ReviewRow:
    """A line of the review. `where` is the place at which it can be changed, `""` where there is nothing to change.

    What is to be read whole goes on below, after `hang` columns; -1 is one line, whatever fits into it.
    """

    left: Content
    right: Content = NOTHING
    where: str = ""
    domain: str = ""
    hang: int = -1

    def lines(self, width: int) -> list[Content]:
        """The row in this many columns."""
        if self.hang < 0:
            return [spread(self.left, Content.assemble(self.right, " "), width)]
        lead, words = self.left[: self.hang], self.left[self.hang :]
        return read_whole(lead, words, Content.assemble(self.right, " "), width)


class ReviewList(RowList[ReviewRow]):
    """The review as lines one can scroll through, and from which one goes to where they can be changed."""

    HEIGHT = 0
    BINDINGS = [
        command("enter", "choose", "change", "Go to where the line under the cursor can be changed."),
    ]

    def row_selectable(self, row: ReviewRow) -> bool:
        """What can be changed."""
        return bool(row.where)

    def row_key(self, row: ReviewRow) -> Hashable:
        """A line is the same one by its merchant, its place and its text."""
        return row.domain, row.where, row.left.plain

    def draw_row(self, row: ReviewRow, width: int, selected: bool) -> Sequence[Content]:  # noqa: ARG002
        """The row."""
        return row.lines(width)

    def row_height(self, row: ReviewRow) -> int:
        """Its lines."""
        return len(row.lines(self.scrollable_content_region.width - 1))


def review_rows(shop: Shop, address: Address) -> list[ReviewRow]:
    """All that a shopper confirms, as the merchants give it.

    Where merchants have addresses of their own, each stands with its merchant.
    """
    filled = [entry for entry in shop.hive.entries if entry.has_lines]
    own = {entry.domain: shop.shopper.address_for(entry.domain) or address for entry in filled}
    differ = any(found != address for found in own.values())
    rows: list[ReviewRow] = [] if differ else [*_destination(address)]
    for entry in filled:
        if rows:
            rows.append(ReviewRow(Content("")))
        head, *others = _merchant(shop, entry)
        rows += [head, *(_destination(own[entry.domain], entry.domain, 2) if differ else []), *others]
    return rows


def _destination(address: Address, domain: str = "", indent: int = 0) -> Iterator[ReviewRow]:
    """Where the goods go, and who is told of it."""
    where = plain(", ".join(address.lines()))
    left = Content.assemble(" " * indent, ("To  ", DIM), where)
    yield ReviewRow(left, where="address", domain=domain)
    yield ReviewRow(Content.assemble(" " * indent, "    ", joined([address.email, address.phone])))


def _merchant(shop: Shop, entry: MerchantCart) -> Iterator[ReviewRow]:
    """A merchant's cart; what keeps it out of the order stands right below its name."""
    from firmly_tui.checkout import hindrance, is_answering, ways_to_pay

    cart = entry.cart
    assert cart is not None  # noqa: S101 (it has lines)
    name = plain(one_line(entry.name), BOLD)
    if is_answering(entry):
        yield ReviewRow(name, plain("answering …", WARN), domain=entry.domain)
    elif reason := hindrance(entry, shop.payments, live=shop.environment == "LIVE"):
        yield ReviewRow(name, plain("not part of this order", WARN), domain=entry.domain)
        words = plain(f"  ! {in_the_way(cart, reason)}", WARN)
        yield ReviewRow(words, where=reason.where, domain=entry.domain, hang=4)
        # What can be paid in some way is worth looking at; of the rest the reason is all there is to say.
        if reason.where == "ways" and ways_to_pay(cart):
            yield from _cart_rows(shop, entry, cart)
        return
    else:
        yield ReviewRow(name, amount_cell(cart.total, style=MONEY_DUE), domain=entry.domain)
    yield from _cart_rows(shop, entry, cart)
    yield from _payment(shop, entry.domain, cart)


def in_the_way(cart: Cart | None, reason: Hindrance) -> str:
    """What keeps a cart out of the order, with the key that leads to a sign-in."""
    from firmly_tui.checkout import can_log_in, must_sign_in
    from firmly_tui.checkout.payable import NOT_AGREED
    from firmly_tui.checkout.ways import has_choice

    words = one_line(reason.sentence)
    if cart is not None and reason.where == "ways" and must_sign_in(cart) and can_log_in(cart):
        return f"{words}. Sign in first: Ctrl+Y."
    if reason.sentence == NOT_AGREED:
        others = ", or takes it back: choose another way" if cart is not None and has_choice(cart) else ""
        return f"{words}. Ctrl+Y goes on with it{others}."
    return words


def _cart_rows(shop: Shop, entry: MerchantCart, cart: Cart) -> Iterator[ReviewRow]:
    domain = entry.domain
    for line in cart.line_items:
        name = joined([line.description, plain(line.variant_description, DIM)], "  ")
        left = Content.assemble(f"{entry.quantity(line):>4} × ", name)
        yield ReviewRow(left, amount_cell(line.total, style=""), "carts", domain)
    if nonzero(cart.cart_discount):
        yield _worded(
            "Discount", coupon_words(cart), amount_cell(-cart.cart_discount, style=""), "carts", domain
        )
    if cart.shipments:
        chosen = [found for shipment in cart.shipments for found in _delivery(shop, domain, cart, shipment)]
        for found in with_shipping(cart, chosen):
            yield _worded(found.label, found.words, found.amount, "delivery", domain)
    if nonzero(cart.addon_total):
        total = amount_cell(cart.addon_total, style="")
        yield _worded("Add-ons", addon_words(cart), total, "addons", domain)
    tax = plain("included   ", DIM) if cart.tax_included else amount_cell(cart.tax_total, style="")
    yield ReviewRow(_labelled("Tax"), tax)
    if warning := mismatch(cart):
        yield ReviewRow(plain(f"  ! {warning}", WARN), hang=4)


def _delivery(shop: Shop, domain: str, cart: Cart, shipment: Shipment) -> Iterator[Chosen]:
    yield from shipment_choices(cart, shipment, shop.zone())
    if not shipment.selected_date and shipment.shipment_id in shop.hive[domain].any_day:
        yield Chosen("Day", plain("! none chosen: the merchant decides", WARN))


def _payment(shop: Shop, domain: str, cart: Cart) -> Iterator[ReviewRow]:
    """How it is paid, and what that would cost beside money."""
    from firmly_tui.checkout import NewCard, WalletCard, must_sign_in, needs_login

    way = shop.payments.way_for(cart)
    if way is None:
        return
    yield _worded("Paid with", paid_with(shop, cart, way), where="ways", domain=domain)
    if isinstance(way, WalletCard):
        yield _worded("Bill to", plain(one_line(way.bills_to)))
    if isinstance(way, NewCard):
        if way.call != "place-order":
            yield _worded("", plain(way.reason, DIM))
        if way.would_lose:
            yield _worded("", plain(f"! would lose {way.would_lose}", WARN), where="ways", domain=domain)
    if needs_login(cart) and not must_sign_in(cart):
        yield _worded("", plain("! sells to its own customers, and may refuse you", WARN))
    if shop.payments.captcha_token(domain):
        yield _worded("", plain("with your captcha token", DIM))


def paid_with(shop: Shop, cart: Cart, way: Way) -> Content:
    """`New card, step by step`, `Visa •••• 4242, kept by Guildhall`, `PayPal, agreed`."""
    from firmly_tui.checkout import PayPal, SavedCard

    match way:
        case SavedCard():
            return plain(one_line(f"{way.label}, kept by {cart.name}"))
        case PayPal() if shop.payments.is_agreed(cart):
            return plain("PayPal, agreed")
        case PayPal():
            return plain("! PayPal, not agreed yet", WARN)
        case _:
            return plain(one_line(way.label))


def _labelled(label: str, words: Content | None = None) -> Content:
    return Content.assemble(" " * INDENT, plain(label.ljust(LABEL) if words else label, DIM), words or "")


def _worded(
    label: str, words: Content, right: Content = NOTHING, where: str = "", domain: str = ""
) -> ReviewRow:
    """A row whose words are read whole."""
    return ReviewRow(_labelled(label, words), right, where, domain, INDENT + LABEL if words else -1)


def mismatch(cart: Cart) -> str:
    """A warning where the merchant's own figures do not add up to its total; `""` where they do."""
    from firmly_tui.checkout import total_off_by

    off = total_off_by(cart)
    if not off:
        return ""
    return f"The merchant's figures and its total differ by {price(off)}. The total is what it will charge."
