"""How a user of the sandbox provokes each error identifier of firmly: by an input, or else by a scenario."""

from __future__ import annotations

from typing import Final, NamedTuple


class Recipe(NamedTuple):
    """An error that an input leads to: its status on the route that is named, and what to send there."""

    identifier: str
    status: int
    route: str
    input: str


_V1: Final = "/api/v1/domains/{domain}/cart"
_V2: Final = "/api/v2/domains/{domain}/cart"
_SESSION: Final = "/api/v1/domains/{domain}/session"
_ADD_V1: Final = f"POST {_V1}/line-items/{{sku}}/quantity/{{quantity}}"
_ADD_V2: Final = f"POST {_V2}/line-items"
_ADDRESS_V1: Final = f"POST {_V1}/shipping-info"
_ADDRESS_V2: Final = f"POST {_V2}/shipping-info"
_METHOD_V2: Final = f"POST {_V2}/shipment/methods"
_KIND_V2: Final = f"POST {_V2}/shipments/fulfillment-type"
_CODES_V1: Final = f"POST {_V1}/promo-codes"
_CODES_V2: Final = f"POST {_V2}/promo-codes"
_CONSENTS_V1: Final = f"POST {_V1}/consents"
_CONSENTS_V2: Final = f"POST {_V2}/consents"
_TRANSFER_V1: Final = f"POST {_SESSION}/transfer"
_TRANSFER_V2: Final = "POST /api/v2/domains/{domain}/session/transfer"
_COMPLETE: Final = "POST /api/v1/payment/domains/{domain}/complete-order"
_PLACE: Final = "POST /api/v2/payment/domains/{domain}/place-order"
_UNLOCK: Final = "POST /api/v1/wallets/{wallet}/unlock-start"
_SEARCH: Final = "POST /api/v1/discovery/search"
_BROWSER_SESSION: Final = "POST /api/v1/browser-session"
_PRODUCT: Final = "GET /api/v1/domains-products/{domain}/{handle}"
_PAGE: Final = "GET /api/v1/domains-pdp"
_GUIDE: Final = "started with --reading guide-errors: "
_STAYS: Final = "revoke 8a2d1f04-52c7-4d0e-9d37-1be2f9a0c104 at quillfern.example"
_SOLD_OUT: Final = "the sku MH07-XL-Black at staging.luma.gift, which is sold out"
_NO_COMBINATION: Final = "GREENTHUMB and POTTED5 at mossgate.example, for pots of more than $40"
_FOR_MORE: Final = "OVER100 at staging.luma.gift, for less than $100"
_STAY_ON: Final = "after SECONDS at pottersrow.example"

