"""The state of one merchant in the hive: its cart, and what was said and tried since."""

from dataclasses import dataclass, field

from firmly_tui.client.errors import FirmlyError
from firmly_tui.models import Cart, LineItem


@dataclass(frozen=True)
class Removed:
    """A line that was taken out of a cart; `at` is in monotonic seconds."""

    domain: str
    name: str
    line: LineItem
    at: float


@dataclass
class MerchantCart:
    """A merchant's cart as the server last gave it, and what is under way.

    `quantities` are wishes that the server has not answered yet, by line; `line_errors` are sentences, by
    line; `error` is what the merchant's last failure was, `address_error` why it refused the address.
    """

    domain: str
    name: str
    cart: Cart | None = None
    error: FirmlyError | None = None
    address_error: FirmlyError | None = None
    quantities: dict[str, int] = field(default_factory=dict[str, int])
    line_errors: dict[str, str] = field(default_factory=dict[str, str])
    removed: list[Removed] = field(default_factory=list[Removed])
    running: int = 0
    """How many calls about this merchant have no answer yet."""
    changing: int = 0
    """How many of these change the cart."""
    touched: int = 0
    """When a change of the cart last began or ended, counted by the hive."""
    applied: int = 0
    """The newest change whose answer is in `cart`."""

    @property
    def busy(self) -> bool:
        """Whether an answer is waited for."""
        return self.running > 0

    @property
    def has_lines(self) -> bool:
        """Whether there is something in the cart."""
        return self.cart is not None and not self.cart.is_empty

    @property
    def lines(self) -> list[LineItem]:
        """The lines of the cart."""
        return self.cart.line_items if self.cart else []

    def quantity(self, line: LineItem) -> int:
        """How many pieces are wished for."""
        return self.quantities.get(line.line_item_id, line.quantity)

    @property
    def needs_address(self) -> bool:
        """Whether the merchant does not know yet where the goods go."""
        info = self.cart.shipping_info if self.cart else None
        return self.has_lines and (info is None or not (info.address1 or info.city or info.postal_code))

    @property
    def ready(self) -> bool:
        """Whether the cart could be ordered as it stands; not before all changes are answered."""
        cart = self.cart
        if cart is None or not self.has_lines or cart.status.lower() != "active":
            return False
        if self.changing or self.quantities or self.needs_address or self.address_error is not None:
            return False
        return all(
            shipment.shipping_method is not None or not shipment.shipping_method_options
            for shipment in cart.shipments
        )

    def is_current(self, mark: int) -> bool:
        """Whether no change overlapped a read that began at `mark`; else a change's own answer is newer."""
        return self.touched <= mark and not self.changing

    def take(self, cart: Cart | None) -> None:
        """Replace the cart, and forget what was said about lines that are gone."""
        self.cart = cart
        self.error = None
        if cart is not None:
            self.name = cart.name or self.name
        known = {line.line_item_id for line in self.lines}
        self.line_errors = {key: text for key, text in self.line_errors.items() if key in known}
        self.quantities = {key: wish for key, wish in self.quantities.items() if key in known}

    def absorb(self, other: "MerchantCart") -> None:
        """Take over what is under way for the same cart under another domain; the cart's answer follows."""
        self.removed += other.removed
        self.quantities |= other.quantities
        self.running += other.running
        self.changing += other.changing
        self.touched = max(self.touched, other.touched)
        self.applied = max(self.applied, other.applied)
