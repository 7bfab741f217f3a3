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
    MISSING_SHIPPING_INFO = auto()
    COUNTRY_NOT_SUPPORTED = auto()
    INVALID_STATE = auto()
    INVALID_SHIPPING_INFO = auto()
    INVALID_EMAIL = auto()
    INVALID_KEY = auto()
    UNPROCESSABLE = auto()
    CARD_DECLINED = auto()
    CARD_FUNDS = auto()
    CARD_NUMBER = auto()
    CARD_EXPIRY = auto()
    CARD_CODE = auto()
    STORE_UNAVAILABLE = auto()
    UNEXPECTED = auto()


class Name(NamedTuple):
    """An error as the API spells it: the identifier and the HTTP status."""

    identifier: str
    status: int


class Dialect(Enum):
    """The groups of routes that spell errors in their own way."""

    SESSION = auto()
    DISCOVERY = auto()
    V1 = auto()
    V2 = auto()
    V2_SHIPPING = auto()
    PLACE_V1 = auto()
    PLACE_V2 = auto()
    COMPLETE_V1 = auto()
    COMPLETE_V2 = auto()


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
        Problem.INVALID_DATE: Name("BadRequest", 400),
        Problem.MISSING_SHIPPING_INFO: Name("MissingShippingInfo", 412),
        Problem.COUNTRY_NOT_SUPPORTED: Name("CountryNotSupported", 412),
        Problem.INVALID_STATE: Name("InvalidState", 400),
        Problem.INVALID_SHIPPING_INFO: Name("InvalidShippingInfo", 400),
        Problem.INVALID_EMAIL: Name("ErrorInvalidEmail", 400),
        Problem.INVALID_KEY: Name("InvalidKey", 409),
        Problem.UNPROCESSABLE: Name("UnprocessableEntity", 422),
        Problem.CARD_DECLINED: Name("CreditCardDeclined", 422),
        Problem.CARD_FUNDS: Name("CreditCardInsufficientFunds", 422),
        Problem.CARD_NUMBER: Name("CreditCardInvalidNumber", 422),
        Problem.CARD_EXPIRY: Name("CreditCardInvalidExpiry", 422),
        Problem.CARD_CODE: Name("CreditCardInvalidSecurityCode", 422),
        Problem.STORE_UNAVAILABLE: Name("StoreUnavailable", 503),
        Problem.UNEXPECTED: Name("Unexpected", 500),
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
        Problem.MISSING_SHIPPING_INFO: Name("ErrorMissingShippingInfo", 422),
        Problem.COUNTRY_NOT_SUPPORTED: Name("ErrorCountryNotSupported", 400),
        Problem.INVALID_STATE: Name("ErrorInvalidState", 400),
        Problem.INVALID_SHIPPING_INFO: Name("ErrorInvalidShippingInfo", 400),
        Problem.STORE_UNAVAILABLE: Name("ErrorStoreUnavailable", 503),
    }
)

_PLACE: Final = MappingProxyType({**_V2, Problem.CARD_DECLINED: Name("ErrorPaymentDeclined", 422)})

_COMPLETE: Final = MappingProxyType(
    {
        Problem.NO_LINE_ITEM: Name("NoLineItemError", 412),
        Problem.MISSING_SHIPPING_INFO: Name("MissingShippingInfo", 412),
        Problem.STORE_UNAVAILABLE: Name("StoreUnavailable", 503),
    }
)

_CHANGES: Final[Mapping[Dialect, Mapping[Problem, Name]]] = MappingProxyType(
    {
        Dialect.SESSION: {},
        Dialect.DISCOVERY: {
            Problem.MISSING_AUTH: Name("Unauthorized", 401),
            Problem.INVALID_TOKEN: Name("Unauthorized", 401),
            Problem.INVALID_JWT: Name("Unauthorized", 401),
            Problem.TOKEN_EXPIRED: Name("TokenExpired", 401),
            Problem.INVALID_BODY: Name("InvalidRequest", 400),
            Problem.STORE_UNAVAILABLE: Name("ErrorStoreUnavailable", 500),
        },
        Dialect.V1: {},
        Dialect.V2: {**_V2, **_AUTH_401},
        Dialect.V2_SHIPPING: {**_V2, **_AUTH_401, Problem.NO_LINE_ITEM: Name("ErrorNoLineItem", 400)},
        Dialect.PLACE_V1: _PLACE,
        Dialect.PLACE_V2: {**_PLACE, **_AUTH_401},
        Dialect.COMPLETE_V1: {},
        Dialect.COMPLETE_V2: {**_V2, **_AUTH_401, **_COMPLETE},
    }
)


def name_of(problem: Problem, dialect: Dialect) -> Name:
    """Return how the routes of ``dialect`` spell ``problem``."""
    return _CHANGES[dialect].get(problem, _V1[problem])


def error_body(problem: Problem, description: str, dialect: Dialect) -> dict[str, object]:
    """Return the JSON body of an error; ``message`` is added where the newer pages show it."""
    identifier, status = name_of(problem, dialect)
    body: dict[str, object] = {"code": status, "error": identifier, "description": description}
    if dialect is Dialect.SESSION:
        body["message"] = description
    return body
