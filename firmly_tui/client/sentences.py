"""What is said to a shopper: one table from the API's error identifiers to plain sentences."""

from collections.abc import Mapping
from typing import Final

from firmly_tui.client.calls import Kind

_SESSION: Final = (
    "The server does not accept this app's session. Try again; if it stays so, check the app id "
    "and the address."
)
_NO_PRODUCT: Final = "This product is not to be found at the merchant any more. Search for it again."
_NO_MERCHANT: Final = (
    "firmly does not know this merchant, or this app may not sell for it. Choose another one."
)
_NO_CART: Final = "There is no cart at this merchant any more. Add the goods again."
_NO_ROUTE: Final = "This server does not offer that. Check the address, or do without it."
_STOCK: Final = "The merchant does not have that many pieces. Choose a smaller quantity or another variant."
_LATER: Final = "Try again in a moment."
_FAILED: Final = f"The server failed unexpectedly. {_LATER}"
_STORE: Final = f"The merchant's shop does not answer at the moment. {_LATER}"
_EXPIRY: Final = "The card's expiry date is not accepted. Check month and year."
_PROMO: Final = "This promo code is not accepted. Check its spelling, or leave it out."
_DECLINED: Final = "The card was declined and nothing was bought. Use another card, or ask your bank."
_EMAIL: Final = "The e-mail address is not accepted. Check it."
_NO_EMAIL: Final = "The merchant needs an e-mail address. Enter one with the shipping address."
_ADDRESS: Final = "The merchant does not accept this address. Check every field of it."
_APP: Final = "The server does not accept this app id. Look at it again: it is the one that firmly gave you."
_KEY: Final = "The key that the card was encrypted with is no longer valid; nothing was bought. Try again."
_BODY: Final = "The server could not use what was entered. Check every field."

_NO_LIST: Final = "This merchant gives no list of its products. Search for them instead."
_EXPRESS: Final = "The payment could not be made this way, and nothing was bought. Choose another one."
_TRANSFER: Final = "The merchant's cart could not be taken over. Add the goods here instead."
_SIGN_IN: Final = "Signing in did not work. Ask for a new code and try again."

