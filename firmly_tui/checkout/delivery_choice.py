"""How and when a shipment is to reach the shopper: the choice, its words in the notes, its refusal, its reset."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Self

from firmly_tui.checkout.delivery_days import as_date, is_between
from firmly_tui.client.errors import ApiError, FirmlyError
from firmly_tui.models import Cart, DeliveryWindow, PickupOption, Shipment, TimeSlot

REQUESTED: Final = "Requested: "
"""Begins the line of the notes that tells the chosen time to people, since few servers take it otherwise."""
_OWN: Final = "Note: "
"""Stands before words of the shopper that begin as a request does, so that they are not taken for one."""
_LIKE_A_REQUEST: Final = re.compile(rf"({_OWN})*{REQUESTED.strip()}")

_NO_SUCH_TIME: Final = ("InvalidDate", "InvalidTimeSlot", "TimeSlotNotAvailable", "SlotNotAvailable")


@dataclass(frozen=True)
class ChoiceRefused:
    """Why the server did not take a choice. Where `reopen` is a day (`"YYYY-MM-DD"`), that day, or its slot, was
    taken meanwhile: say so, and show the day as it is now. Where a `window` is given, the day is to be one of it.
    """

    sentence: str
    reopen: str = ""
    window: DeliveryWindow | None = None


@dataclass(frozen=True)
class DeliveryChoice:
    """Everything that is chosen for a shipment beside its type and place; begin with `of`, and change that.

    `date` is `"YYYY-MM-DD"`, `words` is what the shopper writes to the merchant. `told` is what the notes say of
    the time where the server itself shows no slot.
    """

    method_id: str
    date: str = ""
    slot: TimeSlot | None = None
    window: DeliveryWindow | None = None
    option: PickupOption | None = None
    words: str = ""
    told: str = ""

    @classmethod
    def of(cls, shipment: Shipment, sent: "DeliveryChoice | None" = None) -> Self:
        """What is chosen now, as far as the server shows it; what it does not show is as it was `sent`, if that
        is what the shipment still stands by.
        """
        shown = cls(
            method_id=shipment.shipping_method.id if shipment.shipping_method else "",
            date=shipment.selected_date,
            slot=shipment.selected_time_slot,
            window=shipment.selected_window,
            option=shipment.pickup_option,
            words=own_words(shipment.notes),
            told="" if shipment.selected_time_slot else requested(shipment.notes),
        )
        if sent is None or not sent.is_still(shipment):
            return shown
        return replace(
            shown,
            slot=shown.slot or sent.slot,
            window=shown.window or sent.window,
            option=shown.option or sent.option,
            told="" if shown.slot else sent.told,
        )

    def is_still(self, shipment: Shipment) -> bool:
        """Whether a shipment is as this choice made it, as far as it tells."""
        method_id = shipment.shipping_method.id if shipment.shipping_method else ""
        request = requested(shipment.notes)
        return (method_id, shipment.selected_date) == (self.method_id, self.date) and (
            request in ("", " ".join(self.request.split()))
        )

    def by(self, method_id: str) -> Self:
        """Sent otherwise; windows and ways to pick up belong to their method, days do not."""
        if method_id == self.method_id:
            return self
        return replace(self, method_id=method_id, window=None, option=None)

    def on(self, day: str, slot: TimeSlot | None = None) -> Self:
        """On another day, in these hours of it."""
        return replace(self, date=day, slot=slot, told="")

    def within(self, window: DeliveryWindow, method_id: str) -> Self:
        """In a delivery window, which is sent by `method_id`; a day outside of it is given up, with its hours."""
        inside = not self.date or _is_inside(self.date, window)
        kept = self if inside else replace(self, date="", slot=None, told="")
        return replace(kept, window=window, method_id=method_id)

    def handed(self, option: PickupOption, method_id: str) -> Self:
        """Picked up in this way, which is a method of its own."""
        return replace(self, option=option, method_id=method_id)

    def saying(self, words: str) -> Self:
        """With these words to the merchant."""
        return replace(self, words=words.strip())

    def gives_up(self, other: Self) -> list[str]:
        """What of this choice another one leaves out, in words; what it has in its place is none."""
        window, option = self.window, self.option
        had = {
            "the day": day_in_words(self.date) if not other.date else "",
            "the time": self._hours if not other._hours else "",
            "the delivery window": (window.name or window.window_id) if window and not other.window else "",
            "the way to pick up": (option.name or option.option_id) if option and not other.option else "",
        }
        return [f"{what}: {value}" for what, value in had.items() if value]

    @property
    def _hours(self) -> str:
        return slot_in_words(self.slot, zoned=False) or self.told

    @property
    def request(self) -> str:
        """What the notes have to say, since no document has a field for it; `""` where every choice has one."""
        if not self.told and self.slot is None and self.window is None and self.option is None:
            return ""
        when = [day_in_words(self.date, year=True), slot_in_words(self.slot)]
        parts = [self.told] if self.told else when
        named = [choice.name for choice in (self.window, self.option) if choice is not None]
        parts += [name for name in named if name not in self.told]
        return ", ".join(part for part in parts if part)

    @property
    def notes(self) -> str:
        """The notes to send: the request on a line of its own, then the shopper's words."""
        return with_request(self.words, self.request)


