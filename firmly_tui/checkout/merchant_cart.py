"""The state of one merchant in the hive: its cart, and what was said and tried since."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from firmly_tui.checkout.addon_tree import AddonKey
from firmly_tui.checkout.belongings import Belongings, belongings
from firmly_tui.checkout.changes import CartChanges
from firmly_tui.checkout.delivery_choice import ChoiceRefused, DeliveryChoice
from firmly_tui.checkout.undecided import DAY, still_to_choose
from firmly_tui.client.errors import FirmlyError, Interrupted, NotSent, RateLimited, ServiceUnavailable
from firmly_tui.models import Cart, Consent, LineItem, Shipment

_NOT_TOLD: Final = "Your address has not reached the merchant yet: send it again."


@dataclass(frozen=True)
class Removed:
    """A line that was taken out of a cart, in the quantity that was wished for; `at` is in monotonic seconds.

    `had` is what it had beside itself. `pieces` is how many of its goods were in the cart when it was tried to put it
    back and the answer was lost; None where that is not so.
    """

    domain: str
    name: str
    line: LineItem
    at: float
    had: Belongings = field(default_factory=Belongings)
    pieces: int | None = None


@dataclass(eq=False)
class Leaving:
    """Lines that are being taken out, by id, since `at`; `ended` when that was answered, or its answer lost."""

    lines: dict[str, LineItem]
    at: float
    ended: bool = False


@dataclass
class PromoNotes:
    """What is known of promo codes beyond the cart's `coupons`.

    `refused` are the codes that are not on the cart, with the reason; `kept` those that could not be removed, with
    the reason; `sending` those that are on their way.
    """

    refused: dict[str, str] = field(default_factory=dict[str, str])
    kept: dict[str, str] = field(default_factory=dict[str, str])
    sending: tuple[str, ...] = ()


@dataclass
class MerchantCart:
    """A merchant's cart as the server last gave it, and what is under way.

    `quantities` are wishes that the server has not answered yet, by line; `line_errors` are sentences, by
    line, and `addon_errors` by add-on; `error` is what the merchant's last failure was, `address_error` and
    `billing_error` why it refused an address. `shipment_refusals` are by shipment.
    """

    domain: str
    name: str
    cart: Cart | None = None
    error: FirmlyError | None = None
    address_error: FirmlyError | None = None
    billing_error: FirmlyError | None = None
    quantities: dict[str, int] = field(default_factory=dict[str, int])
    line_errors: dict[str, str] = field(default_factory=dict[str, str])
    addon_errors: dict[AddonKey, str] = field(default_factory=dict[AddonKey, str])
    shipment_refusals: dict[str, ChoiceRefused] = field(default_factory=dict[str, ChoiceRefused])
    choices: dict[str, DeliveryChoice] = field(default_factory=dict[str, DeliveryChoice])
    """What was chosen last for each shipment: servers do not show all of it."""
    drafts: dict[str, str] = field(default_factory=dict[str, str])
    """Words to the merchant that are written and not sent, by shipment."""
    dayless: set[str] = field(default_factory=set[str])
    """The shipments for which the merchant turned out to offer no day."""
    any_day: set[str] = field(default_factory=set[str])
    """The shipments that the shopper orders without a day, though one could be chosen."""
    promos: PromoNotes = field(default_factory=PromoNotes)
    removed: list[Removed] = field(default_factory=list[Removed])
    leaving: list[Leaving] = field(default_factory=list[Leaving])
    successors: dict[str, str] = field(default_factory=dict[str, str])
    """The lines that came in place of lines that went, by the ids of these."""
    elsewhere: CartChanges | None = None
    """What a reload found to differ from the cart that was shown; until the next answer."""
    unmarked: Cart | None = None
    """The cart that `elsewhere` was compared with."""
    address_changes: CartChanges | None = None
    """What the address changed that was set last; until the next answer."""
    held_back: str = ""
    """Why another order keeps this cart from being ordered, as the journal told last; `""` where none does."""
    unread: bool = False
    """Whether reading the cart failed last: it is shown as it was, `error` says why."""
    health_error: FirmlyError | None = None
    """Why it is not known how the merchant is; None where it is, or where nobody knows this merchant."""
    health: str = ""
    """How the merchant is: `operational`, `degraded`, `outage` or another word; `""` while it is not known."""
    consents: list[Consent] | None = None
    """What it asks to agree to; None while it is not known."""
    consent_errors: dict[str, str] = field(default_factory=dict[str, str])
    """Why a consent could not be signed or taken back, by its id; `""` is for those that could not be read."""
    not_offered: set[str] = field(default_factory=set[str])
    """The calls that the server turned out not to have: `split`, `merge`, `type`, `method`."""
    takes_details: bool | None = None
    """Whether the server takes slots, windows and pickup options by their ids; None while it is not known."""
    unshipped: frozenset[str] = frozenset()
    """The lines of which the merchant said that nothing is sent: they come by e-mail."""
    running: int = 0
    """How many calls about this merchant have no answer yet."""
    changing: int = 0
    """How many of these change the cart."""
    in_turn: int = 0
    """How many changes of several calls are under way."""
    turn: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)
    """Held by the one whose calls are made now."""
    touched: int = 0
    """When a change of the cart last began or ended, counted by the hive."""
    applied: int = 0
    """The newest change whose answer is in `cart`."""

    @property
    def busy(self) -> bool:
        """Whether an answer is waited for."""
        return self.running > 0 or self.in_turn > 0

    @property
    def has_lines(self) -> bool:
        """Whether there is something in the cart."""
        return self.cart is not None and not self.cart.is_empty

    @property
    def has_addons(self) -> bool:
        """Whether there are add-ons to choose, or to give up."""
        if self.cart is None or self.cart.is_empty:
            return False
        return bool(self.cart.addons.offers or self.cart.addons.selections)

    @property
    def lines(self) -> list[LineItem]:
        """The lines of the cart."""
        return self.cart.line_items if self.cart else []

    def present_line(self, line: LineItem) -> LineItem:
        """A line as it is now; one that is gone, as it was."""
        return (self.cart.line(line.line_item_id) if self.cart else None) or line

    def quantity(self, line: LineItem) -> int:
        """How many pieces are wished for."""
        return self.quantities.get(line.line_item_id, line.quantity)

    def pieces(self, line: LineItem) -> int:
        """How many of the same goods are in the cart."""
        name = line.variant_id or line.sku
        return sum(found.quantity for found in self.lines if (found.variant_id or found.sku) == name)

    def present(self, line_item_ids: Iterable[str]) -> frozenset[str]:
        """Of these lines those that are in the cart, each as what came in its place."""
        known = {line.line_item_id for line in self.lines}
        return frozenset(found for name in line_item_ids if (found := self._successor(name)) in known)

    def shipment(self, shipment_id: str) -> Shipment | None:
        """The shipment of this id."""
        shipments = self.cart.shipments if self.cart else []
        return next((found for found in shipments if found.shipment_id == shipment_id), None)

    @property
    def is_out(self) -> bool:
        """Whether the merchant is known to sell nothing now."""
        return self.health == "outage"

    @property
    def ships_nothing(self) -> bool:
        """Whether the merchant said that nothing in the cart is sent, and no other goods came since."""
        if self.cart is None or self.cart.is_empty or self.cart.shipments:
            return False
        return all(line.line_item_id in self.unshipped for line in self.lines)

    @property
    def needs_address(self) -> bool:
        """Whether the merchant does not know yet where the goods go."""
        info = self.cart.shipping_info if self.cart else None
        if not self.has_lines or self.ships_nothing:
            return False
        return info is None or not (info.address1 or info.city or info.postal_code)

    @property
    def ready(self) -> bool:
        """Whether the cart could be ordered as it stands; not before all changes are answered."""
        cart = self.cart
        if cart is None or not self.has_lines or cart.status.lower() != "active":
            return False
        if self.changing or self.in_turn or self.quantities:
            return False
        if self.needs_address or self.address_error is not None:
            return False
        return not any(self.lacks(shipment) for shipment in cart.shipments)

    @property
    def can_be_decided(self) -> bool:
        """Whether it is the shopper who can make the cart ready by choosing."""
        cart, address = self.cart, self.needs_address or self.address_error is not None
        return cart is not None and self.has_lines and not address and cart.status.lower() == "active"

    @property
    def is_undecided(self) -> bool:
        """Whether something is still to choose of how the goods are sent."""
        return self.can_be_decided and any(map(self.lacks, self.cart.shipments if self.cart else []))

    def lacks(self, shipment: Shipment) -> tuple[str, ...]:
        """What is still to choose for a shipment, in words, unless the shopper goes without."""
        name = shipment.shipment_id
        found = still_to_choose(shipment, has_days=name not in self.dayless)
        return tuple(what for what in found if what != DAY or name not in self.any_day)

    def is_current(self, mark: int) -> bool:
        """Whether no change overlapped a read that began at `mark`; else a change's own answer is newer."""
        return self.touched <= mark and not self.changing

    def take(self, cart: Cart | None) -> None:
        """Replace the cart, and forget what was said about lines and shipments that are gone."""
        self._keep_removed(self.cart, cart)
        if self.cart is not None and (cart is None or cart.cart_id != self.cart.cart_id):
            # It was ordered, or thrown away: what was refused about it is no matter of the next one.
            self.promos.refused, self.promos.kept = {}, {}
        self.cart = cart
        self.error = None
        self.unread = False
        self.elsewhere = self.unmarked = self.address_changes = None
        if cart is not None:
            self.name = cart.name or self.name
        known = {line.line_item_id for line in self.lines}
        self.line_errors = {key: text for key, text in self.line_errors.items() if key in known}
        self.quantities = {key: wish for key, wish in self.quantities.items() if key in known}
        self.shipment_refusals = {
            key: refusal for key, refusal in self.shipment_refusals.items() if self.shipment(key)
        }

    def forget_refusals(self) -> None:
        """What was refused is about a cart that was read anew since.

        A refused address stays: the cart has another one than the shopper wants. So do refused promo codes, which are
        corrected where they stand. Of an address that met a silent shop, it stays that it was not taken.
        """
        if isinstance(self.address_error, (Interrupted, NotSent, RateLimited, ServiceUnavailable)):
            self.address_error = FirmlyError(_NOT_TOLD)
        self.line_errors.clear()
        self.addon_errors.clear()
        self.shipment_refusals.clear()
        self.promos.kept.clear()

    def absorb(self, other: "MerchantCart") -> None:
        """Take over what is known and under way for the same cart under another domain; the cart's answer follows."""
        self.removed += other.removed
        self.leaving += other.leaving
        self.quantities |= other.quantities
        self.successors |= other.successors
        self.line_errors = other.line_errors | self.line_errors
        self.addon_errors = other.addon_errors | self.addon_errors
        self.shipment_refusals = other.shipment_refusals | self.shipment_refusals
        self.choices = other.choices | self.choices
        self.drafts = other.drafts | self.drafts
        self.consent_errors = other.consent_errors | self.consent_errors
        self.address_error = self.address_error or other.address_error
        self.billing_error = self.billing_error or other.billing_error
        self.promos.refused |= other.promos.refused
        self.promos.kept |= other.promos.kept
        self.promos.sending += other.promos.sending
        self.not_offered |= other.not_offered
        self.unshipped |= other.unshipped
        self.health = self.health or other.health
        self.consents = other.consents if self.consents is None else self.consents
        self.takes_details = other.takes_details if self.takes_details is None else self.takes_details
        # Whoever makes several changes goes on to hold the turn.
        self.turn = other.turn if other.turn.locked() and not self.turn.locked() else self.turn
        self.running += other.running
        self.changing += other.changing
        self.in_turn += other.in_turn
        self.touched = max(self.touched, other.touched)
        self.applied = max(self.applied, other.applied)

    def _successor(self, line_item_id: str) -> str:
        seen: set[str] = set()
        while line_item_id in self.successors and line_item_id not in seen:
            seen.add(line_item_id)
            line_item_id = self.successors[line_item_id]
        return line_item_id

    def _keep_removed(self, before: Cart | None, after: Cart | None) -> None:
        """Keep the lines that were to be taken out and are not in the new cart any more."""
        left = {line.line_item_id for line in after.line_items} if after is not None else set[str]()
        for line in before.line_items if before is not None else ():
            name = line.line_item_id
            leaving = next((found for found in self.leaving if name in found.lines), None)
            if before is not None and leaving is not None and name not in left:
                had = belongings(before, after, name, self.choices)
                self.removed.append(Removed(self.domain, self.name, leaving.lines[name], leaving.at, had))
        self.leaving = [found for found in self.leaving if not found.ended]
