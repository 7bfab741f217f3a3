"""From the API's identifiers to classes and sentences."""

import pytest

from firmly_tui.client import (
    AddressRefused,
    ApiError,
    InvalidKey,
    InvalidOtp,
    LoginRequired,
    NotFound,
    NotOffered,
    OutOfStock,
    PaymentRefused,
    PromoRefused,
    RateLimited,
    ServiceUnavailable,
    StoreUnavailable,
    Unauthorized,
)
from firmly_tui.client.errors import error_class, error_key


@pytest.mark.parametrize(
    ("identifier", "key"),
    [
        ("NoLineItemError", "NoLineItem"),
        ("ErrorNotEnoughStock", "NotEnoughStock"),
        ("InvalidOtp", "InvalidOtp"),
        ("Error", "Error"),
        ("", ""),
    ],
)
def test_a_key_is_the_identifier_without_error(identifier: str, key: str) -> None:
    assert error_key(identifier) == key


@pytest.mark.parametrize(
    ("status", "identifier", "expected"),
    [
        (409, "NotEnoughStockError", OutOfStock),
        (422, "ErrorNotEnoughStock", OutOfStock),
        (400, "InsufficientStock", OutOfStock),
        (412, "CountryNotSupported", AddressRefused),
        (400, "ERRORCOUNTRYNOTSUPPORTED", AddressRefused),
        (422, "CreditCardInvalidExpiryYear", PaymentRefused),
        (422, "ErrorPaymentDeclined", PaymentRefused),
        (404, "CreditCardNotFound", NotFound),
        (400, "InvalidToken", Unauthorized),
        (404, "UnregisteredDevice", Unauthorized),
        (503, "StoreUnavailable", StoreUnavailable),
        (500, "ErrorStoreUnavailable", StoreUnavailable),
        (500, "ErrorNotMapped", ServiceUnavailable),
        (429, "TooManyRetries", RateLimited),
        (404, "ErrorShipmentNotFound", NotFound),
        (404, "RouteNotFound", NotOffered),
        (501, "NotImplemented", NotOffered),
        (501, "", NotOffered),
        (405, "MethodNotAllowed", NotOffered),
        (412, "OperationNotSupported", NotOffered),
        (404, "AllProductsNotImplemented", NotOffered),
        (401, "InvalidOTP", InvalidOtp),
        (409, "InvalidKey", InvalidKey),
        (409, "UserMustLogin", LoginRequired),
        (409, "InvalidPromoCode", PromoRefused),
        (422, "ErrorPromoNotAvailable", PromoRefused),
        (422, "ErrorClearPromoCodeNotAllowed", PromoRefused),
        (409, "MultipleDiscountCodesNotSupported", PromoRefused),
        (503, "ErrorAvailabilityUnavailable", StoreUnavailable),
        (418, "Teapot", ApiError),
    ],
)
def test_versions_of_the_api_mean_the_same(status: int, identifier: str, expected: type[ApiError]) -> None:
    assert error_class(status, identifier) is expected


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (ApiError(418, "Teapot", "Short and stout"), "Short and stout. (Teapot, status 418)"),
        (ApiError(418, "Teapot"), "The server refused, status 418: Teapot."),
        (ApiError(418), "The server refused and did not say why (status 418)."),
        (ApiError(500), "The server failed (status 500). Try again in a moment."),
        (ApiError(429), "The server gets too many requests. Wait a moment and try again."),
        (ApiError(429, retry_after=9.6), "The server gets too many requests. Try again in 10 s."),
        (
            ApiError(404, "RouteNotFound", "Route /x was not found"),
            "This server does not offer that. Check the address, or do without it.",
        ),
    ],
)
def test_sentences(error: ApiError, sentence: str) -> None:
    assert error.sentence == str(error) == sentence


def test_matching_is_blind_to_case_and_to_error() -> None:
    error = ApiError(404, "ErrorCartNotFound")
    assert error.matches("PartnerNotFound", "cartnotfound")
    assert error.matches("CartNotFoundError")
    assert not error.matches("CartNotFoundAtAll")


SHOPPERS_MEET = """
    BadRequest CannotCreateCart CannotTransferSession CartAlreadyLoggedIn CartNotFound CheckoutError
    ClearPromoCodeNotAllowed CountryNotSupported CreditCardDeclined CreditCardInsufficientFunds
    CreditCardInvalidExpiry CreditCardInvalidExpiryDate CreditCardInvalidNumber CreditCardInvalidSecurityCode
    DomainNotFound ErrorInvalidAppId ErrorInvalidEmail ErrorServiceUnavailable ExceedMaxQtyCart Forbidden
    InvalidInputBody InvalidJWTToken InvalidKey InvalidPhoneNumber InvalidPromoCode InvalidShippingInfo
    InvalidShippingMethod InvalidState InvalidUrl ItemNotFound MissingAuthHeader MissingEmail
    MissingShippingInfo MissingShippingMethod MissingTaxSync MultipleDiscountCodesNotSupported
    NoLineItemError NotEnoughStockError NotImplemented OperationNotSupported PartnerNotFound
    PaymentMethodNotAvailable PleaseTryAgainLater ProductNotFound ProductUrlNotImplemented PromoNotAvailable
    SessionTokenExpired ShippingNotNeeded ShopNotFound StoreUnavailable Unexpected UnprocessableEntity
    UnregisteredDevice UserMustLogin ErrorPaymentDeclined PaymentFailed InvalidCard InvalidAddress
    InsufficientStock InvalidVariant ErrorShipmentNotFound ErrorLineItemNotFound ErrorInvalidQuantity
    AllProductsNotFound AllProductsNotImplemented CreditCardNotFound CreditCardInvalidExpiryMonth
    CreditCardInvalidExpiryYear ErrorNotExpectedForRoute ErrorNotMapped GatewayNotFound InvalidAPIToken
    InvalidDeviceIssuedJWT InvalidOtp InvalidOTPType InvalidToken LoginFailed MissingEmailAddressOnCheckout
    MissingRequiredCookie MissingRequiredHandle PreconditionError ProductListNotFound
    ProductListNotImplemented ProductNotImplemented RouteNotFound ErrorStartExpressCheckout
    ErrorSubmitExpressCheckout Unauthorized UserNotFound WalletNotFound WalletProviderNotFound
    ErrorMissingAppId ErrorAddonNotFound ErrorConsentNotFound ErrorConsentNotRevokable
    ErrorInvalidFulfillmentType ErrorLocationNotFound ErrorInvalidDate ErrorAvailabilityUnavailable
    ErrorProductNotSupported InvalidRequest TokenExpired ValidationError
"""


@pytest.mark.parametrize("identifier", SHOPPERS_MEET.split())
def test_every_error_that_a_shopper_can_meet_has_a_sentence_of_its_own(identifier: str) -> None:
    sentence = ApiError(400, identifier).sentence
    assert identifier not in sentence
    assert "status" not in sentence
    assert sentence.endswith(".")
