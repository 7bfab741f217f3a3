"""What can be chosen for each shipment, asked for when it is needed, and again when it may have changed."""

import asyncio
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from time import monotonic
from typing import Final

from firmly_tui.checkout.delivery_choice import DeliveryChoice, lost_time
from firmly_tui.checkout.fulfillment import Fulfillment, fulfillment
from firmly_tui.checkout.merchant_cart import MerchantCart
from firmly_tui.checkout.shipping import Shipments
from firmly_tui.client.errors import FirmlyError
from firmly_tui.models import Availability, Shipment
from firmly_tui.observable import Observable

_Key = tuple[str, str]
_Mark = tuple[Hashable, ...]

MOST_AT_ONCE: Final = 6
"""Questions without an answer at one time."""
FRESH_FOR: Final = 60.0
"""Seconds for which an answer is not asked for again."""


@dataclass(frozen=True)
class Offer:
    """What a shipment can have, as far as it is known; `error` says why no more is, or why that is not the newest.

    `asking` is while nothing is known; what is known is asked for again without a word.
    """

    view: Fulfillment
    asking: bool = False
    error: FirmlyError | None = None


@dataclass(frozen=True)
class _Answer:
    """An answer, what it was asked for, and when, in seconds; `availability` is the last that did not fail."""

    mark: _Mark
    availability: Availability | None
    at: float
    error: FirmlyError | None = None


@dataclass(frozen=True)
class _View:
    """A view, and what it was made of."""

    shipment: Shipment
    availability: Availability | None
    today: date
    sent: DeliveryChoice | None
    view: Fulfillment


class Offers(Observable):
    """The answers by shipment. An answer for another fulfillment type is not shown; one that is only old is, until
    the next one is there.
    """

    def __init__(
        self,
        shipments: Shipments,
        today: Callable[[], date],
        zone: Callable[[], tzinfo | None],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        super().__init__()
        self._shipments = shipments
        self._today = today
        self._zone = zone
        self._clock = clock
        self._turns = asyncio.Semaphore(MOST_AT_ONCE)
        self._answers: dict[_Key, _Answer] = {}
        self._asking: dict[_Key, _Mark] = {}
        self._views: dict[_Key, _View] = {}

    def of(self, entry: MerchantCart, shipment: Shipment) -> Offer:
        """What is known of a shipment now."""
        key = (entry.domain, shipment.shipment_id)
        answer = self._answer(entry, shipment)
        availability = answer.availability if answer else None
        view = self._view(entry, shipment, availability)
        return Offer(view, key in self._asking and availability is None, answer.error if answer else None)

    def _answer(self, entry: MerchantCart, shipment: Shipment) -> _Answer | None:
        """The last answer, if it is about the present fulfillment type."""
        answer = self._answers.get((entry.domain, shipment.shipment_id))
        if answer is None or answer.mark[0] != _mark(entry, shipment)[0]:
            return None
        return answer

    def old(self, entries: Sequence[MerchantCart]) -> list[tuple[MerchantCart, Shipment]]:
        """The shipments of which what is known may have changed: they were asked about long ago, or in vain."""
        now = self._clock()
        return [
            (entry, shipment)
            for entry in entries
            for shipment in (entry.cart.shipments if entry.cart else [])
            if (answer := self._answer(entry, shipment)) is not None
            and (answer.error is not None or now - answer.at >= FRESH_FOR)
            and (entry.domain, shipment.shipment_id) not in self._asking
        ]

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
        before = self._answer(entry, shipment)
        error, availability = None, before.availability if before else None
        try:
            async with self._turns:
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
            self._answers[key] = _Answer(mark, availability, self._clock(), error)
            self._forget_gone(entry)
            self._learn(entry, shipment.shipment_id)
            self._changed()

    def _forget_gone(self, entry: MerchantCart) -> None:
        """Forget the merchant's shipments that were ordered, or went with their goods: their ids do not come again."""
        present = {shipment.shipment_id for shipment in entry.cart.shipments} if entry.cart else set[str]()
        for known in (self._answers, self._views):
            for domain, shipment_id in [*known]:
                if domain == entry.domain and shipment_id not in present:
                    del known[domain, shipment_id]

    def _learn(self, entry: MerchantCart, shipment_id: str) -> None:
        """Keep whether there is a day to choose at all: what needs one can be ordered only then."""
        shipment = entry.shipment(shipment_id)
        if shipment is None or self.of(entry, shipment).error is not None:
            return
        view = self.of(entry, shipment).view
        if view.days.days or view.own_days.days or (view.is_pickup and view.place is None):
            entry.dayless.discard(shipment_id)
        else:
            entry.dayless.add(shipment_id)

    def _view(
        self, entry: MerchantCart, shipment: Shipment, availability: Availability | None
    ) -> Fulfillment:
        today, key = self._today(), (entry.domain, shipment.shipment_id)
        sent = entry.choices.get(shipment.shipment_id)
        is_lost = entry.cart is not None and lost_time(entry.cart, shipment) is not None
        kept = self._views.get(key)
        if (
            kept is not None
            and kept.shipment is shipment
            and kept.availability is availability
            and kept.sent is sent
            and kept.today == today
            and kept.view.is_lost == is_lost
        ):
            return kept.view
        given = availability or Availability.model_validate({})
        view = fulfillment(shipment, given, today, shopper_zone=self._zone(), sent=sent, is_lost=is_lost)
        self._views[key] = _View(shipment, availability, today, sent, view)
        return view


def _mark(entry: MerchantCart, shipment: Shipment) -> _Mark:
    """What an answer depends on: the type, the goods, where they go, and whether the chosen time was taken."""
    kind, place = shipment.fulfillment_type, shipment.selected_location
    address = shipment.shipping_info or (entry.cart.shipping_info if entry.cart else None)
    where = (address.country, address.state_or_province, address.postal_code) if address else None
    return (
        kind.id if kind else "",
        place.location_id if place else "",
        where,
        tuple(shipment.line_item_ids),
        lost_time(entry.cart, shipment) if entry.cart else None,
    )
