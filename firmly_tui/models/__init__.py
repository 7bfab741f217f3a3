"""What the documents of the firmly API mean: every spelling is normalized here, once."""

from firmly_tui.models.address import Address
from firmly_tui.models.base import Document, json_object
from firmly_tui.models.cart import Cart, FulfillmentType, LineItem, Notice, Shipment, ShippingMethod
from firmly_tui.models.catalog import (
    OptionValue,
    Product,
    ProductOption,
    Ref,
    SearchPage,
    Variant,
    VariantOption,
)
from firmly_tui.models.money import CurrencyMismatchError, Money, exponent
from firmly_tui.models.order import Order, PaymentSummary
from firmly_tui.models.payment import PaymentKey
from firmly_tui.models.session import DeviceSession
from firmly_tui.models.text import Line, Text, untrusted

__all__ = [
    "Address",
    "Cart",
    "CurrencyMismatchError",
    "DeviceSession",
    "Document",
    "FulfillmentType",
    "Line",
    "LineItem",
    "Money",
    "Notice",
    "OptionValue",
    "Order",
    "PaymentKey",
    "PaymentSummary",
    "Product",
    "ProductOption",
    "Ref",
    "SearchPage",
    "Shipment",
    "ShippingMethod",
    "Text",
    "Variant",
    "VariantOption",
    "exponent",
    "json_object",
    "untrusted",
]
