"""What a shopper confirmed, held against what the merchant has now, field by field; and the lines for the journal."""

import re
from collections.abc import Iterable
from typing import Final

from firmly_tui.checkout.changes import CartChanges, compare
from firmly_tui.checkout.order_call import losses
from firmly_tui.checkout.ways import NewCard, PayPal, SavedCard, Way, card_name, takes_cards
from firmly_tui.models import AddonSelection, Address, Cart, PaymentOption, Shipment

_WHERE: Final = (
    "first_name",
    "last_name",
    "address1",
    "address2",
    "city",
    "state_or_province",
    "postal_code",
    "country",
)


def unorderable(present: Cart | None, way: Way) -> str:
    """Why the cart cannot be ordered at all, or not in this way, `""` if it can."""
    if present is None or present.is_empty:
        return "The cart is empty now."
    if present.status.lower() != "active":
        said = next((notice.text for notice in present.notices if notice.text), "")
        return f"The merchant does not sell this cart now. {said}".strip()
    if not _can_pay(present, way):
        return f"The merchant does not take {way.label} for this cart now. Choose another way to pay."
    return ""


def differences(confirmed: Cart, present: Cart, way: Way) -> list[str]:
    """What is different in a cart since it was confirmed, one sentence for each; none if nothing is."""
    changes = compare(confirmed, present)
    found = [
        *(change.words for change in changes.lines),
        *_codes(changes),
        *_delivery(confirmed, present),
        *_addons(confirmed, present),
        *_where(confirmed.shipping_info, present.shipping_info, "The goods go"),
        *_ways(confirmed, present),
        *_lost(confirmed, present, way),
    ]
    total = changes.amount("total")
    if found or total is not None:
        # Which sum made the difference is worth knowing; by itself it changes nothing for the shopper.
        found += [change.words for change in changes.amounts]
        found += [text for text in changes.notices if text not in found]
    elif confirmed.cart_id != present.cart_id:
        found.append("The merchant made another cart of it, with the same goods and the same total.")
    return list(dict.fromkeys(found))


def line_texts(cart: Cart) -> list[str]:
    """Each line as one reads it: "2 × Wool Throw, Oat  $59.98"."""
    texts: list[str] = []
    for line in cart.line_items:
        name = ", ".join(filter(None, [line.description or line.sku, line.variant_description]))
        texts.append(f"{line.quantity} × {name}" + (f"  {line.total}" if line.total is not None else ""))
    return texts


def _codes(changes: CartChanges) -> Iterable[str]:
    yield from (f"Promo code {code} is on the cart now." for code in changes.coupons_gained)
    yield from (f"Promo code {code} is no longer on the cart." for code in changes.coupons_lost)


def _where(before: Address | None, now: Address | None, what: str) -> Iterable[str]:
    """The addresses, if they are not the same place for the same person."""
    if _place(before) != _place(now):
        yield f"{what} to {_named(now)}, no longer to {_named(before)}."


def _place(info: Address | None) -> list[str]:
    """The address without what servers spell in several ways: case, blanks, the gap of a postal code."""
    if info is None:
        return []
    return [re.sub(r"[\s\-]+", "", getattr(info, name)).casefold() for name in _WHERE]


def _named(info: Address | None) -> str:
    return ", ".join(info.lines()) if info is not None else "no address"


def _delivery(confirmed: Cart, present: Cart) -> Iterable[str]:
    before = {shipment.shipment_id: shipment for shipment in confirmed.shipments}
    now = {shipment.shipment_id: shipment for shipment in present.shipments}
    if before.keys() != now.keys() or len(confirmed.shipments) != len(present.shipments):
        sizes = [_count(len(cart.shipments)) for cart in (present, confirmed)]
        anew = "How the goods are sent was set anew."
        yield f"The goods are sent in {sizes[0]}, not in {sizes[1]}." if sizes[0] != sizes[1] else anew
        return
    for shipment_id, shipment in now.items():
        known = before[shipment_id]
        for what, old, new in zip(_ASPECTS, _aspects(known), _aspects(shipment), strict=True):
            if old != new:
                yield f"{what}: {new[-1] or '—'} in place of {old[-1] or '—'}."
        if shipment.shipping_info is not None and known.shipping_info is not None:
            yield from _where(known.shipping_info, shipment.shipping_info, "A shipment goes")


