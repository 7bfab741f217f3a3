"""Every error identifier of the API with its HTTP status (firmly docs: Error Codes, and each page's own table).

ErrorDomainNotFound, ErrorExceedMaxQtyCart, ErrorMissingShippingInfo, ErrorMultipleDiscountCodesNotSupported and
MethodNotAllowed are the sandbox's own: the full API has no documented name for these.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from firmly_tui.sandbox.errors import Dialect, Name, Problem, name_of

_BY_STATUS: Final = {
    400: "BadRequest ConsentNotFound ConsentNotRevokable ErrorBadRequest ErrorConsentNotFound ErrorConsentNotRevokable "
    "ErrorInvalidAppId ErrorInvalidDate ErrorInvalidEmail ErrorInvalidFulfillmentType ErrorInvalidInputBody "
    "ErrorExceedMaxQtyCart ErrorInvalidQuantity ErrorInvalidShippingInfo ErrorInvalidShippingMethod "
    "ErrorInvalidState ErrorMissingAppId "
    "ErrorShippingNotNeeded ErrorStartExpressCheckout ErrorSubmitExpressCheckout ErrorCountryNotSupported "
    "ExceedMaxQtyCart InvalidAddress InvalidAPIToken InvalidAppId InvalidPhoneNumber InvalidRequest "
    "InvalidShippingInfo InvalidShippingMethod InvalidState InvalidToken InvalidUrl MissingAppId MissingAuthHeader "
    "MissingRequiredCookie MissingRequiredHandle ShippingNotNeeded ValidationError",
    401: "ErrorSessionExpired ErrorUnauthorized InvalidDeviceIssuedJWT InvalidJWTToken InvalidOtp "
    "SessionTokenExpired TokenExpired Unauthorized",
    403: "Forbidden",
    404: "AllProductsNotFound AllProductsNotImplemented CartNotFound CreditCardNotFound DomainNotFound "
    "DynamoNotFound ErrorAddonNotFound ErrorCartNotFound ErrorDomainNotFound ErrorLineItemNotFound "
    "ErrorLocationNotFound "
    "ErrorPartnerNotFound ErrorProductNotFound ErrorShipmentNotFound GatewayNotFound InvalidOTPType InvalidVariant "
    "ItemNotFound PartnerNotFound ProductListNotFound ProductListNotImplemented ProductNotFound "
    "ProductNotImplemented ProductUrlNotImplemented RouteNotFound ShopNotFound UnregisteredDevice UserNotFound "
    "WalletNotFound WalletProviderNotFound",
    405: "MethodNotAllowed",
    409: "CannotCreateCart CannotTransferSession CartAlreadyLoggedIn ClearPromoCodeNotAllowed "
    "ErrorProductNotSupported InvalidKey InvalidPromoCode LoginFailed MultipleDiscountCodesNotSupported "
    "NotEnoughStockError PaymentMethodNotAvailable PleaseTryAgainLater PromoNotAvailable UserMustLogin",
    412: "CheckoutError CountryNotSupported MissingEmail MissingEmailAddressOnCheckout MissingShippingInfo "
    "MissingShippingMethod MissingTaxSync NoLineItemError OperationNotSupported PreconditionError",
    422: "CreditCardDeclined CreditCardInsufficientFunds CreditCardInvalidExpiry CreditCardInvalidExpiryDate "
    "CreditCardInvalidExpiryMonth CreditCardInvalidExpiryYear CreditCardInvalidNumber "
    "CreditCardInvalidSecurityCode ErrorCannotCreateCart ErrorCannotTransferSession "
    "ErrorClearPromoCodeNotAllowed ErrorInvalidPromoCode ErrorMissingShippingInfo "
    "ErrorMultipleDiscountCodesNotSupported ErrorNoLineItem ErrorNotEnoughStock "
    "ErrorPaymentDeclined ErrorPromoNotAvailable ErrorUnprocessableEntity InsufficientStock InvalidCard "
    "InvalidInputBody PaymentFailed UnprocessableEntity",
    429: "RateLimitExceeded TooManyRetries",
    500: "ErrorNotExpectedForRoute ErrorNotMapped Unexpected",
    501: "NotImplemented",
    503: "ErrorAvailabilityUnavailable ErrorServiceUnavailable ErrorStoreUnavailable ServiceUnavailable "
    "StoreUnavailable",
}

IDENTIFIERS: Final[Mapping[str, int]] = MappingProxyType(
    {identifier: status for status, names in _BY_STATUS.items() for identifier in names.split()}
)
"""The status of each identifier where its route does not say otherwise."""

_SPELLINGS: Final = MappingProxyType({identifier.lower(): identifier for identifier in IDENTIFIERS})


def spelled(identifier: str) -> str:
    """Return an identifier as the API spells it, however its letters are written. Raises KeyError."""
    return _SPELLINGS[identifier.lower()]


def named(identifier: str, dialect: Dialect) -> Name:
    """Return an identifier with the status that the routes of ``dialect`` give it, or else the usual one."""
    names = (name_of(problem, dialect) for problem in Problem)
    return next(
        (name for name in names if name.identifier == identifier), Name(identifier, IDENTIFIERS[identifier])
    )
