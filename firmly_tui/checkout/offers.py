"""What can be chosen for each shipment, asked for when it is needed, and again when it may have changed."""

import asyncio
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo

from firmly_tui.checkout.fulfillment import Fulfillment, fulfillment
from firmly_tui.checkout.merchant_cart import MerchantCart
from firmly_tui.checkout.observable import Observable
from firmly_tui.checkout.shipping import Shipments
from firmly_tui.client.errors import FirmlyError
from firmly_tui.models import Availability, Shipment

_Key = tuple[str, str]
_Mark = tuple[Hashable, ...]


@dataclass(frozen=True)
class Offer:
    """What a shipment can have, as far as it is known; `error` says why no more is."""

    view: Fulfillment
    asking: bool = False
    error: FirmlyError | None = None


@dataclass(frozen=True)
class _Answer:
    """An answer, and what it was asked for."""

    mark: _Mark
    availability: Availability
    error: FirmlyError | None = None


class Offers(Observable):
    """The answers by shipment. An answer for another fulfillment type is not shown; one that is only old is, until
    the next one is there.
    """

    def __init__(
        self, shipments: Shipments, today: Callable[[], date], zone: Callable[[], tzinfo | None]
    ) -> None:
        super().__init__()
        self._shipments = shipments
        self._today = today
        self._zone = zone
        self._answers: dict[_Key, _Answer] = {}
        self._asking: dict[_Key, _Mark] = {}
        self._views: dict[_Key, tuple[Shipment, Availability | None, date, Fulfillment]] = {}

    def of(self, entry: MerchantCart, shipment: Shipment) -> Offer:
        """What is known of a shipment now."""
        key = (entry.domain, shipment.shipment_id)
        answer = self._answers.get(key)
        if answer is not None and answer.mark[0] != _mark(entry, shipment)[0]:
            answer = None
        availability = answer.availability if answer else None
        view = self._view(key, shipment, availability)
        return Offer(view, key in self._asking, answer.error if answer else None)

    def unknown(self, entries: Sequence[MerchantCart]) -> list[tuple[MerchantCart, Shipment]]:
        """The shipments whose present state nobody has asked about yet."""
        found: list[tuple[MerchantCart, Shipment]] = []
        for entry in entries:
            # Of a shipment without an id (v1) nothing can be asked; while the address is not known, too little.
            if entry.cart is None or entry.needs_address or entry.busy:
                continue
            for shipment in entry.cart.shipments:
                key, mark = (entry.domain, shipment.shipment_id), _mark(entry, shipment)
                answer = self._answers.get(key)
                known = mark in (answer.mark if answer else None, self._asking.get(key))
                if shipment.shipment_id and not known:
                    found.append((entry, shipment))
        return found

    async def ask(self, entry: MerchantCart, shipment: Shipment) -> None:
        """Ask what a shipment can have now. A failure is kept in its offer."""
        key, mark = (entry.domain, shipment.shipment_id), _mark(entry, shipment)
        self._asking[key] = mark
        self._changed()
        error, availability = None, Availability.model_validate({})
        try:
            availability = await self._shipments.availability(entry.domain, shipment.shipment_id)
        except FirmlyError as failure:
            error = failure
        except asyncio.CancelledError:
            if self._asking.get(key) == mark:
                del self._asking[key]
            raise
        # Of two questions about one shipment the later one counts.
        if self._asking.get(key) == mark:
            del self._asking[key]
            self._answers[key] = _Answer(mark, availability, error)
            self._changed()

    def _view(self, key: _Key, shipment: Shipment, availability: Availability | None) -> Fulfillment:
        today = self._today()
        kept = self._views.get(key)
        if kept is not None and kept[0] is shipment and kept[1] is availability and kept[2] == today:
            return kept[3]
        given = availability or Availability.model_validate({})
        view = fulfillment(shipment, given, today, shopper_zone=self._zone())
        self._views[key] = (shipment, availability, today, view)
        return view


def _mark(entry: MerchantCart, shipment: Shipment) -> _Mark:
    """What an answer depends on: the type, the goods and where they go."""
    kind, place = shipment.fulfillment_type, shipment.selected_location
    address = shipment.shipping_info or (entry.cart.shipping_info if entry.cart else None)
    where = (address.country, address.state_or_province, address.postal_code) if address else None
    return (
        kind.id if kind else "",
        place.location_id if place else "",
        where,
        tuple(shipment.line_item_ids),
    )
