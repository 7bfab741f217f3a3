"""The state of one merchant in the hive: its cart, and what was said and tried since."""

import asyncio
from dataclasses import dataclass, field

from firmly_tui.checkout.changes import CartChanges
from firmly_tui.checkout.delivery_choice import ChoiceRefused
from firmly_tui.client.errors import FirmlyError
from firmly_tui.models import Cart, Consent, LineItem, Shipment


@dataclass(frozen=True)
class Removed:
    """A line that was taken out of a cart; `at` is in monotonic seconds."""

    domain: str
    name: str
    line: LineItem
    at: float


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
    addon_errors: dict[str, str] = field(default_factory=dict[str, str])
    shipment_refusals: dict[str, ChoiceRefused] = field(default_factory=dict[str, ChoiceRefused])
    promos: PromoNotes = field(default_factory=PromoNotes)
    removed: list[Removed] = field(default_factory=list[Removed])
    elsewhere: CartChanges | None = None
    """What a reload found to differ from the cart that was shown; until the next answer."""
    address_changes: CartChanges | None = None
    """What the address changed that was set last; until the next answer."""
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

    def quantity(self, line: LineItem) -> int:
        """How many pieces are wished for."""
        return self.quantities.get(line.line_item_id, line.quantity)

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
        return all(
            shipment.shipping_method is not None or not shipment.shipping_method_options
            for shipment in cart.shipments
        )

    def is_current(self, mark: int) -> bool:
        """Whether no change overlapped a read that began at `mark`; else a change's own answer is newer."""
        return self.touched <= mark and not self.changing

    def take(self, cart: Cart | None) -> None:
        """Replace the cart, and forget what was said about lines and shipments that are gone."""
        self.cart = cart
        self.error = None
        self.elsewhere = self.address_changes = None
        if cart is not None:
            self.name = cart.name or self.name
        known = {line.line_item_id for line in self.lines}
        self.line_errors = {key: text for key, text in self.line_errors.items() if key in known}
        self.quantities = {key: wish for key, wish in self.quantities.items() if key in known}
        self.shipment_refusals = {
            key: refusal for key, refusal in self.shipment_refusals.items() if self.shipment(key)
        }

    def absorb(self, other: "MerchantCart") -> None:
        """Take over what is under way for the same cart under another domain; the cart's answer follows."""
        self.removed += other.removed
        self.quantities |= other.quantities
        self.promos.refused |= other.promos.refused
        self.not_offered |= other.not_offered
        self.health = self.health or other.health
        self.running += other.running
        self.changing += other.changing
        self.in_turn += other.in_turn
        self.touched = max(self.touched, other.touched)
        self.applied = max(self.applied, other.applied)
