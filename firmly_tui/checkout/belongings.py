"""What a line of a cart has beside itself, its delivery and its add-ons, and giving that to another line."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from firmly_tui.checkout.addon_tree import AddonKey, Picked, read_addons
from firmly_tui.checkout.addons import AddonCall, AddonRules
from firmly_tui.checkout.delivery_choice import DeliveryChoice, slot_in_words
from firmly_tui.client.errors import FirmlyError
from firmly_tui.models import Address, Cart, Shipment

if TYPE_CHECKING:
    from firmly_tui.checkout.extras import Extras
    from firmly_tui.checkout.keeper import CartKeeper
    from firmly_tui.checkout.merchant_cart import MerchantCart
    from firmly_tui.checkout.shipping import Shipments
    from firmly_tui.client import FirmlyClient


@dataclass(frozen=True)
class HeldAddon:
    """An add-on that a line had, or that went from the cart with it; `names` are by the ids below it, `""` its own."""

    addon_id: str
    picked: Picked
    names: Mapping[str, str]


@dataclass(frozen=True)
class Belongings:
    """What a line had: `shipment` is how it traveled, `choice` what was chosen for that, `address` where to if that was
    not where the cart goes.

    `mates` are the lines that traveled with it, `apart` those that did not.
    """

    shipment: Shipment | None = None
    choice: DeliveryChoice | None = None
    address: Address | None = None
    mates: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()
    addons: tuple[HeldAddon, ...] = ()


def belongings(
    before: Cart, after: Cart | None, line_item_id: str, choices: Mapping[str, DeliveryChoice]
) -> Belongings:
    """What a line had that is in the cart `before` and not in the one `after`; `choices` are those by shipment."""
    shipment = _shipment_of(before, line_item_id)
    mates = frozenset(shipment.line_item_ids if shipment is not None else ()) - {line_item_id}
    others = frozenset(line for found in before.shipments for line in found.line_item_ids)
    own = shipment.shipping_info if shipment is not None else None
    return Belongings(
        shipment=shipment,
        choice=DeliveryChoice.of(shipment, choices.get(shipment.shipment_id))
        if shipment is not None
        else None,
        address=own if own != before.shipping_info else None,
        mates=mates,
        apart=others - mates - {line_item_id},
        addons=tuple(_held(before, after, line_item_id)),
    )


class Carrier:
    """Gives a line what another one had, as far as the merchant allows that."""

    def __init__(
        self, keeper: "CartKeeper", client: "FirmlyClient", shipments: "Shipments", extras: "Extras"
    ) -> None:
        self._keeper = keeper
        self._client = client
        self._shipments = shipments
        self._extras = extras

    async def give(self, domain: str, had: Belongings, line_item_id: str) -> tuple[str, ...]:
        """Give all of this to a line that is new in the cart. Returns what it could not have, for a shopper."""
        await self._join(domain, had, line_item_id)
        shipment = self._shipment(domain, line_item_id)
        if had.shipment is not None and shipment is not None and shipment.line_item_ids == [line_item_id]:
            await self._deliver(domain, had, had.shipment, line_item_id)
        await self._extend(domain, had, line_item_id)
        return self.lacking(domain, had, line_item_id)

    def lacking(self, domain: str, had: Belongings, line_item_id: str) -> tuple[str, ...]:
        """What of this a line does not have, for a shopper."""
        entry, shipment = self._keeper[domain], self._shipment(domain, line_item_id)
        lacking = list(_not_so(had, shipment, entry.choices))
        mates = set(shipment.line_item_ids) if shipment is not None else set[str]()
        if entry.present(had.apart) & mates:
            lacking.append("a shipment of its own")
        if had.address is not None and (shipment is None or shipment.shipping_info != had.address):
            lacking.append("an address of its own")
        return (*lacking, *(name for held in had.addons for name in _missing(entry, held, line_item_id)))

    def _shipment(self, domain: str, line_item_id: str) -> Shipment | None:
        cart = self._keeper[domain].cart
        return _shipment_of(cart, line_item_id) if cart is not None else None

    async def _join(self, domain: str, had: Belongings, line_item_id: str) -> None:
        """Let the line travel with those that it traveled with, and without those that it did not."""
        entry, shipment = self._keeper[domain], self._shipment(domain, line_item_id)
        if shipment is None:
            return
        others = frozenset(shipment.line_item_ids) - {line_item_id}
        mates = entry.present(had.mates)
        if others & mates or not (mates or others & entry.present(had.apart)):
            return
        if others:
            await self._shipments.split(domain, shipment.shipment_id, [line_item_id])
        joined = self._shipment(domain, next(iter(mates))) if mates else None
        shipment = self._shipment(domain, line_item_id)
        if joined is not None and shipment is not None and shipment.line_item_ids == [line_item_id]:
            await self._shipments.merge(domain, [joined.shipment_id, shipment.shipment_id])

    async def _deliver(self, domain: str, had: Belongings, shipment: Shipment, line_item_id: str) -> None:
        """Let the shipment of the line travel so; a day that cannot be had any more is left out."""
        if had.address is not None and (now := self._shipment(domain, line_item_id)) is not None:
            await self._send_to(domain, now.shipment_id, had.address)
        now = self._shipment(domain, line_item_id)
        if now is not None and shipment.fulfillment_type is not None and not _same_type(shipment, now):
            place = shipment.selected_location.location_id if shipment.selected_location is not None else None
            kind = shipment.fulfillment_type.id
            if await self._shipments.set_type(domain, now.shipment_id, kind, place) is not None:
                return
            now = self._shipment(domain, line_item_id)
        if now is None or had.choice is None:
            return
        plain = replace(had.choice, date="", slot=None, window=None, told="")
        for wished in (had.choice, plain):
            if not wished.method_id or wished == DeliveryChoice.of(now):
                return
            if await self._shipments.choose(domain, now.shipment_id, lambda _, to=wished: to) is None:
                return

    async def _send_to(self, domain: str, shipment_id: str, address: Address) -> None:
        carts = self._client.carts
        call = partial(carts.set_shipping_info, domain, address, shipment_id=shipment_id)
        await self._tried(domain, call)

    async def _tried(self, domain: str, call: Callable[[], Awaitable[Cart]]) -> None:
        try:
            await self._keeper.change(domain, call)
        except FirmlyError:
            # What the line lacks is told in the end, whatever the reason.
            return

    async def _extend(self, domain: str, had: Belongings, line_item_id: str) -> None:
        """Choose the add-ons for the line; each may need one that comes after it."""
        waiting = list(had.addons)
        refused: set[str] = set()
        while waiting:
            made = False
            for held in tuple(waiting):
                calls = _calls(self._keeper[domain], held, line_item_id)
                if calls is None or held.addon_id in refused:
                    continue
                waiting.remove(held)
                if calls and await self._extras.make(domain, calls) is not None:
                    refused.add(held.addon_id)
                made = True
            if not made:
                return


def _shipment_of(cart: Cart, line_item_id: str) -> Shipment | None:
    return next((found for found in cart.shipments if line_item_id in found.line_item_ids), None)


def _held(before: Cart, after: Cart | None, line_item_id: str) -> Iterator[HeldAddon]:
    tree = read_addons(before)
    left = read_addons(after).chosen if after is not None else dict[str, Picked]()
    for addon_id, picked in tree.chosen.items():
        now = left.get(addon_id, Picked())
        if line_item_id in picked.lines or addon_id not in left or picked.children - now.children:
            top = tree.by_key[AddonKey(addon_id)]
            names = {extra.key.child_id: extra.name for extra in top.walk()}
            yield HeldAddon(addon_id, picked, names)


def _calls(entry: "MerchantCart", held: HeldAddon, line_item_id: str) -> list[AddonCall] | None:
    """The calls that give a line an add-on with all that was chosen below it; None while it cannot have it.

    Nothing that was chosen meanwhile is given up for it.
    """
    if entry.cart is None:
        return None
    rules = AddonRules(entry.cart)
    calls: list[AddonCall] = []
    top = AddonKey(held.addon_id)
    wishes = [top, *(AddonKey(held.addon_id, child) for child in sorted(held.picked.children))]
    for key in wishes:
        extra = rules.tree.by_key.get(key)
        if extra is None or extra.place == "gone":
            return None
        lines = None
        if key == top and extra.picking == "any" and line_item_id not in rules.lines(key):
            lines = (*rules.lines(key), line_item_id)
        change = rules.choose(key, lines)
        if change.why_not or change.unselects:
            return None
        calls += change.calls
        rules = rules.after(change)
    return calls


def _missing(entry: "MerchantCart", held: HeldAddon, line_item_id: str) -> Iterator[str]:
    tree = read_addons(entry.cart) if entry.cart is not None else None
    now = tree.chosen.get(held.addon_id) if tree is not None else None
    had_line = bool(held.picked.lines)
    if now is None or (had_line and line_item_id not in now.lines):
        yield held.names.get("", "an add-on")
    else:
        yield from (held.names.get(child, "an add-on") for child in held.picked.children - now.children)


def _same_type(one: Shipment, other: Shipment) -> bool:
    kinds = [found.fulfillment_type.id if found.fulfillment_type else "" for found in (one, other)]
    places = [
        found.selected_location.location_id if found.selected_location else "" for found in (one, other)
    ]
    return kinds[0] == kinds[1] and places[0] == places[1]


def _not_so(had: Belongings, now: Shipment | None, choices: Mapping[str, DeliveryChoice]) -> Iterator[str]:
    """What was chosen for the shipment of a line, and is not for the one that it is in now."""
    shipment, wish = had.shipment, had.choice
    if shipment is None or wish is None:
        return
    have = DeliveryChoice.of(now, choices.get(now.shipment_id)) if now is not None else DeliveryChoice("")
    kind = shipment.fulfillment_type
    if kind is not None and (now is None or not _same_type(shipment, now)):
        place = shipment.selected_location
        yield (place.name if place is not None else "") or kind.name or kind.id
    if shipment.shipping_method is not None and wish.method_id != have.method_id:
        yield shipment.shipping_method.description or shipment.shipping_method.id
    if wish.date and wish.date != have.date:
        yield _short_day(wish.date)
    hours = [slot_in_words(choice.slot) or choice.told for choice in (wish, have)]
    if hours[0] and hours[0] != hours[1]:
        yield hours[0]
    if wish.words and wish.words != have.words:
        yield "your note"


def _short_day(day: str) -> str:
    """`"2026-11-23"` as `Nov 23`."""
    try:
        value = date.fromisoformat(day)
    except ValueError:
        return day
    return f"{value:%b} {value.day}"
