"""How the shipments of a cart travel: type, method, day and hours, and what goes together."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, Literal

from firmly_tui.checkout.delivery_choice import (
    ChoiceRefused,
    DeliveryChoice,
    choice_refused,
    own_words,
    requested,
    shows_details,
)
from firmly_tui.checkout.keeper import CartKeeper, OnAnswer
from firmly_tui.checkout.merchant_cart import MerchantCart
from firmly_tui.client.errors import ApiError, FirmlyError, NotOffered
from firmly_tui.models import Availability, Cart

if TYPE_CHECKING:
    from firmly_tui.client import FirmlyClient

Offer = Literal["split", "merge", "type", "method"]
"""The calls that some servers do not have: an entry's `not_offered` are those that turned out so."""

_PARTING: Final[Mapping[str, str]] = {"split": "splitting", "merge": "merging"}
"""What firmly documents no path for, and what it is to a shopper."""

Edit = Callable[[DeliveryChoice], DeliveryChoice]
"""Makes a new choice of the present one."""

_BODY_REFUSED: Final = (
    "InvalidInputBody",
    "InvalidRequest",
    "BadRequest",
    "Validation",
    "UnprocessableEntity",
)

_SHIPMENT_GONE: Final = ChoiceRefused("This shipment is not in the cart any more. Look at the cart again.")
_NO_METHOD: Final = ChoiceRefused("Choose the shipping method first: the rest goes with it.")


