"""What can go wrong between us and the server.

FirmlyError                     anything below; `.sentence` is for a shopper
├── NotSent                     nothing left this machine
├── Interrupted                 the request left, and no usable answer came
│   ├── TimedOut
│   └── ConnectionLost
├── ApiError                    firmly answered with an error
│   ├── Unauthorized            the device token is not accepted
│   ├── InvalidOtp              the one-time code is wrong
│   ├── LoginRequired           the merchant sells to signed-in customers only
│   ├── NotFound                no such cart, product, merchant
│   │   └── NotOffered          the server, or this merchant, has no such call
│   ├── RateLimited             too many requests; `.retry_after` seconds
│   ├── ServiceUnavailable      the service failed (5xx)
│   │   └── StoreUnavailable    the merchant's own systems do not answer
│   ├── PaymentRefused          the card or the payment was turned down
│   ├── InvalidKey              the key that a card was encrypted with is not valid any more
│   ├── OutOfStock              fewer pieces than wanted
│   ├── PromoRefused            the merchant does not take this promo code
│   └── AddressRefused          the merchant does not take this address
├── NotFirmly                   an answer came that is not the firmly API's
├── TooLarge                    an answer or an event beyond our limits
└── OutcomeUnknown              an order left, and whether it was placed is not known
"""

from collections.abc import Generator, Mapping
from contextlib import contextmanager

from firmly_tui.client import sentences
from firmly_tui.models import untrusted

_MAX_SENTENCE = 600


class FirmlyError(Exception):
    """Something went wrong; `sentence` says to a shopper what happened and what to do."""

    def __init__(self, sentence: str) -> None:
        self.sentence = untrusted(sentence, _MAX_SENTENCE)
        super().__init__(self.sentence)


class NotSent(FirmlyError):
    """Nothing left this machine: refused, unknown host, TLS, no valid address.

    `temporary` tells whether the same call may work in a moment.
    """

    def __init__(self, sentence: str, *, temporary: bool = False) -> None:
        super().__init__(sentence)
        self.temporary = temporary


class Interrupted(FirmlyError):
    """The request left, or part of it, and no usable answer came back."""


class TimedOut(Interrupted):
    """The server took longer than we wait."""


class ConnectionLost(Interrupted):
    """The connection broke before the answer was complete."""


class ApiError(FirmlyError):
    """firmly answered with an error (firmly docs: Error Codes).

    `status` is the HTTP status (or the code inside an event), `identifier` the API's name for the error as
    it came, `key` the same without the `Error` around it, `description` the server's own words.
    """

    def __init__(
        self,
        status: int,
        identifier: str = "",
        description: str = "",
        *,
        ray_id: str = "",
        method: str = "",
        path: str = "",
        retry_after: float | None = None,
    ) -> None:
        self.status = status
        self.identifier = untrusted(identifier, 200)
        self.description = untrusted(description)
        self.ray_id = untrusted(ray_id, 100)
        self.method = method
        self.path = path
        self.retry_after = retry_after
        super().__init__(sentences.api_sentence(self.key, self.description, status, retry_after))

    @property
    def key(self) -> str:
        """The identifier without the `Error` before or after it: `NotEnoughStock`. Compare it case-blind."""
        return error_key(self.identifier)

    def matches(self, *keys: str) -> bool:
        """Whether this is one of the errors named (with or without `Error`, whatever the case)."""
        return self.key.casefold() in {error_key(key).casefold() for key in keys}


class Unauthorized(ApiError):
    """The server does not accept the device token, even after it was renewed."""


class InvalidOtp(ApiError):
    """The one-time code is wrong or too old: ask for it again. The device token is fine, whatever the status."""


class LoginRequired(ApiError):
    """The merchant sells only to customers who have signed in (firmly docs: Login Required)."""


class NotFound(ApiError):
    """The cart, product, merchant or route does not exist."""


class NotOffered(NotFound):
    """The server has no such call, or this merchant does not take part in it: do without, and do not ask again."""


class RateLimited(ApiError):
    """Too many requests; `retry_after` is in seconds where the server said it."""


class ServiceUnavailable(ApiError):
    """The service failed or is not available now (5xx)."""


class StoreUnavailable(ServiceUnavailable):
    """The merchant's own systems do not answer."""


class PaymentRefused(ApiError):
    """The card or the payment was turned down; nothing was bought."""


class InvalidKey(ApiError):
    """What was encrypted cannot be opened: fetch the key again and encrypt anew. Nothing was bought."""


class OutOfStock(ApiError):
    """The merchant has fewer pieces than wanted."""


class PromoRefused(ApiError):
    """The merchant does not take this promo code, or no code for this cart, or does not let one go."""


class AddressRefused(ApiError):
    """The merchant does not take this address, e-mail or phone number."""


class NotFirmly(FirmlyError):
    """An answer came that is not the firmly API's: HTML, a redirect, a document of another shape.

    `status` is the HTTP status; `detail` says for explorers where a document differs, without its values.
    """

    def __init__(self, sentence: str, *, status: int = 0, detail: str = "") -> None:
        super().__init__(sentence)
        self.status = status
        self.detail = untrusted(detail, _MAX_SENTENCE)


