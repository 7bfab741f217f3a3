"""Makes the rows of a shipment list: what can be chosen now, and what is chosen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from textual.content import Content

from firmly_tui.tui.delivery_words import day_and_yours, is_told, notices, span, title
from firmly_tui.tui.drawing import BAD, BOLD, DIM, WARN, amount_cell, joined, nonzero, one_line, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence
    from datetime import tzinfo

    from firmly_tui.checkout import MerchantCart
    from firmly_tui.checkout.fulfillment import HandoverOption, TypeOption, WindowOption
    from firmly_tui.checkout.offers import Offer, Offers
    from firmly_tui.models import Shipment, ShippingMethod

Kind = Literal[
    "merchant", "text", "shipment", "type", "method", "window", "place", "handover", "day", "notes",
    "split", "merge",
]  # fmt: skip

NOTHING = Content("")


@dataclass(frozen=True)
class ShipmentRow:
    """A title, a remark, or something to choose: `item` is what, `refusal` why it cannot be.

    `note` stands behind `left` where there is room, else below it; `about` is what there is to say of it beyond that.
    """

    kind: Kind
    entry: MerchantCart
    left: Content
    right: Content = NOTHING
    note: str = ""
    shipment: Shipment | None = None
    label: str = ""
    item: TypeOption | ShippingMethod | WindowOption | HandoverOption | str | None = None
    item_id: str = ""
    refusal: str = ""
    about: str = ""
    is_chosen: bool = False
    spaced: bool = False

    @property
    def selectable(self) -> bool:
        """Whether it is something to choose."""
        return self.kind not in ("merchant", "text", "shipment")

    @property
    def shipment_id(self) -> str:
        """The id of its shipment, `""` for what belongs to none."""
        return self.shipment.shipment_id if self.shipment else ""

    @property
    def name(self) -> str:
        """What it is called, without its mark."""
        return self.left.plain.removeprefix("( ) ").removeprefix("(•) ").partition(" · ")[0]

    @property
    def choice(self) -> ShippingMethod | WindowOption | HandoverOption | None:
        """The item of a method, a window or a way to pick up."""
        from firmly_tui.checkout.fulfillment import TypeOption

        return None if isinstance(self.item, (str, TypeOption)) else self.item

    @property
    def key(self) -> Hashable:
        """What stays the same when it is drawn anew."""
        return (self.kind, self.entry.domain, self.shipment_id, self.item_id)


class ShipmentRows:
    """Makes the rows of all merchants that have something in the cart, or wrong, and keeps those of each shipment
    until something about it is new.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], tuple[list[object], list[ShipmentRow]]] = {}

    def rows(self, entries: Sequence[MerchantCart], offers: Offers, zone: tzinfo | None) -> list[ShipmentRow]:
        """The rows as they are now."""
        shown = [entry for entry in entries if entry.has_lines or entry.error]
        return [row for entry in shown for row in _entry(entry, offers, zone, self._shipment)]

    def _shipment(
        self, entry: MerchantCart, shipment: Shipment, number: int, offer: Offer, zone: tzinfo | None
    ) -> list[ShipmentRow]:
        name = (entry.domain, shipment.shipment_id)
        refusal = entry.shipment_refusals.get(shipment.shipment_id)
        plain_parts = (
            number,
            offer.asking,
            zone,
            entry.lacks(shipment),
            entry.is_out,
            *sorted(entry.not_offered),
        )
        # Kept in the list, what is compared by identity cannot be replaced by something else at its address.
        mark: list[object] = [entry.cart, shipment, offer.view, offer.error, refusal, entry.address_error]
        kept = self._kept.get(name)
        same = kept is not None and all(new is old for new, old in zip(mark, kept[0], strict=False))
        if kept is not None and same and kept[0][-1] == plain_parts:
            return kept[1]
        made = list(_shipment(entry, shipment, number, offer, zone))
        self._kept[name] = ([*mark, plain_parts], made)
        return made


def _entry(
    entry: MerchantCart,
    offers: Offers,
    zone: tzinfo | None,
    make: Callable[[MerchantCart, Shipment, int, Offer, tzinfo | None], list[ShipmentRow]],
) -> Iterator[ShipmentRow]:
    state = plain("asking …", DIM) if entry.busy else NOTHING
    health = plain(entry.health, BAD if entry.is_out else WARN) if _is_unwell(entry) else NOTHING
    name = joined([plain(one_line(entry.name), BOLD), health, state])
    yield ShipmentRow("merchant", entry, name, spaced=True)
    for sign, sentence in notices(entry):
        yield ShipmentRow("text", entry, plain(f"{sign} {sentence}", BAD if sign == "✕" else WARN))
    if entry.ships_nothing:
        yield ShipmentRow("text", entry, plain("Nothing to send: it comes by e-mail.", DIM))
        return
    shipments = entry.cart.shipments if entry.cart else []
    if not shipments and entry.cart is not None and not entry.address_error:
        yield ShipmentRow(
            "text", entry, plain("Nothing to choose: this merchant decides how it is sent.", DIM)
        )
    for number, shipment in enumerate(shipments):
        yield from make(entry, shipment, number, offers.of(entry, shipment), zone)