class Shipments:
    """`hive.shipments`. Each change is of one shipment; what was chosen for the others stays.

    Nothing is raised for a refusal: it is returned, and kept in the entry's `shipment_refusals` until the shipment
    is changed again.
    """

    def __init__(self, keeper: CartKeeper, client: "FirmlyClient") -> None:
        self._keeper = keeper
        self._client = client

    async def availability(self, domain: str, shipment_id: str) -> Availability:
        """The days, hours and places that can be chosen now. Raises FirmlyError."""
        try:
            return await self._client.carts.availability(self._keeper[domain].domain, shipment_id)
        except FirmlyError as error:
            await self._keeper.look_after(domain, error)
            raise

    async def set_type(
        self, domain: str, shipment_id: str, type_id: str, location_id: str | None = None
    ) -> ChoiceRefused | None:
        """Choose how a shipment reaches the shopper, and for a pickup, where; `fulfillment.resets` tells what is lost.

        A time that the notes request is lost with the rest, and taken out of them.
        """
        return await self._keeper.in_turn(
            domain, lambda entry: self._set_type(entry, shipment_id, type_id, location_id)
        )

    async def choose(self, domain: str, shipment_id: str, edit: Edit) -> ChoiceRefused | None:
        """Choose how and when a shipment travels: `edit` makes the new choice of the present one.

        It is asked when all that was begun before is answered, so that of two quick choices none undoes the other:
        `choose(domain, shipment_id, lambda choice: choice.on(day, slot))`.

        The time is written into the notes, in words. Slot, window and pickup option have no field in any document:
        their ids are sent along until an answer does not show them, and never again to that merchant after it.
        A server that refuses what it does not know is asked once more without them.
        """
        return await self._keeper.in_turn(domain, lambda entry: self._choose(entry, shipment_id, edit))

    async def split(
        self, domain: str, shipment_id: str, line_item_ids: Sequence[str]
    ) -> ChoiceRefused | None:
        """Let some lines travel in a shipment of their own; their day is to be chosen anew."""

        async def steps(entry: MerchantCart) -> ChoiceRefused | None:
            call = partial(self._client.carts.split_shipment, entry.domain, shipment_id, line_item_ids)
            return await self._change(entry.domain, shipment_id, call, offer="split")

        return await self._keeper.in_turn(domain, steps)

    async def merge(self, domain: str, shipment_ids: Sequence[str]) -> ChoiceRefused | None:
        """Let shipments travel as one: as the first of them does."""

        async def steps(entry: MerchantCart) -> ChoiceRefused | None:
            gone = next((found for found in shipment_ids if entry.shipment(found) is None), None)
            first = gone or next(iter(shipment_ids), "")
            call = partial(self._client.carts.merge_shipments, entry.domain, shipment_ids)
            return await self._change(entry.domain, first, call, offer="merge")

        return await self._keeper.in_turn(domain, steps)

    async def _choose(self, entry: MerchantCart, shipment_id: str, edit: Edit) -> ChoiceRefused | None:
        shipment = entry.shipment(shipment_id)
        if shipment is None:
            return _SHIPMENT_GONE
        choice = edit(DeliveryChoice.of(shipment, entry.choices.get(shipment_id)))
        if not choice.method_id:
            entry.shipment_refusals[shipment_id] = _NO_METHOD
            return _NO_METHOD
        sends_details = entry.takes_details is not False and _details(choice) != {}

        async def call() -> Cart:
            if sends_details:
                try:
                    return await self._send(entry, shipment_id, choice, details=True)
                except ApiError as error:
                    if entry.takes_details or not error.matches(*_BODY_REFUSED):
                        raise
            cart = await self._send(entry, shipment_id, choice, details=False)
            if sends_details:
                entry.takes_details = False
            return cart

        def learn(answered: MerchantCart, _: Cart | None, __: Cart) -> None:
            shown = answered.shipment(shipment_id)
            answered.choices[shipment_id] = choice
            answered.any_day.discard(shipment_id)
            if sends_details and entry.takes_details is not False and shown is not None:
                answered.takes_details = shows_details(choice, shown)

        return await self._change(
            entry.domain,
            shipment_id,
            call,
            offer="method",
            refused=lambda error: choice_refused(error, choice),
            on_answer=learn,
        )

    async def _set_type(
        self, entry: MerchantCart, shipment_id: str, type_id: str, location_id: str | None
    ) -> ChoiceRefused | None:
        carts, domain = self._client.carts, entry.domain
        call = partial(carts.set_fulfillment_type, domain, shipment_id, type_id, location_id=location_id)

        def forget(answered: MerchantCart, _: Cart | None, __: Cart) -> None:
            answered.choices.pop(shipment_id, None)
            answered.dayless.discard(shipment_id)
            answered.any_day.discard(shipment_id)

        refused = await self._change(domain, shipment_id, call, offer="type", on_answer=forget)
        shipment = self._keeper[domain].shipment(shipment_id)
        if refused is not None or shipment is None:
            return refused
        # Without a method there is no call that takes notes; the next choice replaces them.
        if requested(shipment.notes) and not shipment.selected_date and shipment.shipping_method is not None:
            method_id, words = shipment.shipping_method.id, own_words(shipment.notes)
            clean = partial(carts.set_shipping_method, domain, shipment_id, method_id, notes=words)
            return await self._change(domain, shipment_id, clean, offer="method")
        return None

    async def _send(
        self, entry: MerchantCart, shipment_id: str, choice: DeliveryChoice, *, details: bool
    ) -> Cart:
        shipment = entry.shipment(shipment_id)
        has_notes = choice.notes or (shipment is not None and shipment.notes)
        return await self._client.carts.set_shipping_method(
            entry.domain,
            shipment_id,
            choice.method_id,
            notes=choice.notes if has_notes else None,
            selected_date=choice.date or None,
            **(_details(choice) if details else {}),
        )

    async def _change(
        self,
        domain: str,
        shipment_id: str,
        call: Callable[[], Awaitable[Cart]],
        *,
        offer: Offer,
        refused: Callable[[FirmlyError], ChoiceRefused] | None = None,
        on_answer: OnAnswer | None = None,
    ) -> ChoiceRefused | None:
        entry = self._keeper[domain]
        if entry.shipment(shipment_id) is None:
            return _SHIPMENT_GONE
        entry.shipment_refusals.pop(shipment_id, None)

        def read(error: FirmlyError) -> ChoiceRefused:
            if offer in _PARTING and isinstance(error, NotOffered):
                return ChoiceRefused(f"{entry.name} does not offer {_PARTING[offer]}.")
            return (refused or _said)(error)

        def keep(entry: MerchantCart, error: FirmlyError) -> None:
            entry.shipment_refusals[shipment_id] = read(error)
            if isinstance(error, NotOffered):
                entry.not_offered.add(offer)

        try:
            await self._keeper.change(domain, call, on_refusal=keep, on_answer=on_answer)
        except FirmlyError as error:
            return read(error)
        return None


def _said(error: FirmlyError) -> ChoiceRefused:
    return ChoiceRefused(error.sentence)


def _details(choice: DeliveryChoice) -> dict[str, str]:
    """The ids that no document has a field for."""
    found = {
        "selected_time_slot": choice.slot.slot_id if choice.slot else "",
        "window_id": choice.window.window_id if choice.window else "",
        "pickup_option": choice.option.option_id if choice.option else "",
    }
    return {name: value for name, value in found.items() if value}
