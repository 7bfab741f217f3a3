"""The refusals of the sandbox, and the identifier and status each generation of the API gives them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from types import MappingProxyType
from typing import Final, NamedTuple


class Problem(Enum):
    """What can be wrong with a request, whatever the API version calls it."""

    MISSING_APP_ID = auto()
    INVALID_APP_ID = auto()
    MISSING_AUTH = auto()
    INVALID_TOKEN = auto()
    INVALID_JWT = auto()
    TOKEN_EXPIRED = auto()
    INVALID_BODY = auto()
    ROUTE_NOT_FOUND = auto()
    METHOD_NOT_ALLOWED = auto()
    PARTNER_NOT_FOUND = auto()
    PRODUCT_NOT_FOUND = auto()
    PRODUCT_URL_UNKNOWN = auto()
    INVALID_URL = auto()
    CART_NOT_FOUND = auto()
    NO_LINE_ITEM = auto()
    LINE_ITEM_NOT_FOUND = auto()
    INVALID_QUANTITY = auto()
    TOO_MANY_OF_ONE = auto()
    CART_FULL = auto()
    CART_REPLACED = auto()
    NOT_ENOUGH_STOCK = auto()
    SHIPMENT_NOT_FOUND = auto()
    INVALID_SHIPPING_METHOD = auto()
    INVALID_DATE = auto()
    INVALID_FULFILLMENT = auto()
    LOCATION_NOT_FOUND = auto()
    AVAILABILITY_UNAVAILABLE = auto()
    SHIPPING_NOT_NEEDED = auto()
    MISSING_SHIPPING_INFO = auto()
    COUNTRY_NOT_SUPPORTED = auto()
    INVALID_STATE = auto()
    INVALID_SHIPPING_INFO = auto()
    INVALID_EMAIL = auto()
    MISSING_SHIPPING_METHOD = auto()
    MISSING_EMAIL = auto()
    USER_MUST_LOGIN = auto()
    CHECKOUT_BLOCKED = auto()
    PAYMENT_NOT_AVAILABLE = auto()
    SAVED_CARD_NOT_FOUND = auto()
    WALLET_PROVIDER_NOT_FOUND = auto()
    WALLET_NOT_FOUND = auto()
    INVALID_PROMO = auto()
    PROMO_NOT_AVAILABLE = auto()
    ONE_PROMO_ONLY = auto()
    PROMOS_STAY = auto()
    ADDON_NOT_FOUND = auto()
    ADDON_CONSTRAINT = auto()
    CONSENT_NOT_FOUND = auto()
    CONSENT_NOT_REVOKABLE = auto()
    INVALID_KEY = auto()
    UNPROCESSABLE = auto()
    CARD_DECLINED = auto()
    CARD_FUNDS = auto()
    CARD_NUMBER = auto()
    CARD_EXPIRY = auto()
    CARD_CODE = auto()
    STORE_UNAVAILABLE = auto()
    UNEXPECTED = auto()
    BAD_REQUEST = auto()
    INVALID_API_TOKEN = auto()
    ALL_PRODUCTS_NOT_OFFERED = auto()
    PRODUCT_NOT_OFFERED = auto()
    PRODUCT_NOT_SUPPORTED = auto()
    NOT_SUPPORTED = auto()
    MISSING_HANDLE = auto()
    MISSING_COOKIE = auto()
    CANNOT_TRANSFER = auto()
    UNAUTHORIZED = auto()
    INVALID_OTP = auto()
    LOGIN_FAILED = auto()
    ALREADY_LOGGED_IN = auto()
    USER_NOT_FOUND = auto()
    TOO_MANY_RETRIES = auto()
    TRY_AGAIN_LATER = auto()


class Name(NamedTuple):
    """An error as the API spells it: the identifier and the HTTP status."""

    identifier: str
    status: int


class Dialect(Enum):
    """The groups of routes that spell errors in their own way."""

    SESSION = auto()
    DISCOVERY = auto()
    V1 = auto()
    STATUS = auto()
    TRANSFER_V1 = auto()
    V2 = auto()
    V2_DOMAINS = auto()
    V2_POSTAL = auto()
    V2_SHIPPING = auto()
    CONSENTS_V1 = auto()
    CONSENTS_V2 = auto()
    PLACE_V1 = auto()
    PLACE_V2 = auto()
    GUIDE_V1 = auto()
    GUIDE_V2 = auto()
    COMPLETE_V1 = auto()
    COMPLETE_V2 = auto()
    EXPRESS = auto()
    WALLET = auto()


class Refusal(Exception):
    """A request that the sandbox refuses, with a description made for the shopper."""

    def __init__(self, problem: Problem, description: str) -> None:
        super().__init__(description)
        self.problem = problem
        self.description = description


class ConnectionCut(Exception):
    """The sandbox is to drop this connection without finishing its answer (a test card asked for it)."""


_V1: Final[Mapping[Problem, Name]] = MappingProxyType(
    {
        Problem.MISSING_APP_ID: Name("MissingAppId", 400),
        Problem.INVALID_APP_ID: Name("InvalidAppId", 400),
        Problem.MISSING_AUTH: Name("MissingAuthHeader", 400),
        Problem.INVALID_TOKEN: Name("InvalidToken", 400),
        Problem.INVALID_JWT: Name("InvalidJWTToken", 401),
        Problem.TOKEN_EXPIRED: Name("InvalidJWTToken", 401),
        Problem.INVALID_BODY: Name("InvalidInputBody", 422),
        Problem.ROUTE_NOT_FOUND: Name("RouteNotFound", 404),
        Problem.METHOD_NOT_ALLOWED: Name("MethodNotAllowed", 405),
        Problem.PARTNER_NOT_FOUND: Name("PartnerNotFound", 404),
        Problem.PRODUCT_NOT_FOUND: Name("ProductNotFound", 404),
        Problem.PRODUCT_URL_UNKNOWN: Name("ProductUrlNotImplemented", 404),
        Problem.INVALID_URL: Name("InvalidUrl", 400),
        Problem.CART_NOT_FOUND: Name("CartNotFound", 404),
        Problem.NO_LINE_ITEM: Name("NoLineItemError", 412),
        Problem.LINE_ITEM_NOT_FOUND: Name("ItemNotFound", 404),
        Problem.INVALID_QUANTITY: Name("BadRequest", 400),
        Problem.TOO_MANY_OF_ONE: Name("ExceedMaxQtyCart", 400),
        Problem.CART_FULL: Name("CannotCreateCart", 409),
        Problem.CART_REPLACED: Name("CannotCreateCart", 409),
        Problem.NOT_ENOUGH_STOCK: Name("NotEnoughStockError", 409),
        Problem.SHIPMENT_NOT_FOUND: Name("ItemNotFound", 404),
        Problem.INVALID_SHIPPING_METHOD: Name("InvalidShippingMethod", 400),
        Problem.INVALID_DATE: Name("CheckoutError", 412),
        Problem.INVALID_FULFILLMENT: Name("BadRequest", 400),
        Problem.LOCATION_NOT_FOUND: Name("ItemNotFound", 404),
        Problem.AVAILABILITY_UNAVAILABLE: Name("StoreUnavailable", 503),
        Problem.SHIPPING_NOT_NEEDED: Name("ShippingNotNeeded", 400),
        Problem.MISSING_SHIPPING_INFO: Name("MissingShippingInfo", 412),
        Problem.COUNTRY_NOT_SUPPORTED: Name("CountryNotSupported", 412),
        Problem.INVALID_STATE: Name("InvalidState", 400),
        Problem.INVALID_SHIPPING_INFO: Name("InvalidShippingInfo", 400),
        Problem.INVALID_EMAIL: Name("ErrorInvalidEmail", 400),
        Problem.MISSING_SHIPPING_METHOD: Name("MissingShippingMethod", 412),
        Problem.MISSING_EMAIL: Name("MissingEmailAddressOnCheckout", 412),
        Problem.USER_MUST_LOGIN: Name("UserMustLogin", 409),
        Problem.CHECKOUT_BLOCKED: Name("CheckoutError", 412),
        Problem.PAYMENT_NOT_AVAILABLE: Name("PaymentMethodNotAvailable", 409),
        Problem.SAVED_CARD_NOT_FOUND: Name("CreditCardNotFound", 404),
        Problem.WALLET_PROVIDER_NOT_FOUND: Name("WalletProviderNotFound", 404),
        Problem.WALLET_NOT_FOUND: Name("WalletNotFound", 404),
        Problem.INVALID_PROMO: Name("InvalidPromoCode", 409),
        Problem.PROMO_NOT_AVAILABLE: Name("PromoNotAvailable", 409),
        Problem.ONE_PROMO_ONLY: Name("MultipleDiscountCodesNotSupported", 409),
        Problem.PROMOS_STAY: Name("ClearPromoCodeNotAllowed", 409),
        Problem.ADDON_NOT_FOUND: Name("ItemNotFound", 404),
        Problem.ADDON_CONSTRAINT: Name("UnprocessableEntity", 422),
        Problem.CONSENT_NOT_FOUND: Name("ConsentNotFound", 400),
        Problem.CONSENT_NOT_REVOKABLE: Name("ConsentNotRevokable", 400),
        Problem.INVALID_KEY: Name("InvalidKey", 409),
        Problem.UNPROCESSABLE: Name("UnprocessableEntity", 422),
        Problem.CARD_DECLINED: Name("CreditCardDeclined", 422),
        Problem.CARD_FUNDS: Name("CreditCardInsufficientFunds", 422),
        Problem.CARD_NUMBER: Name("CreditCardInvalidNumber", 422),
        Problem.CARD_EXPIRY: Name("CreditCardInvalidExpiry", 422),
        Problem.CARD_CODE: Name("CreditCardInvalidSecurityCode", 422),
        Problem.STORE_UNAVAILABLE: Name("StoreUnavailable", 503),
        Problem.UNEXPECTED: Name("Unexpected", 500),
        Problem.BAD_REQUEST: Name("BadRequest", 400),
        Problem.INVALID_API_TOKEN: Name("InvalidAPIToken", 400),
        Problem.ALL_PRODUCTS_NOT_OFFERED: Name("AllProductsNotImplemented", 404),
        Problem.PRODUCT_NOT_OFFERED: Name("ProductNotImplemented", 404),
        Problem.PRODUCT_NOT_SUPPORTED: Name("OperationNotSupported", 412),
        Problem.NOT_SUPPORTED: Name("OperationNotSupported", 412),
        Problem.MISSING_HANDLE: Name("MissingRequiredHandle", 400),
        Problem.MISSING_COOKIE: Name("MissingRequiredCookie", 400),
        Problem.CANNOT_TRANSFER: Name("CannotTransferSession", 409),
        Problem.UNAUTHORIZED: Name("Unauthorized", 401),
        Problem.INVALID_OTP: Name("InvalidOtp", 401),
        Problem.LOGIN_FAILED: Name("LoginFailed", 409),
        Problem.ALREADY_LOGGED_IN: Name("CartAlreadyLoggedIn", 409),
        Problem.USER_NOT_FOUND: Name("UserNotFound", 404),
        Problem.TOO_MANY_RETRIES: Name("TooManyRetries", 429),
        Problem.TRY_AGAIN_LATER: Name("PleaseTryAgainLater", 409),
    }
)
"""The identifiers of the v1 pages and the global table; the later pages change what `_V2` lists."""

_AUTH_401: Final[Mapping[Problem, Name]] = MappingProxyType(
    {
        Problem.MISSING_AUTH: Name("MissingAuthHeader", 401),
        Problem.INVALID_TOKEN: Name("InvalidToken", 401),
    }
)

_V2: Final[Mapping[Problem, Name]] = MappingProxyType(
    {
        Problem.INVALID_BODY: Name("ErrorInvalidInputBody", 400),
        Problem.PARTNER_NOT_FOUND: Name("ErrorPartnerNotFound", 404),
        Problem.PRODUCT_NOT_FOUND: Name("ErrorProductNotFound", 404),
        Problem.CART_NOT_FOUND: Name("ErrorCartNotFound", 404),
        Problem.NO_LINE_ITEM: Name("ErrorNoLineItem", 422),
        Problem.LINE_ITEM_NOT_FOUND: Name("ErrorLineItemNotFound", 404),
        Problem.INVALID_QUANTITY: Name("ErrorInvalidQuantity", 400),
        Problem.TOO_MANY_OF_ONE: Name("ErrorExceedMaxQtyCart", 400),
        Problem.CART_FULL: Name("ErrorCannotCreateCart", 422),
        Problem.CART_REPLACED: Name("ErrorCannotCreateCart", 422),
        Problem.NOT_ENOUGH_STOCK: Name("ErrorNotEnoughStock", 422),
        Problem.SHIPMENT_NOT_FOUND: Name("ErrorShipmentNotFound", 404),
        Problem.INVALID_SHIPPING_METHOD: Name("ErrorInvalidShippingMethod", 400),
        Problem.INVALID_DATE: Name("ErrorInvalidDate", 400),
        Problem.INVALID_FULFILLMENT: Name("ErrorInvalidFulfillmentType", 400),
        Problem.LOCATION_NOT_FOUND: Name("ErrorLocationNotFound", 404),
        Problem.AVAILABILITY_UNAVAILABLE: Name("ErrorAvailabilityUnavailable", 503),
        Problem.SHIPPING_NOT_NEEDED: Name("ErrorShippingNotNeeded", 400),
        Problem.MISSING_SHIPPING_INFO: Name("ErrorMissingShippingInfo", 422),
        Problem.COUNTRY_NOT_SUPPORTED: Name("ErrorCountryNotSupported", 400),
        Problem.INVALID_STATE: Name("ErrorInvalidState", 400),
        Problem.INVALID_SHIPPING_INFO: Name("ErrorInvalidShippingInfo", 400),
        Problem.INVALID_PROMO: Name("ErrorInvalidPromoCode", 422),
        Problem.PROMO_NOT_AVAILABLE: Name("ErrorPromoNotAvailable", 422),
        Problem.ONE_PROMO_ONLY: Name("ErrorMultipleDiscountCodesNotSupported", 422),
        Problem.PROMOS_STAY: Name("ErrorClearPromoCodeNotAllowed", 422),
        Problem.ADDON_NOT_FOUND: Name("ErrorAddonNotFound", 404),
        Problem.ADDON_CONSTRAINT: Name("ErrorUnprocessableEntity", 422),
        Problem.CONSENT_NOT_FOUND: Name("ErrorConsentNotFound", 400),
        Problem.CONSENT_NOT_REVOKABLE: Name("ErrorConsentNotRevokable", 400),
        Problem.STORE_UNAVAILABLE: Name("ErrorStoreUnavailable", 503),
        Problem.BAD_REQUEST: Name("ErrorBadRequest", 400),
        Problem.PRODUCT_NOT_SUPPORTED: Name("ErrorProductNotSupported", 409),
        Problem.MISSING_HANDLE: Name("ErrorInvalidInputBody", 400),
        Problem.CANNOT_TRANSFER: Name("ErrorCannotTransferSession", 422),
    }
)

_UNAUTHORIZED: Final[Mapping[Problem, Name]] = MappingProxyType(
    {
        Problem.MISSING_AUTH: Name("Unauthorized", 401),
        Problem.INVALID_TOKEN: Name("Unauthorized", 401),
        Problem.INVALID_JWT: Name("Unauthorized", 401),
        Problem.TOKEN_EXPIRED: Name("Unauthorized", 401),
    }
)

_TRANSFER: Final = MappingProxyType(
    dict.fromkeys(
        (Problem.NO_LINE_ITEM, Problem.NOT_ENOUGH_STOCK, Problem.TOO_MANY_OF_ONE, Problem.CART_FULL),
        Name("CannotTransferSession", 409),
    )
)
"""The page of the first version knows no other word for goods that cannot come over."""

_PLACE: Final = MappingProxyType(
    {
        **_V2,
        Problem.CHECKOUT_BLOCKED: Name("UnprocessableEntity", 422),
        Problem.CARD_DECLINED: Name("ErrorPaymentDeclined", 422),
    }
)

_INVALID_ADDRESS: Final = Name("InvalidAddress", 400)
_INVALID_CARD: Final = Name("InvalidCard", 422)
_PAYMENT_FAILED: Final = Name("PaymentFailed", 422)
_GUIDE: Final = MappingProxyType(
    {
        **_PLACE,
        Problem.COUNTRY_NOT_SUPPORTED: _INVALID_ADDRESS,
        Problem.INVALID_STATE: _INVALID_ADDRESS,
        Problem.INVALID_SHIPPING_INFO: _INVALID_ADDRESS,
        Problem.INVALID_EMAIL: _INVALID_ADDRESS,
        Problem.PRODUCT_NOT_FOUND: Name("InvalidVariant", 404),
        Problem.NOT_ENOUGH_STOCK: Name("InsufficientStock", 422),
        Problem.INVALID_KEY: _INVALID_CARD,
        Problem.CARD_NUMBER: _INVALID_CARD,
        Problem.CARD_EXPIRY: _INVALID_CARD,
        Problem.CARD_CODE: _INVALID_CARD,
        Problem.CARD_DECLINED: _PAYMENT_FAILED,
        Problem.CARD_FUNDS: _PAYMENT_FAILED,
    }
)
"""How the guide names what place-order refuses; it gives a status to InvalidAddress alone."""

_CHECKOUT_ERROR: Final = Name("CheckoutError", 412)

_COMPLETE: Final = MappingProxyType(
    {
        Problem.CART_REPLACED: Name("MissingTaxSync", 412),
        Problem.NOT_ENOUGH_STOCK: _CHECKOUT_ERROR,
        Problem.INVALID_DATE: _CHECKOUT_ERROR,
        Problem.COUNTRY_NOT_SUPPORTED: _CHECKOUT_ERROR,
        Problem.INVALID_STATE: _CHECKOUT_ERROR,
        Problem.INVALID_SHIPPING_INFO: _CHECKOUT_ERROR,
        Problem.INVALID_EMAIL: _CHECKOUT_ERROR,
        Problem.NO_LINE_ITEM: Name("NoLineItemError", 412),
        Problem.MISSING_SHIPPING_INFO: Name("MissingShippingInfo", 412),
        Problem.STORE_UNAVAILABLE: Name("StoreUnavailable", 503),
    }
)
"""What the pages of complete-order list: all that is wrong with billing or stock is a CheckoutError."""

_BAD_REQUEST: Final = MappingProxyType({Problem.INVALID_BODY: Name("BadRequest", 400)})

_CHANGES: Final[Mapping[Dialect, Mapping[Problem, Name]]] = MappingProxyType(
    {
        Dialect.SESSION: {},
        Dialect.DISCOVERY: {
            **_UNAUTHORIZED,
            Problem.TOKEN_EXPIRED: Name("TokenExpired", 401),
            Problem.INVALID_API_TOKEN: Name("InvalidAPIToken", 401),
            Problem.INVALID_BODY: Name("InvalidRequest", 400),
            Problem.STORE_UNAVAILABLE: Name("ErrorStoreUnavailable", 500),
        },
        Dialect.V1: {},
        Dialect.TRANSFER_V1: _TRANSFER,
        Dialect.STATUS: {Problem.PARTNER_NOT_FOUND: Name("DomainNotFound", 404)},
        Dialect.V2: {**_V2, **_AUTH_401},
        Dialect.V2_DOMAINS: _UNAUTHORIZED,
        Dialect.V2_POSTAL: {**_AUTH_401, Problem.INVALID_BODY: Name("ValidationError", 400)},
        Dialect.V2_SHIPPING: {**_V2, **_AUTH_401, Problem.NO_LINE_ITEM: Name("ErrorNoLineItem", 400)},
        Dialect.CONSENTS_V1: {
            Problem.PARTNER_NOT_FOUND: Name("DomainNotFound", 404),
            Problem.INVALID_BODY: Name("ValidationError", 400),
        },
        Dialect.CONSENTS_V2: {
            **_V2,
            **_AUTH_401,
            Problem.PARTNER_NOT_FOUND: Name("ErrorDomainNotFound", 404),
        },
        Dialect.PLACE_V1: _PLACE,
        Dialect.PLACE_V2: {**_PLACE, **_AUTH_401},
        Dialect.GUIDE_V1: _GUIDE,
        Dialect.GUIDE_V2: {**_GUIDE, **_AUTH_401},
        Dialect.COMPLETE_V1: _COMPLETE,
        Dialect.COMPLETE_V2: {
            **_V2,
            **_AUTH_401,
            **_COMPLETE,
            Problem.INVALID_DATE: _V2[Problem.INVALID_DATE],
        },
        Dialect.EXPRESS: {**_COMPLETE, **_BAD_REQUEST},
        Dialect.WALLET: _BAD_REQUEST,
    }
)


def name_of(problem: Problem, dialect: Dialect) -> Name:
    """Return how the routes of ``dialect`` spell ``problem``."""
    return _CHANGES[dialect].get(problem, _V1[problem])


def error_body(problem: Problem, description: str, dialect: Dialect) -> dict[str, object]:
    """Return the JSON body of an error; ``message`` is added where the newer pages show it."""
    return named_body(name_of(problem, dialect), description, dialect)


def named_body(name: Name, description: str, dialect: Dialect) -> dict[str, object]:
    """Return the JSON body of an error that is named already."""
    identifier, status = name
    body: dict[str, object] = {"code": status, "error": identifier, "description": description}
    if dialect is Dialect.SESSION or dialect is Dialect.DISCOVERY:
        body["message"] = description
    return body