def _shipment(
    entry: MerchantCart, shipment: Shipment, number: int, offer: Offer, zone: tzinfo | None
) -> Iterator[ShipmentRow]:
    yield _heading(entry, shipment, number, offer)
    refusal = entry.shipment_refusals.get(shipment.shipment_id)
    if refusal is not None:
        yield ShipmentRow("text", entry, plain(f"✕ {one_line(refusal.sentence)}", BAD))
    yield from _choices(entry, shipment, offer, zone)
    yield from _grouping(entry, shipment, number)


def _is_unwell(entry: MerchantCart) -> bool:
    return entry.health not in ("", "operational")


def _heading(entry: MerchantCart, shipment: Shipment, number: int, offer: Offer) -> ShipmentRow:
    count = len(entry.cart.shipments) if entry.cart else 0
    which = plain(f"Shipment {number + 1} of {count}", DIM) if count > 1 else NOTHING
    types = offer.view.types
    kind = plain(types[0].name, DIM) if len(types) == 1 else NOTHING
    return ShipmentRow("shipment", entry, joined([which, title(entry, shipment)]), kind, spaced=number > 0)


def _choices(
    entry: MerchantCart, shipment: Shipment, offer: Offer, zone: tzinfo | None
) -> Iterator[ShipmentRow]:
    view = offer.view
    base = ShipmentRow("text", entry, NOTHING, shipment=shipment)
    if len(view.types) > 1:
        yield from _labelled("Type", [_type(base, option) for option in view.types])
    if view.is_pickup:
        yield _place(base, offer)
    handovers = view.handovers if view.is_pickup else ()
    yield from _labelled("Pickup", [_handover(base, option) for option in handovers])
    # A way to pick up is a method of its own: where each has one, it is not chosen twice.
    if not handovers or any(option.method is None for option in handovers):
        yield from _labelled("Method", [_method(base, method) for method in shipment.shipping_method_options])
    if not shipment.shipping_method_options and not view.is_pickup and entry.address_error is None:
        words = "Nothing to choose: this merchant decides how it is sent."
        yield replace(base, left=plain(words, DIM))
    yield from _labelled("Window", [_window(base, option) for option in view.windows])
    if offer.error is not None and not is_told(entry, offer.error):
        words = f"✕ {one_line(offer.error.sentence)} r asks again."
        yield replace(base, left=plain(words, BAD))
    if _has_days(shipment, offer):
        yield _day(base, offer, zone)
    yield _notes(base)


def _has_days(shipment: Shipment, offer: Offer) -> bool:
    from firmly_tui.checkout.undecided import needs_day

    known = bool(offer.view.days.days or shipment.selected_date)
    return known or (offer.asking and needs_day(shipment))


def _labelled(label: str, rows: list[ShipmentRow]) -> Iterator[ShipmentRow]:
    for index, row in enumerate(rows):
        yield row if index else replace(row, label=label)


def _radio(
    base: ShipmentRow, kind: Kind, parts: Sequence[Content | str], *, is_chosen: bool, **more: object
) -> ShipmentRow:
    name, *rest = parts
    drawn = joined([plain(str(name), BOLD if is_chosen else ""), *rest])
    mark = "(•) " if is_chosen else "( ) "
    return replace(base, kind=kind, left=Content.assemble(mark, drawn), is_chosen=is_chosen, **more)


def _type(base: ShipmentRow, option: TypeOption) -> ShipmentRow:
    return _radio(
        base, "type", (one_line(option.name),), is_chosen=option.chosen, note=one_line(option.reason),
        item=option, item_id=option.type_id,
    )  # fmt: skip


def _method(base: ShipmentRow, method: ShippingMethod) -> ShipmentRow:
    chosen = base.shipment.shipping_method if base.shipment else None
    is_chosen = chosen is not None and chosen.id == method.id
    parts = (one_line(method.description or method.id),)
    cost = amount_cell(method.price, free=True, style=BOLD if is_chosen else "")
    return _radio(
        base, "method", parts, is_chosen=is_chosen, right=cost, note=one_line(method.estimated_delivery),
        item=method, item_id=method.id,
    )  # fmt: skip


