"""One view of what can be chosen for a shipment, over all that servers say of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, tzinfo

from firmly_tui.checkout.delivery_choice import DeliveryChoice, resets
from firmly_tui.checkout.delivery_days import (
    DeliveryDays,
    FindZone,
    as_date,
    delivery_days,
    is_between,
)
from firmly_tui.checkout.places import Place, places_by_distance
from firmly_tui.checkout.undecided import is_pickup
from firmly_tui.models import Availability, DeliveryWindow, PickupOption, Shipment, ShippingMethod


@dataclass(frozen=True)
class TypeOption:
    """A fulfillment type: `reason` says why it is offered, `resets` what is lost by choosing it."""

    type_id: str
    name: str
    reason: str
    chosen: bool
    is_pickup: bool
    resets: tuple[str, ...]


@dataclass(frozen=True)
class WindowOption:
    """A delivery window, and the method that most likely goes with it; `closed` says why it cannot be chosen."""

    window: DeliveryWindow
    first: date | None
    last: date | None
    method: ShippingMethod | None
    chosen: bool
    closed: str = ""


@dataclass(frozen=True)
class HandoverOption:
    """A way to pick up, and the method that most likely goes with it."""

    option: PickupOption
    method: ShippingMethod | None
    chosen: bool


@dataclass(frozen=True)
class Fulfillment:
    """What can be chosen for a shipment: empty is what its type does not know.

    `days` are those of the chosen place for a pickup, within the chosen window for a delivery.
    """

    types: tuple[TypeOption, ...]
    methods: tuple[ShippingMethod, ...]
    places: tuple[Place, ...]
    handovers: tuple[HandoverOption, ...]
    windows: tuple[WindowOption, ...]
    days: DeliveryDays
    choice: DeliveryChoice
    """What is chosen now."""
    place: Place | None = None
    """Where the goods are picked up, None while that is not chosen."""
    own_days: DeliveryDays = field(default_factory=DeliveryDays)
    """The days of the shipment itself, not narrowed by a window."""
    is_lost: bool = False
    """Whether somebody else took the chosen day, or its hours, since they were chosen."""

    @property
    def is_pickup(self) -> bool:
        """Whether the shopper fetches the goods."""
        return any(option.is_pickup for option in self.types if option.chosen)


def fulfillment(
    shipment: Shipment,
    availability: Availability,
    today: date,
    *,
    shopper_zone: tzinfo | None = None,
    find_zone: FindZone | None = None,
    sent: DeliveryChoice | None = None,
    is_lost: bool = False,
) -> Fulfillment:
    """The view of a shipment. `today` is the day it is for the shopper; zones are found by name in the system's own
    list unless `find_zone` is given. `sent` is what was chosen last, for what servers do not show. Never raises.
    """
    places = places_by_distance(availability.locations, today, shopper_zone=shopper_zone, find_zone=find_zone)
    own = delivery_days(availability.dates, shopper_zone=shopper_zone, find_zone=find_zone)
    methods = tuple(shipment.shipping_method_options or availability.methods)
    choice, location = DeliveryChoice.of(shipment, sent), shipment.selected_location
    window = choice.window
    types = _types(shipment)
    days = own if window is None else own.within(window)
    place = None
    if places and any(option.chosen and option.is_pickup for option in types):
        wanted = location.location_id if location is not None else ""
        place = next((found for found in places if found.location.location_id == wanted), None)
        days = place.days if place is not None else DeliveryDays()
    return Fulfillment(
        types=types,
        methods=methods,
        places=places,
        handovers=_handovers(choice.option, availability.pickup_options, methods),
        windows=tuple(_window(found, own, methods, window, today) for found in availability.windows),
        days=days,
        choice=choice,
        place=place,
        own_days=own,
        is_lost=is_lost,
    )


def edit_for(
    item: ShippingMethod | WindowOption | HandoverOption | None,
) -> Callable[[DeliveryChoice], DeliveryChoice]:
    """The change of a choice that a method, a window or a way to pick up is; None stands for no window.

    A window, or a way to pick up, of which nothing tells the method, goes with the present one.
    """

    def edit(choice: DeliveryChoice) -> DeliveryChoice:
        match item:
            case WindowOption():
                return choice.within(item.window, item.method.id if item.method else choice.method_id)
            case HandoverOption():
                return choice.handed(item.option, item.method.id if item.method else choice.method_id)
            case None:
                return replace(choice, window=None)
            case _:
                return choice.by(item.id)

    return edit


def loses_by_type(shipment: Shipment, option: TypeOption) -> bool:
    """Whether a type takes more than what the merchant chose by itself: the cheapest method."""
    method, cheapest = shipment.shipping_method, shipment.cheapest
    by_itself = method is not None and (cheapest is None or cheapest.id == method.id)
    return len(option.resets) > by_itself


def method_for_window(window: DeliveryWindow, methods: Sequence[ShippingMethod]) -> ShippingMethod | None:
    """The method that carries a window: no document says which, but what it costs is known.

    It is the one of the same price, else the dearest that costs no more; None where nothing tells.
    """
    if len(methods) == 1:
        return methods[0]
    price = window.price
    if price is None:
        return None
    fitting = [
        (method.price, method)
        for method in methods
        if method.price is not None and method.price.currency == price.currency and method.price <= price
    ]
    return max(fitting, key=lambda found: found[0].number)[1] if fitting else None


def method_for_handover(option: PickupOption, methods: Sequence[ShippingMethod]) -> ShippingMethod | None:
    """The method of a way to pick up, by its name: `curbside` goes with `CURBSIDE_PICKUP`; None where nothing tells."""
    if len(methods) == 1:
        return methods[0]
    names = [_letters(option.option_id), _letters(option.name)]
    for method in methods:
        known = (_letters(method.id), _letters(method.description))
        if any(name and text and (name in text or text in name) for name in names for text in known):
            return method
    return None


def _types(shipment: Shipment) -> tuple[TypeOption, ...]:
    present = shipment.fulfillment_type
    offered = list(shipment.fulfillment_type_options)
    if present is not None and all(option.id != present.id for option in offered):
        offered.insert(0, present)
    return tuple(
        TypeOption(
            option.id,
            option.name or option.id.replace("_", " ").capitalize(),
            option.description,
            chosen=present is not None and option.id == present.id,
            is_pickup=is_pickup(option.id),
            resets=tuple(resets(shipment, option.id)),
        )
        for option in offered
    )


def _window(
    window: DeliveryWindow,
    days: DeliveryDays,
    methods: Sequence[ShippingMethod],
    chosen: DeliveryWindow | None,
    today: date,
) -> WindowOption:
    first, last = as_date(window.start_date), as_date(window.end_date)
    closed = ""
    if last is not None and last < today:
        closed = "Over"
    elif days.days and not any(is_between(day.date, first, last) for day in days.open):
        closed = "No free day in it"
    return WindowOption(
        window,
        first,
        last,
        method_for_window(window, methods),
        chosen=chosen is not None and chosen.window_id == window.window_id,
        closed=closed,
    )


def _handovers(
    present: PickupOption | None, options: Sequence[PickupOption], methods: Sequence[ShippingMethod]
) -> tuple[HandoverOption, ...]:
    return tuple(
        HandoverOption(
            option,
            method_for_handover(option, methods),
            chosen=present is not None and present.option_id == option.option_id,
        )
        for option in options
    )


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
