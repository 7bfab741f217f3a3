"""The async client of the firmly commerce API: HTTP and nothing else."""

from firmly_tui.client._client import FirmlyClient
from firmly_tui.client.endpoints.payment import OrderItem
from firmly_tui.client.errors import (
    AddressRefused,
    ApiError,
    ConnectionLost,
    FirmlyError,
    Interrupted,
    NotFirmly,
    NotFound,
    NotSent,
    OutcomeUnknown,
    OutOfStock,
    PaymentRefused,
    RateLimited,
    ServiceUnavailable,
    StoreUnavailable,
    TimedOut,
    TooLarge,
    Unauthorized,
)
from firmly_tui.client.observe import Exchange
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
from firmly_tui.client.session import SessionStore
from firmly_tui.client.timeouts import Timeouts
from firmly_tui.client.urls import is_loopback

__all__ = [
    "AddressRefused",
    "ApiError",
    "ConnectionLost",
    "Exchange",
    "FirmlyClient",
    "FirmlyError",
    "Interrupted",
    "ItemAdded",
    "NotFirmly",
    "NotFound",
    "NotSent",
    "OrderEvent",
    "OrderItem",
    "Other",
    "OutOfStock",
    "OutcomeUnknown",
    "Paying",
    "PaymentRefused",
    "Placed",
    "RateLimited",
    "Refused",
    "ServiceUnavailable",
    "SessionStore",
    "ShippingUpdated",
    "Started",
    "StoreUnavailable",
    "TimedOut",
    "Timeouts",
    "TooLarge",
    "Unauthorized",
    "is_loopback",
]