# Keys are casefolded and without "Error".
_SENTENCES: Final[Mapping[str, str]] = {
    "addonnotfound": "This extra is not offered any more. Look at the cart again.",
    "allproductsnotfound": _NO_LIST,
    "allproductsnotimplemented": _NO_LIST,
    "availabilityunavailable": f"The merchant cannot say at the moment which days it offers. {_LATER}",
    "badrequest": _BODY,
    "cannotcreatecart": "The merchant could not put this into its cart. Look at the cart, and try again.",
    "cannottransfersession": _TRANSFER,
    "cartalreadyloggedin": "This cart belongs to a signed-in customer of the merchant. Clear it first.",
    "cartnotfound": _NO_CART,
    "checkout": "The merchant could not take this order as it stands. Look at the cart and at the payment.",
    "clearpromocodenotallowed": "This merchant does not allow promo codes to be removed.",
    "consentnotfound": "This consent is not asked for any more. Look at the consents again.",
    "consentnotrevokable": "This consent cannot be taken back.",
    "countrynotsupported": "The merchant does not deliver to this country. Enter another address.",
    "creditcarddeclined": _DECLINED,
    "creditcardinsufficientfunds": "The card does not cover the amount. Nothing was bought. Use another.",
    "creditcardinvalidexpiry": _EXPIRY,
    "creditcardinvalidexpirydate": _EXPIRY,
    "creditcardinvalidexpirymonth": _EXPIRY,
    "creditcardinvalidexpiryyear": _EXPIRY,
    "creditcardinvalidnumber": "The card number is not accepted. Check its digits.",
    "creditcardinvalidsecuritycode": "The card's security code is not accepted. Enter it again.",
    "creditcardnotfound": "This saved card is not to be found any more. Choose another one.",
    "cvvrequired": "The card's security code is needed. Enter it, and order again.",
    "domainnotfound": _NO_MERCHANT,
    "exceedmaxqtycart": "That is more than the merchant sells at once. Choose a smaller quantity.",
    "forbidden": "This app may not do that at this merchant.",
    "gatewaynotfound": "The merchant does not know this way of paying. Choose another one.",
    "insufficientstock": _STOCK,
    "invalidaddress": _ADDRESS,
    "invalidapitoken": _SESSION,
    "invalidappid": _APP,
    "invalidcard": "The card is not accepted. Check its number, date and code.",
    "invaliddate": "This day is not offered. Choose another one.",
    "invaliddeviceissuedjwt": _SESSION,
    "invalidemail": _EMAIL,
    "invalidfulfillmenttype": "This shipment cannot reach you that way. Choose another one.",
    "invalidinputbody": _BODY,
    "invalidjwttoken": _SESSION,
    "invalidkey": _KEY,
    "invalidotp": "The code is wrong or too old. Enter it again, or ask for a new one.",
    "invalidotptype": "The code was sent in a way that this server does not know. Ask for a new one.",
    "invalidphonenumber": "The phone number is not accepted. Check it, with its country code.",
    "invalidpromocode": _PROMO,
    "invalidquantity": "The merchant does not accept this quantity. Choose another one.",
    "invalidrequest": _BODY,
    "invalidshippinginfo": _ADDRESS,
    "invalidshippingmethod": "This way of shipping is not offered for the cart. Choose another one.",
    "invalidstate": "This state does not belong to the country. Check the address.",
    "invalidtoken": _SESSION,
    "invalidurl": "This is not the address of a product page. Check it.",
    "invalidvariant": _NO_PRODUCT,
    "itemnotfound": _NO_PRODUCT,
    "lineitemnotfound": "This line is not in the cart any more. Look at the cart again.",
    "locationnotfound": "Nothing can be picked up at this place. Choose another one.",
    "loginfailed": _SIGN_IN,
    "methodnotallowed": _NO_ROUTE,
    "missingappid": _APP,
    "missingauthheader": _SESSION,
    "missingemail": _NO_EMAIL,
    "missingemailaddressoncheckout": _NO_EMAIL,
    "missingrequiredcookie": _TRANSFER,
    "missingrequiredhandle": _TRANSFER,
    "missingshippinginfo": "The merchant needs a shipping address first. Enter one.",
    "missingshippingmethod": "A way of shipping must be chosen first.",
    "missingtaxsync": "The taxes are not worked out yet. Look at the cart again and repeat.",
    "multiplediscountcodesnotsupported": "This merchant takes one promo code at a time. Remove the other.",
    "nolineitem": "The cart is empty. Add something first.",
    "notenoughstock": _STOCK,
    "notexpectedforroute": _FAILED,
    "notimplemented": _NO_ROUTE,
    "notmapped": _FAILED,
    "operationnotsupported": "This merchant does not offer that.",
    "partnernotfound": _NO_MERCHANT,
    "paymentdeclined": _DECLINED,
    "paymentfailed": "The payment failed and nothing was bought. Try another card.",
    "paymentmethodnotavailable": "This way of paying is not available now. Choose another one.",
    "pleasetryagainlater": f"The merchant could not do that now. {_LATER}",
    "precondition": "Something is still to be done before this. Look at the cart again.",
    "productlistnotfound": _NO_LIST,
    "productlistnotimplemented": _NO_LIST,
    "productnotfound": _NO_PRODUCT,
    "productnotimplemented": _NO_PRODUCT,
    "productnotsupported": "This product cannot be bought here. Choose another one.",
    "producturlnotimplemented": "No merchant of this app has a product at this address. Check it.",
    "promonotavailable": "This merchant allows no promo codes for this cart.",
    "routenotfound": _NO_ROUTE,
    "serviceunavailable": f"The service is not available at the moment. {_LATER}",
    "sessionexpired": _SESSION,
    "sessiontokenexpired": _SESSION,
    "shipmentnotfound": "This shipment is not in the cart any more. Look at the cart again.",
    "shippingnotneeded": "Nothing in the cart needs shipping.",
    "shopnotfound": _NO_MERCHANT,
    "startexpresscheckout": _EXPRESS,
    "storeunavailable": _STORE,
    "submitexpresscheckout": _EXPRESS,
    "tokenexpired": _SESSION,
    "unauthorized": _SESSION,
    "unexpected": _FAILED,
    "unprocessableentity": _BODY,
    "unregistereddevice": _SESSION,
    "usermustlogin": "This merchant sells only to customers who have signed in. Buy on its own site.",
    "usernotfound": "Nobody is registered with this e-mail address. Check it, or go on without signing in.",
    "validation": _BODY,
    "walletnotfound": "There is no such wallet for this e-mail address. Check it, or pay with a card.",
    "walletprovidernotfound": "This wallet is not offered here. Pay with a card.",
}

