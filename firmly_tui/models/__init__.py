"""What the documents of the firmly API mean: every spelling is normalized here, once."""

from firmly_tui.models.addon import AddonOffer, Addons, AddonSelection
from firmly_tui.models.address import Address
from firmly_tui.models.availability import Availability
from firmly_tui.models.base import Document, json_object
from firmly_tui.models.cart import ActiveCarts, Cart, Notice
from firmly_tui.models.catalog import (
    CatalogEntry,
    OptionValue,
    Product,
    ProductOption,
    Ref,
    SearchPage,
    Variant,
    VariantOption,
)
from firmly_tui.models.consent import Consent
from firmly_tui.models.discount import Discount
from firmly_tui.models.line_item import LineItem
from firmly_tui.models.merchant import Attribution, MerchantSession
from firmly_tui.models.money import CurrencyMismatchError, Money, exponent
from firmly_tui.models.order import Order, PaymentSummary
from firmly_tui.models.payment import PaymentKey, PaymentOption, PayPalCheckout
from firmly_tui.models.pickup import Distance, OpeningHours, PickupLocation, PickupOption
from firmly_tui.models.sandbox import (
    ActiveScenario,
    LoadedState,
    MagicInput,
    MagicInputs,
    Parameter,
    RouteGroup,
    SandboxClock,
    SandboxGoods,
    SandboxMerchant,
    SandboxMerchants,
    SandboxVariant,
    Scenario,
    Scenarios,
    TestCard,
    TestCards,
)
from firmly_tui.models.session import DeviceSession
from firmly_tui.models.shipment import FulfillmentType, Shipment, ShippingMethod
from firmly_tui.models.slots import AvailableDate, TimeSlot
from firmly_tui.models.status import MerchantStatus, PostalCode
from firmly_tui.models.text import Line, Text, untrusted
from firmly_tui.models.wallet import (
    CvvRequired,
    OtpDestination,
    TokenizedCard,
    UnlockedWallet,
    WalletChallenge,
)
from firmly_tui.models.window import DeliveryWindow

__all__ = [
    "ActiveCarts",
    "ActiveScenario",
    "AddonOffer",
    "AddonSelection",
    "Addons",
    "Address",
    "Attribution",
    "Availability",
    "AvailableDate",
    "Cart",
    "CatalogEntry",
    "Consent",
    "CurrencyMismatchError",
    "CvvRequired",
    "DeliveryWindow",
    "DeviceSession",
    "Discount",
    "Distance",
    "Document",
    "FulfillmentType",
    "Line",
    "LineItem",
    "LoadedState",
    "MagicInput",
    "MagicInputs",
    "MerchantSession",
    "MerchantStatus",
    "Money",
    "Notice",
    "OpeningHours",
    "OptionValue",
    "Order",
    "OtpDestination",
    "Parameter",
    "PayPalCheckout",
    "PaymentKey",
    "PaymentOption",
    "PaymentSummary",
    "PickupLocation",
    "PickupOption",
    "PostalCode",
    "Product",
    "ProductOption",
    "Ref",
    "RouteGroup",
    "SandboxClock",
    "SandboxGoods",
    "SandboxMerchant",
    "SandboxMerchants",
    "SandboxVariant",
    "Scenario",
    "Scenarios",
    "SearchPage",
    "Shipment",
    "ShippingMethod",
    "TestCard",
    "TestCards",
    "Text",
    "TimeSlot",
    "TokenizedCard",
    "UnlockedWallet",
    "Variant",
    "VariantOption",
    "WalletChallenge",
    "exponent",
    "json_object",
    "untrusted",
]