class TooLarge(FirmlyError):
    """An answer or an event is larger than we read."""


class OutcomeUnknown(FirmlyError):
    """An order was sent and it is not known whether it was placed. It must not be sent again by itself.

    `reason` is what was seen, without the advice that `sentence` adds. `status`, `identifier` and `ray_id` are those
    of the answer that does not tell; `status` is 0 where none came to its end, `ray_id` is `""` where none began.
    """

    def __init__(self, reason: str, *, status: int = 0, identifier: str = "", ray_id: str = "") -> None:
        self.reason = untrusted(reason, _MAX_SENTENCE)
        self.status = status
        self.identifier = untrusted(identifier, 200)
        self.ray_id = untrusted(ray_id, 100)
        super().__init__(sentences.unknown_outcome(self.reason))


@contextmanager
def about_a_code() -> Generator[None]:
    """Inside of it, `Unauthorized` is what a server says of a code (firmly docs: Validate OTP)."""
    try:
        yield
    except Unauthorized as error:
        if error.matches("Unauthorized"):
            raise InvalidOtp(
                error.status,
                "InvalidOtp",
                error.description,
                ray_id=error.ray_id,
                method=error.method,
                path=error.path,
            ) from error
        raise


def error_key(identifier: str) -> str:
    """Strip the `Error` before or after an identifier; v1 and v2 of the API differ in it."""
    key = identifier.strip()
    if key.casefold().startswith("error") and len(key) > len("error"):
        key = key[len("error") :]
    if key.casefold().endswith("error") and len(key) > len("error"):
        key = key[: -len("error")]
    return key


_AUTH = (
    "missingauthheader",
    "invalidtoken",
    "invalidjwttoken",
    "invalidapitoken",
    "invaliddeviceissuedjwt",
    "sessiontokenexpired",
    "sessionexpired",
    "tokenexpired",
    "unregistereddevice",
)
_ADDRESS = (
    "countrynotsupported",
    "invalidstate",
    "invalidshippinginfo",
    "invalidaddress",
    "invalidemail",
    "missingemail",
    "missingemailaddressoncheckout",
    "invalidphonenumber",
    "missingshippinginfo",
)
_PAYMENT = ("paymentdeclined", "paymentfailed", "invalidcard", "paymentmethodnotavailable")
_STOCK = ("notenoughstock", "insufficientstock", "exceedmaxqtycart")
_PROMO = (
    "invalidpromocode",
    "promonotavailable",
    "multiplediscountcodesnotsupported",
    "clearpromocodenotallowed",
)
_NOT_OFFERED = (
    "routenotfound",
    "methodnotallowed",
    "notimplemented",
    "operationnotsupported",
    "allproductsnotimplemented",
    "productlistnotimplemented",
)
_BY_KEY: Mapping[str, type[ApiError]] = {
    **dict.fromkeys(_AUTH, Unauthorized),
    **dict.fromkeys(["toomanyretries", "ratelimitexceeded"], RateLimited),
    "storeunavailable": StoreUnavailable,
    "availabilityunavailable": StoreUnavailable,
    "serviceunavailable": ServiceUnavailable,
    "invalidotp": InvalidOtp,
    "invalidkey": InvalidKey,
    "usermustlogin": LoginRequired,
    **dict.fromkeys(_NOT_OFFERED, NotOffered),
    **dict.fromkeys(_PROMO, PromoRefused),
    **dict.fromkeys(_PAYMENT, PaymentRefused),
    **dict.fromkeys(_STOCK, OutOfStock),
    **dict.fromkeys(_ADDRESS, AddressRefused),
}


_SERVER_FAILED = (
    "Unexpected",
    "NotMapped",
    "NotExpectedForRoute",
    "NotImplemented",
    "ServiceUnavailable",
    "StoreUnavailable",
    "AvailabilityUnavailable",
)
"""The registry's names for a failure of the server (firmly docs: Error Codes, 5xx)."""


def proves_refusal(error: ApiError) -> bool:
    """Whether this answer to an order proves that nothing was bought.

    The identifier decides before the status, which events leave out and versions of the API give differently:
    a server that fails may have taken the order, a card that is turned down was not charged. What is neither
    named in the registry nor of a 4xx status proves nothing.
    """
    if error.matches(*_SERVER_FAILED):
        return False
    if isinstance(error, (PaymentRefused, OutOfStock, AddressRefused)):
        return True
    if error.status:
        return 400 <= error.status < 500
    return sentences.is_known(error.key)


def error_class(status: int, identifier: str) -> type[ApiError]:
    """The class of an error: by its identifier first, since versions of the API differ in the status."""
    key = error_key(identifier).casefold()
    if found := _BY_KEY.get(key):
        return found
    if key.startswith("creditcard") and key != "creditcardnotfound":
        return PaymentRefused
    if status == 501:
        return NotOffered
    if status >= 500:
        return ServiceUnavailable
    return {401: Unauthorized, 404: NotFound, 429: RateLimited}.get(status, ApiError)