# Descriptions of these are for programmers.
_TECHNICAL: Final = frozenset(
    key for key, sentence in _SENTENCES.items() if sentence in (_SESSION, _NO_ROUTE, _KEY, _APP)
)


def api_sentence(key: str, description: str, status: int, retry_after: float | None) -> str:
    """The sentence for an error of the API: ours where we know the identifier, and the server's words.

    An identifier that we do not know is shown with its description, never swallowed.
    """
    name = key.casefold()
    if status == 429 or name in ("ratelimitexceeded", "toomanyretries"):
        return _too_many(retry_after)
    ours = _SENTENCES.get(name)
    if ours is None:
        return _unknown_error(key, description, status)
    if not description or name in _TECHNICAL or description.casefold() == ours.casefold():
        return ours
    return f"{ours} The answer says: “{description}”"


def is_known(key: str) -> bool:
    """Whether firmly documents an error of this name (without `Error`, whatever the case)."""
    return key.casefold() in _SENTENCES


def _too_many(retry_after: float | None) -> str:
    if not retry_after:
        return "The server gets too many requests. Wait a moment and try again."
    return f"The server gets too many requests. Try again in {max(1, round(retry_after))} s."


def _unknown_error(key: str, description: str, status: int) -> str:
    if status == 401:
        return _SESSION
    shown = f", status {status}" if status else ""
    if description and key:
        return f"{_ended(description)} ({key}{shown})"
    if description or key:
        return f"The server refused{shown}: {_ended(description or key)}"
    if status >= 500:
        return f"The server failed (status {status}). {_LATER}"
    return f"The server refused and did not say why (status {status})."


def _ended(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def failed_order(key: str, description: str, status: int) -> str:
    """The server answered an order with an error that does not say whether it was placed."""
    name = ", ".join(filter(None, [key, f"status {status}" if status else ""]))
    told = f": “{description}”" if description else ""
    return _ended(f"The server reported an error during the order{f' ({name})' if name else ''}{told}")


def unknown_outcome(reason: str) -> str:
    """The sentence for an order whose outcome is not known."""
    return (
        f"{_ended(reason)} It is not known whether the order was placed. "
        "Look into your mailbox and the cart before you order again."
    )


CLOSED: Final = "Nothing was sent: this client was closed. Open another one."
OTHER_LOOP: Final = "Nothing was sent: this client belongs to another event loop. Open one in each."
NO_JSON: Final = "Nothing was sent: what was to be sent cannot be written as JSON."
WRONG_NETWORK_SETTINGS: Final = (
    "Nothing was sent: the proxy or the certificates of this computer cannot be used. Check HTTPS_PROXY, ALL_PROXY "
    "and SSL_CERT_FILE."
)


def refused(host: str, *, loopback: bool) -> str:
    """Nobody listens at the address."""
    advice = ", or start the sandbox with `firmly-tui sandbox`." if loopback else " and the network."
    return f"Nothing answers at {host}. Check the address{advice}"


def no_such_host(name: str) -> str:
    """The host's name does not resolve."""
    return f"No host named {name} was found. Check --server and the network."


def no_tls(host: str) -> str:
    """TLS failed."""
    return f"The server at {host} does not speak TLS as https needs it. Check the address."


def no_trust(host: str) -> str:
    """The certificate is not to be trusted."""
    return f"No safe connection to {host} is possible: its certificate does not check out."


def not_reached(host: str) -> str:
    """The connection was not made in time, or failed otherwise."""
    return f"No connection to {host} could be made. Check the network, and try again."


def timed_out(host: str, kind: Kind) -> str:
    """The request left and no answer came in time."""
    return f"The server at {host} did not answer in time.{_AFTER_INTERRUPTION[kind]}"


def connection_lost(host: str, kind: Kind) -> str:
    """The connection broke."""
    return f"The connection to {host} broke before the answer came.{_AFTER_INTERRUPTION[kind]}"


# What is known of an order is said by `unknown_outcome`.
_AFTER_INTERRUPTION: Final = {
    Kind.READ: " Try again.",
    Kind.CHANGE: " The change may have been made or not: look at the cart.",
    Kind.ORDER: "",
}


def not_firmly(host: str, what: str) -> str:
    """The answer is not the firmly API's; `what` describes it: `an HTML page`."""
    return f"The server at {host} answered, but not like firmly ({what}). Check the address."


def too_large(host: str, limit: int) -> str:
    """The answer is over `limit` bytes."""
    return f"The answer of {host} is larger than {limit // 1_000_000} MB and was not read. Check the address."