def _window(base: ShipmentRow, option: WindowOption) -> ShipmentRow:
    window = option.window
    parts = (
        one_line(window.name or window.window_id),
        plain(span(option.first, option.last), DIM),
        plain(option.closed, WARN),
    )
    cost = amount_cell(window.price, free=True, style=BOLD if option.chosen else "")
    refusal = f"{parts[0]}: {option.closed.lower()}. Choose another window." if option.closed else ""
    return _radio(
        base, "window", parts, is_chosen=option.chosen, right=cost, note=one_line(window.description),
        item=option, item_id=window.window_id, refusal=refusal,
    )  # fmt: skip


def _handover(base: ShipmentRow, option: HandoverOption) -> ShipmentRow:
    way = option.option
    parts = (one_line(way.name or way.option_id),)
    cost = amount_cell(option.method.price, free=True, style="") if option.method else NOTHING
    return _radio(
        base, "handover", parts, is_chosen=option.chosen, right=cost, note=one_line(way.description),
        item=option, item_id=way.option_id, about=one_line(way.instructions),
    )  # fmt: skip


def _place(base: ShipmentRow, offer: Offer) -> ShipmentRow:
    place, chosen = offer.view.place, base.shipment.selected_location if base.shipment else None
    if place is not None:
        words = joined(
            [plain(place.location.name, BOLD), plain(place.distance, DIM), plain(place.today, DIM)]
        )
        about = ", ".join([*place.address, place.location.phone])
    elif chosen is not None:
        words, about = plain(one_line(chosen.name or chosen.location_id), BOLD), ""
    else:
        words, about = _open_choice("Enter chooses a store", offer), ""
    return replace(base, kind="place", label="Store", left=words, about=about)


def _day(base: ShipmentRow, offer: Offer, zone: tzinfo | None) -> ShipmentRow:
    from firmly_tui.checkout.delivery_choice import day_in_words, lost_time
    from firmly_tui.checkout.undecided import DAY

    assert base.shipment is not None  # noqa: S101 (made of a shipment)
    lost = lost_time(base.entry.cart, base.shipment) if base.entry.cart else None
    if lost is not None:
        gone = plain(f"! {day_in_words(base.shipment.selected_date)} was taken", WARN)
        again = plain("Enter chooses another time", DIM)
        return replace(
            base, kind="day", label="Day", left=joined([gone, again]), about=one_line(lost.sentence)
        )
    chosen = day_and_yours(base.shipment, zone)
    if chosen is not None:
        slot = base.shipment.selected_time_slot
        cost = amount_cell(slot.price, style=BOLD) if slot is not None and nonzero(slot.price) else NOTHING
        return replace(base, kind="day", label="Day", left=chosen[0], note=chosen[1], right=cost)
    words = _open_choice("Enter chooses a day", offer, needed=DAY in base.entry.lacks(base.shipment))
    return replace(base, kind="day", label="Day", left=words)


def _open_choice(how: str, offer: Offer, *, needed: bool = True) -> Content:
    if offer.asking:
        return plain("asking …", DIM)
    return joined([plain("! not chosen", WARN) if needed else plain("any", DIM), plain(how, DIM)])


def _notes(base: ShipmentRow) -> ShipmentRow:
    from firmly_tui.checkout.delivery_choice import own_words

    assert base.shipment is not None  # noqa: S101
    words = one_line(own_words(base.shipment.notes))
    left = plain(words) if words else plain("none · Enter writes to the merchant", DIM)
    has_method = base.shipment.shipping_method is not None
    return replace(
        base, kind="notes", label="Notes", left=left,
        refusal="" if has_method else "Choose first how it is sent: notes go with that.",
    )  # fmt: skip


def _grouping(entry: MerchantCart, shipment: Shipment, number: int) -> Iterator[ShipmentRow]:
    if len(shipment.line_item_ids) > 1 and "split" not in entry.not_offered:
        words = plain("Enter lets some of these travel on their own", DIM)
        yield ShipmentRow("split", entry, words, shipment=shipment, label="Split")
    if "merge" in entry.not_offered or entry.cart is None:
        return
    kinds = {option.id for option in shipment.fulfillment_type_options}
    for index, other in enumerate(entry.cart.shipments[:number]):
        if not kinds or kinds & {option.id for option in other.fulfillment_type_options}:
            words = plain(f"Enter sends these together with shipment {index + 1}", DIM)
            yield ShipmentRow("merge", entry, words, shipment=shipment, label="Merge", item=other.shipment_id)
            return
