"""How a delivery is told: what is sent, when, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from firmly_tui.tui.drawing import BOLD, DIM, joined, one_line, plain, price, shortened
from firmly_tui.tui.offer_words import line_name, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, tzinfo

    from firmly_tui.checkout import MerchantCart
    from firmly_tui.checkout.delivery_days import SlotView
    from firmly_tui.checkout.fulfillment import WindowOption
    from firmly_tui.client import FirmlyError
    from firmly_tui.models import Shipment

STATUS_WORDS = {
    "item_not_shippable": "Something in this cart cannot be sent to your address.",
    "checkout_blocked": "This merchant does not take an order of this cart.",
}


def title(entry: MerchantCart, shipment: Shipment) -> Content:
    """The goods of a shipment."""
    lines = [line for line in entry.lines if line.line_item_id in shipment.line_item_ids]
    return plain(listed(line_name(line, entry.lines) for line in lines)) if lines else plain("All of it")


def notices(entry: MerchantCart) -> Iterator[tuple[str, str]]:
    """What is wrong with a merchant or its cart, each with its sign."""
    if entry.is_out:
        yield "✕", "This merchant sells nothing right now. The others are not affected."
    errors = [error for error in (entry.error, entry.address_error) if error and not is_told(entry, error)]
    for sentence in dict.fromkeys(one_line(error.sentence) for error in errors):
        yield "✕", sentence
    cart = entry.cart
    if cart is None:
        return
    said = [one_line(notice.text or notice.code) for notice in cart.notices]
    status = cart.status.lower()
    if status != "active" and not said:
        yield "✕", STATUS_WORDS.get(status, f"This cart cannot be ordered: {one_line(cart.status)}.")
    for words in said:
        yield "✕" if status != "active" else "!", words


def is_told(entry: MerchantCart, error: FirmlyError) -> bool:
    """Whether an error is only that the merchant sells nothing now, which stands below its name."""
    from firmly_tui.client import StoreUnavailable

    return entry.is_out and isinstance(error, StoreUnavailable)


def span(first: date | None, last: date | None) -> str:
    """`Nov 23 – 25`, `Nov 26 – Dec 21`."""
    if first is None or last is None:
        return " – ".join(f"{day:%b} {day.day}" for day in (first, last) if day is not None)
    same = (first.year, first.month) == (last.year, last.month)
    return f"{first:%b} {first.day} – " + (f"{last.day}" if same else f"{last:%b} {last.day}")


def zone_words(name: str) -> str:
    """The town of a time zone: `Los Angeles` of `America/Los_Angeles`."""
    return name.rpartition("/")[2].replace("_", " ")


def zones_apart(slots: Sequence[SlotView]) -> str:
    """`Times in Los Angeles (UTC−7); you are at UTC+2.`; `""` where nothing differs, or not for all alike."""
    apart = {(slot.zone, slot.offset, slot.your_offset) for slot in slots if slot.yours}
    if len(apart) != 1 or any(not slot.yours for slot in slots):
        return ""
    ((zone, offset, yours),) = apart
    where = f"{zone_words(zone)} ({offset})" if zone and zone != "UTC" else offset
    return f"Times in {where}; you are at {yours}."


def chosen_day(shipment: Shipment, zone: tzinfo | None) -> Content | None:
    """`Friday, June 12 · 09:00 – 12:00 (Los Angeles) · 18:00 – 21:00 for you`; None where no day is chosen."""
    found = day_and_yours(shipment, zone)
    return None if found is None else joined([found[0], plain(found[1], DIM)])


def day_and_yours(shipment: Shipment, zone: tzinfo | None) -> tuple[Content, str] | None:
    """The same in two parts: the day with the merchant's hours, and what these are for the shopper."""
    from firmly_tui.checkout.delivery_choice import day_in_words, told_time
    from firmly_tui.checkout.delivery_days import as_date, slot_view

    if not shipment.selected_date:
        return None
    day = as_date(shipment.selected_date)
    slot = shipment.selected_time_slot
    parts: list[Content] = [plain(day_in_words(shipment.selected_date), BOLD)]
    yours = ""
    if slot is not None and day is not None:
        view = slot_view(slot, day, zone)
        where = f" ({zone_words(view.zone)})" if view.zone else ""
        parts.append(plain(view.time + where, BOLD))
        yours = f"{view.yours} for you" if view.yours else ""
    elif told := told_time(shipment):
        parts.append(plain(f"asked for: {told}", DIM))
    return joined(parts), yours


def given_up(name: str, resets: tuple[str, ...] | list[str]) -> str:
    """`Pickup in Store gives up the day: Friday, June 12.`"""
    if not resets:
        return ""
    # All of it: what is not named here would be lost without a word.
    return f"{shortened(one_line(name))} gives up {listed(map(one_line, resets), most=len(resets))}."


def lacks(entry: MerchantCart, shipment: Shipment, number: int = 1) -> str:
    """`Nordhaus, Linden Sofa: a day is still to choose. o again goes on without one.`"""
    from firmly_tui.checkout.undecided import DAY

    missing = entry.lacks(shipment)
    which = f"{shortened(one_line(entry.name), 24)}, {shortened(title(entry, shipment).plain)}"
    others = f" {number - 1} more after it." if number > 1 else ""
    again = "leaves it to the merchant" if missing == (DAY,) else "goes on without this merchant's order"
    return f"{which}: {listed(missing)} is still to choose.{others} o again {again}."


def taken(entry: MerchantCart, shipment: Shipment, sentence: str, *, others: bool) -> str:
    """`Nordhaus, Linden Sofa: 07:00 – 11:00 is taken. Enter chooses another time.`, and what `o` does then."""
    which = f"{shortened(one_line(entry.name), 24)}, {shortened(title(entry, shipment).plain)}"
    again = " o again goes on without this merchant's order." if others else ""
    return f"{which}: {one_line(sentence)} Enter shows what is free.{again}"


def window_price(shipment: Shipment | None, option: WindowOption) -> str:
    """What a window does to the price: it is that of the method that it goes with."""
    optional = "A window is optional."
    present = shipment.shipping_method if shipment else None
    if option.method is None:
        return f"{optional} What it costs is in the total once it is chosen."
    name = one_line(option.method.description or option.method.id)
    if present is None or present.id == option.method.id:
        return f"{optional} It is part of {name}, and costs nothing beside it."
    before = one_line(present.description or present.id)
    return (
        f"{optional} It goes with {name}: {price(option.method.price)} in place of {before}, not beside it."
    )