_ASPECTS: Final = ("Delivery", "Sent by", "Day", "Time", "Picked up at", "Pickup", "Note")


def _aspects(shipment: Shipment) -> list[tuple[str, str]]:
    """Each aspect of a delivery, as what tells it apart and as a word; in the order of `_ASPECTS`."""
    kind, method, place = shipment.fulfillment_type, shipment.shipping_method, shipment.selected_location
    slot, option = shipment.selected_time_slot, shipment.pickup_option
    hours = "–".join(filter(None, [slot.start, slot.end])) if slot is not None else ""
    return [
        (kind.id, kind.name or kind.id) if kind is not None else ("", ""),
        (method.id, method.description or method.id) if method is not None else ("", ""),
        (shipment.selected_date, shipment.selected_date),
        (slot.slot_id or hours, hours or slot.description) if slot is not None else ("", ""),
        (place.location_id, place.name or place.location_id) if place is not None else ("", ""),
        (option.option_id, option.name or option.option_id) if option is not None else ("", ""),
        (shipment.notes, shipment.notes),
    ]


def _count(shipments: int) -> str:
    return f"{shipments} shipment{'s' if shipments != 1 else ''}"


def _addons(confirmed: Cart, present: Cart) -> Iterable[str]:
    names = {
        offer.addon_id: offer.name
        for cart in (confirmed, present)
        for offer in cart.addons.offers
        if offer.name
    }
    before, now = _chosen(confirmed), _chosen(present)
    for addon_id in dict.fromkeys([*before, *now]):
        name = names.get(addon_id, addon_id)
        if addon_id not in now:
            yield f"{name} is no longer added."
        elif addon_id not in before:
            yield f"{name} is added now."
        elif before[addon_id] != now[addon_id]:
            yield f"{name} covers something else now."


def _chosen(cart: Cart) -> dict[str, tuple[list[str], list[str]]]:
    def parts(chosen: AddonSelection) -> tuple[list[str], list[str]]:
        return sorted(chosen.selected_line_item_ids), sorted(chosen.selected_child_ids)

    return {chosen.addon_id: parts(chosen) for chosen in cart.addons.selections}


def _ways(confirmed: Cart, present: Cart) -> Iterable[str]:
    # Not every answer of a server lists the ways to pay.
    if not all("payment_methods" in cart.model_fields_set for cart in (confirmed, present)):
        return
    before = {_option(option): option for option in confirmed.payment_methods}
    now = {_option(option): option for option in present.payment_methods}
    for key in before.keys() - now.keys():
        yield f"It can no longer be paid with {_way(before[key])}."
    for key in now.keys() - before.keys():
        yield f"It can be paid with {_way(now[key])} now."


def _option(option: PaymentOption) -> tuple[str, str, str]:
    return option.type.casefold(), option.wallet.casefold(), option.id


def _way(option: PaymentOption) -> str:
    if option.id:
        return card_name(option)
    return "a card" if option.type.casefold() == "creditcard" else option.type


def _lost(confirmed: Cart, present: Cart, way: Way) -> Iterable[str]:
    if way.call == "place-order":
        known = losses(confirmed)
        yield from (
            f"Step by step the order would lose {what}." for what in losses(present) if what not in known
        )


def _can_pay(cart: Cart, way: Way) -> bool:
    """Whether the way is still open; a cart that does not list its ways closes none."""
    if "payment_methods" not in cart.model_fields_set:
        return True
    options = cart.payment_methods
    match way:
        case NewCard():
            return takes_cards(cart)
        case SavedCard(option=option):
            return any(option.id == known.id for known in options)
        case PayPal():
            return any(known.type.casefold() == "paypal" for known in options)
        case _:
            return True
