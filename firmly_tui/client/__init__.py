"""The async client of the firmly commerce API: HTTP and nothing else."""

from firmly_tui.client._client import FirmlyClient
from firmly_tui.client.calls import Kind
from firmly_tui.client.endpoints.payment import KeyText, OrderItem
from firmly_tui.client.errors import (
    AddressRefused,
    ApiError,
    ConnectionLost,
    FirmlyError,
    Interrupted,
    InvalidKey,
    InvalidOtp,
    LoginRequired,
    NotFirmly,
    NotFound,
    NotOffered,
    NotSent,
    OutcomeUnknown,
    OutOfStock,
    PaymentRefused,
    PromoRefused,
    RateLimited,
    ServiceUnavailable,
    StoreUnavailable,
    TimedOut,
    TooLarge,
    Unauthorized,
)
from firmly_tui.client.observe import Exchange, Phases, StreamEvent
from firmly_tui.client.orders import (
    ItemAdded,
    OrderEvent,
    Other,
    Paying,
    Placed,
    Refused,
    ShippingUpdated,
    Started,
)
from firmly_tui.client.redact import HIDDEN
from firmly_tui.client.session import SessionStore
from firmly_tui.client.timeouts import Timeouts
from firmly_tui.client.urls import is_loopback

__all__ = [
    "HIDDEN",
    "AddressRefused",
    "ApiError",
    "ConnectionLost",
    "Exchange",
    "FirmlyClient",
    "FirmlyError",
    "Interrupted",
    "InvalidKey",
    "InvalidOtp",
    "ItemAdded",
    "KeyText",
    "Kind",
    "LoginRequired",
    "NotFirmly",
    "NotFound",
    "NotOffered",
    "NotSent",
    "OrderEvent",
    "OrderItem",
    "Other",
    "OutOfStock",
    "OutcomeUnknown",
    "Paying",
    "PaymentRefused",
    "Phases",
    "Placed",
    "PromoRefused",
    "RateLimited",
    "Refused",
    "ServiceUnavailable",
    "SessionStore",
    "ShippingUpdated",
    "Started",
    "StoreUnavailable",
    "StreamEvent",
    "TimedOut",
    "Timeouts",
    "TooLarge",
    "Unauthorized",
    "is_loopback",
]