RECIPES: Final = (
    Recipe("BadRequest", 400, _ADD_V1, "the quantity 0"),
    Recipe("ConsentNotFound", 400, _CONSENTS_V1, "an id that the merchant does not list"),
    Recipe("ConsentNotRevokable", 400, _CONSENTS_V1, _STAYS),
    Recipe("ErrorConsentNotFound", 400, _CONSENTS_V2, "an id that the merchant does not list"),
    Recipe("ErrorConsentNotRevokable", 400, _CONSENTS_V2, _STAYS),
    Recipe("ErrorCountryNotSupported", 400, _ADDRESS_V2, "the country JP at staging.luma.gift"),
    Recipe("ErrorExceedMaxQtyCart", 400, _ADD_V2, "11 of the sku VL-GIFT-25 at voltline.example"),
    Recipe("ErrorInvalidDate", 400, _METHOD_V2, "the selected_date someday"),
    Recipe("ErrorInvalidEmail", 400, _ADDRESS_V2, "the email nobody"),
    Recipe("ErrorInvalidFulfillmentType", 400, _KIND_V2, "the fulfillment_type BY_DRONE"),
    Recipe("ErrorInvalidInputBody", 400, _ADD_V2, "an empty object"),
    Recipe("ErrorInvalidQuantity", 400, f"PUT {_V2}/line-items/{{line_item_id}}", "the quantity -1"),
    Recipe("ErrorInvalidShippingInfo", 400, _ADDRESS_V2, "the postal_code 1"),
    Recipe("ErrorInvalidShippingMethod", 400, _METHOD_V2, "the shipping_method_id by-balloon"),
    Recipe("ErrorInvalidState", 400, _ADDRESS_V2, "the state_or_province ZZ"),
    Recipe("ErrorShippingNotNeeded", 400, _ADDRESS_V2, "VL-GIFT-25 at voltline.example alone in the cart"),
    Recipe("ExceedMaxQtyCart", 400, _ADD_V1, "11 of the sku VL-GIFT-25 at voltline.example"),
    Recipe("InvalidAddress", 400, _PLACE, f"{_GUIDE}the state_or_province ZZ"),
    Recipe("InvalidAPIToken", 401, _SEARCH, "x-firmly-device-id beside a wrong x-firmly-authorization"),
    Recipe("InvalidAppId", 400, _BROWSER_SESSION, "an x-firmly-app-id that is no UUID"),
    Recipe("InvalidRequest", 400, _SEARCH, "the page_size 0"),
    Recipe("InvalidShippingInfo", 400, _ADDRESS_V1, "the postal_code 1"),
    Recipe("InvalidShippingMethod", 400, f"POST {_V1}/shipping-method", "the shipping_method by-balloon"),
    Recipe("InvalidState", 400, _ADDRESS_V1, "the state_or_province ZZ"),
    Recipe("InvalidToken", 400, f"GET {_V1}", "an x-firmly-authorization that is no JWT"),
    Recipe("InvalidUrl", 400, _PAGE, "the url nowhere"),
    Recipe("MissingAppId", 400, _BROWSER_SESSION, "no x-firmly-app-id"),
    Recipe("MissingAuthHeader", 400, f"GET {_V1}", "no x-firmly-authorization"),
    Recipe("MissingRequiredCookie", 400, _TRANSFER_V1, "an empty handle, and cookies without cart=…"),
    Recipe("MissingRequiredHandle", 400, _TRANSFER_V1, "an empty handle, and no cookies"),
    Recipe("ShippingNotNeeded", 400, _ADDRESS_V1, "VL-GIFT-25 at voltline.example alone in the cart"),
    Recipe("ValidationError", 400, "POST /api/v2/carts/postal-code", "the postal_code ?"),
    Recipe("InvalidJWTToken", 401, f"GET {_V2}", "a token of another server, or one that was changed"),
    Recipe("InvalidOtp", 401, f"POST {_SESSION}/validate-otp", "after create-otp: the otp 111111"),
    Recipe("Unauthorized", 401, f"POST {_SESSION}/validate-otp", "after create-otp: the otp 999999"),
    Recipe("AllProductsNotImplemented", 404, "GET /api/v1/domains-products/{domain}", "guildhall.example"),
    Recipe("CartNotFound", 404, f"DELETE {_V1}/line-items", "a merchant where there is no cart"),
    Recipe(
        "CreditCardNotFound",
        404,
        f"POST {_V1}/complete-order-with-saved-payment",
        "any payment_id, as a guest with a cart",
    ),
    Recipe("DomainNotFound", 404, "GET /api/v1/domains/{domain}", "nowhere.example"),
    Recipe("ErrorAddonNotFound", 404, f"POST {_V2}/addons", "the addon_id nothing"),
    Recipe("ErrorCartNotFound", 404, f"GET {_V2}", "a merchant where there is no cart"),
    Recipe("ErrorDomainNotFound", 404, f"GET {_V2}/consents", "nowhere.example"),
    Recipe("ErrorLineItemNotFound", 404, f"PUT {_V2}/line-items/{{line_item_id}}", "an id of no line"),
    Recipe(
        "ErrorLocationNotFound",
        404,
        _KIND_V2,
        "PICKUP_IN_STORE with the location_id nowhere, voltline.example",
    ),
    Recipe("ErrorPartnerNotFound", 404, f"GET {_V2}", "nowhere.example"),
    Recipe("ErrorProductNotFound", 404, _ADD_V2, "the variant_id NOTHING"),
    Recipe("ErrorShipmentNotFound", 404, f"POST {_V2}/shipments/get-availability", "the shipment_id nothing"),
    Recipe("InvalidVariant", 404, _PLACE, f"{_GUIDE}the variant_id NOTHING"),
    Recipe("PartnerNotFound", 404, f"GET {_V1}", "nowhere.example"),
    Recipe("ProductNotFound", 404, _PRODUCT, "the handle nothing"),
    Recipe("ProductNotImplemented", 404, _PRODUCT, "paperlane.example"),
    Recipe("ProductUrlNotImplemented", 404, _PAGE, "the url of a page of nuqta.example"),
    Recipe("RouteNotFound", 404, "GET /api/v1/nowhere", "any path that is none"),
    Recipe("UserNotFound", 404, f"POST {_SESSION}/create-otp", "nobody@example.com at staging.luma.gift"),
    Recipe("WalletNotFound", 404, _UNLOCK, "the email nobody@example.com"),
    Recipe("WalletProviderNotFound", 404, _UNLOCK, "the wallet purse"),
    Recipe("MethodNotAllowed", 405, f"PATCH {_V2}", "a method that the path does not have"),
    Recipe("CannotCreateCart", 409, _ADD_V1, "the sku NO-CART"),
    Recipe("CannotTransferSession", 409, _TRANSFER_V1, "the handle nonsense"),
    Recipe("CartAlreadyLoggedIn", 409, f"POST {_SESSION}/create-otp", "after validate-otp"),
    Recipe("ClearPromoCodeNotAllowed", 409, f"DELETE {_V1}/promo-codes", _STAY_ON),
    Recipe("ErrorProductNotSupported", 409, _ADD_V2, "the variant_id UNSUPPORTED"),
    Recipe("InvalidKey", 409, _COMPLETE, "a card encrypted for another kid"),
    Recipe("InvalidPromoCode", 409, _CODES_V1, "the code NO-SUCH-CODE"),
    Recipe("LoginFailed", 409, f"POST {_SESSION}/validate-otp", "after create-otp: the otp 000000"),
    Recipe("MultipleDiscountCodesNotSupported", 409, _CODES_V1, _NO_COMBINATION),
    Recipe("NotEnoughStockError", 409, _ADD_V1, _SOLD_OUT),
    Recipe("PaymentMethodNotAvailable", 409, _UNLOCK, "the email frozen@example.com"),
    Recipe("PleaseTryAgainLater", 409, _ADDRESS_V1, "the postal_code 00409"),
    Recipe("PromoNotAvailable", 409, _CODES_V1, _FOR_MORE),
    Recipe("UserMustLogin", 409, _COMPLETE, "guildhall.example, as a guest"),
    Recipe("CheckoutError", 412, _COMPLETE, "the card 4000000000000119"),
    Recipe("CountryNotSupported", 412, _ADDRESS_V1, "the country JP at staging.luma.gift"),
    Recipe(
        "MissingEmailAddressOnCheckout",
        412,
        _COMPLETE,
        "VL-GIFT-25 at voltline.example, billed to an address without email",
    ),
    Recipe("MissingShippingInfo", 412, f"GET {_V1}/shipping-rates", "before shipping-info"),
    Recipe(
        "MissingShippingMethod", 412, _COMPLETE, "VL-SET55-55IN at voltline.example, before a store is chosen"
    ),
    Recipe("NoLineItemError", 412, _ADDRESS_V1, "a cart that was emptied"),
    Recipe("OperationNotSupported", 412, _ADD_V1, "the sku UNSUPPORTED"),
    Recipe("CreditCardDeclined", 422, _COMPLETE, "the card 4000000000000002"),
    Recipe("CreditCardInsufficientFunds", 422, _COMPLETE, "the card 4000000000009995"),
    Recipe("CreditCardInvalidExpiry", 422, _COMPLETE, "the card 4000000000000069, or a month that is over"),
    Recipe("CreditCardInvalidNumber", 422, _COMPLETE, "the card 4111111111111112"),
    Recipe(
        "CreditCardInvalidSecurityCode", 422, _COMPLETE, "the card 4000000000000127, or a code of 2 digits"
    ),
    Recipe("ErrorCannotCreateCart", 422, _ADD_V2, "the variant_id NO-CART"),
    Recipe("ErrorCannotTransferSession", 422, _TRANSFER_V2, "the handle nonsense"),
    Recipe("ErrorClearPromoCodeNotAllowed", 422, f"DELETE {_V2}/promo-codes", _STAY_ON),
    Recipe("ErrorInvalidPromoCode", 422, _CODES_V2, "the code NO-SUCH-CODE"),
    Recipe("ErrorMissingShippingInfo", 422, _METHOD_V2, "before shipping-info"),
    Recipe("ErrorMultipleDiscountCodesNotSupported", 422, _CODES_V2, _NO_COMBINATION),
    Recipe("ErrorNoLineItem", 422, _TRANSFER_V2, "the handle cart:"),
    Recipe("ErrorNotEnoughStock", 422, _ADD_V2, _SOLD_OUT),
    Recipe("ErrorPaymentDeclined", 422, _PLACE, "the card 4000000000000002"),
    Recipe("ErrorPromoNotAvailable", 422, _CODES_V2, _FOR_MORE),
    Recipe(
        "ErrorUnprocessableEntity",
        422,
        f"POST {_V2}/addons",
        "leak_sensor for a line at maren.example (selected_line_item_ids), without hose_kit",
    ),
    Recipe("InsufficientStock", 422, _PLACE, f"{_GUIDE}{_SOLD_OUT}"),
    Recipe("InvalidCard", 422, _PLACE, f"{_GUIDE}the card 4111111111111112"),
    Recipe("InvalidInputBody", 422, f"PUT {_V1}/line-items/{{sku}}", "the quantity many"),
    Recipe("PaymentFailed", 422, _PLACE, f"{_GUIDE}the card 4000000000000002"),
    Recipe("UnprocessableEntity", 422, _ADDRESS_V1, "the postal_code 00422"),
    Recipe("TooManyRetries", 429, _ADDRESS_V1, "the postal_code 00429"),
    Recipe(
        "ErrorAvailabilityUnavailable",
        503,
        f"POST {_V2}/shipments/get-availability",
        "paperlane.example, which is in outage",
    ),
    Recipe("ErrorStoreUnavailable", 503, _ADDRESS_V2, "the postal_code 00503, or paperlane.example"),
    Recipe("StoreUnavailable", 503, _ADDRESS_V1, "the postal_code 00503, or paperlane.example"),
)
"""Every error that an input leads to, by status."""


def known_identifiers() -> list[dict[str, object]]:
    """Return every identifier with its status and how it is provoked; route and input are "" for a scenario only."""
    from firmly_tui.sandbox.faults.registry import IDENTIFIERS

    natural = {recipe.identifier: recipe for recipe in RECIPES}
    others = [
        Recipe(identifier, status, "", "")
        for identifier, status in IDENTIFIERS.items()
        if identifier not in natural
    ]
    return [
        {**recipe._asdict(), "scenario": f"refuse,error={recipe.identifier}"}
        for recipe in sorted([*RECIPES, *others], key=lambda recipe: (recipe.status, recipe.identifier))
    ]