def with_request(words: str, request: str) -> str:
    """The notes to send: the request on the first line, `""` for none, then the shopper's words."""
    words, line = words.strip(), " ".join(request.split())
    if line:
        return f"{REQUESTED}{line}\n{words}".strip()
    return _OWN + words if _LIKE_A_REQUEST.match(words) else words


def requested(notes: str) -> str:
    """What the notes request, `""` for nothing. Only the first line can: below it, words are the shopper's."""
    first = notes.strip().partition("\n")[0]
    return first.removeprefix(REQUESTED.strip()).strip() if first.startswith(REQUESTED.strip()) else ""


def told_time(shipment: Shipment) -> str:
    """What the notes request beyond what the server itself shows as chosen, `""` for nothing."""
    told = requested(shipment.notes)
    shown = replace(DeliveryChoice.of(shipment), told="").request
    day = day_in_words(shipment.selected_date, year=True)
    return "" if shipment.selected_time_slot or told in (shown, day) else told


def own_words(notes: str) -> str:
    """The notes without the request: what the shopper wrote."""
    notes = notes.strip()
    if requested(notes):
        return notes.partition("\n")[2].strip()
    return notes.removeprefix(_OWN) if _LIKE_A_REQUEST.match(notes) else notes


def shows_details(choice: DeliveryChoice, shipment: Shipment) -> bool:
    """Whether the shipment shows the slot, window or pickup option of a choice: the server took it by its id."""
    slot, window = shipment.selected_time_slot, shipment.selected_window
    return any(
        sent is not None and shown is not None and sent == shown
        for sent, shown in (
            (choice.slot and choice.slot.slot_id, slot and slot.slot_id),
            (choice.window and choice.window.window_id, window and window.window_id),
            (
                choice.option and choice.option.option_id,
                shipment.pickup_option and shipment.pickup_option.option_id,
            ),
        )
    )


def choice_refused(error: FirmlyError, choice: DeliveryChoice) -> ChoiceRefused:
    """Why a choice was refused, and whether its day is to be opened again."""
    if isinstance(error, ApiError) and error.matches(*_NO_SUCH_TIME):
        day = choice.date or (choice.window.start_date if choice.window else "")
        return ChoiceRefused(error.description or error.sentence, reopen=day, window=choice.window)
    return ChoiceRefused(error.sentence)


def lost_time(cart: Cart, shipment: Shipment) -> ChoiceRefused | None:
    """Whether the day or the slot of a shipment was taken after it was chosen, as a notice of the cart tells."""
    if not shipment.selected_date:
        return None
    for notice in cart.notices:
        about = notice.sent.get("shipment_id")
        if notice.code.upper().endswith("SHIPPING_NOT_AVAILABLE") and (
            about == shipment.shipment_id or (about is None and len(cart.shipments) == 1)
        ):
            return ChoiceRefused(notice.text, reopen=shipment.selected_date)
    return None


def resets(shipment: Shipment, type_id: str) -> list[str]:
    """What is lost by another fulfillment type, in words, before it is lost; nothing for the present type.

    (firmly docs: Set Fulfillment Type.) The shopper's words in the notes stay.
    """
    if shipment.fulfillment_type is not None and shipment.fulfillment_type.id == type_id:
        return []
    method, place = shipment.shipping_method, shipment.selected_location
    window, option = shipment.selected_window, shipment.pickup_option
    # It is read beside the slot itself, which says whose time that is.
    hours = slot_in_words(shipment.selected_time_slot, zoned=False)
    told = told_time(shipment)
    found = {
        "the store": place.name or place.location_id if place else "",
        "the day": day_in_words(shipment.selected_date),
        "the time": hours or told,
        "the delivery window": window.name if window else "",
        "the way to pick up": option.name or option.option_id if option else "",
        "the shipping method": method.description or method.id if method else "",
    }
    return [f"{what}: {value}" for what, value in found.items() if value]


def day_in_words(day: str, *, year: bool = False) -> str:
    """`"2026-05-02"` as `Saturday, May 2`; what is no day as it is."""
    try:
        value = date.fromisoformat(day)
    except ValueError:
        return day
    return f"{value:%A, %B} {value.day}" + (f", {value.year}" if year else "")


def slot_in_words(slot: TimeSlot | None, *, zoned: bool = True) -> str:
    """`09:00 – 12:00 (America/Los_Angeles)`, or what the server calls it."""
    if slot is None:
        return ""
    hours = " – ".join(part for part in (slot.start, slot.end) if part)
    zone = f" ({slot.zone})" if zoned and slot.zone and hours else ""
    return f"{hours}{zone}" if hours else slot.description or slot.slot_id


def _is_inside(day: str, window: DeliveryWindow) -> bool:
    value = as_date(day)
    return value is not None and is_between(value, as_date(window.start_date), as_date(window.end_date))
